"""Runs and weights are kept, and refused with the reason."""

from __future__ import annotations

import pickle
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from studio.domain.errors import InputProblem, ModelRefused
from studio.domain.estimates import Estimate
from studio.domain.jobs import Comparison, Metric, Score
from studio.domain.runs import Origin
from studio.store import weights
from studio.store.database import Database
from studio.store.project import Project
from studio.store.runs import RunStore
from studio.store.schema import MIGRATIONS


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "shop", "Shop") as made:
        yield made


def test_that_a_run_keeps_its_curves_and_numbers(project: Project) -> None:
    run = project.runs.start("taste", {"preset": "quick"})
    assert (run.id, run.number, run.state) == ("taste-001", 1, "running")
    project.runs.note(run.id, curves=[Metric("loss/train", 1, 4.5)])
    project.runs.note(run.id, curves=[Metric("loss/train", 1, 4.0)])
    project.runs.note(run.id, facts={"device": "cpu"}, metrics={"ndcg@10": 0.2})
    table = Comparison("taste", (Score("SASRec", {"ndcg@10": 0.2}, ours=True),))
    done = project.runs.end(
        run.id, "finished", metrics={"hr@10": 0.3}, comparison=table
    )
    assert done.curves == (Metric("loss/train", 1, 4.0),)
    assert done.metrics == {"ndcg@10": 0.2, "hr@10": 0.3}
    assert (done.facts, done.comparison) == ({"device": "cpu"}, table)
    assert project.runs.folder(run.id).is_dir()


def test_that_one_run_a_model_is_in_use(project: Project) -> None:
    first = project.runs.start("taste", {})
    second = project.runs.start("taste", {})
    other = project.runs.start("layout", {})
    for run in (first, second, other):
        project.runs.use(run.id)
    in_use = project.runs.in_use("taste")
    assert in_use is not None
    assert in_use.id == second.id
    assert [r.id for r in project.runs.list("taste")] == [second.id, first.id]


def test_that_a_run_whose_process_died_has_failed_and_can_be_resumed(
    project: Project,
) -> None:
    run = project.runs.start("taste", {})
    project.database.run("UPDATE runs SET pid = 999999999")
    assert project.runs.run(run.id).state == "failed"
    assert "resumed" in project.runs.run(run.id).message
    assert project.runs.resume(run.id).state == "running"
    with pytest.raises(InputProblem, match="no run taste-009"):
        project.runs.run("taste-009")


def test_that_weights_come_back(tmp_path: Path) -> None:
    tensors = {"w": np.arange(6.0).reshape(2, 3).T, "b": np.zeros(0, dtype=np.int64)}
    path = tmp_path / "weights.safetensors"
    weights.save(path, tensors, {"kind": "taste", "seed": "1"})
    again, meta = weights.load(path, "taste")
    assert np.array_equal(again["w"], tensors["w"])
    assert meta["seed"] == "1"


def test_that_bad_weights_are_refused_with_the_reason(tmp_path: Path) -> None:
    good = tmp_path / "good.safetensors"
    weights.save(good, {"w": np.zeros(9)}, {"kind": "layout"})
    broken = tmp_path / "broken.safetensors"
    broken.write_bytes(good.read_bytes()[:-8])
    pickled = tmp_path / "weights.safetensors"
    pickled.write_bytes(pickle.dumps({"w": 1}))
    named = tmp_path / "model.pt"
    named.write_bytes(good.read_bytes())
    poisoned = tmp_path / "nan.safetensors"
    weights.save(poisoned, {"w": np.array([np.nan])}, {"kind": "taste"})
    empty = tmp_path / "empty.safetensors"
    empty.touch()
    for path, why in {
        good: "holds a layout model, not a taste model",
        broken: "damaged",
        pickled: "is a pickle",
        named: "is a pickle",
        poisoned: "not numbers",
        empty: "damaged",
        tmp_path / "none.safetensors": "no model file",
    }.items():
        with pytest.raises(ModelRefused, match=why):
            weights.load(path, "taste")


def test_that_a_run_keeps_what_it_was_made_of_and_what_it_took(
    project: Project,
) -> None:
    run = project.runs.start("taste", {})
    digest, rows = project.runs.fingerprint("taste")
    origin = Origin(digest, rows, 7, "CPU", {"torch": "2"}, {"net.width": "64"})
    project.runs.came_from(run.id, origin)
    project.runs.expect(run.id, Estimate(fixed=4.0, each=7.0, epochs=8))
    project.runs.end(run.id, "cancelled", processor=2.0, peak_memory=5)
    project.runs.resume(run.id)
    project.runs.end(run.id, "finished", processor=3.0, peak_memory=4)
    kept = project.runs.run(run.id)
    assert kept.origin == origin
    assert kept.estimate is not None
    assert kept.estimate.seconds == 60.0
    assert (kept.processor, kept.peak_memory) == (5.0, 5)


def test_that_the_fingerprint_changes_with_the_data_a_model_learns_from(
    project: Project,
) -> None:
    taste, layout = (project.runs.fingerprint(m)[0] for m in ("taste", "layout"))
    project.database.run("INSERT INTO tables VALUES ('events', 'e', 3, 'abc')")
    assert project.runs.fingerprint("taste")[1] == {"events": 3}
    assert project.runs.fingerprint("taste")[0] != taste
    assert project.runs.fingerprint("layout")[0] == layout


def test_that_a_deleted_run_comes_back_until_it_is_purged(project: Project) -> None:
    runs = project.runs
    first, used = runs.start("taste", {}), runs.start("taste", {})
    for run in (first, used):
        runs.end(run.id, "finished")
    runs.use(used.id)
    with pytest.raises(InputProblem, match="the model in use"):
        runs.delete(used.id)
    runs.delete(first.id)
    assert [run.id for run in runs.list("taste")] == [used.id]
    with pytest.raises(InputProblem, match="no run"):
        runs.run(first.id)
    assert runs.restore(first.id).id == first.id
    runs.delete(first.id)
    assert runs.purge() == 1
    assert not (project.path / "runs" / first.id).exists()
    with pytest.raises(InputProblem, match="no run"):
        runs.restore(first.id)
    assert runs.start("taste", {}).number == 3


def test_that_names_and_notes_of_runs_have_an_end(project: Project) -> None:
    run = project.runs.start("taste", {})
    assert project.runs.rename(run.id, "  With  prices ").name == "With prices"
    assert project.runs.remark(run.id, "Try again.").remark == "Try again."
    with pytest.raises(InputProblem, match="too long"):
        project.runs.rename(run.id, "x" * 61)
    with pytest.raises(InputProblem, match="too long"):
        project.runs.remark(run.id, "x" * 401)


def test_that_runs_of_an_older_project_are_read(tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite"
    before = next(
        n for n, text in enumerate(MIGRATIONS) if "CREATE TABLE probes" in text
    )
    with closing(sqlite3.connect(path)) as old:
        for script in MIGRATIONS[:before]:
            old.executescript(script)
        old.execute(f"PRAGMA user_version = {before}")
        old.execute(
            "INSERT INTO runs (id, number, model, state, pid, started, resumed,"
            " settings, facts, metrics) VALUES"
            " ('taste-001', 1, 'taste', 'finished', 1, 1, 1, '{}', '{}', '{}')"
        )
        old.commit()
    database = Database(path)
    run = RunStore(database, tmp_path / "runs").run("taste-001")
    database.close()
    assert (run.name, run.origin, run.estimate, run.peak_memory) == ("", None, None, 0)
