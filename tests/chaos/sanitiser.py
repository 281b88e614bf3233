"""Hostile HTML on every road into the library, in the viewer's own loader, and on every road out.

What is kept, what is shown and what goes out is parsed again by other parsers and searched for danger; what the pane
and its document ask for is written down. The same in a plain QTextBrowser shows that there is something to find.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path
from unittest import mock

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication

from desktop_reader.library.reader import Reader
from desktop_reader.records.article import Article
from desktop_reader.ui.commands.article import open_outside
from desktop_reader.ui.links import Links
from desktop_reader.ui.reading import to_show
from tests.chaos import escapes, payloads
from tests.chaos.html_roads import WAYS_IN, as_markdown, smuggled, ways_out
from tests.chaos.judge import address_danger, dangers, in_document, in_markdown
from tests.chaos.outcome import Outcome
from tests.chaos.watched import Naive, Watched, asked_of_nobody, watched
from tests.library_fixtures import came, follow, opened

GENERATED = 1_500
_PICTURE = "2"  # The number of pictures among Qt's kinds of resources.
_OURS = ("<p class='feed'>", "<p class='facts'>")  # What our own documents have above the text.
_OUTSIDE = ("http", "https", "mailto")


def run(thorough: bool) -> Outcome:
    """All payloads there are."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return tried(payloads.all_of(GENERATED) if thorough else _few(), every=1 if thorough else 8)


def _few() -> list[str]:
    return [*payloads.shared()[::16], *payloads.seeds(), *escapes.all_of()[::20], *payloads.grown(40)]


def tried(some: Sequence[str], every: int = 1) -> Outcome:
    """These, on all roads; of what is shown every so many goes out, too."""
    app = QApplication.instance() or QApplication([])
    outcome = Outcome({"payloads": len(some)})
    _without_us(some, outcome)
    with tempfile.TemporaryDirectory() as folder, watched() as view:
        path = Path(folder) / "library.db"
        _keep(path, some, outcome)
        reader = Reader(path)
        try:
            _show(reader, view, every, outcome)
        finally:
            reader.close()
        app.processEvents()
    _hand_out(some, outcome)
    return outcome


def _without_us(some: Sequence[str], outcome: Outcome) -> None:
    """Else nothing would be shown by what follows."""
    naive = Naive()
    for one in some:
        outcome.count("dangerous as they came", bool(dangers(one)))
        naive.look_at(one)
    outcome.counts["loads of a viewer without our limits"] = len(naive.loads)
    naive.deleteLater()


def _keep(path: Path, some: Sequence[str], outcome: Outcome) -> None:
    with opened(path) as library:
        for way in WAYS_IN:
            entries = way(some)
            outcome.count("articles kept, by ten roads", len(entries))
            for one in entries:
                found = dangers(one.content.html)
                if found:
                    outcome.losses.append(f"{way.__name__} kept {found[0]} of {one.content.html[:200]!r}")
            came(library, follow(library, f"https://{way.__name__}.example/"), *entries)
        foul = smuggled(some)
        outcome.count("articles of a library that somebody forged", len(foul))
        came(library, follow(library, "https://forged.example/"), *foul)


def _show(reader: Reader, view: Watched, every: int, outcome: Outcome) -> None:
    links, seen, with_pictures = Links(), set[str](), list[Article]()
    last = int(reader.select("SELECT max(id) FROM article")[0][0])
    for number in range(1, last + 1):
        article, _ = to_show(reader, number)
        if article is None or article.html in seen:
            continue
        seen.add(article.html)
        article = links.article(article)
        _judge(article, view, outcome)
        if "<img" in article.html and len(with_pictures) < 200:
            with_pictures.append(article)
        if len(seen) % every == 0:
            kept = reader.article(number)
            assert kept is not None
            _judge_ways_out(kept, outcome)
    outcome.counts["articles shown, each different"] = len(seen)
    outcome.counts["pictures asked for, http(s) and to be seen"] = len(view.asked)
    for one in view.asked:
        if wrong := address_danger("src", one):
            outcome.losses.append(f"a picture was asked for: {wrong}")
    loads = [one for one in view.loads if not re.match(rf"{_PICTURE} https?://", one)]
    outcome.counts["other loads of the pane and its documents"] = len(loads)
    outcome.losses += [f"the viewer asked for {one}" for one in loads]
    try:
        outcome.counts["pictures shown and not asked for when none are wanted"] = asked_of_nobody(with_pictures)
    except AssertionError as error:
        outcome.losses.append(f"a picture that is not wanted: {error}")


def _judge(article: Article, view: Watched, outcome: Outcome) -> None:
    try:
        leads = view.look_at(article)
    except Exception as error:  # Whatever it is, the window would not have shown the article.
        outcome.losses.append(f"{error!r} when {article.html[:200]!r} was shown")
        return
    outcome.count("links pressed", len(leads))
    found = [*dangers(article.html), *in_document(view.document()), *dangers(view.copied())]
    found += [f"{one} would be opened" for one in view.opened if not _may_be_opened(one)]
    if found:
        outcome.losses.append(f"{found[0]} in {article.html[:200]!r}")


def _may_be_opened(address: str) -> bool:
    url = QUrl(address, QUrl.ParsingMode.StrictMode)
    return url.isValid() and url.scheme() in _OUTSIDE and not (url.userInfo() and url.scheme() != "mailto")


def _judge_ways_out(article: Article, outcome: Outcome) -> None:
    for name, html in ways_out(article).items():
        outcome.count("documents that went out")
        found = [one for one in dangers(html) if one not in _OURS]
        if found:
            outcome.losses.append(f"{name} has {found[0]} of {article.html[:200]!r}")
    outcome.count("documents that went out")
    if found := in_markdown(as_markdown(article)):
        outcome.losses.append(f"Markdown has {found[0]} of {article.html[:200]!r}")


def _hand_out(some: Sequence[str], outcome: Outcome) -> None:
    """Even an address that came by no sanitiser goes nowhere but to the browser and to mail."""
    handed: list[QUrl] = []

    def hand(url: QUrl) -> bool:
        handed.append(url)
        return True

    addresses = {value for one in some for value in re.findall(r"=\s*[\"'`]?([^\"'`>\s]+)", one)}
    with mock.patch.object(QDesktopServices, "openUrl", hand):
        for address in sorted(addresses):
            open_outside(address)
    outcome.counts["addresses pressed that nobody had looked at"] = len(addresses)
    outcome.losses += [f"{url.toString()} was opened" for url in handed if not _may_be_opened(url.toString())]
