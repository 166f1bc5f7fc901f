"""The layout GAN as one thing: both nets, what they were told, and how well."""

from __future__ import annotations

from dataclasses import dataclass, field

import msgspec
import numpy as np
import numpy.typing as npt
import torch

from studio.domain.layout import PAGE_KINDS
from studio.pipeline.layout.discriminator import Discriminator
from studio.pipeline.layout.generator import Generator, Heat
from studio.pipeline.layout.net import Sizes
from studio.pipeline.layout.traits import TraitScale
from studio.pipeline.layout.vocabulary import BLOCKS, FIELD_SIZES, FIELDS, Codes

Floats = npt.NDArray[np.float64]
QUANTILES = 101
"""Points of the realism calibration: realness of held-out real pages, sorted."""
GENERATOR_SIZES = Sizes(width=96, layers=3, heads=4, hidden=48, dropout=0.05, blur=0.0)
DISCRIMINATOR_SIZES = Sizes(width=64, layers=2, heads=4, dropout=0.2)


@dataclass
class LayoutModel:
    """Generator and discriminator with the figures that sampling needs.

    Attributes:
        shares: (kinds, 2, BLOCKS + 1), weight of page kind, campaign and length.
        realism: (QUANTILES,), realness of held-out real pages in rising order.
        shown_realism: The same for those pages after the page rules.
        traits: How far personas are apart in the shop learned from.
        clicks: Impressions that the engagement head has learned from.
        about: Texts that go with the weights (data, date, metrics).
    """

    generator: Generator
    discriminator: Discriminator
    shares: Floats
    realism: Floats
    heat: Heat = field(default_factory=Heat)
    traits: TraitScale = field(default_factory=TraitScale)
    clicks: int = 0
    about: dict[str, str] = field(default_factory=dict)
    shown_realism: Floats = field(default_factory=lambda: np.linspace(-3, 3, QUANTILES))

    @property
    def device(self) -> torch.device:
        """Where the nets are."""
        return self.generator.level.device

    @property
    def knows_clicks(self) -> bool:
        """Whether the engagement head was trained."""
        return self.clicks > 0

    def to(self, device: str) -> LayoutModel:
        """Move both nets to a device; returns itself."""
        self.generator.to(device)
        self.discriminator.to(device)
        return self

    def eval(self) -> LayoutModel:
        """Switch dropout off; returns itself."""
        self.generator.eval()
        self.discriminator.eval()
        return self


def new_model(
    generator: Sizes = GENERATOR_SIZES, discriminator: Sizes = DISCRIMINATOR_SIZES
) -> LayoutModel:
    """A model that has learned nothing."""
    shares = np.full((len(PAGE_KINDS), 2, BLOCKS + 1), 1.0)
    shares[:, :, 0] = 0
    return LayoutModel(
        Generator(generator),
        Discriminator(discriminator),
        shares / shares.sum(),
        np.linspace(-3, 3, QUANTILES),
    )


def kind_shares(model: LayoutModel) -> dict[tuple[str, bool], float]:
    """Weight of each page kind and campaign among the pages learned from.

    Kinds come in the proportions of the collection where the weights tell them.
    """
    kinds = model.shares.sum(axis=(1, 2))
    if told := model.about.get("kinds"):
        counts = msgspec.json.decode(told, type=dict[str, float])
        kinds = np.asarray([counts.get(kind, 0.0) for kind in PAGE_KINDS])
    campaign = model.shares.sum(axis=2)
    within = campaign / np.maximum(campaign.sum(axis=1, keepdims=True), 1e-12)
    return {
        (kind, bool(flag)): float(kinds[at] * within[at, flag])
        for at, kind in enumerate(PAGE_KINDS)
        for flag in (0, 1)
    }


def seen_values(codes: Codes) -> torch.Tensor:
    """Which values each type was seen with; (types, FIELDS, widest), True where seen.

    "Absent" is always possible.
    """
    seen = np.zeros((FIELD_SIZES[0], FIELDS, max(FIELD_SIZES)), np.bool_)
    seen[:, :, 0] = True
    seen[:, 0] = True
    blocks = codes.reshape(-1, FIELDS)
    blocks = blocks[blocks[:, 0] > 0]
    for at in range(1, FIELDS):
        seen[blocks[:, 0], at, blocks[:, at]] = True
    return torch.from_numpy(seen)
