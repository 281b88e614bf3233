"""What the commands work with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtWidgets import QWidget

from desktop_reader.library.reader import Reader
from desktop_reader.ui.articles.pane import ArticlePane
from desktop_reader.ui.browsing import Browsing
from desktop_reader.ui.links import Links
from desktop_reader.ui.panes import Panes
from desktop_reader.ui.problems import Problems
from desktop_reader.ui.reading_pane import ReadingPane
from desktop_reader.ui.sidebar.pane import SidebarPane
from desktop_reader.ui.undo import Undo
from desktop_reader.worker.thread import Worker


@dataclass(frozen=True, slots=True)
class Desk:
    """The panes, the worker, the library to read in, ``say``, the passing notice, and how ``links`` go out."""

    window: QWidget
    reader: Reader
    worker: Worker
    browsing: Browsing
    undo: Undo
    problems: Problems
    sidebar: SidebarPane
    articles: ArticlePane
    reading: ReadingPane
    say: Callable[[str], None]
    panes: Panes
    links: Links = field(default_factory=Links)
