"""All that people read can be translated; what the catalogues say is whole, fits its source, and is compiled."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator

from desktop_reader import paths
from desktop_reader.errors import FetchError, LibraryError
from desktop_reader.records.condition import NAMES, Kind
from desktop_reader.records.health import Problem
from desktop_reader.records.sentence import SPANS, Phrase
from desktop_reader.ui import words
from translations import catalogue, extract
from translations.extract import Message

SOURCES = Path(extract.__file__).parents[1] / "src" / "desktop_reader"
LANGUAGES = catalogue.languages()
FOREIGN = [language for language in LANGUAGES if language != catalogue.ENGLISH]


@pytest.fixture(scope="module")
def said() -> list[Message]:
    found, faults = extract.messages(SOURCES)
    assert not faults, "\n".join(f"{fault.file}:{fault.line}: {fault.words}" for fault in faults)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_has_just_what_the_sources_say(language: str, said: list[Message]) -> None:
    kept = set(catalogue.read(catalogue.SOURCES / f"{language}.ts"))
    wanted = set(catalogue.wanted(said, language))
    assert (sorted(map(str, wanted - kept)), sorted(map(str, kept - wanted))) == ([], []), "python3 dev.py translations"


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_is_translated(language: str) -> None:
    for message, translation in catalogue.read(catalogue.SOURCES / f"{language}.ts").items():
        assert translation.finished, message
        assert all(form.strip() for form in translation.forms), message
        assert len(translation.forms) == (catalogue.plurals(language) if message.counts else 1), message


def fields(text: str) -> list[str]:
    """What is put into the words: {names}, %1, %p; counts are looked at on their own."""
    names = [name for _, name, _, _ in string.Formatter().parse(text) if name is not None]
    return sorted([*names, *re.findall(r"%L?[0-9p]", text)])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_is_of_the_kind_of_its_source(language: str) -> None:
    for message, translation in catalogue.read(catalogue.SOURCES / f"{language}.ts").items():
        source = message.source
        for place, form in enumerate(translation.forms):
            assert fields(form) == fields(source), (message, form)
            # A form of its own for one may say it in a word.
            assert "%n" in form.replace("%L", "%") or not message.counts or place == 0, (message, form)
            assert source.endswith("…") == form.endswith("…"), (message, form)
            assert "..." not in form, (message, form)
            assert source[:1].isspace() == form[:1].isspace() or language == "ja", (message, form)
            assert not form[-1:].isspace() or source[-1:].isspace(), (message, form)
            assert form.count("\n") == source.count("\n"), (message, form)
            assert len(re.findall(r"&\S", form)) == len(re.findall(r"&\S", source)), (message, form)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_files_are_up_to_date(language: str) -> None:
    compiled = QTranslator()
    assert compiled.load(language, str(paths.resource("translations")))
    for message, translation in catalogue.read(catalogue.SOURCES / f"{language}.ts").items():
        one = compiled.translate(message.context, message.source, message.comment, 1 if message.counts else -1)
        assert one == translation.forms[0], "python3 dev.py translations"
        if message.counts:
            many = compiled.translate(message.context, message.source, message.comment, 7)
            assert many == translation.forms[-1], "python3 dev.py translations"


def test_what_comes_from_below_is_all_marked(said: list[Message]) -> None:
    marked = {message.source for message in said if message.context == extract.WORDS}
    assert set(NAMES.values()) <= marked
    assert {form for forms in SPANS.values() for form in forms} <= marked
    assert "The search was stopped." in marked


class Louder(QTranslator):
    """A language of capitals."""

    def isEmpty(self) -> bool:
        return False

    def translate(self, context: str, source: str, comment: str | None = None, count: int = -1) -> str:
        return re.sub(r"(\{\w+\})|([^{}]+)", lambda part: part[1] or part[2].upper(), source) if source else ""


@pytest.fixture
def louder(qapp: QCoreApplication) -> Iterator[None]:
    translator = Louder()
    qapp.installTranslator(translator)
    yield
    qapp.removeTranslator(translator)


@pytest.mark.usefixtures("louder")
def test_errors_are_translated_and_what_people_and_servers_said_is_not() -> None:
    found = words.told(LibraryError("“{file}” is damaged: {reason}.", file="a.db", reason=Phrase("its end is missing")))
    assert found == "“a.db” IS DAMAGED: ITS END IS MISSING."
    assert words.told(FetchError(Problem.UNKNOWN_HOST, "a {b} c")).startswith("NO SERVER NAMED “")
    assert words.translated(NAMES[Kind.FINE]) == "FINE"


def test_an_error_without_its_words_written_out_is_a_fault(tmp_path: Path) -> None:
    file = tmp_path / "some.py"
    file.write_text(
        "class ReaderError(Exception): ...\n"
        "class FeedError(ReaderError): ...\n"
        "class OwnError(ReaderError): ...\n"
        "class A:\n"
        "    def b(self, count):\n"
        "        self.tr('One')\n"
        "        self.tr('%n two(s)', '', count)\n"
        "        self.tr('%n three(s)')\n"
        "        self.tr(f'Four {count}')\n"
        "        translate('Own', 'Five', 'a month')\n"
        "        raise OwnError('Six' ' and {a}', a=1)\n"
        "        raise OwnError(f'Seven {count}')\n"
        "        raise FeedError('eight')\n"
        "        text.translate(None, b'nine')\n"
    )
    found, faults = extract.messages(tmp_path)
    assert [(one.context, one.source, one.comment) for one in found] == [
        ("A", "One", ""),
        ("A", "%n two(s)", ""),
        ("A", "%n three(s)", ""),
        ("Own", "Five", "a month"),
        ("words", "Six and {a}", ""),
    ]
    assert [fault.line for fault in faults] == [8, 9, 12]


SETTERS = {
    *("setText", "setToolTip", "setWindowTitle", "setAccessibleName", "setAccessibleDescription", "setStatusTip"),
    *("setPlaceholderText", "setWhatsThis", "setSuffix", "setPrefix", "setSpecialValueText", "setInformativeText"),
    *("setLabelText", "setTitle", "setItemText", "setTabText", "setHorizontalHeaderLabels", "setDetailedText"),
    *("addAction", "addMenu", "addButton", "addTab", "addRow", "addItem", "addItems", "addSection", "say", "_say"),
    *("QLabel", "QPushButton", "QToolButton", "QCheckBox", "QRadioButton", "QGroupBox", "QAction", "QMenu", "Command"),
    *("information", "question", "about", "getText", "getItem", "getOpenFileName"),
    *("getSaveFileName", "getExistingDirectory", "showText", "showMessage", "setHeaderLabels", "setButtonText"),
}
SAME_EVERYWHERE = {"Desktop Reader", "X-Api-Key: …", "subscriptions.opml"}


def bare(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Words handed to the screen as they stand in the source."""
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call):
            continue
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        if name not in SETTERS:
            continue
        for place, argument in enumerate(call.args):
            if name == "Command" and place != 1:
                continue  # The others are a name that nobody sees, keys and an icon.
            yield from ((call.lineno, text) for text in literals(argument) if is_prose(text))


def literals(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Constant(str(text)):
            yield text
        case ast.JoinedStr(parts) | ast.List(parts) | ast.Tuple(parts):
            for part in parts:
                yield from literals(part)
        case ast.IfExp(_, body, other):
            yield from literals(body)
            yield from literals(other)


def is_prose(text: str) -> bool:
    without = re.sub(r"&\w+;|<[^>]*>|https?:\S*", "", text)
    return re.search(r"[A-Za-z]{2}", without) is not None and text.strip() not in SAME_EVERYWHERE


def test_no_words_reach_the_screen_untranslated() -> None:
    found = [
        f"{file.relative_to(SOURCES)}:{line}: {text!r}"
        for file in sorted((SOURCES / "ui").rglob("*.py"))
        for line, text in bare(ast.parse(file.read_bytes()))
    ]
    assert not found, "\n".join(found)


def test_bare_words_are_seen() -> None:
    found = list(
        bare(ast.parse("x.setText('Hello')\nQLabel(f'{a} files')\nQLabel(tr('A', 'Good'))\nx.addItem('–', 3)"))
    )
    assert [text for _, text in found] == ["Hello", " files"]
