"""What a persona likes by block type, as the engagement head has learned it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import torch

from studio.domain.layout import WEB_BLOCKS
from studio.pipeline.layout.conditions import Conditions, as_tensors
from studio.pipeline.layout.decoder import Floats
from studio.pipeline.layout.engagement import block_logits
from studio.pipeline.layout.model import LayoutModel
from studio.pipeline.layout.vocabulary import TYPE_CODE, TYPES, Codes, lengths

LIKED_PAGES = 16
"""Pages that a type's appeal is judged on."""
_LEAN = 1.0  # power of the appeal by which types become likelier


def leaning(liked: Mapping[str, float] | None) -> Floats | None:
    """The generator's types, leaning to what a persona is predicted to click."""
    if liked is None:
        return None
    lean = np.ones(1 + len(TYPES), np.float32)
    for name, times in liked.items():
        lean[TYPE_CODE[name]] = times**_LEAN
    return lean


@torch.no_grad()
def liked_types(
    generator: LayoutModel, pages: Codes, wish: Conditions
) -> dict[str, float]:
    """How much more (over 1) or less a persona clicks each type than the average.

    Each type is judged on the given pages (N, BLOCKS, FIELDS), in the place of their
    middle block.
    """
    codes = pages.copy()
    rows = np.arange(len(codes))
    middle = np.maximum(lengths(codes) // 2, 1) - 1
    given = as_tensors([wish] * len(codes), generator.traits)
    rates: dict[str, float] = {}
    for name in WEB_BLOCKS:
        codes[rows, middle] = 0
        codes[rows, middle, 0] = TYPE_CODE[name]
        shown = torch.from_numpy(codes).to(generator.device)
        logits = block_logits(
            generator.discriminator, shown, given.to(str(generator.device))
        )
        rate = torch.sigmoid(logits).cpu().numpy()[rows, middle]
        rates[name] = float(rate.mean())
    average = sum(rates.values()) / len(rates)
    return {name: rate / max(average, 1e-9) for name, rate in rates.items()}
