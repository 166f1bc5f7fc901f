"""What behaviour and stated preferences each are worth, by how much is known.

Some shoppers are left out of training as a whole, and are asked about at three moments:
before their first product, after one to five steps, and at their end. So the answers
before the first event are not ones that the model has learned by heart.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeAlias

import msgspec
import numpy as np

from studio.domain.behaviour import Ints
from studio.domain.taste import Flags, Steps, TasteInputs
from studio.pipeline.taste.learner import Learner
from studio.pipeline.taste.metrics import Quality, Scores, judge
from studio.pipeline.taste.split import NONE, HeldOut, Split, held_out, leave_last_out

Sight: TypeAlias = Literal["behaviour", "preference", "both"]
Known: TypeAlias = Literal["0", "1-5", "more"]
FEW = 5
"""Steps up to which little is known of a shopper."""


class Ablated(msgspec.Struct, frozen=True):
    """How well shoppers of whom so much is known are served with one sight."""

    sight: Sight
    known: Known
    quality: Quality


class Trained(msgspec.Struct, frozen=True):
    """The two models that are asked: with preferences in training, and without.

    The one with preferences also answers for preference alone: with no step behind it,
    which is how every sequence of its training begins.
    """

    both: Learner
    behaviour: Learner


def left_out(inputs: TasteInputs, seed: int, share: float = 0.2) -> Flags:
    """Which shoppers (S,) to leave out of training: of those who state something."""
    rng = np.random.default_rng(seed)
    return inputs.stated & (rng.random(len(inputs.shoppers)) < share)


def split_without(steps: Steps, gone: Flags) -> Split:
    """Leave-last-out for the others, and nothing of those who are left out."""
    usual = leave_last_out(steps)
    return Split(
        np.where(gone, steps.start[:-1], usual.train_end),
        np.where(gone, NONE, usual.validation),
        np.where(gone, NONE, usual.test),
    )


def without_preferences(inputs: TasteInputs) -> TasteInputs:
    """The same inputs as if nobody had stated anything."""
    return msgspec.structs.replace(
        inputs,
        preference=np.zeros_like(inputs.preference),
        stated=np.zeros_like(inputs.stated),
    )


def questions(inputs: TasteInputs, gone: Flags, seed: int) -> dict[Known, HeldOut]:
    """The next new product of each shopper who was left out, at three moments."""
    steps = inputs.steps
    rng = np.random.default_rng(seed)
    before = np.arange(len(steps)) - steps.start[steps.shopper()]
    ok = steps.fresh & (steps.product >= 0)
    return {
        "0": held_out(steps, _one_each(steps, ok & (before == 0) & _of(gone, steps))),
        "1-5": held_out(
            steps,
            _one_each(
                steps, ok & (before >= 1) & (before <= FEW) & _of(gone, steps), rng
            ),
        ),
        "more": held_out(
            steps, _one_each(steps, ok & (before > FEW) & _of(gone, steps))
        ),
    }


def ablate(
    trained: Trained,
    inputs: TasteInputs,
    asked: dict[Known, HeldOut],
    tick: Callable[[], None] = lambda: None,
) -> tuple[Ablated, ...]:
    """Judge every sight for every moment; full ranking, products seen before hidden.

    With no event yet, "behaviour" is what is asked for first by shoppers at large, and
    "both" is the same as "preference".
    """
    start = inputs.steps.start

    def blind(part: HeldOut) -> Scores:
        """Scores as if the shopper had done nothing."""
        first = start[part.shopper]
        return trained.both.scores(HeldOut(part.shopper, first, part.target))

    sights: dict[Sight, Callable[[HeldOut], Scores]] = {
        "behaviour": trained.behaviour.scores,
        "preference": blind,
        "both": trained.both.scores,
    }
    return tuple(
        Ablated(sight, known, judge(score, inputs.steps, some, inputs.sellable, tick))
        for known, some in asked.items()
        for sight, score in sights.items()
    )


def _of(gone: Flags, steps: Steps) -> Flags:
    """Which steps (T,) are of those who were left out."""
    return gone[steps.shopper()]


def _one_each(steps: Steps, ok: Flags, rng: np.random.Generator | None = None) -> Ints:
    """One fitting step of each shopper (S,): the last or one by chance; -1 for none."""
    shopper = steps.shopper()
    places = np.flatnonzero(ok)
    if rng is not None:
        places = rng.permutation(places)
    chosen = np.full(len(steps.start) - 1, NONE, np.int64)
    chosen[shopper[places]] = places
    return chosen
