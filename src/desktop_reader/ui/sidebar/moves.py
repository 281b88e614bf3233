"""Where a row of the sidebar may go: dropped somewhere, or one step by the keyboard. Pure."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from desktop_reader.ui.sidebar.tree import SHELVED, Key, Kind, Node


class Move(Enum):
    """A step."""

    UP = "up"
    DOWN = "down"
    OUT = "out"
    INTO = "into"


class Place(NamedTuple):
    """Which row goes where: ``position`` is the one among the folder's rows of the same kind without the moved one."""

    key: Key
    folder: int | None
    position: int


def dropped(moved: Node, target: Node, row: int) -> Place | None:
    """Into ``target``, before its row ``row``, behind all where that is negative. None for a move that is none: where
    it is already, a folder into itself.
    """
    if target.key.kind is Kind.FEED or _is_inside(target, moved):
        return None
    if moved.key.kind in SHELVED and (target is not moved.parent or not _is_among(moved, row)):
        return None
    before = target.children if row < 0 else target.children[:row]
    position = sum(1 for node in before if _alike(node, moved) and node is not moved)
    if target is moved.parent and position == _siblings(moved).index(moved):
        return None
    return Place(moved.key, target.key.id or None, position)


def stepped(moved: Node, move: Move) -> Place | None:
    """One step; None where there is none to take."""
    if moved.key.kind not in (Kind.FOLDER, Kind.FEED, *SHELVED) or moved.parent is None:
        return None
    parent, siblings = moved.parent, _siblings(moved)
    at = siblings.index(moved)
    here = parent.key.id or None
    if moved.key.kind in SHELVED and move not in (Move.UP, Move.DOWN):
        return None
    match move:
        case Move.UP:
            return Place(moved.key, here, at - 1) if at else None
        case Move.DOWN:
            return Place(moved.key, here, at + 1) if at + 1 < len(siblings) else None
        case Move.INTO:
            folders = [node for node in parent.children[: moved.row] if node.key.kind is Kind.FOLDER]
            inside = [node for node in folders[-1].children if _alike(node, moved)] if folders else []
            return Place(moved.key, folders[-1].key.id, len(inside)) if folders else None
    above = parent.parent
    if above is None:
        return None
    # A folder stands then behind the one that it was in, a feed before all others: next to it both.
    position = _siblings(parent).index(parent) + 1 if moved.key.kind is Kind.FOLDER else 0
    return Place(moved.key, above.key.id or None, position)


def _is_among(node: Node, row: int) -> bool:
    """Whether a row is one of those that its kind has, or the end of them."""
    siblings = _siblings(node)
    return siblings[0].row <= row <= siblings[-1].row + 1


def _siblings(node: Node) -> list[Node]:
    return [one for one in node.parent.children if _alike(one, node)] if node.parent is not None else [node]


def _alike(one: Node, other: Node) -> bool:
    return one.key.kind is other.key.kind


def _is_inside(node: Node | None, other: Node) -> bool:
    while node is not None:
        if node is other:
            return True
        node = node.parent
    return False
