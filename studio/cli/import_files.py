"""`vitrine import`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from studio.cli import jobs, say
from studio.cli.mapping_options import mapped, places_of, tables_of, with_formats
from studio.cli.options import Json, ProjectFolder, place
from studio.domain.errors import InputProblem
from studio.domain.imports import Finding, ImportPlan, ImportResult
from studio.services.mapping_files import ORDERS, save_map
from studio.services.session import Session


def command(
    project: ProjectFolder,
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILES...",
            help="CSV, TSV, Excel, Parquet or JSON files, packed or not, folders or"
            " zip files; pictures too.",
            parser=place,
        ),
    ],
    kind: Annotated[
        list[str] | None,
        typer.Option(
            "--kind",
            metavar="[FILE=]KIND",
            help="Say what a file (or every table) is when it is not recognised: "
            "behaviour, preference, products, segments, page_events or layouts.",
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
    sets: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="COLUMN=TARGET",
            help="Say where a column goes in every file that has it, such as "
            "sku=product_id; nothing after the sign drops it.",
        ),
    ] = None,
    dates: Annotated[
        list[str] | None,
        typer.Option(
            "--dates",
            metavar="FILE=ORDER",
            help="Say how dates such as 03/04/2026 are read: day-first or month-first.",
        ),
    ] = None,
    time_zone: Annotated[
        str,
        typer.Option(
            help="Where times without a zone were written, such as Europe/Berlin."
        ),
    ] = "",
    keep_bots: Annotated[
        bool,
        typer.Option("--keep-bots", help="Keep shoppers that behave as machines do."),
    ] = False,
    maps: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            metavar="[FILE=]MAP",
            help="Read and map a file (or every table) as a mapping says that"
            " --save-map wrote.",
        ),
    ] = None,
    save_maps: Annotated[
        list[str] | None,
        typer.Option(
            "--save-map",
            metavar="[FILE=]MAP",
            help="Write how the file was read and mapped, as JSON for --map.",
        ),
    ] = None,
    encoding: Annotated[
        str | None,
        typer.Option(help="Encoding of delimited files, such as cp1252 or gb18030."),
    ] = None,
    delimiter: Annotated[
        str | None,
        typer.Option(help="What parts their cells: comma, semicolon, tab, bar or |."),
    ] = None,
    header_row: Annotated[
        int | None,
        typer.Option(help="The row with their header, from 1; 0 for none."),
    ] = None,
    anew: Annotated[
        bool,
        typer.Option(
            "--propose-anew",
            help="Forget what was decided on earlier files of the same columns.",
        ),
    ] = False,
    as_json: Json = False,
) -> None:
    """Import a shop's exports. Shopper ids are pseudonymised, personal data is dropped.

    What the options say of columns is remembered for the next files of these columns.

    Example: `vitrine import shop user_behavior.csv products.csv segments.csv`
    """
    with Session.open(project) as session:
        plans = session.imports.inspect(files)
        pictures = session.imports.pictures_in(files)
        if anew:
            plans = tuple(_forgotten(session, plan) for plan in plans)
        plans = with_formats(session.imports, plans, encoding, delimiter, header_row)
        plans = mapped(session.imports, plans, maps or [])
        plans = _told(session, plans, kind or [], column or [])
        plans = _set(session, plans, sets or [])
        plans = _timed(session, plans, dates or [], time_zone)
        if keep_bots:
            plans = tuple(
                session.imports.with_bots(p, keep=True) if p.kind == "behaviour" else p
                for p in plans
            )
        plans, passed_over = _known(plans, files)
        _refuse_problems(plans)
        saved = places_of(plans, save_maps or [])  # before anything is changed
        job = session.imports.job(plans, pictures)
        if not as_json:
            _show_findings(plans)
        result = jobs.run(job, ImportResult, quiet=as_json, title="Importing")
        result = msgspec.structs.replace(
            result, findings=(*passed_over, *result.findings)
        )
        session.imports.remember(plans)
        for plan, path in saved:
            save_map(plan, path)
    if as_json:
        say.as_machine(result)
    else:
        _show(result)


def _forgotten(session: Session, plan: ImportPlan) -> ImportPlan:
    return session.imports.forget_mapping(plan) if plan.remembered else plan


def _told(
    session: Session,
    plans: tuple[ImportPlan, ...],
    kinds: list[str],
    columns: list[str],
) -> tuple[ImportPlan, ...]:
    """The plans as the options say them."""
    by_name = {plan.name: plan for plan in plans}
    for text in kinds:
        name, _, kind = text.rpartition("=")
        named = [_named(by_name, name)] if name else tables_of(by_name.values())
        for plan in named:
            by_name[plan.name] = session.imports.with_kind(plan, kind)
    for text in columns:
        where, target = _parted(text, "FILE:COLUMN=TARGET")
        name, _, column = where.partition(":")
        plan = _named(by_name, name)
        by_name[name] = session.imports.with_target(plan, column, target)
    return tuple(by_name[plan.name] for plan in plans)


def _set(
    session: Session, plans: tuple[ImportPlan, ...], sets: list[str]
) -> tuple[ImportPlan, ...]:
    """The plans with columns that go elsewhere in every file that has them."""
    for text in sets:
        column, target = _parted(text, "COLUMN=TARGET")
        if not any(_has(plan, column) for plan in plans):
            known = dict.fromkeys(c.name for plan in plans for c in plan.columns)
            raise InputProblem(
                f"No file to import has a column “{column}”.",
                f"Columns: {', '.join(list(known)[:30]) or 'none'}.",
            )
        plans = tuple(
            session.imports.with_target(plan, column, target)
            if _has(plan, column)
            else plan
            for plan in plans
        )
    return plans


def _has(plan: ImportPlan, column: str) -> bool:
    return any(known.name == column for known in plan.columns)


def _timed(
    session: Session, plans: tuple[ImportPlan, ...], dates: list[str], time_zone: str
) -> tuple[ImportPlan, ...]:
    """The plans with dates and times read as the options say."""
    by_name = {plan.name: plan for plan in plans}
    for text in dates:
        name, order = _parted(text, "FILE=ORDER")
        if order not in ORDERS:
            raise InputProblem(
                f"“{order}” is no order of dates.", f"Known: {', '.join(ORDERS)}."
            )
        plan = _named(by_name, name)
        for column in plan.columns:
            if column.target == "timestamp":
                by_name[name] = session.imports.with_reading(
                    plan, column.name, ORDERS[order]
                )
    if time_zone:
        for name, plan in by_name.items():
            if any(column.target == "timestamp" for column in plan.columns):
                by_name[name] = session.imports.with_time_zone(plan, time_zone)
    return tuple(by_name[plan.name] for plan in plans)


def _parted(text: str, form: str) -> tuple[str, str]:
    left, sign, right = text.rpartition("=")
    if not sign or (":" in form and ":" not in left):
        raise InputProblem(f"“{text}” does not read as {form}.", "See: --help")
    return left, right


def _named(plans: dict[str, ImportPlan], name: str) -> ImportPlan:
    if name not in plans:
        known = ", ".join(plans) or "none is a table"
        raise InputProblem(f"No file to import is named “{name}”.", f"Files: {known}.")
    return plans[name]


def _known(
    plans: tuple[ImportPlan, ...], files: list[Path]
) -> tuple[tuple[ImportPlan, ...], tuple[Finding, ...]]:
    """The plans without tables that nobody named and nobody knows, and what they were.

    A folder or a zip of a shop may hold other tables than those that are used. One that
    was named itself is refused, unless it is known and nothing of it is used.
    """
    named = {str(path) for path in files}
    over = [
        plan
        for plan in plans
        if plan.kind == "unknown"
        and plan.columns
        and (plan.export or plan.path not in named)
    ]
    if len(over) == len(plans):
        return plans, ()
    told = tuple(
        Finding("warning", f"{plan.name} is left out", plan.problem) for plan in over
    )
    return tuple(plan for plan in plans if plan not in over), told


def _refuse_problems(plans: tuple[ImportPlan, ...]) -> None:
    for plan in plans:
        if plan.problem:
            raise InputProblem(plan.problem, plan.hint)


def _show_findings(plans: tuple[ImportPlan, ...]) -> None:
    """Say what is odd about the files, as the window does beside their preview."""
    for plan in plans:
        if plan.remembered:
            day = datetime.fromtimestamp(plan.remembered).astimezone()
            say.line(
                f"{plan.name}: its columns go where you sent them on {day:%d %b %Y}."
                " Use --propose-anew to forget that."
            )
        for finding in plan.findings:
            if finding.severity != "info" or plan.export:
                say.line(f"{plan.name}: {finding.title}. {finding.text}")


def _show(result: ImportResult) -> None:
    say.line(
        f"{result.products:,} products, {result.events:,} events, "
        f"{result.shoppers:,} shoppers"
        + (f", {result.period[0]} to {result.period[1]}" if result.period else "")
    )
    for finding in result.findings:
        say.line(f"{finding.title}. {finding.text}")
    if result.without_picture:
        say.line(f"{result.without_picture:,} products have no picture.")
    if result.stale_pages:
        say.line(f"{result.stale_pages:,} pages are stale: products changed.")
    if result.dropped:
        rows = [(d.reason, f"{d.rows:,}", d.example) for d in result.dropped]
        say.table(("Left out", "Rows", "For example"), rows)
