from __future__ import annotations

import pytest
import torch

from studio.pipeline.taste.sasrec import TasteNet
from studio.pipeline.taste.settings import for_catalogue, settings_for


@pytest.mark.parametrize(
    ("products", "epochs", "width"),
    [(1, 24, 64), (500, 24, 64), (2000, 48, 64), (10**6, 20, 128)],
)
def test_that_larger_catalogues_get_more_epochs_or_a_wider_net(
    products: int, epochs: int, width: int
) -> None:
    settings = for_catalogue(settings_for("sasrec", "base", 1), products)
    assert (settings.training.epochs, settings.net.width) == (epochs, width)


def test_that_the_articles_network_keeps_its_ten_epochs() -> None:
    settings = settings_for("article", "large", 1)
    assert (settings.training.epochs, settings.training.batch) == (10, 32)
    assert for_catalogue(settings, 10**6) == settings
    assert settings_for("article", "base", 1, epochs=2).training.epochs == 2


def test_that_the_large_preset_has_over_a_hundred_million_numbers() -> None:
    size = settings_for("sasrec", "large", 1).net
    with torch.device("meta"):  # nothing is computed, so none of it takes memory
        net = TasteNet(size, torch.zeros(0, 1), torch.zeros(0), 1)
    assert sum(p.numel() for p in net.parameters()) > 100_000_000
