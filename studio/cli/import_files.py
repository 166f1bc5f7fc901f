"""`vitrine import`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from studio.cli import jobs, say
from studio.cli.options import Json, ProjectFolder
from studio.domain.errors import InputProblem
from studio.domain.imports import ImportPlan, ImportResult
from studio.services.session import Session


def command(
    project: ProjectFolder,
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILES...", help="CSV files, folders or zip files; pictures too."
        ),
    ],
    kind: Annotated[
        list[str] | None,
        typer.Option(
            "--kind",
            metavar="FILE=KIND",
            help="Say what a file is when it is not recognised: behaviour, "
            "preference, products, segments, page_events or layouts.",
        ),
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(
            "--column",
            metavar="FILE:COLUMN=TARGET",
            help="Say where a column goes, such as orders.csv:sku=product_id.",
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Import a shop's exports. Shopper ids are pseudonymised, personal data is dropped.

    Example: `vitrine import shop user_behavior.csv products.csv segments.csv`
    """
    with Session.open(project) as session:
        plans = session.imports.inspect(files)
        pictures = session.imports.pictures_in(files)
        plans = tuple(_told(session, plan, kind or [], column or []) for plan in plans)
        _refuse_problems(plans)
        job = session.imports.job(plans, pictures)
        result = jobs.run(job, ImportResult, quiet=as_json, title="Importing")
    if as_json:
        say.as_machine(result)
    else:
        _show(result)


def _told(
    session: Session, plan: ImportPlan, kinds: list[str], columns: list[str]
) -> ImportPlan:
    """The plan as the options say it."""
    for text in kinds:
        name, _, kind = text.partition("=")
        if name == plan.name:
            plan = session.imports.with_kind(plan, kind)
    for text in columns:
        where, _, target = text.partition("=")
        name, _, column = where.partition(":")
        if name == plan.name:
            plan = session.imports.with_target(plan, column, target)
    return plan


def _refuse_problems(plans: tuple[ImportPlan, ...]) -> None:
    for plan in plans:
        if plan.problem:
            raise InputProblem(plan.problem, plan.hint)


def _show(result: ImportResult) -> None:
    say.line(
        f"{result.products:,} products, {result.events:,} events, "
        f"{result.shoppers:,} shoppers"
        + (f", {result.period[0]} to {result.period[1]}" if result.period else "")
    )
    if result.without_picture:
        say.line(f"{result.without_picture:,} products have no picture.")
    if result.stale_pages:
        say.line(f"{result.stale_pages:,} pages are stale: products changed.")
    if result.dropped:
        rows = [(d.reason, f"{d.rows:,}", d.example) for d in result.dropped]
        say.table(("Left out", "Rows", "For example"), rows)
