"""Thirty days of the real program with a thousand feeds, in minutes: the clock is turned by hand, the machine sleeps,
the network comes and goes, servers do what servers do, and somebody reads meanwhile.

At the end of each day, in a quiet moment, everything is counted that could leak. In the end all that was ever given
away whole must be in the library, once, as it was given away last; what was starred and marked must be so.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.chaos.month_world import BEGIN, World
from tests.chaos.outcome import Outcome
from tests.library_fixtures import follow, opened

HOUR = 3600
_SEED = 20261124
_FULL_ON = 5  # The day from which on the caches are full.
_GROWS = 0.10
_ONCE = 2  # Files that are opened the first time when they are needed, and stay open.
_LOOKS = 40
_QUIET = 0.25  # Hours before the counting: what a refresh took is given back ten minutes later.
_CACHED = 16  # Connections that may be kept open for the next ask.


@dataclass(frozen=True)
class Day:
    """What there was at the end of one. Sizes are kB; ``own`` is what no other process shares and no file backs."""

    day: int
    weather: str
    asked: int
    articles: int
    own: int
    rss: int
    pss: int
    helpers: int
    threads: int
    files: int
    sockets: int
    children: int
    widgets: int

    def told(self) -> str:
        """A line of the table."""
        counts = f"{self.threads:>3} {self.files:>4} {self.sockets:>4} {self.children:>3} {self.widgets:>7}"
        sizes = " ".join(f"{size / 1024:>7.1f}" for size in (self.own, self.rss, self.pss, self.helpers))
        return f"  {self.day:>3} {self.weather:<18} {self.asked:>7} {self.articles:>6} {sizes} {counts}"


HEAD = "  day weather              asked  artic     own     rss     pss helpers thr file sock chi objects (MB)\n"


class Month:
    """The program, its world, and the days that have passed."""

    def __init__(self, folder: Path, feeds: int, days: int, deeds: int) -> None:
        self.library = folder / "library.db"
        self.world = World(feeds, days, _SEED)
        self.days: list[Day] = []
        self.losses: list[str] = []
        self._deeds = deeds
        with opened(self.library) as library:
            for publisher in self.world.publishers:
                follow(library, publisher.url, title=f"Publisher {publisher.number}", slug=f"p{publisher.number}")
        env = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
        env |= {"DESKTOP_READER_HOME": str(folder / "home"), "QT_QPA_PLATFORM": "offscreen", "LC_ALL": "C.UTF-8"}
        self._said = (folder / "said.txt").open("w")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.chaos.month_subject", str(self.library), str(self.world.port), str(BEGIN)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
            text=True,
            bufsize=1,
            env=env,
            cwd=Path(__file__).parents[2],
        )

    def ask(self, deed: str, **wish: Any) -> dict[str, Any]:
        """The program does this and says what became of it."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"do": deed, **wish}) + "\n")
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the program has ended: {self._process.wait()}")
        answer: dict[str, Any] = json.loads(line)
        if "error" in answer or answer.get("quiet") is False:
            self.losses.append(f"day {self.world.day}: {deed} {answer}")
        return answer

    def pass_time(self, hours: float, *, suspended: bool = False, wait: bool = True) -> None:
        """The clock goes on."""
        self.world.now += int(hours * HOUR)
        self.ask("jump", seconds=hours * HOUR, suspended=suspended, wait=wait)

    def live_a_day(self) -> None:
        """With its weather; away from the machine on every fifth."""
        day = self.world.day
        weather = (
            "asleep" if day % 5 == 4 else ("fine", "fine", "gone", "refused", "portal", "out while asking")[day % 6]
        )
        if weather == "asleep":
            self.pass_time(24 - 2 * _QUIET, suspended=bool(day % 2))
        else:
            self._stretch("fine" if weather == "out while asking" else weather)
            self.pass_time(7, suspended=bool(day % 2))
            if weather == "out while asking":
                self._leave_while_asking()
            self._stretch("fine")
            self.pass_time(11 - 2 * _QUIET, suspended=not day % 2)
        for _ in range(2):  # A backup may be due in the first quiet moment.
            self.pass_time(_QUIET)
            self.ask("rest")
        self.days.append(self._measured(day + 1, weather))

    def end_in_calm(self) -> dict[str, Any]:
        """Everybody answers as one should, all are asked, and the window is closed."""
        self.world.calm = True
        self.pass_time(26, suspended=True)
        for _ in range(3):
            self.pass_time(1)
            self.ask("refresh")
        state = self.ask("state")
        self.ask("close")
        code = self._process.wait(60)
        if code:
            self.losses.append(f"the program ended with {code}")
        return state

    def close(self) -> None:
        """Ends the program, and its world."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        self._said.close()
        self.world.close()

    def _stretch(self, weather: str) -> None:
        """Three hours before the machine; for the first two of them the weather is such."""
        for hour in range(3):
            now = weather if hour < 2 else "fine"
            self.world.portal = now == "portal"
            self.ask("network", state=now if now in ("gone", "refused") else "fine")
            self.pass_time(1)
            self.ask("person", deeds=self._deeds)

    def _leave_while_asking(self) -> None:
        """The lid is closed in the middle of a refresh; elsewhere there is no network for a while."""
        self.pass_time(1, wait=False)
        self.ask("network", state="gone")
        self.pass_time(3, suspended=True)
        self.ask("network", state="fine")

    def _measured(self, day: int, weather: str) -> Day:
        state = self.ask("state")
        main = self._process.pid
        sizes = _sizes(main)
        # Only what stays: somebody may read a file at this very moment, and the second helper ends half a second after
        # it had nothing to do.
        threads, children, files = _threads(main), _children(main), _open_files(main)
        for _ in range(_LOOKS):
            time.sleep(0.05)
            threads = min(threads, _threads(main))
            children = min(children, _children(main), key=len)
            files = min(files, _open_files(main), key=len)
        with closing(sqlite3.connect(f"file:{self.library}?mode=ro", uri=True)) as live:
            (articles,) = live.execute("SELECT count(*) FROM article").fetchone()
        return Day(
            day,
            weather,
            sum(self.world.asked.values()),
            articles,
            sizes["Anonymous"],
            sizes["Rss"],
            sizes["Pss"],
            sum(_sizes(child).get("Pss", 0) for child in children),
            threads,
            sum(not name.startswith("socket:") for name in files),
            sum(name.startswith("socket:") for name in files),
            len(children),
            int(state.get("widgets", 0)),
        )


def run(thorough: bool) -> Outcome:
    """Thirty days and a thousand feeds; three and thirty in the short form."""
    days, feeds, deeds = (30, 1000, 6) if thorough else (3, 30, 3)
    outcome = Outcome()
    if sys.platform != "linux":
        outcome.not_run.append("What is open is counted by /proc, which this system has not.")
        return outcome
    begin = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="chaos-month-") as place:
        month = Month(Path(place), feeds, days, deeds)
        try:
            for _ in range(days):
                month.live_a_day()
                if thorough:
                    print(HEAD if len(month.days) == 1 else "", end="")
                    print(month.days[-1].told(), flush=True)
            state = month.end_in_calm()
        finally:
            month.close()
        outcome.losses += month.losses
        outcome.losses += leaks(month.days)
        judge(outcome, month, state)
    outcome.counts["feeds"] = feeds
    outcome.counts["simulated days"] = days
    outcome.counts["seconds that they took"] = int(time.monotonic() - begin)
    return outcome


def leaks(days: list[Day]) -> list[str]:
    """What was more in the end than when the caches were full. The library's own growth is not subtracted."""
    full, since = days[:_FULL_ON], days[_FULL_ON - 1 :]
    if len(since) < 2:
        return []
    found = []
    for what, more in (("threads", 0), ("files", _ONCE), ("children", 0), ("widgets", 0)):
        most = max(getattr(day, what) for day in full)
        last = min(getattr(day, what) for day in since[-3:])
        if last > most + more:
            found.append(f"{what}: {most} at first, {last} in the end")
    if max(day.sockets for day in days) > _CACHED + 16:
        found.append(f"{max(day.sockets for day in days)} sockets were open at once")
    for what in ("own", "rss"):  # The part that is shared grows and shrinks with what others run on this machine.
        first, last = getattr(since[0], what), getattr(since[-1], what)
        if last > first * (1 + _GROWS):
            found.append(f"memory ({what}): {first} kB on day {since[0].day}, {last} kB on day {since[-1].day}")
    return found


def judge(outcome: Outcome, month: Month, state: dict[str, Any]) -> None:
    """Whether all is in the library, once, and as it was given away last; and what the reader did."""
    with closing(sqlite3.connect(month.library)) as live:
        kept: dict[str, list[str]] = {}
        for url, title in live.execute("SELECT feed.url, article.title FROM article JOIN feed ON feed.id = feed_id"):
            kept.setdefault(url, []).append(title)
        starred = {number for (number,) in live.execute("SELECT id FROM state WHERE starred")}
        read = {number for (number,) in live.execute("SELECT id FROM state WHERE is_read")}
        (whole,) = live.execute("PRAGMA integrity_check").fetchone()
        failing = live.execute("SELECT count(*) FROM feed_fetch WHERE problem IS NOT NULL").fetchone()[0]
    lost = doubled = stale = served = 0
    for publisher in month.world.publishers:
        titles = kept.pop(publisher.last_url, kept.pop(publisher.url, []))
        served += len(publisher.served)
        doubled += len(titles) - len({_name(title) for title in titles})
        lost += len({_name(title) for title in publisher.served.values()} - {_name(title) for title in titles})
        stale += len(set(publisher.served.values()) - set(titles))
    outcome.counts |= {f"answers of {status}": number for status, number in sorted(month.world.asked.items())}
    outcome.counts["articles given away, all there once"] = served
    outcome.counts["deeds of the reader, all there"] = len(state["starred"]) + len(state["read"])
    for what, number in (
        ("articles are missing", lost),
        ("articles are there twice", doubled),
        ("articles are not as they were given away last", stale - lost),
        ("articles stand in feeds that nobody follows", sum(map(len, kept.values()))),
        ("starred articles have no star", len(set(state["starred"]) - starred)),
        ("read articles are not read", len(set(state["read"]) - read)),
        ("feeds fail although all answer", failing),
    ):
        if number:
            outcome.losses.append(f"{number} {what}")
    if whole != "ok":
        outcome.losses.append(f"the library: {whole}")
    bugs = [one for one in state["failed"] if not one.startswith(("FeedError", "ReaderError", "FetchError"))]
    outcome.losses += [f"the program told: {one}" for one in sorted(set(bugs))]


def _name(title: str) -> str:
    return title.split()[1]


def _sizes(pid: int) -> dict[str, int]:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    except OSError:  # It has ended meanwhile.
        return {}
    return {name: int(rest.split()[0]) for name, _, rest in (line.partition(":") for line in lines)}


def _threads(pid: int) -> int:
    return len(os.listdir(f"/proc/{pid}/task"))


def _children(pid: int) -> list[int]:
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        with contextlib.suppress(OSError):  # It has ended meanwhile.
            found += map(int, (task / "children").read_text().split())
    return found


def _open_files(pid: int) -> list[str]:
    found = []
    for one in Path(f"/proc/{pid}/fd").iterdir():
        try:
            found.append(os.readlink(one))
        except OSError:
            continue
    return found
