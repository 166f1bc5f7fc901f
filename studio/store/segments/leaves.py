"""SQL that finds the shoppers of one condition in the facts.

A statement gives the places of shoppers. Where not having done a thing fits the
condition (orders <= 2), it gives those who do not fit, and `others` is set: they are
fewer, and who is in no fact at all need not be looked for.
"""
# ruff: noqa: S608 - constants, whole numbers, and texts written by `literal`

from __future__ import annotations

from collections.abc import Callable

import msgspec

from studio.domain.segments import (
    Counted,
    Frequency,
    FromCountry,
    InCategory,
    InSegment,
    Leaf,
    Money,
    OfBrand,
    PriceBand,
    Recency,
    Saving,
    Searched,
)
from studio.store.duck import literal
from studio.store.segments.building import KINDS, Facts

NEVER = "SELECT place FROM shoppers WHERE false"


class Asked(msgspec.Struct, frozen=True):
    """A statement for places, and whether the others are meant."""

    sql: str
    others: bool = False


class Codes(msgspec.Struct, frozen=True):
    """The products that fit: how many, and the first and last of their codes."""

    n: int
    low: int = 0
    high: int = 0


FindCodes = Callable[[str], Codes]
"""Finds the products of a condition on `goods`."""


def asked(leaf: Leaf, facts: Facts, find: FindCodes) -> Asked:  # noqa: C901, PLR0911 - one arm a condition
    """The statement for a condition, "now" being the last day of the data."""
    last_day = facts.last_day
    match leaf:
        case Recency():
            return _recency(leaf, last_day)
        case Frequency():
            return _frequency(leaf, facts)
        case Money():
            return _money(leaf, last_day)
        case Saving():
            holds = _between("bargains / lines", leaf.least, leaf.most)
            return Asked(f"SELECT place FROM shoppers WHERE lines > 0 AND {holds}")
        case InCategory() | OfBrand() | PriceBand():
            return _counted(leaf, last_day, find)
        case FromCountry(countries=names):
            known = ", ".join(literal(name.strip().lower()) for name in names)
            return Asked(
                f"SELECT place FROM shoppers WHERE lower(trim(country)) IN ({known})"
            )
        case InSegment(segment=name):
            return Asked(f"SELECT place FROM members WHERE segment = {literal(name)}")
        case Searched():
            return _searched(leaf, last_day)


def _recency(leaf: Recency, last_day: int) -> Asked:
    column = f"{leaf.edge}_{leaf.event}"
    sign = ">" if leaf.within else "<="
    since = last_day - leaf.days
    return Asked(f"SELECT place FROM shoppers WHERE {column} {sign} {since}")


def _frequency(leaf: Frequency, facts: Facts) -> Asked:
    column, days = leaf.measure, leaf.days

    def statement(least: float | None, most: float | None) -> str:
        if days is None:
            holds = _between(column, least, most)
            return f"SELECT place FROM shoppers WHERE {holds}"
        since = facts.last_day - days
        if column != "units" and 2 * days > facts.last_day - facts.first_day:
            # what was before is less to read; whole numbers subtract exactly
            holds = _between(f"{column} - coalesce(n, 0)", least, most)
            return (
                "SELECT place FROM shoppers LEFT JOIN (SELECT shopper AS place,"
                f" sum({column}) AS n FROM days WHERE {column} > 0 AND day <= {since}"
                f" GROUP BY shopper) before USING (place) WHERE {holds}"
            )
        return _in_days(column, since, (least, most))

    return _kept_or_others((leaf.least, leaf.most), statement)


def _money(leaf: Money, last_day: int) -> Asked:
    days, wanted = leaf.days, (leaf.least, leaf.most)
    if leaf.measure == "order":
        if days is None:
            holds = _between("spent / priced", *wanted)
            return Asked(f"SELECT place FROM shoppers WHERE priced > 0 AND {holds}")
        holds = _between("sum(spent) / sum(priced)", *wanted)
        return Asked(
            "SELECT shopper AS place FROM days WHERE priced > 0"
            f" AND day > {last_day - days} GROUP BY shopper HAVING {holds}"
        )

    def statement(least: float | None, most: float | None) -> str:
        if days is None:
            holds = _between("spent", least, most)
            return f"SELECT place FROM shoppers WHERE {holds}"
        return _in_days("spent", last_day - days, (least, most))

    return _kept_or_others(wanted, statement)


def _in_days(column: str, since: int, wanted: tuple[float | None, float | None]) -> str:
    holds = _between(f"sum({column})", *wanted)
    return (
        f"SELECT shopper AS place FROM days WHERE {column} > 0 AND day > {since}"
        f" GROUP BY shopper HAVING {holds}"
    )


def _counted(leaf: Counted, last_day: int, find: FindCodes) -> Asked:
    fits = [f"kind = {KINDS[leaf.deed]}"]
    if isinstance(leaf, PriceBand) and leaf.deed == "purchase":
        fits.append(_between("price", leaf.low, leaf.high))
    else:
        where = _goods(leaf)
        codes = find(where)
        if not codes.n:
            return Asked(NEVER, others=_fits_none(leaf.least))
        fits.append(f"product BETWEEN {codes.low} AND {codes.high}")
        if codes.n <= codes.high - codes.low:  # others lie between them
            fits.append(f"product IN (SELECT code FROM goods WHERE {where})")
    if leaf.days is not None:
        fits.append(f"day > {last_day - leaf.days}")
    rows = f"SELECT shopper AS place FROM deeds WHERE {' AND '.join(fits)}"

    def statement(least: float | None, most: float | None) -> str:
        once = 0 if isinstance(least, _Above) else 1
        if most is None and least is not None and least <= once:
            return f"SELECT DISTINCT place FROM ({rows})"
        holds = _between("count(*)", least, most)
        return f"SELECT place FROM ({rows}) GROUP BY place HAVING {holds}"

    return _kept_or_others((leaf.least, leaf.most), statement)


def _goods(leaf: Counted) -> str:
    match leaf:
        case InCategory(path=path):
            steps = " > ".join(step.strip().lower() for step in path)
            whole = "' > ' || lower(array_to_string(category, ' > ')) || ' > '"
            return f"contains({whole}, {literal(f' > {steps} > ')})"
        case OfBrand(brands=brands):
            names = ", ".join(literal(name.strip().lower()) for name in brands)
            return f"lower(trim(brand)) IN ({names})"
        case PriceBand():
            return _between("coalesce(sale_price, price)", leaf.low, leaf.high)


def _searched(leaf: Searched, last_day: int) -> Asked:
    words = leaf.words.lower().split()
    holds = " AND ".join(f"contains(lower(query), {literal(word)})" for word in words)
    since = "" if leaf.days is None else f" AND day > {last_day - leaf.days}"
    return Asked(
        "SELECT DISTINCT shopper AS place FROM searches"
        f" WHERE query IN (SELECT code FROM queries WHERE {holds}){since}"
    )


def _fits_none(least: float | None) -> bool:
    return not least


def _kept_or_others(
    wanted: tuple[float | None, float | None],
    statement: Callable[[float | None, float | None], str],
) -> Asked:
    least, most = wanted
    if not _fits_none(least):
        return Asked(statement(least, most))
    if most is None:
        return Asked(NEVER, others=True)
    return Asked(statement(_above(most), None), others=True)


class _Above(float):
    """A bound that is itself left out."""


def _above(most: float) -> float:
    return _Above(most)


def _between(value: str, least: float | None, most: float | None) -> str:
    parts = []
    if least is not None:
        sign = ">" if isinstance(least, _Above) else ">="
        parts.append(f"{value} {sign} {float(least)!r}")
    if most is not None:
        parts.append(f"{value} <= {float(most)!r}")
    return " AND ".join(parts) or "true"
