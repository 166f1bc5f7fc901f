"""What sets a group apart: log-odds with a prior, not raw counts."""

from __future__ import annotations

import msgspec
import numpy as np

from studio.domain.behaviour import Floats, Ints
from studio.domain.persona import Lift

PRIOR = 50.0
"""Events that the prior (the whole shop's habits) weighs."""


CLEARLY = 1.02
"""A lift nearer to 1 than this sets nobody apart."""


class Odds(msgspec.Struct, frozen=True):
    """Per name (K,): share of the group's events, lift over the shop, z-score."""

    share: Floats
    lift: Floats
    z: Floats


def odds_of(group: Ints, width: int, everyone: Ints) -> Odds:
    """Compare codes of a group's events with those of all events.

    Log-odds ratio with an informative Dirichlet prior (Monroe, Colaresi and Quinn,
    2008); the lift is the ratio of the shares, drawn towards 1 by the same prior.
    """
    own = np.bincount(group[group >= 0], minlength=width).astype(np.float64)
    whole = np.bincount(everyone[everyone >= 0], minlength=width).astype(np.float64)
    rest = np.maximum(whole - own, 0)
    base = (whole + 0.5) / (whole.sum() + 0.5 * width)
    prior = PRIOR * base
    share = own / max(own.sum(), 1)
    lift = (own + prior) / (own.sum() + PRIOR) / base
    difference = _logit(own, prior) - _logit(rest, prior)
    z = difference / np.sqrt(1 / (own + prior) + 1 / (rest + prior))
    return Odds(share, lift, z)


def _logit(count: Floats, prior: Floats) -> Floats:
    total = count.sum() + prior.sum()
    logit: Floats = np.log((count + prior) / np.maximum(total - count - prior, 1e-9))
    return logit


def strongest(odds: Odds, names: tuple[str, ...], most: int) -> tuple[Lift, ...]:
    """The names that the group does most more than the shop, the surest first."""
    order = [at for at in np.argsort(-odds.z, kind="stable") if odds.lift[at] > CLEARLY]
    return tuple(_lift(odds, names, int(at)) for at in order[:most])


def commonest(odds: Odds, names: tuple[str, ...], most: int) -> tuple[Lift, ...]:
    """The names with the largest shares."""
    order = np.argsort(-odds.share, kind="stable")[:most]
    return tuple(_lift(odds, names, int(at)) for at in order if odds.share[at] > 0)


def weakest(odds: Odds, names: tuple[str, ...], most: int) -> tuple[Lift, ...]:
    """The names that the group does least, the least of all last."""
    order = [
        at for at in np.argsort(odds.z, kind="stable") if odds.lift[at] < 1 / CLEARLY
    ]
    found = sorted(order[:most], key=lambda at: -odds.lift[at])
    return tuple(_lift(odds, names, int(at)) for at in found)


def _lift(odds: Odds, names: tuple[str, ...], at: int) -> Lift:
    share, lift = float(odds.share[at]), float(odds.lift[at])
    return Lift(names[at], round(share, 4), round(lift, 2))
