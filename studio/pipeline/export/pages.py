"""The exporter's entrance: approved pages to a folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import msgspec

from studio.pipeline.export.edition import Edition, Files, FilesOf, check
from studio.pipeline.export.folder import put
from studio.pipeline.export.html import html_files
from studio.pipeline.export.json_pages import json_files
from studio.pipeline.export.manifest import MANIFEST, encoded, manifest
from studio.pipeline.export.names import page_folders

Format = Literal["html", "json"]


class Exported(msgspec.Struct, frozen=True):
    """What was written: number of pages and of files (manifest included), bytes."""

    folder: str
    pages: int
    files: int
    size: int


def export_pages(
    edition: Edition, formats: Sequence[str], files_of: FilesOf, out: Path
) -> Exported:
    """Write approved pages in some formats to a folder, with a manifest.

    Args:
        edition: Approved pages with catalogue, shop and time.
        formats: `html`, `json` or both.
        files_of: Renders all files of a page (the stages do not know each other);
            only asked for `html`.
        out: A new or empty folder, or that of an earlier export, which is replaced as
            a whole once everything is written.

    Raises:
        InputProblem: A page is not as it was approved, or `out` holds other files.
        StorageProblem: The disk is full or the folder may not be written.
    """
    check(edition)
    folders = page_folders(edition)
    files: Files = {}
    if "html" in formats:
        files |= html_files(edition, folders, files_of)
    if "json" in formats:
        files |= json_files(edition, folders)
    listed = manifest(edition, folders, files, tuple(formats))
    files[MANIFEST] = encoded(listed)
    put(files, out)
    size = sum(len(data) for data in files.values())
    return Exported(str(out), len(edition.approved), len(files), size)
