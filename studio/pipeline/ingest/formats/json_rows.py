"""Rows of JSON lines, of a list of objects, or of one object."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator

from studio.domain.errors import InputProblem
from studio.domain.imports import FileFormat, Finding, ImportPlan
from studio.pipeline.ingest.encoding import Decoded, open_text
from studio.pipeline.ingest.formats.json_values import BROKEN, values, way_of
from studio.pipeline.ingest.formats.nested import Cells, flattened
from studio.pipeline.ingest.formats.sampled import Sampled
from studio.pipeline.ingest.source import name_of, sample, size_of
from studio.pipeline.ingest.table import SAMPLE_ROWS, tabled

LOOKED_AT = 20_000
"""Rows that are looked at for columns which only some of them have."""
NOT_JSON = "the line is not JSON"
NO_OBJECT = "the value is no object with names and values"
Dropping = Callable[[str], None]


def sample_json(path: str, decoded: Decoded) -> Sampled:
    """The first rows of a JSON file.

    Raises:
        InputProblem: It holds no objects, or is broken.
    """
    name = name_of(path)
    bad: dict[str, int] = {}
    encoding = decoded.encoding

    def dropped(reason: str) -> None:
        bad[reason] = bad.get(reason, 0) + 1

    with open_text(path, encoding) as stream:
        found = _rows(values(stream, way_of(decoded.text), name), dropped)
        looked = list(itertools.islice(found, LOOKED_AT))
        whole = len(looked) < LOOKED_AT
        rows = len(looked) if whole else _estimate(path, looked)
    if not looked:
        raise InputProblem(
            f"{name} is JSON, but holds no list of objects.",
            "Each row must be an object with names and values.",
        )
    names = list(dict.fromkeys(key for row in looked for key in row))
    shown = [tuple(row.get(n, "").strip() for n in names) for row in looked]
    return Sampled(
        table=tabled([tuple(names), *shown[:SAMPLE_ROWS]], at=0, named=True),
        rows=rows,
        whole=whole and len(looked) <= SAMPLE_ROWS,
        format=FileFormat(encoding=encoding, container="json"),
        notes=tuple(_note(reason, count) for reason, count in bad.items()),
    )


def json_rows(plan: ImportPlan, dropped: Dropping) -> Iterator[list[str]]:
    """The rows of a file, with cells in the order of the plan's columns."""
    names = [column.name for column in plan.columns]
    head, _, _ = sample(plan.path)
    encoding = plan.format.encoding
    way = way_of(head.decode(encoding, "replace").replace("\0", ""))
    with open_text(plan.path, encoding) as stream:
        for row in _rows(values(stream, way, plan.name), dropped):
            yield [row.get(name, "") for name in names]


def _rows(found: Iterator[object], dropped: Dropping) -> Iterator[Cells]:
    for value in found:
        if isinstance(value, dict):
            yield from flattened(value)
        else:
            dropped(NOT_JSON if value is BROKEN else NO_OBJECT)


def _estimate(path: str, looked: list[Cells]) -> int:
    written = sum(len(k) + len(v) + 6 for row in looked for k, v in row.items())
    return max(len(looked), int(size_of(path) * len(looked) / max(1, written)))


def _note(reason: str, count: int) -> Finding:
    what = "1 row" if count == 1 else f"{count:,} rows"
    return Finding("error", f"{what} left out: {reason}", "Export it again.", count)
