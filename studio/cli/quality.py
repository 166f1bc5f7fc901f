"""`vitrine quality`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from studio.cli import say
from studio.cli.options import Json, ProjectFolder, place
from studio.domain.quality import QualityReport
from studio.services import quality
from studio.services.session import Session

MARKS = {"error": "ERROR", "warning": "warning", "info": "note"}


def command(
    project: ProjectFolder,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="FILE",
            help="Write the whole report: a page (.html), a table (.csv) or .json.",
            parser=place,
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Say how good the data are and what to mend: gaps, missing pictures, outliers.

    Example: `vitrine quality shop --out report.html`
    """
    with Session.open(project) as session:
        report = quality.report(session.project)
    if out is not None:
        quality.save(report, out)
    if as_json:
        say.as_machine(report)
        return
    _show(report)
    if out is not None:
        say.line(f"Written to {out}.")


def _show(report: QualityReport) -> None:
    for table in report.tables:
        empty = [c.name for c in table.columns if not c.filled]
        rest = f"; empty: {', '.join(empty)}" if empty and table.rows else ""
        say.line(f"{table.table}: {table.rows:,} rows{rest}")
    if not report.tables:
        say.line("There are no data yet. Import some with: vitrine import")
    elif not report.findings:
        say.line("Nothing to mend.")
    for finding in report.findings:
        say.line(
            f"\n{MARKS[finding.severity]}: {finding.title.en}\n  {finding.text.en}"
        )
        if finding.examples:
            say.line(f"  For example: {', '.join(finding.examples)}")
