"""An article in 300 characters."""

from __future__ import annotations

import json
import re
import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_reader.text import ranker_weights
from desktop_reader.text.ranker import choices
from desktop_reader.text.sentences import sentences
from desktop_reader.text.study import Study
from desktop_reader.text.summary import LENGTH, Summary, summarise, summary
from tests.shared import SHARED, needs_shared

TITLE = "Harbour town plants four hundred trees"
ARTICLE = (
    "The council of the small harbour town decided on Monday to plant four hundred trees along the old railway.\n"
    "Work begins in the first week of March, the mayor told the people who had come to the hall. Everybody who wants "
    "to help may bring a spade.\n"
    "But not everybody is content. A shopkeeper fears that customers will find no place for their cars.\n"
    "The trees cost sixty thousand, half of which the region pays. A vote in the summer will tell whether more follow."
)
DESCRIPTION = (
    "Four hundred trees are to grow along the railway of a harbour town, and everybody may help; only the shopkeepers "
    "of the main street are afraid of losing the places where their customers leave their cars on Saturdays."
)


def words_of(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def test_sentences_of_the_article_in_their_order() -> None:
    found = summary(ARTICLE, TITLE)
    assert 150 <= len(found) <= LENGTH
    assert "four hundred trees" in found
    whole = " ".join(ARTICLE.split())
    at = -1
    for part in re.split(r"(?<=\.) ", found):
        position = whole.find(part.removesuffix("…"))
        assert position > at, part
        at = position


def test_a_description_of_real_prose_is_taken() -> None:
    assert summary(ARTICLE, TITLE, DESCRIPTION) == DESCRIPTION
    assert summary(ARTICLE, TITLE, f"<p>{DESCRIPTION}</p> <a href='x'>Continue reading</a>") == DESCRIPTION
    assert summary(ARTICLE, TITLE, f"{TITLE}: {DESCRIPTION} [&hellip;]") == DESCRIPTION
    assert summary(ARTICLE, TITLE, f"LONDON (Agency) - {DESCRIPTION}") == DESCRIPTION
    assert summary(ARTICLE, TITLE, f"{DESCRIPTION} The post {TITLE} appeared first on Harbour News.") == DESCRIPTION


def test_a_short_description_is_filled_up() -> None:
    short = "A town by the sea wants to become greener, and quickly so."
    found = summary(ARTICLE, TITLE, short)
    assert found.startswith(short + " ")
    assert 150 < len(found) <= LENGTH


def test_a_long_description_is_cut_at_a_clause_or_a_word() -> None:
    found = summary(ARTICLE, TITLE, DESCRIPTION + " " + DESCRIPTION)
    assert len(found) <= LENGTH
    assert (DESCRIPTION + " " + DESCRIPTION).startswith(found.removesuffix("…"))


@pytest.mark.parametrize("description", ["", "Comments", "News, politics", TITLE, ARTICLE[:120] + " […]"])
def test_a_description_that_is_none_is_not_taken(description: str) -> None:
    assert summary(ARTICLE, TITLE, description) == summary(ARTICLE, TITLE)


@pytest.mark.parametrize(
    ("text", "title"), [("", ""), ("Too short.", ""), (TITLE, TITLE), (f"{TITLE}\n", TITLE.upper()), ("\n\n", "x")]
)
def test_too_little_gives_nothing(text: str, title: str) -> None:
    assert summary(text, title) == ""


def test_the_title_and_the_dateline_are_left_out() -> None:
    found = summary(f"{TITLE}\n(ABC) -- {ARTICLE}", TITLE)
    assert found == summary(ARTICLE, TITLE)


@pytest.mark.parametrize(
    "text",
    [
        "The bridge is closed until Friday. Take the ferry.",
        "word",
        "https://example.com/" + "a" * 3000,
        "def f(x):\n    return {1: [x + 1]}\nclass A(B):\n    def __init__(self, *args): pass\n" * 9,
        "Apples\nPears\nPlums\nLemons and limes\n" * 30,
        "12.5 13.5 14.5 99 1 0 2024-01-01.\n" * 30,
        "\ufffd\u0000\u200b" * 50,
    ],
)
def test_none_rather_than_a_poor_one(text: str) -> None:
    assert summarise(text, "A title") == Summary()


def test_an_article_of_a_few_short_sentences_is_its_own_summary() -> None:
    assert summary("The old bridge is closed. It will open on Friday. Take the ferry until then.").startswith("The old")


def test_headings_and_items_are_no_sentences() -> None:
    found = summary(f"How to get there\n{ARTICLE}\nRead on\nBus 12\nBus 13", TITLE)
    assert found == summary(ARTICLE, TITLE)


def test_the_mark_tells_of_a_cut_inside_a_sentence_and_of_nothing_else() -> None:
    found = summary("the cat sat on the mat and then went on to another mat " * 60)
    assert found.endswith("…")
    assert 280 <= len(found) <= LENGTH
    assert found.removesuffix("…").split()[-1] in {
        "the",
        "cat",
        "sat",
        "on",
        "mat",
        "and",
        "then",
        "went",
        "to",
        "another",
    }
    assert not summary("Only one sentence is here, and it is long enough to be a summary of all there is.").endswith(
        "…"
    )


LANGUAGES = {
    "de": "Der Rat der kleinen Hafenstadt hat am Montag beschlossen, vierhundert Bäume an der alten Bahn zu pflanzen. "
    "Die Arbeit beginnt am 3. März, sagte der Bürgermeister Dr. Meier. Wer helfen will, darf einen Spaten mitbringen. "
    "Aber nicht alle sind zufrieden. Ein Händler fürchtet, dass die Kunden keinen Platz für ihre Autos finden.",
    "fr": "Le conseil de la petite ville a décidé lundi de planter quatre cents arbres le long de l’ancienne voie. "
    "Les travaux commencent en mars, a dit M. Dupont, le maire. Qui veut aider peut apporter une bêche ! "
    "Mais tous ne sont pas contents. Un commerçant craint que ses clients ne trouvent plus où garer leur voiture.",
    "es": "El ayuntamiento de la pequeña ciudad decidió el lunes plantar cuatrocientos árboles junto a la vieja vía. "
    "Las obras empiezan en marzo, dijo el alcalde. ¿Quién puede ayudar? Cualquiera que traiga una pala. "
    "Pero no todos están contentos. Un tendero teme que sus clientes no encuentren sitio para los coches.",
    "it": "Il consiglio della piccola città ha deciso lunedì di piantare quattrocento alberi lungo la ferrovia. "
    "I lavori cominciano a marzo, ha detto il sig. Rossi. Chi vuole aiutare può portare una vanga. "
    "Ma non tutti sono contenti. Un negoziante teme che i clienti non trovino posto per le auto.",
    "pt": "A câmara da pequena cidade decidiu na segunda-feira plantar quatrocentas árvores ao longo da velha linha. "
    "As obras começam em março, disse o presidente. Quem quiser ajudar pode trazer uma pá. "
    "Mas nem todos estão contentes. Um comerciante teme que os clientes não encontrem lugar para os carros.",
    "nl": "De raad van de kleine havenstad heeft maandag besloten vierhonderd bomen langs de spoorlijn te planten. "
    "Het werk begint in maart, zei de burgemeester. Wie wil helpen mag een schop meenemen. "
    "Maar niet iedereen is tevreden. Een winkelier vreest dat klanten geen plaats voor hun auto vinden.",
    "pl": "Rada małego miasta portowego postanowiła w poniedziałek posadzić czterysta drzew wzdłuż starej kolei. "
    "Prace zaczną się w marcu, powiedział burmistrz. Kto chce pomóc, może przynieść łopatę. "
    "Ale nie wszyscy są zadowoleni. Sklepikarz obawia się, że klienci nie znajdą miejsca na samochody.",
    "ru": "Совет небольшого портового города в понедельник решил посадить четыреста деревьев вдоль старой дороги. "
    "Работы начнутся в марте, сообщил мэр. Каждый, кто хочет помочь, может принести лопату. "
    "Но не все довольны. Владелец магазина опасается, что покупателям негде будет оставить машины.",
    "tr": "Küçük liman kentinin meclisi pazartesi günü eski demiryolu boyunca dört yüz ağaç dikmeye karar verdi. "
    "Çalışmalar martta başlıyor, dedi başkan. Yardım etmek isteyen herkes bir kürek getirebilir. "
    "Ama herkes memnun değil. Bir esnaf, müşterilerin arabalarına yer bulamayacağından korkuyor.",
    "ar": "قرر مجلس المدينة الساحلية الصغيرة يوم الاثنين زراعة أربعمائة شجرة على طول خط السكة الحديد القديم. "
    "يبدأ العمل في مارس، كما قال رئيس البلدية. هل يمكن لأي شخص أن يساعد؟ نعم، إذا أحضر مجرفة. "
    "لكن ليس الجميع راضين. يخشى صاحب متجر ألا يجد الزبائن مكانا لسياراتهم.",
    "vi": "Hội đồng thị trấn cảng nhỏ hôm thứ Hai quyết định trồng bốn trăm cây dọc theo đường sắt cũ. "
    "Công việc bắt đầu vào tháng ba, ông thị trưởng nói. Ai muốn giúp có thể mang theo một cái xẻng. "
    "Nhưng không phải ai cũng hài lòng. Một chủ cửa hàng sợ khách không có chỗ để xe.",
    "ko": "작은 항구 도시의 의회는 월요일에 오래된 철로를 따라 나무 사백 그루를 심기로 결정했다. "
    "작업은 3월 첫째 주에 시작된다고 시장이 말했다. 돕고 싶은 사람은 누구나 삽을 가져올 수 있다. "
    "그러나 모두가 만족하는 것은 아니다. 한 상점 주인은 손님들이 주차할 곳이 없어질까 걱정한다.",
    "zh": "港口小城的议会星期一决定，沿着旧铁路种植四百棵树。市长说，工程将在三月的第一周开始。"
    "想帮忙的人可以带一把铁锹来。但并不是所有人都满意。一位店主担心顾客找不到停车的地方。树木花费六万，其中一半由地区支付。",
    "ja": "港町の議会は月曜日、古い線路に沿って四百本の木を植えることを決めた。"
    "作業は三月の第一週に始まると町長が述べた。手伝いたい人は誰でもシャベルを持って来てよい。"
    "しかし、全員が満足しているわけではない。商店主は客が減ることを心配している。",
    "th": "สภาเมืองท่าเรือเล็กๆ ตัดสินใจเมื่อวันจันทร์ที่จะปลูกต้นไม้สี่ร้อยต้นตามแนวทางรถไฟเก่าของเมือง "
    "งานจะเริ่มในสัปดาห์แรกของเดือนมีนาคมนายกเทศมนตรีบอกกับผู้คนที่มาในห้องประชุม "
    "แต่ไม่ใช่ทุกคนที่พอใจเจ้าของร้านกลัวว่าลูกค้าจะไม่มีที่จอดรถในเมืองอีกต่อไป",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_whole_sentences_in_many_languages(language: str) -> None:
    text = LANGUAGES[language]
    found = summarise(text, language=language)
    assert found.quoted
    assert all(quoted in text for quoted in found.quoted)
    assert 25 <= len(found.text) <= LENGTH
    between = "" if language in ("zh", "ja") else " "
    told = between.join(found.quoted)
    assert found.text == told or told.startswith(found.text.removesuffix("…"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_endless_sentence_is_cut_at_a_sensible_place(language: str) -> None:
    text = "".join(sign for sign in f"{LANGUAGES[language]} " * 8 if sign not in ".!?。！？؟،，、,")
    # Without its blanks even Thai is one sentence.
    text = ("" if language in ("th", "zh", "ja") else " ").join(text.split())
    found = summary(text)
    assert found.endswith("…")
    assert 200 <= len(found) <= LENGTH
    kept = found.removesuffix("…")
    assert text.startswith(kept)
    if " " in text:
        assert text[len(kept)] == " "
    else:
        assert not unicodedata.combining(text[len(kept)])
        assert text[len(kept)] not in "ーっゃゅょะาำๆ"


def test_the_quoted_sentences_stand_in_the_text_as_they_are() -> None:
    text = f"{TITLE}\n(ABC) -- {ARTICLE}".replace("plant four", "plant  four\t")
    found = summarise(text, TITLE)
    assert found.quoted
    assert not found.from_description
    assert all(quoted in text for quoted in found.quoted)
    assert "  " not in found.text
    assert "\t" not in found.text


def test_a_description_that_stands_in_the_text_is_quoted_too() -> None:
    text = f"{ARTICLE}\n{DESCRIPTION}"
    found = summarise(text, TITLE, DESCRIPTION)
    assert (found.text, found.from_description) == (DESCRIPTION, True)
    assert found.quoted == (DESCRIPTION,)
    assert summarise(ARTICLE, TITLE, DESCRIPTION).quoted == ()


@pytest.mark.parametrize(
    "description",
    [
        "Article URL: https://example.com/a Comments URL: https://example.com/b Points: 5 and many more comments.",
        "The council of another town decided on Tuesday to plant no trees at all, because of the…",
        "The council of another town decided on Tuesday to plant no trees at all, because of Continue reading",
        "Городской совет решил посадить четыреста деревьев вдоль старой железной дороги, и каждый может помочь.",
        "if (a[0] == {b: c}) { return f(x); } else { return g(x)[1]; } for (i = 0; i < 3; i++) { h(); }.",
    ],
)
def test_a_description_that_is_broken_or_foreign_is_not_taken(description: str) -> None:
    found = summarise(ARTICLE, TITLE, description)
    assert found == summarise(ARTICLE, TITLE)
    assert not found.from_description


def test_a_good_description_serves_where_there_is_no_text() -> None:
    assert summarise("", TITLE, DESCRIPTION) == Summary(DESCRIPTION, (), from_description=True)


def test_the_weights_fit_what_is_measured() -> None:
    study = Study(sentences(ARTICLE), TITLE)
    worths = study.word_worths(ranker_weights.WORD)
    pairs = study.pairs(worths)
    facts = study.choice_facts(choices(sentences(ARTICLE)), worths, study.pair_worths(worths, ranker_weights.PAIR))
    assert {len(row) for row in study.words.values()} == {len(ranker_weights.WORD)}
    assert {len(row) for row in pairs.values()} == {len(ranker_weights.PAIR)}
    assert {len(row) for row in facts} == {len(ranker_weights.CHOICE)}


def test_what_repeats_itself_is_not_chosen_twice() -> None:
    first = ARTICLE.split("\n", 1)[0]
    assert summary(f"{first} {first} {ARTICLE}", TITLE).count(first) == 1


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.sampled_from([*ARTICLE.split(), "“Yes!”", "U.S.", "\n", "日本語。", "x" * 400]), st.text(max_size=12)
        ),
        max_size=90,
    ).map(" ".join),
    st.sampled_from(["", TITLE, "The"]),
    st.one_of(st.sampled_from(["", DESCRIPTION, DESCRIPTION * 2]), st.text(max_size=80)),
)
def test_any_text_gives_at_most_300_characters_of_its_own(text: str, title: str, description: str) -> None:
    from html import unescape

    made = summarise(text, title, description)
    found = made.text
    assert len(found) <= LENGTH
    assert found == " ".join(found.split()) or "\u00a0" in found or "\u202f" in found
    assert all(quoted in text for quoted in made.quoted)
    assert found or not made.quoted
    assert made.from_description or bool(found) == bool(made.quoted)
    own = (
        set(words_of(text)) | set(words_of(description)) | set(words_of(unescape(re.sub("<[^<>]*>", " ", description))))
    )
    latin = [word for word in words_of(found) if word.isascii() and len(word) < 40]
    assert set(latin) <= own


@needs_shared
def test_better_than_the_first_300_characters() -> None:
    """Shared words with what people wrote, on articles with titles and without."""

    def likeness(one: str, other: str) -> float:
        mine, theirs = words_of(one.lower()), words_of(other.lower())
        same = sum(min(mine.count(word), theirs.count(word)) for word in set(mine))
        return 2 * same / (len(mine) + len(theirs))

    for name in ("vimds", "cnn"):
        with (SHARED / "understanding" / "dev" / f"sum_{name}.jsonl").open(encoding="utf-8") as lines:
            articles = [json.loads(line) for line, _ in zip(lines, range(150), strict=False)]
        began = time.process_time()
        ours = [summarise(article["text"], article["title"]) for article in articles]
        spent = (time.process_time() - began) / len(articles)
        assert spent < 0.03
        for one, article in zip(ours, articles, strict=True):
            assert len(one.text) <= LENGTH
            assert all(quoted in article["text"] for quoted in one.quoted)
            assert set(words_of(one.text)) <= set(words_of(article["text"]))
        mean = sum(likeness(one.text, article["ref"]) for one, article in zip(ours, articles, strict=True))
        first = sum(likeness(article["text"][:LENGTH], article["ref"]) for article in articles)
        assert mean > first * 1.03, name


@pytest.mark.parametrize(
    "text",
    [
        "A" * 2_000_000,
        "\n" * 2_000_000,
        "word " * 400_000,
        "日本" * 1_000_000,
        "ก" * 500_000,
        "A. " * 100_000,
        "(A" * 100_000,
        "a" * 300_000,
        ". " * 100_000,
        "A, " * 100_000,
    ],
)
def test_hostile_text_costs_no_time(text: str) -> None:
    began = time.perf_counter()
    assert len(summary(text, "A", text)) <= LENGTH
    assert time.perf_counter() - began < 2
