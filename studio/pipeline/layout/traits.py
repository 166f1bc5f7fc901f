"""Traits as the nets see them: how far a persona is from the others of its shop."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from studio.domain.persona import TRAIT_NAMES, Traits

Floats = npt.NDArray[np.float32]
_FURTHEST = 3.0  # spreads
_LEAST_SPREAD = 0.02
_N = len(TRAIT_NAMES)


class TraitScale(msgspec.Struct, frozen=True):
    """Centre and spread of each trait; personas of one shop often differ by little."""

    centre: tuple[float, ...] = (0.5,) * _N
    spread: tuple[float, ...] = (0.25,) * _N

    def centred(self, traits: Floats) -> tuple[Tensor, Tensor]:
        """Traits (B, 10), NaN for unknown, in spreads from the centre.

        Returns:
            Two tensors (B, 10): the values, 0 for unknown; and 1 where known.
        """
        known = ~np.isnan(traits)
        far = (traits - np.asarray(self.centre)) / np.asarray(self.spread)
        far = np.clip(np.nan_to_num(far, nan=0.0), -_FURTHEST, _FURTHEST)
        return (
            torch.from_numpy(far.astype(np.float32)),
            torch.from_numpy(known.astype(np.float32)),
        )


def scale_of(traits: Floats) -> TraitScale:
    """The scale of some personas' traits (M, 10), NaN for unknown."""
    different = np.unique(traits[~np.isnan(traits).all(axis=1)], axis=0)
    if len(different) < 2:  # noqa: PLR2004 # one persona has no spread
        return TraitScale()
    known = ~np.isnan(different)
    count = np.maximum(known.sum(axis=0), 1)
    values = np.nan_to_num(different, nan=0.0).astype(np.float64)
    centre = np.where(known.any(axis=0), values.sum(axis=0) / count, 0.5)
    gaps = np.where(known, values - centre, 0.0)
    spread = np.sqrt((gaps**2).sum(axis=0) / count)
    return TraitScale(
        tuple(centre.tolist()), tuple(np.maximum(spread, _LEAST_SPREAD).tolist())
    )


def as_rows(traits: Sequence[Traits]) -> Floats:
    """Traits as rows (B, 10) with NaN for unknown."""
    rows = [[np.nan if v is None else v for v in who.values()] for who in traits]
    return np.asarray(rows, np.float32).reshape(len(traits), _N)
