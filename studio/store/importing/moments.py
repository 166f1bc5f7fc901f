"""SQL that reads times: ISO and epochs at once, every other form by its pattern."""

from __future__ import annotations

from studio.domain import reading
from studio.store.duck import literal

_SECOND = 1_000_000
FIRST_SECOND, LAST_SECOND = 631_152_000, 4_102_444_800
"""1990 and 2100, the bounds of `reading`, in seconds since 1970."""


def moment_macros() -> tuple[str, ...]:
    """Macros of the steps below."""
    return (
        f"month_of(x) AS {_month('x')}",
        f"year_first(x) AS {_year_first('x', month_first=False)}",
        f"year_first_us(x) AS {_year_first('x', month_first=True)}",
        f"with_offset(x) AS {_with_offset('x')}",
        f"by_24_hours(x) AS {_by_24_hours('x')}",
        f"in_time(x) AS {_order('x', '%d', '%m')}",
        f"in_time_us(x) AS {_order('x', '%m', '%d')}",
        (
            r"has_zone(x) AS"
            r" regexp_matches(x, '[T ]\d.*([+-]\d{2}(:\d{2})?|[a-z]/[A-Za-z_]+)$')"
        ),
    )


def moment(text: str, how: str, time_zone: str) -> str:
    """SQL of the moment in UTC that a text means, of whatever year.

    Args:
        text: A column as the file has it.
        how: Its reading.
        time_zone: That of times without one, an IANA name.
    """
    if how in reading.EPOCHS:
        return _epoch(text, reading.EPOCHS[how])
    return _date(text, how, time_zone)


def within_reach(moment: str) -> str:
    """SQL of a moment that is NULL where it is none of a shop's time."""
    early, late = (f"TIMESTAMP '{day}'" for day in (reading.EARLIEST, reading.LATEST))
    return f"CASE WHEN {moment} >= {early} AND {moment} < {late} THEN {moment} END"


def _epoch(text: str, unit: int) -> str:
    micros = _SECOND // unit
    first, last = FIRST_SECOND * unit, LAST_SECOND * unit - 1
    pattern = literal(reading.EPOCH_PATTERN)
    whole = f"CASE WHEN NOT contains({text}, '.') THEN try_cast({text} AS BIGINT) END"
    odd = (
        f"CASE WHEN regexp_matches(x, {pattern}) THEN"
        f" CAST(trunc(x::DOUBLE * {micros}) AS BIGINT) END"
    )
    return f"""CASE WHEN {whole} BETWEEN {first} AND {last}
        THEN make_timestamp({whole} * {micros})
        WHEN {text} IS NOT NULL THEN list_transform(list_filter(list_transform([{text}],
            lambda x: trim(x)), lambda x: contains(x, '.') AND try_cast(x AS DOUBLE)
                BETWEEN {first} AND {last}), lambda x: make_timestamp({odd}))[1] END"""


def _date(text: str, how: str, time_zone: str) -> str:
    order = "year_first_us" if how == reading.MONTH_FIRST else "year_first"
    local = (
        # "2026-03-01 10:00:00", as most files write it
        f"CASE WHEN strlen({text}) = 19 AND {text} LIKE '%:__'"
        f" THEN try_cast({text} AS TIMESTAMP) END"
    )
    in_utc = (
        f"CASE WHEN strlen({text}) = 23 AND ends_with({text}, ' UTC')"
        f" THEN try_cast({text}[:19] AS TIMESTAMP) END"
    )
    zoned = (
        "CASE WHEN has_zone(x) THEN try_cast(x AS TIMESTAMPTZ) AT TIME ZONE 'UTC'"
        " WHEN NOT regexp_matches(x, '[A-Za-z]$') THEN"
        f" {_in_utc('try_cast(x AS TIMESTAMP)', time_zone)} END"
    )
    slow = f"[{text}]"
    for step in (
        "tidy(x)",  # one by one: nested, each macro would copy the one inside often
        "cell(x)",
        f"trim({order}(x))",
        "with_offset(x)",
        "by_24_hours(x)",
        zoned,
    ):
        slow = f"list_transform({slow}, lambda x: {step})"
    return f"coalesce({_in_utc(local, time_zone)}, {in_utc}, {slow}[1])"


def _order(x: str, first: str, second: str) -> str:
    """A moment good enough to put the rows of one file in order."""
    forms = [
        f"{first}{sign}{second}{sign}{year}{clock}"
        for sign in "/.-"
        for year in ("%Y", "%y")
        for clock in (" %H:%M:%S", " %H:%M", " %I:%M:%S %p", " %I:%M %p", "")
    ]
    listed = ", ".join(literal(form) for form in forms)
    return (
        f"coalesce(try_cast({x} AS TIMESTAMP), try_strptime({x}, [{listed}]),"
        f" epoch_ms(try_cast({x} AS BIGINT)))"
    )


def _in_utc(column: str, time_zone: str) -> str:
    if time_zone in ("", "UTC"):
        return column
    return f"{column} AT TIME ZONE {literal(time_zone)} AT TIME ZONE 'UTC'"


def _year_first(x: str, *, month_first: bool) -> str:
    order = r"\3-\1-\2 \5" if month_first else r"\3-\2-\1 \5"
    short = r"'^(\d{1,2}[-/.]\d{1,2}[-/.])(\d{2})([T ,]|$)'"
    long_year = rf"regexp_replace({x}, {short}, '\120\2\3')"
    ours = literal(reading.YEAR_FIRST_PATTERN)
    compact = literal(reading.COMPACT_PATTERN)
    day_name = literal(reading.DAY_MONTH_NAME_PATTERN)
    name_day = literal(reading.MONTH_NAME_DAY_PATTERN)
    return rf"""CASE
        WHEN {x} SIMILAR TO '\d{{4}}-\d\d-\d\d([T ].*)?' THEN {x}
        WHEN regexp_matches({x}, {ours})
        THEN regexp_replace({x}, {ours}, '\1-\2-\3 \5')
        WHEN regexp_matches({x}, {compact})
        THEN rtrim(regexp_replace({x}, {compact}, '\1-\2-\3 \4:\5:\6'), ' :')
        WHEN regexp_matches({x}, {day_name})
        THEN regexp_extract({x}, {day_name}, 3) || '-'
            || month_of(regexp_extract({x}, {day_name}, 2)) || '-'
            || regexp_replace({x}, {day_name}, '\1 \5')
        WHEN regexp_matches({x}, {name_day})
        THEN regexp_extract({x}, {name_day}, 3) || '-'
            || month_of(regexp_extract({x}, {name_day}, 1)) || '-'
            || regexp_replace({x}, {name_day}, '\2 \5')
        ELSE regexp_replace({long_year}, {literal(reading.NUMBERS_PATTERN)}, '{order}')
        END"""


def _month(x: str) -> str:
    start = f"strip_accents(lower({x}))"
    cases = " ".join(
        f"WHEN {start}[:{len(name)}] = '{name}' THEN {month}"
        for name, month in sorted(reading.MONTHS.items(), key=lambda m: -len(m[0]))
    )
    return f"CASE {cases} END"


def _with_offset(x: str) -> str:
    """The zone's name or "+0200" after a space as an offset that DuckDB reads."""
    name = f"regexp_extract({x}, {literal(reading.ZONE_PATTERN)}, 1)"
    cases = " ".join(
        f"WHEN '{zone}' THEN regexp_replace({x}, {literal(reading.ZONE_PATTERN)},"
        f" '{offset}')"
        for zone, offset in reading.ZONES.items()
    )
    tight = rf"regexp_replace({x}, '\s+([+-]\d{{2}}:?\d{{0,2}})$', '\1')"
    colon = rf"regexp_replace({tight}, '(\d[+-]\d{{2}})(\d{{2}})$', '\1:\2')"
    return rf"""CASE WHEN NOT regexp_matches({x}, '[T ]\d') THEN {x}
        ELSE CASE {name} {cases} ELSE {colon} END END"""


def _by_24_hours(x: str) -> str:
    pattern = literal(
        r"^(\S+)[T ]+(\d{1,2})(:\d{2})?(:\d{2})?(\.\d+)?\s*([AaPp])\.?[Mm]\.?(.*)$"
    )
    hour = f"try_cast(regexp_extract({x}, {pattern}, 2) AS INTEGER)"
    late = f"regexp_extract({x}, {pattern}, 6) IN ('P', 'p')"
    return rf"""CASE WHEN regexp_matches({x}, {pattern}) AND {hour} BETWEEN 1 AND 12
        THEN regexp_extract({x}, {pattern}, 1) || ' '
            || lpad(CAST({hour} % 12 + CASE WHEN {late} THEN 12 ELSE 0 END AS VARCHAR),
                2, '0')
            || coalesce(nullif(regexp_extract({x}, {pattern}, 3), ''), ':00')
            || regexp_replace({x}, {pattern}, '\4\7')
        ELSE {x} END"""
