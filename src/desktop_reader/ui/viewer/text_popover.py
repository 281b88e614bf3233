"""The popover of the text: paper, letters, width and size, each at work as soon as it is chosen."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QApplication, QCheckBox, QHBoxLayout, QLabel, QSlider, QVBoxLayout, QWidget

from desktop_reader.ui.faults.contained import contained
from desktop_reader.ui.theme import fonts
from desktop_reader.ui.theme.card import REACH, card, shadow
from desktop_reader.ui.theme.theme import Theme
from desktop_reader.ui.viewer.style import LARGEST, MEASURES, SMALLEST
from desktop_reader.ui.viewer.text_controls import Row, Segments, Swatch
from desktop_reader.ui.viewer.view import ArticleView

_WIDTH, _PAD, _GAP, _BESIDE = 296, 16, 12, 8


class TextPopover(QWidget):
    """Floats over ``window``, below the button that opened it. Escape puts it away and gives the keyboard back; so
    does whatever is clicked beside it, which then has the keyboard itself.

    Signals: ``chosen(settings)``, other values by the names of settings; ``turned(shown)``.
    """

    chosen = Signal(dict)
    turned = Signal(bool)

    def __init__(self, theme: Theme, view: ArticleView, window: QWidget) -> None:
        super().__init__(window)  # Not of the pane: the splitter would clip it.
        self._theme, self._view, self._over = theme, view, window
        self._anchor: QWidget | None = None
        self._before: QWidget | None = None
        self.setAccessibleName(self.tr("Text"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        papers = (("light", self.tr("Light")), ("sepia", self.tr("Sepia")), ("dark", self.tr("Dark")))
        self.papers = Row(self.tr("Paper"), [Swatch(theme, value, words) for value, words in papers], _GAP)
        self.match = QCheckBox(self.tr("Match the window"))
        self.match.setFont(fonts.ui(12))
        self.faces = Segments(
            theme, self.tr("Letters"), (("serif", self.tr("Serif")), ("sans", self.tr("Sans")))
        )  # fmt: skip
        widths = (
            ("narrow", self.tr("Narrow")),
            ("comfortable", self.tr("Comfortable")),
            ("wide", self.tr("Wide")),
        )
        self.measures = Segments(theme, self.tr("Width of the text"), widths)
        self.size_slider = QSlider(Qt.Orientation.Horizontal)
        self.size_slider.setRange(SMALLEST, LARGEST)
        self.size_slider.setPageStep(2)
        self.size_slider.setAccessibleName(self.tr("Size of the text"))
        self.px = QLabel()
        self.px.setFont(fonts.ui(12, tabular=True))
        self.px.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
        self._small, self._large = _letter(11), _letter(18)
        line = QHBoxLayout()
        line.setSpacing(8)
        for widget in (self._small, self.size_slider, self._large, self.px):
            line.addWidget(widget, 1 if widget is self.size_slider else 0)
        self._column = column = QVBoxLayout(self)
        pad = REACH + _PAD
        column.setContentsMargins(pad, pad, pad, pad)
        column.setSpacing(_GAP)
        for row in (self.papers, self.match, self.faces, self.measures):
            column.addWidget(row)
        column.addLayout(line)
        self.papers.chosen.connect(lambda paper: self._choose(paper=paper))
        self.match.clicked.connect(self._match)
        self.faces.chosen.connect(lambda face: self._choose(face=face))
        self.measures.chosen.connect(lambda measure: self._choose(measure=measure))
        self.size_slider.valueChanged.connect(lambda px: self._choose(body_px=px))
        view.zoomed.connect(lambda _: self.renew())
        theme.changed.connect(self.renew)
        self.hide()

    def open(self, anchor: QWidget | None) -> None:
        """Shows it below a widget, or puts it away when it is there already."""
        if self.isVisible():
            self.put_away()
            return
        self._anchor, self._before = anchor, QApplication.focusWidget()
        self.renew()
        self._place()
        self.show()
        self.raise_()
        by_mouse = anchor is not None and anchor.underMouse()
        first = self.match if self.match.isChecked() else self.papers.stop
        first.setFocus(Qt.FocusReason.MouseFocusReason if by_mouse else Qt.FocusReason.ShortcutFocusReason)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.installEventFilter(self)
        app.focusChanged.connect(self._follow_focus)
        self.turned.emit(True)

    def put_away(self) -> None:
        """Hides it; the keyboard goes back to where it was."""
        had_it = self._has_focus()
        self._close()
        if had_it and self._before is not None:
            self._before.setFocus(Qt.FocusReason.PopupFocusReason)

    def renew(self) -> None:
        """Shows what is chosen now."""
        style = self._view.page_style
        measure = next((name for name, width in MEASURES.items() if width == style.measure), "")
        self.papers.show_value(self._theme.paper)
        self.match.setChecked(self._theme.paper == "match")
        self.faces.show_value("serif" if style.serif else "sans")
        self.measures.show_value(measure)
        self.size_slider.blockSignals(True)
        self.size_slider.setValue(style.px)
        self.size_slider.blockSignals(False)
        self.px.setText(self.tr("{px} px").format(px=self.locale().toString(style.px)))
        self.px.setFixedWidth(self.px.fontMetrics().horizontalAdvance(self.px.text()) + 4)
        for label, colour in ((self.px, "text2"), (self._small, "text2"), (self._large, "text2")):
            palette = label.palette()
            palette.setColor(QPalette.ColorRole.WindowText, getattr(self._theme.tokens, colour))
            label.setPalette(palette)
        self.update()

    def sizeHint(self) -> QSize:
        """The card, and its shadow around it."""
        return QSize(fonts.scaled(_WIDTH) + 2 * REACH, self._column.sizeHint().height())

    @contained(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A click beside it puts it away, and does what it would have done."""
        if event.type() == QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            on_button = watched is self._anchor  # Which puts it away by itself.
            inside = self._card().contains(self.mapFromGlobal(event.globalPosition()))
            if isinstance(watched, QWidget) and not on_button and not inside:
                self._close()
        elif event.type() == QEvent.Type.Resize and watched is self._over:
            self._place()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.put_away()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes round in here."""
        stops = [self.papers.stop, self.match, self.faces.stop, self.measures.stop, self.size_slider]
        now = QApplication.focusWidget()
        at = next((n for n, stop in enumerate(stops) if stop is now or self._same_row(stop, now)), -1)
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        stops[(at + (1 if forward else -1)) % len(stops)].setFocus(reason)
        return True

    @contained(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        """A card."""
        painter = QPainter(self)
        shadow(painter, self._card(), self._theme.tokens)
        card(painter, self._card(), self._theme.tokens)

    def _match(self, wanted: bool) -> None:
        """Without it the paper stays as it is, whatever the window does."""
        self._choose(paper="match" if wanted else self._theme.reader.name)

    def _choose(self, **others: str | int) -> None:
        self.chosen.emit(others)
        self.renew()

    def _same_row(self, stop: QWidget, now: QWidget | None) -> bool:
        row = stop.parentWidget()
        return isinstance(row, Row) and now in row.choices

    def _card(self) -> QRectF:
        return QRectF(self.rect()).adjusted(REACH, REACH, -REACH, -REACH)

    def _place(self) -> None:
        window, size = self._over, self.sizeHint()
        anchor = self._anchor if self._anchor is not None and self._anchor.isVisible() else None
        over = QRect(anchor.mapTo(window, QPoint()), anchor.size()) if anchor else QRect(window.width(), 0, 0, 40)
        left = over.center().x() - size.width() // 2
        left = max(_BESIDE - REACH, min(left, window.width() - size.width() + REACH - _BESIDE))
        self.setGeometry(QRect(QPoint(left, over.bottom() + _BESIDE - REACH), size))

    def _has_focus(self) -> bool:
        now = QApplication.focusWidget()
        return now is not None and self.isAncestorOf(now)

    def _follow_focus(self, before: QWidget | None, now: QWidget | None) -> None:
        """Whoever went on elsewhere in the window, by key or command, is done with it."""
        if now is not None and now.window() is self.window() and not self.isAncestorOf(now):
            self._close()

    def _close(self) -> None:
        if self.isHidden():
            return
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.removeEventFilter(self)
        app.focusChanged.disconnect(self._follow_focus)
        self.hide()
        self.turned.emit(False)


def _letter(px: int) -> QLabel:
    label = QLabel("A")
    label.setFont(fonts.ui(px, fonts.SEMIBOLD))
    return label
