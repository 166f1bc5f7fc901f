"""Some rows of a large table at once, wherever they lie.

Parquet is read in groups of rows. The groups that were looked at last are kept as they
are in memory, so that scrolling on reads nothing.
"""
# ruff: noqa: S608 - the SQL is made of our own constants and file names

from __future__ import annotations

import threading
from collections import OrderedDict
from pathlib import Path

from studio.store.duck import Duck, connect, duck_problems

BLOCK_ROWS = 122_880
"""Rows of a group as DuckDB writes them; a block of another size works too."""
KEPT_BLOCKS = 3
"""Of some 15 MB each for events; two meet at the border of a block."""


class Pager:
    """Reads windows of tables; may be called in any thread."""

    def __init__(self, project: Path) -> None:
        self._project = project
        self._lock = threading.Lock()
        self._connection: Duck | None = None
        self._blocks: OrderedDict[tuple[Path, int], str] = OrderedDict()
        self._made = 0

    def rows(
        self, path: Path, relation: str, offset: int, limit: int
    ) -> tuple[tuple[str, ...], ...]:
        """Rows `offset` to `offset + limit` as texts, empty for NULL.

        Args:
            path: The file, of which blocks are kept.
            relation: SQL of its columns, and of its row numbers as `place`.
            offset: How many rows to skip; below 0 as 0.
            limit: How many at most.
        """
        first, last = max(0, offset), max(0, offset) + max(0, limit)
        found: list[tuple[str, ...]] = []
        with self._lock, duck_problems(self._project):
            for number in range(first // BLOCK_ROWS, -(-last // BLOCK_ROWS)):
                block, connection = self._block(path, relation, number)
                start = max(first, number * BLOCK_ROWS)
                end = min(last, (number + 1) * BLOCK_ROWS)
                rows = connection.execute(
                    "SELECT coalesce(COLUMNS(* EXCLUDE (place))::VARCHAR, '')"
                    f" FROM {block} WHERE place >= {start} AND place < {end}"
                    " ORDER BY place"
                ).fetchall()
                found += map(tuple, rows)
                if len(rows) < end - start:
                    break
        return tuple(found)

    def close(self) -> None:
        """Close what was opened for reading."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
            self._connection = None
            self._blocks.clear()

    def _block(self, path: Path, relation: str, number: int) -> tuple[str, Duck]:
        if self._connection is None:  # kept: opening one costs more than a query
            self._connection = connect()
        connection, key = self._connection, (path, number)
        if key not in self._blocks:
            while len(self._blocks) >= KEPT_BLOCKS:
                _, oldest = self._blocks.popitem(last=False)
                connection.execute(f"DROP TABLE {oldest}")
            self._made += 1
            name = f"block_{self._made}"
            start = number * BLOCK_ROWS
            connection.execute(
                f"CREATE TABLE {name} AS SELECT * FROM ({relation})"
                f" WHERE place >= {start} AND place < {start + BLOCK_ROWS}"
            )
            self._blocks[key] = name
        self._blocks.move_to_end(key)
        return self._blocks[key], connection
