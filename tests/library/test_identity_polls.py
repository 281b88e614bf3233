"""A feed asked again and again while its site does to it whatever sites do: nothing doubles, nothing read comes back.

The site of the property test remembers what each article is in truth; the library sees only documents.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import count

import pytest
from hypothesis import HealthCheck, event, example, given, settings
from hypothesis import strategies as st

from desktop_reader.library.retention import DAY
from desktop_reader.library.writer import Writer
from desktop_reader.records.query import Query, Scope
from desktop_reader.records.refresh import DigestedEntry
from tests.library_fixtures import NOW, came, counters_are_right, entry, follow, opened

SITE = "https://example.org/"
TODAY = NOW - NOW % DAY
numbers = count()
EVERYBODYS = "post"
LONG = " ".join(f"word{n}" for n in range(120))


@pytest.fixture(scope="module")
def shared_library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Writer]:
    """One library for all tests, a feed for each."""
    with opened(tmp_path_factory.mktemp("polls") / "library.db") as library:
        yield library


@dataclass
class Feed:
    """One feed of the library. Everything that comes is read at once, so what is unread came back."""

    library: Writer
    id: int

    def poll(self, *entries: DigestedEntry, **more: object) -> tuple[int, int]:
        """How many new articles came with this document, and how many were changed."""
        stored = came(self.library, self.id, *entries, now=NOW, **more)
        unread = list(self.library.reader.all_ids(Query(Scope.FEED, target=self.id, unread_only=True)))
        assert sorted(unread) == sorted(stored.new)
        self.library.mark_read(stored.new, True)
        again = came(self.library, self.id, *reversed(entries), now=NOW, **more)
        assert (again.new, again.updated) == ((), ()), "the same document once more"
        return len(stored.new), len(stored.updated)

    def titles(self) -> list[str]:
        """Of all its articles, in the order of the alphabet."""
        rows = self.library.reader.rows(self.library.reader.all_ids(Query(Scope.FEED, target=self.id)))
        return sorted(row.title for row in rows.values())


@pytest.fixture
def feed(shared_library: Writer) -> Feed:
    return Feed(shared_library, follow(shared_library, f"https://example.org/{next(numbers)}"))


def posts(
    n: int, guid: str | None = "g{}", url: str | None = SITE + "{}", text: str = "text {}", at: int = 0
) -> list[DigestedEntry]:
    return [
        entry(
            guid and guid.format(i), url and url.format(i), f"Title {i}", text.format(i), TODAY - 9 * DAY + 60 * i + at
        )
        for i in range(n)
    ]


RENAMED = {
    "other guids": posts(6, guid="new-{}"),
    "no guids any more": posts(6, guid=None),
    "other links": posts(6, url="https://new.example/2024/{}"),
    "no links any more": posts(6, url=None),
    "other guids and links": posts(6, "https://new.example/?p={}", "https://new.example/2024/{}"),
    "other guids, links and texts": posts(6, "https://new.example/?p={}", "https://new.example/2024/{}", "moved {}"),
    "other guids and texts": posts(6, "https://new.example/?p={}", text="moved {}"),
    "other guids, links and dates": posts(6, "new-{}", "https://new.example/2024/{}", at=7200),
    "other dates": posts(6, at=DAY),
    "all but the names": posts(6, text="all is new in {}", at=DAY),
    "the same one guid for all": posts(6, guid="post"),
    "links that count clicks": posts(6, url=SITE + "{}?utm_source=feed&utm_campaign=x&ref=rss"),
}


@pytest.mark.parametrize("renamed", RENAMED.values(), ids=RENAMED)
def test_a_site_that_changes_everywhere_at_once_brings_nothing_twice(feed: Feed, renamed: list[DigestedEntry]) -> None:
    before = posts(6)
    if all(
        a.guid != b.guid and a.url != b.url and a.published_at != b.published_at
        for a, b in zip(before, renamed, strict=True)
    ):
        before = [replace(one, content=replace(one.content, text=f"{one.title} {LONG}", words=122)) for one in before]
        renamed = [replace(one, content=replace(one.content, text=f"{one.title} {LONG}", words=122)) for one in renamed]
    feed.poll(*before)
    assert feed.poll(*renamed)[0] == 0
    assert feed.poll(*reversed(renamed[1:4]))[0] == 0
    assert feed.poll(*posts(8)[6:], *renamed)[0] == 2
    assert len(feed.titles()) == 8


@pytest.mark.parametrize(
    ("guid", "url"),
    [
        ("{}://example.org/?p=1", "{}://example.org/?p=1"),
        ("{}://example.org/?p=1", None),
        ("{}://example.org/?p=1", SITE),
        (None, "{}://example.org/a"),
        ("tag:1", "{}://example.org/a"),
    ],
)
def test_from_http_to_https_and_all_words_new(feed: Feed, guid: str | None, url: str | None) -> None:
    def post(scheme: str, words: str) -> DigestedEntry:
        return entry(guid and guid.format(scheme), url and url.format(scheme), f"Title {words}", words, len(words))

    assert feed.poll(post("http", "old")) == (1, 0)
    assert feed.poll(post("https", "newer")) == (0, 1)
    assert feed.poll(post("http", "newest")) == (0, 1)


@pytest.mark.parametrize(
    "tracking",
    ["utm_source=a&utm_medium=b", "at_medium=RSS&at_campaign=rss", "fbclid=1", "ref=rss", "source=RSS", "mtm_kwd=x"],
)
def test_tracking_comes_changes_and_goes(feed: Feed, tracking: str) -> None:
    def post(query: str, words: str) -> DigestedEntry:
        return entry(None, f"{SITE}a?{query}", "Title", words)

    assert feed.poll(post("id=7", "one")) == (1, 0)
    assert feed.poll(post(f"id=7&{tracking}", "two")) == (0, 1)
    assert feed.poll(post(f"{tracking}2&id=7" if "rss" not in tracking.lower() else "id=7", "three")) == (0, 1)
    assert feed.poll(post(f"id=8&{tracking}", "another")) == (1, 0)
    assert feed.poll(post("id=7&ref=harbour", "another still")) == (1, 0)


def test_an_edition_behind_the_guids_address(feed: Feed) -> None:
    """As a large broadcaster does it: with each edit another number, and often another title and text."""
    for edition in range(4):
        guid, link = f"{SITE}news/7#{edition}", f"{SITE}news/7?at_medium=RSS"
        assert feed.poll(entry(guid, link, f"Title {edition}", f"text {edition}", edition))[0] == (edition == 0)


def test_guids_that_are_made_anew_for_each_answer(feed: Feed) -> None:
    for turn in range(4):
        fresh = [replace(one, guid=f"{turn}-{n}") for n, one in enumerate(posts(5, text=f"turn {turn} {{}}"))]
        assert feed.poll(*(replace(one, fingerprint=b"%d %d" % (turn, n)) for n, one in enumerate(fresh)))[0] == (
            5 if turn == 0 else 0
        )


def test_dates_that_are_made_anew_where_nothing_has_a_name(feed: Feed) -> None:
    for turn in range(4):
        assert feed.poll(*posts(5, None, None, at=turn))[0] == (5 if turn == 0 else 0)
        assert feed.poll(*posts(5, None, SITE, at=100 + turn))[0] == 0


def test_what_was_cut_and_comes_back_after_months(feed: Feed) -> None:
    feed.poll(*posts(40))
    for month in range(1, 5):
        later = [entry(f"m{month}-{n}", f"{SITE}m{month}/{n}", f"Month {month} {n}", "x", TODAY) for n in range(60)]
        feed.poll(*later)
    assert feed.poll(*posts(40))[0] == 0
    assert feed.poll(*posts(40, guid="new-{}"))[0] == 0
    assert feed.poll(*posts(40, "new-{}", "https://new.example/{}"))[0] == 0


@pytest.mark.parametrize("title", ["Links", "Open thread"])
@pytest.mark.parametrize("window", [1, 2, 4])
@pytest.mark.parametrize("every", ["Morning.", "words of {}", ""])
def test_articles_of_one_title_on_one_day_are_all_there(feed: Feed, title: str, window: int, every: str) -> None:
    threads = [
        entry(f"g{n}", f"{SITE}{n}", title, every.format(n), TODAY + n * (every == "Morning.")) for n in range(9)
    ]
    for n in range(9):
        feed.poll(*reversed(threads[max(0, n - window + 1) : n + 1]))
    assert len(feed.titles()) == 9


@pytest.mark.parametrize("named", [False, True])
@pytest.mark.parametrize("window", [1, 3])
def test_entries_that_all_lead_to_the_front_page(feed: Feed, window: int, named: bool) -> None:
    all_of_them = [entry(f"g{n}" if named else None, "https://example.org", f"Title {n}", f"x{n}", n) for n in range(7)]
    for n in range(7):
        feed.poll(*all_of_them[max(0, n - window + 1) : n + 1], site_url="https://example.org/blog" if n % 2 else None)
    assert feed.titles() == [f"Title {n}" for n in range(7)]


@pytest.mark.parametrize("guid", ["post", None])
def test_a_name_of_all_is_none_also_when_one_has_it_for_itself(feed: Feed, guid: str | None) -> None:
    """First several entries with one name, then a document of one entry at a time."""
    link = SITE + "news" if guid is None else SITE + "{}"
    all_of_them = [entry(guid, link.format(n), f"Title {n}", f"x{n}", n) for n in range(9)]
    feed.poll(*all_of_them[:3])
    for one in all_of_them[3:]:
        feed.poll(one)
    assert feed.titles() == [f"Title {n}" for n in range(9)]


def test_two_versions_of_one_entry_in_a_document_are_one(feed: Feed) -> None:
    first = entry("g", SITE + "a", "Title", "first", TODAY, updated_at=TODAY)
    second = entry("g", SITE + "a", "Title", "second", TODAY, updated_at=TODAY + 60)
    assert feed.poll(first, second) == (1, 0)
    assert feed.poll(second, first) == (0, 0)
    (number,) = feed.library.reader.all_ids(Query(Scope.FEED, target=feed.id))
    article = feed.library.reader.article(number)
    assert article is not None
    assert article.html == "<p>second</p>"


def test_one_link_of_two_entries_in_a_document_is_two_articles(feed: Feed) -> None:
    pair = [entry(f"g{n}", SITE + "a", "Title", f"x{n}", n) for n in range(2)]
    assert feed.poll(*pair) == (2, 0)
    assert feed.poll(*(replace(one, guid=f"new {n}", fingerprint=b"%d" % n) for n, one in enumerate(pair)))[0] == 0


def test_an_article_that_moves_to_another_feed_stays_and_comes(shared_library: Writer) -> None:
    one, two = (Feed(shared_library, follow(shared_library, f"https://example.org/{next(numbers)}")) for _ in range(2))
    ours = posts(4)
    one.poll(*ours)
    two.poll(*posts(3, "other-{}", SITE + "other/{}"))
    assert one.poll(*ours[1:]) == (0, 0)
    assert two.poll(ours[0], *posts(3, "other-{}", SITE + "other/{}")) == (1, 0)
    assert one.poll(*ours) == (0, 0)
    assert len(one.titles()) == len(two.titles()) == 4


@pytest.mark.parametrize(
    "renamed",
    [
        posts(4, "new-{}"),
        posts(4, "new-{}", "https://new.example/{}"),
        posts(4, None),
        posts(4, None, None),
        posts(4, url="https://new.example/{}", text="all new {}", at=DAY),
    ],
)
def test_the_dead_stay_dead_under_new_names(feed: Feed, renamed: list[DigestedEntry]) -> None:
    feed.poll(*posts(4))
    feed.library.delete(list(feed.library.reader.all_ids(Query(Scope.FEED, target=feed.id))))
    assert feed.poll(*renamed) == (0, 0)


def test_a_site_that_makes_up_guids_each_time_keeps_its_links(feed: Feed) -> None:
    """So one with another link is another, though its title and its day are those of one that has left."""
    assert feed.poll(*posts(4), entry("g9", SITE + "9", "Links", "text 9", TODAY)) == (5, 0)
    assert feed.poll(*posts(4, "new-{}"), entry("new-10", SITE + "10", "Links", "text 10", TODAY)) == (1, 0)
    assert len(feed.titles()) == 6


# A site, by hypothesis


@dataclass
class Post:
    """An article as the site has it now; ``shown`` is what the library saw of it last."""

    key: int
    title: str
    text: str
    at: int | None
    guid: str | None
    url: str | None
    shown: tuple[object, ...] | None = None
    came: tuple[str, int | None] | None = None

    @property
    def facets(self) -> tuple[object, ...]:
        return (self.guid, self.url, self.title, self.text, self.at)

    def tells(self) -> bool:
        """Whether somebody could know it again who saw it last as ``shown``."""
        if self.shown is None:
            return True
        guid, url, title, text, at = self.shown
        if guid not in (None, EVERYBODYS) and plain(guid) == plain(self.guid):
            return True
        words_same = (title, text, at) == (self.title, self.text, self.at)
        if url is not None and plain(url) == plain(self.url) and plain(url) != plain(SITE):
            return guid in (None, EVERYBODYS) or title == self.title or text == self.text
        return words_same

    def is_headed(self, heads: Counter[tuple[str, int | None]]) -> bool:
        """Whether its title and date are as they were when it came, and those of no other."""
        return heads[self.title, self.at] == 1 and self.came == (self.title, self.at)

    def entry(self) -> DigestedEntry:
        return entry(self.guid, self.url, self.title, self.text, self.at)


def plain(url: object) -> str:
    return str(url).partition("utm_")[0].rstrip("?&").replace("https:", "http:")


KINDS = ("guids and links", "links only", "guids only", "one guid for all", "front page and no guid", "no names")


@dataclass
class Site:
    """Publishes, edits, moves; and knows what is what."""

    kind: str
    posts: list[Post] = field(default_factory=list)
    window: slice = field(default_factory=lambda: slice(None, None))
    scheme: str = "http"
    generation: int = 0
    path: int = 0
    tracking: str = ""

    def publish(self, title: str) -> None:
        key = len(self.posts)
        self.posts.append(Post(key, title, f"{title} text {key}", TODAY - 40 * DAY + key // 3 * 60, None, None))
        self.name(self.posts[-1])

    def name(self, post: Post) -> None:
        site = f"{self.scheme}://example.org/"
        guid = f"{site}?p={post.key}&g={self.generation}" if self.generation % 2 else f"{self.generation}-{post.key}"
        url = f"{site}{self.path}/{post.key}{self.tracking}"
        post.guid = {"guids and links": guid, "guids only": guid, "one guid for all": EVERYBODYS}.get(self.kind)
        post.url = {"guids only": None, "no names": None, "front page and no guid": site}.get(self.kind, url)

    def name_all(self) -> None:
        for post in self.posts:
            self.name(post)

    def edit(self, which: int, redate: bool) -> None:
        """Only where names tell: without any, another text is another article."""
        if self.posts and self.kind in ("guids and links", "links only", "guids only"):
            post = self.posts[which % len(self.posts)]
            post.text += " edited"
            post.at = post.at + 3 if redate and post.at else post.at

    def render(self) -> None:
        """Another CMS: other names, and all texts are cut in another way."""
        self.generation += 1
        self.path += 1
        for post in self.posts:
            post.text += " rendered"

    def document(self) -> list[Post]:
        """Newest first, as far as one could know what is shown of the old ones."""
        window = list(reversed(self.posts[self.window]))
        told = [post for post in window if post.tells()]
        heads = Counter((post.title, post.at) for post in self.posts)
        moved = [post for post in window if not post.tells() and post.at and post.title and post.is_headed(heads)]
        same_name = [post for post in told if post.shown is not None]
        if len(moved) >= 3 and len(moved) > len(same_name):
            # One that is new may be known no more surely than those that moved, if it is headed as an old one was.
            sure = [post for post in told if post.shown is not None or heads[post.title, post.at] == 1]
            return [post for post in window if post in sure or post in moved]
        return told


steps = st.one_of(
    st.tuples(st.just("publish"), st.lists(st.sampled_from(["Links", "Open thread", "News", ""]), max_size=4)),
    st.tuples(st.just("scheme"), st.sampled_from(["http", "https"])),
    st.tuples(st.just("tracking"), st.sampled_from(["", "?utm_source=rss", "?utm_medium=b&utm_source=c"])),
    st.tuples(st.just("guids"), st.none()),
    st.tuples(st.just("links"), st.none()),
    st.tuples(st.just("both"), st.none()),
    st.tuples(st.just("render"), st.none()),
    st.tuples(st.just("edit"), st.tuples(st.integers(0, 20), st.booleans())),
    st.tuples(st.just("window"), st.tuples(st.integers(0, 12), st.integers(0, 12))),
    st.tuples(st.just("reorder"), st.integers(0, 5)),
)


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@example(
    "guids and links",
    [(("publish", ["Links", "Links"]), True), (("render", None), False), (("publish", ["Links"]), True)],
)
@given(st.sampled_from(KINDS), st.lists(st.tuples(steps, st.booleans()), min_size=2, max_size=10))
def test_whatever_a_site_does(shared_library: Writer, kind: str, steps: list[tuple[tuple[str, object], bool]]) -> None:
    feed = Feed(shared_library, follow(shared_library, f"https://example.org/{next(numbers)}"))
    site = Site(kind)
    known: dict[int, int] = {}
    turn = 0
    for (step, detail), asked in [(("publish", ["First", "Second"]), True), *steps]:
        match step, detail:
            case "publish", list(titles):
                for title in titles:
                    site.publish(title)
            case "scheme", str(scheme):
                site.scheme = scheme
            case "tracking", str(tracking):
                site.tracking = tracking
            case "guids" | "links" | "both", _:
                site.generation += step in ("guids", "both")
                site.path += step in ("links", "both")
            case "render", _:
                if kind != "no names" and kind != "front page and no guid":
                    site.render()
            case "edit", (int(which), bool(redate)):
                site.edit(which, redate)
            case "window", (int(start), int(size)):
                site.window = slice(start, start + size)
            case "reorder", int(turn):
                pass
        site.name_all()
        if not asked:
            continue
        document = site.document()
        shown = document[turn:] + document[:turn]
        new, _ = feed.poll(*(post.entry() for post in shown))
        fresh = [post for post in shown if post.key not in known]
        event(f"{kind}: {'new' if fresh else 'nothing new'}")
        assert new == len(fresh), (step, detail)
        for post in shown:
            post.shown = post.facets
            post.came = post.came or (post.title, post.at)
            known[post.key] = 1
        assert len(feed.titles()) == len(known)
    assert counters_are_right(shared_library)
