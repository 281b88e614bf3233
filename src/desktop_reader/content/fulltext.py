"""The main text of a web page: the article without what the site put around it. The only file that knows trafilatura.

What comes out is as untrusted as what went in: ``content.sanitize`` has to be the last to touch it.
"""

from __future__ import annotations

import logging
import re

_LEAST = 200  # Characters of text; what is shorter is a login page, a notice about cookies, or an error.
_TWICE = re.compile(r"<pre>\s*<pre>(.*?)</pre>\s*</pre>", re.S)
_TAG = re.compile(r"<[^<>]*>")


def full_text(html: str, url: str) -> str:
    """The article on the page as HTML; empty when none is found. ``url`` completes relative addresses."""
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # That there is no article is said by the answer.
    found = trafilatura.extract(
        html,
        url=url,
        output_format="html",
        include_comments=False,
        include_images=True,
        include_links=True,
        include_formatting=True,
    )
    if not found or len(_TAG.sub("", found).strip()) < _LEAST:
        return ""
    return _TWICE.sub(r"<pre>\1</pre>", found)


def named(html: str, url: str) -> tuple[str, str]:
    """What the page calls itself, and who wrote it, as plain words; empty where it does not say."""
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        found = trafilatura.extract_metadata(html, default_url=url, extensive=False)
    except (ValueError, TypeError, AttributeError, RecursionError):  # As odd pages make it.
        return "", ""
    return (found.title or "", found.author or "") if found is not None else ("", "")
