"""Looks into a file and proposes how it is imported."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import msgspec

from studio.domain import reading
from studio.domain.errors import InputProblem
from studio.domain.imports import (
    ColumnPlan,
    FileFormat,
    FileKind,
    FormatByHand,
    ImportPlan,
    Privacy,
)
from studio.pipeline.ingest.content import decimal_signs, likeliest_moment, shown
from studio.pipeline.ingest.encoding import Decoded, decode
from studio.pipeline.ingest.exports import Export, recognise
from studio.pipeline.ingest.exports.export import places
from studio.pipeline.ingest.exports.sampling import filled_down
from studio.pipeline.ingest.findings import Looked, in_sample
from studio.pipeline.ingest.formats.json_cells import with_items
from studio.pipeline.ingest.formats.look import look
from studio.pipeline.ingest.formats.sampled import Sampled
from studio.pipeline.ingest.formats.text import sample_text
from studio.pipeline.ingest.header import header_digest
from studio.pipeline.ingest.layouts import inspect_layouts, looks_like_layouts
from studio.pipeline.ingest.mapping import (
    Column,
    Match,
    choose_kind,
    columns_of,
    propose,
)
from studio.pipeline.ingest.preview import (
    Pseudonym,
    as_in_file,
    as_stored,
    stored_columns,
)
from studio.pipeline.ingest.privacy import PERSONAL, mask, mask_inside, masked_name
from studio.pipeline.ingest.problems import (
    problem_of,
    refuse_markup,
    refuse_other,
    refuse_table,
)
from studio.pipeline.ingest.roles import roles
from studio.pipeline.ingest.source import name_of, sample, size_of

ALWAYS_HIDDEN = frozenset({"user_id", "session_id"})
FREE_TEXTS = frozenset({"user_id", "query", "value"})
"""Targets whose samples may hold an address or a number of a person."""
_DECIMALS = frozenset({
    "price", "sale_price", "quantity", "weight", "rating", "total",
})  # fmt: skip


class Told(msgspec.Struct, frozen=True):
    """What the user decided; the rest is proposed.

    `targets` maps every column to its target ("" for not used) once any was changed.
    `readings` are those of columns whose dates could be read either way, `time_zone`
    (an IANA name) is that of times without one, `format` overrules what was made out.
    """

    kind: FileKind | None = None
    targets: Mapping[str, str] | None = None
    privacy: Mapping[str, Privacy] = {}
    readings: Mapping[str, str] = {}
    time_zone: str = ""
    keep_bots: bool = False
    format: FormatByHand = FormatByHand()


def inspect(path: str, pseudonym: Pseudonym, told: Told | None = None) -> ImportPlan:
    """Decide from a sample what a file is and how it is imported.

    Args:
        path: A file, or a file in a zip as `archive.zip!/name.csv`.
        pseudonym: Turns an id into what is stored, for the preview.
        told: What the user has decided.

    Returns:
        The plan; `problem` says in a sentence why a file cannot be imported. Files
        that are missing, empty or damaged get such a plan too; nothing is raised.
    """
    told = told or Told()
    blank = ImportPlan(
        path,
        masked_name(name_of(path)),
        told.kind or "unknown",
        size=size_of(path),
        told_format=told.format,
    )
    try:
        head, later, whole = sample(path)
        decoded = decode(head, later, told.format.encoding)
        if told.kind == "layouts" or (
            told.kind is None and looks_like_layouts(decoded.text)
        ):
            return inspect_layouts(blank, decoded)
        if sampled := look(path, head, decoded):
            decoded = Decoded(sampled.format.encoding, "")
            return _inspect_table(blank, decoded, told, (pseudonym, sampled))
        refuse_other(blank.name, decoded)
        refuse_markup(blank.name, decoded)
        blank = msgspec.structs.replace(blank, format=_open_format(decoded))
        text = sample_text(blank.path, decoded, told.format, whole=whole)
        return _inspect_table(blank, decoded, told, (pseudonym, with_items(text)))
    except InputProblem as problem:
        return msgspec.structs.replace(
            blank, problem=problem.message, hint=problem.hint
        )


def _open_format(decoded: Decoded) -> FileFormat:
    """That of a text in which no columns are known yet: it has no delimiter."""
    return FileFormat(encoding=decoded.encoding, delimiter="")


def _inspect_table(
    blank: ImportPlan, decoded: Decoded, told: Told, more: tuple[Pseudonym, Sampled]
) -> ImportPlan:
    pseudonym, sampled = more
    table, whole = sampled.table, sampled.whole
    refuse_table(blank.name, table)
    columns = _told_readings(columns_of(table.names, table.rows), told.readings)
    export = recognise(table.names, table.rows)
    if export is not None and told.kind not in (None, export.kind):
        export = None  # the user knows better what it is
    kind = told.kind or (export.kind if export else choose_kind(blank.name, columns))
    at = places(export, table.names) if export else {}
    matches = _matches(kind, columns, told, (export, at))
    plans = tuple(
        msgspec.structs.replace(plan, role=role)
        for plan, role in _plans(kind, columns, matches, (export, at, told))
    )
    file_format = msgspec.structs.replace(
        sampled.format,
        decimal_comma=_decimal_comma(columns, matches, told),
        time_zone=told.time_zone or sampled.format.time_zone,
    )
    table = filled_down(export, at, table)
    looked = Looked(kind, decoded, table, plans, file_format, export)
    problem, hint = problem_of(blank.name, kind, plans, (table, export))
    return msgspec.structs.replace(
        blank,
        kind=kind,
        rows=sampled.rows,
        format=file_format,
        columns=plans,
        preview=as_in_file(plans, table.rows),
        stored_columns=stored_columns(kind, plans, export),
        stored=as_stored((kind, export), file_format, plans, table.rows, pseudonym),
        findings=(*sampled.notes, *in_sample(looked, whole=whole)),
        problem=problem,
        hint=hint,
        export=export.id if export else "",
        header=header_digest(table.names),
        keep_bots=told.keep_bots,
    )


def _told_readings(
    columns: tuple[Column, ...], told: Mapping[str, str]
) -> tuple[Column, ...]:
    return tuple(
        msgspec.structs.replace(column, reading=told[column.name])
        if told.get(column.name, "") in reading.MOMENTS
        else column
        for column in columns
    )


def _plans(
    kind: FileKind,
    columns: tuple[Column, ...],
    matches: dict[int, Match],
    more: tuple[Export | None, dict[str, int], Told],
) -> Iterator[tuple[ColumnPlan, str]]:
    """The plan of each column and what it is read for beside."""
    export, at, told = more
    if export is not None:
        role_at = {place: role for role, place in at.items() if role in export.roles}
    else:
        role_at = roles(columns, matches) if kind == "behaviour" else {}
    for place, column in enumerate(columns):
        plan = _column_plan(column, matches.get(place), told.privacy)
        yield plan, "" if plan.target else role_at.get(place, "")


def _matches(
    kind: FileKind,
    columns: tuple[Column, ...],
    told: Told,
    known: tuple[Export | None, dict[str, int]],
) -> dict[int, Match]:
    export, placed = known
    if export is not None:
        proposed = {
            place: Match(target, 1.0)
            for target, place in placed.items()
            if target in export.targets
        }
        lacking = set(export.targets) - set(placed)
        proposed |= {  # under names that are not known of this export
            place: match
            for place, match in propose(kind, columns).items()
            if match.target in lacking and place not in placed.values()
        }
    else:
        proposed = propose(kind, columns) if kind != "unknown" else {}
    if told.targets is None:
        return proposed
    matches = {}
    for at, column in enumerate(columns):
        target = told.targets.get(column.name, "")
        if target:
            same = at in proposed and proposed[at].target == target
            matches[at] = proposed[at] if same else Match(target, 1.0)
    return matches


def _column_plan(
    column: Column, match: Match | None, told: Mapping[str, Privacy]
) -> ColumnPlan:
    target = match.target if match else ""
    privacy: Privacy = "kept" if target else "dropped"
    if target in ALWAYS_HIDDEN:
        privacy = "pseudonymised"
    elif target and column.name in told:
        privacy = told[column.name]
    personal = column.personal
    words = personal[:1].upper() + personal[1:]
    hide = _hiding(words, target)
    values = tuple(dict.fromkeys(column.values))[:3]
    few = len(set(column.values)) <= 12  # noqa: PLR2004 - as many as one can overlook
    return ColumnPlan(
        name=column.name,
        sample=", ".join(hide(v[:40]) for v in (values if few else values[:1])),
        read_as=words if personal and not target else _read_as(column, target),
        target=target,
        match=match.match if match else 0.0,
        privacy=privacy,
        why=_why(column, target, privacy),
    )


def _why(column: Column, target: str, privacy: Privacy) -> str:
    """What decided about a column that tells of persons, or may."""
    if column.why:
        return column.why
    if target in ALWAYS_HIDDEN:
        return "Ids of shoppers and sessions are always pseudonymised"
    if target in ("query", "value") and privacy == "kept":
        return "Texts that hold an e-mail address or a number of a person are left out"
    return ""


def _hiding(personal: str, target: str) -> Callable[[str], str]:
    if personal in PERSONAL and target != "query":
        return mask
    return str if target and target not in FREE_TEXTS else mask_inside


def _read_as(column: Column, target: str) -> str:
    if target == "timestamp" and column.reading not in reading.MOMENTS:
        return likeliest_moment(column.values)
    return shown(column.reading, column.values)


def _decimal_comma(
    columns: tuple[Column, ...], matches: dict[int, Match], told: Told
) -> bool:
    if told.format.decimal_comma is not None:
        return told.format.decimal_comma
    commas = points = 0
    for at, match in matches.items():
        if match.target in _DECIMALS:
            here = decimal_signs(columns[at].values)
            commas, points = commas + here[0], points + here[1]
    return commas > points
