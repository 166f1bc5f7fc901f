from __future__ import annotations

import numpy as np
import pytest

from studio.domain.behaviour import Preferences
from studio.pipeline.features.preference import preference_vectors, price_rank
from studio.pipeline.features.text import fit_text

PRICES = np.array([10.0, 20.0, 30.0, 40.0])


@pytest.mark.parametrize(
    ("band", "rank"),
    [
        ("low", 0.2),
        ("HIGH", 0.8),
        ("mid", 0.5),
        ("高", 0.8),
        ("25-35", 0.5),
        ("odd", None),
    ],
)
def test_that_a_price_band_is_understood_by_name_and_by_number(
    band: str, rank: float | None
) -> None:
    assert price_rank(band, PRICES) == rank


def test_that_stated_words_point_to_what_they_mean() -> None:
    space = fit_text(["Kitchen Tea", "Outdoor Footwear", "Home Vases"])
    assert space is not None
    preferences = Preferences(
        shopper=np.array([0, 0, 1]),
        kind=np.array([0, 2, 0]),
        value=("Kitchen > Tea", "low", "Outdoor > Footwear"),
        weight=np.array([1.0, 1.0, np.nan]),
        shoppers=("a", "b"),
    )
    vectors, stated = preference_vectors(
        preferences, np.array([0, 1]), 3, (space, PRICES)
    )
    assert stated.tolist() == [True, True, False]
    tea, shoes = space.vectors(["tea", "footwear"])
    width = space.width
    assert vectors[0, :width] @ tea > vectors[1, :width] @ tea
    assert vectors[1, :width] @ shoes > vectors[0, :width] @ shoes
    assert vectors[0, -3:-1].tolist() == [pytest.approx(0.2), 1.0]
    assert not vectors[2].any()
