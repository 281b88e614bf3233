"""What can be wrong between the rows of the library, in the order in which it is mended: the later rely on the earlier.

What an article says is believed before what was written beside it, what was counted before the counter. A row goes
only when what it refers to is gone; what the reader wrote, marked or read is made whole instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop_reader.library.checking import lost
from desktop_reader.library.checking.ailment import Ailment, Find, asked, by
from desktop_reader.library.checking.references import references
from desktop_reader.library.checking.texts import Texts

if TYPE_CHECKING:
    import sqlite3

_COUNTED = """SELECT feed_id, count(*) AS total, sum(1 - is_read) AS unread, sum(starred) AS starred
    FROM state GROUP BY feed_id"""
_OPENED = "SELECT article_id, count(*) AS times, max(opened_at) AS last FROM visit GROUP BY article_id"
_ASK_AGAIN = (
    "UPDATE article SET fingerprint = zeroblob(12) WHERE id IN ill",
    """UPDATE feed_fetch SET etag = NULL, last_modified = NULL, body_hash = NULL
    WHERE feed_id IN (SELECT feed_id FROM article WHERE id IN ill)""",
)


def ailments(texts: Texts) -> tuple[Ailment, ...]:
    """All others. ``texts`` is what reading every text brought to light."""
    return (
        Ailment(
            "lost feeds",
            "1 feed was missing though its articles are there",
            "{n} feeds were missing though their articles are there",
            "made again without an address, as “Recovered articles”",
            asked("SELECT DISTINCT feed_id FROM article WHERE feed_id NOT IN (SELECT id FROM feed)"),
            lost.make_feeds,
        ),
        Ailment(
            "lost heads",
            "1 text had no title and no feed",
            "{n} texts had no title and no feed",
            "made articles again, with their first words as title",
            _still(texts.headless, "SELECT id FROM body WHERE id NOT IN (SELECT id FROM article)"),
            lost.make_heads,
        ),
        Ailment(
            "lost labels",
            "1 label was missing though articles have it",
            "{n} labels were missing though articles have them",
            "made again as “Recovered label”",
            asked("SELECT DISTINCT label_id FROM labelled WHERE label_id NOT IN (SELECT id FROM label)"),
            by("INSERT OR IGNORE INTO label (id, title) SELECT id, 'Recovered label ' || id FROM ill"),
        ),
        *references(),
        Ailment(
            "lost texts",
            "The text of 1 article was missing",
            "The texts of {n} articles were missing",
            "they open empty until their feeds bring them again",
            _still(texts.bodiless, "SELECT id FROM article WHERE id NOT IN (SELECT id FROM body)"),
            by(
                "INSERT OR IGNORE INTO body (id, coding, source) SELECT id, 0, x'' FROM article WHERE id IN ill",
                *_ASK_AGAIN,
            ),
        ),
        Ailment(
            "unreadable, not asked for",
            "1 article that cannot be read was not asked for again",
            "{n} articles that cannot be read were not asked for again",
            "their feeds are asked for them at the next refresh",
            _still(texts.unreadable, "SELECT id FROM article WHERE fingerprint <> zeroblob(12)"),
            by(*_ASK_AGAIN),
        ),
        Ailment(
            "lost states",
            "1 article was neither read nor unread",
            "{n} articles were neither read nor unread",
            "unread now, or read when they had been opened",
            asked("SELECT id FROM article WHERE id NOT IN (SELECT id FROM state)"),
            by(
                f"""INSERT OR IGNORE INTO state (id, feed_id, published_at, is_read, read_count, last_read_at)
                SELECT a.id, a.feed_id, a.published_at, v.times IS NOT NULL, coalesce(v.times, 0), v.last
                FROM article AS a LEFT JOIN ({_OPENED}) AS v ON v.article_id = a.id WHERE a.id IN ill"""
            ),
        ),
        Ailment(
            "misplaced states",
            "1 article was listed under another feed or date than its own",
            "{n} articles were listed under another feed or date than their own",
            "listed under their own",
            asked(
                """SELECT a.id FROM article AS a JOIN state AS s ON s.id = a.id
                WHERE s.feed_id IS NOT a.feed_id OR s.published_at IS NOT a.published_at"""
            ),
            by(
                """UPDATE state SET (feed_id, published_at) = (SELECT feed_id, published_at FROM article AS a
                WHERE a.id = state.id) WHERE id IN ill"""
            ),
        ),
        Ailment(
            "marks",
            "1 article had a mark that means nothing",
            "{n} articles had marks that mean nothing",
            "set to yes or no",
            asked(
                """SELECT id FROM state WHERE is_read IS NOT 0 AND is_read IS NOT 1
                OR starred IS NOT 0 AND starred IS NOT 1"""
            ),
            by(
                """UPDATE state SET is_read = coalesce(is_read <> 0, 0), starred = coalesce(starred <> 0, 0)
                WHERE id IN ill"""
            ),
        ),
        Ailment(
            "reading counts",
            "1 article had been opened more often or later than its count says",
            "{n} articles had been opened more often or later than their counts say",
            "counted anew",
            asked(
                f"""SELECT s.id FROM ({_OPENED}) AS v CROSS JOIN state AS s ON s.id = v.article_id
                WHERE s.read_count < v.times OR s.last_read_at IS NULL OR (s.last_read_at < v.last AND NOT EXISTS
                  (SELECT 1 FROM visit WHERE article_id = s.id AND opened_at = s.last_read_at))
                UNION SELECT id FROM state WHERE read_count < 0"""
            ),
            # A clock that was put back makes the last time an earlier one: as long as it is on record, it is right.
            by(
                """UPDATE state SET
                  read_count = max(read_count, (SELECT count(*) FROM visit WHERE article_id = state.id)),
                  last_read_at = CASE WHEN EXISTS
                    (SELECT 1 FROM visit WHERE article_id = state.id AND opened_at = state.last_read_at)
                    THEN last_read_at ELSE (SELECT max(at) FROM (SELECT max(opened_at) AS at FROM visit
                      WHERE article_id = state.id UNION ALL SELECT state.last_read_at)) END
                WHERE id IN ill"""
            ),
        ),
        Ailment(
            "label dates",
            "1 label stood at another date than its article's",
            "{n} labels stood at other dates than their articles'",
            "put where they belong",
            asked(
                """SELECT l.article_id FROM labelled AS l JOIN article AS a ON a.id = l.article_id
                WHERE a.published_at <> l.published_at"""
            ),
            by(
                """UPDATE OR REPLACE labelled SET published_at =
                (SELECT published_at FROM article AS a WHERE a.id = labelled.article_id) WHERE article_id IN ill"""
            ),
        ),
        Ailment(
            "versions",
            "1 article would have given a new version the number of an old one",
            "{n} articles would have given a new version the number of an old one",
            "numbered on",
            asked(
                """SELECT r.article_id FROM (SELECT article_id, max(revision) AS last FROM revision GROUP BY article_id)
                AS r JOIN article AS a ON a.id = r.article_id WHERE a.revision <= r.last"""
            ),
            by(
                """UPDATE article SET revision = (SELECT max(r.revision) + 1 FROM revision AS r
                WHERE r.article_id = article.id) WHERE id IN ill"""
            ),
        ),
        Ailment(
            "fetch records",
            "1 feed was never asked for news",
            "{n} feeds were never asked for news",
            "asked at the next refresh",
            asked("SELECT id FROM feed WHERE id NOT IN (SELECT feed_id FROM feed_fetch)"),
            by("INSERT OR IGNORE INTO feed_fetch (feed_id) SELECT id FROM feed WHERE id IN ill"),
        ),
        Ailment(
            "circles",
            "1 folder lay inside itself",
            "{n} folders lay inside themselves",
            "put at the top",
            asked(
                """WITH RECURSIVE up(id, above) AS (SELECT id, parent_id FROM folder
                UNION SELECT up.id, o.parent_id FROM up JOIN folder AS o ON o.id = up.above)
                SELECT id FROM up GROUP BY id HAVING id = min(above) AND sum(id = above) > 0"""
            ),
            by("UPDATE folder SET parent_id = NULL WHERE id IN ill"),
        ),
        Ailment(
            "retention",
            "1 feed that is gone still had a rule of what to keep",
            "{n} feeds that are gone still had rules of what to keep",
            "removed",
            asked("SELECT feed_id FROM retention WHERE feed_id <> 0 AND feed_id NOT IN (SELECT id FROM feed)"),
            by("DELETE FROM retention WHERE feed_id IN ill AND feed_id NOT IN (SELECT id FROM feed)"),
        ),
        Ailment(
            "counters",
            "The counters of 1 feed were wrong",
            "The counters of {n} feeds were wrong",
            "counted anew",
            asked(
                f"""SELECT s.feed_id FROM ({_COUNTED}) AS s LEFT JOIN feed_count AS c ON c.feed_id = s.feed_id
                WHERE c.total IS NOT s.total OR c.unread IS NOT s.unread OR c.starred IS NOT s.starred
                UNION SELECT feed_id FROM feed_count WHERE feed_id NOT IN (SELECT id FROM feed)
                UNION SELECT feed_id FROM feed_count WHERE (total <> 0 OR unread <> 0 OR starred <> 0)
                  AND feed_id NOT IN (SELECT feed_id FROM state)"""
            ),
            by(
                "DELETE FROM feed_count WHERE feed_id IN ill",
                f"""INSERT INTO feed_count (feed_id, total, unread, starred)
                SELECT feed_id, total, unread, starred FROM ({_COUNTED.replace("GROUP", "WHERE feed_id IN ill GROUP")})
                WHERE feed_id IN (SELECT id FROM feed)""",
            ),
        ),
        Ailment(
            "last id",
            "The number of the next article was one that had been used",
            "The numbers of the next articles were ones that had been used",
            "counted on",
            asked(
                """SELECT max(id) FROM article HAVING max(id) > coalesce((SELECT max(seq) FROM sqlite_sequence
                WHERE name = 'article'), 0)"""
            ),
            by(
                "DELETE FROM sqlite_sequence WHERE name = 'article'",
                "INSERT INTO sqlite_sequence (name, seq) SELECT 'article', max(id) FROM article",
            ),
        ),
    )


def _still(numbers: Sequence[int], sql: str) -> Find:
    """Those of ``numbers`` that ``sql`` gives as well, now."""

    def find(live: sqlite3.Connection) -> list[int]:
        found: list[int] = []
        for start in range(0, len(numbers), 5000):
            listed = ",".join(map(str, numbers[start : start + 5000]))
            found += [number for (number,) in live.execute(f"{sql} AND id IN ({listed})")]
        return found

    return find
