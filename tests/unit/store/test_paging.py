"""Any window of a table is read, wherever its rows lie."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from studio.store.duck import connect
from studio.store.paging import BLOCK_ROWS, KEPT_BLOCKS, Pager
from studio.store.tables import shown, source

ROWS = 4 * BLOCK_ROWS + 100
EVENT = (
    "'s_' || n AS shopper, 'view' AS kind, 'p' AS product, NULL AS query,"
    " TIMESTAMP '2026-01-01' AS time, NULL AS session, n::DOUBLE AS quantity,"
    " 1.5 AS price"
)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of events as an earlier version wrote it, without countries."""
    path = tmp_path_factory.mktemp("shop") / "events.parquet"
    connection = connect()
    connection.execute(
        f"COPY (SELECT {EVENT} FROM range({ROWS}) AS t(n)) TO '{path.as_posix()}'"
        " (ROW_GROUP_SIZE 50000)"
    )
    connection.close()
    return path


@pytest.mark.parametrize(
    ("offset", "limit"),
    [
        (0, 3),
        (BLOCK_ROWS - 2, 5),
        (BLOCK_ROWS, 1),
        (3 * BLOCK_ROWS - 1, BLOCK_ROWS + 2),
        (ROWS - 2, 10),
        (ROWS, 10),
        (ROWS + BLOCK_ROWS, 10),
        (-5, 2),
        (7, 0),
        (7, -1),
    ],
)
def test_that_a_window_holds_its_rows(path: Path, offset: int, limit: int) -> None:
    pager = Pager(path.parent)
    rows = pager.rows(path, shown("events", path, numbered=True), offset, limit)
    expected = range(max(0, offset), min(ROWS, max(0, offset) + max(0, limit)))
    assert [row[0] for row in rows] == [f"s_{n}" for n in expected]
    if rows:
        assert rows[0][3:6] == ("", "2026-01-01 00:00:00", "")
        assert rows[0][-2:] == ("1.5", "")
    pager.close()


def test_that_threads_read_beside_each_other(path: Path) -> None:
    pager = Pager(path.parent)
    relation = shown("events", path, numbered=True)
    offsets = [n * 41_117 % ROWS for n in range(24)]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda at: pager.rows(path, relation, at, 2), offsets))
    assert [rows[0][0] for rows in found] == [f"s_{at}" for at in offsets]
    pager.close()
    assert pager.rows(path, relation, 1, 1)[0][0] == "s_1"
    pager.close()


def test_that_scrolling_on_reads_the_file_no_more(path: Path) -> None:
    pager = Pager(path.parent)
    relation = shown("events", path, numbered=True)
    pager.rows(path, relation, 0, 1)
    hidden = path.rename(path.with_suffix(".away"))
    try:
        assert pager.rows(path, relation, BLOCK_ROWS - 1, 1)[0][0] == (
            f"s_{BLOCK_ROWS - 1}"
        )
    finally:
        hidden.rename(path)
    for block in range(1, KEPT_BLOCKS + 1):
        pager.rows(path, relation, block * BLOCK_ROWS, 1)
    assert pager.rows(path, relation, 0, 1)[0][0] == "s_0"
    pager.close()


def test_that_shown_reads_files_with_countries_too(path: Path, tmp_path: Path) -> None:
    newer = tmp_path / "newer.parquet"
    connection = connect()
    connection.execute(
        f"COPY (SELECT *, 'DE' AS country FROM {source(path)} LIMIT 1)"
        f" TO '{newer.as_posix()}'"
    )
    row = connection.execute(shown("events", newer)).fetchall()[0]
    assert row[-1] == "DE"
    connection.close()
