"""Version 2: labels, retention, tombstones, dictionaries for bodies, and a count of changes to the heads; of feeds, how
private ones are asked, what the last refreshes brought, the last answer, a sign; full texts of articles.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alembic.operations import Operations

# Frozen: what version 2 was does not change when the schema does.
_TABLES = (
    """CREATE TABLE label (id INTEGER NOT NULL PRIMARY KEY, title TEXT COLLATE "NOCASE" NOT NULL UNIQUE,
      colour TEXT DEFAULT '' NOT NULL, position INTEGER DEFAULT 0 NOT NULL)""",
    """CREATE TABLE labelled (label_id INTEGER NOT NULL REFERENCES label (id) ON DELETE CASCADE,
      published_at INTEGER NOT NULL, article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
      PRIMARY KEY (label_id, published_at, article_id)) WITHOUT ROWID""",
    "CREATE INDEX ix_labelled_article_id ON labelled (article_id)",
    """CREATE TABLE retention (feed_id INTEGER NOT NULL PRIMARY KEY, days INTEGER CHECK (days > 0),
      most INTEGER CHECK (most > 0))""",
    """CREATE TABLE tombstone (feed_id INTEGER NOT NULL REFERENCES feed (id) ON DELETE CASCADE, hash INTEGER NOT NULL,
      PRIMARY KEY (feed_id, hash)) WITHOUT ROWID""",
    "ALTER TABLE feed ADD COLUMN full_text INTEGER DEFAULT 0 NOT NULL",
    """CREATE TABLE access (feed_id INTEGER NOT NULL PRIMARY KEY REFERENCES feed (id) ON DELETE CASCADE,
      method TEXT NOT NULL, user TEXT DEFAULT '' NOT NULL, headers TEXT DEFAULT '[]' NOT NULL)""",
    """CREATE TABLE asked (feed_id INTEGER NOT NULL REFERENCES feed (id) ON DELETE CASCADE, at INTEGER NOT NULL,
      outcome TEXT NOT NULL, status INTEGER DEFAULT 0 NOT NULL, new INTEGER DEFAULT 0 NOT NULL,
      updated INTEGER DEFAULT 0 NOT NULL, took_ms INTEGER DEFAULT 0 NOT NULL, size INTEGER DEFAULT 0 NOT NULL,
      detail TEXT DEFAULT '' NOT NULL, PRIMARY KEY (feed_id, at)) WITHOUT ROWID""",
    """CREATE TABLE answer (feed_id INTEGER NOT NULL PRIMARY KEY REFERENCES feed (id) ON DELETE CASCADE,
      at INTEGER NOT NULL, url TEXT NOT NULL, status INTEGER NOT NULL, headers TEXT DEFAULT '' NOT NULL,
      size INTEGER NOT NULL, body BLOB NOT NULL)""",
    """CREATE TABLE icon (feed_id INTEGER NOT NULL PRIMARY KEY REFERENCES feed (id) ON DELETE CASCADE,
      tried_at INTEGER NOT NULL, url TEXT DEFAULT '' NOT NULL, data BLOB)""",
    """CREATE TABLE page (article_id INTEGER NOT NULL PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
      fetched_at INTEGER NOT NULL, url TEXT NOT NULL, problem TEXT, coding INTEGER DEFAULT 0 NOT NULL,
      source BLOB DEFAULT x'' NOT NULL)""",
    "CREATE TABLE dictionary (id INTEGER NOT NULL PRIMARY KEY CHECK (id > 1), data BLOB NOT NULL)",
)
_TRIGGERS = (
    "DROP TRIGGER feed_go",
    """CREATE TRIGGER feed_go AFTER DELETE ON feed BEGIN
      DELETE FROM feed_count WHERE feed_id = old.id; DELETE FROM retention WHERE feed_id = old.id; END""",
    """CREATE TRIGGER head_change AFTER UPDATE OF title_key, words ON article
      WHEN old.title_key <> new.title_key OR old.words <> new.words BEGIN
      INSERT INTO meta VALUES ('heads', '1') ON CONFLICT (key) DO UPDATE SET value = value + 1; END""",
)


def upgrade(operations: Operations) -> None:
    """From version 1."""
    for statement in (*_TABLES, *_TRIGGERS):
        operations.execute(statement)
