"""Files that can only be read as a whole: held in memory, within bounds."""

from __future__ import annotations

import io
import zipfile
from typing import BinaryIO

from studio.domain.errors import InputProblem

LARGEST_IN_MEMORY = 512 * 1024**2
"""Bytes of a file that is read from its end and therefore unpacked whole."""
LARGEST_WORKBOOK = 2 * 1024**3
"""Bytes that all parts of a workbook unpack to; a million rows take about a third."""


def held(name: str, stream: BinaryIO) -> io.BytesIO:
    """The content of a packed file; raises InputProblem where it is too large."""
    raw = stream.read(LARGEST_IN_MEMORY + 1)
    if len(raw) > LARGEST_IN_MEMORY:
        raise InputProblem(
            f"{name} is too large to be read while it is packed.",
            "Unpack it and choose the file.",
        )
    return io.BytesIO(raw)


def refuse_bomb(name: str, source: BinaryIO) -> None:
    """Raise InputProblem for a workbook whose parts unpack to more than they may.

    What its directory does not admit is left to the ceiling on memory.
    """
    if source.read(2) != b"PK":
        return
    try:
        with zipfile.ZipFile(source) as archive:
            total = sum(part.file_size for part in archive.infolist())
    except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError) as error:
        raise InputProblem(
            f"{name} is damaged: its packed content ends too early or is corrupt.",
            "Export or copy it again.",
        ) from error
    if total > LARGEST_WORKBOOK:
        raise InputProblem(
            f"{name} unpacks to {total:,} bytes, which is more than a workbook needs.",
            "Save the sheet as CSV.",
        )
