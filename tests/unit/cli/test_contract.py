"""What scripts rely on: help, exit codes, JSON on the right stream."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from studio.cli.app import VERBS
from studio.cli.demo import MADE, MARK, _make_room
from studio.domain.errors import InputProblem
from studio.services.log import log_to_file, worker_log
from studio.store.project import Project

Vitrine = Callable[..., Result]
Told = Callable[[Result], dict[str, str]]


@pytest.mark.parametrize("verb", [name for name, _ in VERBS])
def test_that_every_verb_helps_with_an_example(vitrine: Vitrine, verb: str) -> None:
    result = vitrine(verb, "--help")
    assert result.exit_code == 0
    assert f"vitrine {verb}" in result.stdout
    assert "Example:" in result.stdout
    assert "--json" in result.stdout


def test_that_the_command_line_starts_without_torch_and_qt() -> None:
    code = (
        "import sys; from studio.cli.app import build; build();"
        "print([m for m in ('torch', 'PySide6', 'pandas', 'sklearn', 'duckdb')"
        " if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


WRONG: tuple[tuple[int, tuple[str, ...]], ...] = (
    (2, ("bogus",)),
    (2, ("new", "")),
    (2, ("new", "~nobody-of-this-name/shop")),
    (2, ("new", "bad\udcffname")),
    (2, ("import", "SHOP")),
    (2, ("import", "SHOP", "missing.csv")),
    (2, ("import", "SHOP", "SHOP")),
    (4, ("import", "missing", "a.csv")),
    (4, ("new", "SHOP")),
    (4, ("pages", "missing")),
    (2, ("train", "SHOP", "--model", "bogus")),
    (2, ("train", "SHOP", "--preset", "bogus")),
    (2, ("train", "SHOP", "--device", "bogus")),
    (2, ("train", "SHOP", "--seed", "-1")),
    (2, ("train", "SHOP", "--epochs", "0")),
    (2, ("train", "SHOP", "--resume", "taste-009")),
    (2, ("train", "SHOP", "--model", "layout", "--start-from", "x")),
    (3, ("personas", "SHOP")),
    (2, ("personas", "SHOP", "--source", "bogus")),
    (2, ("personas", "SHOP", "--source", "segment", "--clusters", "3")),
    (2, ("recommend", "SHOP", "--users", "missing.csv", "--out", "x.csv")),
    (2, ("recommend", "SHOP", "--users", "SHOP", "--out", "x.csv")),
    (2, ("assign", "SHOP", "--users", "missing.csv", "--out", "x.csv")),
    (2, ("generate", "SHOP")),
    (2, ("generate", "SHOP", "--scenario", "bogus")),
    (2, ("generate", "SHOP", "--scenario", "promotion")),
    (2, ("generate", "SHOP", "--scenario", "promotion", "--brief", "missing.json")),
    (3, ("generate", "SHOP", "--scenario", "recommendation")),
    (2, ("evaluate", "SHOP", "--model", "bogus")),
    (3, ("export", "SHOP", "--out", "out")),
    (2, ("export", "SHOP", "--out", "out", "--format", "pdf")),
    (2, ("export", "SHOP", "--out", "out", "--format", ",")),
    (2, ("approve", "SHOP", "pg-9999")),
    (2, ("undo", "SHOP", "pg-9999")),
    (2, ("edit", "SHOP", "pg-9999", "no json")),
    (2, ("edit", "SHOP", "pg-9999", '{"edit":"bogus"}')),
    (2, ("edit", "SHOP", "pg-9999", '{"edit":"moveblock","block_id":"b1","to":0}')),
    (4, ("sample-layouts", "missing", "--out", "x.jsonl")),
    (2, ("sample-layouts", "--out", "x.jsonl", "--page-kind", "bogus")),
    (2, ("demo", "--out", "out", "--preset", "bogus")),
)


@pytest.mark.parametrize(("code", "args"), WRONG)
def test_that_a_wrong_call_is_one_sentence_as_json(
    vitrine: Vitrine, told: Told, shop: Path, code: int, args: tuple[str, ...]
) -> None:
    given = [str(shop) if arg == "SHOP" else arg for arg in args]
    result = vitrine(*given, "--json")
    assert result.exit_code == code
    error = told(result)["error"]
    assert error
    assert "\n" not in error
    assert "unexpected" not in error


def test_that_people_get_a_sentence_and_a_hint(vitrine: Vitrine) -> None:
    result = vitrine("generate")
    assert result.exit_code == 2
    assert result.stdout == ""
    sentence, hint = result.stderr.splitlines()
    assert sentence == "Missing argument 'PROJECT'."
    assert hint.endswith("generate --help")


def test_that_a_home_folder_is_understood(vitrine: Vitrine, tmp_path: Path) -> None:
    result = vitrine("new", "~/shops/芮野", "--json")
    assert result.exit_code == 0
    made = json.loads(result.stdout)
    assert made == {"project": str(tmp_path / "home/shops/芮野"), "name": "芮野"}
    assert (tmp_path / "home/shops/芮野/project.sqlite").is_file()


def test_that_an_empty_list_of_pages_is_json_too(vitrine: Vitrine, shop: Path) -> None:
    result = vitrine("pages", shop, "--json")
    assert (result.exit_code, json.loads(result.stdout)) == (0, [])
    assert result.stderr == ""


def test_that_a_damaged_project_is_told(
    vitrine: Vitrine, told: Told, shop: Path
) -> None:
    for path in shop.glob("project.sqlite*"):
        path.unlink()
    (shop / "project.sqlite").write_bytes(b"no database, " * 900)
    result = vitrine("pages", shop, "--json")
    assert result.exit_code == 4
    assert "is damaged" in told(result)["error"]


def test_that_a_run_is_resumed_as_what_it_is(
    vitrine: Vitrine, told: Told, shop: Path
) -> None:
    with Project.open(shop) as project:
        run = project.runs.start("layout", {})
        project.runs.end(run.id, "cancelled")
    result = vitrine("train", shop, "--model", "taste", "--resume", run.id, "--json")
    assert result.exit_code == 2
    assert told(result)["error"] == f"{run.id} is a run of the layout model."


def test_that_a_configuration_that_cannot_be_written_stops_no_reading(
    vitrine: Vitrine, shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("VITRINE_CONFIG_DIR", str(tmp_path / "file"))
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    monkeypatch.setattr(logging, "raiseExceptions", True)
    log_to_file("test")
    root.setLevel(level)
    root.handlers[:] = before
    assert worker_log() == Path(os.devnull)
    assert vitrine("pages", shop).exit_code == 0


def test_that_a_demonstration_takes_only_its_own_place(tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    Project.create(mine / "project", "Precious").close()
    with pytest.raises(InputProblem):
        _make_room(mine)
    assert (mine / "project" / "project.sqlite").exists()

    out = tmp_path / "demo"
    _make_room(out)
    (out / "notes.txt").write_text("keep me")
    for name in MADE[:3]:
        (out / name).mkdir()
    _make_room(out)
    assert sorted(p.name for p in out.iterdir()) == sorted([MARK, "notes.txt"])
