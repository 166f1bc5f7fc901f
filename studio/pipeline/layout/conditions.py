"""What a layout is asked for, and how many blocks such pages have."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np
import numpy.typing as npt
import torch

from studio.domain.layout import PAGE_KINDS, PageKind
from studio.domain.page import SCENARIOS, Scenario
from studio.domain.persona import Traits
from studio.pipeline.layout.net import Conditioned
from studio.pipeline.layout.pages import PageSet
from studio.pipeline.layout.traits import TraitScale, as_rows
from studio.pipeline.layout.vocabulary import BLOCKS, lengths

ANY_KIND = len(PAGE_KINDS)
ANY_CAMPAIGN = 2
ANY_SCENARIO = len(SCENARIOS)
Floats = npt.NDArray[np.float64]


class Conditions(msgspec.Struct, frozen=True):
    """The wishes for one layout; None (and an unknown trait) means "any".

    Without a `length` one is drawn from the lengths of such pages.
    """

    page_kind: PageKind | None = "home"
    campaign: bool | None = None
    scenario: Scenario | None = None
    traits: Traits = Traits()
    length: int | None = None


def as_tensors(
    wishes: Sequence[Conditions], scale: TraitScale | None = None
) -> Conditioned:
    """B wishes as tensors; `scale` is the model's."""
    rows = as_rows([wish.traits for wish in wishes])
    traits, known = (scale or TraitScale()).centred(rows)
    return Conditioned(
        kind=torch.tensor([
            ANY_KIND if w.page_kind is None else PAGE_KINDS.index(w.page_kind)
            for w in wishes
        ]),
        campaign=torch.tensor([
            ANY_CAMPAIGN if w.campaign is None else int(w.campaign) for w in wishes
        ]),
        scenario=torch.tensor([
            ANY_SCENARIO if w.scenario is None else SCENARIOS.index(w.scenario)
            for w in wishes
        ]),
        traits=traits,
        known=known,
        length=torch.tensor([min(w.length or 0, BLOCKS) for w in wishes]),
    )  # fmt: skip


def page_shares(pages: PageSet) -> Floats:
    """Weight of each page kind, campaign or not, and length among some pages.

    Returns:
        (kinds, 2, BLOCKS + 1); sums to 1.
    """
    share = np.zeros((len(PAGE_KINDS), 2, BLOCKS + 1), np.float64)
    at = (pages.kind, pages.campaign, lengths(pages.codes))
    np.add.at(share, at, pages.weight)
    return np.asarray(share / max(share.sum(), 1e-12), np.float64)


def draw_lengths(
    given: Conditioned, share: Floats, rng: np.random.Generator
) -> Conditioned:
    """Conditions with a length drawn for each page that asks for none.

    Pages of one kind share the draw evenly (systematic sampling), so that even a few
    come in the proportions of real lengths.
    """
    wished = given.length.numpy().copy()
    groups: dict[tuple[int, int], list[int]] = {}
    for row, key in enumerate(
        zip(given.kind.tolist(), given.campaign.tolist(), strict=True)
    ):
        if wished[row] == 0:
            groups.setdefault(key, []).append(row)
    for key, rows in groups.items():
        edges = _length_chances(share, *key).cumsum()
        level = (rng.permutation(len(rows)) + rng.random(len(rows))) / len(rows)
        wished[rows] = np.searchsorted(edges, level * edges[-1], side="right")
    return msgspec.structs.replace(given, length=torch.from_numpy(wished))


def _length_chances(share: Floats, kind: int, campaign: int) -> Floats:
    kinds = share if kind == ANY_KIND else share[kind : kind + 1]
    both = kinds if campaign == ANY_CAMPAIGN else kinds[:, campaign : campaign + 1]
    chances = np.asarray(both.sum(axis=(0, 1)), np.float64)
    if chances.sum() <= 0:  # no such page was ever seen
        chances = np.asarray(share.sum(axis=(0, 1)), np.float64)
    return np.asarray(chances / chances.sum(), np.float64)
