"""Other colours for the whole window, at once and without any left of the old ones."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop_reader.app import Application
from desktop_reader.worker.understanding import Understanding
from tests.ui.program import Start, settle, start

__all__ = ["start"]

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)")


class Paints(QObject):
    """Which widgets are painted, how often."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: dict[QObject, int] = {}

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.seen[watched] = self.seen.get(watched, 0) + 1
        return False


@pytest.fixture(autouse=True)
def nothing_new(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is understood of the articles meanwhile makes a page longer."""
    monkeypatch.setattr(Understanding, "look", lambda understanding: None)


def opened(program: Application) -> None:
    """An article, its inspector answered, nobody's cursor blinking."""
    program.window.articles.view.pick(2)
    program.window.articles.view.setFocus(Qt.FocusReason.MouseFocusReason)
    for _ in range(100):
        QTest.qWait(20)
        if program.inspecting.inspector.answered:
            break
    QTest.qWait(50)


def picture(program: Application) -> QImage:
    """Without what tells how long the page is: that depends on when the inspector under it is answered."""
    settle()
    seen = program.window.grab().toImage()
    bar = program.window.reading.view.verticalScrollBar()
    painter = QPainter(seen)
    painter.fillRect(QRect(bar.mapTo(program.window, QPoint(0, bar.height() // 4)), bar.size()), Qt.GlobalColor.black)
    painter.end()
    return seen


def differing(one: QImage, other: QImage) -> list[tuple[int, int, str, str]]:
    """Where they differ, one in a hundred places."""
    assert one.size() == other.size()
    if one == other:
        return []
    places = [(x, y) for y in range(one.height()) for x in range(one.width()) if one.pixel(x, y) != other.pixel(x, y)]
    return [(x, y, one.pixelColor(x, y).name(), other.pixelColor(x, y).name()) for x, y in places[::100]]


@pytest.mark.parametrize("width", [1280, 1600, 820])
@pytest.mark.parametrize(("before", "after"), [("light", "dark"), ("dark", "light")])
def test_nothing_keeps_a_colour_of_before(start: Start, width: int, before: str, after: str) -> None:
    switched = start(size=(width, 700), scheme=before)
    opened(switched)
    switched.theme.scheme = after
    seen = picture(switched)
    fresh = start(filled=False, size=(width, 700), scheme=after)
    opened(fresh)
    assert differing(seen, picture(fresh)) == []


def test_nor_does_the_page_when_its_paper_is_another(start: Start) -> None:
    switched = start(size=(1280, 700))
    opened(switched)
    switched.theme.paper = "sepia"
    seen = picture(switched)
    fresh = start(filled=False, size=(1280, 700), paper="sepia")
    opened(fresh)
    assert differing(seen, picture(fresh)) == []


def test_all_is_painted_once(start: Start, qapp: QApplication) -> None:
    program = start(size=(1280, 700))
    opened(program)
    window = program.window
    paints = Paints()
    watched: list[QWidget] = [window, *(one for one in window.findChildren(QWidget) if one.isVisible())]
    for widget in watched:
        widget.installEventFilter(paints)
    program.theme.scheme = "dark"
    settle()
    for widget in watched:
        widget.removeEventFilter(paints)
    for pane in (
        window.sidebar,
        window.sidebar.view.viewport(),
        window.articles,
        window.articles.view.viewport(),
        window.reading,
        window.reading.view.viewport(),
    ):
        assert paints.seen.get(pane) == 1, pane
    again = {widget for widget, times in paints.seen.items() if times > 1}
    bar = window.reading.view.verticalScrollBar()  # Its length is another one once all of the page is laid out.
    assert again <= {bar, bar.parent(), window.reading.view}


def test_a_dialog_that_is_open_changes_with_the_window(start: Start) -> None:
    program = start(size=(1280, 700))

    def shown() -> QImage:
        program.window.deck.action("feed.add").trigger()
        settle()
        dialog = next(one for one in QApplication.topLevelWidgets() if one.isVisible() and one is not program.window)
        return dialog.grab().toImage()

    light = shown()
    dialog = next(one for one in QApplication.topLevelWidgets() if one.isVisible() and one is not program.window)
    program.theme.scheme = "dark"
    settle()
    switched = dialog.grab().toImage()
    dialog.close()
    settle()
    assert switched != light
    assert differing(switched, shown()) == []


def test_the_style_sheet_is_the_windows_alone_and_comes_back_to_those_without(start: Start, qapp: QApplication) -> None:
    program = start()
    sheet = program.window.styleSheet()
    assert sheet
    assert not qapp.styleSheet()
    program.window.close()
    assert not qapp.styleSheet()  # All that is in the window would be styled once more.
    program.theme.undress()
    assert qapp.styleSheet() == sheet
    again = start()
    assert again.window.styleSheet() == sheet
    assert not qapp.styleSheet()
