from __future__ import annotations

import numpy as np
import pytest

from studio.domain.behaviour import ADD_TO_CART, PURCHASE, VIEW, Events
from studio.domain.catalogue import Catalogue, Product
from studio.domain.shop import Shop
from studio.domain.words import Words
from studio.pipeline.personas.audience import Material
from studio.pipeline.personas.facts import Known, gather_facts

DAY = 86400
GROUP = 30
WORDS = (("boots", "靴子"), ("tea", "茶"))


def product(at: int) -> Product:
    """Four boots of 100 and up, then four teas of 5 and up, the last two on sale."""
    kind = at // 4
    price = (100.0, 5.0)[kind] + at
    sale = price / 2 if at % 4 >= 2 else None
    name = WORDS[kind][0]
    return Product(
        f"p{at}", f"{name} {at}", category=("Shop", name), brand=f"{name} maker",
        price=price, sale_price=sale,
    )  # fmt: skip


@pytest.fixture(scope="session")
def material() -> Material:
    """30 lovers of boots who come often, 30 of tea who came once, 5 who never came."""
    rng = np.random.default_rng(1)
    rows = []
    for shopper in range(2 * GROUP):
        kind = shopper // GROUP
        for visit in range(6 if kind == 0 else 1):
            at = int(rng.integers(4)) + 4 * kind
            day = 100 - 2 * visit - 40 * kind
            rows += [
                (shopper, at, event, day * DAY + event, shopper * 10 + visit)
                for event in (VIEW, ADD_TO_CART, PURCHASE)
            ]
    who, which, what, when, visit_id = (
        np.array(column, np.int64) for column in zip(*rows, strict=True)
    )
    n = len(rows)
    shoppers = tuple(f"s{at}" for at in range(2 * GROUP + 5))
    events = Events(
        shopper=who,
        product=which,
        kind=what,
        time=when,
        session=visit_id,
        query=np.full(n, -1),
        quantity=np.ones(n),
        price=np.full(n, np.nan),
        shoppers=shoppers[: 2 * GROUP],
        products=tuple(f"p{at}" for at in range(8)),
        queries=(),
    )
    shop = Shop(name="Test", category_names={en: Words(en, zh) for en, zh in WORDS})
    catalogue = Catalogue(tuple(product(at) for at in range(8)))
    products = tuple(f"p{at}" for at in range(8))
    tastes = rng.normal(0, 0.1, (len(shoppers), 4)).astype(np.float32)
    tastes[:GROUP, 0] += 1
    tastes[GROUP : 2 * GROUP, 1] += 1
    vectors = np.zeros((8, 4), np.float32)
    vectors[:4, 0] = vectors[4:, 1] = 3
    facts = gather_facts(Known(events, catalogue, shop), shoppers, products)
    return Material(shoppers, products, tastes, vectors, facts)
