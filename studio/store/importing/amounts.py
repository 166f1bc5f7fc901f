"""SQL that reads numbers and amounts of money, with either decimal sign.

What is a plain number is cast at once; signs of currencies, of thousands and of less
than nothing go through the patterns.
"""

from __future__ import annotations

from studio.domain import reading
from studio.store.duck import literal

MOST = "1e12"
"""No number of a shop is as large."""


def amount_macros() -> tuple[str, ...]:
    """Macros of the steps below; `amount` and `amount_with_comma` read a text."""
    return (
        f"digits(x) AS {_digits('x')}",
        f"with_point(x) AS {_with_point('x', comma=False)}",
        f"with_comma(x) AS {_with_point('x', comma=True)}",
        r"is_negative(x) AS regexp_matches(x, '^[(]|^[-−]|[-−]\s*[0-9]|[0-9]\s*[-−]$')",
        f"sane(x) AS CASE WHEN abs(x) < {MOST} THEN x END",
        "signed(x, v) AS sane(v * CASE WHEN is_negative(x) THEN -1 ELSE 1 END)",
        (
            "amount(x) AS coalesce(sane(try_cast(x AS DOUBLE)),"
            " signed(x, try_cast(with_point(digits(x)) AS DOUBLE)))"
        ),
        (
            "amount_comma(x) AS CASE WHEN contains(x, '.') THEN NULL"
            " ELSE sane(try_cast(x AS DOUBLE)) END"
        ),
        (
            "amount_with_comma(x) AS coalesce(amount_comma(x),"
            " signed(x, try_cast(with_comma(digits(x)) AS DOUBLE)))"
        ),
        f"currency_of(x) AS {_currency('x')}",
    )


def _digits(column: str) -> str:
    return (
        f"CASE WHEN regexp_matches({column}, {literal(reading.AMOUNT_PATTERN)})"
        f" THEN trim(regexp_replace({column}, '[^0-9.,]', '', 'g'), '.,') END"
    )


def _with_point(digits: str, *, comma: bool) -> str:
    thousands = r"^[0-9]{1,3}\.[0-9]{3}$" if comma else "^[0-9]{1,3},[0-9]{3}$"
    return rf"""CASE
        WHEN contains({digits}, ',') AND contains({digits}, '.') THEN
            CASE WHEN regexp_matches({digits}, ',[0-9]*$')
            THEN replace(replace({digits}, '.', ''), ',', '.')
            ELSE replace({digits}, ',', '') END
        WHEN regexp_matches({digits}, '^[0-9]{{1,3}}([.,][0-9]{{3}}){{2,}}$')
            OR regexp_matches({digits}, '{thousands}')
        THEN replace(replace({digits}, ',', ''), '.', '')
        ELSE replace({digits}, ',', '.') END"""


def _currency(text: str) -> str:
    """The currency that an amount of money is written with, or NULL."""
    signs = " ".join(
        f"WHEN contains({text}, {literal(sign)}) THEN {literal(code)}"
        for sign, code in sorted(
            reading.CURRENCY_SIGNS.items(), key=lambda item: -len(item[0])
        )
    )
    code = (
        f"upper(regexp_extract({text}, '(?i)(?:^|[0-9 ])([a-z]{{3}})(?:$|[0-9 ])', 1))"
    )
    return f"CASE {signs} WHEN {code} <> '' THEN {code} END"
