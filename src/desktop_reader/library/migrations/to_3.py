"""Version 3: kept searches, rules and what they did, hidden articles, stories, deeds to take back; when an article was
starred, and whether it was read to its end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alembic.operations import Operations

# Frozen: what version 3 was does not change when the schema does.
_STATEMENTS = (
    """CREATE TABLE saved_search (id INTEGER NOT NULL PRIMARY KEY, title TEXT NOT NULL, search TEXT NOT NULL,
      position INTEGER DEFAULT 0 NOT NULL)""",
    """CREATE TABLE rule (id INTEGER NOT NULL PRIMARY KEY, title TEXT NOT NULL, search TEXT DEFAULT '' NOT NULL,
      pattern TEXT DEFAULT '' NOT NULL, deeds TEXT NOT NULL, enabled INTEGER DEFAULT 1 NOT NULL
      CHECK (enabled IN (0, 1)), position INTEGER DEFAULT 0 NOT NULL, created_at INTEGER NOT NULL)""",
    """CREATE TABLE rule_run (id INTEGER NOT NULL PRIMARY KEY,
      rule_id INTEGER NOT NULL REFERENCES rule (id) ON DELETE CASCADE, at INTEGER NOT NULL,
      undone INTEGER DEFAULT 0 NOT NULL)""",
    "CREATE INDEX ix_rule_run_rule_id ON rule_run (rule_id)",
    """CREATE TABLE rule_did (run_id INTEGER NOT NULL REFERENCES rule_run (id) ON DELETE CASCADE,
      article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE, deeds TEXT NOT NULL,
      PRIMARY KEY (run_id, article_id)) WITHOUT ROWID""",
    "CREATE INDEX ix_rule_did_article_id ON rule_did (article_id)",
    """CREATE TABLE hidden (article_id INTEGER NOT NULL PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
      at INTEGER NOT NULL)""",
    """CREATE TABLE story (article_id INTEGER NOT NULL PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
      story_id INTEGER NOT NULL)""",
    "CREATE INDEX ix_story_story_id ON story (story_id)",
    """CREATE TABLE deed (id INTEGER NOT NULL PRIMARY KEY, at INTEGER NOT NULL, words TEXT NOT NULL,
      back BLOB NOT NULL, again BLOB NOT NULL)""",
    "ALTER TABLE state ADD COLUMN starred_at INTEGER",
    "ALTER TABLE visit ADD COLUMN through INTEGER DEFAULT 0 NOT NULL",
)


def upgrade(operations: Operations) -> None:
    """From version 2."""
    for statement in _STATEMENTS:
        operations.execute(statement)
