"""What rules do, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QCoreApplication, QLocale

from desktop_reader.records.rule import HIDE, NOTIFY, QUIET, READ, STAR, Rule, Run, Trial, label_of

translate = QCoreApplication.translate
Labels = Mapping[int, str]
_LONGEST = 60


def deed(one: str, labels: Labels) -> str:
    """What is to be done."""
    tr = translate
    label = label_of(one)
    if label is not None:
        return tr("rules", "label “{label}”").format(label=labels.get(label, "?"))
    words = {
        READ: tr("rules", "mark as read"),
        STAR: tr("rules", "star"),
        HIDE: tr("rules", "hide"),
        NOTIFY: tr("rules", "always notify"),
        QUIET: tr("rules", "never notify"),
    }
    return words.get(one, one)


def deeds(rule: Rule, labels: Labels) -> str:
    """All of them, on one line."""
    return ", ".join(deed(one, labels) for one in rule.deeds)


def done(one: str, count: int, labels: Labels) -> str:
    """How many articles a deed changed."""
    tr, said = translate, QLocale().toString(count)
    label = label_of(one)
    if label is not None:
        return tr("rules", "{n} labelled “{label}”").format(n=said, label=labels.get(label, "?"))
    words = {
        READ: tr("rules", "{n} marked as read"),
        STAR: tr("rules", "{n} starred"),
        HIDE: tr("rules", "{n} hidden"),
        NOTIFY: tr("rules", "{n} to be notified of"),
        QUIET: tr("rules", "{n} not to be notified of"),
    }
    return words.get(one, one).format(n=said)


def counted(counts: Iterable[tuple[str, int]], labels: Labels) -> str:
    """All that was done, or would have been."""
    return ", ".join(done(one, count, labels) for one, count in counts)


def did(run: Run, labels: Labels) -> str:
    """What a run did."""
    said = counted(run.counts, labels)
    return translate("rules", "{deeds} (taken back)").format(deeds=said) if run.undone else said


def tried(trial: Trial, labels: Labels) -> str:
    """What a rule would have done."""
    locale, tr = QLocale(), translate
    if trial.slow is not None:
        words = tr("rules", "The regular expression in line {line} takes too long; it may never end.")
        return words.format(line=locale.toString(trial.slow or 1))
    if trial.looked_at < trial.of:
        found = tr("rules", "Wants {wanted} of the newest {of} articles; there was no time to look at more.")
    else:
        found = tr("rules", "Would have wanted {wanted} of the {of} articles of the last {days} days")
    sentence = found.format(
        wanted=locale.toString(trial.wanted), of=locale.toString(trial.looked_at), days=locale.toString(trial.days)
    )
    return f"{sentence}: {counted(trial.counts, labels)}" if trial.wanted and trial.looked_at >= trial.of else sentence


def short(text: str) -> str:
    """A text of the reader's in one line, and not too long."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
