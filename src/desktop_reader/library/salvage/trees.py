"""Which pages belong to which table or index: along its tree as far as that is whole, beyond by the map of pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from desktop_reader.library.salvage import cells
from desktop_reader.library.salvage.cells import FIRST, INDEX_LEAF, LAST, TABLE_BRANCH, TABLE_LEAF, Page, Row
from desktop_reader.library.salvage.raw import Raw, Use

_DEEPEST = 40


@dataclass
class Tree:
    """A table or an index. ``lost`` are ranges of numbers of which some row may be lost: behind the first, up to the
    second. ``strays`` are pages of it to which no way leads any more.
    """

    root: int
    leaves: list[tuple[int, int, int]] = field(default_factory=list)
    lost: list[tuple[int, int]] = field(default_factory=list)
    strays: list[int] = field(default_factory=list)


class Forest:
    """All trees of a file."""

    def __init__(self, raw: Raw) -> None:
        self.raw = raw
        self._taken: set[int] = set()

    def tree(self, root: int) -> Tree:
        """The one whose first page this is; its pages belong to no other from now on."""
        tree = Tree(root)
        self._climb(tree, root, FIRST, LAST, 0)
        return tree

    def strays(self) -> dict[int, list[int]]:
        """Pages of trees that were not reached, by the root that the map of pages names; 0 where that is not known."""
        free = self.raw.free()
        found: dict[int, list[int]] = {}
        for number in range(1, self.raw.count + 1):
            if number in self._taken or number in free or self.raw.is_map(number):
                continue
            use, _ = self.raw.use(number)
            if use in (Use.FREE, Use.FIRST_OVERFLOW, Use.OVERFLOW):
                continue
            read = cells.page(self.raw, number)
            if read is not None and (read.rows or read.branches) and read.kind != TABLE_BRANCH:
                found.setdefault(self._root_of(number), []).append(number)
        return found

    def rows(self, tree: Tree) -> Iterator[Row]:
        """All that can be read of a tree; what is found lost on the way is noted."""
        for number, low, high in tree.leaves:
            read = cells.page(self.raw, number)
            assert read is not None, "it was looked at"
            yield from self._of_page(tree, read, low, high)
        for number in tree.strays:
            read = cells.page(self.raw, number)
            if read is not None:
                yield from self._of_page(tree, read, FIRST, LAST)

    def _of_page(self, tree: Tree, read: Page, low: int, high: int) -> Iterator[Row]:
        if read.kind != TABLE_LEAF:
            if read.lost:
                tree.lost.append((FIRST, LAST))
            yield from read.rows
            return
        kept = list(cells.numbered(read.rows, low, high))
        if read.lost or len(kept) < len(read.rows):
            tree.lost.append((low, high))
        yield from kept

    def _climb(self, tree: Tree, number: int, low: int, high: int, depth: int) -> None:
        read = cells.page(self.raw, number) if number not in self._taken and depth < _DEEPEST else None
        if read is None:
            tree.lost.append((low, high))
            return
        self._taken.add(number)
        if read.kind in (TABLE_LEAF, INDEX_LEAF):
            tree.leaves.append((number, low, high))
            return
        if read.lost:
            tree.lost.append((low, high))
        if read.kind != TABLE_BRANCH:
            tree.leaves.append((number, low, high))  # A branch of an index holds rows itself.
        for below, last in read.branches:
            if read.kind == TABLE_BRANCH and not low <= last <= LAST:
                tree.lost.append((low, high))
                continue
            last = min(last, high)
            self._climb(tree, below, low if read.kind == TABLE_BRANCH else FIRST, last, depth + 1)
            low = last if read.kind == TABLE_BRANCH else low

    def _root_of(self, number: int) -> int:
        for _ in range(_DEEPEST):
            use, above = self.raw.use(number)
            if use is Use.ROOT:
                return number
            if use is not Use.BRANCH or not 0 < above <= self.raw.count:
                return 0
            number = above
        return 0
