"""Pictures that are larger, longer or more than they look, in the formats that the window could be asked to draw."""

from __future__ import annotations

import struct
import zlib
from base64 import b64encode
from collections.abc import Callable

_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _head(width: int, height: int, depth: int = 8, colour: int = 6, woven: int = 0) -> bytes:
    return _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, woven))


def _pressed(size: int) -> bytes:
    packer = zlib.compressobj(9)
    block = bytes(1_000_000)
    packed = [packer.compress(block) for _ in range(size // len(block))]
    return b"".join([*packed, packer.compress(bytes(size % len(block))), packer.flush()])


def _png(width: int, height: int, *extra: bytes, depth: int = 8, colour: int = 6, woven: int = 0) -> bytes:
    row = 1 + -(-width * depth * {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour] // 8)
    room = row * height + (8 * height if woven else 0)
    data = _chunk(b"IDAT", _pressed(room))
    return _SIGNATURE + _head(width, height, depth, colour, woven) + b"".join(extra) + data + _chunk(b"IEND", b"")


def _profile(size: int) -> bytes:
    return _chunk(b"iCCP", b"a\0\0" + _pressed(size))


def _text(size: int) -> bytes:
    return _chunk(b"zTXt", b"a\0\0" + _pressed(size))


def _gif(width: int, height: int, frames: int) -> bytes:
    palette = bytes(6)
    frame = b",\0\0\0\0" + struct.pack("<HH", width, height) + b"\0\x02\x02\x4c\x01\0"
    return b"GIF89a" + struct.pack("<HH", width, height) + b"\x80\0\0" + palette + frame * frames + b";"


def _bmp(width: int, height: int, bits: int = 24, packing: int = 0) -> bytes:
    head = struct.pack("<IiiHHIIiiII", 40, width, height, 1, bits, packing, 0, 0, 0, 0, 0)
    return b"BM" + struct.pack("<IHHI", 54 + 100, 0, 0, 54) + head + bytes(100)


def _ico(count: int) -> bytes:
    inside = _png(16, 16)
    entry = struct.pack("<BBBBHHII", 0, 0, 0, 0, 1, 32, len(inside), 6 + 16 * count)
    return struct.pack("<HHH", 0, 1, count) + entry * count + inside


def _jpeg(width: int, height: int, scans: int) -> bytes:
    table = b"\xff\xdb\0\x43\0" + b"\x01" * 64
    frame = b"\xff\xc2\0\x11\x08" + struct.pack(">HH", height, width) + b"\x03\x01\x11\0\x02\x11\0\x03\x11\0"
    codes = b"\xff\xc4\0\x14\0" + b"\x01" + bytes(15) + b"\0" + b"\xff\xc4\0\x14\x10" + b"\x01" + bytes(15) + b"\0"
    scan = b"\xff\xda\0\x0c\x03\x01\0\x02\0\x03\0\0\0\0" + b"\0" * 20
    return b"\xff\xd8" + table + frame + codes + scan * scans + b"\xff\xd9"


def _webp(width: int, height: int) -> bytes:
    inside = b"\x2f" + struct.pack("<I", (width - 1) | (height - 1) << 14) + bytes(60)
    part = b"VP8L" + struct.pack("<I", len(inside)) + inside + b"\0" * (len(inside) % 2)
    return b"RIFF" + struct.pack("<I", 4 + len(part)) + b"WEBP" + part


def _svg(body: str) -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100">{body}</svg>'.encode()


PICTURES: dict[str, Callable[[], bytes]] = {
    "a PNG of 1 × 100,000": lambda: _png(1, 100_000),
    "a PNG of 100,000 × 1": lambda: _png(100_000, 1),
    "a PNG of 3,900 × 4,000, 16 bits": lambda: _png(3_900, 4_000, depth=16),
    "a PNG woven of 3,900 × 4,000": lambda: _png(3_900, 4_000, woven=1),
    "a PNG with a profile of 200 MB": lambda: _png(20, 20, _profile(200_000_000)),
    "a PNG with a text of 200 MB": lambda: _png(20, 20, _text(200_000_000)),
    "a PNG with 100,000 parts": lambda: _png(20, 20, _chunk(b"tEXt", b"a\0b") * 100_000),
    "a PNG that goes on for 300 MB": lambda: _SIGNATURE + _head(20, 20) + _chunk(b"IDAT", _pressed(300_000_000)),
    "a PNG of nothing": lambda: _SIGNATURE + _head(0, 0) + _chunk(b"IEND", b""),
    "a GIF of 10,000 pictures": lambda: _gif(200, 200, 10_000),
    "a GIF of 65,535 × 65,535": lambda: _gif(65_535, 65_535, 3),
    "a GIF of 3,900 × 4,000, 500 pictures": lambda: _gif(3_900, 4_000, 500),
    "a BMP of 30,000 × 30,000": lambda: _bmp(30_000, 30_000),
    "a BMP of 4,000 × -4,000": lambda: _bmp(4_000, -4_000),
    "a BMP of -1 × 2,147,483,647": lambda: _bmp(-1, 2_147_483_647),
    "a BMP that is pressed": lambda: _bmp(4_000, 3_900, 8, 1),
    "an icon of 5,000": lambda: _ico(5_000),
    "a JPEG of 65,500 × 65,500": lambda: _jpeg(65_500, 65_500, 1),
    "a JPEG in 5,000 goes": lambda: _jpeg(3_900, 4_000, 5_000),
    "a WebP of 16,000 × 16,000": lambda: _webp(16_000, 16_000),
    "an SVG of 1,000,000 × 1,000,000": lambda: _svg("<rect width='1e9' height='1e9'/>").replace(b'"100"', b'"1000000"'),
    "an SVG with a file in it": lambda: _svg("<image href='file:///etc/hostname'/><image href='http://127.0.0.1/'/>"),
    "an SVG with entities": lambda: b'<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa">' + b"".join(
        b'<!ENTITY a%d "%s">' % (n, (b"&a%d;" % (n - 1) if n else b"&a;") * 10) for n in range(9)
    ) + b"]>" + _svg("<text>&a8;</text>"),
    "an XPM": lambda: b'/* XPM */ static char *a[]={"30000 30000 2 1","a c #000","b c #fff"' + b',"ab"' * 1_000 + b"};",
    "a PPM of 100,000 × 100,000": lambda: b"P6\n100000 100000\n255\n" + bytes(1_000),
    "a TIFF, an ANI, a TGA": lambda: b"II*\0\x08\0\0\0\xff\xff" + b"\0\x01\x03\0\xff\xff\xff\xff" * 5_000,
}  # fmt: skip


def data_pictures() -> str:
    """Each of them that is small, written into a page."""
    small = [data for data in (make() for name, make in PICTURES.items() if "MB" not in name) if len(data) < 20_000]
    kinds = ("png", "gif", "svg+xml", "x-icon", "bmp", "webp", "jpeg")
    return "".join(
        f"<p>a<img src='data:image/{kind};base64,{b64encode(data).decode()}'></p>" for data in small for kind in kinds
    )
