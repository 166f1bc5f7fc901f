"""Whether a training of the layout GAN goes well, and what to do where it does not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec

from studio.domain.layout import Layout
from studio.pipeline.layout.proposing import unlike_each
from studio.ui import formats
from studio.ui.language import tr
from studio.ui.said import said
from studio.ui.train.watched import Watched

Kind = Literal["fine", "told", "alike", "collapsed"]
ALIKE = 0.15
"""Mean unlikeness of the wall under which all its pages look the same."""
VARIED = 0.5
"""Share of the variety of real pages under which pages are getting alike."""
PLAN = ("likelihood", "warm_up", "adversarial")


class Health(msgspec.Struct, frozen=True):
    """How a training does: a sentence, and whether another seed may mend it."""

    kind: Kind = "fine"
    title: str = ""
    text: str = ""
    again: bool = False


def health_of(watched: Watched) -> Health:
    """Collapse and early stops, from what a run has reported or kept."""
    if wrong := _went_wrong(watched):
        return Health(
            "collapsed",
            tr("Collapsed"),
            f"{wrong} {tr('The weights from before are in use.')}",
            again=watched.condition != "running",
        )
    if watched.condition == "running" and (alike := _getting_alike(watched)):
        return Health("alike", tr("Pages are getting alike"), alike)
    if watched.condition == "finished" and (stopped := _stopped_early(watched)):
        return Health("told", tr("Stopped early"), stopped)
    return Health()


def variety(layouts: Sequence[Layout]) -> float | None:
    """Mean unlikeness of some pages to each other; None for fewer than two."""
    if len(layouts) < 2:  # noqa: PLR2004  nothing to differ from
        return None
    gaps = unlike_each(layouts)
    return sum(gaps) / len(gaps)


def _went_wrong(watched: Watched) -> str:
    for line in reversed(watched.log):
        if line.text.startswith("Training went wrong"):
            return said(line.text)
    run = watched.run
    if run is not None and run.metrics.get("fell_back"):
        step = round(run.metrics.get("steps", 0))
        return tr(
            "All pages came out alike, or the losses were no numbers, at step {n}."
            " Train again with another seed.",
            n=formats.count(step),
        )
    return ""


def _getting_alike(watched: Watched) -> str:
    share = watched.last("distinct")
    if share is not None and share < VARIED:
        return tr(
            "Their variety is {share} of real pages'. Below 35% training stops by"
            " itself and the last good weights are kept.",
            share=formats.percent(share),
        )
    gap = variety(watched.samples)
    if gap is not None and gap < ALIKE:
        return tr(
            "The samples below differ by {share} only. If they stay so, stop and keep"
            " the best, then train with another seed.",
            share=formats.percent(gap),
        )
    return ""


def _stopped_early(watched: Watched) -> str:
    run = watched.run
    if run is None or run.origin is None:
        return ""
    steps = [run.origin.plan.get(name, "") for name in PLAN]
    planned = sum(int(each) for each in steps if each.isdecimal())
    done = round(run.metrics.get("steps", planned))
    if not 0 < done < planned:
        return ""
    return tr(
        "At step {n} of {all}: pages had not come nearer to held-out ones for a while.",
        n=formats.count(done),
        all=formats.count(planned),
    )
