"""Which language a text is in: what its feed says, unless the script says otherwise."""

from __future__ import annotations

import re

_CODE = re.compile(r"([a-zA-Z]{2,3})(?:[-_]([a-zA-Z]{4}))?(?:[-_]([a-zA-Z]{2}|\d{3}))?(?:[-_].*)?")
_SAMPLE = 600

# A script that one language (or one above all others) is written in, and the languages that share it.
_SCRIPTS: tuple[tuple[str, str, frozenset[str]], ...] = tuple(
    (letters, language, frozenset(others.split()))
    for letters, language, others in (
        ("\u0400-\u052f", "ru", "ru uk be bg sr mk kk ky mn tg tt ba cv os uz az bs sh sah ce ab kv cu ro"),
        ("\u0590-\u05ff", "he", "he iw yi ji lad"),
        ("\u0600-\u06ff\u0750-\u077f", "ar", "ar fa ur ps ckb ku sd ug azb pnb ks dv arz ary glk mzn ms ha az kk"),
        ("\u0900-\u097f", "hi", "hi mr ne sa mai bho kok doi new brx sd ks"),
        ("\u0370-\u03ff\u1f00-\u1fff", "el", "el grc"),
        ("\u0980-\u09ff", "bn", "bn as mni"),
        ("\u0a00-\u0a7f", "pa", "pa"),
        ("\u0a80-\u0aff", "gu", "gu"),
        ("\u0b00-\u0b7f", "or", "or"),
        ("\u0b80-\u0bff", "ta", "ta"),
        ("\u0c00-\u0c7f", "te", "te"),
        ("\u0c80-\u0cff", "kn", "kn tcy"),
        ("\u0d00-\u0d7f", "ml", "ml"),
        ("\u0d80-\u0dff", "si", "si"),
        ("\u0e00-\u0e7f", "th", "th"),
        ("\u0e80-\u0eff", "lo", "lo"),
        ("\u0f00-\u0fff", "bo", "bo dz"),
        ("\u1000-\u109f", "my", "my shn mnw"),
        ("\u10a0-\u10ff", "ka", "ka xmf"),
        ("\u0530-\u058f", "hy", "hy hyw"),
        ("\u1200-\u137f", "am", "am ti gez"),
        ("\u1780-\u17ff", "km", "km"),
        ("\uac00-\ud7af\u1100-\u11ff", "ko", "ko"),
        ("\u3041-\u30ff", "ja", "ja ain ryu"),
        ("\u4e00-\u9fff\u3400-\u4dbf", "zh", "zh yue wuu nan hak gan lzh ja ko"),
    )
)
_LETTERS = tuple((re.compile(f"[{letters}]"), language, others) for letters, language, others in _SCRIPTS)
# Letters that are not Latin.
_FOREIGN = re.compile("[\u0370-\u1dff\u1f00-\u1fff\u3005\u3041-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]")


def language_of(text: str, said: str | None = None) -> str | None:
    """The language as a code like ``en`` or ``zh-TW``; ``None`` when neither the feed nor the script tells."""
    given = normalised(said)
    if text.isascii():
        return given
    guessed, others = _by_script(text)
    if guessed is None or (given is not None and given.partition("-")[0] in others):
        return given
    return guessed


def guess(text: str) -> str | None:
    """The language that the script of ``text`` stands for; ``None`` for Latin letters, which many languages share."""
    return None if text.isascii() else _by_script(text)[0]


def normalised(code: str | None) -> str | None:
    """``EN_us`` → ``en-US``; ``None`` for what is no language code."""
    found = _CODE.fullmatch((code or "").strip())
    if found is None or found[1].lower() in ("und", "mul", "zxx", "mis"):
        return None
    parts = (found[1].lower(), (found[2] or "").title(), (found[3] or "").upper())
    return "-".join(part for part in parts if part)


def _by_script(text: str) -> tuple[str | None, frozenset[str]]:
    letters = _FOREIGN.findall(text, 0, _SAMPLE)
    # A few names in another script do not make the text one of that language.
    if len(letters) * 3 < min(len(text), _SAMPLE):
        return None, frozenset()
    sample = "".join(letters)
    found = [(len(script.findall(sample)), language, others) for script, language, others in _LETTERS]
    most, language, others = max(found, key=lambda one: one[0])
    if language == "zh" and any(count * 20 > most for count, kana, _ in found if kana == "ja"):
        return "ja", frozenset({"ja"})
    return (language, others) if most else (None, frozenset())
