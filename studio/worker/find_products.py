"""Look for products by what a person means, in either language."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import msgspec

from studio.domain.catalogue import Catalogue
from studio.domain.errors import NotYet
from studio.domain.jobs import FindProducts, FoundProducts, Report
from studio.pipeline.features.finding import Index, find, index_products
from studio.pipeline.features.text_encoders import Encoder, encoder_for
from studio.store.project import Project
from studio.worker.meaning import product_meaning

LABEL = "Reading product titles"


class _Ready(msgspec.Struct):
    """The index of the last search: a warm worker is asked again with every word."""

    key: tuple[str, str, str] = ("", "", "")
    index: Index | None = None


_ready = _Ready()


def run(job: FindProducts, report: Report) -> FoundProducts:
    """Find products by words, then by meaning and spelling.

    Raises:
        NotYet: The project has no products.
        ModelRefused: The folder holds no text encoder.
    """
    encoder = loaded(job.encoder)
    with Project.open(Path(job.project)) as project:
        index = _index(project, encoder, report)
    asked = encoder.queries if encoder is not None else None
    found = find(index, job.query, max(job.k, 1), asked)
    return FoundProducts(found, encoder.mark if encoder is not None else "")


@lru_cache(maxsize=1)
def loaded(choice: str) -> Encoder | None:
    """The encoder of a choice, loaded once in this process."""
    return encoder_for(choice)


def _index(project: Project, encoder: Encoder | None, report: Report) -> Index:
    table = project.tables.current().get("products")
    mark = encoder.mark if encoder is not None else ""
    key = (project.id, table.digest if table else "", mark)
    if _ready.index is None or _ready.key != key:
        _ready.index = _indexed(project.catalogue(), project, encoder, report)
        _ready.key = key
    return _ready.index


def _indexed(
    catalogue: Catalogue, project: Project, encoder: Encoder | None, report: Report
) -> Index:
    if not len(catalogue):
        raise NotYet(
            "There are no products in this project yet.", "Import a product file first."
        )
    if encoder is None:
        return index_products(catalogue)
    meaning = product_meaning(
        project,
        encoder,
        tuple(catalogue),
        lambda done, of: report.progress(done, of, LABEL),
    )
    return index_products(catalogue, meaning)
