"""A small library of the tests' own writing: a few matters, told in several languages, among everyday noise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop_reader.jobs.understand import CatchUp
from desktop_reader.library import understanding
from desktop_reader.library.writer import Writer
from desktop_reader.text import encoder
from desktop_reader.worker.understanding import Understand
from tests.library_fixtures import NOW, came, entry, follow

DAY = 86_400


@dataclass(frozen=True)
class Told:
    """An article; ``feed`` is the number of the feed that brings it."""

    name: str
    title: str
    text: str
    feed: int = 0
    days_ago: int = 0
    html: str | None = None


FERRY = Told(
    "ferry",
    "Ferry Aurora runs aground off Skagen",
    "The passenger ferry Aurora ran aground on a sandbank off Skagen early on Tuesday. All 212 passengers were taken"
    " ashore by lifeboats, the coast guard said. Pilots had warned of the shifting sandbank since the autumn storms.",
    days_ago=2,
)
FERRY_AGAIN = Told(
    "ferry again",
    "Stranded Aurora freed at high tide",
    "Two tugs pulled the ferry Aurora off the sandbank near Skagen at high tide on Wednesday. The coast guard found no"
    " leak, and the passengers, who had spent the night ashore, may collect their cars on Thursday.",
    feed=1,
    days_ago=1,
)
FERRY_GERMAN = Told(
    "ferry german",
    "Fähre läuft vor Skagen auf Grund",
    "Vor der dänischen Küste ist eine Passagierfähre auf eine Sandbank gelaufen. Die Küstenwache brachte alle Reisenden"
    " mit Rettungsbooten an Land, verletzt wurde niemand. Schlepper sollen das Schiff bei Hochwasser freiziehen.",
    feed=2,
    days_ago=1,
)
FERRY_RUSSIAN = Told(
    "ferry russian",
    "Паром сел на мель у берегов Дании",
    "Пассажирский паром сел на песчаную отмель у берегов Дании. Береговая охрана доставила всех пассажиров на берег на"
    " спасательных шлюпках, никто не пострадал. Буксиры попытаются снять судно с мели во время прилива.",
    feed=3,
    days_ago=1,
)
QUAKE_JAPANESE = Told(
    "quake japanese",
    "能登半島で震度5強の地震",
    "石川県の能登半島で三日朝、震度5強を観測する地震がありました。気象庁によりますと、津波の心配はありません。"
    "輪島市では住宅の塀が倒れ、二人が軽いけがをしたということです。",
    feed=4,
    days_ago=3,
)
QUAKE_JAPANESE_AGAIN = Told(
    "quake japanese again",
    "輪島市で二人けが 能登の地震",
    "能登半島で震度5強を観測した地震で、輪島市は二人が軽いけがをしたと発表しました。"
    "住宅の塀が倒れる被害が出ています。気象庁は今後一週間ほど、同じ程度の地震に注意するよう呼びかけています。",
    feed=4,
    days_ago=3,
)
QUAKE_ENGLISH = Told(
    "quake english",
    "Strong earthquake shakes Japan's Noto peninsula",
    "A strong earthquake shook the Noto peninsula in Ishikawa, Japan, on Tuesday morning. There was no danger of a"
    " tsunami, the weather agency said. In Wajima walls of houses fell and two people were slightly injured.",
    feed=1,
    days_ago=3,
)
QUAKE_ARABIC = Told(
    "quake arabic",
    "زلزال قوي يهز شبه جزيرة نوتو في اليابان",
    "هز زلزال قوي شبه جزيرة نوتو في محافظة إيشيكاوا اليابانية صباح الثلاثاء. وقالت وكالة الأرصاد الجوية إنه لا يوجد خطر"
    " من حدوث تسونامي. وفي مدينة واجيما انهارت جدران منازل وأصيب شخصان بجروح طفيفة.",
    feed=5,
    days_ago=3,
)
_NOISE = {
    "A loaf with rye and honey": "Stir rye flour into warm water, add honey and salt, and leav"
    "e the dough to rise overnight.",
    "Chess club moves to the library": "The chess club meets in the reading room from March; boards "
    "and pieces are there already.",
    "Pruning apple trees in winter": "Cut back crossing branches on a dry day, and paint large wou"
    "nds on the trunk with wax.",
    "New bridge for cyclists": "The council voted for a wooden bridge over the canal, to be "
    "opened for cyclists next summer.",
    "Quarterly figures of the mill": "The paper mill sold more cardboard than a year ago, but ener"
    "gy cost it most of the profit.",
    "Choir sings Bach in the cathedral": "The chamber choir gives two concerts with motets by Bach; th"
    "e second is sold out.",
    "How bees find their way home": "Honey bees remember landmarks and the angle of the sun, a st"
    "udy of painted workers shows.",
    "Second-hand pianos": "An upright piano needs a dry room, a tuner twice a year and neighbours of good will.",
    "Museum of clocks reopens": "After four years of works the museum shows its pendulum clocks in a new hall.",
    "School kitchens cook with lentils": "Lentils, beans and barley replace meat on two days a week in"
    " the city's school kitchens.",
}
NOISE = tuple(
    Told(f"noise {number}", title, text, feed=number % 3, days_ago=10 + number)
    for number, (title, text) in enumerate(_NOISE.items())
)


def library(path: Path, told: Sequence[Told], *, directions: bool) -> Writer:
    """A library at ``path`` with these articles, ids from 1 in their order, all understood."""
    writer = Writer(path)
    feeds = [
        follow(writer, f"https://example.org/{n}", title=f"Feed {n}", slug=f"f{n}")
        for n in range(1 + max((t.feed for t in told), default=0))
    ]
    for one in told:
        came(
            writer,
            feeds[one.feed],
            entry(
                f"urn:{one.name}",
                f"https://example.org/{one.name}",
                one.title,
                one.text,
                NOW - DAY * one.days_ago,
                html=one.html,
            ),
        )
    understand(writer, directions=directions)
    return writer


def understand(writer: Writer, *, directions: bool) -> None:
    """Everything that waits, in this process."""
    while writer.reader.unindexed(1):
        CatchUp().run(writer)
    with understanding.opened(writer.path) as file:
        file.begin(encoder.model_id() if directions else "")
        while asked := file.waiting(50):
            with writer.transaction() as live:
                raw = understanding.raw(live, asked)
            file.keep(Understand(tuple(raw), file.frequencies(), directions).run(), asked)
