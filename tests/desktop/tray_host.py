"""A StatusNotifier watcher and host: what a panel is to the programs that show an icon in it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from jeepney import (
    DBusAddress,
    HeaderFields,
    Message,
    MessageType,
    Properties,
    message_bus,
    new_error,
    new_method_call,
    new_method_return,
    new_signal,
)
from jeepney.io.blocking import DBusConnection, open_dbus_connection

WATCHER = "org.kde.StatusNotifierWatcher"
ITEM = "org.kde.StatusNotifierItem"
MENU = "com.canonical.dbusmenu"
_PATIENCE = 15.0


class TrayHost:
    """``items`` are the icons that have registered, as (bus name, path)."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._connection: DBusConnection = open_dbus_connection(address)
        self._asking: DBusConnection = open_dbus_connection(address)
        self._asking.bus_proxy._timeout = _PATIENCE
        self.items: list[tuple[str, str]] = []
        self._ended = False
        self._thread = threading.Thread(target=self._serve, daemon=True)
        answer = self._connection.bus_proxy.RequestName(WATCHER)
        assert answer == (1,), "somebody else is the watcher on this bus"
        self._thread.start()

    def close(self) -> None:
        """The panel goes."""
        self._ended = True
        self._thread.join()
        self._connection.close()
        self._asking.close()

    def wait_for_item(self) -> None:
        wait(lambda: bool(self.items), "no icon registered")

    def property(self, name: str) -> Any:
        """Of the icon that registered last."""
        return self._ask(Properties(self._address_of()).get(name))[0][1]

    def tip(self) -> str:
        """What is said when one points at it: title and text."""
        _, _, title, text = self.property("ToolTip")
        return "\n".join(filter(None, (title, text)))

    def pixels(self) -> dict[int, bytes]:
        """The drawings of the icon, by their width."""
        return {width: bytes(data) for width, _, data in self.property("IconPixmap")}

    def activate(self) -> None:
        """A click on the icon."""
        self._ask(new_method_call(self._address_of(), "Activate", "ii", (10, 10)))

    def menu(self) -> dict[str, int]:
        """The lines that are seen, by their words; and their numbers."""
        menu = DBusAddress(self.property("Menu"), bus_name=self.items[-1][0], interface=MENU)
        self._ask(new_method_call(menu, "AboutToShow", "i", (0,)))
        _, (_, _, lines) = self._ask(new_method_call(menu, "GetLayout", "iias", (0, -1, [])))
        found = {}
        for _, (number, facts, _) in lines:
            if facts.get("visible", ("b", True))[1] and "label" in facts:
                found[facts["label"][1].replace("_", "")] = number
        return found

    def click(self, words: str) -> None:
        """A line of the menu."""
        menu = DBusAddress(self.property("Menu"), bus_name=self.items[-1][0], interface=MENU)
        self._ask(new_method_call(menu, "Event", "isvu", (self.menu()[words], "clicked", ("s", ""), 0)))

    def _address_of(self) -> DBusAddress:
        name, path = self.items[-1]
        return DBusAddress(path, bus_name=name, interface=ITEM)

    def _ask(self, message: Message) -> Any:
        answer = self._asking.send_and_get_reply(message, timeout=_PATIENCE)
        assert answer.header.message_type is MessageType.method_return, answer
        return answer.body

    def _serve(self) -> None:
        while not self._ended:
            try:
                message = self._connection.receive(timeout=0.1)
            except TimeoutError:
                continue
            if message.header.message_type is MessageType.method_call:
                self._connection.send(self._answer(message))

    def _answer(self, message: Message) -> Message:
        fields = message.header.fields
        match fields[HeaderFields.member], message.body:
            case "RegisterStatusNotifierItem", (service,):
                own = service.startswith("/")
                sender = fields[HeaderFields.sender]
                self.items.append((sender, service) if own else (service, "/StatusNotifierItem"))
                place = DBusAddress("/StatusNotifierWatcher", interface=WATCHER)
                self._connection.send(new_signal(place, "StatusNotifierItemRegistered", "s", (service,)))
                return new_method_return(message)
            case "Get", (_, name):
                return new_method_return(message, "v", (self._facts()[name],))
            case "GetAll", _:
                return new_method_return(message, "a{sv}", (self._facts(),))
        return new_error(message, "org.freedesktop.DBus.Error.UnknownMethod")

    def _facts(self) -> dict[str, tuple[str, object]]:
        return {
            "IsStatusNotifierHostRegistered": ("b", True),
            "ProtocolVersion": ("i", 0),
            "RegisteredStatusNotifierItems": ("as", [name + path for name, path in self.items]),
        }


@contextmanager
def tray_host(address: str) -> Iterator[TrayHost]:
    host = TrayHost(address)
    try:
        yield host
    finally:
        host.close()


def owners(address: str, name: str) -> bool:
    """Whether somebody owns a name of the bus."""
    with open_dbus_connection(address) as connection:
        return bool(connection.send_and_get_reply(message_bus.NameHasOwner(name), timeout=_PATIENCE).body[0])


def wait(true: Callable[[], object], otherwise: str, seconds: float = 30.0) -> None:
    """Until it is so."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, otherwise
        time.sleep(0.05)
