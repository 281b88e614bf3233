"""How the window is put back as it was left."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QByteArray

from desktop_reader.records.query import Query, Scope
from desktop_reader.ui.inspecting import Inspecting
from desktop_reader.ui.main_window import MainWindow
from desktop_reader.ui.panes import Room
from desktop_reader.ui.window_state import WindowState


def restore(window: MainWindow, inspecting: Inspecting, state: WindowState) -> None:
    """As it was left; what is not there any more is passed over."""
    window.restoreGeometry(QByteArray.fromHex(state.geometry.encode()))
    kept = {Room.WIDE: state.wide, Room.USUAL: state.usual, Room.NARROW: state.narrow}
    window.panes.set_dragged({room: (widths[0], widths[1]) for room, widths in kept.items() if widths})
    window.panes.show_sidebar(state.sidebar)
    inspecting.show(state.inspector)
    window.sidebar.view.show_closed(set(state.closed))
    query = state.query
    index = window.sidebar.model.index_for(query)
    if index.isValid():
        fresh = window.sidebar.model.query(index) or query  # With today's midnight, for "Today".
        query = replace(query, since_at=fresh.since_at)
    elif query.scope is not Scope.ALL:
        query = Query(Scope.UNREAD)
    window.look(query)
    if state.article in window.desk.reader.rows([state.article]):
        window.articles.view.pick_article(state.article, tell=False)
        window.desk.browsing.open(state.article)


def state_of(window: MainWindow, inspecting: Inspecting) -> WindowState:
    """What to remember."""
    query = window.desk.browsing.query
    sort, reverse = window.desk.browsing.order
    dragged = window.panes.dragged
    return WindowState(
        geometry=bytes(window.saveGeometry().toHex().data()).decode(),
        wide=dragged.get(Room.WIDE, ()),
        usual=dragged.get(Room.USUAL, ()),
        narrow=dragged.get(Room.NARROW, ()),
        sidebar=window.panes.sidebar_wanted,
        closed=tuple(sorted(window.sidebar.model.closed)),
        scope=query.scope,
        target=query.target,
        sort=sort,
        reverse=reverse,
        unread_only=query.unread_only,
        starred_only=query.starred_only,
        article=window.desk.browsing.article,
        inspector=inspecting.wanted,
    )
