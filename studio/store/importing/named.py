"""Leaves out searches that name a person, before they are merged.

Numbers and addresses are told by SQL while a file streams in (`holds_personal`); a name
is told by lists, so it is looked for afterwards among the searches that differ. What
several shoppers typed, or what the catalogue calls a product, is no secret.
"""
# ruff: noqa: S608 - the SQL is made of our own constants and table names

from __future__ import annotations

from studio.domain.names import given_in_texts, names_inside
from studio.domain.quality import LEAST_SHOPPERS
from studio.store.importing.watch import Watch

_COLUMN: dict[str, str] = {"behaviour": "query", "preference": "value"}
REASONS: dict[str, str] = {
    "behaviour": "a search that names a person",
    "preference": "a value that names a person",
}


def leave_out_names(watch: Watch, kind: str, products: str) -> None:
    """Give the staged rows whose text names a person a reason to be left out.

    An event other than a search is kept without its words.

    Args:
        watch: The import's connection, with a table `staged`.
        kind: Kind of the file that was staged.
        products: SQL of the catalogue with a column `title`; "" where there is none.
    """
    if kind not in _COLUMN:
        return
    column = _COLUMN[kind]
    named = [text for text in _candidates(watch, kind) if _is_of_a_person(text)]
    if named and products:
        titles = str(
            watch.sql(f"SELECT lower(string_agg(title, chr(10))) FROM ({products})")[0][
                0
            ]
        )
        named = [text for text in named if not _all_in(text, titles)]
    if not named:
        return
    watch.sql("CREATE OR REPLACE TEMP TABLE named (said VARCHAR)")
    watch.connection.execute("INSERT INTO named SELECT unnest(?::VARCHAR[])", [named])
    only = "kind = 'search'" if kind == "behaviour" else "true"
    watch.sql(
        f"UPDATE staged SET reason = CASE WHEN {only} THEN '{REASONS[kind]}' END,"
        f" example = NULL, {column} = NULL"
        f" WHERE reason IS NULL AND {column} IN (SELECT said FROM named)"
    )


def _candidates(watch: Watch, kind: str) -> list[str]:
    """Texts of few shoppers with a given name in them, or a short Chinese word."""
    column = _COLUMN[kind]
    only = "" if kind == "behaviour" else " AND kind = 'text'"
    watch.sql(
        f"CREATE OR REPLACE TEMP TABLE said AS SELECT {column} AS said FROM staged"
        f" WHERE {column} IS NOT NULL AND reason IS NULL{only} GROUP BY 1"
        f" HAVING count(DISTINCT shopper) < {LEAST_SHOPPERS}"
    )
    watch.sql("CREATE OR REPLACE TEMP TABLE given (word VARCHAR)")
    watch.connection.execute(
        "INSERT INTO given SELECT unnest(?::VARCHAR[])", [sorted(given_in_texts())]
    )
    found = watch.sql(
        "SELECT said FROM said WHERE regexp_matches(said, '[一-龥]{2}')"
        " UNION SELECT said FROM (SELECT said, unnest(regexp_split_to_array("
        "lower(strip_accents(said)), '[^a-z''-]+')) AS word FROM said)"
        " WHERE word IN (SELECT word FROM given)"
    )
    return [str(row[0]) for row in found]


def _is_of_a_person(text: str) -> bool:
    return any(True for _ in names_inside(text))


def _all_in(text: str, titles: str) -> bool:
    """Whether every name in a text is part of a title, as with "Harry Potter"."""
    return all(text[start:end].lower() in titles for start, end in names_inside(text))
