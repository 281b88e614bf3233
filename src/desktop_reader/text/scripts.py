"""The scripts that are written without blanks, as ranges for a character class, and a look whether there is none."""

from __future__ import annotations

HAN = "\u3005-\u3007\u3021-\u3029\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
KANA = "\u3041-\u3096\u3099-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9f"
HANGUL = "\u1100-\u11ff\u3131-\u318e\ua960-\ua97f\uac00-\ud7ff"
THAI = "\u0e01-\u0e3a\u0e40-\u0e4e\u0e50-\u0e59"
LAO = "\u0e81-\u0edf"
KHMER = "\u1780-\u17d3\u17dc-\u17e9"
BURMESE = "\u1000-\u1049\u1050-\u109f\ua9e0-\ua9fe\uaa60-\uaa7f"


def western(text: str) -> bool:
    """True when ``text`` surely has nothing but the letters and marks of Western Europe. Misses some, never wrong."""
    if text.isascii():
        return True
    try:
        # By far the quickest way to look at every character.
        text.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return "\u00ad" not in text
