"""The tables of ``library.db``, schema version 3; more of them are in ``library.schema_order``.

Kept apart, because they live differently: the *head* of an article (what a list row paints, rarely rewritten), its
*state* (the small hot row that every filter, sort and count works on), its *body* (compressed, one seek when opened).
Counters are kept by triggers in the transaction that changes them. Times are seconds since 1970, UTC.
``unindexed`` names articles whose search rows are missing, stale or to be removed: a crash between the two files
leaves work to do, never a wrong answer. ``tombstone`` keeps the hashes of what was deleted, so that it does not come
back as new. ``meta`` counts in ``heads`` how often titles or lengths changed: orders by them are kept in memory.
"""

from __future__ import annotations

from sqlalchemy import (
    BLOB,
    DDL,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    event,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

metadata = MetaData()


class Entity(DeclarativeBase):
    """What is edited as an object: folders and feeds."""

    metadata = metadata


class FolderEntity(Entity):
    """A folder; ``slug`` is unique among folders and feeds together."""

    __tablename__ = "folder"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(Text, unique=True)
    title: Mapped[str] = mapped_column(Text)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("folder.id", ondelete="SET NULL"))
    position: Mapped[int] = mapped_column(default=0, server_default=text("0"))


class FeedEntity(Entity):
    """A subscription. ``title`` is the feed's own, ``given_title`` the reader's; ``old_url`` is kept when it moved."""

    __tablename__ = "feed"
    __table_args__ = (Index("feed_shown", text("coalesce(given_title, title) COLLATE NOCASE"), text("id")),)

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[bytes] = mapped_column(BLOB, CheckConstraint("length(uuid) = 16"), unique=True)
    slug: Mapped[str] = mapped_column(Text, unique=True)
    url: Mapped[str] = mapped_column(Text, unique=True)
    old_url: Mapped[str | None] = mapped_column(Text)
    site_url: Mapped[str | None] = mapped_column(Text)
    icon_url: Mapped[str | None] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    given_title: Mapped[str | None] = mapped_column(Text)
    description: Mapped[str] = mapped_column(Text, default="", server_default="")
    language: Mapped[str | None] = mapped_column(Text)
    folder_id: Mapped[int | None] = mapped_column(ForeignKey("folder.id", ondelete="SET NULL"), index=True)
    position: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    created_at: Mapped[int]
    updated_at: Mapped[int]
    full_text: Mapped[int] = mapped_column(default=0, server_default=text("0"))  # 1: its articles' pages are fetched.


feed_fetch = Table(  # Rewritten at every refresh, so it stays narrow and apart from the feed.
    "feed_fetch",
    metadata,
    Column("feed_id", ForeignKey("feed.id", ondelete="CASCADE"), primary_key=True),
    Column("etag", BLOB),
    Column("last_modified", BLOB),
    Column("body_hash", BLOB),
    Column("checked_at", Integer),
    Column("next_check_at", Integer, nullable=False, server_default=text("0")),
    Column("not_before_at", Integer, nullable=False, server_default=text("0")),
    Column("stopped", Integer, nullable=False, server_default=text("0")),
    Column("problem", Text),
    Column("detail", Text, nullable=False, server_default=""),
    Column("failures", Integer, nullable=False, server_default=text("0")),
    Column("since_at", Integer),
    Column("moved_to", Text),
    Column("moved_times", Integer, nullable=False, server_default=text("0")),
    Column("ttl_minutes", Integer),
    Column("skip_hours", Integer, nullable=False, server_default=text("0")),  # Bit n: the hour n, GMT.
    Column("skip_days", Integer, nullable=False, server_default=text("0")),  # Bit n: the day n, 0 = Monday.
    Index("feed_due", "next_check_at", sqlite_where=text("stopped = 0")),
)

access = Table(  # How a private feed is asked. The secrets themselves are in the system's keyring, never here.
    "access",
    metadata,
    Column("feed_id", ForeignKey("feed.id", ondelete="CASCADE"), primary_key=True),
    Column("method", Text, nullable=False),  # basic, bearer or headers.
    Column("user", Text, nullable=False, server_default=""),
    Column("headers", Text, nullable=False, server_default="[]"),  # Names of headers of its own, as JSON.
)

asked = Table(  # The last refreshes of each feed.
    "asked",
    metadata,
    Column("feed_id", ForeignKey("feed.id", ondelete="CASCADE"), primary_key=True),
    Column("at", Integer, primary_key=True),
    Column("outcome", Text, nullable=False),
    Column("status", Integer, nullable=False, server_default=text("0")),
    Column("new", Integer, nullable=False, server_default=text("0")),
    Column("updated", Integer, nullable=False, server_default=text("0")),
    Column("took_ms", Integer, nullable=False, server_default=text("0")),
    Column("size", Integer, nullable=False, server_default=text("0")),
    Column("detail", Text, nullable=False, server_default=""),
    sqlite_with_rowid=False,
)

answer = Table(  # The last answer with a body, to be looked at: its beginning, packed.
    "answer",
    metadata,
    Column("feed_id", ForeignKey("feed.id", ondelete="CASCADE"), primary_key=True),
    Column("at", Integer, nullable=False),
    Column("url", Text, nullable=False),
    Column("status", Integer, nullable=False),
    Column("headers", Text, nullable=False, server_default=""),
    Column("size", Integer, nullable=False),
    Column("body", BLOB, nullable=False),
)

icon = Table(  # A feed's sign, and when it was asked for last, found or not.
    "icon",
    metadata,
    Column("feed_id", ForeignKey("feed.id", ondelete="CASCADE"), primary_key=True),
    Column("tried_at", Integer, nullable=False),
    Column("url", Text, nullable=False, server_default=""),
    Column("data", BLOB),
)

feed_count = Table(
    "feed_count",
    metadata,
    Column("feed_id", Integer, primary_key=True),
    Column("total", Integer, nullable=False, server_default=text("0")),
    Column("unread", Integer, nullable=False, server_default=text("0")),
    Column("starred", Integer, nullable=False, server_default=text("0")),
)

article = Table(
    "article",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("uuid", BLOB, CheckConstraint("length(uuid) = 16"), nullable=False),
    Column("feed_id", ForeignKey("feed.id", ondelete="CASCADE"), nullable=False),
    Column("guid_hash", Integer),
    Column("link_hash", Integer),
    Column("text_hash", Integer, nullable=False),
    Column("fingerprint", BLOB, nullable=False),
    Column("content_hash", BLOB, nullable=False),
    Column("published_at", Integer, nullable=False),
    Column("created_at", Integer, nullable=False),
    Column("updated_at", Integer, nullable=False),
    Column("words", Integer, nullable=False, server_default=text("0")),
    Column("language", Text),
    Column("title", Text, nullable=False),
    Column("title_key", Text, nullable=False),
    Column("author", Text, nullable=False, server_default=""),
    Column("snippet", Text, nullable=False, server_default=""),
    Column("image", Text),
    Column("revision", Integer, nullable=False, server_default=text("0")),
    Index("article_uuid", "uuid", unique=True),
    Index("article_guid", "feed_id", "guid_hash", unique=True, sqlite_where=text("guid_hash IS NOT NULL")),
    Index("article_link", "feed_id", "link_hash", sqlite_where=text("link_hash IS NOT NULL")),
    Index("article_text", "feed_id", "text_hash"),
    Index("article_title", "title_key", "id"),
    Index("article_words", "words", "id"),
    sqlite_autoincrement=True,  # An id is never used twice: the search file and the screen may still hold it.
)

state = Table(
    "state",
    metadata,
    Column("id", ForeignKey("article.id", ondelete="CASCADE"), primary_key=True),
    Column("feed_id", Integer, nullable=False),
    Column("published_at", Integer, nullable=False),
    Column("is_read", Integer, CheckConstraint("is_read IN (0, 1)"), nullable=False, server_default=text("0")),
    Column("starred", Integer, CheckConstraint("starred IN (0, 1)"), nullable=False, server_default=text("0")),
    Column("read_count", Integer, nullable=False, server_default=text("0")),
    Column("last_read_at", Integer),
    Column("starred_at", Integer),
)
_NEWEST = (state.c.published_at.desc(), state.c.id.desc())
Index("st_date", *_NEWEST)
Index("st_feed", state.c.feed_id, *_NEWEST)
Index("st_unread", *_NEWEST, sqlite_where=text("is_read = 0"))
Index("st_feed_unread", state.c.feed_id, *_NEWEST, sqlite_where=text("is_read = 0"))
Index("st_star", *_NEWEST, sqlite_where=text("starred = 1"))
Index("st_reads", state.c.read_count.desc(), *_NEWEST)

body = Table(
    "body",
    metadata,
    Column("id", ForeignKey("article.id", ondelete="CASCADE"), primary_key=True),
    Column("guid", Text),
    Column("url", Text),
    Column("comments", Text),
    Column("description", Text, nullable=False, server_default=""),
    Column("coding", Integer, nullable=False),  # How ``source`` is packed: see library.bodies.
    Column("source", BLOB, nullable=False),
)

page = Table(  # The full text of an article whose feed gave a part of it, beside the feed's own version.
    "page",
    metadata,
    Column("article_id", ForeignKey("article.id", ondelete="CASCADE"), primary_key=True),
    Column("fetched_at", Integer, nullable=False),
    Column("url", Text, nullable=False),
    Column("problem", Text),
    Column("coding", Integer, nullable=False, server_default=text("0")),  # As in body.
    Column("source", BLOB, nullable=False, server_default=text("x''")),
)

enclosure = Table(
    "enclosure",
    metadata,
    Column("article_id", ForeignKey("article.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("url", Text, nullable=False),
    Column("type", Text, nullable=False, server_default=""),
    Column("length", Integer),
    sqlite_with_rowid=False,
)

revision = Table(
    "revision",
    metadata,
    Column("article_id", ForeignKey("article.id", ondelete="CASCADE"), primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("replaced_at", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("delta", BLOB, nullable=False),  # zstd, with the next newer version as dictionary.
    sqlite_with_rowid=False,
)

visit = Table(  # The reading record: one row each time an article was opened for reading.
    "visit",
    metadata,
    Column("article_id", ForeignKey("article.id", ondelete="CASCADE"), primary_key=True),
    Column("opened_at", Integer, primary_key=True),
    Column("through", Integer, nullable=False, server_default=text("0")),  # 1: it was read to its end.
    sqlite_with_rowid=False,
)

label = Table(
    "label",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("title", Text(collation="NOCASE"), nullable=False, unique=True),
    Column("colour", Text, nullable=False, server_default=""),
    Column("position", Integer, nullable=False, server_default=text("0")),
)

labelled = Table(  # In the order in which a label's articles are listed; a publication date never changes.
    "labelled",
    metadata,
    Column("label_id", ForeignKey("label.id", ondelete="CASCADE"), primary_key=True),
    Column("published_at", Integer, primary_key=True),
    Column("article_id", ForeignKey("article.id", ondelete="CASCADE"), primary_key=True, index=True),
    sqlite_with_rowid=False,
)

retention = Table(  # How long articles are kept: of one feed, or of all others (feed 0). Nothing set: for ever.
    "retention",
    metadata,
    Column("feed_id", Integer, primary_key=True),
    Column("days", Integer, CheckConstraint("days > 0")),
    Column("most", Integer, CheckConstraint("most > 0")),
)

tombstone = Table(  # Hashes of deleted articles: of guid, link and text alike, as ``library.naming`` makes them.
    "tombstone",
    metadata,
    Column("feed_id", ForeignKey("feed.id", ondelete="CASCADE"), primary_key=True),
    Column("hash", Integer, primary_key=True),
    sqlite_with_rowid=False,
)

dictionary = Table(  # What bodies have in common: see library.bodies. Numbers begin with 2 and are never used twice.
    "dictionary",
    metadata,
    Column("id", Integer, CheckConstraint("id > 1"), primary_key=True),
    Column("data", BLOB, nullable=False),
)

unindexed = Table("unindexed", metadata, Column("id", Integer, primary_key=True))

meta = Table("meta", metadata, Column("key", Text, primary_key=True), Column("value", Text), sqlite_with_rowid=False)

TRIGGERS = (
    """CREATE TRIGGER state_come AFTER INSERT ON state BEGIN
      INSERT INTO feed_count VALUES (new.feed_id, 1, 1 - new.is_read, new.starred)
      ON CONFLICT (feed_id) DO UPDATE SET
        total = total + 1, unread = unread + excluded.unread, starred = starred + excluded.starred; END""",
    """CREATE TRIGGER state_go AFTER DELETE ON state BEGIN
      UPDATE feed_count SET
        total = total - 1, unread = unread - (1 - old.is_read), starred = starred - old.starred
      WHERE feed_id = old.feed_id; END""",
    """CREATE TRIGGER state_read AFTER UPDATE OF is_read ON state
      WHEN old.is_read <> new.is_read AND old.feed_id = new.feed_id BEGIN
      UPDATE feed_count SET unread = unread + (old.is_read - new.is_read) WHERE feed_id = new.feed_id; END""",
    """CREATE TRIGGER state_star AFTER UPDATE OF starred ON state
      WHEN old.starred <> new.starred AND old.feed_id = new.feed_id BEGIN
      UPDATE feed_count SET starred = starred + (new.starred - old.starred) WHERE feed_id = new.feed_id; END""",
    """CREATE TRIGGER state_move AFTER UPDATE OF feed_id ON state WHEN old.feed_id <> new.feed_id BEGIN
      UPDATE feed_count SET
        total = total - 1, unread = unread - (1 - old.is_read), starred = starred - old.starred
      WHERE feed_id = old.feed_id;
      INSERT INTO feed_count VALUES (new.feed_id, 1, 1 - new.is_read, new.starred)
      ON CONFLICT (feed_id) DO UPDATE SET
        total = total + 1, unread = unread + excluded.unread, starred = starred + excluded.starred; END""",
    """CREATE TRIGGER feed_go AFTER DELETE ON feed BEGIN
      DELETE FROM feed_count WHERE feed_id = old.id; DELETE FROM retention WHERE feed_id = old.id; END""",
    """CREATE TRIGGER head_change AFTER UPDATE OF title_key, words ON article
      WHEN old.title_key <> new.title_key OR old.words <> new.words BEGIN
      INSERT INTO meta VALUES ('heads', '1') ON CONFLICT (key) DO UPDATE SET value = value + 1; END""",
    """CREATE TRIGGER body_come AFTER INSERT ON body BEGIN INSERT OR IGNORE INTO unindexed VALUES (new.id); END""",
    """CREATE TRIGGER body_change AFTER UPDATE OF source ON body BEGIN
      INSERT OR IGNORE INTO unindexed VALUES (new.id); END""",
    """CREATE TRIGGER title_change AFTER UPDATE OF title, author ON article BEGIN
      INSERT OR IGNORE INTO unindexed VALUES (new.id); END""",
    """CREATE TRIGGER body_go AFTER DELETE ON body BEGIN INSERT OR IGNORE INTO unindexed VALUES (old.id); END""",
)
for _trigger in TRIGGERS:
    event.listen(metadata, "after_create", DDL(_trigger))  # type: ignore[no-untyped-call]
