"""`vitrine find`."""

from __future__ import annotations

from typing import Annotated

import typer

from studio.cli import jobs, say
from studio.cli.options import Json, ProjectFolder
from studio.domain.errors import InputProblem
from studio.domain.jobs import FindProducts, FoundProducts
from studio.services import settings
from studio.services.session import Session


def command(
    project: ProjectFolder,
    query: Annotated[str, typer.Argument(help="Words, in English or Chinese.")],
    k: Annotated[int, typer.Option("-k", min=1, help="Products at most.")] = 10,
    encoder: Annotated[
        str,
        typer.Option(
            "--encoder",
            metavar="PATH",
            help="Folder of a sentence-transformers model, or: ngrams. Without it"
            " that of the settings, else the bundled one.",
        ),
    ] = "",
    as_json: Json = False,
) -> None:
    """Find products by their words, their meaning, or nearly their spelling.

    Example: `vitrine find shop "something warm for the feet"`
    """
    if not query.strip():
        raise InputProblem("There is nothing to look for.", "Give one word or more.")
    choice = encoder or settings.load().encoder
    with Session.open(project) as session:
        folder = str(session.folder)
        catalogue = session.project.catalogue()
    job = FindProducts(folder, query, k, choice)
    found = jobs.run(job, FoundProducts, quiet=as_json, title="Looking")
    if as_json:
        say.as_machine(found)
        return
    rows = []
    for hit in found.products:
        product = catalogue.get(hit.product)
        title = product.title or product.title_zh if product else ""
        rows.append((hit.product, title, hit.how))
    if not rows:
        say.line("Nothing was found.")
        return
    say.table(("Product", "Title", "By"), rows)
