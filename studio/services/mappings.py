"""What a person decided about a file, kept for the next one of the same header."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from studio.domain.imports import NEEDED, FormatByHand, ImportPlan, Privacy
from studio.pipeline.ingest.header import in_order
from studio.pipeline.ingest.inspect import Told
from studio.pipeline.ingest.vocabulary import targets_of
from studio.store.mappings import KeptColumn, KeptMapping, keep_mapping, kept_mapping

CAN_BE_HIDDEN = frozenset({"query", "value", "segment"})
"""Targets whose texts may be replaced by pseudonyms."""


def told_before(plan: ImportPlan) -> Told:
    """What a plan says, as far as it is not proposed again."""
    return Told(
        kind=plan.kind,
        targets={c.name: c.target for c in plan.columns},
        privacy=chosen_privacy(plan),
        readings={c.name: c.read_as for c in plan.columns if c.target == "timestamp"},
        time_zone=plan.format.time_zone,
        keep_bots=plan.keep_bots,
        format=plan.told_format,
    )


def chosen_privacy(plan: ImportPlan) -> dict[str, Privacy]:
    """What becomes of the columns whose texts may be replaced by pseudonyms."""
    return {c.name: c.privacy for c in plan.columns if c.target in CAN_BE_HIDDEN}


def remember(
    plans: Sequence[ImportPlan], read: Callable[[str, Told], ImportPlan]
) -> None:
    """Keep what a person decided about files that were imported.

    Args:
        plans: The files, as they were imported.
        read: Looks into a file.

    Raises:
        StorageProblem: The configuration folder cannot be written.
    """
    for plan in plans:
        if not plan.changed or plan.kind not in NEEDED or plan.problem:
            continue
        # the next file is first read as this one was before a person overruled it
        plain = plan.told_format == FormatByHand()
        header = plan.header if plain else read(plan.path, Told()).header
        if header:
            keep_mapping(header, _mapping(plan))


def _mapping(plan: ImportPlan) -> KeptMapping:
    by_name = {column.name: column for column in plan.columns}
    columns = tuple(by_name[name] for name in in_order(list(by_name)))
    return KeptMapping(
        kind=plan.kind,
        columns=tuple(
            KeptColumn(
                column.target,
                column.privacy,
                column.read_as if column.target == "timestamp" else "",
            )
            for column in columns
        ),
        time_zone=plan.format.time_zone,
        keep_bots=plan.keep_bots,
        format=plan.told_format,
    )


def as_remembered(
    plan: ImportPlan, read: Callable[[str, Told], ImportPlan]
) -> ImportPlan:
    """The plan as a person decided on an earlier file of the same header.

    It stays as proposed when nobody did, or when what was decided does not fit the
    file or what the studio knows today.

    Args:
        plan: The file as proposed.
        read: Looks into a file.
    """
    kept = kept_mapping(plan.header)
    if kept is None or kept.kind not in NEEDED:
        return plan
    known = {"", *targets_of(kept.kind)}
    if any(column.target not in known for column in kept.columns):
        return plan
    told = Told(format=kept.format)
    seen = plan if kept.format == FormatByHand() else read(plan.path, told)
    names = in_order([column.name for column in seen.columns])
    if len(names) != len(kept.columns):
        return plan
    pairs = list(zip(names, kept.columns, strict=True))
    told = Told(
        kind=kept.kind,
        targets={name: column.target for name, column in pairs},
        privacy={
            name: column.privacy
            for name, column in pairs
            if column.target in CAN_BE_HIDDEN
        },
        readings={name: column.reading for name, column in pairs if column.reading},
        time_zone=kept.time_zone,
        keep_bots=kept.keep_bots,
        format=kept.format,
    )
    found = read(plan.path, told)
    # found again under the header of the proposal, to be forgotten by it
    return msgspec.structs.replace(found, header=plan.header, remembered=kept.at)
