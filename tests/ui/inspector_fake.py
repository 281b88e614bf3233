"""An article and what is known about it, written for the tests of the inspector."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from PySide6.QtWidgets import QApplication

from desktop_reader.records.article import Article
from desktop_reader.records.insight import Insight, SimilarReading
from tests.ui.test_viewer_page import article

HOSTILE = "<b>Bold</b> & <script>alert(1)</script>"


def settle() -> None:
    """Lets layouts in layouts take their turns."""
    for _ in range(4):
        QApplication.processEvents()


def at(moment: str) -> int:
    """Seconds of a local ``YYYY/MM/DD HH:MM``."""
    return int(datetime.strptime(moment, "%Y/%m/%d %H:%M").timestamp())


ARTICLE: Article = article(
    "<p>A ferry came back after forty days.</p>" * 40,
    id=7,
    uuid="1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed",
    category_id="harbour-news",
    url="https://www2.harbour.example/world/en/stories/2024-10-24_ferry/",
    title="The ferry is back",
    feed_title="Harbour News",
    words=1280,
    read_count=2,
    published_at=at("2024/10/24 12:00"),
    created_at=at("2024/10/24 19:00"),
    updated_at=at("2025/12/08 09:33"),
    last_read_at=at("2024/10/25 18:56"),
)
OTHER = replace(ARTICLE, id=8, uuid="22222222-bbfd-4b2d-9b5d-ab8dfbbd4bed", title="Another")

TITLES = (
    "Forty days at sea: what the crew of the old ferry ate and sang",
    "The harbour master tells why the northern lights went out twice",
    "Islanders wait for bread as the last boat of autumn is overdue",
    "A shipyard at the end of the road finds work for the whole winter",
    "Letters in bottles reach the coast a hundred years after the storm",
)
SIMILAR = tuple(
    SimilarReading(
        20 + n, f"s{n}", title, n % 3, f"feed-{n % 3}", f"Feed {n % 3}", at("2024/10/20 12:00"), 0.9 - n / 10,
        ("ferry", "harbour"), ("Island Post",) if n == 0 else (),
    )
    for n, title in enumerate(TITLES)
)  # fmt: skip
SUMMARY = (
    "The old ferry came back to the harbour on Thursday, forty days after it had left for the islands in the north, "
    "and nearly everybody in the town stood on the quay. The crew told of calm seas, of broken engines and of whales "
    "that followed the ship for a week before they turned back and went away to"
)
INSIGHT = Insight(
    article=7,
    summary=SUMMARY,
    quoted=("A ferry came back after forty days.",),
    similar=SIMILAR,
    words=1280,
    minutes=5,
    read_count=2,
    visits=(at("2024/10/25 18:56"), at("2024/10/24 20:01")),
    versions=1,
)
