"""Why a file cannot be imported, or not as it is."""

from __future__ import annotations

from collections.abc import Sequence

from studio.domain.errors import InputProblem
from studio.domain.imports import ColumnPlan, FileKind, needed
from studio.pipeline.ingest.encoding import Decoded
from studio.pipeline.ingest.exports import Export
from studio.pipeline.ingest.source import WORKBOOKS, suffix_of
from studio.pipeline.ingest.table import MOST_COLUMNS, TextTable

TARGET_WORDS: dict[str, str] = {
    "user_id": "the shopper", "product_id": "the product", "timestamp": "the time",
    "title": "the title", "kind": "the kind of preference", "value": "the value",
    "segment": "the segment", "page_id": "the page", "block_index": "the block's place",
    "block_type": "the block's type", "event": "what the shopper did",
    "week": "the week",
}  # fmt: skip


def refuse_other(name: str, decoded: Decoded) -> None:
    """Raise InputProblem for a file that is empty or no text."""
    if not decoded.binary and not decoded.text.strip("\ufeff \t\r\n"):
        raise InputProblem(f"{name} is empty.", "Export it again from the shop.")
    if decoded.binary:
        raise InputProblem(
            f"{name} is not a text file.",
            "Save or export it as CSV.",
        )


def refuse_markup(name: str, decoded: Decoded) -> None:
    """Raise InputProblem for a page or another tree of tags."""
    start = decoded.text.lstrip("\ufeff \t\r\n")[:200].lower()
    if not start.startswith("<"):
        return
    if suffix_of(name) in WORKBOOKS:
        raise InputProblem(
            f"{name} is a web page or XML that is named as a workbook.",
            "Open it in Excel and save it again, or save the sheet as CSV.",
        )
    if start.startswith("<?xml") or "<rss" in start or "<feed" in start:
        raise InputProblem(
            f"{name} is XML, which is not read.", "Export it as CSV or TSV."
        )
    raise InputProblem(
        f"{name} is not a table of columns.", "Save or export it as CSV."
    )


def refuse_table(name: str, table: TextTable) -> None:
    """Raise InputProblem for a table that cannot be one of a shop."""
    if len(table.names) > MOST_COLUMNS:
        raise InputProblem(
            f"{name} has {len(table.names):,} columns, which no export of a shop has.",
            "Look whether rows and columns were swapped.",
        )
    if table.unclosed:
        raise InputProblem(
            f"A quotation mark in {name} is opened and never closed.",
            "Mend that row, or export the file again.",
        )


def missing(
    kind: FileKind, columns: Sequence[ColumnPlan], export: Export | None
) -> tuple[str, ...]:
    """The targets that a file of a kind needs and none of its columns goes to."""
    used = {column.target for column in columns} | (export.makes if export else set())
    return tuple(target for target in needed(kind, used) if target not in used)


def problem_of(
    name: str,
    kind: FileKind,
    columns: tuple[ColumnPlan, ...],
    more: tuple[TextTable, Export | None],
) -> tuple[str, str]:
    """Why a file cannot be imported as it is, and how to mend it; blank if it can."""
    table, export = more
    if kind == "unknown" and export is not None:
        return (
            f"{name} is the table {export.title}, of which nothing is used.",
            "Import the other files without it.",
        )
    if kind == "unknown":
        return (
            f"It is not clear what {name} is.",
            "Say what kind of file it is, and which column is which.",
        )
    if lacking := missing(kind, columns, export):
        words = " and for ".join(TARGET_WORDS[target] for target in lacking)
        return (
            f"{name} has no column for {words}.",
            "Say which column it is, or what kind of file this is.",
        )
    if not table.rows and not table.ragged:
        return f"{name} has a header but no rows.", "Export it again from the shop."
    if not table.rows:
        return (
            f"No row of {name} has as many cells as its header.",
            "Look whether the delimiter is the same in all rows.",
        )
    return "", ""
