"""Tables of the project as values of the domain."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import msgspec
import numpy as np

from studio.domain.behaviour import (
    EVENT_KINDS,
    NO_PRODUCT,
    PREFERENCE_KINDS,
    Events,
    Floats,
    Ints,
    PageEvents,
    Preferences,
    Segments,
)
from studio.domain.catalogue import Catalogue, Product
from studio.store.numbered import joined
from studio.store.tables import Tables, column_of, texts_of

SESSION_GAP_S = 1800
"""Without session ids, a pause of half an hour begins another session."""
_NO_INTS: Ints = np.zeros(0, dtype=np.int64)
_NO_FLOATS = np.zeros(0, dtype=np.float64)
PRODUCT_COLUMNS = (
    "id, title, title_zh, description, category, brand, price, sale_price, currency,"
    " stock, link, image, rating, rating_count, added"
)


class Picture(msgspec.Struct, frozen=True):
    """A product's picture: its file name in the pictures folder, and what it shows."""

    file: str
    alt: str = ""
    alt_zh: str = ""


def read_catalogue(tables: Tables, pictures: Mapping[str, Picture]) -> Catalogue:
    """All products; `picture` is the file name in the project's pictures folder."""
    table = tables.arrow("products", PRODUCT_COLUMNS)
    return Catalogue() if table is None else catalogue_of(table, pictures)


def catalogue_of(table: Any, pictures: Mapping[str, Picture]) -> Catalogue:  # noqa: ANN401
    """The catalogue of an Arrow table with PRODUCT_COLUMNS."""
    rows = table.to_pylist()
    for row in rows:
        if (picture := pictures.get(row["id"])) is not None:
            row["picture"] = picture.file
            row["picture_alt"] = picture.alt
            row["picture_alt_zh"] = picture.alt_zh
        row["category"] = tuple(row["category"] or ())
    return Catalogue(tuple(msgspec.convert(rows, list[Product])))


def read_events(tables: Tables) -> Events:
    """All events, sorted by shopper, then time, then order of import."""
    with tables.reading("events") as file:
        if file is None:
            return Events(*(_NO_INTS,) * 6, *(_NO_FLOATS,) * 2, (), (), ())
        # one column after the other: of millions of events, all would be much at once
        shopper, shoppers = _column_codes(texts_of(file, "shopper"))
        product, products = _column_codes(texts_of(file, "product"))
        query, queries = _column_codes(texts_of(file, "query"))
        session = joined(texts_of(file, "session").chunks)[0].astype(np.int64)
        time = column_of(file, "time").cast("int64").to_numpy() // 1_000_000
        return Events(
            shopper=shopper,
            product=product,
            kind=_places(*_column_codes(texts_of(file, "kind")), EVENT_KINDS),
            time=time,
            session=_sessions(shopper, session, time),
            query=query,
            quantity=_as_floats(column_of(file, "quantity")),
            price=_as_floats(column_of(file, "price")),
            shoppers=shoppers,
            products=products,
            queries=queries,
        )


def read_preferences(tables: Tables) -> Preferences:
    """All stated preferences."""
    table = tables.arrow("preferences", "shopper, kind, value, weight")
    if table is None:
        return Preferences(_NO_INTS, _NO_INTS, (), _NO_FLOATS, ())
    shopper, shoppers = _codes(table, "shopper")
    return Preferences(
        shopper=shopper,
        kind=_as_index(table, "kind", PREFERENCE_KINDS),
        value=_texts(table, "value"),
        weight=_floats(table, "weight"),
        shoppers=shoppers,
    )


def read_segments(tables: Tables) -> Segments:
    """All memberships; the names are sorted."""
    table = tables.arrow("segments", "shopper, segment")
    if table is None:
        return Segments((), _NO_INTS, ())
    code, names = _codes(table, "segment")
    return Segments(_texts(table, "shopper"), code, names)


def read_page_events(tables: Tables) -> PageEvents:
    """All impressions and clicks."""
    table = tables.arrow(
        "page_events",
        "shopper, page_id, block_index, block_type, clicked,"
        " coalesce(epoch_us(time) // 1000000, 0) AS time",
    )
    if table is None:
        return PageEvents((), (), _NO_INTS, (), np.zeros(0, dtype=np.bool_), _NO_INTS)
    return PageEvents(
        shopper=_texts(table, "shopper"),
        page_id=_texts(table, "page_id"),
        block_index=table.column("block_index").to_numpy().astype(np.int64),
        block_type=_texts(table, "block_type"),
        clicked=np.asarray(table.column("clicked").to_numpy(), dtype=np.bool_),
        time=table.column("time").to_numpy().astype(np.int64),
    )


def _codes(table: Any, column: str) -> tuple[Ints, tuple[str, ...]]:  # noqa: ANN401
    """Codes (N,) into the sorted distinct texts; -1 where there is none."""
    # encoded first: the texts of all rows together may pass the 2 GB of one array
    return _column_codes(table.column(column).dictionary_encode())


def _column_codes(column: Any) -> tuple[Ints, tuple[str, ...]]:  # noqa: ANN401
    """As `_codes`, of a column that is a dictionary."""
    codes, texts = joined(column.chunks)
    names = texts.to_pylist()  # some of which no row may have
    used = np.flatnonzero(np.bincount(codes[codes >= 0], minlength=len(names)))
    order = sorted(used.tolist(), key=names.__getitem__)
    rank = np.full(len(names) + 1, NO_PRODUCT, dtype=np.int64)
    rank[order] = np.arange(len(order))
    return rank[codes], tuple(names[at] for at in order)


def _as_index(table: Any, column: str, names: tuple[str, ...]) -> Ints:  # noqa: ANN401
    return _places(*_codes(table, column), names)


def _places(codes: Ints, present: tuple[str, ...], names: tuple[str, ...]) -> Ints:
    places = np.array([names.index(name) for name in present] or [0], dtype=np.int64)
    return places[codes]


def _texts(table: Any, column: str) -> tuple[str, ...]:  # noqa: ANN401
    return tuple(table.column(column).to_pylist())


def _floats(table: Any, column: str) -> Floats:  # noqa: ANN401
    return _as_floats(table.column(column))


def _as_floats(column: Any) -> Floats:  # noqa: ANN401
    return np.array(column.to_numpy(), dtype=np.float64)


def _sessions(shopper: Ints, session: Ints, time: Ints) -> Ints:
    """Number the sessions in order of appearance; pauses part those without an id."""
    if not len(shopper):
        return _NO_INTS
    pause = np.ones(len(shopper), dtype=np.bool_)
    pause[1:] = (shopper[1:] != shopper[:-1]) | (np.diff(time) > SESSION_GAP_S)
    named = shopper * (session.max() + 2) + session
    key = np.where(session >= 0, named, -np.cumsum(pause, dtype=np.int64))
    numbers, _ = import_module("pandas").factorize(key)
    return np.asarray(numbers, np.int64)
