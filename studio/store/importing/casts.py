"""SQL that casts the texts of a file as `studio.domain.reading` says.

`typed` builds one SELECT on top of another, each using the columns of the one below:
written as one expression, the casts would repeat each other a hundredfold.
"""
# ruff: noqa: S608 - the SQL is made of our own constants and column numbers

from __future__ import annotations

from collections.abc import Mapping

from studio.domain import reading
from studio.domain.imports import ImportPlan
from studio.store.duck import Duck, literal
from studio.store.keys import PSEUDONYM_HEX

AMOUNTS = frozenset({
    "quantity", "price", "sale_price", "weight", "stock", "rating", "rating_count",
    "block_index",
})  # fmt: skip
"""Targets that are numbers: cast to `<target>_amount`."""
_BLOCK_BYTES = 64
_SPACES = literal(" \t\r\n\u00a0\u3000\ufeff")


def prepare(connection: Duck, key: bytes) -> None:
    """Teach a connection our casts and the project's pseudonym key.

    HMAC-SHA256 is written out in SQL (RFC 2104), so that an id is hashed while the
    file streams in and is nowhere kept as it was.
    """
    padded = key.ljust(_BLOCK_BYTES, b"\0")
    for name, byte in (("inner_key", 0x36), ("outer_key", 0x5C)):
        masked = bytes(b ^ byte for b in padded).hex()
        connection.execute(f"SET VARIABLE {name} = unhex('{masked}')")
    for macro in _macros():
        connection.execute(f"CREATE MACRO {macro}")


def _macros() -> tuple[str, ...]:
    inner = "unhex(sha256(getvariable('inner_key') || encode(normal_id(x))))"
    hashed = f"sha256(getvariable('outer_key') || {inner})"
    email = f"regexp_matches(x, {literal(reading.EMAIL_PATTERN)})"
    number = r"regexp_matches(x, '\+?[0-9][0-9 ()./-]{7,}[0-9]')"
    whole = r"'^([0-9]+)\.0$'"
    return (
        r"word(x) AS regexp_replace(trim(lower(x), '_- '), '[\s_-]+', '_', 'g')",
        f"normal_id(x) AS regexp_replace(nfc_normalize(x), {whole}, '\\1')",
        f"pseudonym(x) AS 's_' || {hashed}[:{PSEUDONYM_HEX}]",
        f"holds_personal(x) AS {email} OR {number}",
    )


def typed(plan: ImportPlan, targets: tuple[str, ...]) -> str:
    """SQL of `raw` with a text column for each target, NULL where there is none.

    Beside them come `<target>_amount` for numbers, `timestamp_moment` in UTC, and
    pseudonyms in place of what the plan hides.
    """
    at = {c.target: n for n, c in enumerate(plan.columns) if c.target in targets}
    texts = "".join(f", trim(c{n}, {_SPACES}) AS {t}" for t, n in at.items())
    sql = f"SELECT seq{texts} FROM raw"
    missing = ", ".join(literal(word) for word in reading.MISSING)
    cells = "".join(
        f", CASE WHEN lower({t}) NOT IN ({missing}) THEN {t} END AS {t}" for t in at
    )
    sql = f"SELECT seq{cells} FROM ({sql})"
    steps = _amount_steps(plan, tuple(at))
    if "timestamp" in at:
        steps += [
            [step] for step in _moment_steps(plan.columns[at["timestamp"]].read_as)
        ]
    for step in [*steps, _absent(targets, frozenset(at))]:
        sql = f"SELECT *, {', '.join(step)} FROM ({sql})" if step else sql
    hidden = [
        f"pseudonym({c.target}) AS {c.target}"
        for c in plan.columns
        if c.target in targets and c.privacy == "pseudonymised"
    ]
    return f"SELECT * REPLACE ({', '.join(hidden)}) FROM ({sql})" if hidden else sql


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
    return [
        [f"{_digits(n)} AS {n}_digits" for n in names],
        [
            f"try_cast({_with_point(f'{n}_digits', comma=comma)} AS DOUBLE)"
            f" AS {n}_value"
            for n in names
        ],
        [f"{_amount(n, comma=comma)} AS {n}_amount" for n in names],
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


def _amount(name: str, *, comma: bool) -> str:
    negative = rf"regexp_matches({name}, '^[(]|^[-−]|[-−]\s*[0-9]')"
    value = f"{name}_value * CASE WHEN {negative} THEN -1 ELSE 1 END"
    if not comma:
        plain = f"regexp_matches({name}, {literal(reading.PLAIN_NUMBER_PATTERN)})"
        value = f"CASE WHEN {plain} THEN try_cast({name} AS DOUBLE) ELSE {value} END"
    return f"CASE WHEN abs({value}) < 1e12 THEN {value} END"


def _moment_steps(how: str) -> list[str]:
    """Columns that lead from `timestamp` to `timestamp_moment`, one on the other."""
    early, late = (f"TIMESTAMP '{day}'" for day in (reading.EARLIEST, reading.LATEST))
    if how in reading.EPOCHS:
        micros = 10**6 // reading.EPOCHS[how]
        found = (
            f"CASE WHEN regexp_matches(timestamp, {literal(reading.EPOCH_PATTERN)})"
            f" THEN make_timestamp(CAST(timestamp::DOUBLE * {micros} AS BIGINT)) END"
        )
        steps = [f"{found} AS timestamp_found"]
    else:
        steps = [
            f"{_year_first('timestamp', how)} AS timestamp_iso",
            f"{_parsed('timestamp_iso')} AS timestamp_found",
        ]
    inside = f"timestamp_found >= {early} AND timestamp_found < {late}"
    return [*steps, f"CASE WHEN {inside} THEN timestamp_found END AS timestamp_moment"]


def _year_first(column: str, how: str) -> str:
    order = r"\3-\1-\2 \5" if how == reading.MONTH_FIRST else r"\3-\2-\1 \5"
    short = r"'^(\d{1,2}[-/.]\d{1,2}[-/.])(\d{2})([T ,]|$)'"
    long_year = rf"regexp_replace({column}, {short}, '\120\2\3')"
    ours = literal(reading.YEAR_FIRST_PATTERN)
    compact = literal(reading.COMPACT_PATTERN)
    return rf"""trim(CASE
        WHEN {column} SIMILAR TO '\d{{4}}-\d\d-\d\d.*' THEN {column}
        WHEN regexp_matches({column}, {ours})
        THEN regexp_replace({column}, {ours}, '\1-\2-\3 \5')
        WHEN regexp_matches({column}, {compact})
        THEN regexp_replace({column}, {compact}, '\1-\2-\3')
        ELSE regexp_replace({long_year}, {literal(reading.NUMBERS_PATTERN)}, '{order}')
        END)"""


def _parsed(iso: str) -> str:
    return rf"""CASE
        WHEN regexp_matches({iso}, {literal(reading.HALF_DAY_PATTERN)})
        THEN try_strptime(regexp_replace(upper(replace({iso}, '.', '')),
            '\s*([AP]M)$', ' \1'), ['%Y-%m-%d %I:%M:%S %p', '%Y-%m-%d %I:%M %p'])
        ELSE try_cast({iso} AS TIMESTAMPTZ) AT TIME ZONE 'UTC' END"""


def meaning(column: str, table: Mapping[str, tuple[str, ...]]) -> str:
    """SQL of what a word means by a table of words; NULL for another word."""
    cases = " ".join(
        f"WHEN word({column}) IN ({', '.join(literal(w) for w in words)})"
        f" THEN {literal(name)}"
        for name, words in table.items()
    )
    return f"CASE {cases} END"
