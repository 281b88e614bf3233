"""The languages that the newest articles are written in."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop_reader.library.reader import Reader

NEWEST = 20_000
"""Articles that are looked at: what was read once and never again is not offered first."""


def languages(reader: Reader) -> list[str]:
    """Their codes without country, the commonest first."""
    sql = """SELECT language, count(*) FROM (SELECT language FROM article ORDER BY id DESC LIMIT ?)
        WHERE language <> '' GROUP BY language"""
    counts: dict[str, int] = {}
    for language, count in reader.select(sql, (NEWEST,)):
        code = language.lower().partition("-")[0]
        counts[code] = counts.get(code, 0) + count
    return sorted(counts, key=lambda code: (-counts[code], code))
