"""`vitrine privacy`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import msgspec
import typer

from studio.cli import say
from studio.cli.options import Json, ProjectFolder, place
from studio.domain.privacy_report import PrivacyReport
from studio.services import privacy_report
from studio.services.privacy import PrivacyService
from studio.services.privacy_access import ShopperData, shopper_data
from studio.services.session import Session
from studio.store.whole import replace_whole


def command(
    project: ProjectFolder,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="FILE",
            help="Write it: the report as a page (.html) or .json, a shopper's data as"
            " .json.",
            parser=place,
        ),
    ] = None,
    shopper: Annotated[
        str,
        typer.Option(
            "--shopper",
            metavar="ID",
            help="Give all that is held of one shopper, as JSON.",
        ),
    ] = "",
    floor: Annotated[
        int | None,
        typer.Option(
            "--floor", help="Set the smallest number of shoppers of a persona."
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Say what is held of shoppers, why, since when, how long; for GDPR and PIPL.

    Example: `vitrine privacy shop --out privacy.html`
    """
    with Session.open(project) as session:
        if floor is not None:
            PrivacyService(session.project).set_floor(floor)
        if shopper:
            _hand_over(shopper_data(session.project, shopper), out, as_json=as_json)
            return
        made = privacy_report.report(session.project)
    if out is not None:
        privacy_report.save(made, out)
    if as_json:
        say.as_machine(made)
        return
    _show(made)
    if out is not None:
        say.line(f"Written to {out}.")


def _hand_over(data: ShopperData, out: Path | None, *, as_json: bool) -> None:
    if out is not None:
        replace_whole(out, msgspec.json.format(msgspec.json.encode(data), indent=2))
    if out is None or as_json:
        say.as_machine(data)
    elif data.nothing:
        say.line(f"Nothing is held of this shopper. Written to {out}.")
    else:
        rows = sum(len(found) for found in data.rows.values())
        say.line(f"{rows:,} rows of this shopper are written to {out}.")


def _show(made: PrivacyReport) -> None:
    say.line(f"{made.project}: data of {made.shoppers:,} shoppers, under pseudonyms.")
    for held in made.held:
        say.line(f"  {held.table}: {held.rows:,} rows of {held.shoppers:,} shoppers")
        say.line(f"    {held.categories.en}. For: {held.purpose.en}.")
    say.line(f"The key of the pseudonyms lies {made.key.en}.")
    sealed = "is" if made.protected else "is not"
    say.line(f"The project {sealed} protected with a passphrase.")
    say.line(f"No persona of fewer than {made.floor} shoppers is shown.")
    months = made.retention_months
    kept = f"for {months} months" if months else "for ever (see `vitrine retention`)"
    say.line(f"Events are kept {kept}.")
    for model in made.models:
        use = " in use" if model.in_use else ""
        private = f", {model.private}" if model.private else ""
        gone = f"; {model.forgotten}" if model.forgotten else ""
        say.line(
            f"  {model.run}{use}: learned from {model.learned_from}{private}{gone}"
        )
    say.line("No data go to anyone: all stays on this machine but what you export.")
    for gone_to in made.gone:
        say.line(f"  {gone_to.what.en}: {gone_to.path}")
