"""Feeds that grow while they are asked, on a server that remembers what it has given away."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.documents import Item, rss
from tests.servers import Reply, Request, Site


@dataclass
class Paper:
    """One feed. Whoever has its newest entity tag gets nothing; so entries that were not kept with it never come."""

    name: str
    chance: Random
    items: list[Item] = field(default_factory=list)
    served: set[str] = field(default_factory=set)
    growing: bool = True

    def grow(self, most: int) -> None:
        """Some more articles."""
        for _ in range(most):
            number = len(self.items) + 1
            self.items.append(
                Item(number, title=f"{self.name} {number}", guid=f"urn:{self.name}:{number}", at=1_730_000_000 + number)
            )

    def answer(self, request: Request) -> Reply:
        """News, or 304."""
        if self.growing:
            self.grow(self.chance.choice((0, 0, 1, 3)))
        tag = f'"{len(self.items)}"'
        if request.header("if-none-match") == tag.encode():
            return Reply(status=304, headers=(("ETag", tag),))
        self.served |= {item.guid for item in self.items}
        body = rss(list(reversed(self.items)), title=self.name)
        return Reply(body, headers=(("ETag", tag), ("Content-Type", "application/rss+xml")))


class Stand:
    """Some papers on one server."""

    def __init__(self, papers: int, articles: int, seed: int, growing: bool = True) -> None:
        self.site = Site()
        self.papers = [Paper(f"Paper {number}", Random(seed + number), growing=growing) for number in range(papers)]
        for number, paper in enumerate(self.papers):
            paper.grow(articles)
            self.site.serve(f"/{number}", paper.answer)

    @property
    def urls(self) -> list[str]:
        """Where they are."""
        return [self.site.url(f"/{number}") for number in range(len(self.papers))]

    def served(self) -> set[tuple[str, str]]:
        """All that was ever given away: feed and guid."""
        return {(url, guid) for url, paper in zip(self.urls, self.papers, strict=True) for guid in paper.served}

    def hold(self, held: bool) -> None:
        """While ``held``, nothing more appears."""
        for paper in self.papers:
            paper.growing = not held

    def opml(self, file: Path) -> Path:
        """The list of them, half of them in a folder."""
        lines = [f'<outline type="rss" text="Paper {n}" xmlUrl="{url}"/>' for n, url in enumerate(self.urls)]
        half = len(lines) // 2
        file.write_text(
            "<?xml version='1.0' encoding='utf-8'?><opml version='2.0'><head><title>Papers</title></head><body>"
            f"<outline text='Morning'>{''.join(lines[:half])}</outline>{''.join(lines[half:])}</body></opml>"
        )
        return file

    def close(self) -> None:
        """Ends the server."""
        self.site.close()
