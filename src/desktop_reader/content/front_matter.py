"""YAML front matter: the facts of an article at the top of its Markdown, written and read back.

Written is a subset of YAML that every program reads in the same way; read is a little more, for people and their
programs write it otherwise: comments, plain and quoted words, lists in lines or in brackets. What is not surely
understood (maps in maps, anchors, tags, long texts in folds) is refused with its line, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from desktop_reader.errors import FileError

Value = str | int | bool | None | list[str]

_LARGEST = 256 * 1024
_FENCE = "---"
_ENDS = (_FENCE, "...")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:\d\d)?)?")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
_KEY = re.compile(r"([^\W\d][\w .-]{0,99}?)[ \t]*:(?:[ \t]+(.*))?$")
_ITEM = re.compile(r"[ \t]*-(?:[ \t]+(.*))?$")
_COMMENT = re.compile(r"[ \t]+#.*$")
# What a plain word must not begin with: it would mean something in YAML.
_MEANS = frozenset("-?:,[]{}#&*!|>'\"%@`")
# Controls and line ends of other systems, marks of direction, and what no file should have in it.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\xa0\xad\u061c\u200b\u200e\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufff9-\uffff]")
_WRITTEN = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_ESCAPED = re.compile(r'[\\"]|' + _UNSEEN.pattern)
_READ = {
    "0": "\0", "a": "\a", "b": "\b", "t": "\t", "\t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r", "e": "\x1b",
    " ": " ", '"': '"', "/": "/", "\\": "\\", "N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029",
}  # fmt: skip
_ESCAPE = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.S)
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"' + "|'((?:[^']|'')*)'")
_NO, _YES, _NONE = ("false", "False", "FALSE"), ("true", "True", "TRUE"), ("null", "Null", "NULL", "~", "")


class FrontMatterError(FileError):
    """Front matter that is not understood: the fact ``line`` says where, ``reason`` why."""


def write(facts: Mapping[str, Value]) -> str:
    """``facts`` in their order, with the lines around them; keys are names of our own."""
    lines = [_FENCE]
    for name, value in facts.items():
        if isinstance(value, list):
            lines.append(f"{name}:" if value else f"{name}: []")
            lines += [f"  - {_scalar(one)}" for one in value]
        else:
            lines.append(f"{name}: {_scalar(value)}")
    return "\n".join([*lines, _FENCE, ""])


def split(text: str) -> tuple[str | None, str]:
    """The front matter without the lines around it, None where there is none, and the text below. Raises
    FrontMatterError where it begins and never ends.
    """
    text = text.removeprefix("\ufeff")
    first, _, rest = text.partition("\n")
    if first.rstrip() != _FENCE:
        return None, text
    at = 0
    while at < len(rest) and at <= _LARGEST:
        end = rest.find("\n", at)
        end = len(rest) if end < 0 else end
        if rest[at:end].rstrip() in _ENDS:
            return rest[:at], rest[end + 1 :]
        at = end + 1
    raise _odd(1, "it has no end")


def read(front: str) -> dict[str, Value]:
    """The facts of what ``split`` found. Raises FrontMatterError."""
    if len(front) > _LARGEST:
        raise _odd(1, "it is too long")
    found: dict[str, Value] = {}
    listing = ""
    for number, raw in enumerate(front.split("\n"), 2):
        line = raw.rstrip()
        if not line or line.lstrip().startswith("#"):
            continue
        item = _ITEM.match(line)
        if item:
            before = found.get(listing)
            if not listing or not isinstance(before, list | None):
                raise _odd(number, "a list without a name")
            found[listing] = [*(before or ()), _word(item[1] or "", number)]
            continue
        named = _KEY.match(line)
        if not named:
            raise _odd(number, "no name before a colon")
        if named[1] in found:
            raise _odd(number, "the same name twice")
        rest = _COMMENT.sub("", f" {named[2] or ''}").strip() and (named[2] or "").strip()
        listing = "" if rest else named[1]
        found[named[1]] = _value(rest, number) if rest else None
    return found


def read_some(front: str) -> tuple[dict[str, Value], str]:
    """The facts that are understood, and the lines of the others as they stand: for files that other programs wrote."""
    found: dict[str, Value] = {}
    left: list[str] = []
    parts: list[list[str]] = []
    for line in front[:_LARGEST].split("\n"):
        if parts and (not line.strip() or line[0] in " \t-#"):
            parts[-1].append(line)
        else:
            parts.append([line])
    for part in parts:
        try:
            facts = read("\n".join(part))
        except FrontMatterError:
            left += part
        else:
            found = facts | found
    return found, "\n".join([*left, front[_LARGEST:]]).strip("\n")


def _scalar(value: str | int | bool | None) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if _MOMENT.fullmatch(value) and value.isascii():
        return value
    whole = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # Halves of letters are no text.
    inside = _ESCAPED.sub(lambda one: _WRITTEN.get(one[0]) or f"\\u{ord(one[0]):04x}", whole)
    return f'"{inside}"'


def _value(raw: str, line: int) -> Value:
    if raw.startswith("["):
        return _in_brackets(raw, line)
    if raw[0] not in "\"'":
        plain = _COMMENT.sub("", raw).rstrip()
        if plain in _NONE:
            return None
        if plain in _YES or plain in _NO:
            return plain in _YES
        if _NUMBER.fullmatch(plain):
            return int(plain)
    return _word(raw, line)


def _word(raw: str, line: int) -> str:
    """A text, quoted or plain."""
    raw = raw.strip()
    if raw[:1] in ("'", '"'):
        quoted = _QUOTED.match(raw)
        if not quoted or (raw[quoted.end() :].strip() and not _COMMENT.fullmatch(raw[quoted.end() :])):
            raise _odd(line, "quotes that do not close")
        return _unquoted(quoted, line)
    plain = _COMMENT.sub("", raw).rstrip()
    if not plain:
        raise _odd(line, "nothing where a text should be")
    if plain[0] in _MEANS or ": " in plain or plain.endswith(":"):
        raise _odd(line, "a form that is not read here")
    return plain


def _unquoted(quoted: re.Match[str], line: int) -> str:
    if quoted[2] is not None:
        return quoted[2].replace("''", "'")

    def meant(one: re.Match[str]) -> str:
        code = one[1] or one[2] or one[3]
        if code is None:
            if one[4] not in _READ:
                raise _odd(line, "an escape that YAML does not know")
            return _READ[one[4]]
        if int(code, 16) > 0x10FFFF or 0xD800 <= int(code, 16) <= 0xDFFF:
            raise _odd(line, "an escape that is no letter")
        return chr(int(code, 16))

    return _ESCAPE.sub(meant, quoted[1])


def _in_brackets(raw: str, line: int) -> list[str]:
    at, found = 1, []
    while True:
        at += len(raw[at:]) - len(raw[at:].lstrip())
        if raw[at : at + 1] == "]":
            break
        quoted = _QUOTED.match(raw, at)
        if quoted:
            found.append(_unquoted(quoted, line))
            at = quoted.end()
        else:
            plain = re.compile(r"[^,\]\[{}]*").match(raw, at)
            assert plain is not None, "it matches nothing, too"
            found.append(_word(plain[0], line))
            at = plain.end()
        at += len(raw[at:]) - len(raw[at:].lstrip())
        if raw[at : at + 1] == ",":
            at += 1
        elif raw[at : at + 1] != "]":
            raise _odd(line, "a list that does not end")
    after = raw[at + 1 :]
    if after.strip() and not _COMMENT.fullmatch(after):
        raise _odd(line, "something behind a list")
    return found


def _odd(line: int, reason: str) -> FrontMatterError:
    return FrontMatterError("The front matter cannot be read: line {line}, {reason}.", line=line, reason=reason)
