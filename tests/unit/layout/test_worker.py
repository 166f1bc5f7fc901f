from __future__ import annotations

import numpy as np
import pytest

from studio.domain.errors import CancelledByUser
from studio.domain.jobs import Fact, Metric, Note, TrainLayout
from studio.pipeline.layout.weights import read_weights
from studio.store import weights
from studio.store.project import Project
from studio.worker.sample_layouts import project_model
from studio.worker.train_layout import _save as save_weights
from studio.worker.train_layout import run


@pytest.fixture
def folder(tmp_path):
    Project.create(tmp_path / "shop", "Shop").close()
    return tmp_path / "shop"


def test_that_a_project_without_pages_trains_resumes_and_is_used(small, folder):
    job = TrainLayout(str(folder), preset="quick", steps=14, device="cpu")
    with pytest.raises(CancelledByUser, match="can be resumed"):
        run(job, small.report(cancel_at=5))
    with Project.open(folder) as project:
        (stopped,) = project.runs.list("layout")
        assert stopped.state == "cancelled"
    report = small.report()
    result = run(TrainLayout(str(folder), resume=stopped.id, device="cpu"), report)
    assert result.run_id == stopped.id
    assert result.metrics["steps"] == 14
    said = [event.text for event in report.events if isinstance(event, Note)]
    assert any("leaning on the shipped weights" in text for text in said)
    assert {"device", "parameters", "seed"} <= {
        event.name for event in report.events if isinstance(event, Fact)
    }
    with Project.open(folder) as project:
        finished = project.runs.in_use("layout")
        assert finished is not None
        assert finished.state == "finished"
        assert {curve.name for curve in finished.curves} & {"loss/train"}
        path = project.runs.folder(finished.id) / "weights.safetensors"
    assert read_weights(path).about["own_pages"] == "0"
    assert project_model(str(folder), "cpu").about["own_pages"] == "0"
    assert any(isinstance(event, Metric) for event in report.events)


def test_that_no_file_starts_as_a_pickle_does(tmp_path):
    path = tmp_path / "weights.safetensors"
    tensors = {"a": np.zeros(3, np.float32)}
    starts = set()
    for size in range(0, 400, 8):
        meta = {"kind": "layout", "text": "x" * size}
        save_weights(path, tensors, meta)
        starts.add(path.read_bytes()[:1])
        assert weights.load(path, "layout")[1]["text"] == meta["text"]
    assert b"\x80" not in starts
    assert len(starts) > 20
