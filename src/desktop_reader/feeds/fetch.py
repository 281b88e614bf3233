"""Asks servers, many at once in one thread, politely. The only file that knows pycurl.

Two connections a host, sixteen in all; hosts take turns, so that a host with many feeds keeps nobody waiting. What is
sent and what an answer means is decided in ``journey``; here handles are driven, counted and used again. Redirects
are followed by hand: every hop is queued at its own host, counted there, and checked for where it really leads.
"""

from __future__ import annotations

import errno
import os
import socket
import time
from dataclasses import replace
from types import TracebackType

import pycurl

from desktop_reader.errors import FetchError
from desktop_reader.feeds.arrival import Arrival
from desktop_reader.feeds.certificates import reason
from desktop_reader.feeds.journey import PERMANENT, TEMPORARY, Ask, Journey, asks_for_rest, too_large, unsafe
from desktop_reader.feeds.limits import Limits
from desktop_reader.feeds.lookups import NAMES
from desktop_reader.feeds.networks import literal_range, range_of
from desktop_reader.feeds.shown import received
from desktop_reader.feeds.slots import OURS
from desktop_reader.feeds.surroundings import certificate_file, certificate_folder, names_stay_with, proxy_for
from desktop_reader.feeds.turns import Turns
from desktop_reader.records.health import Problem
from desktop_reader.records.refresh import Response, Unchanged
from desktop_reader.records.translatable import translatable

__all__ = ["Ask", "Fetcher", "Outcome", "fetch"]

Outcome = Response | Unchanged | FetchError

_NOT_FOUND = (pycurl.E_COULDNT_RESOLVE_HOST,)
_TOO_LARGE = (pycurl.E_FILESIZE_EXCEEDED, 100)  # 100: headers beyond libcurl's own limit; pycurl has no name for it
_NOT_HTTP = (pycurl.E_UNSUPPORTED_PROTOCOL, 8)  # HTTP/0.9, and an answer that contradicts itself
_BROKEN_OFF = (pycurl.E_OK, pycurl.E_PARTIAL_FILE, pycurl.E_RECV_ERROR, pycurl.E_SEND_ERROR, pycurl.E_GOT_NOTHING)
_CERTIFICATE = (pycurl.E_PEER_FAILED_VERIFICATION, pycurl.E_SSL_CACERT_BADFILE, pycurl.E_SSL_ISSUER_ERROR)
_NAMES_SECONDS = 0.02  # From one look to the next whether a name is known.
_NO_WAY = (errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EHOSTDOWN, errno.EADDRNOTAVAIL)


class Fetcher:
    """The transfers of one thread: ``add`` asks, ``step`` until nothing is ``pending``, ``close``."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._multi = pycurl.CurlMulti()
        # libcurl counts idle connections too; so what the server sees never passes the limits.
        self._multi.setopt(pycurl.M_MAXCONNECTS, self._limits.connections)
        self._multi.setopt(pycurl.M_MAX_TOTAL_CONNECTIONS, self._limits.connections)
        self._multi.setopt(pycurl.M_MAX_HOST_CONNECTIONS, self._limits.host_connections)
        self._turns = Turns(self._limits, slots=OURS)
        self._idle: list[_Line] = []
        self._busy: dict[pycurl.Curl, _Line] = {}
        self._unsure: dict[Journey, None] = {}  # Their host's name is being looked up before a proxy is asked.
        self._done: list[tuple[Ask, Outcome]] = []
        self._silence_ends = float("inf")
        self._closed = False

    @property
    def pending(self) -> int:
        """How many asks were added whose outcome ``step`` has not given yet."""
        return self._turns.waiting + len(self._unsure) + len(self._busy) + len(self._done)

    def add(self, ask: Ask) -> None:
        """Take an ask into the queue of its host. Nothing is sent before the next ``step``."""
        if self._closed:
            raise RuntimeError("this Fetcher is closed")
        try:
            self._queue(Journey(ask, self._limits))
        except FetchError as error:
            self._done.append((ask, error))

    def step(self, timeout_seconds: float) -> list[tuple[Ask, Outcome]]:
        """Drive the transfers until something is finished, at most this long; give what is finished."""
        deadline = time.monotonic() + timeout_seconds
        while not self._closed:
            self._start()
            if self._busy:
                self._multi.perform()
                self._collect()
            now = time.monotonic()
            if now >= self._silence_ends:
                self._give_up_silent(now)
            if self._done or now >= deadline or not (self._busy or self._unsure or self._turns.waiting):
                break
            if not self._can_start:
                soon = _NAMES_SECONDS if self._unsure else deadline - now
                self._wait(min(soon, deadline - now, self._silence_ends - now, self._turns.seconds_to_next))
        done, self._done = self._done, []
        return done

    def cancel(self) -> None:
        """Drop every ask, also those whose servers are answering, and close. Their outcomes are never given."""
        self.close()

    def close(self) -> None:
        """Drop what is pending and let all connections go."""
        for line in self._busy.values():
            self._multi.remove_handle(line.curl)
        for line in (*self._busy.values(), *self._idle):
            line.curl.close()
        if not self._closed:
            self._multi.close()
        self._closed = True
        self._busy, self._idle, self._done, self._unsure = {}, [], [], {}
        self._turns.clear()

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _queue(self, journey: Journey, *, first: bool = False) -> None:
        if refusal := self._turns.join(journey, first=first):
            self._done.append((journey.ask, refusal))

    @property
    def _can_start(self) -> bool:
        return len(self._busy) + len(self._unsure) < self._limits.connections and self._turns.possible

    def _start(self) -> None:
        for journey in list(self._unsure):
            self._look_up(journey)
        while self._can_start:
            journey = self._turns.take()
            journey.proxy = proxy_for(journey.at.scheme, journey.at.host)
            if error := journey.unsafe():
                self._refuse(journey, error)
            elif not journey.proxy or literal_range(journey.at.host) or names_stay_with(journey.proxy):
                self._depart(journey)
            else:
                self._look_up(journey)

    def _look_up(self, journey: Journey) -> None:
        """Sends it to its proxy once it is known what it would be sent for, or that nobody here can tell."""
        found = NAMES.addresses(journey.at.host)
        if found is None:
            self._unsure[journey] = None
            return
        self._unsure.pop(journey, None)
        if error := journey.leads_to([(ip, range_of(ip)) for ip in found]):
            self._refuse(journey, error)
        else:
            self._depart(journey)

    def _refuse(self, journey: Journey, error: FetchError) -> None:
        self._done.append((journey.ask, error))
        self._turns.leave(journey.host)

    def _depart(self, journey: Journey) -> None:
        line = self._idle.pop() if self._idle else _Line(self._limits)
        line.depart(journey)
        self._silence_ends = min(self._silence_ends, line.silence_ends)
        self._busy[line.curl] = line
        self._multi.add_handle(line.curl)

    def _collect(self) -> None:
        more = 1
        while more:
            more, good, bad = self._multi.info_read()
            for curl in good:
                self._arrived(self._busy[curl], pycurl.E_OK, "")
            for curl, code, text in bad:
                self._arrived(self._busy[curl], code, text)

    def _wait(self, seconds: float) -> None:
        if not self._busy:
            time.sleep(max(0.0, seconds))  # All hosts that are waited for rest.
            return
        own = self._multi.timeout()
        if own >= 0:
            seconds = min(seconds, own / 1000)
        if seconds <= 0:
            return
        before = time.monotonic()
        if self._multi.select(seconds) <= 0 and time.monotonic() - before < seconds / 2:
            # There is nothing it can watch: a name is looked up, or this process has more than 1,024 files open.
            time.sleep(min(seconds, 0.01))

    def _give_up_silent(self, now: float) -> None:
        for line in list(self._busy.values()):
            if line.arrival.silent and now >= line.silence_ends:
                self._arrived(line, pycurl.E_OPERATION_TIMEDOUT, "")
        self._silence_ends = min(
            (line.silence_ends for line in self._busy.values() if line.arrival.silent), default=float("inf")
        )

    def _arrived(self, line: _Line, code: int, text: str) -> None:
        self._multi.remove_handle(line.curl)
        del self._busy[line.curl]
        journey, host = line.journey, line.journey.host
        outcome = line.outcome(code, text)
        if outcome is not None and journey.ask.accept == "feed":
            outcome = line.with_what_came(outcome)
        line.arrival.begin(0)
        self._idle.append(line)
        if outcome is None:
            self._queue(journey, first=True)  # who comes by a redirect has waited already
        else:
            self._done.append((journey.ask, outcome))
            if isinstance(outcome, FetchError):
                outcome.host = host
                if asks_for_rest(outcome):
                    self._done.extend(self._turns.pause(host, outcome.retry_after))
        # Somebody waits for the pictures of an article, and there are few.
        self._turns.leave(host, 0.0 if journey.ask.accept == "picture" else line.seconds)


class _Line:
    """One curl handle, used again and again, and what arrives on it."""

    journey: Journey

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self.arrival = Arrival(limits)
        self._guarded = False
        self._proxy: str | None = None
        self._targeted = False
        self.curl = curl = pycurl.Curl()
        for option, value in (
            (pycurl.USERAGENT, limits.user_agent),
            (pycurl.PROTOCOLS, pycurl.PROTO_HTTP | pycurl.PROTO_HTTPS),
            (pycurl.HTTP_VERSION, pycurl.CURL_HTTP_VERSION_1_1),
            (pycurl.HTTP09_ALLOWED, 0),
            (pycurl.FOLLOWLOCATION, 0),
            (pycurl.PATH_AS_IS, 1),
            (pycurl.NOSIGNAL, 1),
            (pycurl.CONNECTTIMEOUT_MS, _milliseconds(limits.connect_seconds)),
            (pycurl.CAINFO, os.fsencode(certificate_file())),
            (pycurl.NOPROXY, ""),  # decided by proxy_for, so that it is known when the guard may stand down
            (pycurl.HEADERFUNCTION, self.arrival.add_header),
            (pycurl.WRITEFUNCTION, self.arrival.add_body),
        ):
            curl.setopt(option, value)
        if folder := certificate_folder():
            curl.setopt(pycurl.CAPATH, os.fsencode(folder))

    def depart(self, journey: Journey) -> None:
        """Make the handle ready for the journey's next hop."""
        self.journey = journey
        self.silence_ends = time.monotonic() + self._limits.first_byte_seconds
        self.arrival.begin(journey.ask.max_bytes)
        self._blocked: str | None = None
        curl = self.curl
        curl.setopt(pycurl.URL, journey.url)
        curl.setopt(pycurl.HTTPHEADER, journey.request_headers())
        curl.setopt(pycurl.TIMEOUT_MS, _milliseconds(journey.seconds_left))
        curl.setopt(pycurl.MAXFILESIZE_LARGE, journey.ask.max_bytes)
        proxy = journey.proxy
        if proxy != self._proxy:
            curl.setopt(pycurl.PROXY, os.fsencode(proxy))
            self._proxy = proxy
        # libcurl rewrites percent-escapes in a path (%2f becomes %2F); a server may tell them apart. It costs a little,
        # and once set it cannot be taken back from a handle.
        if self._targeted or "%" in journey.url:
            curl.setopt(pycurl.REQUEST_TARGET, journey.target())
            self._targeted = True
        # Behind a proxy the socket leads to the proxy; at the address that a person gave for their own network there
        # is nothing to refuse. Everywhere else what counts is where the socket goes, not what a name said before.
        guarded = not proxy and not (journey.at_first and journey.ask.allow_private)
        if guarded != self._guarded:
            curl.setopt(pycurl.OPENSOCKETFUNCTION, self._open if guarded else None)
            curl.setopt(pycurl.PREREQFUNCTION, self._connected if guarded else None)
            self._guarded = guarded

    @property
    def seconds(self) -> float:
        """How long the transfer took that has ended."""
        return float(self.curl.getinfo(pycurl.TOTAL_TIME))

    def outcome(self, code: int, text: str) -> Outcome | None:
        """What the end of the transfer means; None when the journey goes on at another address."""
        journey, arrival, limits = self.journey, self.arrival, self._limits
        head = arrival.head
        if head.status:
            ip = self.curl.getinfo(pycurl.PRIMARY_IP)  # Of the proxy, where there is one.
            journey.came_from(journey.found if self._proxy else range_of(ip))
        if head.status in PERMANENT or head.status in TEMPORARY:
            journey.seconds_left = max(0.001, journey.seconds_left - self.seconds)
            return journey.redirected(head, limits)
        if head.status >= 300 or (arrival.ended and (code == pycurl.E_OK or journey.ask.accept == "sound")):
            # A status that brings nothing is known once the headers are there, however its body ended; and of a file
            # that is heard nobody wants all.
            return journey.answer(head, arrival.body, limits)
        error = self._fault(code, text)
        error.cut_off = self._cut_off(code)
        return error

    def with_what_came(self, outcome: Outcome) -> Outcome:
        """The same, and what came, for whoever wants to look at it."""
        journey, arrival = self.journey, self.arrival
        seconds = self._limits.total_seconds - journey.seconds_left + self.seconds
        seen = received(journey.url, arrival.lines, arrival.body, arrival.size, seconds, outcome)
        if isinstance(outcome, FetchError):
            outcome.received = seen
            return outcome
        return replace(outcome, received=seen)

    def _cut_off(self, code: int) -> bool:
        """Nobody was there at all: no answer to the name, no way to the address, or silence from the beginning."""
        if literal_range(self.journey.at.host) is not None:
            return False  # What lies at home says nothing of the way out.
        if self._blocked is not None:
            return self.journey.may_be_cut_off
        if code == pycurl.E_COULDNT_CONNECT:
            return self.curl.getinfo(pycurl.OS_ERRNO) in _NO_WAY
        if code == pycurl.E_OPERATION_TIMEDOUT:
            return not self.curl.getinfo(pycurl.CONNECT_TIME)
        return code in (pycurl.E_COULDNT_RESOLVE_HOST, pycurl.E_COULDNT_RESOLVE_PROXY)

    def _open(self, purpose: int, where: tuple[int, int, int, tuple[str, int] | bytes]) -> socket.socket | int:
        if not self._may_reach(str(where[3][0])):
            return int(pycurl.SOCKET_BAD)
        return _Socket(where[0], where[1], where[2])

    def _connected(self, ip: str, own_ip: str, port: int, own_port: int) -> int:
        # Also asked for a connection that is used again: it may have been opened by one who was allowed to.
        return int(pycurl.PREREQFUNC_OK if self._may_reach(ip) else pycurl.PREREQFUNC_ABORT)

    def _may_reach(self, ip: str) -> bool:
        if self.journey.may_reach(range_of(ip)):
            return True
        self._blocked = ip
        return False

    def _fault(self, code: int, text: str) -> FetchError:
        host = self.journey.at.host
        if self._blocked is not None and code in (pycurl.E_COULDNT_CONNECT, pycurl.E_ABORTED_BY_CALLBACK):
            return unsafe(host if host == self._blocked else f"{host}, {self._blocked}")
        if self.arrival.excess is not None or code in _TOO_LARGE:
            return too_large(self.arrival.excess or self.journey.ask.max_bytes)
        if code == pycurl.E_OPERATION_TIMEDOUT:
            return FetchError(Problem.TIMED_OUT, f"{self._patience():g} s")
        if code in _NOT_FOUND:
            return FetchError(Problem.UNKNOWN_HOST, host)
        if code in _CERTIFICATE:
            return FetchError(Problem.CERTIFICATE, reason(text, host))
        if code in _NOT_HTTP:
            return FetchError(Problem.SERVER, translatable("no HTTP"))
        if code in _BROKEN_OFF and not self.arrival.silent:
            return FetchError(Problem.CUT_SHORT, f"{self.arrival.size} bytes")
        if code == pycurl.E_URL_MALFORMAT:
            return FetchError(Problem.BAD_ADDRESS, self.journey.url)
        return FetchError(Problem.NO_CONNECTION, self.journey.host)

    def _patience(self) -> float:
        if not self.curl.getinfo(pycurl.PRETRANSFER_TIME):
            return self._limits.connect_seconds
        return self._limits.first_byte_seconds if self.arrival.silent else self._limits.total_seconds


class _Socket(socket.socket):
    """pycurl copies the descriptor and drops the object, which has to close its own then."""

    def __del__(self) -> None:
        self.close()


def fetch(ask: Ask, limits: Limits | None = None) -> Response | Unchanged:
    """Ask one server and wait for it; ``FetchError`` when it brings nothing."""
    with Fetcher(limits) as fetcher:
        fetcher.add(ask)
        while fetcher.pending:
            for _, outcome in fetcher.step(1.0):
                if isinstance(outcome, FetchError):
                    raise outcome
                return outcome
    raise AssertionError("an ask has always an outcome")


def _milliseconds(seconds: float) -> int:
    return max(1, int(seconds * 1000))
