"""Leaves out searches that name a person, before they are merged.

Numbers and addresses are told by SQL while a file streams in (`holds_personal`); a name
is told by lists, so it is looked for afterwards among the searches that differ. What
several shoppers typed, or what the catalogue calls a product, is no secret.
"""
# ruff: noqa: S608 - the SQL is made of our own constants and table names

from __future__ import annotations

from studio.domain.names import given_in_texts, names_inside, words_beside_names
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
    if not find_names(watch, kind, products):
        return
    column = _COLUMN[kind]
    only = "kind = 'search'" if kind == "behaviour" else "true"
    watch.sql(
        f"UPDATE staged SET reason = CASE WHEN {only} THEN '{REASONS[kind]}' END,"
        f" example = NULL, {column} = NULL"
        f" WHERE reason IS NULL AND {column} IN (SELECT said FROM named)"
    )


def find_names(watch: Watch, kind: str, products: str) -> bool:
    """Make the table `named (said)` of staged texts that name a person; False for none.

    Takes what `leave_out_names` takes; `staged` may be a view.
    """
    if kind not in _COLUMN:
        return False
    candidates = _candidates(watch, kind)
    if not candidates:
        return False
    known = _known_words(watch, _COLUMN[kind], candidates, products)
    titles = _titles(watch, products)
    named = [text for text in candidates if _names_someone(text, titles, known)]
    if not named:
        return False
    watch.sql("CREATE OR REPLACE TEMP TABLE named (said VARCHAR)")
    watch.connection.execute("INSERT INTO named SELECT unnest(?::VARCHAR[])", [named])
    return True


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
        f" UNION SELECT said FROM (SELECT said, {_words('said')} AS word FROM said)"
        " WHERE word IN (SELECT word FROM given)"
    )
    return [str(row[0]) for row in found]


def _titles(watch: Watch, products: str) -> str:
    if not products:
        return ""
    found = watch.sql(f"SELECT lower(string_agg(title, chr(10))) FROM ({products})")
    return str(found[0][0] or "")


def _known_words(
    watch: Watch, column: str, candidates: list[str], products: str
) -> frozenset[str]:
    """Words beside given names that the catalogue or several shoppers say as well."""
    asked = {other for text in candidates for _, other in words_beside_names(text)}
    watch.sql("CREATE OR REPLACE TEMP TABLE asked (word VARCHAR)")
    watch.connection.execute(
        "INSERT INTO asked SELECT unnest(?::VARCHAR[])", [sorted(asked)]
    )
    found = watch.sql(
        f"SELECT word FROM (SELECT shopper, {_words(column)} AS word FROM staged"
        f" WHERE {column} IS NOT NULL AND reason IS NULL)"
        " WHERE word IN (SELECT word FROM asked) GROUP BY word"
        f" HAVING count(DISTINCT shopper) >= {LEAST_SHOPPERS}"
    )
    if products:
        found += watch.sql(
            f"SELECT DISTINCT word FROM (SELECT {_words('title')} AS word"
            f" FROM ({products})) WHERE word IN (SELECT word FROM asked)"
        )
    return frozenset(str(row[0]) for row in found)


def _words(column: str) -> str:
    plain = f"replace(lower(strip_accents({column})), 'ß', 'ss')"
    return f"unnest(regexp_split_to_array({plain}, '[^a-z''-]+'))"


def _names_someone(text: str, titles: str, known: frozenset[str]) -> bool:
    """Whether a text has a name that is no part of a title, as "Harry Potter" may be.

    With a surname that no list has, the word beside a given name decides: what neither
    the catalogue nor other shoppers say is likely the rest of a name.
    """
    spans = list(names_inside(text))
    if spans:
        return any(text[start:end].lower() not in titles for start, end in spans)
    return any(other not in known for _, other in words_beside_names(text))
