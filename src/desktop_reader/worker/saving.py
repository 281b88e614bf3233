"""A page that is to be saved: fetched as politely as a feed, and read in the helper process."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass, field

from desktop_reader.errors import FetchError, FileError
from desktop_reader.feeds import address
from desktop_reader.feeds.files import file_at, range_at
from desktop_reader.records.access import without_credentials
from desktop_reader.records.article import Article
from desktop_reader.records.health import Problem
from desktop_reader.records.incoming import Coming
from desktop_reader.records.refresh import DigestedEntry, Response
from desktop_reader.worker.finding import Work

_READ = ("text/html", "application/xhtml", "text/plain", "application/xml", "text/xml")


@dataclass(frozen=True, slots=True)
class ReadToSave:
    """A web page as it came → the article that it becomes: its main text, else all of it. Raises FileError for a page
    with nothing to read.
    """

    body: bytes = field(repr=False)
    url: str
    content_type: str
    now: int

    def run(self) -> DigestedEntry:
        """Some tens of milliseconds, and a second before the first."""
        from desktop_reader.content.fulltext import full_text, named
        from desktop_reader.content.prepare import prepare
        from desktop_reader.feeds import plain, sniff

        text = plain.clean(sniff.decode(self.body, self.content_type))
        title, author = "", ""
        if self.content_type.lower().strip().startswith("text/plain"):
            content = prepare(plain.as_html(f"{text}\n\n"), self.url)
        else:
            title, author = named(text, self.url)
            content = prepare(full_text(text, self.url), self.url, title)
            if not content.text:
                content = prepare(text, self.url, title)
        if not content.text and content.image is None:
            raise FileError("There is nothing to read at {address}.", address=self.url)
        title = plain.title(title) or content.text.partition("\n")[0][:80] or self.url
        said = f"saved\x00{self.url}\x00{title}\x00{author}\x00{content.html}"
        return DigestedEntry(
            fingerprint=hashlib.blake2b(said.encode("utf-8", "surrogatepass"), digest_size=12).digest(),
            guid=plain.guid(self.url),
            url=self.url,
            title=title,
            author=plain.title(author)[:500],
            published_at=self.now,
            updated_at=None,
            content=content,
        )


@dataclass(frozen=True, slots=True)
class AsItWas:
    """A saved page as the library has it → what keeps it again with its marks, should its removal be taken back."""

    article: Article = field(repr=False)

    def run(self) -> Coming:
        """A few milliseconds."""
        from desktop_reader.content.prepare import prepare

        one = self.article
        said = f"again\x00{one.guid}\x00{one.url}\x00{one.title}\x00{one.html}"
        entry = DigestedEntry(
            fingerprint=hashlib.blake2b(said.encode("utf-8", "surrogatepass"), digest_size=12).digest(),
            guid=one.guid,
            url=one.url,
            title=one.title,
            author=one.author,
            published_at=one.published_at,
            updated_at=None,
            content=prepare(one.html, one.url, one.title, one.language),
            description=one.description,
            enclosures=one.enclosures,
            comments=one.comments,
        )
        return Coming(entry, not one.unread, one.starred, tuple(label.title for label in one.labels))


def fetch_page(typed: str, work: Work, *, by_hand: bool = True) -> DigestedEntry:
    """The page at an address. Waits for the server, and for the helper process (``work``). What lies in a private
    network is asked for only where a person gave the address ``by_hand``. Raises ReaderError with a sentence.
    """
    url = address.without_credentials(address.typed(typed)).partition("#")[0]
    try:
        answer = file_at(url, "page", range_at(url) if by_hand else None)
    except FetchError as error:
        # Without a scheme https was meant, and http where that is all there is.
        if "://" in typed or error.problem not in (Problem.NO_CONNECTION, Problem.TIMED_OUT):
            raise
        url = "http:" + url.removeprefix("https:")
        answer = file_at(url, "page", range_at(url) if by_hand else None)
    if not isinstance(answer, Response) or not answer.body.strip():
        raise FetchError(Problem.EMPTY)
    kind = answer.content_type.lower().partition(";")[0].strip()
    if kind and not kind.startswith(_READ):
        raise FileError("What lies at {address} is no page ({kind}).", address=without_credentials(url), kind=kind[:80])
    found = without_credentials(answer.url).partition("#")[0]
    entry: DigestedEntry = work(ReadToSave(answer.body, found, answer.content_type, int(time.time())))
    return entry
