"""Lines of ``records.archive`` into the library, within a transaction of the caller's. Nothing that is here goes.

What is known by its UUID (a feed also by its address, an article by the names that its feed gave it) stays as it is;
what the reader did to it is joined: read, starred and labelled here or there is so afterwards. Done again it changes
nothing.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from desktop_reader.library import again, arrivals, aside, bodies, labels, retention, rules
from desktop_reader.library.store import title_key
from desktop_reader.library.subscribing import Subscribing
from desktop_reader.records.access import Method
from desktop_reader.records.archive import Line
from desktop_reader.records.health import Problem
from desktop_reader.records.keeping import Rule
from desktop_reader.records.page import ASIDE

if TYPE_CHECKING:
    from desktop_reader.library.writer import Editing, Transaction

_COLUMNS = (
    "uuid feed_id guid_hash link_hash text_hash fingerprint content_hash published_at created_at updated_at words"
    " language title title_key author snippet image revision"
)
_HEAD = _COLUMNS.split()
_FEED = "old_url icon_url description language position updated_at"
_ARTICLE = f"INSERT INTO article ({', '.join(_HEAD)}) VALUES ({', '.join('?' * len(_HEAD))}) RETURNING id"
_STATE = """INSERT INTO state (id, feed_id, published_at, is_read, starred, read_count, last_read_at, starred_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)"""
_RULE = """INSERT INTO rule (title, search, pattern, deeds, enabled, position, created_at)
    VALUES (?, ?, ?, ?, ?, ?, ?)"""
_JOIN = """UPDATE state SET is_read = max(is_read, ?2), starred = max(starred, ?3), read_count = max(read_count, ?4),
    last_read_at = nullif(max(coalesce(last_read_at, 0), coalesce(?5, 0)), 0),
    starred_at = CASE WHEN ?3 OR starred THEN coalesce(starred_at, ?6) ELSE starred_at END
  WHERE id = ?1 AND (is_read < ?2 OR starred < ?3 OR read_count < ?4 OR coalesce(last_read_at, 0) < coalesce(?5, 0))"""


class Incoming:
    """Keeps lines in one transaction; says which articles came, and which have other marks now."""

    def __init__(self, session: Editing) -> None:
        self._session = session
        self._live: Transaction = session.connection()
        self.new: list[int] = []
        self.state: list[int] = []
        self.feeds: set[int] = set()
        self.tree = False
        self.labels = False
        self.searches = False
        self.homeless = 0  # Articles whose feed is in neither place.
        self._all_seen = rules.have_seen_all(self._live)

    def keep(self, kind: str, line: Line) -> None:
        """One line, as ``records.archive.checked`` gives it out."""
        deeds: dict[str, Callable[[Line], None]] = {
            "folder": self._folder,
            "feed": self._feed,
            "forgotten": self._forgotten,
            "keep": self._keep,
            "label": self._label,
            "search": self._search,
            "rule": self._rule,
            "article": self._article,
        }
        if kind in deeds:
            deeds[kind](line)

    def finish(self) -> None:
        """What came has been here before: it is no arrival for rules."""
        self._session.flush()
        arrivals.carried_in(self._live, self.new)
        if self._all_seen and self.new:
            rules.move_on(self._live, max(self.new))

    @cached_property
    def _subscribing(self) -> Subscribing:
        return Subscribing(self._live)

    def _folder(self, line: Line) -> None:
        if self._folder_of(line["slug"]) is not None:
            return
        parent = self._folder_of(line["parent"])
        number, is_new = self._subscribing.folder(line["title"], line["slug"], parent)
        if is_new:
            self._run("UPDATE folder SET position = ? WHERE id = ?", line["position"], number)
        self.tree = True

    def _feed(self, line: Line) -> None:
        raw = uuid.UUID(line["uuid"]).bytes
        number = self._feed_of(line["uuid"])
        if number is None:
            number, is_new = self._subscribing.feed(
                line["url"],
                line["title"],
                line["slug"],
                line["created_at"],
                site_url=line["site_url"],
                given_title=line["given_title"],
                folder=self._folder_of(line["folder"]),
            )
            self.tree = True
            if not is_new:
                self._called(number, line["uuid"])
                return
            names = _FEED.split()
            holes = ", ".join(f"{name} = ?" for name in names)
            self._run(
                f"UPDATE feed SET uuid = ?, full_text = ?, {holes} WHERE id = ?",
                raw,
                int(line["full_text"]),
                *(line[name] for name in names),
                number,
            )
            self._run("UPDATE feed_fetch SET stopped = ? WHERE feed_id = ?", int(line["stopped"]), number)
            self._wishes(number, line)
            self.feeds.add(number)
        elif aside.bring_back(self._live, number):
            self.tree = True
            self.feeds.add(number)

    def _wishes(self, number: int, line: Line) -> None:
        if line["unread_again"] is not None:
            again.set_wish(self._live, number, line["unread_again"])
        if line["keep"] is not None:
            self._retain(number, line["keep"])
        asked = line["access"]
        if asked is not None and asked["method"] in set(Method):
            self._run(
                "INSERT OR REPLACE INTO access (feed_id, method, user, headers) VALUES (?, ?, ?, ?)",
                number,
                asked["method"],
                asked["user"],
                json.dumps(asked["headers"]),
            )

    def _forgotten(self, line: Line) -> None:
        number = self._feed_of(line["feed"])
        marks = [*line["numbers"], *map(bytes.fromhex, line["marks"])]
        if number is not None and marks:
            self._live.exec_driver_sql("INSERT OR IGNORE INTO tombstone VALUES (?, ?)", [(number, m) for m in marks])

    def _keep(self, line: Line) -> None:
        if not self._one("SELECT 1 FROM retention WHERE feed_id = 0"):
            self._retain(0, line)

    def _retain(self, feed: int, line: Line) -> None:
        days, most = (one if one is None or one > 0 else None for one in (line["days"], line["most"]))
        retention.set_rule(self._live, feed, Rule(days, most))

    def _label(self, line: Line) -> None:
        if self._one("SELECT id FROM label WHERE title = ?", line["title"]) is None and line["title"].strip():
            number = labels.add(self._live, line["title"], line["colour"])
            self._run("UPDATE label SET position = ? WHERE id = ?", line["position"], number)
            self.labels = True

    def _search(self, line: Line) -> None:
        values = (line["title"], line["search"])
        if self._one("SELECT 1 FROM saved_search WHERE title = ? AND search = ?", *values) is None:
            self._run("INSERT INTO saved_search (title, search, position) VALUES (?, ?, ?)", *values, line["position"])
            self.searches = True

    def _rule(self, line: Line) -> None:
        deeds = json.dumps([deed for deed in map(self._with_number, line["deeds"]) if deed])
        values = (line["title"], line["search"], line["pattern"], deeds)
        known = "SELECT 1 FROM rule WHERE title = ? AND search = ? AND pattern = ? AND deeds = ?"
        if self._one(known, *values) is None:
            self._run(
                _RULE,
                *values,
                int(line["enabled"]),
                line["position"],
                line["created_at"],
            )

    def _with_number(self, deed: str) -> str:
        if not deed.startswith("label:"):
            return deed
        number = self._one("SELECT id FROM label WHERE title = ?", deed.removeprefix("label:"))
        return "" if number is None else f"label:{number}"

    def _article(self, line: Line) -> None:
        known = self._one("SELECT id FROM article WHERE uuid = ?", uuid.UUID(line["uuid"]).bytes)
        if known is None:
            feed = self._feed_of(line["feed"])
            if feed is None:
                self.homeless += 1
                return
            known = self._same(feed, line)
            if known is None:
                self._insert(feed, line)
                return
        self._join(known, line)

    def _same(self, feed: int, line: Line) -> int | None:
        """An article that this library has already under another UUID."""
        if line["guid_hash"] is not None:
            sql = "SELECT id FROM article WHERE feed_id = ? AND guid_hash = ?"
            return self._one(sql, feed, line["guid_hash"])
        sql = "SELECT id FROM article WHERE feed_id = ? AND text_hash = ? AND link_hash IS ? AND guid_hash IS NULL"
        return self._one(sql, feed, line["text_hash"], line["link_hash"])

    def _insert(self, feed: int, line: Line) -> None:
        head = line | {
            "uuid": uuid.UUID(line["uuid"]).bytes,
            "feed_id": feed,
            "fingerprint": bytes.fromhex(line["fingerprint"]),
            "content_hash": bytes.fromhex(line["content_hash"]),
            "title_key": title_key(line["title"]),
        }
        number = int(self._live.exec_driver_sql(_ARTICLE, tuple(head[name] for name in _HEAD)).scalar_one())
        marks = [line[name] for name in ("is_read", "starred", "read_count", "last_read_at", "starred_at")]
        self._run(_STATE, number, feed, line["published_at"], *marks)
        packing = bodies.packing(self._live)
        said = [line[name] for name in ("guid", "url", "comments", "description")]
        html = line["html"] or ""
        self._run("INSERT INTO body VALUES (?, ?, ?, ?, ?, ?, ?)", number, *said, *packing.pack(html))
        for position, file in enumerate(line["enclosures"]):
            place = (number, position, file["url"], file["type"], file["length"])
            self._run("INSERT INTO enclosure VALUES (?, ?, ?, ?, ?)", *place)
        page = line["page"]
        if page is not None:
            packed = packing.pack(page["html"]) if page["html"] else (bodies.PLAIN, b"")
            problem = page["problem"] if page["problem"] in {ASIDE, *Problem} else None
            facts = (page["fetched_at"], page["url"], problem)
            self._run("INSERT INTO page VALUES (?, ?, ?, ?, ?, ?)", number, *facts, *packed)
        newer = html
        for one in line["revisions"]:
            facts = (one["revision"], one["replaced_at"], one["title"])
            self._run("INSERT OR IGNORE INTO revision VALUES (?, ?, ?, ?, ?)", number, *facts, _delta(one, newer))
            newer = one["html"]
        if line["hidden_at"] is not None:
            self._run("INSERT INTO hidden VALUES (?, ?)", number, line["hidden_at"])
        self._beside(number, line)
        self.new.append(number)
        self.feeds.add(feed)

    def _join(self, number: int, line: Line) -> None:
        marks = [line[name] for name in ("is_read", "starred", "read_count", "last_read_at", "starred_at")]
        changed = self._live.exec_driver_sql(_JOIN, (number, *marks)).rowcount
        if self._beside(number, line) or changed:
            self.state.append(number)
            self.feeds.add(int(self._one("SELECT feed_id FROM state WHERE id = ?", number) or 0))

    def _beside(self, number: int, line: Line) -> bool:
        """Its visits and its labels."""
        some = False
        for one in line["visits"]:
            some |= self._run("INSERT OR IGNORE INTO visit VALUES (?, ?, ?)", number, one["opened_at"], one["through"])
        for title in line["labels"]:
            if title.strip():
                some |= bool(labels.put(self._live, labels.add(self._live, title), [number]))
                self.labels = True
        return some

    def _feed_of(self, name: str) -> int | None:
        found = self._one("SELECT id FROM feed WHERE uuid = ?", uuid.UUID(name).bytes)
        if found is not None:
            return found
        # It is followed here already, under another UUID: an earlier line has said so.
        called = self._live.exec_driver_sql("SELECT value FROM meta WHERE key = ?", (_called(name),)).scalar()
        return self._one("SELECT id FROM feed WHERE id = ?", int(called)) if called else None

    def _called(self, number: int, name: str) -> None:
        self._run("INSERT OR REPLACE INTO meta VALUES (?, ?)", _called(name), str(number))

    def _folder_of(self, slug: str | None) -> int | None:
        return self._one("SELECT id FROM folder WHERE slug = ?", slug) if slug is not None else None

    def _one(self, sql: str, *parameters: Any) -> int | None:
        self._session.flush()
        found = self._live.exec_driver_sql(sql, parameters).scalar()
        return None if found is None else int(found)

    def _run(self, sql: str, *parameters: Any) -> bool:
        return self._live.exec_driver_sql(sql, parameters).rowcount > 0


def _delta(one: Line, newer: str) -> bytes:
    return bodies.delta(one["html"], newer)


def _called(name: str) -> str:
    return f"called {uuid.UUID(name).hex}"
