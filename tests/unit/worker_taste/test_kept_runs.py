"""What is kept of a training, what was said before it, and how it leaves the studio."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import msgspec
import numpy as np
import onnx
import onnxruntime
import pytest
import torch
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

from studio.domain.errors import InputProblem
from studio.domain.estimates import GB, Estimate
from studio.domain.jobs import EstimateTraining, ExportRun, Note, TrainTaste
from studio.pipeline.taste.learner import SequenceLearner
from studio.pipeline.taste.metrics import top_k
from studio.pipeline.taste.onnx import tensors_of
from studio.pipeline.taste.scoring import today
from studio.pipeline.taste.settings import NetSize, Settings
from studio.store.project import Project
from studio.worker import (
    estimate,
    estimate_taste,
    export_run,
    measuring,
    train_taste,
)
from studio.worker.taste_data import trained
from tests.unit.worker_taste.conftest import Listener

RUN = "taste-001"


@pytest.fixture
def opened(project: Path) -> Iterator[Project]:
    with Project.open(project) as found:
        yield found


def test_that_a_run_keeps_what_it_was_made_of_and_what_it_took(
    opened: Project,
) -> None:
    run = opened.runs.run(RUN)
    assert run.origin is not None
    digest, rows = opened.runs.fingerprint("taste")
    assert (run.origin.data, run.origin.rows) == (digest, rows)
    assert rows["events"] > 600
    assert run.origin.versions["torch"] == torch.__version__
    assert run.origin.plan["training.negatives"] == "512"
    assert run.origin.seed == 20261124
    assert run.processor > 0
    assert 0.1 < run.peak_memory / GB < 8


def test_that_a_training_says_first_what_it_will_take(
    opened: Project, told_in_training: list[object]
) -> None:
    run = opened.runs.run(RUN)
    assert run.estimate is not None
    assert run.estimate.epochs == 3
    assert run.estimate.fits
    assert run.estimate.memory == pytest.approx(run.peak_memory, rel=0.3)
    notes = [event.text for event in told_in_training if isinstance(event, Note)]
    assert notes[0].startswith("about ")
    assert notes[0].endswith("of memory")


def test_that_an_estimate_is_measured_once_and_grows_with_the_epochs(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(estimate_taste, "measured", _unasked)  # the training has asked
    asked = [TrainTaste(str(project), preset="quick", epochs=n) for n in (3, 30)]
    short, long = (_estimate(project, job) for job in asked)
    assert long.each == short.each > 0
    again = long.more * (long.again - short.again)  # learning from everything
    longer = long.seconds - short.seconds
    assert longer == pytest.approx(27 * short.each + again)


def test_that_what_needs_500_gb_is_refused_before_anything_starts(
    opened: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(estimate_taste, "fresh_learner", _unasked)
    prepared = train_taste.prepare(TrainTaste(str(opened.path)), opened)
    huge = Settings(net=NetSize(width=2048, blocks=480, heads=8))
    how = (torch.device("cpu"), train_taste.loop_for, lambda: None)
    expected = estimate_taste.estimate(opened, prepared.inputs, huge, how)
    assert expected.memory > 500 * GB
    with pytest.raises(
        InputProblem, match=r"about .* GB of memory, and .* are free"
    ) as no:
        estimate_taste.refuse_what_cannot_fit(expected)
    assert no.value.hint == "Use the preset base."


def test_that_a_training_that_cannot_fit_leaves_no_run(
    opened: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(estimate_taste, "memory_there", lambda _: 10**8)
    before = [run.id for run in opened.runs.list("taste")]
    job = TrainTaste(str(opened.path), preset="quick", batch=4096)
    with pytest.raises(InputProblem, match="This training needs"):
        train_taste.run(job, Listener())
    assert [run.id for run in opened.runs.list("taste")] == before


def test_that_files_that_a_container_has_read_take_no_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, said in {
        "memory.max": "3000000",
        "memory.current": "2900000",
        "memory.stat": "anon 100000\ninactive_file 2000000\n",
    }.items():
        (tmp_path / name).write_text(said)
    monkeypatch.setattr(measuring, "_CGROUP_AT", tmp_path)
    monkeypatch.setattr(measuring, "memory_held", lambda: 0)
    assert measuring.memory_there(torch.device("cpu")) == 2_100_000


def test_that_tensorboard_reads_the_curves_of_a_run(
    opened: Project, tmp_path: Path
) -> None:
    _export(opened, "tensorboard", tmp_path / "events")
    result = _export(opened, "tensorboard", tmp_path / "events")  # in its place
    read = EventAccumulator(str(tmp_path / "events" / RUN))
    read.Reload()
    run = opened.runs.run(RUN)
    kept = [(p.step, p.value) for p in run.curves if p.name == "ndcg@10"]
    # TensorBoard's names have no @
    found = [(e.step, e.value) for e in read.Scalars("ndcg_10")]
    assert found == [(step, pytest.approx(value)) for step, value in kept]
    assert len(kept) == 3
    last = read.Scalars("final/ndcg_10")[0].value
    assert last == pytest.approx(run.metrics["ndcg@10"])
    assert result.rows > len(run.curves)
    assert len(list((tmp_path / "events" / RUN).iterdir())) == 1


def test_that_all_that_is_kept_of_a_run_is_written_as_json(
    opened: Project, tmp_path: Path
) -> None:
    _export(opened, "json", tmp_path / "run.json")
    read = json.loads((tmp_path / "run.json").read_text("utf-8"))
    assert read["id"] == RUN
    assert read["origin"]["plan"]["net.width"]
    with pytest.raises(InputProblem, match="is a folder"):
        _export(opened, "json", tmp_path)


@pytest.mark.timeout(180)
def test_that_the_model_as_onnx_scores_as_the_studio_does(
    opened: Project, tmp_path: Path
) -> None:
    out = tmp_path / "taste.onnx"
    _export(opened, "onnx", out)
    model = trained(opened, "cpu")
    assert isinstance(model.learner, SequenceLearner)
    session = onnxruntime.InferenceSession(str(out), providers=["CPUExecutionProvider"])
    said = {p.key: p.value for p in onnx.load(str(out)).metadata_props}
    assert json.loads(said["products"]) == list(model.inputs.products)
    assert set(json.loads(said["inputs"])) == {i.name for i in session.get_inputs()}
    assert "memory" in said["left_out"]
    everyone = today(model.inputs)
    lengths = set()
    for short in (1, 3, 5, 0):  # 0: the whole history
        end = everyone.end
        if short:
            end = np.minimum(model.inputs.steps.start[:-1] + short, end)
        asked = msgspec.structs.replace(everyone, end=end)
        given = tensors_of(model.learner, model.inputs, asked)
        lengths.add(given["kind"].shape[1])
        fed = {name: tensor.numpy() for name, tensor in given.items()}
        scores = session.run(["scores"], fed)[0]
        with torch.no_grad():
            tastes = model.learner.tastes(asked)
            ours = tastes @ model.learner.product_vectors().cpu().numpy().T
        assert np.abs(scores - ours).max() < 1e-4
        assert np.array_equal(top_k(scores, 10), top_k(ours, 10))
    assert len(lengths) == 4


def _estimate(project: Path, job: TrainTaste) -> Estimate:
    return estimate.run(EstimateTraining(str(project), job), Listener())


def _export(opened: Project, form: str, out: Path):
    job = ExportRun(str(opened.path), RUN, form, str(out))  # type: ignore[arg-type]
    return export_run.run(job, Listener())


def _unasked(*_: object, **__: object) -> None:
    raise AssertionError("this was not to be asked")
