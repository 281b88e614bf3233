"""Raw HTML of an entry → ``Content``: everything that is kept of it, in one go."""

from __future__ import annotations

from dataclasses import replace

from desktop_reader.content.derive import derive
from desktop_reader.content.sanitize import sanitize
from desktop_reader.records.content import Content


def prepare(html: str, base_url: str | None, title: str = "", language: str | None = None) -> Content:
    """Sanitises, counts and describes one entry. ``language`` is what its feed says; its script may say otherwise.

    ``Content.html`` is the whole body; text, words, snippet and picture are those of what is shown of it.
    """
    sanitised = sanitize(html, base_url)
    return replace(derive(sanitised.html, title, language), cut=sanitised.cut)
