"""Layouts that keep wishes, and variations of a page."""

from __future__ import annotations

import msgspec
import numpy as np
import torch

from studio.domain.layout import Layout
from studio.domain.wishes import Wishes
from studio.pipeline.layout.conditions import Conditions, as_tensors, draw_lengths
from studio.pipeline.layout.constraints import mend
from studio.pipeline.layout.decoder import FREE, Demand, Floats
from studio.pipeline.layout.generator import Heat
from studio.pipeline.layout.model import LayoutModel
from studio.pipeline.layout.net import Conditioned
from studio.pipeline.layout.noise import noise, sample_kept
from studio.pipeline.layout.vocabulary import BLOCKS, Codes, encode_all
from studio.pipeline.layout.wishes import demand_of, smallest

_DRAWN = 8  # pages made for each that is kept
_CALM, _WILD = 0.6, 1.8  # temperatures at the ends of the slider
VARIED = 0.35
"""Share of a page's blocks that its variations have anew, unless it is said."""


def surprise_temperature(slider: float) -> float:
    """Temperature of a slider from 0, "like our pages", to 1, "surprise me".

    In the middle it is 1: pages as unlike each other as real ones are.
    """
    way = 2 * min(max(slider, 0.0), 1.0) - 1
    return float((_WILD if way > 0 else 1 / _CALM) ** way)


def warmed(heat: Heat, temperature: float) -> Heat:
    """A model's temperatures, times one."""
    return msgspec.structs.replace(
        heat, types=heat.types * temperature, attributes=heat.attributes * temperature
    )


def completed(
    model: LayoutModel,
    condition: Conditions,
    wishes: Wishes,
    n: int,
    seed: int,
    *,
    temperature: float = 1.0,
    lean: Floats | None = None,
) -> Codes:
    """`n` mended pages that keep wishes; (n, BLOCKS, FIELDS).

    More pages are made than asked for, each forced to keep the wishes, and those are
    drawn in which what was forced is likely (sampling importance resampling; Rubin,
    1987): so the blocks before a locked one lead to it.

    Args:
        model: The layout model.
        condition: Page kind, scenario, traits.
        wishes: Settled ones (`wishes.settle`).
        n: How many.
        seed: Of all chance.
        temperature: As for `sample_layouts`.
        lean: By how much each type is likelier than to the net, (1 + types,).
    """
    asked = msgspec.structs.replace(condition, length=wishes.length or condition.length)
    given = as_tensors([asked] * n, model.traits)
    given = draw_lengths(given, model.shares, np.random.default_rng([seed, 1]))
    least = torch.full_like(given.length, min(smallest(wishes), BLOCKS))
    given = msgspec.structs.replace(given, length=torch.maximum(given.length, least))
    demand = demand_of(wishes, n)
    return _likely(
        model, given, demand, seed, temperature=temperature, lean=lean, together=True
    )


def variations(
    model: LayoutModel,
    condition: Conditions,
    base: Layout,
    n: int,
    seed: int,
    *,
    amount: float = VARIED,
    lean: Floats | None = None,
) -> Codes:
    """`n` mended pages near a page; (n, BLOCKS, FIELDS). An `amount` of 0 is the page.

    Each block of the page is made anew with a chance of `amount`, at least one of
    them; those between fit to the others as in `completed`.
    """
    page = encode_all([base.blocks])[0]
    size = max(1, min(len(base.blocks), BLOCKS))
    asked = msgspec.structs.replace(condition, length=size)
    rng = np.random.default_rng([seed, 11])
    anew = rng.random((n, size)) < amount
    if amount > 0:
        anew[np.arange(n), rng.integers(size, size=n)] = True
    demand = demand_of(Wishes(), n)
    old = page[None, :size].astype(np.int16)
    demand.fixed[:, :size] = np.where(anew[:, :, None], np.int16(FREE), old)
    given = as_tensors([asked] * n, model.traits)
    return _likely(model, given, demand, seed, lean=lean)


def _likely(
    model: LayoutModel,
    given: Conditioned,
    demand: Demand,
    seed: int,
    *,
    temperature: float = 1.0,
    lean: Floats | None = None,
    together: bool = False,
) -> Codes:
    """One page for each demand: of several made, one in which it is likely.

    Where the demands are alike, the pages are drawn from all that were made `together`.
    """
    n, chance = len(given), np.random.default_rng([seed, 7])
    rows = np.repeat(np.arange(n), _DRAWN)
    codes, said = sample_kept(
        model, given.rows(torch.from_numpy(rows)), demand.rows(rows),
        noise(len(rows), seed), heat=warmed(model.heat, temperature), lean=lean,
    )  # fmt: skip
    luck = said + chance.gumbel(size=len(rows))
    taken = (
        np.sort(np.argsort(-luck, kind="stable")[:n])
        if together
        else np.arange(n) * _DRAWN + luck.reshape(n, _DRAWN).argmax(axis=1)
    )
    raw = codes[taken]
    mended = mend(raw, given.kind.numpy()[rows[taken]]).codes
    locked = demand.fixed[rows[taken], :, 0] != FREE
    kept = ((mended == raw).all(axis=2) | ~locked).all(axis=1)
    # what was asked for goes before the hard rules
    return np.where(kept[:, None, None], mended, raw)
