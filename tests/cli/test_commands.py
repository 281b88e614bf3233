"""The command line goes the whole road without a window: add, refresh, list, show, mark, search, import, export."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
import uuid
from pathlib import Path
from typing import Any

import pytest

from desktop_reader.__main__ import main
from tests.documents import Item, atom, page, rss
from tests.servers import Site

ISO = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


class Terminal:
    """Runs commands on one library in this process."""

    def __init__(self, library: Path, capture: pytest.CaptureFixture[str]) -> None:
        self.library = library
        self._capture = capture
        self.error = ""

    def __call__(self, *words: str, code: int = 0) -> str:
        self._capture.readouterr()
        done = main([*words, "--library", str(self.library)])
        out, self.error = self._capture.readouterr()
        assert done == code, self.error
        return out

    def json(self, *words: str, code: int = 0) -> Any:
        return json.loads(self(*words, "--json", code=code))


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(tmp_path / "my library.db", capsys)


def serve_harbour(site: Site, *numbers: int, title: str = "Harbour Notes") -> str:
    site.serve("/feed.xml", rss([Item(n) for n in numbers], title), headers=(("Content-Type", "application/rss+xml"),))
    return site.url("/feed.xml")


def test_add_lists_the_feed_with_stable_keys(run: Terminal, site: Site) -> None:
    (feed,) = run.json("add", serve_harbour(site, 1, 2))

    assert " ".join(feed) == "id title url site_url category_id unread total last_checked next_check health"
    assert uuid.UUID(feed["id"]).version == 4
    assert (feed["title"], feed["unread"], feed["total"], feed["health"]) == ("Harbour Notes", 2, 2, "fine")
    assert ISO.fullmatch(feed["last_checked"])
    assert ISO.fullmatch(feed["next_check"])
    assert run.json("feeds") == [feed]
    assert len(site.requests) == 1  # Rule P13: adding a feed costs one request.


def test_add_by_the_address_of_the_site(run: Terminal, site: Site) -> None:
    feed = serve_harbour(site, 1)
    site.serve("/", page("/feed.xml"), headers=(("Content-Type", "text/html"),))

    (added,) = run.json("add", site.url("/"), "--folder", "The News", "--title", "Mine")

    assert (added["url"], added["title"], added["category_id"]) == (feed, "Mine", "the-news")


def test_add_goes_on_after_a_wrong_address_and_ends_with_1(run: Terminal, site: Site) -> None:
    good = serve_harbour(site, 1)

    (added,) = run.json("add", "javascript:alert(1)", good, code=1)

    assert added["url"] == good
    assert "is not a web address" in run.error


def test_a_page_without_a_feed_says_what_to_do(run: Terminal, site: Site) -> None:
    site.serve("/", page(), headers=(("Content-Type", "text/html"),))

    run("add", site.url("/"), code=1)

    assert "No feed was found" in run.error
    assert "RSS, Atom or feed" in run.error
    assert run.json("feeds") == []


def test_a_dead_host_is_a_sentence(run: Terminal, site: Site) -> None:
    address = site.url("/feed.xml")
    site.close()

    run("add", address, code=1)

    assert "did not accept the connection" in run.error
    assert "Traceback" not in run.error


def test_refresh_tells_what_became_of_each_feed(run: Terminal, site: Site) -> None:
    run("add", serve_harbour(site, 1))
    site.serve("/light.xml", atom([Item(1)]))
    run("add", site.url("/light.xml"))
    serve_harbour(site, 1, 2)
    site.serve("/light.xml", b"", status=500)

    harbour, light = run.json("refresh")

    assert list(harbour) == ["id", "url", "status", "new", "updated", "error"]
    assert (harbour["status"], harbour["new"], harbour["error"]) == ("new", 1, None)
    assert light["status"] == "failed"
    assert "fault" in light["error"]
    assert [feed["total"] for feed in run.json("feeds")] == [2, 1]
    assert "fault" in run.json("feeds")[1]["health"]

    assert run.json("refresh", light["id"], code=1)[0]["status"] == "failed"  # All that was asked for failed.
    again = run.json("refresh", harbour["id"][:8])
    assert [(one["status"], one["new"]) for one in again] == [("unchanged", 0)]


def test_refresh_due_asks_nobody_before_it_is_time(run: Terminal, site: Site) -> None:
    run("add", serve_harbour(site, 1))

    assert run.json("refresh", "--due") == []
    assert len(site.requests) == 1


def test_refresh_heeds_not_now_also_by_hand(run: Terminal, site: Site) -> None:
    run("add", serve_harbour(site, 1))
    site.serve("/feed.xml", b"", status=429, headers=(("Retry-After", "3600"),))
    run("refresh", code=1)
    asked = len(site.requests)

    (outcome,) = run.json("refresh")

    assert outcome["status"] == "skipped"
    assert "asked not to be called before" in outcome["error"]
    assert len(site.requests) == asked


def test_articles_can_be_listed_sorted_and_filtered(run: Terminal, site: Site) -> None:
    items = [
        Item(1, "Zebra", "<p>one two three</p>", at=1_700_000_000),
        Item(2, "apple", "<p>one</p>", at=1_700_000_100),
        Item(3, "“Mango”", "<p>one two</p>", at=1_700_000_200),
    ]
    site.serve("/feed.xml", rss(items))
    (feed,) = run.json("add", site.url("/feed.xml"))

    articles = run.json("articles")

    assert " ".join(articles[0]) == (
        "id guid feed_id category_id title url author date created updated last_read read_count words unread starred"
    )
    assert [a["title"] for a in articles] == ["“Mango”", "apple", "Zebra"]
    assert articles[0]["date"] == "2023-11-14T22:16:40Z"
    assert articles[0]["guid"] == "urn:harbour:3"
    assert articles[0]["feed_id"] == feed["id"]
    assert [a["title"] for a in run.json("articles", "--sort", "title")] == ["apple", "“Mango”", "Zebra"]
    assert [a["words"] for a in run.json("articles", "--sort", "words")] == [3, 2, 1]
    assert [a["title"] for a in run.json("articles", "--limit", "1", "--offset", "1")] == ["apple"]
    assert [a["title"] for a in run.json("articles", "--search", "two -three")] == ["“Mango”"]
    assert len(run.json("articles", "--feed", feed["id"][:6])) == 3
    assert len(run.json("articles", "--folder", feed["category_id"])) == 3

    run("mark", "read", articles[0]["id"])
    run("mark", "star", articles[1]["id"][:8], articles[2]["id"])
    assert [a["title"] for a in run.json("articles", "--unread")] == ["apple", "Zebra"]
    assert [a["title"] for a in run.json("articles", "--starred")] == ["apple", "Zebra"]
    assert run.json("feeds")[0]["unread"] == 2
    run("mark", "unstar", articles[1]["id"])
    run("mark", "unread", articles[0]["id"])
    assert len(run.json("articles", "--unread")) == 3
    assert [a["title"] for a in run.json("articles", "--starred")] == ["Zebra"]


def test_show_gives_all_forms_and_counts_only_when_told(run: Terminal, site: Site) -> None:
    site.serve("/feed.xml", rss([Item(1, "The ferry", "<p>It <b>sails</b> at noon.</p><script>alert(1)</script>")]))
    run("add", site.url("/feed.xml"))
    (listed,) = run.json("articles")

    shown = run.json("show", listed["id"][:4])

    assert {name: shown[name] for name in listed} == listed
    assert set(shown) - set(listed) == {
        "reading_minutes",
        "opened",
        "earlier_versions",
        "quoted",
        "summary",
        "similar",
        "text",
        "markdown",
        "html",
        "source",
        "enclosures",
    }
    assert shown["text"] == "It sails at noon."
    assert shown["markdown"].strip() == "It **sails** at noon."
    assert shown["html"] == "<p>It <b>sails</b> at noon.</p>"
    assert (shown["read_count"], shown["last_read"], shown["unread"]) == (0, None, True)
    assert run("show", listed["id"], "--text").strip() == "It sails at noon."
    assert run("show", listed["id"], "--markdown").strip() == "It **sails** at noon."
    assert run("show", listed["id"], "--html").strip() == "<p>It <b>sails</b> at noon.</p>"
    assert run("show", listed["id"], "--source").strip() == "<p>It <b>sails</b> at noon.</p>"
    assert "The ferry" in run("show", listed["id"])

    counted = run.json("show", listed["id"], "--count")
    assert (counted["read_count"], counted["unread"]) == (1, False)
    assert ISO.fullmatch(counted["last_read"])
    assert run.json("show", listed["id"], "--count")["read_count"] == 2


def test_similar_articles_share_rare_words(run: Terminal, site: Site) -> None:
    about = "The harbour pilots of Wonsan guided the ferry Aurora past the sandbank at low tide this morning"
    items = [
        Item(1, "Pilots guide Aurora", f"<p>{about}.</p>"),
        Item(2, "Aurora passes the sandbank", f"<p>{about}, witnesses in Wonsan said.</p>"),
        *(
            Item(n, f"Recipe {n}", f"<p>Stir the flour with number {n} and wait for the dough.</p>")
            for n in range(3, 40)
        ),
    ]
    site.serve("/feed.xml", rss(items))
    run("add", site.url("/feed.xml"))
    (first,) = run.json("search", '"pilots guide aurora"')

    similar = run.json("show", first["id"])["similar"]

    assert [one["title"] for one in similar] == ["Aurora passes the sandbank"]


@pytest.mark.parametrize("name", ["ffffffff", "xyz", ""])
def test_an_id_that_names_nothing_says_where_the_ids_are(run: Terminal, name: str) -> None:
    run("feeds")
    run("show", name, code=1)
    assert "desktop-reader articles" in run.error


def test_mark_is_all_or_nothing(run: Terminal, site: Site) -> None:
    run("add", serve_harbour(site, 1, 2))
    good = run.json("articles")[0]["id"]

    run("mark", "read", good, "ffffffffffff", code=1)

    assert len(run.json("articles", "--unread")) == 2


def test_opml_goes_out_and_comes_in_with_its_folders(run: Terminal, site: Site, tmp_path: Path) -> None:
    run("add", serve_harbour(site, 1), "--folder", "News & more")
    file = tmp_path / "out" / "subscriptions.opml"
    run("export", "opml", str(file))
    assert run("export", "opml").encode() == file.read_bytes()

    other = Terminal(tmp_path / "other.db", run._capture)
    (imported,) = other.json("import", str(file))

    assert (imported["url"], imported["category_id"]) == (site.url("/feed.xml"), "news-and-more")
    assert other.json("import", str(file)) == []
    (outcome,) = other.json("refresh")
    assert (outcome["status"], outcome["new"]) == ("new", 1)


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "empty"), (b"<opml version='2.0'><body><outline text='a'", ""), (b"hello there", ""), (b"\x00\xff\xfe", "")],
)
def test_a_broken_opml_adds_nothing_and_says_so(run: Terminal, tmp_path: Path, content: bytes, said: str) -> None:
    file = tmp_path / "broken.opml"
    file.write_bytes(content)

    run("import", str(file), code=1)

    assert said in run.error
    assert run.error.startswith("desktop-reader: ")
    assert "Traceback" not in run.error
    assert run.json("feeds") == []


def test_a_missing_file_is_a_sentence(run: Terminal, tmp_path: Path) -> None:
    run("import", str(tmp_path / "nowhere.opml"), code=1)
    assert "cannot be read" in run.error


def test_hostile_words_cannot_steer_the_terminal(run: Terminal, site: Site) -> None:
    site.serve("/feed.xml", rss([Item(1, "Good \u202etxt.exe\u202c &#27;[2J &#155;x day")]))
    run("add", site.url("/feed.xml"))

    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", run("articles"))


@pytest.mark.parametrize(
    "words",
    [
        ["articles", "--sort", "colour"],
        ["nonsense"],
        ["mark", "blue", "1"],
        ["add"],
        ["refresh", "--jobs", "0"],
        ["articles", "--limit", "-1"],
        ["add", "a", "b", "--title", "x"],
    ],
)
def test_wrong_usage_ends_with_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    assert "usage:" in capsys.readouterr().err


def test_no_library_file_is_half_written_when_the_folder_cannot_be_made(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    assert main(["feeds", "--library", str(tmp_path / "file" / "library.db")]) == 1
    assert "cannot be opened" in capsys.readouterr().err


def test_the_program_runs_as_a_module_and_closes_a_pipe_quietly(tmp_path: Path) -> None:
    words = (sys.executable, "-m", "desktop_reader", "articles", "--library", str(tmp_path / "l.db"))
    command = f"{shlex.join(words)} | head -0"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=True)
    assert done.stderr == ""


def test_bytes_that_are_no_text_do_no_harm(run: Terminal, site: Site) -> None:
    (feed,) = run.json("add", serve_harbour(site, 1), "--folder", "Caf\udce9", "--title", "\udcff!")
    assert (feed["category_id"], feed["title"]) == ("caf", "?!")
    assert run.json("articles", "--search", "caf\udce9 nothing") == []


@pytest.mark.parametrize(
    ("typed", "told"), [("\udce9", "nothing to look for"), ("is:reed", "is:unread"), ("((", "“((”")]
)
def test_a_search_that_cannot_be_understood_is_told(run: Terminal, site: Site, typed: str, told: str) -> None:
    run("add", serve_harbour(site, 1))
    run("search", typed, code=1)
    assert told in run.error
