"""An article in 300 characters."""

from __future__ import annotations

import json
import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_reader.text.summary import LENGTH, summary
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


def test_a_short_article_is_its_own_summary() -> None:
    assert summary("The bridge is closed until Friday. Take the ferry.").startswith(
        "The bridge is closed until Friday."
    )


def test_scripts_without_blanks() -> None:
    article = (
        "港町の議会は月曜日、古い線路に沿って四百本の木を植えることを決めた。作業は三月の第一週に始まると町長が述べた。手伝いたい人は誰でもシャベルを持って来てよい。"
        * 6
    )
    found = summary(article)
    assert 20 <= len(found) <= LENGTH
    assert " " not in found
    assert found.removesuffix("…") in article or found[:20] in article


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

    found = summary(text, title, description)
    assert len(found) <= LENGTH
    own = (
        set(words_of(text)) | set(words_of(description)) | set(words_of(unescape(re.sub("<[^<>]*>", " ", description))))
    )
    latin = [word for word in words_of(found) if word.isascii() and len(word) < 40]
    assert set(latin) <= own


@needs_shared
def test_better_than_the_first_300_characters() -> None:
    """Shared words with what people wrote, on articles with titles."""

    def likeness(one: str, other: str) -> float:
        mine, theirs = words_of(one.lower()), words_of(other.lower())
        same = sum(min(mine.count(word), theirs.count(word)) for word in set(mine))
        return 2 * same / (len(mine) + len(theirs))

    with (SHARED / "understanding" / "dev" / "sum_vimds.jsonl").open(encoding="utf-8") as lines:
        articles = [json.loads(line) for line, _ in zip(lines, range(150), strict=False)]
    began = time.process_time()
    ours = [summary(article["text"], article["title"]) for article in articles]
    spent = (time.process_time() - began) / len(articles)
    assert spent < 0.03
    assert all(len(one) <= LENGTH for one in ours)
    mean = sum(likeness(one, article["ref"]) for one, article in zip(ours, articles, strict=True)) / len(articles)
    first = sum(likeness(article["text"][:LENGTH], article["ref"]) for article in articles) / len(articles)
    assert mean > first


@pytest.mark.parametrize(
    "text", ["A" * 300_000, "A. " * 100_000, "(A" * 100_000, "a" * 300_000, ". " * 100_000, "A, " * 100_000]
)
def test_hostile_text_costs_no_time(text: str) -> None:
    began = time.perf_counter()
    assert len(summary(text, "A", text)) <= LENGTH
    assert time.perf_counter() - began < 2
