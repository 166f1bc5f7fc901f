"""Differentially private training: what is promised is what is done."""

from __future__ import annotations

from pathlib import Path

import msgspec
import numpy as np
import pytest
import torch
from typer.testing import CliRunner

from studio.cli.app import build
from studio.domain.errors import InputProblem
from studio.domain.jobs import TrainTaste
from studio.pipeline.features.fusion import fuse, learn_text
from studio.pipeline.taste.batches import last_windows
from studio.pipeline.taste.learner import SequenceLearner, Task
from studio.pipeline.taste.loop import Keep
from studio.pipeline.taste.private import (
    Budget,
    PrivateLoop,
    budget_of,
    private_settings,
    spent,
)
from studio.pipeline.taste.private_gradients import clipped, clipped_sum, each_gradient
from studio.pipeline.taste.settings import NetSize, Private, settings_for
from studio.pipeline.taste.split import leave_last_out
from studio.store.project import Project
from studio.worker.run import run_job
from studio.worker.taste_data import shop_data
from tests.unit.worker_taste.conftest import Listener


@pytest.fixture
def learner(folder: Path) -> SequenceLearner:
    """A small fresh net for the shop's 90 shoppers, without any dropout."""
    with Project.open(folder) as project:
        data = shop_data(project)
    inputs = fuse(data, learn_text(data))
    settings = private_settings(settings_for("sasrec", "quick", 1), Private())
    settings = msgspec.structs.replace(settings, net=NetSize(16, 1, 2, 20))
    task = Task(inputs, leave_last_out(inputs.steps), settings, torch.device("cpu"))
    return SequenceLearner(task)


def test_that_the_gradients_of_all_are_each_ones_own(learner: SequenceLearner) -> None:
    task = learner.task
    some = np.arange(6)
    windows = last_windows(task.inputs, some, task.split.train_end[some], 20)
    learner.net.train()
    together, losses = each_gradient(learner, windows, learner.negatives)
    for at in range(len(some)):
        alone = windows.some(np.array([at]))
        own = learner.loss(alone)  # the usual training's, by another way
        assert own is not None
        assert float(own.detach()) == pytest.approx(float(losses[at]), rel=1e-4)
        learner.net.zero_grad()
        own.backward()  # type: ignore[no-untyped-call]
        for name, parameter in learner.net.named_parameters():
            if parameter.grad is not None:
                torch.testing.assert_close(
                    together[name][at], parameter.grad, rtol=1e-3, atol=1e-5
                )


def test_that_no_shopper_moves_the_sum_by_more_than_the_clip(
    learner: SequenceLearner,
) -> None:
    task = learner.task
    everyone = np.arange(90)
    windows = last_windows(task.inputs, everyone, task.split.train_end[everyone], 20)
    learner.net.train()
    clip = 0.05
    gradients, _ = each_gradient(learner, windows, learner.negatives)
    short = clipped(gradients, clip)
    length = sum(g.flatten(1).square().sum(1) for g in short.values()) ** 0.5
    assert float(length.max()) <= clip * 1.0001
    assert float(length.min()) > 0
    whole, _ = clipped_sum(learner, windows, clip)
    without, _ = clipped_sum(learner, windows.some(everyone[1:]), clip)
    moved = sum((whole[n] - without[n]).square().sum() for n in whole) ** 0.5
    assert float(moved) <= clip * 1.001


def test_that_noise_keeps_a_training_within_its_epsilon() -> None:
    loose = budget_of(5000, 4, Private(epsilon=8.0))
    strict = budget_of(5000, 4, Private(epsilon=2.0))
    longer = budget_of(5000, 8, Private(epsilon=8.0))
    assert strict.noise > loose.noise
    assert longer.noise > loose.noise
    for budget, epsilon in ((loose, 8.0), (strict, 2.0), (longer, 8.0)):
        assert 0.9 * epsilon < spent(budget, budget.steps) <= epsilon
        assert spent(budget, budget.steps // 2) < spent(budget, budget.steps)
    assert spent(loose, 0) == 0.0
    assert loose.delta < 1 / 5000
    with pytest.raises(InputProblem, match="too few to train privately"):
        budget_of(499, 4, Private())


def test_that_a_private_training_adds_noise_that_no_seed_tells(
    learner: SequenceLearner, monkeypatch: pytest.MonkeyPatch
) -> None:
    budget = Budget(shoppers=90, rate=0.0, steps=2, delta=1e-5, noise=3.0)
    monkeypatch.setattr(
        "studio.pipeline.taste.private.budget_of", lambda *_: budget
    )  # nobody is drawn: what moves the weights is noise alone
    monkeypatch.setattr("studio.pipeline.taste.private.spent", lambda *_: 1.5)
    settings = msgspec.structs.replace(
        learner.task.settings,
        training=msgspec.structs.replace(learner.task.settings.training, epochs=1),
    )
    task = msgspec.structs.replace(learner.task, settings=settings)
    ended = []
    for _ in range(2):
        told = Listener()
        loop = PrivateLoop(SequenceLearner(task), task, told)  # of the same seed
        loop.budget = msgspec.structs.replace(budget, rate=1e-9)
        loop.run(Keep(lambda _: None, lambda _: None))
        ended.append(loop.learner.net.state_dict()["product.weight"].clone())
        said = [e for e in told.events if getattr(e, "name", "") == "privacy"]
        assert "epsilon 1.50 of 8, delta 1e-05" in str(said[-1])
        assert loop.taken == 2
    assert not torch.equal(ended[0], ended[1])


def test_that_private_trainings_that_cannot_be_meant_are_refused(
    folder: Path,
) -> None:
    at = str(folder)
    for job, said in (
        (TrainTaste(at, epsilon=0.0), "cannot be meant"),
        (TrainTaste(at, epsilon=8.0, delta=0.5), "cannot be meant"),
        (TrainTaste(at, epsilon=8.0, clip=0.0), "cannot be meant"),
        (TrainTaste(at, "article", epsilon=8.0), "not trained with differential"),
        (TrainTaste(at, epsilon=8.0, start_from="taste-001"), "starts anew"),
        (TrainTaste(at, epsilon=8.0), "90 shoppers are too few"),
    ):
        with pytest.raises(InputProblem, match=said):
            run_job(job, Listener())
    with Project.open(folder) as project:
        run = project.runs.in_use("taste")
        assert run is not None
        assert run.id == "taste-001"  # the one in use stays


def test_that_what_a_private_training_spent_stands_in_its_record(folder: Path) -> None:
    spent_words = "epsilon 7.99 of 8, delta 1e-05, one shopper the unit, clip 1"
    with Project.open(folder) as project:
        run = project.runs.start("taste", {"epsilon": "8"})
        project.runs.note(run.id, facts={"privacy": spent_words})
    shown = CliRunner().invoke(build(), ["runs", str(folder), "show", run.id])
    assert shown.exit_code == 0
    assert spent_words in shown.stdout
