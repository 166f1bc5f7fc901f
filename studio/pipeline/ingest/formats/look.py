"""The first rows of a file, whatever holds them."""

from __future__ import annotations

from studio.domain.imports import Container
from studio.pipeline.ingest.encoding import Decoded
from studio.pipeline.ingest.formats.container import container_of
from studio.pipeline.ingest.formats.json_rows import sample_json
from studio.pipeline.ingest.formats.parquet import sample_parquet
from studio.pipeline.ingest.formats.sampled import Sampled
from studio.pipeline.ingest.formats.workbook import sample_workbook


def look(path: str, head: bytes, decoded: Decoded) -> Sampled | None:
    """The first rows of a file that is not delimited text; None for one that is.

    Raises:
        InputProblem: It is damaged, locked, or holds no table.
    """
    container: Container = container_of(path, head, decoded.text)
    if container == "parquet":
        return sample_parquet(path)
    if container == "excel":
        return sample_workbook(path)
    return sample_json(path, decoded) if container == "json" else None
