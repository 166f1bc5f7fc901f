"""A project folder is made, opened, locked, and refused with a reason."""

from __future__ import annotations

import os
import sqlite3
import stat
from pathlib import Path

import numpy as np
import pytest

from studio.domain.behaviour import DataSummary
from studio.domain.errors import (
    InputProblem,
    ProjectLocked,
    ProjectProblem,
    StorageProblem,
    VitrineError,
)
from studio.domain.page import Block, Page
from studio.domain.persona import Audience, Persona
from studio.domain.shop import Shop
from studio.domain.words import Words
from studio.store.project import DATABASE, Project


def audience_of(*personas: Persona) -> Audience:
    return Audience(
        personas=personas,
        shoppers=("s_1", "s_2"),
        products=("FF-1", "芮-2", "x"),
        member=np.array([0, -1]),
        shopper_xy=np.array([[0.0, 1.0], [2.0, 3.0]]),
        product_xy=np.zeros((3, 2)),
        scores=np.random.default_rng(1).random((len(personas), 3)),
        popularity=np.array([1.0, 0.5, 0.0]),
        silhouette=0.3,
        run_id="taste-001",
        source="segment",
    )


def test_that_an_empty_project_answers_everything(tmp_path: Path) -> None:
    with Project.create(tmp_path / "shop", "Wrenfield 芮野") as project:
        assert project.name == "Wrenfield 芮野"
        assert len(project.catalogue()) == 0
        assert len(project.events()) == 0
        assert project.preferences().shoppers == ()
        assert project.segments().names == ()
        assert project.page_events().page_id == ()
        assert project.layouts() == ()
        assert project.summary() == DataSummary()
        assert project.imports() == ()
        assert project.audience() is None
        assert project.pages.rows() == ()
        assert project.runs.list("taste") == ()
        assert project.runs.in_use("layout") is None
        columns, rows = project.rows("events", 0, 10)
        assert columns[0] == "user_id"
        assert rows == ()
        assert "description" in project.rows("products", 0, 1)[0]
        assert project.picture("FF-1") is None


def test_that_a_full_folder_is_not_taken_for_a_new_project(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(ProjectProblem, match="not an empty folder"):
        Project.create(tmp_path, "Shop")
    assert [p.name for p in tmp_path.iterdir()] == ["thesis.txt"]


def test_that_a_missing_project_is_told(tmp_path: Path) -> None:
    with pytest.raises(ProjectProblem, match="is not there"):
        Project.open(tmp_path / "gone")
    with pytest.raises(ProjectProblem, match="is not a Vitrine project"):
        Project.open(tmp_path)


def test_that_a_second_window_is_told_who_holds_the_project(tmp_path: Path) -> None:
    Project.create(tmp_path / "shop", "Shop").close()
    with Project.open(tmp_path / "shop", window=True):
        with pytest.raises(ProjectLocked, match=str(os.getpid())):
            Project.open(tmp_path / "shop", window=True)
        with Project.open(tmp_path / "shop") as beside:
            assert beside.name == "Shop"
    with Project.open(tmp_path / "shop", window=True) as again:
        assert again.name == "Shop"


def test_that_a_project_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    Project.create(tmp_path / "shop", "Shop").close()
    with sqlite3.connect(tmp_path / "shop" / DATABASE) as file:
        file.execute("PRAGMA user_version = 99")
    file.close()
    with pytest.raises(ProjectProblem, match="newer version"):
        Project.open(tmp_path / "shop", window=True)
    with pytest.raises(ProjectProblem, match="newer version"):  # and not "locked"
        Project.open(tmp_path / "shop", window=True)


def test_that_a_damaged_project_is_told(tmp_path: Path) -> None:
    Project.create(tmp_path / "shop", "Shop").close()
    for path in (tmp_path / "shop").glob(f"{DATABASE}*"):
        path.write_bytes(b"not a database at all" * 500)
    with pytest.raises(ProjectProblem, match="damaged"):
        Project.open(tmp_path / "shop")


def test_that_the_shop_and_settings_are_kept(tmp_path: Path) -> None:
    with Project.create(tmp_path / "shop", "Shop") as project:
        assert project.shop().name == "Shop"
        project.save_shop(Shop(name="Wrenfield", name_zh="芮野"))
        project.save_settings({"floor": "20"})
        project.record("export", "pg-0001", by="Ada")
    with Project.open(tmp_path / "shop") as again:
        assert again.shop().name_zh == "芮野"
        assert again.settings() == {"floor": "20"}
        assert again.audit()[0][1:4] == ("export", "pg-0001", "Ada")


def test_that_an_audience_comes_back_as_it_was(tmp_path: Path) -> None:
    gifters = Persona("seg-gifters", "Gifters", 30, "segment")
    first = audience_of(gifters, Persona("all", "All shoppers", 60, "everyone"))
    with Project.create(tmp_path / "shop", "Shop") as project:
        project.save_audience(first)
        project.rename_persona("seg-gifters", "Gift hunters")
    with Project.open(tmp_path / "shop") as again:
        audience = again.audience()
        assert audience is not None
        assert audience.products == first.products
        assert np.array_equal(audience.scores, first.scores)
        assert audience.silhouette == 0.3
        assert [p.name for p in audience.personas] == ["Gift hunters", "All shoppers"]
        again.save_audience(first)  # a later training
        assert again.personas()[0].name == "Gift hunters"
        assert len(list((again.path / "data").glob("audience*"))) == 1
        with pytest.raises(InputProblem, match="no persona nobody"):
            again.rename_persona("nobody", "x")


def test_that_the_same_id_has_the_same_pseudonym_in_one_project_only(
    tmp_path: Path,
) -> None:
    with (
        Project.create(tmp_path / "a", "A") as a,
        Project.create(tmp_path / "b", "B") as b,
    ):
        assert a.pseudonym("ada@example.com") == a.pseudonym(" ada@example.com ")
        assert a.pseudonym("17850.0") == a.pseudonym("17850")
        assert a.pseudonym("ada@example.com") != b.pseudonym("ada@example.com")
        assert a.pseudonym("x").startswith("s_")
        before = a.pseudonym("x")
    with Project.open(tmp_path / "a") as again:
        assert again.pseudonym("x") == before


def test_that_the_key_lies_outside_the_project_for_its_owner_only(
    tmp_path: Path, own_config: Path
) -> None:
    with Project.create(tmp_path / "shop", "Shop") as project:
        path = own_config / "keys" / project.id
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert project.key_place == "file"
        for file in (f for f in project.path.rglob("*") if f.is_file()):
            assert path.read_bytes() not in file.read_bytes()
            assert project.key() not in file.read_bytes()


def test_that_a_lost_or_foreign_key_is_told(tmp_path: Path, own_config: Path) -> None:
    with Project.create(tmp_path / "shop", "Shop") as project:
        path = own_config / "keys" / project.id
    path.write_text("00" * 32)
    with Project.open(tmp_path / "shop") as again:
        with pytest.raises(ProjectProblem, match="belongs to another project"):
            again.pseudonym("x")
        path.unlink()
        with pytest.raises(ProjectProblem, match="key of this project is missing"):
            again.pseudonym("x")


def test_that_a_passphrase_makes_the_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, own_config: Path
) -> None:
    monkeypatch.setenv("VITRINE_PASSPHRASE", "correct horse")
    with Project.create(tmp_path / "shop", "Shop") as project:
        before = project.pseudonym("x")
        assert project.key_place == "passphrase"
    assert not (own_config / "keys").exists()
    with Project.open(tmp_path / "shop") as again:
        assert again.pseudonym("x") == before
    monkeypatch.setenv("VITRINE_PASSPHRASE", "battery staple")
    with Project.open(tmp_path / "shop") as again, pytest.raises(ProjectProblem):
        again.pseudonym("x")
    monkeypatch.delenv("VITRINE_PASSPHRASE")
    with (
        Project.open(tmp_path / "shop") as again,
        pytest.raises(ProjectProblem, match="protected by a passphrase"),
    ):
        again.pseudonym("x")


def test_that_a_full_disk_loses_nothing(tmp_path: Path) -> None:
    page = Page("pg-0001", "all", "recommendation", (Block("b", "faq"),))
    big = Page(
        "pg-0001",
        "all",
        "recommendation",
        (Block("b", "faq", copy={"title": Words("x" * 2_000_000)}),),
    )
    with Project.create(tmp_path / "shop", "Shop") as project:
        project.pages.save(page)
        project.database.all("PRAGMA max_page_count = 100")  # SQLite's own full disk
        with pytest.raises(StorageProblem, match="full"):
            project.pages.save(big)
        assert project.pages.page("pg-0001") == page
        assert len(project.pages.revisions("pg-0001")) == 1


def test_that_a_project_that_could_not_be_made_leaves_no_trace(
    tmp_path: Path, own_config: Path
) -> None:
    (own_config / "keys").write_text("a file where the folder of keys should be")
    with pytest.raises(VitrineError):
        Project.create(tmp_path / "shop", "Shop")
    (own_config / "keys").unlink()
    Project.create(tmp_path / "shop", "Shop").close()


def test_that_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(VitrineError):
        Project.create(tmp_path / "file" / "shop", "Shop")
