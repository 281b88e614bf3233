"""Finds what the sources let be translated. Pure.

On the screen that is ``tr("…")`` and ``translate("Context", "…")``; where only a name stands in the call, its words
stand elsewhere in the file in ``QT_TRANSLATE_NOOP("Context", "…")``. Below it nothing knows of languages: errors,
sentences and phrases are English templates, and so is what stands in ``translatable(…)``; ``ui.words`` translates them.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

WORDS = "words"
"""The context of all that comes from below the screen."""

_COUNT = re.compile(r"%L?n")
_MARK, _NOTE = "translatable", "QT_TRANSLATE_NOOP"
_SHELL = "cli"  # It speaks English, as other programs and scripts of people read it.
_DOOR = "words.py"  # In it the templates come by name.
_TEMPLATES = {"Sentence", "Phrase", _MARK}


@dataclass(frozen=True, slots=True)
class Message:
    """Words to be translated. ``comment`` parts two that only look the same in English."""

    context: str
    source: str
    comment: str = ""

    @property
    def counts(self) -> bool:
        """Whether it has one form for each plural."""
        return _COUNT.search(self.source) is not None


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that cannot be found out by reading: where, and what is wrong."""

    file: Path
    line: int
    words: str


def messages(folder: Path) -> tuple[list[Message], list[Fault]]:
    """All that is to be translated in the Python files under ``folder``, each once, in the order of the files."""
    trees = {file: ast.parse(file.read_bytes()) for file in sorted(folder.rglob("*.py"))}
    templates = _TEMPLATES | _errors(trees.values())
    found: dict[Message, None] = {}
    faults: list[Fault] = []
    for file, tree in trees.items():
        if _SHELL in file.relative_to(folder).parts:
            continue
        noted = _noted(tree)
        found |= dict.fromkeys(noted)
        for line, one in _said(tree, "", _Known(templates, {message.context for message in noted})):
            if isinstance(one, Message):
                found[one] = None
            elif file.name != _DOOR:
                faults.append(Fault(file, line, one))
    return list(found), faults


@dataclass(frozen=True, slots=True)
class _Known:
    """Calls that begin with a template, and the contexts whose words are noted elsewhere in the file."""

    templates: set[str]
    noted: set[str]


def _noted(tree: ast.Module) -> list[Message]:
    return [
        Message(context, text)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and _name(call.func) == _NOTE and len(call.args) == 2
        if (context := _text(call.args[0])) and (text := _text(call.args[1]))
    ]


def _errors(trees: Iterable[ast.Module]) -> set[str]:
    """The errors that begin with their words: all known faults but those of feeds, which begin with a problem."""
    bases = {
        one.name: {base.id for base in one.bases if isinstance(base, ast.Name)}
        for tree in trees
        for one in ast.walk(tree)
        if isinstance(one, ast.ClassDef)
    }

    def below(top: str) -> set[str]:
        found = {top}
        while more := {name for name, above in bases.items() if above & found} - found:
            found |= more
        return found

    return below("ReaderError") - below("FeedError")


def _said(node: ast.AST, context: str, known: _Known) -> Iterator[tuple[int, Message | str]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call):
            for one in _of_call(child, context, known):
                yield child.lineno, one
        yield from _said(child, child.name if isinstance(child, ast.ClassDef) else context, known)


def _of_call(call: ast.Call, context: str, known: _Known) -> Iterator[Message | str]:
    name = _name(call.func)
    if name in known.templates and call.args:
        yield from _template(call.args[0])
    elif name == "tr" and isinstance(call.func, ast.Attribute):
        yield from _literal(context, call.args, 2)
    elif name in ("tr", "translate") and _is_translate(call.func):
        first = _text(call.args[0])
        if first is None:
            yield "its context is not written out"
        elif first not in known.noted or _text(call.args[1]) is not None:
            yield from _literal(first, call.args[1:], 2)


def _is_translate(function: ast.expr) -> bool:
    """``translate(…)``, also under the name ``tr``; strings and painters have a method of that name too."""
    return not isinstance(function, ast.Attribute) or _name(function.value) == "QCoreApplication"


def _template(argument: ast.expr) -> Iterator[Message | str]:
    """A template may also come by a name, from where it was marked."""
    match argument:
        case ast.Dict(_, values) | ast.Tuple(values) | ast.List(values):
            for value in values:
                yield from _template(value)
        case ast.JoinedStr() | ast.BinOp() if any(map(_text, ast.walk(argument))):
            yield "its words are put together; write them out, with {names} for what differs"
        case ast.IfExp(_, body, other):
            yield from _template(body)
            yield from _template(other)
        case _:
            text = _text(argument)
            if text is not None:
                yield Message(WORDS, text)


def _literal(context: str, arguments: list[ast.expr], count_at: int) -> Iterator[Message | str]:
    """Words, perhaps what parts them from the same words elsewhere, and the count at ``count_at``."""
    text = _text(arguments[0])
    comment = _text(arguments[1]) if len(arguments) > 1 else ""
    if text is None:
        yield "its words are not written out"
        return
    message = Message(context, text, comment or "")
    if message.counts != (len(arguments) > count_at):
        yield "a count and %n belong together"
    if not context:
        yield "it stands in no class; use translate()"
    yield message


def _text(node: ast.AST) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
