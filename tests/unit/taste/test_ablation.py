from __future__ import annotations

import msgspec
import numpy as np
import pytest
import torch

from studio.domain.behaviour import Preferences
from studio.domain.taste import Flags, TasteInputs
from studio.pipeline.features.fusion import ShopData, fuse, learn_text
from studio.pipeline.taste.ablation import (
    FEW,
    Trained,
    ablate,
    left_out,
    questions,
    split_without,
    without_preferences,
)
from studio.pipeline.taste.batches import training_windows
from studio.pipeline.taste.learner import Learner, Task
from studio.pipeline.taste.loop import Keep, Loop
from studio.pipeline.taste.scoring import fresh_learner
from studio.pipeline.taste.settings import NetSize, Settings, Training
from studio.worker.silent import Unheard
from tests.unit.taste.conftest import GROUPS, SHOPPERS, WORDS


@pytest.fixture(scope="module")
def stated(shop: ShopData) -> TasteInputs:
    """The shop, in which everybody says what their group likes."""
    every = np.arange(SHOPPERS)
    said = Preferences(
        every,
        np.zeros(SHOPPERS, np.int64),
        tuple(WORDS[at % GROUPS] for at in every),
        np.ones(SHOPPERS),
        tuple(f"s{at}" for at in every),
    )
    told = msgspec.structs.replace(shop, preferences=said)
    return fuse(told, learn_text(told))


def learned(inputs: TasteInputs, gone: Flags) -> Learner:
    settings = Settings(
        net=NetSize(width=16, blocks=1, length=10),
        training=Training(epochs=40, batch=32, rate=1e-2, dropout=0.0, patience=40),
    )
    split = split_without(inputs.steps, gone)
    task = Task(inputs, split, settings, torch.device("cpu"))
    learner = fresh_learner(task)
    Loop(learner, task, Unheard(lambda: None)).run(Keep(lambda _: None, lambda _: None))
    return learner


def test_that_preferences_help_before_the_first_event_and_less_later(
    stated: TasteInputs,
) -> None:
    gone = left_out(stated, 1, 0.3)
    asked = questions(stated, gone, 1)
    models = Trained(learned(stated, gone), learned(without_preferences(stated), gone))
    hr = {(r.known, r.sight): r.quality.hr for r in ablate(models, stated, asked)}
    assert hr["0", "preference"] == hr["0", "both"]
    assert hr["0", "preference"] > hr["0", "behaviour"] + 0.2
    assert hr["1-5", "both"] >= hr["1-5", "behaviour"] - 0.1


def test_that_no_step_of_those_left_out_is_learned_from(stated: TasteInputs) -> None:
    gone = left_out(stated, 1)
    assert 0 < gone.sum() < SHOPPERS / 2
    split = split_without(stated.steps, gone)
    windows = training_windows(stated, split, 10)
    assert not gone[windows.shopper].any()
    assert set(windows.shopper) == set(np.flatnonzero(~gone))
    for known, some in questions(stated, gone, 1).items():
        behind = some.end - stated.steps.start[some.shopper]
        assert gone[some.shopper].all()
        assert len(np.unique(some.shopper)) == len(some)
        if known == "0":
            assert not behind.any()
        elif known == "1-5":
            assert behind.min() >= 1
            assert behind.max() <= FEW
        else:
            assert (behind > FEW).all()
