"""A small library as a reader may have it: feeds in folders, with signs, articles in four scripts, with pictures.

All words are our own. What is written as ``{picture:name}`` is painted by ``painted``, and lies in the cache already.
"""

from __future__ import annotations

import hashlib
import re
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks import painted
from desktop_reader import paths
from desktop_reader.content.prepare import prepare
from desktop_reader.errors import FetchError
from desktop_reader.jobs.icons import KeepIcon
from desktop_reader.jobs.mark import MarkRead, MarkUnread, Open, Star
from desktop_reader.jobs.refresh import Arrival, settle
from desktop_reader.jobs.subscribe import Found, Subscribe
from desktop_reader.library import connect
from desktop_reader.library.writer import Writer
from desktop_reader.records.health import Problem
from desktop_reader.records.parsed import Rhythm
from desktop_reader.records.refresh import Answer, Digest, DigestedEntry, FeedRequest, Validators
from desktop_reader.worker import understanding
from desktop_reader.worker.cache import Cache
from desktop_reader.worker.once import catch_up

FAILING = "Type & Grid"
LEADING = "Ferry to the outer islands sails again after eleven weeks"
LONG = "Ten nights of staring at nothing, and what it showed"
CODE = "You wanted a key: sorting lists without comparing twice"
ARABIC = "مركبة صغيرة تدخل مدار القمر وترسل أولى صورها"
JAPANESE = "島へ渡る船、十一週間ぶりに運航を再開"
_HOUR = 3600
_PATIENCE = 60.0  # Seconds that the articles may take to be understood.


@dataclass(frozen=True, slots=True)
class Feed:
    """``sign`` is its letter and colour, empty where it has none of its own."""

    title: str
    folder: str = ""
    sign: tuple[str, str] | tuple[()] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """An article; ``hours`` ago it came."""

    feed: str
    title: str
    hours: int
    html: str
    author: str = ""


FEEDS = (
    Feed("Harbour Gazette", "News", ("H", "#0E7490")),
    Feed("Meridian Wire", "News", ("M", "#1D3557")),
    Feed("Nordlicht Tageblatt", "News", ("N", "#3B5BDB")),
    Feed("港の便り", "News"),
    Feed("Slow Telescope", "Science", ("S", "#4C3FD0")),
    Feed("العلوم اليوم", "Science", ("ع", "#0F766E")),
    Feed("Field Notes", "Science", ("F", "#4D7C0F")),
    Feed("The Ledger of Small Scripts", "Technology", ("L", "#15803D")),
    Feed("Energy Desk", "", ("E", "#C2410C")),
    Feed("Slow Kitchen", "", ("K", "#8C4A2F")),
    Feed(FAILING),
)
STORIES = (
    Story(
        "Harbour Gazette",
        LEADING,
        2,
        """<p>The white ferry left the north quay at six this morning with forty-one passengers, a post van and a crate
        of seedlings on board. It was the first crossing to the outer islands since the January storms broke the ramp
        at Sandholm.</p><p>“We kept the kettle warm,” said the skipper, Ann Rowe, who has run the line for nineteen
        years. “People asked every day. Now they only ask whether there is tea.”</p><figure>{picture:sea}
        <figcaption>The ferry off the north quay, a little after sunrise.</figcaption></figure><p>The new ramp was
        floated in from the yard at <a href="https://kettle-bay.example/yard">Kettle Bay</a> and set on its piers
        within four tides. The council says that it will carry the weight of two lorries, twice what the old one bore,
        and that the night boat will return in May.</p><h2>What changes on board</h2><p>Tickets can be bought on the
        quay again, with coins as well. Bicycles travel free until midsummer, and the cabin on the upper deck is kept
        quiet: no screens, no calls, and a shelf of books that anyone may take from and add to.</p><blockquote><p>It
        is a slow boat. That is what it is for.</p></blockquote><p>The harbour office asks all who cross to be at the
        quay a quarter of an hour before the boat leaves. In fog the horn sounds twice.</p><ul><li>six o’clock, from
        the north quay</li><li>noon, from Sandholm</li><li>half past seven, from the north quay, but not on
        Sundays</li></ul>""",
        "R. Almond",
    ),
    Story(
        "Slow Telescope",
        LONG,
        3,
        """<p>When the first frames came down, the team did what astronomers seldom dare: they pointed the mirror at an
        empty patch of sky and left it there for ten nights.</p><p>The patch is no wider than a grain of rice held at
        arm’s length. By the fourth night it had four hundred galaxies in it; by the tenth, more than nine
        thousand.</p><figure>{picture:stars}<figcaption>Almost every point of light is a whole galaxy.</figcaption>
        </figure><p>Several colleagues had advised against it. If the field had come back blank, the argument ran, ten
        nights would have been lost, and there are few enough of them between the rains.</p><h2>What the dots had to
        say</h2><p>Three results came out of the first week:</p><ol><li>Galaxies stood together earlier than anyone had
        thought.</li><li>The faintest of them are blue, which means that they were young.</li><li>Between them there is
        more dust than light.</li></ol><blockquote><p>You do not ask for ten nights of the most wanted mirror on the
        mountain to look at nothing. Unless you suspect that nothing is where everything is.</p></blockquote><table>
        <tr><th>Night</th><th>Galaxies</th><th>Hours</th></tr><tr><td>first</td><td>61</td><td>6.2</td></tr><tr>
        <td>fourth</td><td>412</td><td>24.8</td></tr><tr><td>tenth</td><td>9,107</td><td>63.5</td></tr></table><p>The
        frames are open to everyone. Two schools on the islands have begun to count the spirals.</p>""",
        "Ines Okoro",
    ),
    Story(
        "The Ledger of Small Scripts",
        CODE,
        5,
        """<p>Sorting by a comparison that calls a slow function is the classic way to make a small script slow. Give the
        sort a <code>key</code> and each value is computed once.</p><h2>The slow version</h2><pre><code
        class="language-python">from functools import cmp_to_key

def newest_first(a, b):
    # parses both dates for every single comparison
    da, db = parse_date(a["date"]), parse_date(b["date"])
    return (db > da) - (db < da)

entries.sort(key=cmp_to_key(newest_first))</code></pre><p>With <b>20,000 entries</b> that is about 290,000 comparisons
        and twice as many parses. Press <kbd>Ctrl</kbd>+<kbd>C</kbd> and read on. The cure is one line:
        <code>entries.sort(key=lambda e: parse_date(e["date"]), reverse=True)</code>.</p>""",
        "J. Okafor",
    ),
    Story(
        "Meridian Wire",
        "Outer islands welcome the first ferry since the winter storms",
        6,
        """<p>Islanders lined the quay at Sandholm on Tuesday to greet the ferry, which had not called since storms broke
        the ramp in January. {picture:quay}</p><p>The rebuilt ramp carries twice the load of the old one, the council
        said. A night boat is planned for May.</p>""",
    ),
    Story(
        "Energy Desk",
        "Winter begins with storage at ninety-five per cent",
        8,
        """<p>The caverns are full early this year, the network said on Friday, and the price for January fell by a
        fifth.</p>""",
    ),
    Story(
        "港の便り",
        JAPANESE,
        9,
        """<p>北埠頭を朝六時に出た白い船には、乗客四十一人と郵便車、それに苗の箱が積まれていた。一月の嵐で桟橋が壊れてから、島へ渡る船は一度も出ていなかった。</p>{picture:sea}
        <p>「毎日たずねられました」と船長は話す。「いまはお茶があるかどうかだけを聞かれます。」</p><h2>船の中で変わること</h2>
        <p>切符は港で買えるようになり、自転車は夏至まで無料となる。上の船室は静かな場所として残され、だれでも読める本棚が置かれている。</p>""",
    ),
    Story(
        "Slow Kitchen",
        "A case for the second cup",
        11,
        """<p>There is a reason the good cafés will not let you leave after one. {picture:cup} The first cup is for
        waking. The second is for tasting.</p>""",
        "M. Lindqvist",
    ),
    Story(
        "العلوم اليوم",
        ARABIC,
        14,
        """<p>أعلن فريق المرصد يوم الأربعاء أن مركبة صغيرة دخلت مدارها حول القمر بعد رحلة استغرقت خمسة أيام، وأن أجهزة القياس
        الثلاثة على متنها تعمل كما هو متوقع.</p><h2>أول الصور</h2><p>تلتقط الكاميرا صورة كل ساعة بدقة نصف متر، وستُنشر البيانات
        كاملة في <a href="https://moon.example/data">بوابة مفتوحة</a> خلال أسبوعين.</p><figure>{picture:moon}<figcaption>فوهات
        صغيرة قرب القطب الجنوبي.</figcaption></figure><p>قالت رئيسة الفريق إن الظلال الطويلة تساعد على قياس ارتفاع الحواف.</p>""",
        "ليلى حداد",
    ),
    Story(
        "Field Notes",
        "Dahlias, late and unbothered",
        26,
        """<p>The first frost was forecast for Tuesday. {picture:dahlia} Nobody told the dahlias, which went on as if
        October were a rumour.</p>""",
    ),
    Story(
        "Nordlicht Tageblatt",
        "Fähre zu den äußeren Inseln fährt wieder",
        28,
        """<p>Nach elf Wochen Pause legte die Fähre am Dienstag wieder an den äußeren Inseln an. An Bord waren Post und
        Setzlinge.</p>""",
    ),
    Story(
        "Energy Desk",
        "January storms cost the coast its ramps and half its wires",
        30,
        """<p>{picture:pylon} The storms of January broke the ferry ramp at Sandholm and left the outer islands without
        power for nine days, the network says. The wires now run under the sound.</p>""",
    ),
    Story(
        "Meridian Wire",
        "Kettle Bay yard floats a new ramp to Sandholm within four tides",
        50,
        """<p>A yard in Kettle Bay has floated the new ferry ramp for the outer islands across the sound and set it on
        its piers at Sandholm. The January storms had broken the old ramp.</p>""",
    ),
    Story(
        "Field Notes",
        "What the islands ran out of while the ferry lay still",
        51,
        """<p>First it was seedlings, then coffee, then patience. Eleven weeks without the ferry taught the outer islands
        what comes by boat: the post van, the doctor, and everybody’s cousins.</p>""",
    ),
    Story(
        "Slow Telescope",
        "The launch that was called off twice and saved the mission",
        74,
        """<p>They would stop the clock twice before the countdown was allowed to end, and the second stop saved the
        spacecraft. {picture:pylon}</p>""",
    ),
    Story(
        "Harbour Gazette",
        "Night boat to the outer islands returns in May",
        98,
        """<p>From the first of May the ferry crosses to the outer islands at night as well, the council has decided. The
        new ramp at Sandholm can take the boat at any tide.</p>""",
    ),
)
_PICTURE = re.compile(r"\{picture:(\w+)\}")


def make(path: Path) -> None:
    """Builds the library at ``path``, and puts its pictures into the cache of this home."""
    now = int(time.time())
    connect.prepare(path)
    library = Writer(path)
    cache = Cache(paths.cache() / "pictures", 100_000_000)
    for name in sorted({name for story in STORIES for name in _PICTURE.findall(story.html)}):
        cache.keep(_address(name), painted.picture(name), Validators())
    for feed in FEEDS:
        site = f"https://{hashlib.sha256(feed.title.encode()).hexdigest()[:6]}.example/"
        entries = tuple(_entry(site, story, now) for story in STORIES if story.feed == feed.title)
        digest = Digest(feed.title, site, "", None, None, Rhythm(), entries)
        found = Found(f"{site}feed", feed.title, site, Answer(f"{site}feed", 200), digest, b"")
        Subscribe(found, now - 120, _HOUR, folder=feed.folder).run(library)
    ids = {feed.title: feed.id for feed in library.reader.feeds()}
    for feed in FEEDS:
        if feed.sign:
            picture = painted.sign(*feed.sign, round_=len(feed.title) % 2 == 0)
            KeepIcon(ids[feed.title], "https://signs.example/", picture, now).run(library)
    failing = next(feed for feed in library.reader.feeds() if feed.title == FAILING)
    error = FetchError(Problem.TIMED_OUT, "20 s")
    settle(library, [Arrival(FeedRequest(failing.id, failing.url), error=error)], now - 120, _HOUR)
    rows = {row.title: row.id for row in library.reader.rows(range(1, len(STORIES) + 9)).values()}
    Star((rows[LONG], rows["A case for the second cup"])).run(library)
    MarkRead((rows["Winter begins with storage at ninety-five per cent"], rows["A case for the second cup"])).run(
        library
    )
    Open(rows[LEADING], now - _HOUR).run(library)
    MarkUnread((rows[LEADING],)).run(library)
    catch_up(library)
    understanding.catch_up(library, _PATIENCE)
    library.close()


def _address(name: str) -> str:
    return f"https://pictures.example/{name}.jpg"


def _entry(site: str, story: Story, now: int) -> DigestedEntry:
    mark = hashlib.blake2b(story.title.encode(), digest_size=12).digest()
    url = f"{site}{mark.hex()[:8]}"
    shown = rf'<img src="{_address("%")}" width="{painted.WIDTH}" height="{painted.HEIGHT}" alt="">'.replace("%", r"\1")
    html = _PICTURE.sub(shown, story.html)
    at = now - story.hours * _HOUR
    return DigestedEntry(mark, url, url, story.title, story.author, at, None, prepare(html, url, story.title, None))
