"""Runs and weights are kept, and refused with the reason."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from studio.domain.errors import InputProblem, ModelRefused
from studio.domain.jobs import Comparison, Metric, Score
from studio.store import weights
from studio.store.project import Project


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
