"""The first rows of a file, whatever holds them."""

from __future__ import annotations

from functools import lru_cache

from studio.domain.errors import InputProblem
from studio.domain.imports import Container
from studio.pipeline.ingest.encoding import Decoded
from studio.pipeline.ingest.formats.container import container_of
from studio.pipeline.ingest.formats.json_rows import sample_json
from studio.pipeline.ingest.formats.parquet import sample_parquet
from studio.pipeline.ingest.formats.sampled import Sampled
from studio.pipeline.ingest.formats.workbook import sample_workbook
from studio.pipeline.ingest.source import place_of


def look(path: str, head: bytes, decoded: Decoded) -> Sampled | None:
    """The first rows of a file that is not delimited text; None for one that is.

    Raises:
        InputProblem: It is damaged, locked, or holds no table.
    """
    container: Container = container_of(path, head, decoded.text)
    if container == "text":
        return None
    outer = place_of(path).outer
    try:
        found = outer.stat()
    except OSError as error:  # just now it was there
        raise InputProblem(
            f"{outer.name} is not there.", "Look whether it was moved or renamed."
        ) from error
    return _sampled(path, container, decoded, (found.st_mtime_ns, found.st_size))


@lru_cache(maxsize=8)
def _sampled(
    path: str, container: Container, decoded: Decoded, _as_of: tuple[int, int]
) -> Sampled:
    """Looked into once while the file stays the same, however often columns change."""
    if container == "parquet":
        return sample_parquet(path)
    return sample_workbook(path) if container == "excel" else sample_json(path, decoded)
