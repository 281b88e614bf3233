"""A few well-known feeds to begin with: those in the reader's language first, then English ones, by topic."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from desktop_reader.paths import resource

translate = QCoreApplication.translate
TOPICS = ("news", "science", "technology", "fun")
MOST = 12


@dataclass(frozen=True, slots=True)
class Starter:
    """A feed that may be followed with one press."""

    topic: str
    language: str
    title: str
    address: str
    site: str


def starters() -> list[Starter]:
    """All that are known."""
    kept = json.loads(resource("starters.json").read_text(encoding="utf-8"))
    return [Starter(**one) for one in kept["feeds"]]


def offered(every: Iterable[Starter], language: str, most: int = MOST) -> dict[str, list[Starter]]:
    """At most so many by topic: first those in this language (a code of two letters), then of each topic in turn one
    in English.
    """
    every = list(every)
    chosen = [one for one in every if one.language == language][:most]
    foreign = {
        topic: [o for o in every if (o.topic, o.language) == (topic, "en") and o not in chosen] for topic in TOPICS
    }
    while len(chosen) < most and any(foreign.values()):
        # The topic that has the fewest is next, so that each has some.
        topic = min(
            (topic for topic in TOPICS if foreign[topic]), key=lambda topic: sum(one.topic == topic for one in chosen)
        )
        chosen.append(foreign[topic].pop(0))
    return {topic: found for topic in TOPICS if (found := [one for one in chosen if one.topic == topic])}


def topic_words(topic: str) -> str:
    """What a topic is called."""
    return {
        "news": translate("Welcome", "News"),
        "science": translate("Welcome", "Science"),
        "technology": translate("Welcome", "Technology"),
        "fun": translate("Welcome", "Curious and fun"),
    }[topic]
