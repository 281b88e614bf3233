"""What comes in on one connection, line by line and piece by piece, and when it is too much. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from desktop_reader.feeds.headers import Head
from desktop_reader.feeds.limits import Limits

_STOP = -1  # tells libcurl to end the transfer


class Arrival:
    """The answer that is coming in; ``begin`` makes it ready for the next one."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self.begin(0)

    def begin(self, most: int) -> None:
        """Forget what came; of the next answer's body at most ``most`` bytes are wanted."""
        self.ended = False
        self.size = 0
        self._lines: list[bytes] = []
        self._pieces: list[bytes] = []
        self._header_size = 0
        self._wanted = most
        self._most: int | None = None

    @property
    def silent(self) -> bool:
        """True until the first line has come."""
        return not self._lines

    @property
    def lines(self) -> Sequence[bytes]:
        """The headers as they came, the status line first; empty as long as they are not complete."""
        return self._lines if self.ended else ()

    @property
    def head(self) -> Head:
        """Status and headers, empty as long as they are not complete."""
        return Head.read(self._lines) if self.ended else Head()

    @property
    def body(self) -> bytes:
        """The body as far as it came, still coded."""
        return b"".join(self._pieces)

    @property
    def excess(self) -> int | None:
        """The limit that was passed, None when all came within them."""
        if self._header_size > self._limits.header_bytes:
            return self._limits.header_bytes
        return self._most if self._most is not None and self.size > self._most else None

    def add_header(self, line: bytes) -> int | None:
        """Take a line of headers; an early hint is forgotten when the answer itself begins."""
        self._header_size += len(line)
        if self._header_size > self._limits.header_bytes:
            return _STOP
        if line.startswith(b"HTTP/"):
            self._lines, self.ended = [line], False
        elif not self.ended:  # what follows a chunked body is no header
            self._lines.append(line)
            self.ended = not line.strip()
        return None

    def add_body(self, piece: bytes) -> int | None:
        """Take a piece of the body; of an error's or a redirect's only a little is worth reading."""
        if self._most is None:
            brings = 200 <= Head.read(self._lines[:1]).status < 300
            self._most = self._wanted if brings else self._limits.leftover_bytes
        self.size += len(piece)
        if self.size > self._most:
            return _STOP
        self._pieces.append(piece)
        return None
