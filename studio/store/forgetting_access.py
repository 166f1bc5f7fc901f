"""What the tables hold of persons, and all that they hold of one."""
# ruff: noqa: S608 - the SQL is made of our own constants and texts by `literal`

from __future__ import annotations

from typing import Any

import msgspec

from studio.store.duck import duck, literal
from studio.store.importing.schemas import OF_SHOPPERS
from studio.store.project import Project
from studio.store.tables import shown, source


class Counted(msgspec.Struct, frozen=True):
    """A table with rows of shoppers: how many of whom, and from when to when."""

    table: str
    rows: int
    shoppers: int
    columns: tuple[str, ...]
    first: float | None
    last: float | None


def counted(project: Project) -> tuple[Counted, ...]:
    """Every table that has rows of shoppers."""
    found = []
    with duck(project.path) as connection:
        for table in OF_SHOPPERS:
            path = project.tables.path(table)
            if path is None:
                continue
            rows = source(path)
            names = [
                r[0] for r in connection.execute(f"DESCRIBE FROM {rows}").fetchall()
            ]
            times = (
                "epoch(min(time)), epoch(max(time))"
                if "time" in names
                else "NULL, NULL"
            )
            n, shoppers, first, last = connection.execute(
                f"SELECT count(*), count(DISTINCT shopper), {times} FROM {rows}"
            ).fetchall()[0]
            found.append(
                Counted(table, n, shoppers, tuple(map(str, names)), first, last)
            )
    return tuple(found)


def held_of(project: Project, pseudonym: str) -> dict[str, list[dict[str, Any]]]:
    """All rows of one shopper, by table, in our own format; times are ISO 8601."""
    found: dict[str, list[dict[str, Any]]] = {}
    with duck(project.path) as connection:
        for table in OF_SHOPPERS:
            path = project.tables.path(table)
            if path is None:
                continue
            cursor = connection.execute(
                f"SELECT * FROM ({shown(table, path)})"
                f" WHERE user_id = {literal(pseudonym)}"
            )
            names = [column[0] for column in cursor.description]
            rows = [
                {
                    name: value.isoformat() if hasattr(value, "isoformat") else value
                    for name, value in zip(names, row, strict=True)
                }
                for row in cursor.fetchall()
            ]
            if rows:
                found[table] = rows
    return found
