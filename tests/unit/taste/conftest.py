from __future__ import annotations

import numpy as np
import pytest
import torch

from studio.domain.behaviour import Events
from studio.domain.catalogue import Catalogue, Product
from studio.domain.jobs import Comparison, Fact, Metric, Note, Samples
from studio.domain.taste import TasteInputs
from studio.pipeline.features.fusion import ShopData, fuse, learn_text

SHOPPERS, GROUPS, PER_GROUP = 120, 3, 8
WORDS = ("boot", "teapot", "cushion")


@pytest.fixture(autouse=True)
def _one_thread() -> None:
    torch.set_num_threads(1)


def events_of(rows: list[tuple[int, int]]) -> Events:
    """Views (shopper, product), one an hour."""
    shopper, product = (
        np.array(column, np.int64) for column in zip(*rows, strict=True)
    )
    n = len(rows)
    return Events(
        shopper=shopper,
        product=product,
        kind=np.zeros(n, np.int64),
        time=np.arange(n) * 3600,
        session=np.zeros(n, np.int64),
        query=np.full(n, -1),
        quantity=np.ones(n),
        price=np.full(n, np.nan),
        shoppers=tuple(f"s{at}" for at in range(int(shopper.max()) + 1)),
        products=tuple(f"p{at}" for at in range(int(product.max()) + 1)),
        queries=(),
    )


@pytest.fixture(scope="session")
def shop() -> ShopData:
    """120 shoppers of three tastes; each walks round the 8 products of their group."""
    rng = np.random.default_rng(3)
    rows = []
    for shopper in range(SHOPPERS):
        first, length = rng.integers(PER_GROUP), rng.integers(4, PER_GROUP)
        group = shopper % GROUPS
        rows += [
            (shopper, group * PER_GROUP + int(first + step) % PER_GROUP)
            for step in range(length)
        ]
    products = tuple(
        Product(
            f"p{at}",
            f"{WORDS[at // PER_GROUP]} for all",
            category=(WORDS[at // PER_GROUP],),
        )
        for at in range(GROUPS * PER_GROUP)
    )
    cold = Product("cold", "boot for all", category=("boot",))
    return ShopData(events_of(rows), Catalogue((*products, cold)))


@pytest.fixture(scope="session")
def inputs(shop: ShopData) -> TasteInputs:
    return fuse(shop, learn_text(shop))


class Listener:
    """A report that remembers what it was told."""

    def __init__(self) -> None:
        self.events: list[Metric | Note | Fact | Samples | Comparison] = []
        self.calls = 0

    def progress(
        self, step: int, total: int, label: str = "", seconds_left: float | None = None
    ) -> None:
        self.calls += 1

    def send(self, event: Metric | Note | Fact | Samples | Comparison) -> None:
        self.events.append(event)

    def curve(self, name: str) -> list[float]:
        return [
            e.value for e in self.events if isinstance(e, Metric) and e.name == name
        ]


@pytest.fixture
def listener() -> Listener:
    return Listener()
