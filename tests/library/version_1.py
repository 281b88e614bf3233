"""A library of schema version 1, as the program of then left it. Frozen: what was is not changed any more."""

from __future__ import annotations

import contextlib
from pathlib import Path

import zstandard

from desktop_reader.library.driver import dbapi

APPLICATION_ID = 0x44524C31
HTML = "<p>The ferry leaves at {hour}, and the tide turns an hour later. Bring a coat; the pier is cold.</p>"
OLDER = "<p>The ferry leaves at noon, and the tide turns an hour later. Bring a coat; the pier is cold.</p>"
ARTICLES = 40

SCHEMA = """
CREATE TABLE folder (
  id INTEGER NOT NULL, slug TEXT NOT NULL, title TEXT NOT NULL, parent_id INTEGER,
  position INTEGER DEFAULT 0 NOT NULL, PRIMARY KEY (id), UNIQUE (slug),
  FOREIGN KEY(parent_id) REFERENCES folder (id) ON DELETE SET NULL);
CREATE TABLE feed_count (
  feed_id INTEGER NOT NULL, total INTEGER DEFAULT 0 NOT NULL, unread INTEGER DEFAULT 0 NOT NULL,
  starred INTEGER DEFAULT 0 NOT NULL, PRIMARY KEY (feed_id));
CREATE TABLE unindexed (
  id INTEGER NOT NULL, PRIMARY KEY (id));
CREATE TABLE meta (
  "key" TEXT NOT NULL, value TEXT, PRIMARY KEY ("key")) WITHOUT ROWID;
CREATE TABLE feed (
  id INTEGER NOT NULL, uuid BLOB NOT NULL CHECK (length(uuid) = 16), slug TEXT NOT NULL,
  url TEXT NOT NULL, old_url TEXT, site_url TEXT, icon_url TEXT, title TEXT NOT NULL, given_title TEXT,
  description TEXT DEFAULT '' NOT NULL, language TEXT, folder_id INTEGER,
  position INTEGER DEFAULT 0 NOT NULL, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
  PRIMARY KEY (id), UNIQUE (uuid), UNIQUE (slug), UNIQUE (url),
  FOREIGN KEY(folder_id) REFERENCES folder (id) ON DELETE SET NULL);
CREATE INDEX feed_shown ON feed (coalesce(given_title, title) COLLATE NOCASE, id);
CREATE INDEX ix_feed_folder_id ON feed (folder_id);
CREATE TABLE feed_fetch (
  feed_id INTEGER NOT NULL, etag BLOB, last_modified BLOB, body_hash BLOB, checked_at INTEGER,
  next_check_at INTEGER DEFAULT 0 NOT NULL, not_before_at INTEGER DEFAULT 0 NOT NULL,
  stopped INTEGER DEFAULT 0 NOT NULL, problem TEXT, detail TEXT DEFAULT '' NOT NULL,
  failures INTEGER DEFAULT 0 NOT NULL, since_at INTEGER, moved_to TEXT,
  moved_times INTEGER DEFAULT 0 NOT NULL, ttl_minutes INTEGER, skip_hours INTEGER DEFAULT 0 NOT NULL,
  skip_days INTEGER DEFAULT 0 NOT NULL, PRIMARY KEY (feed_id),
  FOREIGN KEY(feed_id) REFERENCES feed (id) ON DELETE CASCADE);
CREATE INDEX feed_due ON feed_fetch (next_check_at) WHERE stopped = 0;
CREATE TABLE article (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, uuid BLOB NOT NULL CHECK (length(uuid) = 16),
  feed_id INTEGER NOT NULL, guid_hash INTEGER, link_hash INTEGER, text_hash INTEGER NOT NULL,
  fingerprint BLOB NOT NULL, content_hash BLOB NOT NULL, published_at INTEGER NOT NULL,
  created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, words INTEGER DEFAULT 0 NOT NULL,
  language TEXT, title TEXT NOT NULL, title_key TEXT NOT NULL, author TEXT DEFAULT '' NOT NULL,
  snippet TEXT DEFAULT '' NOT NULL, image TEXT, revision INTEGER DEFAULT 0 NOT NULL,
  FOREIGN KEY(feed_id) REFERENCES feed (id) ON DELETE CASCADE);
CREATE INDEX article_link ON article (feed_id, link_hash) WHERE link_hash IS NOT NULL;
CREATE INDEX article_title ON article (title_key, id);
CREATE INDEX article_words ON article (words, id);
CREATE UNIQUE INDEX article_guid ON article (feed_id, guid_hash) WHERE guid_hash IS NOT NULL;
CREATE INDEX article_text ON article (feed_id, text_hash);
CREATE UNIQUE INDEX article_uuid ON article (uuid);
CREATE TABLE state (
  id INTEGER NOT NULL, feed_id INTEGER NOT NULL, published_at INTEGER NOT NULL,
  is_read INTEGER DEFAULT 0 NOT NULL CHECK (is_read IN (0, 1)),
  starred INTEGER DEFAULT 0 NOT NULL CHECK (starred IN (0, 1)), read_count INTEGER DEFAULT 0 NOT NULL,
  last_read_at INTEGER, PRIMARY KEY (id), FOREIGN KEY(id) REFERENCES article (id) ON DELETE CASCADE);
CREATE INDEX st_reads ON state (read_count DESC, published_at DESC, id DESC);
CREATE INDEX st_date ON state (published_at DESC, id DESC);
CREATE INDEX st_unread ON state (published_at DESC, id DESC) WHERE is_read = 0;
CREATE INDEX st_feed_unread ON state (feed_id, published_at DESC, id DESC) WHERE is_read = 0;
CREATE INDEX st_star ON state (published_at DESC, id DESC) WHERE starred = 1;
CREATE INDEX st_feed ON state (feed_id, published_at DESC, id DESC);
CREATE TABLE body (
  id INTEGER NOT NULL, guid TEXT, url TEXT, comments TEXT, description TEXT DEFAULT '' NOT NULL,
  coding INTEGER NOT NULL, source BLOB NOT NULL, PRIMARY KEY (id),
  FOREIGN KEY(id) REFERENCES article (id) ON DELETE CASCADE);
CREATE TABLE enclosure (
  article_id INTEGER NOT NULL, position INTEGER NOT NULL, url TEXT NOT NULL,
  type TEXT DEFAULT '' NOT NULL, length INTEGER, PRIMARY KEY (article_id, position),
  FOREIGN KEY(article_id) REFERENCES article (id) ON DELETE CASCADE) WITHOUT ROWID;
CREATE TABLE revision (
  article_id INTEGER NOT NULL, revision INTEGER NOT NULL, replaced_at INTEGER NOT NULL,
  title TEXT NOT NULL, delta BLOB NOT NULL, PRIMARY KEY (article_id, revision),
  FOREIGN KEY(article_id) REFERENCES article (id) ON DELETE CASCADE) WITHOUT ROWID;
CREATE TABLE visit (
  article_id INTEGER NOT NULL, opened_at INTEGER NOT NULL, PRIMARY KEY (article_id, opened_at),
  FOREIGN KEY(article_id) REFERENCES article (id) ON DELETE CASCADE) WITHOUT ROWID;
CREATE TRIGGER state_come AFTER INSERT ON state BEGIN
      INSERT INTO feed_count VALUES (new.feed_id, 1, 1 - new.is_read, new.starred)
      ON CONFLICT (feed_id) DO UPDATE SET
        total = total + 1, unread = unread + excluded.unread, starred = starred + excluded.starred; END;
CREATE TRIGGER state_go AFTER DELETE ON state BEGIN
      UPDATE feed_count SET
        total = total - 1, unread = unread - (1 - old.is_read), starred = starred - old.starred
      WHERE feed_id = old.feed_id; END;
CREATE TRIGGER state_read AFTER UPDATE OF is_read ON state
      WHEN old.is_read <> new.is_read AND old.feed_id = new.feed_id BEGIN
      UPDATE feed_count SET unread = unread + (old.is_read - new.is_read) WHERE feed_id = new.feed_id; END;
CREATE TRIGGER state_star AFTER UPDATE OF starred ON state
      WHEN old.starred <> new.starred AND old.feed_id = new.feed_id BEGIN
      UPDATE feed_count SET starred = starred + (new.starred - old.starred) WHERE feed_id = new.feed_id; END;
CREATE TRIGGER state_move AFTER UPDATE OF feed_id ON state WHEN old.feed_id <> new.feed_id BEGIN
      UPDATE feed_count SET
        total = total - 1, unread = unread - (1 - old.is_read), starred = starred - old.starred
      WHERE feed_id = old.feed_id;
      INSERT INTO feed_count VALUES (new.feed_id, 1, 1 - new.is_read, new.starred)
      ON CONFLICT (feed_id) DO UPDATE SET
        total = total + 1, unread = unread + excluded.unread, starred = starred + excluded.starred; END;
CREATE TRIGGER feed_go AFTER DELETE ON feed BEGIN DELETE FROM feed_count WHERE feed_id = old.id; END;
CREATE TRIGGER body_come AFTER INSERT ON body BEGIN INSERT OR IGNORE INTO unindexed VALUES (new.id); END;
CREATE TRIGGER body_change AFTER UPDATE OF source ON body BEGIN
      INSERT OR IGNORE INTO unindexed VALUES (new.id); END;
CREATE TRIGGER title_change AFTER UPDATE OF title, author ON article BEGIN
      INSERT OR IGNORE INTO unindexed VALUES (new.id); END;
CREATE TRIGGER body_go AFTER DELETE ON body BEGIN INSERT OR IGNORE INTO unindexed VALUES (old.id); END;
"""


def made_then(path: Path, articles: int = ARTICLES) -> Path:
    """A library with a folder, two feeds, articles in every state, an older version, an enclosure and a visit."""
    with contextlib.closing(dbapi.connect(str(path), isolation_level=None)) as live:
        for words in ("page_size = 8192", "journal_mode = WAL", f"application_id = {APPLICATION_ID}"):
            live.execute(f"PRAGMA {words}")
        live.execute("BEGIN")
        for statement in SCHEMA.strip().split(";\nCREATE "):
            live.execute(statement if statement.startswith("CREATE ") else f"CREATE {statement}")
        live.execute("INSERT INTO meta VALUES ('library_id', 'a library of then')")
        live.execute("INSERT INTO folder (id, slug, title) VALUES (1, 'ports', 'Ports')")
        for number, folder in ((1, 1), (2, None)):
            live.execute(
                """INSERT INTO feed (id, uuid, slug, url, title, folder_id, language, created_at, updated_at)
                VALUES (?, ?, ?, ?, ?, ?, 'en', 1700000000, 1700000000)""",
                (number, bytes([number]) * 16, f"feed{number}", f"https://example.org/{number}", "Pier", folder),
            )
            live.execute("INSERT INTO feed_fetch (feed_id, etag) VALUES (?, 'one')", (number,))
        for number in range(1, articles + 1):
            _add(live, number)
        live.execute("INSERT INTO enclosure VALUES (1, 0, 'https://example.org/a.mp3', 'audio/mpeg', 5)")
        live.execute("INSERT INTO visit VALUES (2, 1700000500)")
        live.execute("INSERT INTO revision VALUES (3, 0, 1700000600, 'Then', ?)", (_delta(OLDER, html_of(3)),))
        live.execute("UPDATE article SET revision = 1 WHERE id = 3")
        live.execute("DELETE FROM unindexed WHERE id > 5")
        live.execute("PRAGMA user_version = 1")
        live.execute("COMMIT")
    return path


def html_of(number: int) -> str:
    """What was kept of article ``number``."""
    return HTML.format(hour=number) * (1 + number % 3)


def _add(live: dbapi.Connection, number: int) -> None:
    live.execute(
        """INSERT INTO article (id, uuid, feed_id, guid_hash, text_hash, fingerprint, content_hash, published_at,
          created_at, updated_at, words, language, title, title_key)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1700000000, 1700000000, ?, 'en', ?, ?)""",
        (
            number,
            number.to_bytes(16, "big"),
            1 + number % 2,
            number,
            number,
            number.to_bytes(12, "big"),
            number.to_bytes(8, "big"),
            1_700_000_000 + number,
            18,
            f"Ferry {number}",
            f"ferry {number}",
        ),
    )
    live.execute(
        "INSERT INTO state (id, feed_id, published_at, is_read, starred) VALUES (?, ?, ?, ?, ?)",
        (number, 1 + number % 2, 1_700_000_000 + number, int(number % 3 == 0), int(number % 5 == 0)),
    )
    source = zstandard.ZstdCompressor(level=9).compress(html_of(number).encode())
    live.execute(
        "INSERT INTO body (id, guid, url, coding, source) VALUES (?, ?, ?, 1, ?)",
        (number, f"g{number}", f"https://example.org/{number}", source),
    )


def _delta(older: str, newer: str) -> bytes:
    reference = zstandard.ZstdCompressionDict(newer.encode(), dict_type=zstandard.DICT_TYPE_RAWCONTENT)
    return zstandard.ZstdCompressor(level=9, dict_data=reference).compress(older.encode())
