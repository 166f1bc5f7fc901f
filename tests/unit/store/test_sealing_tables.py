"""DuckDB, SQLite and weights of a protected project: sealed, the same to use."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from studio.domain.errors import ModelRefused, ProjectProblem
from studio.store import weights
from studio.store.database import Database
from studio.store.duck import duck, literal
from studio.store.project import DATABASE, Project
from studio.store.sealing import passphrase as passphrases
from studio.store.sealing.stream import CHUNK, HEAD, TAG, SealedReader, is_sealed
from studio.store.sealing.unlocked import address_of, any_unlocked, hold, release
from studio.store.tables import TableFile, source

WORDS = "green teapot walks uphill"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Project]:
    def cheap(salt: str) -> passphrases.Argon:
        return passphrases.Argon(salt, memory=64, passes=1)

    monkeypatch.setattr(passphrases, "new_settings", cheap)
    with Project.create(tmp_path / "shop", "Shop", WORDS) as made:
        yield made
    assert not any_unlocked()


@pytest.fixture
def events(project: Project) -> Path:
    """300,000 rows in several row groups, sealed; also the current table."""
    path = project.tables.folder / "events-1.parquet"
    with duck(project.path) as connection:
        connection.execute(
            "COPY (SELECT 's_' || (i // 100) AS shopper, 'view' AS kind,"
            " 'P' || (i % 500) AS product, md5(i::VARCHAR) AS query,"
            " to_timestamp(1.7e9::BIGINT + i)::TIMESTAMP AS time, 'x' AS session,"
            " 1.0 AS quantity, i::DOUBLE AS price, NULL::VARCHAR AS country"
            f" FROM range(300000) t(i)) TO {literal(address_of(path))}"
            " (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 30000)"
        )
    project.tables.point_to({"events": TableFile("events", path.name, 300_000, "d")})
    return path


def test_that_parquet_is_sealed_and_read_as_ever(
    project: Project, events: Path
) -> None:
    assert is_sealed(events)
    assert b"PAR1" not in events.read_bytes()
    with duck(project.path) as connection:
        found = connection.execute(
            "SELECT count(*), sum(price), count(DISTINCT shopper)"
            f" FROM {source(events)}"
        ).fetchall()
    assert found == [(300_000, sum(range(300_000)), 3000)]
    table = project.tables.arrow("events", "product, price")
    assert table is not None
    assert table.num_rows == 300_000
    _, rows = project.rows("events", 299_998, 5)
    assert [row[0] for row in rows] == ["s_2999", "s_2999"]


def test_that_columns_and_row_groups_that_are_not_needed_are_not_opened(
    project: Project, events: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[int] = []
    chunk, into = SealedReader._open_chunk, SealedReader._open_into

    def count(self: SealedReader, number: int) -> bytes:
        opened.append(number)
        return chunk(self, number)

    def count_into(self: SealedReader, number: int, out: memoryview) -> None:
        opened.append(number)
        into(self, number, out)

    monkeypatch.setattr(SealedReader, "_open_chunk", count)
    monkeypatch.setattr(SealedReader, "_open_into", count_into)
    chunks = (events.stat().st_size - HEAD) // (CHUNK + TAG) + 1
    assert chunks > 15

    def asked(sql: str) -> int:
        opened.clear()
        with duck(project.path) as connection:
            connection.execute(sql).fetchall()
        return len(set(opened))

    everything = asked(f"SELECT count(DISTINCT query) FROM {source(events)}")
    column = asked(f"SELECT count(DISTINCT product) FROM {source(events)}")
    group = asked(f"SELECT query FROM {source(events)} WHERE price = 299999.0")
    assert everything > chunks // 2
    assert column < everything // 2
    assert group < everything // 3


@pytest.mark.parametrize("at", [HEAD + 100, -5])
def test_that_a_changed_data_file_is_told_in_a_sentence(
    project: Project, events: Path, at: int
) -> None:
    raw = bytearray(events.read_bytes())
    raw[at] ^= 1
    events.write_bytes(raw)
    with pytest.raises(ProjectProblem, match=r"changed or damaged|cannot be read"):
        project.tables.arrow("events", "*")
    with pytest.raises(ProjectProblem, match=r"changed or damaged|cannot be read"):
        project.rows("events", 0, 10)


def test_that_a_plain_parquet_file_is_not_taken_for_a_sealed_one(
    project: Project, events: Path
) -> None:
    with duck(project.path) as connection:
        connection.execute(
            f"COPY (SELECT 1 AS shopper) TO {literal(events.as_posix())}"
        )
    with pytest.raises(ProjectProblem):
        project.tables.arrow("events", "*")


def test_that_duckdb_may_write_over_a_sealed_file(
    project: Project, events: Path
) -> None:
    with duck(project.path) as connection:
        where = literal(address_of(events))
        connection.execute(f"COPY (SELECT 7 AS seven) TO {where} (FORMAT parquet)")
        found = connection.execute(f"SELECT * FROM {source(events)}").fetchall()
    assert found == [(7,)]
    assert is_sealed(events)
    assert [p.name for p in events.parent.iterdir()] == [events.name]


def test_that_weights_are_sealed_and_cannot_be_exchanged(project: Project) -> None:
    one = project.runs.folder("taste-001") / "weights.safetensors"
    two = project.runs.folder("taste-002") / "weights.safetensors"
    for number, path in enumerate((one, two)):
        weights.save(
            path, {"w": np.full(9, number, np.float32)}, {"kind": "taste", "a": "é"}
        )
        assert is_sealed(path)
        assert b"taste" not in path.read_bytes()
    tensors, meta = weights.load(two, "taste")
    assert meta == {"kind": "taste", "a": "é"}
    tensors["w"] += 1  # a resumed training writes into them
    assert tensors["w"].tolist() == [2.0] * 9
    two.write_bytes(one.read_bytes())
    with pytest.raises(ProjectProblem, match="changed or damaged"):
        weights.load(two, "taste")


def test_that_sealed_weights_of_a_closed_project_are_refused(project: Project) -> None:
    path = project.runs.folder("taste-001") / "weights.safetensors"
    weights.save(path, {"w": np.zeros(3)}, {"kind": "taste"})
    project.close()
    with pytest.raises(ModelRefused):
        weights.load(path, "taste")


def test_that_the_log_of_the_database_is_sealed_too(project: Project) -> None:
    project.database.set_fact("secret", "stoneware teapot " * 50)
    assert (project.path / f"{DATABASE}-wal").stat().st_size > 0
    for path in project.path.glob(f"{DATABASE}*"):
        content = path.read_bytes()
        assert b"teapot" not in content
        assert b"SQLite format" not in content
    assert project.database.fact("secret", str, "").startswith("stoneware")


def test_that_the_database_keeps_its_rules(project: Project) -> None:
    def pragma(name: str) -> object:
        return project.database.all(f"PRAGMA {name}")[0][0]

    assert (pragma("journal_mode"), pragma("synchronous")) == ("wal", 2)
    assert (pragma("foreign_keys"), pragma("busy_timeout")) == (1, 15_000)
    row = project.database.one("SELECT name, value FROM facts WHERE name = 'name'")
    assert row is not None
    assert (row["name"], row[1]) == ("name", b'"Shop"')
    with contextlib.suppress(ZeroDivisionError), project.database.transaction():
        project.rename("Other")
        raise ZeroDivisionError
    assert project.name == "Shop"
    with pytest.raises(ProjectProblem, match="is damaged"):
        Database(project.path / DATABASE, "0" * 64)
    with pytest.raises(ProjectProblem, match="is damaged"):
        Database(project.path / DATABASE)


WRITING = """
import sys
from pathlib import Path
from studio.store.project import Project
with Project.open(Path(sys.argv[1])) as project:
    for n in range(40):
        project.record("edit", sys.argv[2])
"""


def test_that_two_processes_write_side_by_side(project: Project) -> None:
    environment = {**os.environ, "VITRINE_PASSPHRASE": WORDS}
    others = [
        subprocess.Popen(
            [sys.executable, "-c", WRITING, str(project.path), name], env=environment
        )
        for name in ("one", "two")
    ]
    for _ in range(40):
        project.record("edit", "here")
    assert [other.wait(60) for other in others] == [0, 0]
    subjects = [line[2] for line in project.audit()]
    assert {name: subjects.count(name) for name in set(subjects)} == {
        "here": 40,
        "one": 40,
        "two": 40,
    }


def test_that_a_key_is_held_until_the_last_one_has_closed(tmp_path: Path) -> None:
    first, second = hold(tmp_path, bytes(32)), hold(tmp_path, bytes(32))
    release(first)
    assert any_unlocked()
    release(second)
    assert not any_unlocked()
    assert address_of(tmp_path / "a") == (tmp_path / "a").as_posix()


def test_that_duckdb_writes_no_temporary_files_of_a_protected_project(
    project: Project,
) -> None:
    with duck(project.path) as connection:
        (found,) = connection.execute(
            "SELECT current_setting('temp_directory')"
        ).fetchall()
    assert found == ("",)
