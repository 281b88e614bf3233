"""``desktop-reader keep``: how long articles are kept, and what that deletes."""

from __future__ import annotations

import sys
import time
from argparse import Namespace
from collections.abc import Sequence

from desktop_reader.cli import output
from desktop_reader.cli.changing import writer
from desktop_reader.cli.reading import reader
from desktop_reader.library import retention
from desktop_reader.library.reader import Reader
from desktop_reader.records.keeping import ALL_OTHERS, FOR_EVER, Loss, Rule, Rules, changed, rule_of

_LARGEST = 10**9


def keep(options: Namespace) -> int:
    """Without a rule: prints the rules. With one: sets it and does at once what it says; ``--dry-run`` only counts."""
    rule = _rule(options)
    if rule is None and not options.as_others:
        with reader(options.library) as door:
            _print_rules(door, retention.rules(door), options)
        return 0
    now = int(time.time())
    if options.dry_run:
        with reader(options.library) as door:
            rules = changed(retention.rules(door), _feed(door, options), rule)
            _print_loss(retention.loss(door, rules, now), options, "would be deleted")
        return 0
    _apply(options, rule, now)
    return 0


def _apply(options: Namespace, rule: Rule | None, now: int) -> None:
    from desktop_reader.jobs.retain import CarryOut, SetRule
    from desktop_reader.worker.once import catch_up

    with writer(options.library) as library:
        feed = _feed(library.reader, options)
        loss = retention.loss(library.reader, changed(retention.rules(library.reader), feed, rule), now)
        SetRule(feed, rule).run(library)
        gone = CarryOut(now).run(library).removed
        if gone:
            catch_up(library)
            while library.give_back():
                pass
    _print_loss(Loss(len(gone), loss.bytes // max(1, loss.articles) * len(gone)), options, "deleted")


def _rule(options: Namespace) -> Rule | None:
    if options.for_ever:
        return FOR_EVER
    days, most = (number and min(number, _LARGEST) for number in (options.days, options.most))
    return Rule(days, most) if days or most else None


def _feed(door: Reader, options: Namespace) -> int:
    return door.feed_named(options.feed) if options.feed else ALL_OTHERS


def _print_loss(loss: Loss, options: Namespace, words: str) -> None:
    if options.json:
        output.print_json({"articles": loss.articles, "bytes": loss.bytes, "dry_run": options.dry_run})
    else:
        print(f"{output.counted(loss.articles, 'read article')} {words} (about {loss.bytes / 1e6:.1f} MB).")


def _print_rules(door: Reader, rules: Rules, options: Namespace) -> None:
    only = _feed(door, options) if options.feed else None
    feeds = {feed.id: feed for feed in door.feeds()}
    numbers: Sequence[int] = [only] if only is not None else [ALL_OTHERS, *sorted(rules.keys() & feeds.keys())]
    facts: list[output.Facts] = [
        {
            "feed_id": feeds[number].uuid if number in feeds else None,
            "title": feeds[number].title if number in feeds else None,
            "own": number in rules,
            "days": rule_of(rules, number).days,
            "most": rule_of(rules, number).most,
        }
        for number in numbers
    ]
    if options.json:
        output.print_json(facts)
        return
    output.print_lines(
        f"{(one['feed_id'] or '')[:8]:8}  {_told(one)}  {one['title'] or 'all other feeds'}" for one in facts
    )
    if not options.feed:
        print("Unread, starred and labelled articles always stay.", file=sys.stderr)


def _told(one: output.Facts) -> str:
    limits = [output.counted(one["days"], "day")] if one["days"] else []
    limits += [output.counted(one["most"], "article")] if one["most"] else []
    return f"{', '.join(limits) or 'for ever':24}"
