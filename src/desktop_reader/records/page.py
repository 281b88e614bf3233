"""The full text of an article, taken from its web page, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass, field

from desktop_reader.records.health import Problem
from desktop_reader.records.translatable import translatable

ASIDE = "aside"
"""As the ``problem`` of a page: nothing is wrong with it, but the reader wants the feed's version."""

_OTHER = translatable("The article’s page could not be fetched ({detail}).")
SENTENCES: dict[Problem, str] = translatable(
    {
        Problem.BAD_ADDRESS: "This article has no address of a web page.",
        Problem.OFFLINE: "There is no connection to the internet.",
        Problem.UNKNOWN_HOST: "No server named “{detail}” was found.",
        Problem.NO_CONNECTION: "The server of the article’s page did not accept the connection ({detail}).",
        Problem.TIMED_OUT: "The server of the article’s page did not answer in time ({detail}).",
        Problem.CERTIFICATE: "The certificate of the article’s server is not valid ({detail}). Nothing was read from "
        "it.",
        Problem.PASSWORD: "The article’s page asks for a password. Open the original instead.",
        Problem.FORBIDDEN: "The server refuses to give the article’s page out (403). Open the original instead.",
        Problem.NOT_FOUND: "The article’s page is not there (404).",
        Problem.GONE: "The article’s page is gone for good (410).",
        Problem.TOO_MANY: "The server asks not to be called so often (429). Try again later.",
        Problem.SERVER: "The server of the article’s page has a fault ({detail}). Try again later.",
        Problem.REDIRECTS: "The article’s address is passed on without end.",
        Problem.UNSAFE_ADDRESS: "The article’s address leads into a private network ({detail}), which it may not do.",
        Problem.TOO_LARGE: "The article’s page is too large ({detail}).",
        Problem.CUT_SHORT: "The answer broke off ({detail}). Try again.",
        Problem.EMPTY: "The article’s page is empty.",
        Problem.MALFORMED: "No article was found on its page. Open the original instead.",
        Problem.TOO_SLOW_TO_READ: "The article’s page took too long to read and was given up.",
    }
)


@dataclass(frozen=True, slots=True)
class Page:
    """What is kept of an article's web page. ``html`` is sanitised; ``problem`` says why it is not shown."""

    article: int
    fetched_at: int
    url: str
    html: str = field(default="", repr=False)
    problem: str | None = None

    @property
    def shown(self) -> bool:
        """Whether it is shown in place of what the feed gave."""
        return self.problem is None and bool(self.html)


def sentence(problem: Problem) -> str:
    """Why there is no full text, in English; ``{detail}`` is to be filled in."""
    return SENTENCES.get(problem, _OTHER)
