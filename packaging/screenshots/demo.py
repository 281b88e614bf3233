"""A small library of our own writing, for pictures of the window: nobody else's words or feeds are in it."""

from __future__ import annotations

import hashlib
import time
from pathlib import Path

from desktop_reader.content.prepare import prepare
from desktop_reader.errors import FetchError
from desktop_reader.jobs.mark import MarkRead, Open, Star
from desktop_reader.jobs.refresh import Arrival, settle
from desktop_reader.jobs.subscribe import Found, Subscribe
from desktop_reader.library import connect
from desktop_reader.library.writer import Writer
from desktop_reader.records.health import Problem
from desktop_reader.records.parsed import Rhythm
from desktop_reader.records.refresh import Answer, Digest, DigestedEntry, FeedRequest
from desktop_reader.worker.once import catch_up

HOUR = 3600
FEEDS = {
    "Harbour Gazette": "News",
    "Meridian Wire": "News",
    "Nordlicht Tageblatt": "News",
    "Slow Telescope": "Science",
    "Field Notes": "Science",
    "港の便り": "Science",
    "The Ledger of Small Scripts": "Technology",
    "Energy Desk": "",
    "Slow Kitchen": "",
    "Type & Grid": "",
}
STORIES = (
    (
        "Harbour Gazette",
        "Ferry to the outer islands sails again after eleven weeks",
        2,
        """<p>The white ferry left the north quay at six this morning with forty-one passengers, a post van and a crate of
        seedlings on board. It was the first crossing to the outer islands since the January storms broke the ramp at
        Sandholm.</p><p>“We kept the kettle warm,” said the skipper, Ann Rowe, who has run the line for nineteen years.
        “People asked every day. Now they only ask whether there is tea.”</p><p>The new ramp was floated in from the
        yard at Kettle Bay and set on its piers within four tides. The council says that it will carry the weight of two
        lorries, twice what the old one bore, and that the night boat will return in May.</p><h2>What changes on
        board</h2><p>Tickets can be bought on the quay again, with coins as well. Bicycles travel free until midsummer,
        and the cabin on the upper deck is kept quiet: no screens, no calls, and a shelf of books that anyone may take
        from and add to.</p><blockquote><p>It is a slow boat. That is what it is for.</p></blockquote><p>The harbour
        office asks all who cross to be at the quay a quarter of an hour before the boat leaves. In fog the horn sounds
        twice.</p>""",
        "R. Almond",
    ),
    (
        "Meridian Wire",
        "Outer islands welcome the first ferry since the winter storms",
        3,
        """<p>Islanders lined the quay at Sandholm on Tuesday to greet the ferry, which had not called since storms broke
        the ramp in January. The boat brought post, seedlings and forty-one passengers.</p><p>The rebuilt ramp carries
        twice the load of the old one, the council said. A night boat is planned for May.</p>""",
        "",
    ),
    (
        "Harbour Gazette",
        "Night boat to the outer islands returns in May",
        74,
        """<p>From the first of May the ferry crosses to the outer islands at night as well, the council has decided. The new
        ramp at Sandholm can take the boat at any tide.</p><p>The skipper, Ann Rowe, wants a second crew for it.</p>""",
        "",
    ),
    (
        "Meridian Wire",
        "Kettle Bay yard floats a new ramp to Sandholm within four tides",
        98,
        """<p>A yard in Kettle Bay has floated the new ferry ramp for the outer islands across the sound and set it on its
        piers at Sandholm. The January storms had broken the old ramp.</p><p>It bears two lorries at once.</p>""",
        "",
    ),
    (
        "Field Notes",
        "What the islands ran out of while the ferry lay still",
        51,
        """<p>First it was seedlings, then coffee, then patience. Eleven weeks without the ferry taught the outer islands what
        comes by boat: the post van, the doctor, and everybody’s cousins.</p>""",
        "",
    ),
    (
        "Energy Desk",
        "January storms cost the coast its ramps and half its wires",
        120,
        """<p>The storms of January broke the ferry ramp at Sandholm and left the outer islands without power for nine days,
        the network says. The wires now run under the sound.</p>""",
        "",
    ),
    (
        "Slow Telescope",
        "Ten nights of staring at nothing, and what it showed",
        4,
        """<p>When the first frames came down, the team did what astronomers seldom dare: they pointed the mirror at an
        empty patch of sky and left it there for ten nights.</p><p>The patch is no wider than a grain of rice held at
        arm’s length. By the fourth night it had four hundred galaxies in it; by the tenth, more than nine
        thousand.</p>""",
        "Ines Okoro",
    ),
    (
        "The Ledger of Small Scripts",
        "You wanted a key: sorting lists without comparing twice",
        6,
        """<p>Sorting by a comparison that calls a slow function is the classic way to make a small script slow. Give the
        sort a <code>key</code> and each value is computed once.</p><h2>The slow version</h2><pre><code
        class="language-python">from functools import cmp_to_key

def newest_first(a, b):
    # parses both dates for every single comparison
    da, db = parse_date(a["date"]), parse_date(b["date"])
    return (db > da) - (db < da)

entries.sort(key=cmp_to_key(newest_first))</code></pre><p>With <b>20,000 entries</b> that is about 290,000 comparisons
        and twice as many parses. The cure is one line: <code>entries.sort(key=lambda e: parse_date(e["date"]),
        reverse=True)</code>.</p><table><tr><th>Way</th><th>Parses</th><th>Seconds</th></tr><tr><td>comparison</td>
        <td>580,000</td><td>9.1</td></tr><tr><td>key</td><td>20,000</td><td>0.3</td></tr></table>""",
        "J. Okafor",
    ),
    (
        "Energy Desk",
        "Winter begins with storage at ninety-five per cent",
        8,
        "<p>The caverns are full early this year, the network said on Friday, and the price for January fell by a fifth.</p>",
        "",
    ),
    (
        "港の便り",
        "島へ渡る船、十一週間ぶりに運航を再開",
        9,
        "<p>北埠頭を朝六時に出た白い船には、乗客四十一人と郵便車、それに苗の箱が積まれていた。</p><p>「毎日たずねられました」と船長は話す。</p>",
        "",
    ),
    (
        "Slow Kitchen",
        "A case for the second cup",
        11,
        "<p>There is a reason the good cafés will not let you leave after one. The first cup is for waking. The second is for tasting.</p>",
        "M. Lindqvist",
    ),
    (
        "Field Notes",
        "Dahlias, late and unbothered",
        26,
        "<p>The first frost was forecast for Tuesday. Nobody told the dahlias, which went on as if October were a rumour.</p>",
        "",
    ),
    (
        "Nordlicht Tageblatt",
        "Fähre zu den äußeren Inseln fährt wieder",
        28,
        "<p>Nach elf Wochen Pause legte die Fähre am Dienstag wieder an den äußeren Inseln an. An Bord waren Post und Setzlinge.</p>",
        "",
    ),
    (
        "Slow Telescope",
        "The launch that was called off twice and saved the mission",
        30,
        "<p>They would stop the clock twice before the countdown was allowed to end, and the second stop saved the spacecraft.</p>",
        "",
    ),
)


def make(path: Path) -> None:
    """Builds the library at ``path``."""
    now = int(time.time())
    connect.prepare(path)
    library = Writer(path)
    for title, folder in FEEDS.items():
        site = f"https://{hashlib.sha256(title.encode()).hexdigest()[:6]}.example/"
        stories = [story for story in STORIES if story[0] == title]
        digest = Digest(title, site, "", None, None, Rhythm(), tuple(_entry(site, story, now) for story in stories))
        found = Found(f"{site}feed", title, site, Answer(f"{site}feed", 200), digest, b"")
        Subscribe(found, now - 120, 3600, folder=folder).run(library)
    failing = next(feed for feed in library.reader.feeds() if feed.title == "Type & Grid")
    error = FetchError(Problem.TIMED_OUT, "20 s")
    settle(library, [Arrival(FeedRequest(failing.id, failing.url), error=error)], now - 120, 3600)
    rows = {row.title: row.id for row in library.reader.rows(range(1, 40)).values()}
    Star((rows["Ten nights of staring at nothing, and what it showed"], rows["A case for the second cup"])).run(library)
    for title in ("Winter begins with storage at ninety-five per cent", "A case for the second cup"):
        MarkRead((rows[title],)).run(library)
    Open(rows["Ferry to the outer islands sails again after eleven weeks"], now - HOUR).run(library)
    catch_up(library)
    library.close()


def _entry(site: str, story: tuple[str, str, int, str, str], now: int) -> DigestedEntry:
    _, title, hours, html, author = story
    mark = hashlib.blake2b(title.encode(), digest_size=12).digest()
    url = f"{site}{mark.hex()[:8]}"
    return DigestedEntry(mark, url, url, title, author, now - hours * HOUR, None, prepare(html, url, title, None))
