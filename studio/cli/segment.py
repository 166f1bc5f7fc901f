"""`vitrine segment`: build, count, apply, rename and delete segments."""

from __future__ import annotations

from typing import Annotated

import typer

from studio.cli import say
from studio.cli.options import Json, ProjectFolder
from studio.cli.segments import size_machine, size_text
from studio.domain.errors import CancelledByUser, InputProblem
from studio.domain.segment_parser import read
from studio.domain.segment_text import EXAMPLES, write
from studio.domain.segments import Group, SegmentDefinition, Size
from studio.services.segments import SegmentService
from studio.services.session import Session

_HELP = """Build a segment of shoppers from conditions, count it, let personas use it.

Each of these prints JSON with `--json`.

Example: `vitrine segment add shop "Big spenders" --where "spent >= 200"`
"""
command = typer.Typer(help=_HELP, rich_markup_mode="markdown")
_Name = Annotated[str, typer.Argument(metavar="NAME", help="Its name, or its id.")]
_Where = Annotated[
    list[str],
    typer.Option(
        "--where",
        metavar="CONDITION",
        help="Who belongs to it, such as "
        + ", ".join(f"“{text}”" for text in EXAMPLES[:4])
        + ". Join conditions with and, or, not and brackets; given several times, all"
        " must hold.",
    ),
]


@command.command("add")
def add(
    project: ProjectFolder,
    name: Annotated[str, typer.Argument(metavar="NAME", help="What to call it.")],
    where: _Where,
    note: Annotated[str, typer.Option("--note", help="What it is for.")] = "",
    apply: Annotated[
        bool, typer.Option("--apply", help="Let personas be made of it.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Build a segment.

    Example: `vitrine segment add shop "Keen cooks" --where "bought category Kitchen
    times >= 2 in 90d" --where "spent >= 200"`
    """
    condition = condition_of(where)
    with Session.open(project) as session:
        session.segments.prepare()
        made = session.segments.add(name, condition, note)
        if apply:
            session.segments.apply(made.id)
        _tell(session.segments, condition, as_json=as_json, name=made.name)


@command.command("count")
def count(project: ProjectFolder, where: _Where, as_json: Json = False) -> None:
    """Count the shoppers that fit, and keep nothing.

    Example: `vitrine segment count shop --where "last purchase <= 30d"`
    """
    condition = condition_of(where)
    with Session.open(project) as session:
        _tell(session.segments, condition, as_json=as_json)


@command.command("apply")
def apply(
    project: ProjectFolder,
    name: _Name,
    off: Annotated[
        bool, typer.Option("--off", help="Take its members away from personas again.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Let personas be made of a segment; it is found anew after each import.

    Then: `vitrine personas shop --source segment`
    """
    with Session.open(project) as session:
        made = session.segments.apply(name, on=not off)
    told = "is no longer used by personas" if off else "can be used by personas"
    _done(made, f"“{made.name}” {told}.", as_json=as_json)


@command.command("rename")
def rename(
    project: ProjectFolder,
    name: _Name,
    new: Annotated[str, typer.Argument(metavar="NEW", help="Its new name.")],
    as_json: Json = False,
) -> None:
    """Give a built segment another name."""
    with Session.open(project) as session:
        made = session.segments.rename(name, new)
    _done(made, f"It is called “{made.name}” now.", as_json=as_json)


@command.command("delete")
def delete(project: ProjectFolder, name: _Name, as_json: Json = False) -> None:
    """Delete a built segment; its members leave the segments that personas use."""
    with Session.open(project) as session:
        gone = session.segments.delete(name)
    where = write(gone.condition)
    _done(gone, f"Deleted “{gone.name}”. It was: {where}", as_json=as_json)


@command.command("preset")
def preset(
    project: ProjectFolder,
    key: Annotated[
        str, typer.Argument(metavar="PRESET", help="Leave it out for a list.")
    ] = "",
    name: Annotated[str, typer.Option("--name", help="What to call it.")] = "",
    as_json: Json = False,
) -> None:
    """Build a segment that most shops know, with thresholds of this one.

    Example: `vitrine segment preset shop at_risk`
    """
    with Session.open(project) as session:
        known = session.segments.presets()
        if key:
            chosen = next((p for p in known if p.key == key), None)
            if chosen is None:
                keys = ", ".join(p.key for p in known)
                raise InputProblem(f"There is no preset “{key}”.", f"Known: {keys}.")
            if chosen.condition is None:
                raise InputProblem(
                    f"The preset {key} cannot be made here.", chosen.why.en
                )
            session.segments.add(
                name or chosen.name.en, chosen.condition, chosen.why.en, chosen.key
            )
            _tell(
                session.segments,
                chosen.condition,
                as_json=as_json,
                name=name or chosen.name.en,
            )
            return
    if as_json:
        say.as_machine(
            [
                {
                    "preset": p.key,
                    "name": p.name.en,
                    "why": p.why.en,
                    "where": write(p.condition) if p.condition else None,
                }
                for p in known
            ]
        )
    else:
        rows = [
            (p.key, write(p.condition) if p.condition else "", p.why.en) for p in known
        ]
        say.table(("Preset", "Where", "Why"), rows)


def _done(made: SegmentDefinition, words: str, *, as_json: bool) -> None:
    if as_json:
        say.as_machine(made)
    else:
        say.line(words)


def condition_of(where: list[str]) -> Group:
    """All of some texts as one condition; raises InputProblem."""
    parts = [read(text) for text in where]
    return parts[0] if len(parts) == 1 else read(" and ".join(_bracketed(where)))


def _bracketed(where: list[str]) -> list[str]:
    return [f"({text})" if " or " in f" {text.lower()} " else text for text in where]


def _tell(
    service: SegmentService, condition: Group, *, as_json: bool, name: str = ""
) -> None:
    size: Size | None = service.size(condition)
    if size is None:  # a later question came: there is none on the command line
        raise CancelledByUser
    says = service.says(condition)
    if as_json:
        told = {"name": name} if name else {}
        say.as_machine(
            told
            | size_machine(size)
            | {"where": write(condition), "says": says.en, "says_zh": says.zh}
        )
    else:
        say.line(f"{name}: {size_text(size)}" if name else size_text(size))
        say.line(says.en)
