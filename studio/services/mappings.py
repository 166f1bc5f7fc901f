"""What a person decided about a file, kept for the next one of the same header."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from studio.domain.imports import NEEDED, FormatByHand, ImportPlan, Privacy
from studio.domain.reading import DAY_FIRST, EPOCHS, MONTH_FIRST
from studio.pipeline.ingest.header import in_order
from studio.pipeline.ingest.inspect import Told
from studio.pipeline.ingest.vocabulary import targets_of
from studio.store.mappings import (
    KeptColumn,
    KeptMapping,
    keep_mapping,
    kept_formats,
    kept_mapping,
)

CAN_BE_HIDDEN = frozenset({"query", "value", "segment"})
"""Targets whose texts may be replaced by pseudonyms."""
_ORDERS = frozenset({DAY_FIRST, MONTH_FIRST})
"""Readings that a person decides; in which unit times are counted, the file tells."""


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


def remember(plans: Sequence[ImportPlan]) -> None:
    """Keep what a person decided about files that were imported.

    Raises:
        StorageProblem: The configuration folder cannot be written.
    """
    for plan in plans:
        known = plan.changed and plan.header and plan.kind in NEEDED
        if known and not plan.problem:
            keep_mapping(plan.header, _mapping(plan))


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
    seen = _seen(plan, read)
    kept = kept_mapping(seen.header)
    if kept is None or kept.kind not in NEEDED:
        return plan
    known = {"", *targets_of(kept.kind)}
    names = in_order([column.name for column in seen.columns])
    if len(names) != len(kept.columns) or any(
        column.target not in known for column in kept.columns
    ):
        return plan
    pairs = list(zip(names, kept.columns, strict=True))
    counted = {column.name for column in seen.columns if column.read_as in EPOCHS}
    told = Told(
        kind=kept.kind,
        targets={name: column.target for name, column in pairs},
        privacy={
            name: column.privacy
            for name, column in pairs
            if column.target in CAN_BE_HIDDEN
        },
        readings={
            name: column.reading
            for name, column in pairs
            if column.reading in _ORDERS and name not in counted
        },
        time_zone=kept.time_zone,
        keep_bots=kept.keep_bots,
        format=kept.format,
    )
    return msgspec.structs.replace(read(plan.path, told), remembered=kept.at)


def _seen(plan: ImportPlan, read: Callable[[str, Told], ImportPlan]) -> ImportPlan:
    """The file as it is read when its header is one of those that are remembered.

    Where the studio reads it otherwise than a person did, their way is tried.
    """
    kept = kept_mapping(plan.header)
    if kept is not None and kept.format == FormatByHand():
        return plan
    if kept is None and plan.export:
        return plan
    formats = (kept.format,) if kept is not None else kept_formats()
    for told in formats:
        seen = read(plan.path, Told(format=told))
        again = kept_mapping(seen.header)
        if again is not None and again.format == told:
            return seen
    return plan
