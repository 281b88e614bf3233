"""How good the summaries are, measured with ROUGE against what people wrote.

On the half of the articles that is there for training, so these figures flatter our own summaries a little; those of
``train_summaries`` do not. Two peers: the first 300 characters, and as many first sentences as fit.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks import rouge
from benchmarks.measure import Line
from benchmarks.options import Options
from desktop_reader.text.sentences import sentences
from desktop_reader.text.summary import LENGTH, summarise

_DATA = Path(__file__).resolve().parents[2] / "shared" / "understanding" / "dev"
SETS = ("cnn", "frank", "vimds")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Article:
    """One article and the summary that a person wrote of it."""

    set: str
    text: str
    title: str
    wanted: str


def articles(name: str) -> Iterator[Article]:
    """The articles of a set; of FRANK only those whose summaries are not their own first sentences."""
    with (_DATA / f"sum_{name}.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if row.get("set", "cnndm") == "cnndm":
                yield Article(name, row["text"], row["title"], row["ref"])


def shown(scores: rouge.Scores) -> str:
    """In hundredths, as they are commonly told."""
    return "/".join(f"{100 * score:.2f}" for score in scores)


def _ours(article: Article) -> str:
    return summarise(article.text, article.title).text


def _lead(article: Article) -> str:
    return article.text[:LENGTH]


def _whole_lead(article: Article) -> str:
    kept = ""
    for sentence in sentences(article.text[: 4 * LENGTH]):
        if len(kept) + len(sentence) + 1 > LENGTH:
            break
        kept = f"{kept} {sentence}".strip()
    return kept


_METHODS: dict[str, Callable[[Article], str]] = {
    "first 300 characters": _lead,
    "whole first sentences": _whole_lead,
    "ours": _ours,
}


def run(options: Options) -> tuple[list[Line], list[str]]:
    """Every method on every set: ROUGE-1, -2 and -L in hundredths, and milliseconds of CPU an article."""
    if not _DATA.is_dir():
        return [], [f"The articles are not there: {_DATA}"]
    lines: list[Line] = []
    words: list[str] = []
    for name in SETS:
        found = list(articles(name))
        for method, summary in _METHODS.items():
            began = time.process_time()
            told = [summary(article) for article in found]
            spent = 1000 * (time.process_time() - began) / len(found)
            scores = rouge.mean(
                rouge.rouge(rouge.words(one), rouge.words(article.wanted))
                for one, article in zip(told, found, strict=True)
            )
            inside = sum(not one.rstrip("\"'”’)").endswith((".", "!", "?")) for one in told) / len(told)
            invented = sum(
                len(set(_WORD.findall(one)) - set(_WORD.findall(article.text)))
                for one, article in zip(told, found, strict=True)
            )
            ours = method == "ours"
            note = f"ROUGE {shown(scores)}, {inside:.0%} end inside a sentence"
            lines.append(Line(f"{name}, {method}", [spent], "ms", 6.0 if ours else None, note))
            if ours:
                longest = max(map(len, told))
                words.append(f"{name}: {len(found)} articles, longest summary {longest}, invented words {invented}")
    return lines, words
