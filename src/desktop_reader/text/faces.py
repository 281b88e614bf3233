"""Letters of scripts that few faces have: to find one for each of them takes a screen milliseconds, size by size."""

from __future__ import annotations

import re

_MOST = 4

NOT_USUAL = re.compile(
    "[^\x00-\u052f\u0590-\u06ff\u1e00-\u206f\u2070-\u2bff\u3000-\u30ff\u3400-\u9fff\uac00-\ud7af\uff00-\uffef"
    "\U0001f000-\U0001faff]"
)


def few_faces(text: str) -> str:
    """A line as it is drawn: letters of so many rare scripts that only somebody hostile uses them become signs."""
    if text.isascii() or not (rare := NOT_USUAL.findall(text)):
        return text
    met = list(dict.fromkeys(ord(letter) >> 8 for letter in rare))[:_MOST]
    return NOT_USUAL.sub(lambda found: found[0] if ord(found[0]) >> 8 in met else "\ufffd", text)
