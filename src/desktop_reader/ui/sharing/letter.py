"""An article's title and link in a letter: an address for the program that writes e-mail."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from desktop_reader.records.notice import plain

LONGEST = 1_900
"""Characters; some systems cut what is longer."""

_TITLE = 120


def mailto(articles: Sequence[tuple[str, str]]) -> str:
    """The address of a letter about these titles and links; what would make it too long is left out."""
    titles = [plain(title, _TITLE) or url for title, url in articles]
    subject = titles[0] if len(titles) == 1 else ""
    address = f"mailto:?subject={quote(subject, safe='')}&body=" if subject else "mailto:?body="
    parts = [
        f"{title}\r\n{url}" if url and url != title else title for title, (_, url) in zip(titles, articles, strict=True)
    ]
    body = ""
    for part in parts:
        more = quote(f"\r\n\r\n{part}" if body else part, safe="")
        if len(address) + len(body) + len(more) > LONGEST and body:
            break
        body += more
    return address + body
