"""Rules as they are kept, and which articles they have yet to see.

How far they have come stands in ``meta`` and moves in the transaction that keeps what they did: an arrival that the
program did not live to see the rules of has them run at the next start, and none has them run twice. Where no rule is
switched on nobody looks, and the first that is begins with what comes from then on.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop_reader.errors import NotFoundError, ReaderError
from desktop_reader.library.among import among
from desktop_reader.records import rule as records
from desktop_reader.records.rule import Rule
from desktop_reader.text import patterns
from desktop_reader.text.patterns import Subject
from desktop_reader.text.search_query import LONGEST, parse

if TYPE_CHECKING:
    from desktop_reader.library.reader import Reader
    from desktop_reader.library.writer import Transaction

AT_ONCE = 500
"""Articles of one run."""

_SEEN = "rules_seen"
_SLOW = "'rule slow ' || id"
_GONE = -1  # The position of a rule that was removed, kept for what it did.
_RULES = f"""SELECT id, title, search, pattern, deeds, enabled, position,
    EXISTS (SELECT 1 FROM meta WHERE key = {_SLOW}) FROM rule WHERE position <> {_GONE}"""
_ORDER = "ORDER BY position, id"

# Reading


def rules(reader: Reader) -> list[Rule]:
    """All of them, in their order."""
    return [_rule(row) for row in reader.select(f"{_RULES} {_ORDER}")]


def rule(reader: Reader, number: int) -> Rule:
    """One of them; raises NotFoundError."""
    for row in reader.select(f"{_RULES} AND id = ?", (number,)):
        return _rule(row)
    raise NotFoundError("This rule is not in the library any more.")


def next_id(reader: Reader) -> int:
    """The id of the next new rule."""
    return int(reader.select("SELECT coalesce(max(id), 0) + 1 FROM rule")[0][0])


def any_enabled(reader: Reader) -> bool:
    """Whether a rule is switched on."""
    return bool(reader.select(f"SELECT EXISTS (SELECT 1 FROM rule WHERE enabled AND position <> {_GONE})")[0][0])


def any_notifies(reader: Reader) -> bool:
    """Whether a rule that is switched on tells of articles whose feeds nobody tells of."""
    sql = "SELECT EXISTS (SELECT 1 FROM rule WHERE enabled AND deeds LIKE '%\"notify\"%')"
    return bool(reader.select(sql)[0][0])


def waiting(reader: Reader) -> list[int]:
    """The next articles that the rules have not seen and the search file has, the oldest first."""
    sql = """SELECT id FROM article WHERE id > ?1
        AND id < coalesce((SELECT min(id) FROM unindexed WHERE id > ?1), 1 << 60) ORDER BY id LIMIT ?2"""
    return [number for (number,) in reader.select(sql, (seen(reader), AT_ONCE))]


def seen(reader: Reader) -> int:
    """The last article that the rules have seen."""
    rows = reader.select("SELECT value FROM meta WHERE key = ?", (_SEEN,))
    return int(rows[0][0]) if rows else 0


def wanted(reader: Reader, one: Rule, numbers: Sequence[int]) -> list[int]:
    """Those of the articles that the search of a rule wants."""
    tree = parse(searched(one)).tree
    if tree is None or not numbers or not reader.can_search():
        return []
    return sorted(among(reader, tree, numbers))


def searched(one: Rule) -> str:
    """Its search, so that its last word is a whole one."""
    return f"{one.search.strip()} "


def subjects(reader: Reader, pattern: str, numbers: Sequence[int]) -> list[Subject]:
    """What regular expressions look at: with the text only where one asks for it."""
    listed = ",".join(str(int(number)) for number in numbers)
    heads = reader.select(
        f"""SELECT a.id, a.title, a.author, coalesce(b.url, '') FROM article AS a JOIN body AS b ON b.id = a.id
        WHERE a.id IN ({listed})"""
    )
    by_id = {head[0]: Subject(*head) for head in heads}
    if patterns.looks_at_text(patterns.read(pattern)[0]):
        for number, _, _, html in reader.texts(numbers):
            if number in by_id:
                by_id[number] = by_id[number]._replace(text=html)
    return [by_id[number] for number in numbers if number in by_id]


# Changing


def checked(one: Rule) -> Rule:
    """The rule as it is kept; raises ReaderError where it cannot be."""
    deeds = records.known(one.deeds)
    if records.NOTIFY in deeds and records.QUIET in deeds:
        raise ReaderError("A rule notifies always or never, not both.")
    if not deeds:
        raise ReaderError("Choose what the rule does.")
    search, pattern = one.search.strip(), "" if one.search.strip() else one.pattern.strip()
    if not (search or pattern):
        raise ReaderError("Say which articles the rule is for.")
    if len(search) >= LONGEST:
        raise ReaderError("This search is too long.")
    found = parse(f"{search} ")
    for mistake in found.mistakes:
        raise ReaderError(mistake.sentence, **dict(mistake.fields))
    if search and found.tree is None:
        raise ReaderError("Say which articles the rule is for.")
    lines, wrong = patterns.read(pattern)
    for number, mistake in wrong:
        raise ReaderError(
            "Line {line}: {what}", line=number, what=ReaderError(mistake.sentence, **dict(mistake.fields))
        )
    if pattern and not lines:
        raise ReaderError("Say which articles the rule is for.")
    title = " ".join(one.title.split())[: records.LONGEST_TITLE].rstrip()
    title = title or " ".join((search or pattern).split())[: records.LONGEST_TITLE].rstrip()
    return Rule(one.id, title, search, pattern, deeds, one.enabled, max(one.position, 0))


def keep(live: Transaction, one: Rule, now: int) -> int:
    """A new rule comes last, with the id that it has, if any; one that is there, or was removed, is as said from now
    on. Returns its id.
    """
    one = checked(one)
    fields = (one.title, one.search, one.pattern, json.dumps(one.deeds), int(one.enabled))
    if one.enabled:
        _begin(live)
    if one.id and live.exec_driver_sql("SELECT 1 FROM rule WHERE id = ?", (one.id,)).first() is not None:
        sql = "UPDATE rule SET title = ?, search = ?, pattern = ?, deeds = ?, enabled = ?, position = ? WHERE id = ?"
        live.exec_driver_sql(sql, (*fields, one.position, one.id))
        _forget_slow(live, one.id)
        return one.id
    sql = """INSERT INTO rule (id, title, search, pattern, deeds, enabled, position, created_at)
        VALUES (nullif(?, 0), ?, ?, ?, ?, ?, (SELECT coalesce(max(position), -1) + 1 FROM rule), ?) RETURNING id"""
    return int(live.exec_driver_sql(sql, (one.id, *fields, int(now))).scalar_one())


def enable(live: Transaction, number: int, on: bool) -> None:
    """Switches it on or off."""
    if on:
        _begin(live)
        _forget_slow(live, number)
    _changed(
        live.exec_driver_sql(f"UPDATE rule SET enabled = ? WHERE id = ? AND position <> {_GONE}", (int(on), number))
    )


def switch_off_slow(live: Transaction, number: int) -> None:
    """Its expressions take too long: it is off, until the reader switches it on again."""
    live.exec_driver_sql("UPDATE rule SET enabled = 0 WHERE id = ?", (number,))
    live.exec_driver_sql(f"INSERT OR REPLACE INTO meta SELECT {_SLOW}, '1' FROM rule WHERE id = ?", (number,))


def remove(live: Transaction, number: int) -> None:
    """It does nothing more. What it did can be taken back as before, and itself too, as long as that is kept."""
    _changed(live.exec_driver_sql(f"UPDATE rule SET enabled = 0, position = {_GONE} WHERE id = ?", (number,)))
    _forget_slow(live, number)


def order(live: Transaction, numbers: Sequence[int]) -> None:
    """Rules stand in this order, the others behind them."""
    there = [row[0] for row in live.exec_driver_sql(f"SELECT id FROM rule WHERE position <> {_GONE} {_ORDER}")]
    first = [number for number in dict.fromkeys(numbers) if number in there]
    for position, number in enumerate([*first, *(one for one in there if one not in first)]):
        live.exec_driver_sql("UPDATE rule SET position = ? WHERE id = ?", (position, number))


def move_on(live: Transaction, last: int) -> None:
    """The rules have seen all articles up to this one."""
    live.exec_driver_sql("INSERT OR REPLACE INTO meta VALUES (?, ?)", (_SEEN, str(int(last))))


def have_seen_all(live: Transaction) -> bool:
    """Whether no article waits for a rule: what is carried in from elsewhere then is no arrival either."""
    if live.exec_driver_sql("SELECT 1 FROM rule WHERE enabled = 1 LIMIT 1").first() is None:
        return True
    seen = live.exec_driver_sql("SELECT value FROM meta WHERE key = ?", (_SEEN,)).scalar()
    return int(seen or 0) >= int(live.exec_driver_sql("SELECT coalesce(max(id), 0) FROM article").scalar_one())


def drop_removed(live: Transaction) -> None:
    """Rules that were removed go for good when nothing is kept any more of what they did."""
    live.exec_driver_sql(
        f"DELETE FROM rule WHERE position = {_GONE} AND created_at < ?"
        " AND NOT EXISTS (SELECT 1 FROM rule_run WHERE rule_id = rule.id)",
        (int(time.time()) - 86400,),
    )


def _begin(live: Transaction) -> None:
    """The first rule that is switched on begins with what comes from now on."""
    if live.exec_driver_sql("SELECT 1 FROM rule WHERE enabled").first() is None:
        move_on(live, live.exec_driver_sql("SELECT coalesce(max(id), 0) FROM article").scalar_one())


def _forget_slow(live: Transaction, number: int) -> None:
    live.exec_driver_sql("DELETE FROM meta WHERE key = 'rule slow ' || ?", (number,))


def _changed(result: object) -> None:
    if not getattr(result, "rowcount", 0):
        raise NotFoundError("This rule is not in the library any more.")


def _rule(row: Sequence[object]) -> Rule:
    number, title, search, pattern, deeds, enabled, position, slow = row
    try:
        said = [deed for deed in json.loads(str(deeds)) if isinstance(deed, str)]
    except ValueError:
        said = []
    return Rule(
        int(str(number)),
        str(title),
        str(search),
        str(pattern),
        records.known(said),
        bool(enabled),
        int(str(position)),
        bool(slow),
    )
