from dataclasses import dataclass

from desktop_reader.records.feed import Feed, Folder
from desktop_reader.records.health import Health, Problem
from desktop_reader.ui.sidebar.foot import updated_words
from desktop_reader.ui.sidebar.tree import Kind, grown, same_shape, trouble, walk


@dataclass
class Numbers:
    today: int = 1
    unread: int = 2
    starred: int = 3


def feed(number: int, folder: int | None = None, position: int = 0, unread: int = 0, health: Health = Health()) -> Feed:  # noqa: B008
    return Feed(
        number, f"uuid-{number}", str(number), "c", f"Feed {number}", "https://example.org", None, folder, position,
        9, unread, 0, 0, 0, None, None, health,
    )  # fmt: skip


def folder(number: int, parent: int | None = None, position: int = 0) -> Folder:
    return Folder(number, str(number), f"Folder {number}", parent, position)


def drawn(folders: list[Folder], feeds: list[Feed]) -> list[str]:
    return ["  " * node.depth + node.title for node in walk(grown(folders, feeds, Numbers()))[4:]]


def test_folders_stand_before_feeds_each_by_position() -> None:
    folders = [folder(1, position=1), folder(2, position=0), folder(3, parent=2)]
    feeds = [feed(1, position=1), feed(2, position=0), feed(3, folder=3), feed(4, folder=2)]
    assert drawn(folders, feeds) == [
        "Folder 2", "  Folder 3", "    Feed 3", "  Feed 4", "Folder 1", "Feed 2", "Feed 1",
    ]  # fmt: skip


def test_folders_count_what_is_in_them() -> None:
    root = grown([folder(1), folder(2, parent=1)], [feed(1, 1, unread=3), feed(2, 2, unread=4), feed(3)], Numbers())
    counts = {node.title: node.count for node in walk(root)}
    assert counts["Folder 1"] == 7
    assert counts["Folder 2"] == 4
    assert (counts["Today"], counts["Unread"], counts["Starred"]) == (1, 2, 3)


def test_nothing_is_out_of_reach() -> None:
    ring = [folder(1, parent=2), folder(2, parent=1), folder(3, parent=3), folder(4, parent=99), folder(5, parent=1)]
    feeds = [feed(number, folder=number) for number in (1, 2, 3, 4, 5)] + [feed(6, folder=77)]
    rows = [node.key for node in walk(grown(ring, feeds, Numbers()))]
    assert len(rows) == len(set(rows)) == 4 + 5 + 6


def test_same_shape_looks_at_rows_and_not_at_words() -> None:
    one = grown([folder(1)], [feed(1, 1), feed(2)], Numbers())
    assert same_shape(one, grown([folder(1)], [feed(1, 1, unread=5), feed(2)], Numbers(9, 9, 9)))
    assert not same_shape(one, grown([folder(1)], [feed(1), feed(2)], Numbers()))
    assert not same_shape(one, grown([folder(1)], [feed(1, 1)], Numbers()))


def test_trouble_is_a_sentence_with_the_detail_as_it_came() -> None:
    assert trouble(Health()) == ""
    assert "{x} <b>" in trouble(Health(Problem.SERVER, "{x} <b>"))


def test_trouble_that_lasts_is_told_since_when() -> None:
    once = trouble(Health(Problem.SERVER, "502", 1, 1_730_000_000))
    again = trouble(Health(Problem.SERVER, "502", 2, 1_730_000_000))
    assert again.startswith(f"{once} Since ")
    assert "24" in again.removeprefix(once)
    assert trouble(Health(Problem.SERVER, "502", 2, 2**62)) == once


def test_smart_rows_come_first() -> None:
    assert [node.key.kind for node in walk(grown([], [], Numbers()))] == [
        Kind.TODAY, Kind.UNREAD, Kind.STARRED, Kind.HEADING,
    ]  # fmt: skip


def test_updated_words() -> None:
    now = 1_729_771_200.0
    said = [updated_words(int(now - seconds), now) for seconds in (-5, 10, 60, 125, 3_599)]
    assert said == [
        "Updated just now", "Updated just now", "Updated 1 minute ago", "Updated 2 minutes ago",
        "Updated 59 minutes ago",
    ]  # fmt: skip
    assert updated_words(None, now) == "Not updated yet"
    assert updated_words(int(now - 3_700), now).startswith("Updated at ")
    assert updated_words(int(now - 400_000), now).startswith("Updated on ")
