"""A made-up shop whose tables are written directly, and the same in plain Python."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

import pyarrow as pa  # type: ignore[import-untyped]

from studio.store.duck import duck
from studio.store.project import Project
from studio.store.sealing.unlocked import address_of
from studio.store.tables import TableFile

START = datetime(2026, 1, 1, tzinfo=UTC)
DAYS = 120
KINDS = ("view", "add_to_cart", "purchase", "search")
COUNTRIES = ("SE", "NO", "Deutschland", None)
WORDS = ("tent pegs", "Green Tent", "tea", "茶壶", "50% wool")


@dataclass
class Event:
    shopper: str
    kind: str
    product: str | None
    query: str | None
    time: datetime
    session: str | None
    quantity: float | None
    price: float | None
    country: str | None


@dataclass
class Good:
    id: str
    category: list[str]
    brand: str
    price: float | None
    sale_price: float | None


@dataclass
class Shop:
    """Events in order of shopper and time, products by id, loaded memberships."""

    events: list[Event] = field(default_factory=list)
    goods: dict[str, Good] = field(default_factory=dict)
    segments: list[tuple[str, str]] = field(default_factory=list)

    @property
    def shoppers(self) -> set[str]:
        return {e.shopper for e in self.events} | {s for s, _ in self.segments}


def made_goods(dice: Random) -> dict[str, Good]:
    paths: tuple[list[str], ...] = (
        ["Home", "Kitchen", "Tea"], ["Home", "Kitchen"], ["Kitchen sinks"],
        ["Outdoor", "Tents"], ["Outdoor", "Kitchen"], [],
    )  # fmt: skip
    found = {}
    for at in range(40):
        price = None if at % 13 == 5 else round(dice.uniform(5, 120), 2)
        sale = round(price * 0.8, 2) if price and at % 4 == 0 else None
        brand = ("Fellmark", "Sorrel & Co", "O'Neil", "")[at % 4]
        found[f"p{at:02}"] = Good(f"p{at:02}", paths[at % 6], brand, price, sale)
    return found


def made_shop(seed: int = 7, *, shoppers: int = 150, sessions: bool = True) -> Shop:
    """Some shoppers who only look, some who buy often, some who came once."""
    dice = Random(seed)
    shop = Shop(goods=made_goods(dice))
    for at in range(shoppers):
        name = f"s_{dice.getrandbits(64):016x}"
        keen = dice.random() ** 3
        for visit in range(1 + int(keen * 12)):
            when = START + timedelta(minutes=dice.randrange(DAYS * 1440))
            own = f"{name}-{visit}" if sessions and dice.random() < 0.8 else None
            for _ in range(1 + dice.randrange(6)):
                shop.events.append(made_event(dice, shop, (name, when, own)))
                when += timedelta(minutes=dice.choice((1, 5, 29, 31, 50)))
        if at % 5 == 0:
            shop.segments.append((name, "Gift givers"))
    shop.segments += [(f"s_stranger{at:02}", "Gift givers") for at in range(7)]
    shop.events.sort(key=lambda e: (e.shopper, e.time))
    return shop


def made_event(dice: Random, shop: Shop, who: tuple[str, datetime, str | None]):
    name, when, session = who
    kind = dice.choices(KINDS, (6, 2, 2, 1))[0]
    search = kind == "search"
    good = dice.choice(list(shop.goods.values()))
    paid = None
    if kind == "purchase" and good.price and dice.random() < 0.6:
        paid = round(good.price * dice.choice((1, 1, 0.7)), 2)
    return Event(
        name, kind, None if search else good.id,
        dice.choice(WORDS) if search else None, when, session,
        dice.choice((None, 1.0, 2.0)) if kind == "purchase" else None, paid,
        dice.choice(COUNTRIES),
    )  # fmt: skip


def write_shop(project: Project, shop: Shop, *, country: bool = True) -> None:
    """Make a shop the tables of a project, as an import would leave them."""
    events = {
        "shopper": [e.shopper for e in shop.events],
        "kind": [e.kind for e in shop.events],
        "product": pa.array([e.product for e in shop.events], pa.string()),
        "query": pa.array([e.query for e in shop.events], pa.string()),
        "time": pa.array(
            [e.time.replace(tzinfo=None) for e in shop.events], pa.timestamp("us")
        ),
        "session": pa.array([e.session for e in shop.events], pa.string()),
        "quantity": pa.array([e.quantity for e in shop.events], pa.float64()),
        "price": pa.array([e.price for e in shop.events], pa.float64()),
    }
    if country:
        events["country"] = pa.array([e.country for e in shop.events], pa.string())
    goods = list(shop.goods.values())
    products = {
        "id": [g.id for g in goods],
        "category": pa.array([g.category for g in goods], pa.list_(pa.string())),
        "brand": [g.brand for g in goods],
        "price": pa.array([g.price for g in goods], pa.float64()),
        "currency": ["GBP"] * len(goods),
        "sale_price": pa.array([g.sale_price for g in goods], pa.float64()),
    }
    keep_tables(project, {"events": events, "products": products})
    keep_tables(project, {"segments": membership(shop.segments)})
    project.database.set_fact(
        "summary",
        {"events": len(shop.events), "segment_names": ["Gift givers"]},
    )


def membership(rows: list[tuple[str, str]]) -> dict[str, object]:
    return {
        "shopper": pa.array([name for name, _ in rows], pa.string()),
        "segment": pa.array([segment for _, segment in rows], pa.string()),
    }


def keep_tables(project: Project, tables: dict[str, dict[str, object]]) -> None:
    number = len(list(project.tables.folder.glob("*.parquet")))
    files = {}
    for name, columns in tables.items():
        file = f"{name}-{number}.parquet"
        table = pa.table(columns)
        where = address_of(project.tables.folder / file)
        with duck(project.path) as connection:
            connection.register("rows", table)
            connection.execute(f"COPY rows TO '{where}' (FORMAT parquet)")
        files[name] = TableFile(name, file, len(table), f"{name}{number}")
        number += 1
    with project.database.transaction():
        project.tables.point_to(files)


def in_segment(project: Project, name: str) -> set[str]:
    """The shoppers that the table of segments lists under a name."""
    found = project.segments()
    pairs = zip(found.shopper, found.segment.tolist(), strict=True)
    return {shopper for shopper, at in pairs if found.names[at] == name}
