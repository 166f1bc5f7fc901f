"""Leave-last-out: what each shopper met last tests, what came before it validates."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import numpy as np

from studio.domain.behaviour import Ints
from studio.domain.taste import Steps

NONE = -1
"""No step is held out for this shopper."""


class Split(msgspec.Struct, frozen=True):
    """Places of steps by shopper, each (S,); -1 where a shopper has too few.

    The model trains on a shopper's steps before `train_end`. The step `validation`
    is guessed from those before it, the step `test` from those before it.
    """

    train_end: Ints
    validation: Ints
    test: Ints


def leave_last_out(steps: Steps) -> Split:
    """Hold out the last two products that each shopper met for the first time.

    Only products new to the shopper are asked for, since a ranking leaves out what
    was seen; without repeats this is the common leave-one-out protocol. A shopper
    with two products gives a test, one with a single product only trains.
    """
    end = steps.start[1:]
    fresh = np.flatnonzero(steps.fresh)
    first = np.searchsorted(fresh, steps.start[:-1])
    after = np.searchsorted(fresh, end)
    count = after - first
    padded = np.append(fresh, NONE)
    test = np.where(count >= 2, padded[after - 1], NONE)  # noqa: PLR2004
    validation = np.where(count >= 3, padded[after - 2], NONE)  # noqa: PLR2004
    train_end = np.where(validation >= 0, validation, np.where(test >= 0, test, end))
    return Split(train_end, validation, test)


def no_split(steps: Steps) -> Split:
    """Train on everything and hold nothing out."""
    nobody = np.full(len(steps.start) - 1, NONE, np.int64)
    return Split(steps.start[1:].copy(), nobody, nobody)


class HeldOut(msgspec.Struct, frozen=True):
    """N questions: given a shopper's steps before `end`, is `target` ranked high?"""

    shopper: Ints
    end: Ints
    target: Ints

    def __len__(self) -> int:
        return len(self.shopper)

    def some(self, rows: Ints | slice) -> HeldOut:
        """The questions of the given rows."""
        return HeldOut(self.shopper[rows], self.end[rows], self.target[rows])

    def parts(self, size: int) -> Iterator[HeldOut]:
        """The questions in parts of at most `size`."""
        for first in range(0, len(self), size):
            yield self.some(slice(first, first + size))


def held_out(steps: Steps, at: Ints, limit: int | None = None) -> HeldOut:
    """The questions that the steps `at` (S,) ask, evenly thinned to `limit`."""
    shopper = np.flatnonzero(at >= 0)
    if limit is not None and len(shopper) > limit:
        shopper = shopper[np.linspace(0, len(shopper) - 1, limit).astype(np.int64)]
    return HeldOut(shopper, at[shopper], steps.product[at[shopper]])


def stretches(begin: Ints, end: Ints) -> tuple[Ints, Ints]:
    """Row and place of every step between `begin` and `end` (exclusive) of N rows."""
    length = np.maximum(end - begin, 0)
    row = np.repeat(np.arange(len(begin)), length)
    at = np.arange(len(row)) - (np.cumsum(length) - length)[row] + begin[row]
    return row, at
