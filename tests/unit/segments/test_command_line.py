"""`vitrine segments` and `vitrine segment`, as scripts call them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from studio.cli.app import build
from studio.domain.segment_parser import read
from studio.store.project import Project
from tests.unit.segments.made import Shop, in_segment, write_shop
from tests.unit.segments.oracle import fitting

Vitrine = Callable[..., Result]


@pytest.fixture
def vitrine() -> Vitrine:
    application = build()

    def call(*args: str | Path) -> Result:
        return CliRunner().invoke(application, [str(arg) for arg in args])

    return call


@pytest.fixture
def folder(tmp_path: Path, shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    with Project.create(tmp_path / "shop", "Shop") as project:
        write_shop(project, shop)
    return tmp_path / "shop"


def test_that_a_segment_is_added_counted_applied_listed_and_deleted(
    vitrine: Vitrine, folder: Path, shop: Shop
):
    where = ("--where", "orders >= 1", "--where", "views >= 2 or spent >= 50")
    added = vitrine("segment", "add", folder, "Keen", *where, "--apply", "--json")
    assert added.exit_code == 0, added.stderr
    told = json.loads(added.stdout)
    condition = read("orders >= 1 and (views >= 2 or spent >= 50)")
    assert told["size"] == len(fitting(shop, condition))
    assert told["where"] == "orders >= 1 and (views >= 2 or spent >= 50)"
    with Project.open(folder) as project:
        assert in_segment(project, "Keen") == fitting(shop, condition)
    listed = json.loads(vitrine("segments", folder, "--json").stdout)
    assert [(row["name"], row["kind"]) for row in listed] == [
        ("Keen", "built"),
        ("Gift givers", "loaded"),
    ]
    assert listed[0]["applied"] is True
    assert vitrine("segment", "rename", folder, "Keen", "Keener").exit_code == 0
    assert vitrine("segment", "apply", folder, "keener", "--off").exit_code == 0
    assert vitrine("segment", "delete", folder, "Keener").exit_code == 0
    with Project.open(folder) as project:
        assert set(project.segments().names) == {"Gift givers"}


def test_that_a_count_keeps_nothing_and_tells_no_small_number(
    vitrine: Vitrine, folder: Path, shop: Shop
):
    few = 'views >= 20 and searched "tent pegs" and orders >= 3'
    assert 0 < len(fitting(shop, read(few))) < 20
    told = json.loads(
        vitrine("segment", "count", folder, "--where", few, "--json").stdout
    )
    assert told["size"] is None
    assert told["fewer_than"] == 20
    plain = vitrine("segment", "count", folder, "--where", few).stdout
    assert "fewer than 20" in plain
    listed = json.loads(vitrine("segments", folder, "--json").stdout)
    assert [row["name"] for row in listed] == ["Gift givers"]


def test_that_presets_are_listed_and_made(vitrine: Vitrine, folder: Path):
    listed = json.loads(vitrine("segment", "preset", folder, "--json").stdout)
    assert [row["preset"] for row in listed][:2] == ["champions", "loyal"]
    made = vitrine("segment", "preset", folder, "at_risk", "--name", "Win back")
    assert made.exit_code == 0, made.stderr
    assert "Win back" in vitrine("segments", folder).stdout


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (("add", "FOLDER", "x", "--where", "cheap"), 2, "begins no condition"),
        (("add", "FOLDER", "Gift givers", "--where", "orders >= 1"), 2, "already"),
        (("add", "FOLDER", "x"), 2, "--where"),
        (("count", "FOLDER", "--where", "orders 5..2"), 2, "more than the most"),
        (("apply", "FOLDER", "nobody"), 2, "no segment"),
        (("delete", "FOLDER", "Gift givers"), 2, "no segment"),
        (("preset", "FOLDER", "stars"), 2, "no preset"),
        (("count", "nowhere", "--where", "orders >= 1"), 4, "nowhere"),
        ((), 2, "Missing command"),
    ],
)
def test_that_what_cannot_be_done_is_told_with_an_exit_code(
    vitrine: Vitrine, folder: Path, args: tuple[str, ...], code: int, words: str
):
    given = [str(folder) if arg == "FOLDER" else arg for arg in args]
    result = vitrine("segment", *given)
    assert result.exit_code == code
    assert words in result.stderr
    assert "Traceback" not in result.output


def test_that_a_project_without_events_says_what_to_do(
    vitrine: Vitrine, tmp_path: Path
):
    Project.create(tmp_path / "empty", "Empty").close()
    result = vitrine("segment", "count", tmp_path / "empty", "--where", "orders >= 1")
    assert result.exit_code == 3
    assert "Import behaviour first" in result.stderr
    listed = vitrine("segments", tmp_path / "empty")
    assert listed.exit_code == 0
    assert "no segments yet" in listed.stdout
