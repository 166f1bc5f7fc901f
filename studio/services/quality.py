"""The quality report of a project: in the window, as a page, a table, or JSON."""

from __future__ import annotations

import time
from pathlib import Path

import msgspec

from studio.domain.quality import QualityReport
from studio.domain.spreadsheet import csv_of
from studio.services.quality_page import page_of
from studio.services.quality_words import worded
from studio.services.report_files import save_report
from studio.store.project import Project
from studio.store.quality.measure import measured

FORMATS: tuple[str, ...] = (".html", ".csv", ".json")
_HEAD = (
    "severity", "finding", "table", "column", "rows", "of_rows", "share",
    "title", "text", "title_zh", "text_zh", "examples", "action",
)  # fmt: skip


def report(project: Project) -> QualityReport:
    """Measure all data of a project and say what is wrong, worst first.

    Takes seconds for ten million events: call it in a thread.

    Raises:
        ProjectProblem: A data file is missing or damaged.
    """
    found = measured(project, time.time())
    return msgspec.structs.replace(
        found, findings=tuple(worded(finding) for finding in found.findings)
    )


def save(made: QualityReport, path: Path) -> None:
    """Write a report as a page, a table of its findings, or JSON, by the file's name.

    Raises:
        InputProblem: The name ends in something else.
        StorageProblem: The disk is full or closed.
    """
    save_report(
        path,
        {
            ".html": lambda: page_of(made).encode(),
            ".csv": lambda: table_of(made).encode("utf-8-sig"),  # for Excel
            ".json": lambda: json_of(made),
        },
    )


def json_of(made: QualityReport) -> bytes:
    """The report as JSON with two spaces of indent."""
    return msgspec.json.format(msgspec.json.encode(made), indent=2)


def table_of(made: QualityReport) -> str:
    """The findings as CSV; no cell is taken for a formula."""
    rows: list[tuple[str, ...]] = [_HEAD]
    for finding in made.findings:
        share = finding.rows / finding.of_rows if finding.of_rows else 0.0
        rows.append((
            finding.severity, finding.id, finding.table, finding.column,
            str(finding.rows), str(finding.of_rows), f"{share:.4f}",
            finding.title.en, finding.text.en, finding.title.zh, finding.text.zh,
            " | ".join(finding.examples), finding.action,
        ))  # fmt: skip
    return csv_of(rows, line_end="\r\n")
