"""The health of a feed as data, and the sentence for each problem.

A failing feed is no exception but a fact that is kept on its row: a code, a detail, a count. The sentence is made from
the code when somebody looks, so that it can be translated.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from desktop_reader.records.translatable import translatable


class Problem(StrEnum):
    """Why a feed could not be brought up to date. The value is what the library keeps."""

    BAD_ADDRESS = "bad-address"
    OFFLINE = "offline"
    UNKNOWN_HOST = "unknown-host"
    NO_CONNECTION = "no-connection"
    TIMED_OUT = "timed-out"
    CERTIFICATE = "certificate"
    PASSWORD = "password"
    KEYRING = "keyring"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not-found"
    GONE = "gone"
    TOO_MANY = "too-many"
    SERVER = "server"
    REFUSED = "refused"
    REDIRECTS = "redirects"
    UNSAFE_ADDRESS = "unsafe-address"
    TOO_LARGE = "too-large"
    CUT_SHORT = "cut-short"
    EMPTY = "empty"
    NOT_A_FEED = "not-a-feed"
    MALFORMED = "malformed"
    TOO_SLOW_TO_READ = "too-slow-to-read"


SENTENCES: dict[Problem, str] = translatable(
    {
        Problem.BAD_ADDRESS: "“{detail}” is not a web address. Use one that begins with http:// or https://.",
        Problem.OFFLINE: "There is no connection to the internet. The feeds are asked again as soon as there is one.",
        Problem.UNKNOWN_HOST: "No server named “{detail}” was found. Check the address and your connection.",
        Problem.NO_CONNECTION: "The server did not accept the connection ({detail}). It may be back later.",
        Problem.TIMED_OUT: "The server did not answer in time ({detail}). It may be back later.",
        Problem.CERTIFICATE: "The server’s certificate is not valid ({detail}). Nothing was read from it.",
        Problem.PASSWORD: "The server asks for a password. Give it under “Name and password…” in the feed’s menu, or "
        "in the address when you add the feed: https://name:password@host/…",
        Problem.KEYRING: "The feed’s password could not be had. {detail}",
        Problem.FORBIDDEN: "The server refuses to give this feed out (403). It may open in a browser, or elsewhere.",
        Problem.NOT_FOUND: "There is nothing at this address (404). Check the address; the feed may have moved.",
        Problem.GONE: "The server says that this feed is gone for good (410). It is asked no more; its articles stay.",
        Problem.TOO_MANY: "The server asks not to be called so often (429). It is left alone until it may be asked "
        "again.",
        Problem.SERVER: "The server has a fault ({detail}). It may be mended later.",
        Problem.REFUSED: "The server refused the request ({detail}).",
        Problem.REDIRECTS: "The address is passed on without end ({detail}). Check the address.",
        Problem.UNSAFE_ADDRESS: "The address leads into a private network ({detail}), which a public feed may not do."
        " If it is your own network, refresh this feed alone.",
        Problem.TOO_LARGE: "The answer is larger than a feed may be ({detail}). Nothing of it was kept.",
        Problem.CUT_SHORT: "The answer broke off ({detail}). It may come whole later.",
        Problem.EMPTY: "The answer is empty. What was there stays.",
        Problem.NOT_A_FEED: "There is a web page at this address, not a feed. Check the address, or add the site anew.",
        Problem.MALFORMED: "The feed cannot be read ({detail}). What was there stays.",
        Problem.TOO_SLOW_TO_READ: "The feed took too long to read and was given up ({detail}).",
    }
)


@dataclass(frozen=True, slots=True)
class Health:
    """How a feed fares: no problem, or which one, how many refreshes in a row, and since when."""

    problem: Problem | None = None
    detail: str = ""
    failures: int = 0
    since_at: int | None = None

    @property
    def ok(self) -> bool:
        """True when the last refresh went well, or none was tried yet."""
        return self.problem is None

    @property
    def sentence(self) -> str:
        """What happened and what can be done, in English; empty when all is well."""
        return "" if self.problem is None else SENTENCES[self.problem].format(detail=self.detail)
