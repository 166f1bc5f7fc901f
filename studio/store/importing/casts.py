"""SQL that casts the texts of a file as `studio.domain.reading` says.

What most files write (tidy texts, plain numbers, ISO times) is taken at once; only what
is left over goes through the patterns, which cost a hundred times as much. `seldom` is
how that is said in SQL.
"""
# ruff: noqa: S608 - the SQL is made of our own constants and column numbers

from __future__ import annotations

import secrets
from collections.abc import Mapping

from studio.domain import reading
from studio.domain.imports import ColumnPlan, ImportPlan
from studio.domain.plain_text import plain_text
from studio.store.duck import Duck, literal
from studio.store.importing.amounts import amount_macros
from studio.store.importing.moments import (
    FIRST_SECOND,
    LAST_SECOND,
    moment,
    moment_macros,
    within_reach,
)
from studio.store.importing.personal import personal_macros
from studio.store.keys import PSEUDONYM_HEX

AMOUNTS = frozenset({
    "quantity", "price", "sale_price", "weight", "stock", "rating", "rating_count",
    "block_index", "total", "week",
})  # fmt: skip
"""Targets that are numbers: cast to `<target>_amount`."""
_BLOCK_BYTES = 64
_SPACES = literal(" \t\r\n\u00a0\u3000\ufeff")
_LONGEST_MISSING = max(len(word) for word in reading.MISSING)


EPOCH_SECONDS = (FIRST_SECOND, LAST_SECOND)
"""The first and the last second, that one left out, of which an epoch may speak."""
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
    for macro in (*_macros(), *amount_macros(), *moment_macros(), *personal_macros()):
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
        (
            "session_mark(x) AS CASE WHEN x IS NOT NULL"
            " THEN hash(x, getvariable('session_salt')) END"
        ),
        f"pseudonym(x) AS 's_' || {hashed}[:{PSEUDONYM_HEX}]",
        f"as_text(x) AS CASE WHEN {markup} THEN read_markup(x) ELSE x END",
        f"tidy(x) AS CASE WHEN {_is_tidy('x')} THEN x ELSE trim(x, {_SPACES}) END",
        f"cell(x) AS {_cell('x')}",
    )


def _is_tidy(x: str) -> str:
    """Whether a text has no space at its ends, where that is cheap to tell."""
    return f"{x} >= '!' AND {x} < '\x7f' AND NOT ({_ends_in_space(x)})"


def _ends_in_space(x: str) -> str:
    return " OR ".join(
        f"suffix({x}, {literal(space)})" for space in (" ", "\t", "\r", "\n", "\u00a0")
    )


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
    columns = {c.target: n for n, c in enumerate(plan.columns) if c.target in targets}
    if source:
        cells = {target: target for target in targets}
        texts, made, rows = cells, _made(source), source
    else:
        cells = {target: f"c{n}" for target, n in columns.items()}
        texts = {target: cell_text(cell) for target, cell in cells.items()}
        made, rows = frozenset[str](), "SELECT * FROM raw"
    named = [f"{texts[t]} AS {t}" for t in cells if _is_shown(plan, t)]
    numbers = [
        f"{cell_number(cells[t], comma=plan.format.decimal_comma)} AS {t}_amount"
        for t in cells
        if t in AMOUNTS and t not in made
    ]
    kept = [f"{t}_amount" for t in made]
    extra = ["left_out", "left_out_example"] if source else []
    extra += ["aliases"] if "AS aliases" in source else []
    times = []
    if "timestamp" in cells:
        how = {c.target: c.read_as for c in plan.columns}.get("timestamp", "")
        found = moment(cells["timestamp"], how, plan.format.time_zone)
        times = [f"{found} AS timestamp_moment"]
    parts = [
        *named,
        *numbers,
        *kept,
        *extra,
        *times,
        *_absent(targets, frozenset(cells)),
    ]
    sql = f"SELECT seq, {', '.join(parts)} FROM ({rows})"
    hidden = [f"{hiding(plan, t)}({t}) AS {t}" for t in targets if t in plan.hidden]
    if times:
        hidden.append(f"{within_reach('timestamp_moment')} AS timestamp_moment")
    return f"SELECT * REPLACE ({', '.join(hidden)}) FROM ({sql})" if hidden else sql


def hiding(plan: ImportPlan, target: str) -> str:
    """The macro by which a hidden target is told apart in the rows of a file."""
    of_events = _OF_EVENTS if plan.kind == "behaviour" else {}
    return of_events.get(target, "pseudonym")


def seldom(text: str, *steps: str) -> str:
    """SQL that is worked out only for the rows that reach it, such as in an ELSE.

    DuckDB works out what comes twice in a statement once for all rows, even where a
    CASE would not; into a lambda it does not look. Each step names the text `x`, of
    which the macro of the next would make many copies were they nested: such a
    statement takes DuckDB longer to plan than a small file to read.
    """
    worked_out = f"[{text}]"
    for step in steps:
        worked_out = f"list_transform({worked_out}, lambda x: {step})"
    return f"CASE WHEN {text} <> '' THEN {worked_out}[1] END"  # NULL costs nothing


def _is_shown(plan: ImportPlan, target: str) -> bool:
    """Whether the text of a target is wanted; numbers of behaviour are read at once."""
    return plan.kind == "products" or target not in AMOUNTS


def cell_text(cell: str) -> str:
    """SQL of the text of a cell, NULL for one that means nothing."""
    odd = seldom(cell, "tidy(x)", "cell(x)")
    return f"CASE WHEN {_is_sure(cell)} THEN {cell} ELSE {odd} END"


def _is_sure(x: str) -> str:
    """Whether a text has no space at its ends and is no word for nothing.

    Told by its first letter, by which no such word begins, and by its last.
    """
    first = " OR ".join(
        f"({x} >= '{low}' AND {x} < '{high}')"
        for low, high in (("0", "<"), ("o", "\x7f"), ("a", "n"), ("A", "N"), ("O", "["))
    )
    return f"({first}) AND {x}[-1] >= '!' AND {x}[-1] < '\x7f'"


def cell_number(cell: str, *, comma: bool) -> str:
    """SQL of the number of a cell, plain or as amounts of money are written."""
    quick = "amount_comma" if comma else "sane"
    given = cell if comma else f"try_cast({cell} AS DOUBLE)"
    slow = "amount_with_comma" if comma else "amount"
    odd = seldom(cell, "tidy(x)", "cell(x)", f"{slow}(x)")
    return f"coalesce({quick}({given}), {odd})"


def _made(source: str) -> frozenset[str]:
    return frozenset(t for t in AMOUNTS if f"AS {t}_amount" in source)


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


def meaning(column: str, table: Mapping[str, tuple[str, ...]]) -> str:
    """SQL of what a word means by a table of words; NULL for another word."""
    cases = " ".join(
        f"WHEN word({column}) IN ({', '.join(literal(w) for w in words)})"
        f" THEN {literal(name)}"
        for name, words in table.items()
    )
    return f"CASE {cases} END"
