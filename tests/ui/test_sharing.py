"""Articles on their way out, as a person sends them: the menu, the clipboard, letters, files, paper."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QBuffer, QObject, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication, QImage, QImageWriter
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu
from pytestqt.qtbot import QtBot

from desktop_reader.app import Application
from desktop_reader.content import front_matter
from desktop_reader.errors import FileError
from desktop_reader.library import lock
from desktop_reader.ui.sharing import paper
from desktop_reader.ui.sharing.documents import Shared, WriteHtml, picture_addresses
from desktop_reader.ui.sharing.files import suggested, with_suffix, write_new
from desktop_reader.ui.sharing.gathering import Gathering
from desktop_reader.ui.sharing.letter import LONGEST, mailto
from desktop_reader.ui.sharing.printing import Pages
from tests.ui.going_out import folder, program
from tests.ui.program import Start, click, press, settle, start
from tests.ui.test_viewer_page import article

__all__ = ["folder", "program", "start"]
pytestmark = pytest.mark.qt_log_ignore("does not support")

FACTS = Shared(
    "A <b> & *c*", "https://e.org/a?b=1&c=(2)", "The “Feed”", "J. O’K", "Oct. 24, 2024", "2024-10-24", "<p>Hi</p>"
)


@pytest.fixture
def heard(program: Application, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the notice says from now on."""
    words: list[str] = []
    desk = program.window.desk
    before = desk.say

    def say(one: str) -> None:
        words.append(one)
        before(one)

    object.__setattr__(desk, "say", say)
    monkeypatch.setattr(desk.problems, "_say", words.append)
    return words


def choose(monkeypatch: pytest.MonkeyPatch, answer: Callable[[str], str]) -> list[str]:
    """The dialog for one file answers so; what it was asked with."""
    asked: list[str] = []

    def get(parent: object, title: str, suggestion: str, kinds: str) -> tuple[str, str]:
        asked.append(suggestion)
        return answer(suggestion), kinds

    monkeypatch.setattr(QFileDialog, "getSaveFileName", get)
    return asked


def test_the_button_opens_the_menu_of_all_ways(program: Application) -> None:
    reading = program.window.reading
    click(reading._buttons["article.share"])
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    words = [action.text().partition("\t")[0] for action in menu.actions() if action.text()]
    assert words == [
        "Copy link",
        "Copy as Markdown",
        "Send by e-mail",
        "Save as Markdown…",
        "Save as HTML…",
        "Save as PDF…",
        "Print…",
    ]
    menu.actions()[0].trigger()
    menu.close()
    settle()
    assert QGuiApplication.clipboard().text() == "https://a.example/6"


def test_copied_as_markdown(program: Application, qtbot: QtBot) -> None:
    program.window.deck.action("article.share_markdown").trigger()
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("")
    qtbot.waitUntil(lambda: clipboard.text() != "", timeout=20_000)
    front, body = front_matter.split(clipboard.text())
    facts = front_matter.read(front or "")
    assert (facts["title"], facts["url"]) == ("Article 06 of the lighthouse", "https://a.example/6")
    assert facts["id"]
    assert "# Article 06 of the lighthouse\n\n## Weather\n\nThe keeper of the lighthouse" in body
    assert body.endswith("[The log](https://example.org/6)\n")


def test_several_are_copied_each_with_its_facts(program: Application, qtbot: QtBot) -> None:
    view = program.window.articles.view
    view.pick(0)
    settle()
    press(program, "Shift+Down")
    assert view.count_picked() == 2
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("")
    program.window.deck.action("article.share_markdown").trigger()
    qtbot.waitUntil(lambda: clipboard.text() != "", timeout=20_000)
    assert clipboard.text().count("\nurl: ") == 2
    assert clipboard.text().count("\n\n---\nid: ") == 1


def test_a_letter_has_title_and_link(program: Application, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
    opened: list[QUrl] = []

    def open_url(url: QUrl) -> bool:
        opened.append(url)
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    press(program, "E")
    qtbot.waitUntil(lambda: len(opened) == 1, timeout=5_000)
    parts = urlsplit(bytes(opened[0].toEncoded().data()).decode())
    assert parts.scheme == "mailto"
    assert parse_qs(parts.query) == {
        "subject": ["Article 06 of the lighthouse"],
        "body": ["Article 06 of the lighthouse\r\nhttps://a.example/6"],
    }


def test_letters_are_encoded_and_not_too_long() -> None:
    title, url = "50 % & more?\nBcc: x@y.z #1 “é” 😀", "https://e.org/?a=1&b=%20#x"
    address = mailto([(title, url)])
    encoded = bytes(QUrl(address, QUrl.ParsingMode.StrictMode).toEncoded().data()).decode()
    assert encoded == address
    found = parse_qs(urlsplit(address).query, strict_parsing=True)
    assert found == {"subject": [" ".join(title.split())], "body": [f"{' '.join(title.split())}\r\n{url}"]}
    many = mailto([(f"Title {n}", f"https://e.org/{n}") for n in range(500)])
    assert len(many) <= LONGEST
    assert "subject" not in many
    assert unquote(many).count("https://e.org/") > 10


def test_an_article_is_saved_where_it_is_wished(
    program: Application, folder: Path, heard: list[str], monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    asked = choose(monkeypatch, lambda suggestion: suggestion)
    begins = {"md": b'---\nid: "', "html": b"<!doctype html>", "pdf": b"%PDF-1."}
    for suffix, begin in begins.items():
        name = "markdown" if suffix == "md" else suffix
        program.window.deck.action(f"article.share_save_{name}").trigger()
        file = folder / f"article-06-of-the-lighthouse.{suffix}"
        qtbot.waitUntil(lambda: heard != [], timeout=20_000)
        assert asked.pop() == str(file)
        assert heard.pop() == f"Saved as {file}"
        assert file.read_bytes().startswith(begin)
    text = (folder / "article-06-of-the-lighthouse.md").read_text()
    front, body = front_matter.split(text)
    facts = front_matter.read(front or "")
    assert (facts["title"], facts["url"]) == ("Article 06 of the lighthouse", "https://a.example/6")
    assert {"summary", "similar", "labels", "read_count", "last_read"} <= facts.keys()
    assert body.lstrip().startswith("# Article 06 of the lighthouse\n\n## Weather\n\nThe keeper of the lighthouse")
    assert len(list(folder.iterdir())) == 3


def test_what_was_not_agreed_to_is_not_written_over(
    program: Application, folder: Path, heard: list[str], monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    (folder / "mine.md").write_text("mine")
    choose(monkeypatch, lambda _: str(folder / "mine"))  # The ending comes after the dialog has asked.
    press(program, "Ctrl+S")
    qtbot.waitUntil(lambda: heard != [], timeout=20_000)
    assert (folder / "mine.md").read_text() == "mine"
    assert (folder / "mine-2.md").read_text().startswith('---\nid: "')
    choose(monkeypatch, lambda _: "")
    press(program, "Ctrl+S")
    settle()
    assert len(list(folder.iterdir())) == 2
    heard.clear()
    choose(monkeypatch, lambda _: str(folder / "mine.md" / "a.md"))
    press(program, "Ctrl+S")
    qtbot.waitUntil(lambda: heard != [], timeout=20_000)
    assert "could not be written" in heard[0]


def test_several_go_into_a_folder_and_nothing_is_overwritten(
    program: Application, folder: Path, heard: list[str], monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    there = folder / "article-03-of-the-lighthouse.md"
    there.write_text("mine")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    view = program.window.articles.view
    view.pick(0)
    settle()
    for _ in range(4):
        press(program, "Shift+Down")
    assert view.count_picked() == 5
    assert not program.window.deck.action("article.share_save_pdf").isEnabled()
    program.window.deck.action("article.share_save_markdown").trigger()
    qtbot.waitUntil(lambda: any("saved in" in one for one in heard), timeout=30_000)
    assert there.read_text() == "mine"
    names = ["00", "03", "04", "05", "06"]  # The others are read.
    assert sorted(file.name for file in folder.iterdir()) == sorted(
        ["article-03-of-the-lighthouse-2.md", *(f"article-{name}-of-the-lighthouse.md" for name in names)]
    )
    assert heard[-1].startswith("5 article")


def test_a_library_that_is_only_read_is_shared_too(
    start: Start, folder: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(lock, "is_only_read", lambda path: True)
    program = start()
    program.window.articles.view.pick(0)
    settle()
    choose(monkeypatch, lambda suggestion: suggestion)
    press(program, "Ctrl+S")
    file = folder / "article-00-of-the-lighthouse.md"
    qtbot.waitUntil(lambda: file.exists() and file.stat().st_size > 0, timeout=20_000)


def png(width: int, height: int) -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(0x338844)
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    assert QImageWriter(buffer, b"png").write(image)
    return bytes(buffer.data().data())


HOSTILE = (
    "<script>alert(1)</script><p onclick='x()'>T<b>ext</b></p><iframe src='https://e.org'></iframe>"
    '<img src="https://e.org/a.png?x=1&amp;y=2" alt="A"><img src="https://e.org/b.png">'
    '<a href="javascript:alert(1)">l</a></article></body><style>*{}</style>'
)


def test_the_document_is_whole_in_itself_and_runs_nothing(qapp: QApplication) -> None:
    facts = Shared(
        'A "title" </title><script>', 'https://e.org/"><script>', "Feed", "Me", "day", "2024", HOSTILE, "ar", True,
        (('<i>file"', "https://e.org/f.mp3?a=1&b=2"), ("evil", "javascript:alert(1)")),
    )  # fmt: skip
    picture = png(4, 4)
    html = WriteHtml(facts, {"https://e.org/a.png?x=1&y=2": picture, "https://e.org/b.png": b"<svg onload=x>"}).run()
    assert "<script" not in html.replace("&lt;script", "")
    assert "javascript:" not in html
    assert "onclick" not in html
    assert "<iframe" not in html
    assert html.count("<style>") == 1
    assert 'src="data:image/png;base64,' in html
    assert 'src="https://e.org/b.png"' in html  # It was no picture; the reader's program may ask again.
    assert "default-src 'none'" in html
    assert '<html lang="ar" dir="rtl">' in html
    assert html.count("</article>") == html.count("</body>") == 1


def test_pictures_are_found_once_each() -> None:
    assert picture_addresses('<p><img src="https://e.org/?a&amp;b"><img alt="" src="https://e.org/?a&amp;b"></p>') == [
        "https://e.org/?a&b"
    ]


def test_names_of_files_are_safe() -> None:
    assert suggested("What’s up: A/B? “ok”", "F", "md") == "whats-up-a-b-ok.md"
    assert suggested("東京", "NHK World", "pdf") == "nhk-world.pdf"
    assert (
        suggested("東京", "", "pdf") == suggested("../..", "..", "pdf") == suggested("CON", "", "pdf") == "article.pdf"
    )
    assert with_suffix(Path("/x/a.MD"), "md") == (Path("/x/a.MD"), True)
    assert with_suffix(Path("/x/v1.2"), "md") == (Path("/x/v1.2.md"), False)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.text(max_size=20), min_size=1, max_size=5))
def test_no_name_clashes_and_none_leaves_its_folder(titles: list[str]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = [write_new(folder / suggested(title, "", "md"), str(n).encode()) for n, title in enumerate(titles)]
        assert len(set(files)) == len(titles)
        assert [file.read_bytes() for file in files] == [str(n).encode() for n in range(len(titles))]
        assert all(file.parent == folder for file in files)


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="could not be written"):
        write_new(tmp_path / "no" / "a.md", b"x")


def test_pictures_that_do_not_come_are_not_waited_for_without_end(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    from desktop_reader.ui.sharing import gathering

    monkeypatch.setattr(gathering, "_PATIENCE_MS", 50)
    told: list[dict[str, bytes]] = []
    owner = QObject()
    answers = {"a": b"1", "b": None}
    late: list[Callable[[bytes | None], None]] = []

    def fetch(url: str, done: Callable[[bytes | None], None]) -> None:
        done(answers[url]) if url in answers else late.append(done)

    Gathering(fetch, ["a", "b", "never"], told.append, owner)
    qtbot.waitUntil(lambda: told != [], timeout=5_000)
    settle()
    late[0](b"x")
    settle()
    assert told == [{"a": b"1"}]
    Gathering(fetch, [], told.append, owner)
    qtbot.waitUntil(lambda: len(told) == 2, timeout=5_000)


LONG = "".join(
    f"<p>Paragraph {n} says at length what has to be said about it, and no more than that.</p>" for n in range(90)
)


def test_paper_has_pages_and_every_line_stands_on_one(qapp: QApplication) -> None:
    shown = article(LONG + '<p><img src="https://e.org/a.png"></p>', title="T", url="https://e.org/a")
    pages = paper.Paper(shown, paper.layout(False), {"https://e.org/a.png": png(300, 4_000)}, serif=True)
    assert pages.count >= 3
    picture = pages._sheet.pictures[0]
    assert picture.shown.height() <= pages._text.height()
    document, high = pages._sheet.document, pages._text.height()
    block = document.begin()
    while block.isValid():
        top = document.documentLayout().blockBoundingRect(block).top()
        for number in range(block.layout().lineCount()):
            line = block.layout().lineAt(number)
            begin, end = top + line.y(), top + line.y() + line.height()
            assert int((begin + 1) // high) == int((end - 1) // high)
        block = block.next()


def test_a_pdf_has_the_pictures_and_is_in_light_colours(qapp: QApplication) -> None:
    shown = article('<p>Text</p><p><img src="https://e.org/a.png"></p>', title="T")
    with_it = paper.pdf(shown, {"https://e.org/a.png": png(600, 400)}, paper.layout(True), serif=False)
    without = paper.pdf(shown, {}, paper.layout(True), serif=False)
    assert b"/Width 1200" in with_it  # Twice as many as it is wide, for print.
    assert b"/Width 1200" not in without


def test_printing_goes_page_by_page(program: Application, tmp_path: Path, heard: list[str], qtbot: QtBot) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    printer.setPageLayout(paper.layout(False))
    pages = paper.Paper(article(LONG, title="T"), printer.pageLayout(), {}, serif=True)
    printer.setFromTo(2, 3)
    Pages(program.window.desk, pages, printer)
    qtbot.waitUntil(lambda: heard != [], timeout=10_000)
    data = (tmp_path / "printed.pdf").read_bytes()
    assert data.startswith(b"%PDF")
    assert len(re.findall(rb"/Type /Page\b", data)) == 2
