"""Files that are hostile to whoever imports them: lists, notes, exports, zips, databases. Made when asked for."""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
import zlib
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from desktop_reader.records import archive

_OWN = json.dumps(archive.HEAD).encode() + b"\n"

Maker = Callable[[Path], Path]


def _file(name: str, data: Callable[[], bytes | str]) -> Maker:
    def make(folder: Path) -> Path:
        there = folder / name
        said = data()
        there.write_bytes(said if isinstance(said, bytes) else said.encode("utf-8", "surrogatepass"))
        return there

    return make


def _note(front: str, text: str = "Words.\n") -> str:
    return f"---\n{front}\n---\n\n{text}"


def _opml(inside: str, dtd: str = "") -> str:
    return f'<?xml version="1.0"?>{dtd}<opml version="2.0"><head><title>t</title></head><body>{inside}</body></opml>'


def _zip(members: dict[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", packing) as packed:
        for name, data in members.items():
            packed.writestr(name, data)
    return whole.getvalue()


def _claiming(size: int) -> bytes:
    """A zip whose one part says to be small and is large."""
    said = bytearray(_zip({"part_000000.csv": b"title,url,time_added,tags,status\n" + b"," * size}))
    at = said.rfind(b"PK\x01\x02")
    said[at + 24 : at + 28] = (100).to_bytes(4, "little")
    said[22:26] = (100).to_bytes(4, "little")
    return bytes(said)


def _database(name: str, *statements: str) -> Maker:
    def make(folder: Path) -> Path:
        there = folder / name
        with closing(sqlite3.connect(there, isolation_level=None)) as live:
            live.execute("PRAGMA writable_schema = 1")
            for one in statements:
                live.execute(one)
        return there

    return make


_GUARD = (
    "CREATE TABLE Categories (id INTEGER PRIMARY KEY, ordr, parent_id, title)",
    "CREATE TABLE Feeds (id INTEGER PRIMARY KEY, ordr, title, category, source, custom_id)",
    "CREATE TABLE Accounts (id INTEGER PRIMARY KEY)",
    "CREATE TABLE LabelsInMessages (message, label)",
    "INSERT INTO Feeds VALUES (1, 1, 'f', -1, 'https://e.org/f', '1')",
)
_MESSAGES = (
    "CREATE TABLE Messages (id INTEGER PRIMARY KEY, feed, title, url, author, date_created, contents, is_read,"
    " is_important, is_deleted, is_pdeleted, custom_id)"
)


def _spoilt(folder: Path) -> Path:
    there = _database("spoilt.db", *_GUARD, _MESSAGES, _rows(4_000))(folder)
    data = bytearray(there.read_bytes())
    for at in range(8192, len(data), 4096):
        data[at : at + 40] = b"\xff" * 40
    there.write_bytes(data)
    return there


def _rows(count: int, text: str = "printf('<p>%.*c</p>', 500, 'x')", title: str = "'t' || n") -> str:
    return (
        f"WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < {count}) INSERT INTO Messages"
        f" SELECT n, 1, {title}, 'https://e.org/' || n, 'a', 1700000000000 + n, {text}, 0, 0, 0, 0, n FROM c"
    )


def _notes(folder: Path) -> Path:
    """A folder of links, pipes, names and a loop."""
    place = folder / "notes"
    (place / "deep").mkdir(parents=True)
    (place / "good.md").write_text(_note("title: Good"), encoding="utf-8")
    (place / "out.md").symlink_to("/etc/passwd")
    (place / "loop").symlink_to(place)
    (place / "endless.md").symlink_to("/dev/zero")
    (place / "nothing.md").write_bytes(b"")
    (place / "binary.md").write_bytes(bytes(range(256)) * 4_000)
    (place / "half.html").write_bytes(b"<html><body><p>\xff\xfe" + b"<div>" * 100_000)
    (place / ("n" * 240 + ".md")).write_text("A long name.", encoding="utf-8")
    (place / "line\nend .md").write_text("An odd name.", encoding="utf-8")
    return place


def _deep_folders(folder: Path) -> Path:
    place = top = folder / "deep"
    for _ in range(120):
        place = place / "d"
    place.mkdir(parents=True)
    (place / "far.md").write_text("Far below.", encoding="utf-8")
    (top / "near.md").write_text("Near.", encoding="utf-8")
    return top


FILES: dict[str, Maker] = {
    # Front matter.
    "a billion laughs in front of a note": _file("a.md", lambda: _note(
        "a: &a [x,x,x,x,x,x,x,x,x]\n" + "\n".join(f"{b}: &{b} [{','.join(f'*{a}' for _ in range(9))}]"
        for a, b in zip("abcdefgh", "bcdefghi", strict=True)))),
    "front matter, 200,000 deep": _file("a.md", lambda: _note("a: " + "[" * 200_000)),
    "front matter of blocks, 3,000 deep": _file("a.md", lambda: _note("\n".join(" " * n + "a:" for n in range(3_000)))),
    "front matter of one line, 50 MB": _file("a.md", lambda: _note("title: " + "x" * 50_000_000)),
    "front matter of 500,000 names": _file("a.md", lambda: _note("\n".join(f"k{n}: v" for n in range(500_000)))),
    "front matter of a million labels": _file("a.md", lambda: _note(f"tags: [{','.join(f't{n}' for n in range(1_000_000))}]")),
    "front matter that never ends": _file("a.md", lambda: "---\ntitle: x\n" + "a: b\n" * 300_000),
    "front matter with commands": _file("a.md", lambda: _note("title: !!python/object/apply:os.system ['touch /tmp/pwned']")),
    "front matter of TOML, deep": _file("a.md", lambda: "+++\na = " + "[" * 50_000 + "\n+++\n\nx"),
    "front matter of numbers": _file("a.md", lambda: _note("read_count: " + "9" * 200_000 + "\ndate: 1e400\ncreated: .inf\nid: 0x0")),
    # Markdown.
    "20,000 quotations": _file("a.md", lambda: "> " * 20_000 + "x"),
    "a million stars": _file("a.md", lambda: "*a **b " * 300_000),
    "a million brackets": _file("a.md", lambda: "[" * 1_000_000),
    "links that are never closed": _file("a.md", lambda: "[a](" * 200_000),
    "pictures in links in pictures": _file("a.md", lambda: "![[" * 150_000 + "a" + "](b)" * 150_000),
    "100,000 footnotes": _file("a.md", lambda: "".join(f"a[^{n}]\n\n[^{n}]: b\n\n" for n in range(100_000))),
    "100,000 named links": _file("a.md", lambda: "".join(f"[a{n}]\n\n[a{n}]: https://e.org/{n}\n\n" for n in range(100_000))),
    "lists, 3,000 deep": _file("a.md", lambda: "".join("  " * n + "- a\n" for n in range(3_000))),
    "a table of 2,000 columns": _file("a.md", lambda: ("|a" * 2_000 + "|\n" + "|-" * 2_000 + "|\n") + ("|b" * 2_000 + "|\n") * 200),
    "ticks of every length": _file("a.md", lambda: " ".join("`" * n for n in range(1, 3_000))),
    "a text of 200 MB": _file("a.txt", lambda: b"words and more words of it\n" * 8_000_000),
    "a page of 100,000 divs": _file("a.html", lambda: "<html><body>" + "<div>" * 100_000 + "x"),
    "a page of 30 MB attributes": _file("a.html", lambda: f"<html><body><p class='{'x ' * 15_000_000}'>x</p>"),
    # Lists.
    "a list that grows by entities": _file("a.opml", lambda: _opml("<outline text='&d;' xmlUrl='https://e.org/f'/>",
        '<!DOCTYPE opml [<!ENTITY a "' + "x" * 90_000 + '"><!ENTITY b "' + "&a;" * 99 + '"><!ENTITY c "' + "&b;" * 99
        + '"><!ENTITY d "' + "&c;" * 99 + '">]>')),
    "a list that reads files": _file("a.opml", lambda: _opml("<outline text='&a;' xmlUrl='https://e.org/f'/>",
        '<!DOCTYPE opml [<!ENTITY a SYSTEM "file:///etc/passwd">]>')),
    "a list, 200,000 deep": _file("a.opml", lambda: _opml("<outline text='a'>" * 200_000)),
    "a list of 400,000": _file("a.opml", lambda: _opml("".join(f"<outline xmlUrl='https://e{n}.org/'/>" for n in range(400_000)))),
    "a list of places on this disk": _file("a.opml", lambda: _opml("".join(f"<outline text='a' xmlUrl='{u}'/>" for u in (
        "file:///etc/passwd", "javascript:alert(1)", "/etc/passwd", "http://", "data:,x", "https://e.org/" + "a" * 100_000)))),
    "a list of names of 5 MB": _file("a.opml", lambda: _opml(f"<outline text='{'N' * 5_000_000}' xmlUrl='https://e.org/f'/>")),
    # Exports.
    "an export, 300,000 deep": _file("a.json", lambda: b'[{"title":' * 300_000),
    "an export of numbers": _file("a.json", lambda: b'[{"url":"https://e.org/","title":"t","time_added":' + b"9" * 500_000 + b"}]"),
    "an export of 1,000,000 names": _file("a.json", lambda: json.dumps([{f"k{n}": n for n in range(1_000_000)}])),
    "an export that breaks off": _file("a.json", lambda: b'[{"url":"https://e.org/1","title":"t"},{"url":"https://e.o'),
    "a table of a million columns": _file("a.csv", lambda: "title,url,time_added,tags,status\n" + "," * 1_000_000),
    "a table with one field of 100 MB": _file("a.csv", lambda: 'title,url,time_added,tags,status\n"' + "x" * 100_000_000),
    "bookmarks, 100,000 deep": _file("a.html", lambda: "<!DOCTYPE NETSCAPE-Bookmark-file-1>" + "<DL><DT>" * 100_000),
    # Our own.
    "own lines, 200,000 deep": _file("a.jsonl", lambda: _OWN + b'{"kind": "article", "x": ' + b"[" * 200_000 + b"\n"),
    "own lines of nonsense": _file("a.jsonl", lambda: _OWN + b'{"kind": "article", "uuid": []}\n[]\nnull\n{"kind": {}}\n' * 2_000),
    "an own line of 100 MB": _file("a.jsonl", lambda: _OWN + b'{"kind": "label", "title": "' + b"x" * 100_000_000 + b'"}\n'),
    "own lines of numbers": _file("a.jsonl", lambda: _OWN + b'{"kind": "label", "uuid": ' + b"9" * 100_000 + b', "color": 1e999}\n'),
    "own lines of a later version": _file("a.jsonl", lambda: json.dumps(archive.HEAD | {"version": 99}).encode() + b"\n{}\n"),
    # Zips.
    "a zip of 4 GB": _file("a.zip", lambda: _zip({f"part_{n:06}.csv": b"title,url,time_added,tags,status\n" + bytes(60_000_000) for n in range(8)})),
    "a zip in a zip in a zip": _file("a.zip", lambda: _zip({"a.zip": _zip({"b.zip": _zip({"c.csv": bytes(9_000_000)})})})),
    "a zip that lies": _file("a.zip", lambda: _claiming(150_000_000)),
    "a zip that leads out": _file("a.zip", lambda: _zip(dict.fromkeys(("../../../tmp/pwned.csv", "/etc/pwned.csv", "..\\..\\pwned.csv", "a\x00b.csv"), b"title,url,time_added,tags,status\nt,https://e.org/,1,,unread\n"))),
    "a zip of 250,000 parts": _file("a.zip", lambda: _zip(dict.fromkeys(map(str, range(250_000)), b""), zipfile.ZIP_STORED)),
    "a zip whose part is noise": _file("a.zip", lambda: _zip({"part_000000.csv": zlib.compress(bytes(9))})[:60]),
    # Databases.
    "a database whose table never ends": _database("a.db", *_GUARD,
        "CREATE VIEW Messages AS WITH RECURSIVE c(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM c) SELECT id, '1' feed, 't' title,"
        " 'u' url, 'a' author, 1 date_created, 'x' contents, 0 is_read, 0 is_important, 0 is_deleted, 0 is_pdeleted, id custom_id FROM c"),
    "a database whose labels never end": _database("a.db", *_GUARD, _MESSAGES, _rows(3),
        "CREATE VIEW Labels AS WITH RECURSIVE c(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM c) SELECT id, id custom_id, 'n' name FROM c"),
    "a database with a table that computes": _database("a.db", *_GUARD, _MESSAGES.replace("contents,", "contents AS"
        " (zeroblob(900000000)),"), "INSERT INTO Messages (id, feed, title) VALUES (1, 1, 't')"),
    "a database of blobs of 200 MB": _database("a.db", *_GUARD, _MESSAGES, _rows(3, "zeroblob(200000000)")),
    "a database of wrong kinds": _database("a.db", *_GUARD, _MESSAGES, _rows(500, "x'ff00fe'", "randomblob(50)"),
        "UPDATE Messages SET date_created = 1e300, feed = x'31' WHERE id % 2", "UPDATE Feeds SET source = x'ff', title = 9e99"),
    "a database of folders in each other": _database("a.db", *_GUARD, _MESSAGES, _rows(3),
        "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 100000) INSERT INTO Categories SELECT n, n, n + 1, 'c' || n FROM c",
        "UPDATE Categories SET parent_id = 1 WHERE id = 100000", "UPDATE Feeds SET category = 7"),
    "a database that is spoilt": _spoilt,
    "a database that breaks off": _file("a.db", lambda: b"SQLite format 3\0" + bytes(84) + b"\x0d" * 9_000),
    "a database with a trigger": _database("a.db", *_GUARD, _MESSAGES, _rows(5), "CREATE TRIGGER t AFTER UPDATE ON Messages BEGIN"
        " SELECT load_extension('/tmp/evil'); END"),
    # Folders.
    "a folder of links and odd names": _notes,
    "a folder, 120 deep": _deep_folders,
}  # fmt: skip
