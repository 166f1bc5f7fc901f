"""The first rows of a file whose rows are not delimited text."""

from __future__ import annotations

import msgspec

from studio.domain.imports import FileFormat, Finding
from studio.pipeline.ingest.table import TextTable


class Sampled(msgspec.Struct, frozen=True):
    """What `inspect` needs to know of such a file.

    `rows` counts (or estimates) the rows below the header; `whole` says whether the
    table has all of them; `notes` are findings about the container itself.
    """

    table: TextTable
    rows: int
    whole: bool
    format: FileFormat
    notes: tuple[Finding, ...] = ()
