"""Collapse, early stops, what was learned, and the report of a layout model."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from studio.domain.jobs import Comparison, Fact, Metric, Note, Samples, Score
from studio.domain.layout import Layout, LayoutBlock
from studio.domain.runs import Origin, Run
from studio.ui.train.health import health_of
from studio.ui.train.layout_card import LayoutCard
from studio.ui.train.layout_report import LayoutReport
from studio.ui.train.learned import changed_line, learned_line
from studio.ui.train.watched import Watched


def _watched(condition: str, *events: object, **run: object) -> Watched:
    kept = Run("r1", 3, "layout", "finished", 1.0, **run)  # type: ignore[arg-type]
    watched = Watched("layout", run=kept, condition=condition)  # type: ignore[arg-type]
    for event in events:
        watched.take(event)  # type: ignore[arg-type]
    return watched


def _page(*types: str) -> Layout:
    return Layout(tuple(LayoutBlock(each) for each in types))


def test_that_a_collapse_is_said_with_what_to_do():
    note = (
        "Training went wrong at step 60: all pages came out alike. The last good"
        " weights are kept; train again with another seed."
    )
    health = health_of(_watched("finished", Note(note)))
    assert health.kind == "collapsed"
    assert health.again
    assert "another seed" in health.text
    later = health_of(_watched("finished", metrics={"fell_back": 1.0, "steps": 60.0}))
    assert (later.kind, later.again) == ("collapsed", True), "also after a restart"
    assert "step 60" in later.text


def test_that_pages_that_get_alike_are_told_while_training_goes_on():
    assert health_of(_watched("running", Metric("distinct", 20, 0.9))).kind == "fine"
    health = health_of(_watched("running", Metric("distinct", 40, 0.42)))
    assert health.kind == "alike"
    assert "42%" in health.text
    same = Samples((_page("hero-banner", "faq"),) * 8)
    assert health_of(_watched("running", same)).kind == "alike"
    varied = Samples((_page("hero-banner"), _page("faq", "video"), _page("gallery")))
    assert health_of(_watched("running", varied)).kind == "fine"


def test_that_an_early_stop_names_its_step():
    plan = {"likelihood": "60", "warm_up": "20", "adversarial": "220"}
    origin = Origin(plan=plan)
    health = health_of(_watched("finished", metrics={"steps": 140.0}, origin=origin))
    assert health.kind == "told"
    assert "140 of 300" in health.text
    done = _watched("finished", metrics={"steps": 300.0}, origin=origin)
    assert health_of(done).kind == "fine"


def test_that_what_was_learned_from_and_what_changed_is_told():
    facts = (
        Fact("approved", "34"),
        Fact("data", "74 own pages, 63,548 impressions"),
    )
    changes = {
        "changed/product-carousel": 0.12,
        "changed/rich-text": -0.08,
        "changed/faq": 0.004,
        "changed/length": 1.4,
        "steps": 140.0,
    }
    watched = _watched("finished", *facts, metrics=changes)
    assert learned_line(watched).replace(",", "") == (
        "Learned from 34 approved pages 40 imported pages 63548 looks at blocks."
    )
    line = changed_line(watched)
    assert "More pages with product carousel (+12%)" in line
    assert "Fewer with text (−8%)" in line or "Fewer with rich text (−8%)" in line
    assert "questions" not in line
    assert "+1.4 blocks a page" in line
    assert learned_line(_watched("finished")) == ""


def test_that_the_card_shows_accuracy_beside_chance_and_asks_for_another_seed(
    qtbot: QtBot,
):
    card = LayoutCard()
    qtbot.addWidget(card)
    events = [Metric("loss/discriminator", n, 1.5) for n in (5, 10)]
    events += [Metric("accuracy/real", 10, 0.6), Metric("accuracy/fake", 10, 0.8)]
    watched = _watched("finished", *events, metrics={"fell_back": 1.0})
    card.resize(800, 400)
    card.show()
    card.show_run(watched, usable=False, resumable=False)
    assert card.accuracy.isVisible()
    assert [line.ys for line in card.accuracy.lines] == [[0.6], [0.8]]
    assert card.health.isVisible()
    with qtbot.waitSignal(card.health.again_wanted):
        card.health.again.click()


def test_that_the_report_shows_every_metric_and_marks_the_best(qtbot: QtBot):
    report = LayoutReport()
    qtbot.addWidget(report)
    rows = (
        Score("Layout GAN", {"auc": 0.78, "novel": 0.87, "prdc": 0.4}, ours=True),
        Score("Bigram sampler", {"auc": 0.95, "novel": 0.82}),
    )
    report.show_comparison(Comparison("layout", rows, "8 pages"))
    heads = [column.title for column in report.table.rows.columns]
    assert heads == ["Metric", "Layout GAN", "Bigram sampler"]
    cells = report.table.rows
    names = [cells.cell(cells.index(at, 0)).text for at in range(3)]
    assert names == ["Told apart", "Novel", "Prdc"], "an unknown one as it is"
    report.show_comparison(None)
    assert "Nothing is measured yet" in report.on.text()
