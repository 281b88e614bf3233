"""What a Markdown file says of itself on its top, and its text as HTML: notes of any program, and articles of ours.

A file that this program wrote gives the same article back. It is known by the ``id`` that stands in it together with
the moment it was ``created``; what other programs write is a page that somebody saved.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from desktop_reader.content import front_matter, toml_matter
from desktop_reader.content.articles_out import without_frame
from desktop_reader.content.from_markdown import from_markdown
from desktop_reader.errors import FileError
from desktop_reader.feeds import plain
from desktop_reader.feeds.foreign.source import moment, web
from desktop_reader.feeds.links import absolute
from desktop_reader.records.incoming import Foreign, Past
from desktop_reader.records.parsed import Enclosure

Facts = Mapping[str, front_matter.Value]

_HEADING = re.compile(r"\s{0,3}#[ \t]+(.{1,500}?)[ \t#]*(?:\n|$)")
_MOST_FILES = 200
_MOST_READINGS = 10**6


def read(found: Foreign) -> Foreign:
    """The article of a file, whose text is still as it stands there."""
    facts, text = told(found.entry.html)
    return _ours(found, facts, text) if is_ours(facts) else _others(found, facts, text)


def told(text: str) -> tuple[dict[str, front_matter.Value], str]:
    """The facts by their names in small letters, and the text below them."""
    facts, text = toml_matter.split(text)
    with suppress(FileError):  # One that never ends is text like the rest.
        front, text = front_matter.split(text)
        some, left = front_matter.read_some(front or "")
        facts = {name.lower(): value for name, value in (facts | some).items()}
        if left:  # What is not understood is kept as it stands: nothing is lost.
            text = f"{text}\n\n```\n{left}\n```\n"
    return facts, text


def is_ours(facts: Facts) -> bool:
    """Whether this program has written them."""
    return bool(_uuid(facts.get("id")) and _at(facts.get("created")) is not None and "category_id" in facts)


def _others(found: Foreign, facts: Facts, text: str) -> Foreign:
    entry = found.entry
    said = {
        name: value for name, value in facts.items() if isinstance(value, str | int) and not isinstance(value, bool)
    }
    title = plain.title(str(said.get("title", "")))
    heading = _HEADING.match(text)
    if heading:
        named = plain.title(heading[1])
        if not title or named == title:
            title, text = named, text[heading.end() :]
    url = next((there for name in ("url", "link", "source") if (there := web(said.get(name)))), None)
    at = next((one for name in ("date", "published", "created", "saved") if (one := moment(said.get(name)))), None)
    more = replace(
        entry,
        guid=url or entry.guid,
        url=url,
        base_url=url,
        title=title or entry.title,
        author=plain.title(", ".join(_names(facts.get("author") or facts.get("authors"))))[:500],
        html=from_markdown(text),
        published_at=at or entry.published_at,
        updated_at=moment(said.get("updated")),
    )
    kinds = facts.get("categories")
    labels = [
        *_words(facts.get("labels")),
        *_words(facts.get("tags")),
        *_words(kinds if isinstance(kinds, list) else []),
    ]
    read = said.get("read_count", 0) not in (0, "0") or facts.get("read") is True
    starred = facts.get("starred") is True
    return replace(
        found,
        entry=more,
        labels=tuple(dict.fromkeys(labels)),
        is_read=read,
        starred=starred,
        uuid=_uuid(said.get("id")),
    )


def _ours(found: Foreign, facts: Facts, text: str) -> Foreign:
    """Just as it was: nothing is guessed, for what is empty was empty."""
    url = absolute(_text(facts.get("url")))
    title = plain.fold(_text(facts.get("title")))[: plain.TITLE_LIMIT]
    files = _files(facts.get("files"))
    entry = replace(
        found.entry,
        guid=plain.guid(_text(facts.get("guid"))),
        url=url,
        base_url=url,
        title=title,
        author=plain.fold(_text(facts.get("author")))[:500],
        html=from_markdown(without_frame(text, title, files), ours=True),
        published_at=_at(facts.get("date")),
        updated_at=None,
        enclosures=files,
        comments=absolute(_text(facts.get("comments"))),
        language=plain.fold(_text(facts.get("language")))[:20] or None,
    )
    count = facts.get("read_count")
    past = Past(
        created_at=_at(facts.get("created")),
        updated_at=_at(facts.get("updated")),
        last_read_at=_at(facts.get("last_read")),
        read_count=min(count, _MOST_READINGS) if type(count) is int and count > 0 else 0,
    )
    labels = facts.get("labels")
    return replace(
        found,
        entry=entry,
        labels=tuple(labels) if isinstance(labels, list) else tuple(_words(labels)),
        is_read=facts.get("read") is True,
        starred=facts.get("starred") is True,
        uuid=_uuid(facts.get("id")),
        past=past,
        description=plain.clean(_text(facts.get("description"))),
    )


def _files(said: front_matter.Value) -> tuple[Enclosure, ...]:
    found = []
    for one in said if isinstance(said, list) else []:
        address, _, kind = one.partition(" ")
        kind, _, length = kind.rpartition(" ") if kind.rpartition(" ")[2].isdecimal() else (kind, "", "")
        url = absolute(address)
        if url:
            size = int(length) if length and len(length) < 16 else None
            found.append(Enclosure(url, "" if kind == "-" else plain.fold(kind)[:100], size))
    return tuple(found[:_MOST_FILES])


def _at(said: object) -> int | None:
    """A moment as this program writes it."""
    with suppress(ValueError, OverflowError, OSError):
        found = datetime.fromisoformat(said) if isinstance(said, str) else None
        return int(found.timestamp()) if found is not None and found.tzinfo is not None else None
    return None


def _text(said: front_matter.Value) -> str:
    return said if isinstance(said, str) else str(said) if type(said) is int else ""


def _uuid(said: object) -> str:
    """Empty where it is none: other programs number their notes as well."""
    with suppress(ValueError):
        return str(UUID(said)) if isinstance(said, str) and len(said) == 36 else ""
    return ""


def _names(value: object) -> list[str]:
    """People, whom some vaults link to."""
    some = value if isinstance(value, list) else [value]
    return [one.strip().removeprefix("[[").removesuffix("]]") for one in some if isinstance(one, str) and one.strip()]


def _words(value: object) -> list[str]:
    if isinstance(value, str):
        return [word for one in value.split(",") if (word := one.strip().lstrip("#"))]
    return [word for one in value if (word := str(one).strip().lstrip("#"))] if isinstance(value, list) else []
