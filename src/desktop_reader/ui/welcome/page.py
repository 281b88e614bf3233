"""The page of the first start: add a site, import a list, or tick a few feeds and follow them with one press."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPalette, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop_reader.ui.faults.contained import contained
from desktop_reader.ui.names import plain_tip
from desktop_reader.ui.sidebar.foot import tool_button
from desktop_reader.ui.theme import fonts, icons
from desktop_reader.ui.theme.theme import Theme
from desktop_reader.ui.welcome.starters import Starter, topic_words

_DISC = 72
_WIDEST = 520
_CORNER, _BUTTON = 10, 32


class Welcome(QScrollArea):
    """Lies over ``below``. Signals: ``add_wanted``, ``import_wanted``, ``follow_wanted(list of Starter)``; from the
    buttons in its corners, which stand for those that it covers, ``panel_wanted`` and ``menu_wanted``.
    """

    add_wanted = Signal()
    import_wanted = Signal()
    follow_wanted = Signal(list)
    panel_wanted = Signal()
    menu_wanted = Signal()

    def __init__(
        self,
        theme: Theme,
        offered: Mapping[str, Sequence[Starter]],
        below: Sequence[QWidget],
        parent: QWidget,
        *,
        read_only: bool = False,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._below = list(below)
        self.ticks: list[tuple[QCheckBox, Starter]] = []
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(self.tr("Welcome"))
        self.add_button = QPushButton(self.tr("Add a site…"))
        self.add_button.setDefault(True)
        self.add_button.clicked.connect(self.add_wanted)
        self.import_button = QPushButton(self.tr("Import OPML…"))
        self.import_button.clicked.connect(self.import_wanted)
        self.panel_button = tool_button("panel-left", self.tr("Show the sidebar"))
        self.panel_button.clicked.connect(self.panel_wanted)
        self.menu_button = tool_button("more", self.tr("Menu"))
        self.menu_button.clicked.connect(self.menu_wanted)
        self.follow_button = QPushButton()
        self.follow_button.clicked.connect(self._follow)
        self._page = _Page(theme)
        self._lay_out(offered, read_only)
        self.setWidget(self._page)
        for button in (self.panel_button, self.menu_button):
            button.setParent(self)
        self._count()
        for one in self._below:
            one.installEventFilter(self)
        theme.changed.connect(self._dress)
        self._dress()

    def show_over(self, *, panel: bool) -> None:
        """Covers what lies below. ``panel`` says that no sidebar stands beside it, so a button has to bring one."""
        self.panel_button.setVisible(panel)
        self._place()
        self.show()

    def showEvent(self, event: QShowEvent) -> None:
        """Whoever begins can begin with Enter."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self._take_focus)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The corners are elsewhere."""
        super().resizeEvent(event)
        ends = (self.panel_button, self.menu_button)
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            ends = ends[::-1]
        for button, left in zip(ends, (_CORNER, self.width() - _CORNER - _BUTTON), strict=True):
            button.setGeometry(left, _CORNER, _BUTTON, _BUTTON)
            button.raise_()

    @contained(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stays over what it covers."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show, QEvent.Type.Hide):
            self._place()
        return False

    def _take_focus(self) -> None:
        """At the first start there is nothing else to begin with."""
        if self.isVisible() and QApplication.activeModalWidget() is None:
            self.add_button.setFocus()

    def _place(self) -> None:
        parent = self.parentWidget()
        cover = QRect()
        for one in self._below:
            if parent is not None and not one.isHidden():
                cover |= QRect(one.mapTo(parent, one.rect().topLeft()), one.size())
        self.setGeometry(cover)

    def _lay_out(self, offered: Mapping[str, Sequence[Starter]], read_only: bool) -> None:
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 32)
        column.setSpacing(8)
        column.addSpacing(_DISC + 24)
        column.addWidget(_text(self.tr("Welcome"), fonts.ui(17, fonts.SEMIBOLD), QPalette.ColorRole.WindowText))
        sentence = self.tr("Follow the sites that you like. What they publish comes here by itself.")
        if read_only:
            sentence = self.tr("This library has no feeds yet, and it is open for reading only.")
        column.addWidget(_text(sentence, fonts.ui(13), QPalette.ColorRole.PlaceholderText))
        if not read_only:
            column.addSpacing(12)
            buttons = QHBoxLayout()
            buttons.setSpacing(8)
            buttons.addStretch(1)
            buttons.addWidget(self.add_button)
            buttons.addWidget(self.import_button)
            buttons.addStretch(1)
            column.addLayout(buttons)
            column.addSpacing(24)
            if offered:
                column.addWidget(
                    _text(self.tr("Or begin with some of these"), fonts.ui(13), QPalette.ColorRole.PlaceholderText)
                )
                column.addSpacing(8)
                column.addLayout(self._topics(offered))
                column.addSpacing(12)
                last = QHBoxLayout()
                last.addStretch(1)
                last.addWidget(self.follow_button)
                last.addStretch(1)
                column.addLayout(last)
        self._page.fill(column)

    def _topics(self, offered: Mapping[str, Sequence[Starter]]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(32)
        grid.setVerticalSpacing(16)
        for place, (topic, feeds) in enumerate(offered.items()):
            box = QVBoxLayout()
            box.setSpacing(0)
            head = QLabel(topic_words(topic))
            head.setFont(fonts.ui(11, fonts.SEMIBOLD))
            head.setForegroundRole(QPalette.ColorRole.PlaceholderText)
            box.addWidget(head)
            box.addSpacing(2)
            for one in feeds:
                tick = QCheckBox(one.title.replace("&", "&&"))
                tick.setToolTip(plain_tip(one.site))
                tick.setAccessibleDescription(topic_words(topic))
                tick.toggled.connect(self._count)
                self.ticks.append((tick, one))
                box.addWidget(tick)
            box.addStretch(1)
            grid.addLayout(box, place // 2, place % 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        return grid

    def _chosen(self) -> list[Starter]:
        return [one for tick, one in self.ticks if tick.isChecked()]

    def _count(self) -> None:
        count = len(self._chosen())
        one, many = self.tr("Follow this feed"), self.tr("Follow %n feeds", "", count)
        self.follow_button.setText(self.tr("Follow") if not count else one if count == 1 else many)
        self.follow_button.setEnabled(bool(count))

    def _follow(self) -> None:
        self.follow_wanted.emit(self._chosen())
        for tick, _ in self.ticks:
            tick.setChecked(False)

    def _dress(self) -> None:
        self._page.update()


class _Page(QWidget):
    """A column in the middle, no wider than one likes to read, with a sign on a disc above it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._column = QWidget()
        self._column.setMaximumWidth(_WIDEST)
        self._column.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 24, 24, 0)
        row.addStretch(1)
        row.addWidget(self._column, 100)
        row.addStretch(1)

    def fill(self, column: QVBoxLayout) -> None:
        """What stands in the column, below the disc."""
        self._column.setLayout(column)

    @contained(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        """The page's ground and the disc."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(tokens.page))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self._column.geometry().center().x()
        disc = QRect(middle - _DISC // 2, self._column.geometry().top(), _DISC, _DISC)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.picture))
        painter.drawEllipse(QRectF(disc))
        icons.paint(painter, disc.adjusted(22, 22, -22, -22), "rss", "accent")


def _text(words: str, font: QFont, role: QPalette.ColorRole) -> QLabel:
    label = QLabel(words)
    label.setFont(font)
    label.setForegroundRole(role)
    label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    label.setWordWrap(True)
    return label
