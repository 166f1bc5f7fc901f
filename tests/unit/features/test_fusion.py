from __future__ import annotations

import numpy as np

from studio.domain.behaviour import Events
from studio.domain.catalogue import Catalogue, Product
from studio.pipeline.features.fusion import ShopData, fuse, learn_text


def _events() -> Events:
    return Events(
        shopper=np.array([0, 0, 1]),
        product=np.array([0, 1, 1]),
        kind=np.zeros(3, np.int64),
        time=np.arange(3),
        session=np.zeros(3, np.int64),
        query=np.full(3, -1),
        quantity=np.ones(3),
        price=np.full(3, np.nan),
        shoppers=("a", "b"),
        products=("known", "gone"),
        queries=(),
    )


def test_that_a_project_without_catalogue_sells_what_its_events_name() -> None:
    data = ShopData(_events())
    inputs = fuse(data, learn_text(data))
    assert inputs.products == ("known", "gone")
    assert inputs.sellable.all()
    assert inputs.product_features.shape == (2, 0)


def test_that_products_that_the_catalogue_does_not_know_are_not_sold() -> None:
    catalogue = Catalogue((Product("new", "A new boot"), Product("known", "A bowl")))
    data = ShopData(_events(), catalogue, extra_shoppers=("b", "c"))
    inputs = fuse(data, learn_text(data))
    assert inputs.products == ("new", "known", "gone")
    assert inputs.sellable.tolist() == [True, True, False]
    assert inputs.shoppers == ("a", "b", "c")
    assert inputs.steps.product.tolist() == [1, 2, 2]
