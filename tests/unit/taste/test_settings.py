from __future__ import annotations

import pytest

from studio.pipeline.taste.settings import for_catalogue, settings_for


@pytest.mark.parametrize(
    ("products", "epochs"), [(1, 24), (500, 24), (2000, 48), (10**6, 72)]
)
def test_that_larger_catalogues_get_more_epochs(products: int, epochs: int) -> None:
    settings = for_catalogue(settings_for("sasrec", "base", 1), products)
    assert settings.training.epochs == epochs


def test_that_the_articles_network_keeps_its_ten_epochs() -> None:
    settings = settings_for("article", "large", 1)
    assert (settings.training.epochs, settings.training.batch) == (10, 32)
    assert for_catalogue(settings, 10**6) == settings
    assert settings_for("article", "base", 1, epochs=2).training.epochs == 2
