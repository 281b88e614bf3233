"""The command ``rules``: what is done with articles when they arrive, tried, carried out and taken back."""

from __future__ import annotations

import argparse
import sys
import time
from argparse import Namespace
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_reader.cli import output
from desktop_reader.cli.changing import writer
from desktop_reader.cli.handing import done
from desktop_reader.cli.parts import parts
from desktop_reader.cli.reading import reader
from desktop_reader.errors import FileError, ReaderError
from desktop_reader.records import rule as records
from desktop_reader.records.moments import iso
from desktop_reader.records.rule import Rule, Run, Trial, label_deed, label_of
from desktop_reader.ui.instance.errand import Errand

if TYPE_CHECKING:
    from desktop_reader.library.reader import Reader
    from desktop_reader.library.writer import Writer

_DAYS = 30
_Read = Callable[[str], tuple[Sequence[object], Sequence[tuple[int, object]]]]
_LARGEST_FILE = 4 * 1024 * 1024
_LISTS = """A list has one regular expression a line, looked for in title, author and address; with “title=”, “author=”,
“url=” or “text=” before it only there (“EntryTitle=” and the like are understood too). What a line that begins with “!”
wants is left alone. Capitals count, unless the expression begins with “(?i)”. Lines that begin with “#” say nothing."""
_DEEDS = (
    ("--read", records.READ, "mark them read"),
    ("--star", records.STAR, "star them"),
    ("--hide", records.HIDE, "hide them: they are found with is:hidden only"),
    ("--notify", records.NOTIFY, "always notify of them"),
    ("--never-notify", records.QUIET, "never notify of them"),
)


def add_to(parser: argparse.ArgumentParser, everywhere: argparse.ArgumentParser) -> None:
    """What can be typed behind ``rules``."""
    part = parts(parser, everywhere)

    def which(name: str, run: Callable[[Namespace], int], help: str) -> argparse.ArgumentParser:
        one = part(name, run, help)
        one.add_argument("rule", type=int, metavar="RULE")
        return one

    def deeds(one: argparse.ArgumentParser) -> None:
        for option, deed, said in _DEEDS:
            one.add_argument(option, action="append_const", dest="deeds", const=deed, help=said)
        one.add_argument("--label", action="append", metavar="NAME", help="put this label on them; made when missing")
        one.add_argument("--name", dest="rule_title", default="", metavar="T", help="what the rule is called")
        one.add_argument("--off", action="store_true", help="do not switch it on yet")

    part("list", listed, "list the rules, in their order")
    one = part("add", _add, "make a rule", more=_LISTS)
    said = one.add_mutually_exclusive_group(required=True)
    said.add_argument("--search", default="", metavar="TEXT", help="for what this search finds")
    said.add_argument("--pattern", action="append", metavar="REGEX", help="for what this regular expression finds")
    deeds(one)
    which("remove", _remove, "remove a rule; what it did stays done")
    which("on", _on, "switch a rule on")
    which("off", _off, "switch a rule off")
    one = which("preview", _preview, "tell what a rule would have done, and do nothing")
    one.add_argument("--days", type=_days, default=_DAYS, metavar="N", help="to the articles of so many days (30)")
    one = which("run", _run, "carry a rule out on articles that are here already")
    one.add_argument("--days", type=_days, default=_DAYS, metavar="N", help="on the articles of so many days (30)")
    part("runs", _runs, "list what rules did in the last 30 days")
    part("undo", _undo, "take back what a rule did").add_argument("run", type=int, metavar="RUN")
    one = part("import", _import, "make a rule of a list of regular expressions", more=_LISTS)
    one.add_argument("file", type=Path, metavar="FILE")
    one.add_argument("--keep", type=Path, metavar="FILE", help="a list of what is left alone all the same")
    deeds(one)


def listed(options: Namespace) -> int:
    """``desktop-reader rules``."""
    from desktop_reader.library import rules

    with reader(options.library) as door:
        found, names = rules.rules(door), _labels(door)
    if options.json:
        output.print_json([_facts(one, names) for one in found])
    else:
        output.print_lines(_line(one, names) for one in found)
    return 0


def _add(options: Namespace) -> int:
    return _made(options, "\n".join(options.pattern or ()), options.rule_title)


def _import(options: Namespace) -> int:
    from desktop_reader.text import patterns

    lines = _good_lines(options.file, patterns.read)
    lines += [f"!{line.lstrip().removeprefix('!')}" for line in _good_lines(options.keep, patterns.read)]
    if not options.deeds and not options.label:
        options.deeds = [records.HIDE]
    return _made(options, "\n".join(lines), options.rule_title or options.file.stem)


def _made(options: Namespace, pattern: str, title: str) -> int:
    from desktop_reader.jobs.label import AddLabel
    from desktop_reader.jobs.rules import KeepRule
    from desktop_reader.library import labels, rules

    with writer(options.library) as library:
        deeds = list(options.deeds or ())
        rule = Rule(0, title, options.search if "search" in options else "", pattern, tuple(deeds), not options.off)
        rules.checked(rule if not options.label else Rule(0, title, rule.search, pattern, (*deeds, label_deed(0))))
        for name in options.label or ():
            AddLabel(name).run(library)
            label = labels.named(library.reader, name)
            assert label is not None  # It was just made.
            deeds.append(label_deed(label.id))
        KeepRule(Rule(0, title, rule.search, pattern, tuple(deeds), rule.enabled)).run(library)
        made, names = rules.rules(library.reader)[-1], _labels(library.reader)
    if options.json:
        output.print_json(_facts(made, names))
    else:
        output.print_lines([_line(made, names)])
    return 0


def _remove(options: Namespace) -> int:
    from desktop_reader.jobs.rules import RemoveRule

    done(options.library, RemoveRule(options.rule), [Errand("rule remove", (options.rule,))])
    return 0


def _on(options: Namespace) -> int:
    return _switched(options, True)


def _off(options: Namespace) -> int:
    return _switched(options, False)


def _switched(options: Namespace, on: bool) -> int:
    from desktop_reader.jobs.rules import EnableRule

    errand = Errand("rule on" if on else "rule off", (options.rule,))
    done(options.library, EnableRule(options.rule, on), [errand])
    return 0


def _preview(options: Namespace) -> int:
    from desktop_reader.library import rules
    from desktop_reader.worker.helper import Helper
    from desktop_reader.worker.trial import trial

    with reader(options.library) as door, closing(Helper()) as helper:
        rule, names = rules.rule(door, options.rule), _labels(door)
        found = trial(door, rule, time.time(), helper.run, options.days)
        articles = {
            article.id: article for deed in found.rows for number in deed[1] if (article := door.article(number))
        }
    if options.json:
        output.print_json(_trial_facts(found, names) | {"articles": list(map(output.article_facts, articles.values()))})
    else:
        output.print_lines(map(output.article_line, articles.values()))
        of, days = output.counted(found.looked_at, "article"), output.counted(found.days, "day")
        print(f"{found.wanted:,} of {of} of the last {days}.", file=sys.stderr)
        for deed, count in found.counts:
            print(f"  {_deed(deed, names)}: {count}", file=sys.stderr)
    if found.slow is not None:
        raise ReaderError("The regular expression in line {line} takes too long.", line=found.slow)
    return 0


def _run(options: Namespace) -> int:
    from desktop_reader.jobs.rules import CarryOut
    from desktop_reader.library import rules, runs
    from desktop_reader.worker.helper import Helper
    from desktop_reader.worker.patterns import DEADLINE
    from desktop_reader.worker.ruling import matching, too_slow
    from desktop_reader.worker.trial import recent

    with writer(options.library) as library, closing(Helper(DEADLINE)) as helper:
        rule = rules.rule(library.reader, options.rule)
        before = {run.id for run in runs.runs(library.reader)}
        _caught_up(library)
        found, slow = matching(library.reader, rule, recent(library.reader, time.time(), options.days), helper.run)
        CarryOut([(rule, found)], slow=[rule.id] if slow is not None else ()).run(library)
        if slow is not None:
            raise too_slow(rule, slow)
        new, names = [run for run in runs.runs(library.reader) if run.id not in before], _labels(library.reader)
    _print_runs(new, names, options)
    return 0


def _runs(options: Namespace) -> int:
    from desktop_reader.library import runs

    with reader(options.library) as door:
        _print_runs(runs.runs(door), _labels(door), options)
    return 0


def _undo(options: Namespace) -> int:
    from desktop_reader.jobs.rules import UndoRun

    done(options.library, UndoRun(options.run), [Errand("rule undo", (options.run,))])
    return 0


def _caught_up(library: Writer) -> None:
    from desktop_reader.jobs.understand import CatchUp

    while library.reader.unindexed(1):
        CatchUp().run(library)


def _good_lines(file: Path | None, read: _Read) -> list[str]:
    """Its lines without those that are no expressions, which are told."""
    if file is None:
        return []
    try:
        if file.stat().st_size > _LARGEST_FILE:
            raise FileError("“{file}” is too large to be a list of regular expressions.", file=file)
        text = file.read_bytes().decode("utf-8-sig", "replace")
    except OSError as error:
        raise FileError("“{file}” cannot be read ({reason}).", file=file, reason=error.strerror) from error
    lines = text.splitlines()
    wrong = dict(read("\n".join(lines))[1])
    for number in wrong:
        print(f"desktop-reader: {file}, line {number}: no regular expression; left out.", file=sys.stderr)
    return [line for number, line in enumerate(lines, 1) if number not in wrong and line.strip()]


def _print_runs(found: list[Run], names: dict[int, str], options: Namespace) -> None:
    if options.json:
        output.print_json(
            [
                {
                    "id": run.id,
                    "rule": run.rule,
                    "title": run.title,
                    "at": iso(run.at),
                    "undone": run.undone,
                    "articles": run.articles,
                    "deeds": {_deed(deed, names): count for deed, count in run.counts},
                }
                for run in found
            ]
        )
        return
    output.print_lines(
        f"{run.id:>5}  {iso(run.at)}  {'undone' if run.undone else '':6}  {run.title}: "
        + ", ".join(f"{_deed(deed, names)} {count}" for deed, count in run.counts)
        for run in found
    )


def _facts(rule: Rule, names: dict[int, str]) -> output.Facts:
    return {
        "id": rule.id,
        "title": rule.title,
        "search": rule.search or None,
        "pattern": rule.pattern.split("\n") if rule.pattern else None,
        "deeds": [_deed(deed, names) for deed in rule.deeds],
        "enabled": rule.enabled,
        "too_slow": rule.slow,
    }


def _trial_facts(found: Trial, names: dict[int, str]) -> output.Facts:
    return {
        "days": found.days,
        "of": found.of,
        "looked_at": found.looked_at,
        "wanted": found.wanted,
        "deeds": {_deed(deed, names): count for deed, count in found.counts},
    }


def _line(rule: Rule, names: dict[int, str]) -> str:
    state = "on " if rule.enabled else "off"
    slow = "  (switched off: a regular expression takes too long)" if rule.slow else ""
    said = rule.search or " | ".join(rule.pattern.split("\n")[:3])
    return f"{rule.id:>4}  {state}  {rule.title}: {said} → {', '.join(_deed(d, names) for d in rule.deeds)}{slow}"


def _deed(deed: str, names: dict[int, str]) -> str:
    number = label_of(deed)
    if number is not None:
        return f"label “{names.get(number, number)}”"
    return "never notify" if deed == records.QUIET else deed


def _labels(door: Reader) -> dict[int, str]:
    from desktop_reader.library import labels

    return {label.id: label.title for label in labels.labels(door)}


def _days(text: str) -> int:
    value = int(text)
    if not 1 <= value <= 36_500:
        raise argparse.ArgumentTypeError(f"{text} is not between 1 and 36500")
    return value
