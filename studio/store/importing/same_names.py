"""Keeps loaded and built segments apart where a file brings the name of a built one.

The table of segments holds the members of both under their names alone. A file's names
come again with its next export, so the one that was built gives its name up.
"""
# ruff: noqa: S608 - the SQL is made of our own constants and texts by `literal`

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import count

import msgspec

from studio.domain.imports import Finding
from studio.domain.names_given import LONGEST_NAME
from studio.domain.segments import SegmentDefinition
from studio.store.duck import literal
from studio.store.importing.merging import write_table
from studio.store.importing.watch import Watch
from studio.store.project import Project
from studio.store.tables import TableFile

FACT = "segments"
"""The fact of a project that holds the segments that were built."""


class GivenWay(msgspec.Struct, frozen=True):
    """The files to keep, and the built segments, as far as they have other names."""

    files: dict[str, TableFile]
    definitions: tuple[SegmentDefinition, ...] = ()
    findings: tuple[Finding, ...] = ()

    def keep(self, project: Project) -> None:
        """Write the new names down; part of the import's transaction."""
        if self.definitions:
            project.database.set_fact(FACT, self.definitions)


def give_way(
    project: Project, watch: Watch, files: Mapping[str, TableFile]
) -> GivenWay:
    """Rename built segments that have the name of one that comes in.

    Their members leave that name, so that it has those of the file only; they are
    found anew under the other name after the import.

    Args:
        project: Where the import goes.
        watch: The import's connection, with a table `segments` where that is written.
        files: The new files, to which nothing points yet.
    """
    if "segments" not in files:
        return GivenWay(dict(files))
    built = project.database.fact(FACT, tuple[SegmentDefinition, ...], ())
    found = watch.sql("SELECT DISTINCT segment FROM segments ORDER BY 1")
    names = [str(row[0]) for row in found]
    found = watch.sql("SELECT DISTINCT segment FROM segments WHERE gen > 0")
    come = {str(row[0]).casefold() for row in found}
    clash = [each for each in built if each.name.casefold() in come]
    if not clash:
        return GivenWay(dict(files))
    taken = {name.casefold() for name in (*names, *(d.name for d in built))}
    renamed = {each.id: _free(each.name, taken) for each in clash}
    findings = [
        Finding(
            "info",
            f"“{each.name}” is also a segment that was built",
            f"The file's keeps the name; the one that was built is"
            f" “{renamed[each.id]}” from now on.",
        )
        for each in clash
    ]
    return GivenWay(
        {**files, "segments": _without(project, watch, clash)},
        tuple(
            msgspec.structs.replace(each, name=renamed.get(each.id, each.name))
            for each in built
        ),
        tuple(findings),
    )


def _without(
    project: Project, watch: Watch, clash: Sequence[SegmentDefinition]
) -> TableFile:
    """Write the table anew without the members of built segments under old names."""
    applied = ", ".join(literal(each.name) for each in clash if each.applied) or "NULL"
    return write_table(
        project.tables,
        watch,
        "segments",
        "SELECT shopper, segment FROM segments"
        f" WHERE NOT (gen = 0 AND segment IN ({applied}))"
        " ORDER BY shopper, segment",
    )


def _free(name: str, taken: Collection[str]) -> str:
    """The name with the first number that makes it another."""
    return next(
        made
        for number in count(2)
        if (made := f"{name[: LONGEST_NAME - 4].rstrip()} {number}").casefold()
        not in taken
    )
