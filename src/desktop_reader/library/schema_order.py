"""More tables of ``library.db``: how its reader puts it in order.

*Searches* that were kept; *rules* and what each run of one changed, so that it can be taken back; articles that are
*hidden*; the same story told by several feeds; deeds that can still be undone after a restart.
"""

from __future__ import annotations

from sqlalchemy import BLOB, CheckConstraint, Column, ForeignKey, Integer, Table, Text, text

from desktop_reader.library.schema import metadata

__all__ = ["deed", "hidden", "metadata", "rule", "rule_did", "rule_run", "saved_search", "story"]

saved_search = Table(
    "saved_search",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("title", Text, nullable=False),
    Column("search", Text, nullable=False),  # As it was typed: see text.search_query.
    Column("position", Integer, nullable=False, server_default=text("0")),
)

rule = Table(
    "rule",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("title", Text, nullable=False),
    Column("search", Text, nullable=False, server_default=""),
    Column("pattern", Text, nullable=False, server_default=""),  # A regular expression, in place of a search.
    Column("deeds", Text, nullable=False),  # JSON: ["read", "star", "hide", "notify", "quiet", "label:3"].
    Column("enabled", Integer, CheckConstraint("enabled IN (0, 1)"), nullable=False, server_default=text("1")),
    Column("position", Integer, nullable=False, server_default=text("0")),
    Column("created_at", Integer, nullable=False),
)

rule_run = Table(
    "rule_run",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("rule_id", ForeignKey("rule.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("at", Integer, nullable=False),
    Column("undone", Integer, nullable=False, server_default=text("0")),
)

rule_did = Table(  # What a run really changed of an article: nothing that was so before.
    "rule_did",
    metadata,
    Column("run_id", ForeignKey("rule_run.id", ondelete="CASCADE"), primary_key=True),
    Column("article_id", ForeignKey("article.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("deeds", Text, nullable=False),  # JSON, as in rule.
    sqlite_with_rowid=False,
)

hidden = Table(  # Read as well, so that no number counts them as unread; in no list but that of the hidden ones.
    "hidden",
    metadata,
    Column("article_id", ForeignKey("article.id", ondelete="CASCADE"), primary_key=True),
    Column("at", Integer, nullable=False),
)

story = Table(  # Articles of which several tell the same; ``story_id`` is the first of them.
    "story",
    metadata,
    Column("article_id", ForeignKey("article.id", ondelete="CASCADE"), primary_key=True),
    Column("story_id", Integer, nullable=False, index=True),
)

deed = Table(  # What can be taken back, also after a restart: for a day.
    "deed",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Integer, nullable=False),
    Column("words", Text, nullable=False),
    Column("back", BLOB, nullable=False),
    Column("again", BLOB, nullable=False),
)
