"""What an article carries along: which files are worth listing, what they are called, what they are, how large."""

from __future__ import annotations

import re
from html import escape
from urllib.parse import unquote, urlsplit

from PySide6.QtCore import QCoreApplication, QLocale

from desktop_reader.records.article import Article
from desktop_reader.records.parsed import Enclosure

translate = QCoreApplication.translate

_LONGEST = 120
_SMALLEST = 1_000  # Feeds that know no size say 0 or 1.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]+")
_ENDINGS = {
    "audio": "mp3 m4a m4b aac ogg oga opus flac wav wma",
    "video": "mp4 m4v mkv webm mov avi ogv",
    "image": "jpg jpeg png gif webp avif bmp",
    "book": "epub mobi azw3",
    "archive": "zip gz tgz bz2 xz zst 7z rar tar",
    "text": "txt md csv srt vtt",
    "pdf": "pdf",
    "torrent": "torrent",
}
_KINDS = {ending: kind for kind, endings in _ENDINGS.items() for ending in endings.split()}
_TYPES = {
    "application/pdf": "pdf",
    "application/epub+zip": "book",
    "application/ogg": "audio",
    "application/x-bittorrent": "torrent",
    "application/zip": "archive",
    "application/gzip": "archive",
    "application/x-tar": "archive",
}
_SIGNS = {
    "audio": "speaker",
    "video": "video",
    "image": "image",
    "book": "book",
    "archive": "archive",
    "pdf": "document-pdf",
}
# What types call what people know by another name.
_SPOKEN = {
    "mpeg": "mp3", "mpeg3": "mp3", "x-mp3": "mp3", "x-m4a": "m4a", "x-wav": "wav", "x-flac": "flac", "jpg": "jpeg",
    "quicktime": "mov", "x-matroska": "mkv", "x-m4v": "m4v", "epub+zip": "epub", "plain": "txt", "x-ogg": "ogg",
}  # fmt: skip


def listed(article: Article) -> list[Enclosure]:
    """The files that can be opened; pictures that stand in the text are there already."""
    found: dict[str, Enclosure] = {}
    for one in article.enclosures:
        web = one.url.lower().startswith(("http://", "https://"))
        if web and not (kind_of(one) == "image" and escape(one.url) in article.html):
            found.setdefault(one.url, one)
    return list(found.values())


def kind_of(enclosure: Enclosure) -> str:
    """audio, video, image, book, archive, text, pdf, torrent; empty for what is none of these."""
    said = enclosure.type.partition(";")[0].strip().lower()
    if said in _TYPES:
        return _TYPES[said]
    first = said.partition("/")[0]
    if first in ("audio", "video", "image"):
        return first
    return _KINDS.get(_ending(enclosure), "text" if said == "text/plain" else "")


def sign_of(enclosure: Enclosure) -> str:
    """The icon of its kind."""
    return _SIGNS.get(kind_of(enclosure), "attach")


def name_of(enclosure: Enclosure) -> str:
    """The name of the file, else that of its server. Nothing in it can turn the order of the letters round."""
    parts = _parts(enclosure.url)
    name = _UNSEEN.sub(" ", unquote(parts[1].rstrip("/").rpartition("/")[2])).strip()
    return (name or parts[0] or enclosure.url)[:_LONGEST]


def described(enclosure: Enclosure) -> str:
    """Its type in words, and its size: ``Audio, MP3 · 12 MB``."""
    words = {
        "audio": translate("Enclosures", "Audio"),
        "video": translate("Enclosures", "Video"),
        "image": translate("Enclosures", "Picture"),
        "book": translate("Enclosures", "Book"),
        "archive": translate("Enclosures", "Archive"),
        "text": translate("Enclosures", "Text"),
        "pdf": translate("Enclosures", "Document"),
        "torrent": translate("Enclosures", "Torrent"),
        "": translate("Enclosures", "File"),
    }
    kind = kind_of(enclosure)
    form = _form(enclosure, kind)
    said = words[kind]
    if form and kind != "torrent":
        said = translate("Enclosures", "{kind}, {format}").format(kind=said, format=form)
    return " · ".join(fact for fact in (said, size_of(enclosure)) if fact)


def size_of(enclosure: Enclosure) -> str:
    """As one says it; empty where the feed does not know."""
    size = enclosure.length or 0
    if size < _SMALLEST:
        return ""
    places = 1 if 1_000_000 <= size < 9_950_000 or 1_000_000_000 <= size < 9_950_000_000 else 0
    return QLocale().formattedDataSize(size, places, QLocale.DataSizeFormat.DataSizeSIFormat)


def _form(enclosure: Enclosure, kind: str) -> str:
    ending = _ending(enclosure)
    if _KINDS.get(ending) == kind:
        return ending.upper()
    sub = enclosure.type.partition(";")[0].strip().lower().partition("/")[2]
    sub = _SPOKEN.get(sub, sub)
    return sub.upper() if kind and re.fullmatch("[a-z0-9]{2,5}", sub) else ""


def _ending(enclosure: Enclosure) -> str:
    return _parts(enclosure.url)[1].rpartition(".")[2].lower()


def _parts(url: str) -> tuple[str, str]:
    """The name of the server, and the path."""
    try:
        parts = urlsplit(url)
        return (parts.hostname or "").removeprefix("www."), parts.path
    except ValueError:
        return "", ""
