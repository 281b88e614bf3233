"""What a reader marked in a text elsewhere, and noted on it: kept below the text, for it is the reader's own."""

from __future__ import annotations

import re
from collections.abc import Iterable

from desktop_reader.feeds import plain

Passage = tuple[str, str]
"""The words that were marked, and what was noted on them; either may be empty."""

_BACK = re.compile(r"\s*\[[^\[\]\w]{0,4}\]\(https?://[^()\s]{0,500}\)")  # The arrow back to the place in the text.
_MOST = 2_000


def below(html: str, passages: Iterable[Passage]) -> str:
    """The text with the passages under a line; as it is where there are none."""
    parts = [_one(words.strip(), note.strip()) for words, note in list(passages)[:_MOST]]
    said = "".join(part for part in parts if part)
    return f"{html}\n<hr>\n{said}" if html.strip() and said else html or said


def in_objects(said: object) -> list[Passage]:
    """Those in a list of JSON objects, as several programs write them; or in a list of mere words."""
    found: list[Passage] = []
    for one in said if isinstance(said, list) else []:
        if isinstance(one, dict):
            words = one.get("quote") or (one.get("text") if "quote" not in one else "")
            note = one.get("note") or one.get("annotation") or (one.get("text") if "quote" in one else "")
            found.append((_text(words), _text(note)))
        else:
            found.append((_text(one), ""))
    return found


def in_markdown(text: str) -> list[Passage]:
    """Those in Omnivore's notes: lines that are quoted, and what stands below them."""
    found: list[tuple[list[str], list[str]]] = []
    quoting = False
    for line in text.splitlines():
        if line.startswith(">"):
            if not quoting:
                found.append(([], []))
            found[-1][0].append(_BACK.sub("", line[1:]).strip())
        elif line.strip():
            if not found:
                found.append(([], []))
            found[-1][1].append(line.strip())
        quoting = line.startswith(">")
    return [("\n".join(words), "\n".join(note)) for words, note in found]


def _one(words: str, note: str) -> str:
    quoted = f"<blockquote>{plain.as_html(words)}</blockquote>\n" if words else ""
    return quoted + (f"<p>{plain.as_html(note)}</p>\n" if note else "")


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
