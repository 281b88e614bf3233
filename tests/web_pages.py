"""Web pages of articles that the tests write themselves."""

from __future__ import annotations

LINES = tuple(
    f"In the {time} the harbour lies still, and the boats of the {people} wait until the wind has come up again."
    for time, people in (("morning", "fishers"), ("evening", "pilots"), ("summer", "guests"), ("winter", "painters"))
)


def web_page(more: str = "", lines: tuple[str, ...] = LINES) -> str:
    """An article with what sites put around it."""
    text = "".join(f"<p>{line}</p>" for line in lines)
    return (
        "<!doctype html><html lang='en'><head><meta charset='utf-8'><title>The harbour</title></head><body>"
        "<nav><ul><li><a href='/'>Home</a></li><li><a href='/about'>About us</a></li></ul></nav>"
        f"<article><h1>The harbour</h1><img src='/boats.jpg' alt='Boats'>{text}"
        f"<p>Of <a href='/notes/tides'>the tides</a> we have told before.</p>{more}<script>alert(1)</script></article>"
        "<aside>Subscribe to our letter</aside><footer>All rights reserved.</footer></body></html>"
    )
