"""A catalogue: the words of one language in a ``.ts`` file, which people and Qt's Linguist edit; and the ``.qm`` of it.

What the sources do not say any more is dropped, what is new is ``unfinished`` until somebody translates it.
"""

from __future__ import annotations

import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import PySide6

from translations.extract import Message

SOURCES = Path(__file__).parent
COMPILED = SOURCES.parent / "resources" / "translations"
ENGLISH = "en"

# How many forms a count has; as Qt's tools know them.
_PLURALS = {"ar": 6, "cs": 3, "he": 4, "ja": 1, "ko": 1, "lt": 3, "pl": 3, "ru": 3, "sk": 3, "sl": 4, "tr": 1, "uk": 3}
_PLURALS |= {"vi": 1, "zh": 1, "th": 1, "id": 1}


@dataclass(frozen=True, slots=True)
class Translation:
    """One form, or one for each plural."""

    forms: tuple[str, ...]
    finished: bool = True


Catalogue = Mapping[Message, Translation]


def plurals(language: str) -> int:
    """How many forms a count has in a language."""
    return _PLURALS.get(language.partition("_")[0], 2)


def languages() -> list[str]:
    """The codes of all that there are."""
    return sorted(file.stem for file in SOURCES.glob("*.ts"))


def wanted(messages: Iterable[Message], language: str) -> list[Message]:
    """What is to be translated: all, but for English the counts alone."""
    return [message for message in messages if message.counts or language != ENGLISH]


def read(file: Path) -> dict[Message, Translation]:
    """What is in a file; an empty one is a language that begins."""
    if not file.stat().st_size:
        return {}
    found = {}
    for context in ET.parse(file).getroot().iter("context"):
        for one in context.iter("message"):
            message = Message(context.findtext("name", ""), one.findtext("source", ""), one.findtext("comment", ""))
            said = one.find("translation")
            assert said is not None, message
            forms = [form.text or "" for form in said.iter("numerusform")] or [said.text or ""]
            found[message] = Translation(tuple(forms), said.get("type") is None)
    return found


def renewed(messages: Iterable[Message], old: Catalogue, language: str) -> dict[Message, Translation]:
    """The catalogue with exactly these messages."""
    new = _english if language == ENGLISH else _empty
    return {message: old.get(message) or new(message, language) for message in wanted(messages, language)}


def write(catalogue: Catalogue, language: str, file: Path) -> None:
    """Contexts by name, in them the order of the sources, so that a change shows as one."""
    root = ET.Element("TS", version="2.1", language=language, sourcelanguage=ENGLISH)
    for name in sorted({message.context for message in catalogue}):
        context = ET.SubElement(root, "context")
        ET.SubElement(context, "name").text = name
        for message, translation in catalogue.items():
            if message.context == name:
                _write_message(context, message, translation)
    ET.indent(root, "    ")
    text = ET.tostring(root, encoding="unicode")
    file.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{text}\n', encoding="utf-8")


def compile_into(source: Path, target: Path) -> None:
    """Makes the ``.qm`` with the tool that comes with PySide6."""
    tool = next(Path(PySide6.__file__).parent.glob("lrelease*"))
    subprocess.run([tool, "-silent", source, "-qm", target], check=True)


def _empty(message: Message, language: str) -> Translation:
    return Translation(("",) * (plurals(language) if message.counts else 1), finished=False)


def _english(message: Message, _: str) -> Translation:
    return Translation((message.source.replace("(s)", ""), message.source.replace("(s)", "s")))


def _write_message(context: ET.Element, message: Message, translation: Translation) -> None:
    one = ET.SubElement(context, "message", {"numerus": "yes"} if message.counts else {})
    ET.SubElement(one, "source").text = message.source
    if message.comment:
        ET.SubElement(one, "comment").text = message.comment
    said = ET.SubElement(one, "translation", {} if translation.finished else {"type": "unfinished"})
    if message.counts:
        for form in translation.forms:
            ET.SubElement(said, "numerusform").text = form
    else:
        said.text = translation.forms[0]
