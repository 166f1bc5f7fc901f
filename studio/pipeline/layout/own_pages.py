"""A shop's own pages as material, leaning on the shipped weights where they are few."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np
import torch

from studio.domain.layout import PAGE_KINDS, Layout
from studio.pipeline.layout.conditions import ANY_CAMPAIGN
from studio.pipeline.layout.constraints import mend
from studio.pipeline.layout.engagement import Clicks
from studio.pipeline.layout.grammar import without_units
from studio.pipeline.layout.model import LayoutModel
from studio.pipeline.layout.net import Conditioned, unknown_traits
from studio.pipeline.layout.noise import sample_codes
from studio.pipeline.layout.pages import PageSet, page_set
from studio.pipeline.layout.training import Material
from studio.pipeline.layout.vocabulary import decode

ENOUGH = 300
"""Own pages from which on a shop's model stands mostly on its own."""
FEW = 10
"""Below it, own pages are too few to hold any out."""
_REPLAY, _REPLAY_HELD = 500, 150
_FRONT = ("home", "landing", "collection")
_HELD_EVERY = 5
_LEAST_OWN, _MOST_OWN = 0.2, 0.8  # share of the draws


def material_of(
    layouts: Sequence[Layout],
    base: LayoutModel,
    clicks: Clicks,
    seed: int,
    turned_down: Sequence[Layout] = (),
) -> tuple[Material, str]:
    """Own pages mixed with pages that the base model makes (generative replay).

    Args:
        layouts: The shop's pages, those approved here among them.
        base: The weights to begin with.
        clicks: The shop's clicks.
        seed: Of the replay.
        turned_down: Approved pages as they were made, where edits changed them.

    Returns:
        What to learn from, and a sentence that says what it leans on.
    """
    own = [page for page in map(without_units, layouts) if page.blocks]
    held = own[::_HELD_EVERY] if len(own) >= FEW else []
    learned = [x for at, x in enumerate(own) if not held or at % _HELD_EVERY]
    replay = _replay(base, _REPLAY, seed)
    held_out = held or _replay(base, _REPLAY_HELD, seed + 1)
    pages = _set([*learned, *replay])
    if learned:
        share = min(max(len(learned) / ENOUGH, _LEAST_OWN), _MOST_OWN)
        weight = np.full(len(pages), (1 - share) / len(replay))
        weight[: len(learned)] = share / len(learned)
        pages = msgspec.structs.replace(pages, weight=weight)
    before = [page for page in map(without_units, turned_down) if page.blocks]
    material = Material(pages, _set(held_out), clicks, _set(before))
    return material, _leaning(len(own), len(held), clicks)


def _leaning(own: int, held: int, clicks: Clicks) -> str:
    seen = f" and {clicks.impressions:,} impressions of blocks" if len(clicks) else ""
    if own == 0:
        return f"No pages of this shop yet: leaning on the shipped weights{seen}."
    text = f"Learning from {own} pages of this shop{seen}"
    if own < ENOUGH:
        text += f"; fewer than {ENOUGH}, so leaning on the shipped weights as well"
    return text + (f". {held} are held out." if held else ". None is held out.")


def _replay(base: LayoutModel, n: int, seed: int) -> list[Layout]:
    """Storefront pages as the base model makes them, by its own page shares."""
    rng = np.random.default_rng([seed, 5])
    front = [PAGE_KINDS.index(kind) for kind in _FRONT]
    share = base.shares[front].sum(axis=(1, 2))
    kind = rng.choice(front, n, p=share / share.sum())
    codes = mend(sample_codes(base, _of_kinds(kind), seed), kind).codes
    return [
        Layout(decode(page), PAGE_KINDS[at])
        for page, at in zip(codes, kind.tolist(), strict=True)
    ]


def _of_kinds(kind: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> Conditioned:
    tensor = torch.from_numpy(kind)
    return unknown_traits(tensor, torch.full_like(tensor, ANY_CAMPAIGN))


def _set(layouts: Sequence[Layout]) -> PageSet:
    return page_set(
        [layout.blocks for layout in layouts],
        [("own", layout.page_kind, layout.campaign) for layout in layouts],
    )
