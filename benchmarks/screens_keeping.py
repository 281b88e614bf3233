"""The states in which a reader puts the library in order, or takes it away; by name, with the others."""

from __future__ import annotations

from PySide6.QtWidgets import QTabWidget

from benchmarks import stories
from benchmarks.screens_stage import Stage
from benchmarks.screens_states import state
from desktop_reader.jobs.label import AddAndPut
from desktop_reader.jobs.rules import KeepRule
from desktop_reader.library import labels, rules
from desktop_reader.records.rule import HIDE, STAR, Rule


def _label(stage: Stage) -> None:
    """Two labels on some articles, once."""
    if labels.labels(stage.program.reader):
        return
    numbers = sorted(stage.program.reader.rows(range(1, 40)))
    for title, some in (("To keep", numbers[:9]), ("Harbour", numbers[6:18])):
        stage.program.worker.submit(AddAndPut(title, tuple(some)))
    stage.until(lambda: len(labels.labels(stage.program.reader)) == 2)
    stage.wait(0.3)


@state("60-labels")
def labels_card(stage: Stage) -> None:
    """Labels are put on an article."""
    _label(stage)
    stage.open(stories.LEADING)
    stage.give("article.label")


@state("61-labelled")
def _labelled(stage: Stage) -> None:
    _label(stage)
    stage.open(stories.LEADING)


@state("62-search-kept")
def _kept(stage: Stage) -> None:
    stage.give("view.search")
    stage.type("is:starred OR ferry")
    stage.press("Return")
    stage.give("search.save")
    stage.wait(0.4)


@state("63-rules")
def _rules(stage: Stage) -> None:
    if not rules.rules(stage.program.reader):
        for rule in (
            Rule(0, "Adverts", "intitle:sponsored", deeds=(HIDE,)),
            Rule(0, "Ferries", "ferry OR harbour", deeds=(STAR,)),
        ):
            stage.program.worker.submit(KeepRule(rule))
        stage.wait(0.5)
    stage.give("rule.show")
    stage.wait(0.5)


@state("64-new-rule")
def _new_rule(stage: Stage) -> None:
    stage.give("rule.add")
    stage.type("ferry")
    stage.wait(0.8)


@state("65-statistics")
def _statistics(stage: Stage) -> None:
    stage.give("library.statistics")
    stage.wait(1.0)
    dialog = stage.others()[0]
    for pages in dialog.findChildren(QTabWidget):
        for number in range(pages.count()):
            pages.setCurrentIndex(number)
            stage.wait(0.4)
            stage.shoot(f"65-statistics-{number}")
        return


@state("66-export")
def _export(stage: Stage) -> None:
    stage.give("library.export")
    stage.wait(0.4)


@state("67-save-page")
def _save_page(stage: Stage) -> None:
    stage.give("page.save")
    stage.wait(0.3)


@state("68-hide")
def _hide(stage: Stage) -> None:
    stage.open(stories.CODE)
    stage.give("article.hide")
    stage.wait(0.5)
    stage.shoot("68-hide")
    stage.give("app.undo")
