"""What an error says, as far as it cannot be about what is read: a sentence that is known word by word.

Anything may stand in an error's own words: a title, a line of an article, a search. The report shows the line of the
program that raised it, and that has the words; what was put into them is nobody's business.
"""

from __future__ import annotations

import builtins
import os
import re
import sys
import traceback
import types
from errno import errorcode
from functools import cache

from desktop_reader.errors import ReaderError

LEFT_OUT = "…"
_OURS = ("desktop_reader", "PySide6", "shiboken6")

# Sentences of Python, SQLite and Qt. In the place of <name> stands a word of the program itself, else it is left out;
# after <rest> nothing is told.
_SENTENCES = r"""
(?:list|string|tuple|bytearray|array|deque|range object|pop|list assignment|array assignment) index out of range
index out of range
pop from an? empty (?:list|set|deque|bytearray)
popitem\(\): dictionary is empty
(?:integer |float )?(?:division|modulo|division or modulo) by zero
float modulo
(?:not enough|too many) values to unpack \(expected (?:at least )?\d+(?:, got \d+)?\)
(?:dictionary|Set|set|deque|OrderedDict) (?:changed size|keys changed|mutated) during iteration
maximum recursion depth exceeded(?: while calling a Python object| in comparison)?
math (?:domain|range) error
invalid literal for int\(\) with base \d+: <rest>
could not convert string to float: <rest>
time data <rest>
Invalid isoformat string: <rest>
(?:year|month|day|hour|minute|second) -?\d* ?(?:is out of range|must be in \d+\.\.\d+)(?: for month)?
signed integer is (?:greater than maximum|less than minimum)
Python int too large to convert to (?:C (?:int|long|ssize_t)|SQLite INTEGER)
timestamp out of range for platform time_t
embedded null (?:byte|character)
substring not found
(?:I/O operation on|read of|write to) closed file\.?
Cannot operate on a closed (?:database|cursor)\.
<name> object has no attribute <name>(?:\. Did you mean: <rest>)?
(?:type object|module|partially initialized module) <name> has no attribute <name>(?: \(<rest>)?
<name> object is not (?:callable|iterable|subscriptable|reversible|an iterator|a mapping|an? context manager)
<name> object (?:does not support item (?:assignment|deletion)|cannot be interpreted as an integer)
argument of type <name> is not iterable
unhashable type: <name>
unsupported operand type\(s\) for \S{1,12}: <name> and <name>
<name> not supported between instances of <name> and <name>
bad operand type for unary \S: <name>
can only concatenate (?:str|list|tuple) \(not <name>\) to (?:str|list|tuple)
can't concat <name> to bytes
int\(\) argument must be a string, a bytes-like object or a real number, not <name>
float\(\) argument must be a string or a real number, not <name>
expected (?:string or bytes-like object, got|str, bytes or os\.PathLike object, not) <name>
a bytes-like object is required, not <name>
sequence item \d+: expected (?:str|bytes|a bytes-like object) instance, <name> found
<name>\(\) takes (?:no|exactly one) arguments? \(\d+ given\)
<name>\(\) takes (?:from \d+ to )?\d+ positional arguments? but \d+ (?:was|were) given
<name>\(\) missing \d+ required (?:positional|keyword-only) arguments?: <names>
<name>\(\) got (?:an unexpected keyword argument|multiple values for argument) <name>
name <name> is not defined
cannot access (?:local|free) variable <name> where it is not associated with a value(?: in enclosing scope)?
No module named <name>
cannot import name <name> from <name>(?: \(<rest>)?
coroutine raised StopIteration
generator (?:raised StopIteration|already executing)
Internal C\+\+ object \(<name>\) already deleted\.
libshiboken: Internal C\+\+ object \(<name>\) already deleted\.
can't start new thread
cannot schedule new futures after (?:interpreter )?shutdown
database (?:is locked|table is locked|schema has changed|disk image is malformed|or disk is full)
(?:disk I/O error|out of memory|interrupted|unable to open database file|file is not a database|constraint failed)
attempt to write a readonly database
(?:UNIQUE|NOT NULL|CHECK|FOREIGN KEY) constraint failed(?:: <rest>)?
no such (?:table|column|function|module|savepoint|index)(?:: <rest>)?
datatype mismatch
too many SQL variables
cannot (?:start a transaction within a transaction|commit - no transaction is active)
cannot (?:commit transaction|rollback) - (?:SQL statements in progress|no transaction is active)
(?:string or blob|BLOB) (?:is )?too big
(?:fts5: )?syntax error near <rest>
"""
_UNICODE = re.compile(
    r"invalid (?:start|continuation) byte|unexpected end of data|truncated data|illegal multibyte sequence|"
    r"ordinal not in range\(\d+\)|surrogates not allowed|character maps to <undefined>"
)
_NAME = r"['\"]?([A-Za-z_][\w.]*|[<>=!&|^%*/+-]{1,3})['\"]?"
_REST = "(?P<rest>.*)"
_QUOTED_NAME = re.compile(_NAME)


def said(error: BaseException) -> str:
    """An error's words, with … where something was put into them; an empty text for those that nobody knows."""
    try:
        return _said(error)
    except Exception:  # Whatever an error does, it is told.
        return ""


def _said(error: BaseException) -> str:
    if isinstance(error, ReaderError):
        return re.sub(r"\{[^{}]*\}", LEFT_OUT, error.words)
    if isinstance(error, KeyError):
        return str(error) if [type(one) for one in error.args] == [int] else ""
    if isinstance(error, UnicodeError):
        reason = str(getattr(error, "reason", ""))
        return reason if _UNICODE.fullmatch(reason) else ""
    if isinstance(error, OSError):
        number = error.errno
        return f"[Errno {number}] {os.strerror(number)}" if number is not None and number in errorcode else ""
    original = getattr(error, "orig", None)
    if isinstance(original, Exception) and not hasattr(original, "orig"):  # SQLAlchemy tells the values too.
        return _said(original)
    words = " ".join(str(error)[:1000].split())
    found = next((match for one in _patterns() if (match := one.fullmatch(words))), None)
    return "" if found is None else _without_what_was_put_in(found, error)


def _without_what_was_put_in(found: re.Match[str], error: BaseException) -> str:
    told, at = [], 0
    known = _of_frames(error) | _of_program()
    rest = found.re.groupindex.get("rest")
    for number in range(1, len(found.groups()) + 1):
        start, end = found.span(number)
        if start < 0:
            continue
        told.append(found.string[at:start])
        named = LEFT_OUT if number == rest else _QUOTED_NAME.sub(lambda one: _if_known(one, known), found[number])
        told.append(named)
        at = end
    return "".join([*told, found.string[at:]])


def _if_known(one: re.Match[str], known: set[str]) -> str:
    """A name that stands in the program, or a sign of a calculation."""
    name = one[1]
    is_sign = not (name[0].isalpha() or name[0] == "_")
    return one[0] if is_sign or known.issuperset(name.split(".")) else LEFT_OUT


def _of_frames(error: BaseException) -> set[str]:
    """The names that stand in the functions through which the error came."""
    known: set[str] = set()
    for frame, _ in traceback.walk_tb(error.__traceback__):
        code = frame.f_code
        known.update(code.co_names, code.co_varnames, code.co_freevars, code.co_cellvars, (code.co_name,))
    return known


def _of_program() -> set[str]:
    """The names that the program's modules and Python itself have."""
    known = {*dir(builtins), *dir(types), "NoneType", "module", "function", "method", "generator", "and"}
    for name, module in list(sys.modules.items()):
        if module is not None and name.partition(".")[0] in _OURS:
            known.update(name.split("."), vars(module))
    return known


@cache
def _patterns() -> list[re.Pattern[str]]:
    def filled(sentence: str) -> str:
        names = rf"({_bare(_NAME)}(?:(?:, and |, | and ){_bare(_NAME)})*)"
        return sentence.replace("<names>", names).replace("<name>", f"({_bare(_NAME)})").replace("<rest>", _REST)

    return [re.compile(filled(line)) for line in _SENTENCES.split("\n") if line]


def _bare(pattern: str) -> str:
    """The same without groups of its own."""
    return pattern.replace("(", "(?:", 1)
