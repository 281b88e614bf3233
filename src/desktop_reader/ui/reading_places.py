"""How far each article was read, so that whoever comes back goes on there, also after a restart.

Kept in ``places.json`` beside the window's state: the newest thousand, by the articles' uuids, which stay the same when
a library is moved or made anew. It is a convenience, not data: a file that makes no sense counts as empty. An article
that was read to its end is forgotten, and begins at the top again. Another thread writes, a moment after the last
change; only a closing window waits for the disk.
"""

from __future__ import annotations

import contextlib
import json
import math
import threading
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from desktop_reader.errors import FileError
from desktop_reader.files import write_safely
from desktop_reader.records.article import Article
from desktop_reader.ui.viewer.spot import BEGINNING, Spot
from desktop_reader.ui.viewer.view import ArticleView

MOST = 1000
_LATER_MS = 3000
_LARGEST = 1_000_000  # Bytes of the file; and blocks of an article.


class ReadingPlaces(QObject):
    """Serves ``view``, and goes with it."""

    def __init__(self, file: Path, view: ArticleView) -> None:
        super().__init__(view)
        self._file = file
        self._view = view
        self._places: dict[str, Spot] | None = None  # Read when the first article is shown; the newest stands last.
        self._writing: threading.Thread | None = None
        self._later = QTimer(self, singleShot=True, interval=_LATER_MS)
        self._later.timeout.connect(self._write)
        view.set_recall(self.recall)
        view.left.connect(self.keep)

    def recall(self, article: Article) -> Spot:
        """Where the article was left; its beginning when it was never begun."""
        return self._known().get(article.uuid, BEGINNING)

    def keep(self, article: Article, spot: Spot) -> None:
        """The reader leaves an article there."""
        places = self._known()
        before = places.pop(article.uuid, BEGINNING)
        if spot != BEGINNING:
            places[article.uuid] = spot
            while len(places) > MOST:
                del places[next(iter(places))]
        if spot != before:
            self._later.start()

    def close(self) -> None:
        """The window closes: all is on the disk then, with the article that is shown."""
        self._view.leave()
        if self._writing is not None:
            self._writing.join()
        if self._later.isActive():
            self._later.stop()
            _save(self._file, self._known())

    def _known(self) -> dict[str, Spot]:
        if self._places is None:
            self._places = _load(self._file)
        return self._places

    def _write(self) -> None:
        if self._writing is not None and self._writing.is_alive():
            self._later.start()  # A slow disk; nothing is lost, it is only written later.
            return
        self._writing = threading.Thread(target=_save, args=(self._file, dict(self._known())), name="places")
        self._writing.start()


def _load(file: Path) -> dict[str, Spot]:
    try:
        if file.stat().st_size > _LARGEST:
            return {}
        kept = json.loads(file.read_text(encoding="utf-8"))
        return {str(uuid): _spot(*values) for uuid, values in list(kept.items())[-MOST:]}
    except (OSError, ValueError, TypeError, AttributeError, RecursionError):
        return {}


def _spot(number: int, within: float, of: int) -> Spot:
    """Raises ValueError or TypeError when there can be no such place."""
    if not (0 <= int(number) < int(of) < _LARGEST and math.isfinite(within) and abs(within) < _LARGEST):
        raise ValueError
    return Spot(int(number), float(within), int(of))


def _save(file: Path, places: dict[str, Spot]) -> None:
    rows = {uuid: (spot.number, round(spot.within, 4), spot.of) for uuid, spot in places.items()}
    with contextlib.suppress(FileError):  # No reason to trouble anybody.
        write_safely(file, json.dumps(rows).encode(), private=True)
