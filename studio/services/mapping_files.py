"""A mapping as a file that scripts keep: what a file is and where its columns go."""

from __future__ import annotations

from pathlib import Path

import msgspec

from studio.domain.errors import InputProblem
from studio.domain.imports import NEEDED, FormatByHand, ImportPlan, Privacy
from studio.domain.reading import DAY_FIRST, MONTH_FIRST
from studio.pipeline.ingest.inspect import Told
from studio.pipeline.ingest.vocabulary import targets_of
from studio.services.mappings import CAN_BE_HIDDEN, chosen_privacy
from studio.store.whole import replace_whole

ORDERS = {"day-first": DAY_FIRST, "month-first": MONTH_FIRST}
"""Orders of dates that could be read either way, as scripts name them."""
_LONGEST = 4 * 1024**2


class MappingFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is decided of every file of one shape.

    `columns` names for each target the column of the file that goes to it; a column
    that is not named is not used. `privacy` says what becomes of texts that may be
    pseudonymised; `dates` is the order of dates that could be read either way, blank
    where the file tells; `format` overrules how a delimited text is read.
    """

    kind: str
    columns: dict[str, str]
    privacy: dict[str, Privacy] = {}
    dates: str = ""
    time_zone: str = ""
    keep_bots: bool = False
    format: FormatByHand = FormatByHand()


def read_map(path: Path) -> MappingFile:
    """Read a mapping.

    Raises:
        InputProblem: It is not there, or is no mapping.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(_LONGEST)
        found = msgspec.json.decode(raw, type=MappingFile)
    except OSError as error:
        why = error.strerror or str(error)
        raise InputProblem(f"{path.name} cannot be read: {why}.") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InputProblem(
            f"{path.name} is no mapping of columns: {error}.",
            "Save one with --save-map, and change that.",
        ) from error
    _check(path.name, found)
    return found


def _check(name: str, found: MappingFile) -> None:
    if found.kind not in NEEDED:
        raise InputProblem(
            f"{name} names no kind of file that is known: “{found.kind}”.",
            f"Known: {', '.join(NEEDED)}.",
        )
    targets = targets_of(found.kind)
    for target in (*found.columns, *found.privacy):
        if target not in targets:
            raise InputProblem(
                f"{name} sends a column to “{target}”, which a {found.kind} file has"
                " not.",
                f"Known: {', '.join(targets)}.",
            )
    if found.dates not in ("", *ORDERS):
        raise InputProblem(
            f"“{found.dates}” is no order of dates.", f"Known: {', '.join(ORDERS)}."
        )
    if len(set(found.columns.values())) < len(found.columns):
        raise InputProblem(f"{name} sends one column to two places.")
    for target in found.privacy:
        if target not in CAN_BE_HIDDEN:
            raise InputProblem(
                f"{name} says what becomes of “{target}”, which is not to be chosen.",
                f"It can be for: {', '.join(sorted(CAN_BE_HIDDEN))}.",
            )


def told_by(found: MappingFile, plan: ImportPlan) -> Told:
    """What a mapping decides of a file, which was read as its format says.

    Raises:
        InputProblem: The file has not all its columns.
    """
    names = [column.name for column in plan.columns]
    for target, name in found.columns.items():
        if name not in names:
            raise InputProblem(
                f"{plan.name} has no column “{name}” that could be its {target}.",
                f"It has {', '.join(names[:20]) or 'none'}.",
            )
    goes = {name: target for target, name in found.columns.items()}
    at = found.columns.get("timestamp", "")
    return Told(
        kind=found.kind,  # type: ignore[arg-type]  # it was checked
        targets={name: goes.get(name, "") for name in names},
        privacy={found.columns[t]: p for t, p in found.privacy.items()},
        readings={at: ORDERS[found.dates]} if at and found.dates else {},
        time_zone=found.time_zone,
        keep_bots=found.keep_bots,
        format=found.format,
    )


def map_of(plan: ImportPlan) -> MappingFile:
    """The mapping of a file as it is planned."""
    readings = {c.read_as for c in plan.columns if c.target == "timestamp"}
    privacy = chosen_privacy(plan)
    return MappingFile(
        kind=plan.kind,
        columns={c.target: c.name for c in plan.columns if c.target},
        privacy={c.target: privacy[c.name] for c in plan.columns if c.name in privacy},
        dates=next((name for name, r in ORDERS.items() if r in readings), ""),
        time_zone=plan.format.time_zone,
        keep_bots=plan.keep_bots,
        format=plan.told_format,
    )


def save_map(plan: ImportPlan, path: Path) -> None:
    """Write the mapping of a file.

    Raises:
        InputProblem: It is not known where its columns go.
        StorageProblem: The file cannot be written.
    """
    if plan.kind not in NEEDED:
        raise InputProblem(f"{plan.name} has no columns that could be mapped.")
    raw = msgspec.json.format(msgspec.json.encode(map_of(plan)), indent=2)
    replace_whole(path, raw + b"\n")
