"""SQL that casts the texts of a file as `studio.domain.reading` says.

`typed` builds one SELECT on top of another, each using the columns of the one below.
What most files write, plain numbers and ISO times, is cast at once; only what is left
over goes through the patterns, which cost a hundred times as much.
"""
# ruff: noqa: S608 - the SQL is made of our own constants and column numbers

from __future__ import annotations

import secrets
from collections.abc import Mapping

from studio.domain import reading
from studio.domain.imports import ColumnPlan, ImportPlan
from studio.domain.plain_text import plain_text
from studio.store.duck import Duck, literal
from studio.store.importing.moments import moment_macros, moment_steps
from studio.store.importing.personal import personal_macros
from studio.store.keys import PSEUDONYM_HEX

AMOUNTS = frozenset({
    "quantity", "price", "sale_price", "weight", "stock", "rating", "rating_count",
    "block_index", "total", "week",
})  # fmt: skip
"""Targets that are numbers: cast to `<target>_amount`."""
MOST = "1e12"
_BLOCK_BYTES = 64
_SPACES = literal(" \t\r\n\u00a0\u3000\ufeff")
_LONGEST_MISSING = max(len(word) for word in reading.MISSING)


_OF_EVENTS = {"user_id": "shopper_id", "session_id": "session_mark"}
"""Events are many: their shoppers are hashed once each, after staging; sessions are
only told apart, by a number whose salt is thrown away with the import."""


def prepare(connection: Duck, key: bytes) -> None:
    """Teach a connection our casts and the project's pseudonym key.

    HMAC-SHA256 is written out in SQL (RFC 2104), so that an id is hashed while the
    file streams in and is nowhere kept as it was.
    """
    connection.execute(f"SET VARIABLE session_salt = '{secrets.token_hex(16)}'")
    padded = key.ljust(_BLOCK_BYTES, b"\0")
    for name, byte in (("inner_key", 0x36), ("outer_key", 0x5C)):
        masked = bytes(b ^ byte for b in padded).hex()
        connection.execute(f"SET VARIABLE {name} = unhex('{masked}')")
    teach(connection)


def teach(connection: Duck) -> None:
    """Teach a connection our macros, without any key."""
    connection.create_function("read_markup", plain_text, ["VARCHAR"], "VARCHAR")
    for macro in (*_macros(), *moment_macros(), *personal_macros()):
        connection.execute(f"CREATE MACRO {macro}")


def _macros() -> tuple[str, ...]:
    inner = "unhex(sha256(getvariable('inner_key') || encode(shopper_id(x))))"
    hashed = f"sha256(getvariable('outer_key') || {inner})"
    markup = f"regexp_matches(x, {literal(reading.MARKUP_PATTERN)})"
    return (
        r"word(x) AS regexp_replace(trim(lower(x), '_- '), '[\s_-]+', '_', 'g')",
        (
            "normal_id(x) AS CASE WHEN ends_with(x, '.0') THEN"
            r" regexp_replace(nfc_normalize(x), '^([0-9]+)\.0$', '\1')"
            " ELSE nfc_normalize(x) END"
        ),
        (
            "shopper_id(x) AS CASE WHEN contains(x, '@') THEN lower(normal_id(x))"
            " ELSE normal_id(x) END"
        ),
        "session_mark(x) AS hash(x, getvariable('session_salt'))",
        f"pseudonym(x) AS 's_' || {hashed}[:{PSEUDONYM_HEX}]",
        f"as_text(x) AS CASE WHEN {markup} THEN read_markup(x) ELSE x END",
        f"tidy(x) AS CASE WHEN {_is_tidy('x')} THEN x ELSE trim(x, {_SPACES}) END",
        f"cell(x) AS {_cell('x')}",
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


def _is_tidy(x: str) -> str:
    """Whether a text has no space at its ends, where that is cheap to tell."""
    ends = " OR ".join(
        f"suffix({x}, {literal(space)})" for space in (" ", "\t", "\r", "\n", "\u00a0")
    )
    return f"{x} >= '!' AND {x} < '\x7f' AND NOT ({ends})"


def _cell(text: str) -> str:
    """A text, or NULL for one that means nothing."""
    missing = ", ".join(literal(word) for word in reading.MISSING)
    return (
        f"CASE WHEN strlen({text}) > {_LONGEST_MISSING} THEN {text}"
        f" WHEN lower({text}) NOT IN ({missing}) THEN {text} END"
    )


def typed(plan: ImportPlan, targets: tuple[str, ...], source: str = "") -> str:
    """SQL with a text column for each target, NULL where there is none.

    Beside them come `<target>_amount` for numbers, `timestamp_moment` in UTC, and
    pseudonyms in place of what the plan hides.

    Args:
        plan: The file.
        targets: The columns that are wanted.
        source: SQL that gives `seq` and texts under the names of targets, in place of
            the cells of `raw`; it may give `<target>_amount` itself.
    """
    if source:
        present, sql, made = targets, source, _made(source)
    else:
        present, sql, made = _from_raw(plan, targets)
    steps = _amount_steps(plan, tuple(t for t in present if t not in made))
    read_as = {c.target: c.read_as for c in plan.columns}
    if "timestamp" in present:
        steps += moment_steps(read_as.get("timestamp", ""), plan.format.time_zone)
    for step in [*steps, _absent(targets, frozenset(present))]:
        sql = f"SELECT *, {', '.join(step)} FROM ({sql})" if step else sql
    hiding = _OF_EVENTS if plan.kind == "behaviour" else {}
    hidden = [
        f"{hiding.get(c.target, 'pseudonym')}({c.target}) AS {c.target}"
        for c in plan.columns
        if c.target in targets and c.privacy == "pseudonymised"
    ]
    return f"SELECT * REPLACE ({', '.join(hidden)}) FROM ({sql})" if hidden else sql


def _made(source: str) -> frozenset[str]:
    return frozenset(t for t in AMOUNTS if f"AS {t}_amount" in source)


def _from_raw(
    plan: ImportPlan, targets: tuple[str, ...]
) -> tuple[tuple[str, ...], str, frozenset[str]]:
    at = {c.target: n for n, c in enumerate(plan.columns) if c.target in targets}
    roles = {c.role: n for n, c in enumerate(plan.columns) if c.role and not c.target}
    texts = "".join(f", tidy(c{n}) AS {t}" for t, n in at.items())
    roles_sql = "".join(f", cell(tidy(c{n})) AS role_{r}" for r, n in roles.items())
    cells = "".join(f", {_cell(t)} AS {t}" for t in at)
    kept = "".join(f", role_{r}" for r in roles)
    inner = f"SELECT seq{texts}{roles_sql} FROM raw"
    return tuple(at), f"SELECT seq{cells}{kept} FROM ({inner})", frozenset()


def given(plan: ImportPlan, names: tuple[str, ...]) -> str:
    """SQL of `raw` with the columns that have these targets or roles, as clean texts.

    A name that no column has is NULL.
    """
    at = {name: _place(plan.columns, name) for name in names}
    tidy = "".join(f", tidy(c{n}) AS c{n}" for n in set(at.values()) if n is not None)
    texts = "".join(
        f', {"NULL::VARCHAR" if n is None else f"cell(c{n})"} AS "{name}"'
        for name, n in at.items()
    )
    return f"SELECT seq{texts} FROM (SELECT seq{tidy} FROM raw)"


def _place(columns: tuple[ColumnPlan, ...], name: str) -> int | None:
    for n, column in enumerate(columns):
        if name in (column.target, column.role):
            return n
    return None


def _absent(targets: tuple[str, ...], present: frozenset[str]) -> list[str]:
    """NULL for what the file does not have."""
    absent = [target for target in targets if target not in present]
    return [
        *(f"NULL::VARCHAR AS {target}" for target in absent),
        *(f"NULL::DOUBLE AS {target}_amount" for target in absent if target in AMOUNTS),
        *("NULL::TIMESTAMP AS timestamp_moment" for t in absent if t == "timestamp"),
    ]


def _amount_steps(plan: ImportPlan, targets: tuple[str, ...]) -> list[list[str]]:
    names = [target for target in targets if target in AMOUNTS]
    comma = plan.format.decimal_comma
    plain = "amount_comma({0})" if comma else "sane(try_cast({0} AS DOUBLE))"
    point = "with_comma" if comma else "with_point"
    return [
        [f"{plain.format(n)} AS {n}_plain" for n in names],
        [f"CASE WHEN {n}_plain IS NULL THEN {n} END AS {n}_odd" for n in names],
        [f"digits({n}_odd) AS {n}_digits" for n in names],
        [f"try_cast({point}({n}_digits) AS DOUBLE) AS {n}_value" for n in names],
        [
            f"coalesce({n}_plain, signed({n}_odd, {n}_value)) AS {n}_amount"
            for n in names
        ],
    ]


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


def meaning(column: str, table: Mapping[str, tuple[str, ...]]) -> str:
    """SQL of what a word means by a table of words; NULL for another word."""
    cases = " ".join(
        f"WHEN word({column}) IN ({', '.join(literal(w) for w in words)})"
        f" THEN {literal(name)}"
        for name, words in table.items()
    )
    return f"CASE {cases} END"
