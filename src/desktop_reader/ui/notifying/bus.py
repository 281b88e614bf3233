"""A connection to a D-Bus, on a thread of its own: whatever the bus does or fails to do, the window never waits for it.

Where there is no bus, or none that can be understood, every question is answered with None. QtDBus cannot take its
place: it sends Python's integers as signed ones, which the service of notices refuses.
"""

from __future__ import annotations

import contextlib
import os
import selectors
import socket
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QObject, Signal, Slot

if TYPE_CHECKING:
    from jeepney.io.blocking import DBusConnection
    from jeepney.low_level import Message

_PATIENCE = 15.0
_GREETING = 5.0  # So long may each of the first words take.
_MOST = 100  # Questions that wait: a bus that takes none is not given more.

Answered = Callable[[tuple[Any, ...] | None], None]


class Place(NamedTuple):
    """Who is asked."""

    name: str
    path: str
    interface: str


BUS = Place("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus")


class Heard(NamedTuple):
    """What is listened to: signals of an interface, by their names, sent by whoever owns a name. With ``about`` only
    those whose first value it is: the bus does not wake us for others.
    """

    sender: str
    interface: str
    members: tuple[str, ...]
    about: str = ""


def owner_of(name: str) -> Heard:
    """Who owns a name of the bus is another one, or nobody: ``NameOwnerChanged`` with the name, before and after."""
    return Heard(BUS.name, BUS.interface, ("NameOwnerChanged",), name)


class _Question(NamedTuple):
    place: Place
    member: str
    signature: str
    values: tuple[Any, ...]
    answered: Answered


def _address(kind: str) -> str:
    """Where the bus is; a session need not say it where it is at the usual place."""
    usual = os.path.join(os.environ.get("XDG_RUNTIME_DIR", ""), "bus")
    if kind == "SESSION" and not os.environ.get("DBUS_SESSION_BUS_ADDRESS") and os.path.exists(usual):
        return f"unix:path={usual}"
    return kind


class Bus(QObject):
    """``kind`` is SESSION or SYSTEM. Signal ``heard(interface, member, values)``."""

    heard = Signal(str, str, object)
    _called = Signal(object)

    def __init__(self, kind: str, wanted: Sequence[Heard], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kind = kind
        self._wanted = tuple(wanted)
        self._members = {(one.interface, member) for one in wanted for member in one.members}
        self._questions: deque[_Question] = deque()
        self._lock = threading.Lock()
        self._ears: tuple[socket.socket, socket.socket] | None = None  # The thread hears at one what the other says.
        self._over = self._closed = False
        self._called.connect(self._call)
        self._thread = threading.Thread(target=self._run, name=f"bus {kind}", daemon=True)

    def begin(self) -> None:
        """Connects; once is enough."""
        if self._thread.ident is None and not self._closed:
            self._ears = socket.socketpair()
            self._ears[1].setblocking(False)
            self._thread.start()

    def ask(
        self, place: Place, member: str, signature: str, values: tuple[Any, ...], answered: Answered = lambda _: None
    ) -> None:
        """``answered`` gets the values of the answer, or None where there is none, on the screen's thread."""
        with self._lock:
            refused = self._over or len(self._questions) >= _MOST
            if not refused:
                self._questions.append(_Question(place, member, signature, values, answered))
        if refused:
            self._called.emit(partial(answered, None))
        else:
            self._wake()

    def close(self) -> None:
        """Nothing is heard any more; what was said last still goes out. Nobody waits for that."""
        self._closed = True
        self._wake()

    def _wake(self) -> None:
        if self._ears is not None:
            with contextlib.suppress(OSError):  # The thread is gone, or was woken often enough.
                self._ears[1].send(b".")

    # On the bus's own thread

    def _run(self) -> None:
        pending: dict[int, tuple[float, Answered]] = {}
        # No bus, one that is mute, one that talks nonsense: there are no notices over it then, that is all.
        with contextlib.suppress(Exception):
            self._serve(pending)
        with self._lock:
            self._over = True
            left = [question.answered for question in self._questions]
            self._questions.clear()
        for answered in (*(answered for _, answered in pending.values()), *left):
            self._tell(self._called, partial(answered, None))
        for ear in self._ears or ():
            ear.close()

    def _serve(self, pending: dict[int, tuple[float, Answered]]) -> None:
        if sys.platform != "linux" or self._ears is None:
            return
        ear = self._ears[0]
        # Here, not above: the first paint does not wait for it.
        from jeepney.bus import get_bus
        from jeepney.io.blocking import DBusConnection, prep_socket

        with (
            prep_socket(get_bus(_address(self._kind)), timeout=_GREETING) as opened,
            selectors.DefaultSelector() as selector,
        ):
            # The connection waits without end for the bus to say its name.
            late = threading.Timer(_GREETING, _hang_up, (opened,))
            late.daemon = True
            late.start()
            try:
                connection = DBusConnection(opened)
            finally:
                late.cancel()
            selector.register(connection.sock, selectors.EVENT_READ)
            selector.register(ear, selectors.EVENT_READ)
            serials = count(100)  # The connection itself has used the first ones.
            self._listen(connection, serials)
            while True:
                self._send(connection, serials, pending)
                if self._closed:
                    return
                first = min((deadline for deadline, _ in pending.values()), default=None)
                ready = selector.select(None if first is None else max(0.0, first - time.monotonic()))
                if any(key.fileobj is ear for key, _ in ready):
                    ear.recv(4096)
                if any(key.fileobj is connection.sock for key, _ in ready):
                    self._read(connection, pending)
                for serial in [one for one, (deadline, _) in pending.items() if deadline <= time.monotonic()]:
                    self._tell(self._called, partial(pending.pop(serial)[1], None))

    def _listen(self, connection: DBusConnection, serials: count[int]) -> None:
        from jeepney import MatchRule, message_bus

        for one in self._wanted:
            for member in one.members:
                rule = MatchRule(type="signal", sender=one.sender, interface=one.interface, member=member)
                if one.about:
                    rule.add_arg_condition(0, one.about)
                connection.send(message_bus.AddMatch(rule), serial=next(serials))

    def _send(
        self, connection: DBusConnection, serials: count[int], pending: dict[int, tuple[float, Answered]]
    ) -> None:
        from jeepney import DBusAddress, new_method_call

        while True:
            with self._lock:
                if not self._questions:
                    return
                place, member, signature, values, answered = self._questions.popleft()
            address = DBusAddress(place.path, bus_name=place.name, interface=place.interface)
            serial = next(serials)
            pending[serial] = (time.monotonic() + _PATIENCE, answered)
            connection.send(new_method_call(address, member, signature, values), serial=serial)

    def _read(self, connection: DBusConnection, pending: dict[int, tuple[float, Answered]]) -> None:
        from jeepney import HeaderFields, MessageType

        with contextlib.suppress(TimeoutError):  # That was all.
            while True:
                message = connection.receive(timeout=0)
                fields = message.header.fields
                if message.header.message_type is MessageType.signal:
                    self._hear(message)
                elif (serial := fields.get(HeaderFields.reply_serial)) in pending:
                    _, answered = pending.pop(serial)
                    well = message.header.message_type is MessageType.method_return
                    self._tell(self._called, partial(answered, message.body if well else None))

    def _hear(self, message: Message) -> None:
        from jeepney import HeaderFields

        fields = message.header.fields
        what = fields.get(HeaderFields.interface, ""), fields.get(HeaderFields.member, "")
        if what in self._members:
            self._tell(self.heard, *what, message.body)

    def _tell(self, signal: Any, *values: object) -> None:
        if not self._closed:
            with contextlib.suppress(RuntimeError):  # The window has gone meanwhile.
                signal.emit(*values)

    # On the screen's thread

    @Slot(object)
    def _call(self, call: Callable[[], None]) -> None:
        if not self._closed:
            call()


def _hang_up(line: socket.socket) -> None:
    with contextlib.suppress(OSError):  # It was closed meanwhile.
        line.shutdown(socket.SHUT_RDWR)
