"""The search test set: in eight languages and some more, what people type finds what they expect, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from desktop_reader.library.writer import Writer
from desktop_reader.records.query import Query, Sort
from tests.library.eight_languages import ARTICLES, CHINESE, ENGLISH, FRENCH, GERMAN, JAPANESE, KOREAN, RUSSIAN, THAI
from tests.library_fixtures import NOW, came, entry, follow, indexed, opened

EN, DE, FR, RU, ZH, JA, KO, TH = (
    [told[0] for told in tongue] for tongue in (ENGLISH, GERMAN, FRENCH, RUSSIAN, CHINESE, JAPANESE, KOREAN, THAI)
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Writer]:
    with opened(tmp_path_factory.mktemp("languages") / "library.db") as library:
        entries = [
            entry(f"g{n}", title=title, author=author, text=text, at=NOW - n * 3600)
            for n, (title, author, text) in enumerate(ARTICLES)
        ]
        came(library, follow(library), *entries)
        indexed(library)
        yield library


def found(library: Writer, typed: str) -> set[str]:
    """The titles that both answers give, in any order of the list."""
    answers = []
    for sort in (Sort.DATE, Sort.BEST):
        query = Query(search=typed, sort=sort)
        first, every = library.reader.found(query), list(library.reader.all_ids(query))
        assert set(first.ids) <= set(every)
        # Only where nothing but Nots and alternatives were typed, the quick answer may not know.
        assert not first.whole or sorted(first.ids) == sorted(every)
        assert first.whole or not first.ids
        answers.append(sorted(every))
    assert answers[0] == answers[1]
    return {row.title for row in library.reader.rows(answers[0]).values()}


def typed_letter_by_letter(library: Writer, typed: str) -> set[str]:
    """Nothing on the way is an error, and both answers agree on it."""
    for end in range(1, len(typed)):
        if typed[:end] not in TRIED:
            TRIED.add(typed[:end])
            found(library, typed[:end])
    return found(library, typed)


TRIED: set[str] = set()  # Many begin with the same letters.

# What is typed, and the numbers of the articles in that language, from 0 on.
QUERIES: dict[str, tuple[list[str], list[tuple[str, list[int]]]]] = {
    "English": (
        EN,
        [
            ("harbour ", [0]),
            ("harb", [0]),
            ("HARBOUR LIGHTS", [0]),
            ("light", [0, 1, 2]),
            ("light ", [2]),
            ('"light house"', [2]),
            ('"house light"', []),
            ("lighthouse", [1]),
            ("ferr", [0, 1, 2, 7]),
            ("ferry ", [0, 7]),
            ("ferry -author:ferry ", [0]),
            ("author:ferr", [0, 2, 7]),
            ("author:ferrier light", [0, 2]),
            ("intitle:light", [0, 1, 2]),
            ("intitle:light -intitle:lighthouse ", [2]),
            ("cafe noon", [3]),
            ("CAFÉ creme brulee", [3]),
            ("author:jose", [3]),
            ("author:nunez", [3]),
            ("covid-19", [4]),
            ('"covid 19"', [4]),
            ("covid19", []),
            ("3.5%", [4]),
            ("R&D budget", [4]),
            ("c++ modules", [5]),
            ("c# compared", [5]),
            ("user_name", [5]),
            ('"don\'t worry"', [2]),
            ("don't", [2]),
            ("o'neill", [1]),
            ("rock'n'roll", [6]),
            ('"rock n roll"', [6]),
            ("run", [7]),
            ("run ", [7]),
            ("running", [7]),
            ("runn", [7]),
            ('"state of the union"', [8]),
            ('"union state"', [8]),
            ('"state of the" -affairs ', []),
            ("smith", [6, 8]),
            ("smith -author:tom ", [6]),
            ("iphone", [9]),
            ("iphone's camera", [9]),
            ("apple watch", [9]),
            ("5g OR covid", [4, 9]),
            ("harbour OR lighthouse OR shoes", [0, 1, 7]),
            ("(harbour OR garden) ferrier", [0, 2]),
            ("author:zoe", [9]),
        ],
    ),
    "German": (
        DE,
        [
            ("straße ", [0]),
            ("strasse ", [0]),
            ("STRASSE ", [0]),
            ("strass", [0, 1]),
            ("straß", [0, 1]),
            ("strassenbahn", [1]),
            ("straßenbahn", [1]),
            ("große", [0]),
            ("grosse", [0]),
            ("author:groß", [0, 8]),
            ("author:gross", [0, 8]),
            ("fussgänger", [0]),
            ("zurich", [1]),
            ("Zürich brücke", [1]),
            ("müller", [1, 8]),
            ("muller", [1, 8]),
            ("müller -author:müller ", [8]),
            ("müll", [1, 8]),
            ("äpfel", [2]),
            ("ÄPFEL", [2]),
            ("apfel ", [2]),
            ("osterreich", [2]),
            ("donaudampf", [3]),
            ("schifffahrt", []),
            ("bundes", [4]),
            ("bundestag -montag ", []),
            ("maß", [5]),
            ("mass ", [5]),
            ("15€", [5]),
            ("15", [5]),
            ("uber", [1, 6]),
            ("über ", [1, 6]),
            ('"über nacht"', [6]),
            ('"nacht über"', []),
            ("e-mail", [7]),
            ('"e mail"', [7]),
            ("schön", [9]),
            ("schön ", [9]),
            ("schoen", []),
            ("author:öztürk", [2, 7]),
            ("author:ozturk mail", [7]),
            ("äpfel OR bundestag", [2, 4]),
            ("intitle:café", [8]),
            ("intitle:welt -neue ", []),
        ],
    ),
    "French": (
        FR,
        [
            ("été", [0]),
            ("ete ", [0]),
            ("l'été", [0]),
            ("l’été", [0]),
            ("eiffel", [0]),
            ("TRÈS CHAUD", [0]),
            ("coeur ", [1]),
            ("cœur", [1]),
            ("coeur de boeuf", [1]),
            ('"cœur de bœuf"', [1]),
            ('"coeur de boeuf', [1]),
            ("oeuvre", [1]),
            ("hors-d'oeuvre", [1]),
            ("aujourd'hui", [2]),
            ("elysee", [2]),
            ("l'Élysée grève", [2]),
            ("ca va", [3]),
            ("ça va bien", [3]),
            ("françois ", [3]),
            ("francois", [3, 8]),
            ("author:francoise", [3, 8]),
            ("chateau ", [4]),
            ("châteaux", [4]),
            ("château d'eau", [4]),
            ("forêt", [4, 5]),
            ("foret -chateau ", [5]),
            ("ou est", [5]),
            ("eleve ", [6]),
            ("élève", [6]),
            ("naïve", [7]),
            ("naif ", [7]),
            ("noël", [1, 3, 5, 8]),
            ("noel -author:noel ", []),
            ("intitle:noel", [8]),
            ('"marché de noël"', [8]),
            ("porte", [9]),
            ("porte-monnaie", [9]),
            ('"monnaie porte"', []),
            ("author:lefevre", [0, 4]),
            ("author:anais OR author:noel", [1, 3, 5, 6, 7, 8]),
        ],
    ),
    "Russian": (
        RU,
        [
            ("ёжик", [0, 1]),
            ("ежик", [0, 1]),
            ("ЕЖИК", [0, 1]),
            ("ёлка", [0]),
            ("елка", [0]),
            ("ЁЛ", [0]),
            ("медвежон", [0, 1]),
            ("медвежонок ", [0]),
            ("звезды", [1]),
            ("туман", [1]),
            ("москва", [2, 5]),
            ("москв", [2, 5]),
            ("МОСКВЕ ", [2]),
            ("мой ", [3]),
            ("мои ", [3]),
            ("мой дом", [3]),
            ("замок", [4]),
            ("за́мок", [4]),
            ("поезд петербург", [5]),
            ("санкт-петербурга", [5]),
            ('"из санкт петербурга"', [5]),
            ("сапсан", [5]),
            ("5000", [5]),
            ("5000₽", [5]),
            ("выборы 2024", [6]),
            ("съемки", [7]),
            ("съёмки", [7]),
            ("режиссер актёров", [7]),
            ("йогурт", [8]),
            ("иогурт", []),
            ("чёрный чай", [8]),
            ("черн", [8]),
            ("чай", [8]),
            ("все ", [9]),
            ("всё", [8, 9]),
            ('"все хорошо"', [9]),
            ("author:федорова", [0, 3, 9]),
            ("author:фёдорова -дом ", [0, 9]),
            ("author:иорданов", []),
            ("intitle:москва -сегодня ", [5]),
            ("ёлка OR йогурт", [0, 8]),
        ],
    ),
    "Chinese": (
        ZH,
        [
            ("北", [0, 1]),
            ("北京", [0, 1]),
            ("北京大", [0]),
            ("北京大学", [0]),
            ("大学", [0, 1]),
            ("京大", [0]),
            ("学大", []),
            ("图书馆", [1, 6]),
            ("图书馆 猫", [6]),
            ("猫", [6]),
            ("天气", [2]),
            ("天", [2, 4, 9, 3]),
            ("天天", [9]),
            ("手机", [3]),
            ("iphone手机", [3]),
            ("iPhone 手机", [3]),
            ("手机iPhone", [3]),
            ("東京", [4]),
            ("奧運會", [4]),
            ("人民", [5]),
            ("人民银行", [5]),
            ("中国人民", [5]),
            ('"人民银行"', [5]),
            ('"银行人民"', []),
            ("abc", [7]),
            ("ＡＢＣ公司", [7]),
            ("12%", [7]),
            ("人", [5, 6, 8]),
            ("人人", [8]),
            ("AI时代", [8]),
            ("学习", [8, 9]),
            ("学习 -人工智能 ", [9]),
            ("学习 OR 天气", [2, 8, 9]),
            ("intitle:大学", [0, 1]),
            ("intitle:报告", [0]),
            ("author:王小明", [0, 2]),
            ("author:王 -上海 ", [0]),
            ('"好好学习，天天向上"', [9]),
            ('"好好学习 天天向上"', [9]),
        ],
    ),
    "Japanese": (
        JA,
        [
            ("東", [0, 1]),
            ("東京", [0, 1]),
            ("東京都", [0, 1]),  # Both pairs stand in both, if not together; quotation marks ask for that.
            ('"東京都"', [0]),
            ('京都 -"東京都" ', [1]),
            ("京都", [0, 1]),
            ("知事", [0]),
            ("選挙", [0]),
            ("ラーメン", [2]),
            ("ラーメン屋", [2]),
            ("ﾗｰﾒﾝ", [2]),
            ("らーめん", []),
            ("コンピューター", [3]),
            ("コンピュ", [3]),
            ("ｺﾝﾋﾟｭｰﾀｰ", [3]),
            ("コン", [3]),
            ("がんば", [4]),
            ("かんば", [4]),
            ('"がんばん"', []),
            ('"かんばん"', [4]),
            ("windows", [5]),
            ("windows 11", [5]),
            ("Ｗｉｎｄｏｗｓ", [5]),
            ("windowsの", [5]),
            ("新幹線", [6]),
            ("新", [6]),
            ("大阪まで", [6]),
            ("人々", [7]),
            ("時々", [7]),
            ("大学", [8]),
            ("日本大学", [8]),
            ("大学日本", []),
            ("日本一", [8]),
            ("猫", [9]),
            ("ねこ", [9]),
            ("カフェ", [9]),
            ("intitle:京都", [0, 1]),
            ("author:田中", [0, 3]),
            ("author:佐藤 猫", [9]),
            ("紅葉 OR 駅弁", [1, 6]),
            ('"東京からも"', [1]),
        ],
    ),
    "Korean": (
        KO,
        [
            ("한", [0, 2, 3, 6, 7]),
            ("한국", [0, 3]),
            ("한국어", [0]),
            ("국어", [0, 7]),
            ("국어 -한국어 ", [7]),
            ("국어사전", [7]),
            ("서울", [1]),
            ("서울시", [1]),
            ("부산국제영화제", [2]),
            ("국제", [2]),
            ("영화", [2]),
            ("영화제 부산", [2]),
            ("대통령", [3]),
            ("대통령은", [3]),
            ("통령", [3]),
            ("김치", [4]),
            ("찌개", [4]),
            ("김치찌개", [4]),
            ("김", [0, 4, 6]),
            ("삼성전자", [5]),
            ("galaxy", [5]),
            ("Galaxy폰", [5]),
            ("고양이", [6]),
            ("강아지 고양이", [6]),
            ("가", [2, 3, 8]),
            ("각", [8]),
            ('"각 지방의"', [8]),
            ('"지방의 각"', []),
            ("버스", [9]),
            ("지하철 -버스 ", []),
            ("author:김민수", [0, 6]),
            ("author:박", [2, 5]),
            ("intitle:산", [2, 8]),
            ("김치 OR 버스", [4, 9]),
            ("\u1112\u1161\u11ab\u1100\u116e\u11a8", [0, 3]),
        ],
    ),
    "Thai": (
        TH,
        [
            ("ไทย", [0, 2, 4]),
            ("ประเทศ", [0]),
            ("ประเทศไทย", [0]),
            ("ภาษาไทย", [2]),
            ("ภาษา", [2]),
            ("แมว", [4]),
            ("แมวไทย", [4]),
            ("ตลาด", [1, 9]),
            ("ตลาดน้ำ", [1]),
            ("ตลาดหุ้น", [9]),
            ("ตลาด -หุ้น ", [1]),
            ("น้ำ", [1, 8]),
            ("ก๋วยเตี๋ยว", [1]),
            ("กรุงเทพ", [3]),
            ("กรุง", [3]),
            ("เลือกตั้ง", [5]),
            ("การ", [5]),
            ("กา", [0, 5, 6]),
            ("อาหาร", [6]),
            ("กาแฟ", [6]),
            ("iphone", [7]),
            ("โทรศัพท์iPhone", [7]),
            ("iphone ราคา", [7]),
            ("ทะเล", [8]),
            ("นัก", [2, 8]),
            ("นักเรียน", [2]),
            ("ทุกวัน", [1, 2]),
            ('"ทุกวันเสาร์"', [1]),
            ("วันนี้", [0]),
            ("intitle:ตลาด", [1, 9]),
            ("author:สมชาย", [0, 2, 8]),
            ("author:มาลี แมว", [4]),
            ("แมว OR ทะเล", [4, 8]),
        ],
    ),
}
ACROSS = {
    "iphone": {EN[9], ZH[3], TH[7]},
    "iphone -手机 ": {EN[9], TH[7]},
    "windows": {JA[5]},
    "東京": {ZH[4], JA[0], JA[1]},
    "大学": {ZH[0], ZH[1], JA[8]},
    "cafe ": {EN[3], DE[8]},
    "author:zoe": {EN[9], DE[9]},
    "2024": {EN[4], RU[6]},
    "straße OR ёлка OR 猫 OR ตลาด": {DE[0], RU[0], ZH[6], JA[9], TH[1], TH[9]},
    "كتاب": {"الكِتَابُ الجديد"},
    "كِتَاب": {"الكِتَابُ الجديد"},
    "الكتاب": {"أخبار المدينة", "الكِتَابُ الجديد"},
    "اخبار": {"أخبار المدينة"},
    "مكتبه ": {"أخبار المدينة"},
    "اسطنبول الي": {"الكِتَابُ الجديد"},
    "author:احمد": {"أخبار المدينة"},
    "चुनाव": {"भारत में चुनाव"},
    "चुना": {"भारत में चुनाव"},
    "भारत में": {"भारत में चुनाव"},
    "हिन्दी": {"हिन्दी दिवस"},
    "ज़रूरी": {"भारत में चुनाव"},
    "\u095b\u0930\u0942\u0930\u0940": {"भारत में चुनाव"},
    "बाज़ार": {"हिन्दी दिवस"},
    "Αθήνα": {"Η Αθήνα σήμερα", "Ὁδός Ἀθηνᾶς"},
    "αθηνα ": {"Η Αθήνα σήμερα"},
    "ΑΘΗΝΑ": {"Η Αθήνα σήμερα", "Ὁδός Ἀθηνᾶς"},
    "οδος": {"Ὁδός Ἀθηνᾶς"},
    "ΟΔΟΣ": {"Ὁδός Ἀθηνᾶς"},
    "author:παπας": {"Η Αθήνα σήμερα"},
    "hà nội": {"Hà Nội mùa thu"},
    "ha noi": {"Hà Nội mùa thu"},
    "da nang": {"Phở Đà Nẵng"},
    "đà nẵng": {"Phở Đà Nẵng"},
    '"pho o da nang"': {"Phở Đà Nẵng"},
    "phở": {"Phở Đà Nẵng", "Hà Nội mùa thu"},
    "phở ": {"Phở Đà Nẵng", "Hà Nội mùa thu"},
    "duong": {"Hà Nội mùa thu"},
    "author:nguyen": {"Hà Nội mùa thu"},
    "lodz": {"Łódź i żółw"},
    "ŁÓDŹ": {"Łódź i żółw"},
    "zolw zazolc": {"Łódź i żółw"},
    "smorrebrod": {"Smørrebrød på Ærø"},
    "aero": {"Smørrebrød på Ærø"},
    "author:bjørn": {"Smørrebrød på Ærø"},
    "author:as": {"Smørrebrød på Ærø"},
    "istanbul": {"İstanbul’da kış"},
    "İSTANBUL": {"İstanbul’da kış"},
    "ilik": {"İstanbul’da kış"},
    "ılık kis": {"İstanbul’da kış"},
    "שלום": {"שָׁלוֹם עולם"},
    "שָׁלוֹם": {"שָׁלוֹם עולם"},
    "ירושלים": set(),
    "בירוש": {"שָׁלוֹם עולם"},
}


def expected() -> Iterator[tuple[str, str, set[str]]]:
    for language, (titles, queries) in QUERIES.items():
        for typed, numbers in queries:
            yield language, typed, {titles[number] for number in numbers}


@pytest.mark.parametrize(("language", "typed", "titles"), list(expected()))
def test_in_eight_languages(library: Writer, language: str, typed: str, titles: set[str]) -> None:
    own = set(QUERIES[language][0])
    assert typed_letter_by_letter(library, typed) & own == titles


@pytest.mark.parametrize(("typed", "titles"), list(ACROSS.items()))
def test_across_all_languages(library: Writer, typed: str, titles: set[str]) -> None:
    assert typed_letter_by_letter(library, typed) == titles


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: str(article[0]))
def test_an_article_is_found_by_what_it_says(library: Writer, article: tuple[str, str, str]) -> None:
    """Its title and its author as they are written, also in capitals, and each of its sentences as a phrase."""
    title, author, text = article
    assert title in found(library, f"{title} ")
    assert title in found(library, f'"{title}"')
    assert title in found(library, f'intitle:"{title}"')
    assert title in found(library, title.upper())
    assert title in found(library, f'author:"{author}"')
    for sentence in text.replace('"', "").replace("。", ".").split("."):
        if any(map(str.isalnum, sentence)):
            assert title in found(library, f'"{sentence}"')
            assert title in found(library, f'"{sentence}'[:-1])
            assert title not in found(library, f'{title} -"{sentence}"')
