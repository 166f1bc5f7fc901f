"""The first rows of an export, with what its later rows leave blank filled in."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from studio.pipeline.ingest.exports.export import Export
from studio.pipeline.ingest.table import TextTable


def filled_down(
    export: Export | None, at: Mapping[str, int], table: TextTable
) -> TextTable:
    """The table in which a row has what the first row of its group says."""
    if export is None or not export.fill or export.group not in at:
        return table
    key = at[export.group]
    columns = [at[name] for name in export.fill if name in at]
    first: dict[str, tuple[str, ...]] = {}
    rows = []
    for row in table.rows:
        said = first.setdefault(row[key], row)
        full = list(row)
        for place in columns:
            full[place] = row[place] or said[place]
        rows.append(tuple(full))
    return msgspec.structs.replace(table, rows=tuple(rows))
