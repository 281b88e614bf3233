"""Other programs' libraries and exports, made as those programs make them: the same tables, columns and habits."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

RSS_GUARD = """
CREATE TABLE Information (inf_key VARCHAR(128) NOT NULL UNIQUE, inf_value TEXT);
CREATE TABLE Accounts (id INTEGER PRIMARY KEY, ordr INTEGER NOT NULL, type TEXT NOT NULL, custom_data TEXT);
CREATE TABLE Categories (id INTEGER PRIMARY KEY, ordr INTEGER NOT NULL, parent_id INTEGER NOT NULL,
  title VARCHAR(400) NOT NULL, account_id INTEGER NOT NULL, custom_id VARCHAR(250));
CREATE TABLE Feeds (id INTEGER PRIMARY KEY, ordr INTEGER NOT NULL, title VARCHAR(400) NOT NULL,
  category INTEGER NOT NULL, source TEXT, update_type INTEGER NOT NULL DEFAULT 1, account_id INTEGER NOT NULL,
  custom_id VARCHAR(250) NOT NULL);
CREATE TABLE Messages (id INTEGER PRIMARY KEY, is_read INTEGER(1) NOT NULL DEFAULT 0,
  is_important INTEGER(1) NOT NULL DEFAULT 0, is_deleted INTEGER(1) NOT NULL DEFAULT 0,
  is_pdeleted INTEGER(1) NOT NULL DEFAULT 0, feed INTEGER NOT NULL, title VARCHAR(500) NOT NULL, url VARCHAR(1200),
  author VARCHAR(400), date_created BIGINT NOT NULL, contents TEXT, enclosures TEXT, score REAL NOT NULL DEFAULT 0.0,
  account_id INTEGER NOT NULL, custom_id VARCHAR(250), custom_data TEXT, date_retrieved BIGINT NOT NULL DEFAULT 0);
CREATE TABLE Labels (id INTEGER PRIMARY KEY, name VARCHAR(200) NOT NULL, icon BLOB, custom_id VARCHAR(200),
  account_id INTEGER NOT NULL);
CREATE TABLE LabelsInMessages (message INTEGER NOT NULL, label INTEGER NOT NULL, UNIQUE (message, label));
CREATE INDEX idx_Messages3 ON Messages (feed, is_deleted, is_pdeleted);
"""

RSS_GUARD_4 = """
CREATE TABLE Accounts (id INTEGER PRIMARY KEY, ordr INTEGER NOT NULL, type TEXT NOT NULL);
CREATE TABLE Categories (id INTEGER PRIMARY KEY, ordr INTEGER NOT NULL, parent_id INTEGER NOT NULL, title TEXT NOT NULL,
  account_id INTEGER NOT NULL, custom_id TEXT);
CREATE TABLE Feeds (id INTEGER PRIMARY KEY, ordr INTEGER NOT NULL, title TEXT NOT NULL, category INTEGER NOT NULL,
  source TEXT, account_id INTEGER NOT NULL, custom_id TEXT NOT NULL);
CREATE TABLE Messages (id INTEGER PRIMARY KEY, is_read INTEGER(1) NOT NULL DEFAULT 0,
  is_important INTEGER(1) NOT NULL DEFAULT 0, is_deleted INTEGER(1) NOT NULL DEFAULT 0,
  is_pdeleted INTEGER(1) NOT NULL DEFAULT 0, feed TEXT NOT NULL, title TEXT NOT NULL, url TEXT, author TEXT,
  date_created BIGINT NOT NULL, contents TEXT, enclosures TEXT, score REAL NOT NULL DEFAULT 0.0,
  account_id INTEGER NOT NULL, custom_id TEXT, custom_hash TEXT, labels TEXT NOT NULL DEFAULT '.');
CREATE TABLE Labels (id INTEGER PRIMARY KEY, name TEXT NOT NULL, color VARCHAR(7), custom_id TEXT,
  account_id INTEGER NOT NULL);
"""

QUITERSS = """
CREATE TABLE feeds (id integer primary key, text varchar, title varchar, description varchar, xmlUrl varchar,
  htmlUrl varchar, parentId integer default 0, rowToParent integer, status text);
CREATE TABLE news (id integer primary key, feedId integer, guid varchar, guidislink varchar default 'true',
  description varchar, content varchar, title varchar, published varchar, modified varchar, received varchar,
  author_name varchar, category varchar, label varchar, new integer default 1, read integer default 0,
  starred integer default 0, deleted integer default 0, comments varchar, enclosure_length, enclosure_type,
  enclosure_url, link_href varchar, link_alternate varchar);
CREATE TABLE filters (id integer primary key, name varchar);
CREATE TABLE labels (id integer primary key, name varchar, image blob, color_text varchar, num integer);
"""

LIFEREA = """
CREATE TABLE items (item_id INTEGER PRIMARY KEY AUTOINCREMENT, parent_item_id INTEGER, node_id TEXT,
  parent_node_id TEXT, title TEXT, read INTEGER, updated INTEGER, popup INTEGER, marked INTEGER, source TEXT,
  source_id TEXT, valid_guid INTEGER, description TEXT, date INTEGER, comment_feed_id TEXT, comment INTEGER);
CREATE TABLE metadata (item_id INTEGER, nr INTEGER, key TEXT, value TEXT, PRIMARY KEY (item_id, nr));
CREATE TABLE subscription (node_id STRING, source STRING, orig_source STRING, filter_cmd STRING,
  update_interval INTEGER, default_interval INTEGER, discontinued INTEGER, available INTEGER, PRIMARY KEY (node_id));
CREATE TABLE subscription_metadata (node_id STRING, nr INTEGER, key TEXT, value TEXT, PRIMARY KEY (node_id, nr));
CREATE TABLE node (node_id STRING, parent_id STRING, title STRING, type INTEGER, expanded INTEGER, view_mode INTEGER,
  sort_column INTEGER, sort_reversed INTEGER, PRIMARY KEY (node_id));
"""

NOON = 1_750_000_000
"""Seconds: when the first article is of; each further one is of an hour later."""


def rss_guard(path: Path, count: int = 6, feeds: int = 2) -> Path:
    """Articles 1, 4, 7 … are read, 2, 12, 22 … starred, 3, 10, 17 … labelled "Later"; the last one is deleted."""
    with closing(sqlite3.connect(path)) as data, data:
        data.executescript(RSS_GUARD)
        data.execute("INSERT INTO Information VALUES ('schema_version', '104')")
        data.execute("INSERT INTO Accounts VALUES (1, 0, 'std-rss', NULL)")
        data.execute("INSERT INTO Categories VALUES (1, 0, -1, 'Shore', 1, NULL), (2, 1, 1, 'Harbours', 1, NULL)")
        data.execute("INSERT INTO Labels VALUES (1, 'Later', NULL, 'label-1', 1)")
        for number in range(1, feeds + 1):
            address = f"https://feed{number}.example/rss"
            values = (number, number, f"Feed {number}", 2 if number % 2 else -1, address, 1, str(number))
            sql = "INSERT INTO Feeds (id, ordr, title, category, source, account_id, custom_id) VALUES (?,?,?,?,?,?,?)"
            data.execute(sql, values)
        files = json.dumps([{"mime": "audio/mpeg", "url": "https://feed1.example/1.mp3"}])
        data.executemany(
            """INSERT INTO Messages (id, is_read, is_important, is_deleted, feed, title, url, author, date_created,
            contents, enclosures, account_id, custom_id) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)""",
            (
                (
                    n,
                    n % 3 == 1,
                    n % 10 == 2,
                    n == count,
                    1 + n % feeds,
                    f"Article {n} &amp; more",
                    f"https://feed{1 + n % feeds}.example/{n}",
                    "Ann" if n % 2 else None,
                    (NOON + 3600 * n) * 1000,
                    f"<p>The <b>text</b> of article {n}.</p>" + text_of(n),
                    files if n == 1 else "[]",
                    1,
                    f"guid-{n}" if n % 4 else str(n),
                )
                for n in range(1, count + 1)
            ),
        )
        data.executemany("INSERT INTO LabelsInMessages VALUES (?, 1)", ((n,) for n in range(3, count + 1, 7)))
    return path


def text_of(number: int) -> str:
    """A few paragraphs that no other article has."""
    words = ("ships", "harbour", "light", "storm", "rope", "anchor", "tide", "gull", "chart", "compass")
    lines = (" ".join(words[(number * k + i) % 10] for i in range(12)) for k in range(1, 8))
    return "".join(f'<p>{line}, <a href="https://example.org/{number}">{number}</a>.</p>' for line in lines)


def rss_guard_4(path: Path) -> Path:
    """Of version 4: feeds are named by texts, labels stand with the articles."""
    with closing(sqlite3.connect(path)) as data, data:
        data.executescript(RSS_GUARD_4)
        data.execute("INSERT INTO Accounts VALUES (1, 0, 'std-rss')")
        data.execute("INSERT INTO Feeds VALUES (7, 0, 'Old', -1, 'https://old.example/rss', 1, '7')")
        data.execute("INSERT INTO Feeds VALUES (8, 1, 'Service', -1, NULL, 1, 'user/feed')")
        data.execute("INSERT INTO Labels VALUES (3, 'Kept', '#ff0000', '3', 1)")
        data.execute(
            """INSERT INTO Messages (id, is_read, feed, title, url, date_created, contents, account_id, custom_id,
            labels) VALUES (1, 1, '7', 'Old one', 'https://old.example/1', ?, 'Plain < text', 1, 'g1', '.3.')""",
            (NOON * 1000,),
        )
    return path


def quiterss(path: Path) -> Path:
    """A folder with a feed; an article that is read, starred and labelled, one unread, and one deleted."""
    with closing(sqlite3.connect(path)) as data, data:
        data.executescript(QUITERSS)
        data.execute("INSERT INTO feeds (id, text, xmlUrl, parentId, rowToParent) VALUES (1, 'News', '', 0, 0)")
        data.execute(
            """INSERT INTO feeds (id, text, title, xmlUrl, htmlUrl, parentId, rowToParent)
            VALUES (2, 'Tides', 'Tides!', 'https://tides.example/rss', 'https://tides.example/', 1, 0)"""
        )
        data.execute("INSERT INTO labels (id, name) VALUES (1, 'Important'), (2, 'Work')")
        sql = """INSERT INTO news (feedId, guid, title, description, content, published, received, read, starred,
            deleted, label, author_name, link_href, enclosure_url, enclosure_type)
            VALUES (2,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"""
        one = ("t1", "First", "short", "<p>The long text</p>", "2020-05-01T12:00:00", "2020-05-02T12:00:00", 2, 1, 0)
        data.execute(sql, (*one, ",2,1,", "Bo", "https://tides.example/1", "https://tides.example/1.mp3", "audio/mpeg"))
        two = ("t2", "Second", "<p>Only short</p>", None, "", "2020-05-03T12:00:00", 0, 0, 0)
        data.execute(sql, (*two, None, None, "https://tides.example/2", None, None))
        gone = ("t3", "Gone", "", "", "", "", 1, 0, 1)
        data.execute(sql, (*gone, None, None, "https://tides.example/3", None, None))
    return path


def liferea(path: Path) -> Path:
    """A folder with a feed, a feed made by a command, two articles and a comment."""
    with closing(sqlite3.connect(path)) as data, data:
        data.executescript(LIFEREA)
        data.execute("INSERT INTO node (node_id, parent_id, title) VALUES ('f', 'root', 'Sea'), ('a', 'f', 'Waves')")
        data.execute("INSERT INTO node (node_id, parent_id, title) VALUES ('c', 'root', 'Command')")
        data.execute(
            "INSERT INTO subscription (node_id, source) VALUES ('a', 'https://waves.example/feed'), ('c', '|ls')"
        )
        data.execute("INSERT INTO subscription_metadata VALUES ('a', 0, 'homepage', 'https://waves.example/')")
        sql = """INSERT INTO items (item_id, node_id, title, read, marked, source, source_id, valid_guid, description,
            date, comment) VALUES (?, 'a', ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
        data.execute(sql, (1, "High", 1, 1, "https://waves.example/1", "w1", 1, "<p>High water</p>", NOON, 0))
        data.execute(sql, (2, "Low", 0, 0, "https://waves.example/2", "made-up", 0, "<p>Low water</p>", NOON + 60, 0))
        data.execute(sql, (3, "Nice!", 0, 0, "https://waves.example/1#c", "c1", 1, "<p>Nice</p>", NOON + 90, 1))
        data.execute("INSERT INTO metadata VALUES (1, 0, 'author', 'Cy')")
        data.execute(
            "INSERT INTO metadata VALUES (1, 1, 'enclosure', 'enc:0:audio/ogg:99:https://waves.example/a.ogg')"
        )
    return path


def fluent(path: Path) -> Path:
    """Two sources, one of them in a group; an article each."""
    sources = [
        {"sid": 0, "url": "https://one.example/rss", "name": "One"},
        {"sid": 1, "url": "https://two.example/rss", "name": "Two"},
    ]
    more: dict[str, Any] = {"snippet": "", "hidden": False, "notify": False, "fetchedDate": "2024-02-03T04:05:06.000Z"}
    items = [
        {"_id": 1, "source": 0, "title": "A", "link": "https://one.example/a", "date": "2024-01-02T03:04:05.000Z"}
        | {"content": "<p>Text of A</p>", "creator": "Di", "hasRead": True, "starred": True}
        | more,
        {"_id": 2, "source": 1, "title": "B", "link": "https://two.example/b", "date": "2024-01-03T03:04:05.000Z"}
        | {"content": "<p>Text of B</p>", "hasRead": False, "starred": False}
        | more,
    ]
    groups = [{"isMultiple": True, "name": "Group", "sids": [1]}, {"isMultiple": False, "sids": [0]}]
    path.write_text(json.dumps({"sourceGroups": groups, "lovefield": {"sources": sources, "items": items}}))
    return path


def omnivore(path: Path) -> Path:
    """Two pages, one of them with its text."""
    notes = [
        {"id": "1", "slug": "one", "title": "One", "author": "Ed", "url": "https://pages.example/one"}
        | {"state": "Archived", "readingProgress": 100, "labels": ["sea", "long read"]}
        | {"savedAt": "2024-03-01T10:00:00.000Z", "publishedAt": "2020-01-01T00:00:00.000Z"},
        {"id": "2", "slug": "two", "title": "Two", "url": "https://pages.example/two", "state": "Active"}
        | {"readingProgress": 5, "labels": [], "description": "About two", "savedAt": "2024-03-02T10:00:00.000Z"},
    ]
    return zipped(
        path,
        ("metadata_0_to_20.json", json.dumps(notes).encode()),
        ("content/one.html", b"<html><body><p>The text of one</p></body></html>"),
        ("highlights/one.md", b"> quoted"),
    )


def zipped(path: Path, *parts: tuple[str, bytes]) -> Path:
    """A zip of these."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in parts:
            packed.writestr(name, data)
    return path


POCKET_CSV = """title,url,time_added,tags,status
"Ships, and more",https://pages.example/ships,1700000000,sea|boats,unread
https://pages.example/plain,https://pages.example/plain,1700000100,,archive
"""

POCKET_HTML = """<!DOCTYPE html>
<html><head><title>Pocket Export</title></head><body>
<h1>Unread</h1>
<ul><li><a href="https://pages.example/ships" time_added="1700000000" tags="sea,boats">Ships &amp; more</a></li></ul>
<h1>Read Archive</h1>
<ul><li><a href="https://pages.example/plain" time_added="1700000100" tags="">https://pages.example/plain</a></li></ul>
</body></html>
"""

INSTAPAPER = """URL,Title,Selection,Folder,Timestamp,Tags
https://pages.example/1,First,"A quoted line
and another",Unread,1700000000,"[""sea"", ""long read""]"
https://pages.example/2,Second,,Archive,1700000100,[]
https://pages.example/3,Third,,Starred,1700000200,
https://pages.example/4,Fourth,,Recipes,1700000300,
"""

READWISE = """Title,URL,ID,Document tags,Saved date,Reading progress,Location,Seen
One,https://pages.example/1,01a,"['sea', 'long read']",2024-01-02 03:04:05+00:00,0.2,later,True
Two,https://pages.example/2,01b,,2024-01-03 03:04:05+00:00,1.0,archive,True
"""


def written(path: Path, text: str | Iterable[str]) -> Path:
    """A file with this text."""
    path.write_text(text if isinstance(text, str) else "\n".join(text), encoding="utf-8")
    return path


KEYS = (
    "url", "href", "title", "description", "tags", "labels", "content", "summary", "categories", "alternate",
    "canonical", "annotations", "highlights", "quote", "text", "note", "created_at", "author", "published_by",
    "readingProgress", "is_starred", "state", "toread", "published", "enclosure", "language",
)  # fmt: skip
"""Names in JSON that mean something to one program or another."""
