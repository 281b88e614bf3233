"""A face of one sign that says to know every script: what Qt takes where no face of the system does.

For the scripts of India and their like Qt wants a face with rules for them. Where none is installed it loads every face
there is, for each size and weight anew: one Hindi letter in a headline stops the window for 300 ms. Behind the first
face of every font this one is asked, and says yes; letters still come from whichever face has them.
"""

from __future__ import annotations

from struct import pack

FAMILY = "DR Any Script"

_UNITS = 1000
_SIGN = 0xFDD0  # No character, and never one.


def data() -> bytes:
    """The file of the face."""
    tables = sorted(_tables().items())
    at = 12 + 16 * len(tables)
    directory, body = [], b""
    for name, table in tables:
        directory.append(pack(">4sLLL", name, _sum(table), at + len(body), len(table)))
        body += table + b"\0" * (-len(table) % 4)
    largest = len(tables).bit_length() - 1
    head = pack(">LHHHH", 0x10000, len(tables), 16 << largest, largest, 16 * len(tables) - (16 << largest))
    return head + b"".join(directory) + body


def _tables() -> dict[bytes, bytes]:
    return {
        b"head": pack(">LLLLHH", 0x10000, 0x10000, 0, 0x5F0F3CF5, 0, _UNITS) + bytes(26) + pack(">HHhh", 8, 2, 0, 0),
        b"hhea": pack(">LhhhHhhhhhhhhhhhH", 0x10000, 800, -200, 0, 500, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1),
        b"maxp": pack(">LH", 0x10000, 2) + bytes(26),
        b"hmtx": pack(">HhH", 500, 0, 0),
        b"loca": pack(">HHH", 0, 0, 0),
        b"glyf": bytes(4),
        b"cmap": _cmap(),
        b"name": _name(),
        b"post": pack(">LLhhLLLLL", 0x30000, 0, -100, 50, 0, 0, 0, 0, 0),
        b"OS/2": _os2(),
        # Rules of Apple's kind, though there are none in it, count as rules for every script.
        b"morx": pack(">HHL", 2, 0, 0),
    }  # fmt: skip


def _cmap() -> bytes:
    segments = pack(">HHHHHHH", 4, 4, 1, 0, _SIGN, 0xFFFF, 0) + pack(">HH", _SIGN, 0xFFFF)
    segments += pack(">HH", (1 - _SIGN) & 0xFFFF, 1) + bytes(4)
    return pack(">HHHHL", 0, 1, 3, 1, 12) + pack(">HHH", 4, len(segments) + 6, 0) + segments


def _name() -> bytes:
    words = {1: FAMILY, 2: "Regular", 4: FAMILY, 6: FAMILY.replace(" ", "")}
    records, text = b"", b""
    for number, word in words.items():
        encoded = word.encode("utf-16-be")
        records += pack(">HHHHHH", 3, 1, 0x409, number, len(encoded), len(text))
        text += encoded
    return pack(">HHH", 0, len(words), 6 + len(records)) + records + text


def _os2() -> bytes:
    head = pack(">HhHHH", 4, 500, 400, 5, 0) + bytes(22) + bytes(10) + bytes(16) + b"DRDR"
    return (
        head
        + pack(">HHHhhhHH", 64, _SIGN, _SIGN, 800, -200, 0, 800, 200)
        + bytes(8)
        + pack(">hhHHH", 500, 700, 0, 32, 1)
    )


def _sum(table: bytes) -> int:
    table += b"\0" * (-len(table) % 4)
    return sum(int.from_bytes(table[at : at + 4], "big") for at in range(0, len(table), 4)) & 0xFFFFFFFF
