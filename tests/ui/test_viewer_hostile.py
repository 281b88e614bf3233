"""Articles that nobody should write, through the sanitiser and the real view: each is drawn or simplified, and what it
may cost is bounded. What is counted here is what the time was measured for: see ``viewer.bounds``.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_reader.content.clean import shown
from desktop_reader.content.sanitize import sanitize
from desktop_reader.ui.theme.tokens import DARK, LIGHT
from desktop_reader.ui.viewer import bounds
from desktop_reader.ui.viewer.grid import Grid
from desktop_reader.ui.viewer.style import PageStyle
from desktop_reader.ui.viewer.view import ArticleView
from tests.ui.test_viewer_page import article

WORDS = "the calm reader keeps a steady measure of words across every line that it sets"
MANY = "".join(f"<p>{n} {WORDS}</p>" for n in range(12_000))
CASES = {
    "a megabyte of paragraphs": MANY,
    "a megabyte in one paragraph": f"<p>{' '.join(f'{n} {WORDS}' for n in range(12_000))}</p>",
    "a megabyte of lines": "<p>" + "<br>".join(f"{n} {WORDS}" for n in range(12_000)) + "</p>",
    "3,000 pictures": "".join(f"<p>{n}</p><img src='https://e.org/{n}.png'>" for n in range(3000)),
    "3,000 pictures in a line": "<p>" + "".join(f"<img src='https://e.org/{n}.png' width=9>" for n in range(3000)),
    "60 columns": "<table>" + ("<tr>" + "<td>cell</td>" * 60 + "</tr>") * 100 + "</table>",
    "4,000 rows": "<table>" + "<tr><td>a cell</td><td>another</td><td>3</td></tr>" * 4000 + "</table>",
    "2,000 cells in a row": "<table><tr>" + "<td>a</td>" * 2000 + "</tr></table>",
    "one wide row and 900 short ones": "<table><tr>" + "<td>a</td>" * 900 + "</tr>" + "<tr><td>b</td></tr>" * 900,
    "everything spans everything": "<table>" + "<tr><td colspan=100 rowspan=100>a</td><td>b</td></tr>" * 300,
    "rows that hang down": "<table>"
    + "".join(f"<tr><td rowspan={n % 90 + 2}>a</td><td>b</td></tr>" for n in range(900)),
    "750 tables": "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>" * 750,
    "50 tables within each other": "<table><tr><td>a</td><td>" * 50 + "x",
    "500 levels": "<div>" * 500 + "x",
    "500 quotations": "<blockquote>" * 500 + "x",
    "500 lists": "<ul><li>a" * 500 + "x",
    "500 times bold": "<b>" * 500 + "x",
    "one endless word": "x" * 1_000_000,
    "one endless line of code": "<pre>" + "x" * 1_000_000 + "</pre>",
    "20,000 lines of code": "<pre>" + "x = 1\n" * 20_000 + "</pre>",
    "2,500 pieces of code": "<p>" + "<code>a</code> b " * 5000 + "</p>",
    "signs that turn the text round": "<p>" + "\u202eabc\u202c " * 50_000 + "</p>",
    "marks on one letter": "<p>a" + "\u0301" * 200_000 + "</p>",
    "unclosed": "<p><a href='https://e.org/><b>x" + "<i><table><td>" * 50,
    "nothing but signs": "<<>><!--" * 5000 + "&" * 5000 + "\x00\ufffe\ud800",
}


@pytest.fixture
def view(qtbot: QtBot) -> ArticleView:
    widget = ArticleView(PageStyle(LIGHT))
    qtbot.addWidget(widget)
    widget.resize(860, 748)
    widget.show()
    qtbot.waitExposed(widget)
    return widget


def check(view: ArticleView) -> None:
    """No block, table or list of things to paint is larger than what was measured to be quick."""
    sheet, document = view.sheet, view.document()
    block, longest, blocks, lines = document.begin(), 0, 0, 0
    while block.isValid():
        longest, blocks = max(longest, block.length()), blocks + 1
        lines += sheet.code != [] and any(first <= block.blockNumber() <= last for first, last, _, _ in sheet.code[:3])
        block = block.next()
    places = [fitted.table.rows() * fitted.table.columns() for fitted in sheet.tables]
    assert longest <= bounds.PARAGRAPH + 1000 or sheet.code
    assert blocks <= 2 * bounds.BLOCKS + bounds.PLACES
    assert sum(places) <= bounds.PLACES + 2 * bounds.TABLE
    assert max(places, default=0) <= max(2 * bounds.TABLE, bounds.CELLS)
    assert sum(len(fitted._cells) for fitted in sheet.tables) <= bounds.FITTED
    assert sum(map(len, sheet.pills.values())) <= bounds.PILLS
    assert sum(last - first + 1 for first, last, _, _ in sheet.code) <= bounds.LINES + len(sheet.code)
    assert len(sheet.pictures) <= 200
    assert max((level for *_, level in sheet.quotes), default=0) < 5


@pytest.mark.parametrize("html", [pytest.param(html, id=name) for name, html in CASES.items()])
def test_each_is_bounded_and_drawn(view: ArticleView, html: str) -> None:
    view.show_article(shown(article(sanitize(html).html, id=5)))
    QApplication.processEvents()
    check(view)
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    view.resize(700, 700)
    view.set_tokens(DARK)
    QApplication.processEvents()
    assert not view.grab().isNull()


@pytest.mark.parametrize("name", ["everything spans everything", "one wide row and 900 short ones", "4,000 rows"])
def test_even_without_the_sanitiser(view: ArticleView, name: str) -> None:
    view.show_article(article(CASES[name], id=6))
    check(view)


def test_what_parts_a_page_too_often_is_shown_as_words(view: ArticleView) -> None:
    some = "".join(f"<br>word{n}" for n in range(bounds.BLOCKS + 100))
    view.show_article(article("<div>" * 300 + some, id=7))
    text = view.toPlainText()
    assert "too large to be laid out" in text
    assert "word0" in text
    assert f"word{bounds.BLOCKS + 99}" in text
    assert view.document().blockCount() <= bounds.LINES + 5


def test_no_word_of_a_long_paragraph_and_no_line_of_code_is_lost(view: ArticleView) -> None:
    words = [f"word{n}" for n in range(4000)]
    lines = [f"line{n} = {n}" for n in range(5000)]
    html = f"<p><b>{' '.join(words)}</b></p><pre>{chr(10).join(lines)}</pre>"
    view.show_article(article(html, id=8))
    text = view.toPlainText()
    assert text.split()[-len(lines) * 3 - len(words) : -len(lines) * 3] == words
    assert [line for line in text.replace("\u2028", "\n").split("\n") if line.startswith("line")] == lines
    last = view.document().find("word3999")
    assert last.charFormat().fontWeight() == 700


def test_a_table_that_is_too_large_is_written_as_lines(view: ArticleView) -> None:
    rows = "".join(f"<tr><td>row{n}</td><td>{n}</td></tr>" for n in range(900))
    view.show_article(article(f"<table>{rows}</table><p>after</p>", id=9))
    assert view.sheet.tables == []
    lines = view.toPlainText().split("\n")
    assert [line for line in lines if line.startswith("row")] == [f"row{n} · {n}" for n in range(900)]
    assert lines[-1] == "after"
    view.show_article(article(f"<table>{rows[: rows.index('<tr><td>row300')]}</table><p>after</p>", id=11))
    assert [fitted.table.rows() for fitted in view.sheet.tables] == [300]


def test_headline_author_and_feed_are_as_long_as_anybody_reads(view: ArticleView) -> None:
    endless = "x" * 1_000_000
    view.show_article(replace(article("<p>words</p>", id=10), title=endless, author=endless, feed_title=endless))
    QApplication.processEvents()
    assert len(view.toPlainText()) < 2500
    assert "words" in view.toPlainText()


TEXT = st.text(st.sampled_from("a& ;\u0301\u200d\u200b。e\u00e9\U0001f600"), max_size=60)


@given(TEXT, st.integers(1, 40))
def test_pieces_are_the_text(text: str, first: int) -> None:
    many = text * 300
    pieces = bounds.pieces(many, first)
    assert "".join(pieces) == many
    assert all(pieces) or not many
    assert max(map(len, pieces)) <= bounds.PARAGRAPH + 401


@given(st.lists(st.integers(), max_size=50), st.integers(1, 20))
def test_bundles_are_the_lines(lines: list[int], most: int) -> None:
    made = bounds.bundles([str(line) for line in lines], most)
    assert [line for bundle in made for line in bundle] == [str(line) for line in lines]
    assert len(made) <= most


def test_no_entity_is_cut() -> None:
    for offset in range(12):
        text = "x" * (bounds.PARAGRAPH - offset) + "&amp;" * 5
        assert all(piece.count("&") == piece.count(";") for piece in bounds.pieces(text))


CELLS = st.lists(st.lists(st.tuples(st.integers(1, 100), st.integers(1, 100)), max_size=6), max_size=30)


@given(CELLS)
def test_a_grid_never_grows_beyond_its_bound(rows: list[list[tuple[int, int]]]) -> None:
    """As Qt lays it out: a cell takes the first free place of its row, and rows that are hung into are begun."""
    grid = Grid(300)
    taken: dict[int, int] = {}
    columns = number = 0
    for row in rows:
        if not grid.row_fits():
            taken, columns, number = {}, 0, 0
        wide = taken.get(number, 0)
        for across, down in row:
            across, down = grid.cell(across, down)
            wide += across
            for below in range(number + 1, number + down):
                taken[below] = taken.get(below, 0) + across
            columns = max(columns, wide)
            tall = max([number, *(at for at, used in taken.items() if used)]) + 1
            assert tall * columns <= 300 + len(row) * max(tall, 1)
        number += 1
