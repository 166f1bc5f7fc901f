"""What options of `vitrine import` say of how files are read and mapped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from studio.cli.options import place
from studio.domain.errors import InputProblem
from studio.domain.imports import DELIMITED, FormatByHand, ImportPlan
from studio.services.imports import ImportService
from studio.services.mapping_files import read_map

_SIGNS = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "bar": "|"}


def with_formats(
    service: ImportService,
    plans: Sequence[ImportPlan],
    encoding: str | None,
    delimiter: str | None,
    header_row: int | None,
) -> tuple[ImportPlan, ...]:
    """The plans of delimited texts read as the options say, others as they are."""
    if encoding is None and delimiter is None and header_row is None:
        return tuple(plans)
    delimited = [plan for plan in plans if _is_delimited(plan)]
    if not delimited:
        raise InputProblem(
            "None of the files is a delimited text.",
            "--encoding, --delimiter and --header-row are for CSV and TSV.",
        )
    told = FormatByHand(encoding, _sign(delimiter), header_row)
    return tuple(
        service.with_format(
            plan,
            msgspec.structs.replace(told, decimal_comma=plan.told_format.decimal_comma),
        )
        if _is_delimited(plan)
        else plan
        for plan in plans
    )


def _is_delimited(plan: ImportPlan) -> bool:
    return plan.kind != "layouts" and plan.format.container in DELIMITED


def _sign(delimiter: str | None) -> str | None:
    return None if delimiter is None else _SIGNS.get(delimiter.lower(), delimiter)


def mapped(
    service: ImportService, plans: Sequence[ImportPlan], maps: Sequence[str]
) -> tuple[ImportPlan, ...]:
    """The plans as saved mappings decide, each for the file it names or for all."""
    by_name = {plan.name: plan for plan in plans}
    for text in maps:
        name, path = _named(text, by_name)
        found = read_map(path)
        for plan in [by_name[name]] if name else tables_of(plans):
            by_name[plan.name] = service.with_map(by_name[plan.name], found)
    return tuple(by_name[plan.name] for plan in plans)


def places_of(
    plans: Sequence[ImportPlan], places: Sequence[str]
) -> list[tuple[ImportPlan, Path]]:
    """Which mapping is to be saved where; raises InputProblem where it is not clear."""
    by_name = {plan.name: plan for plan in plans}
    found = []
    for text in places:
        name, path = _named(text, by_name)
        tables = [by_name[name]] if name else tables_of(plans)
        if len(tables) != 1:
            raise InputProblem(
                f"There are {len(tables)} tables whose mapping {path.name} could be.",
                f"Say which, such as --save-map {next(iter(by_name), 'FILE')}="
                f"{path.name}.",
            )
        found.append((tables[0], path))
    return found


def tables_of(plans: Iterable[ImportPlan]) -> list[ImportPlan]:
    """The plans of files with columns."""
    return [plan for plan in plans if plan.kind != "layouts"]


def _named(text: str, known: dict[str, ImportPlan]) -> tuple[str, Path]:
    """The file that a mapping is for ("" for all) and where the mapping is."""
    name, sign, path = text.partition("=")
    if sign and name in known:
        return name, place(path)
    return "", place(text)
