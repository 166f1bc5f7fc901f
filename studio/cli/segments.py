"""`vitrine segments`."""

from __future__ import annotations

from typing import Any

from studio.cli import say
from studio.cli.options import Json, ProjectFolder
from studio.domain.segment_text import write
from studio.domain.segment_views import SegmentRow
from studio.domain.segments import Size
from studio.services.session import Session


def command(project: ProjectFolder, as_json: Json = False) -> None:
    """List the segments of shoppers, loaded and built, with their sizes.

    Example: `vitrine segments shop --json`
    """
    with Session.open(project) as session:
        if session.segments.has_events:
            session.segments.prepare()
        rows = session.segments.rows()
    if as_json:
        say.as_machine([_machine(row) for row in rows])
    elif not rows:
        say.line("There are no segments yet. Make one: vitrine segment add --help")
    else:
        table = [
            (row.name, size_text(row.size), _kind(row), row.says.en) for row in rows
        ]
        say.table(("Name", "Shoppers", "Made", "Who"), table)


def size_text(size: Size | None) -> str:
    """A size as people read it; a small group's is not told."""
    if size is None:
        return ""
    if size.small:
        return f"fewer than {size.floor} of {size.of:,}"
    if size.shown is None:
        return f"more than {size.of - size.floor:,} of {size.of:,}"
    return f"{size.shown:,} of {size.of:,}"


def size_machine(size: Size | None) -> dict[str, Any]:
    """A size for scripts: `size` is null where it may not be told."""
    if size is None:
        return {"size": None, "of": None}
    told: dict[str, Any] = {"size": size.shown, "of": size.of}
    if size.small:
        told["fewer_than"] = size.floor
    elif size.shown is None:
        told["more_than"] = size.of - size.floor
    return told


def _kind(row: SegmentRow) -> str:
    if row.definition is None:
        return "loaded"
    return "built, used by personas" if row.definition.applied else "built"


def _machine(row: SegmentRow) -> dict[str, Any]:
    made = row.definition
    kind = "loaded" if made is None else "built"
    told: dict[str, Any] = {"name": row.name, "kind": kind}
    told |= size_machine(row.size)
    if made is not None:
        told |= {
            "id": made.id,
            "where": write(made.condition),
            "says": row.says.en,
            "note": made.note,
            "preset": made.preset,
            "applied": made.applied,
        }
    return told
