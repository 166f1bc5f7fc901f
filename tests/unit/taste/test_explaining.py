from __future__ import annotations

import msgspec
import numpy as np
import pytest
import torch

from studio.domain.errors import ModelRefused
from studio.domain.taste import TasteInputs
from studio.pipeline.features.fusion import ShopData, fuse
from studio.pipeline.taste.ablation import without_preferences
from studio.pipeline.taste.explaining import (
    Wish,
    about,
    explainable,
    parts_of,
    without_steps,
)
from studio.pipeline.taste.explaining_product import own_parts
from studio.pipeline.taste.learner import SequenceLearner, Task
from studio.pipeline.taste.loop import Keep, Loop
from studio.pipeline.taste.scoring import fresh_learner, today
from studio.pipeline.taste.settings import NetSize, Settings, Training, settings_for
from studio.pipeline.taste.split import leave_last_out
from tests.unit.taste.conftest import Listener, events_of

CPU = torch.device("cpu")
SMALL = Settings(
    net=NetSize(width=16, blocks=1, heads=1),
    training=Training(
        epochs=16, batch=32, rate=0.02, dropout=0.1, patience=16, average=0.8
    ),
    seed=5,
)


SHOPPERS, GROUPS, PER_GROUP = 90, 3, 8
MAIN, ASIDE = 5, 3
"""Steps of a shopper on products of the group they like, and of another one."""


@pytest.fixture(scope="module")
def inputs() -> TasteInputs:
    """Shoppers who like one group of products and look into another; half of them
    state something.
    """
    rng = np.random.default_rng(1)
    rows = []
    for shopper in range(SHOPPERS):
        likes = shopper % GROUPS
        aside = (likes + 1 + shopper // GROUPS % 2) % GROUPS
        group = rng.permutation([likes] * MAIN + [aside] * ASIDE)
        first = rng.integers(PER_GROUP, size=GROUPS)
        for place, of in enumerate(group[: len(group) - shopper % 4]):
            rows.append((shopper, of * PER_GROUP + int(first[of] + place) % PER_GROUP))
    made = fuse(ShopData(events_of(rows)), None)
    preference = rng.normal(size=made.preference.shape).astype(np.float32)
    stated = np.arange(len(made.shoppers)) % 2 == 0
    features = rng.normal(size=(len(made.products), 4)).astype(np.float32)
    return msgspec.structs.replace(
        made,
        preference=preference * stated[:, None],
        stated=stated,
        product_features=features,
        query_features=np.zeros((0, 4), np.float32),
    )


@pytest.fixture(scope="module")
def learner(inputs: TasteInputs) -> SequenceLearner:
    torch.set_num_threads(1)
    task = Task(inputs, leave_last_out(inputs.steps), SMALL, CPU)
    made = fresh_learner(task)
    Loop(made, task, Listener()).run(Keep(lambda _: None, lambda _: None))
    return explainable(made)


@pytest.mark.parametrize("lasting", [False, True])
def test_that_the_parts_add_up_to_the_difference_of_the_scores(
    learner: SequenceLearner, inputs: TasteInputs, lasting: bool
) -> None:
    asked = about(today(inputs), 3)
    parts = parts_of(learner, asked, Wish(lasting))
    tastes = learner.profiles(asked) if lasting else learner.tastes(asked)
    vectors = learner.product_vectors().numpy()
    scores = tastes @ (vectors[3] - vectors[inputs.sellable].mean(0))
    assert np.allclose(parts.score, scores, atol=1e-4)
    assert np.ptp(parts.average) > 0.001  # the number of steps tells something
    difference = np.abs(parts.score - parts.average)
    assert difference.mean() > 0.15
    assert np.abs(parts.missed).max() < 0.01 * difference.mean()
    assert (parts.preference[~inputs.stated] == 0).all()
    assert np.abs(parts.preference[inputs.stated]).min() > 0


def test_that_a_shop_where_nobody_stated_anything_is_told_why(
    inputs: TasteInputs,
) -> None:
    silent = without_preferences(inputs)
    task = Task(silent, leave_last_out(silent.steps), SMALL, CPU)
    parts = parts_of(SequenceLearner(task), about(today(silent), 3), Wish())
    difference = np.abs(parts.score - parts.average)
    assert np.abs(parts.missed).max() < 0.01 * difference.mean()
    assert not parts.preference.any()


def test_that_steps_are_told_newest_last_and_no_others(
    learner: SequenceLearner, inputs: TasteInputs
) -> None:
    some = np.array([0, 7, 40, 41])
    parts = parts_of(learner, about(today(inputs, some), 3), Wish())
    count = np.diff(inputs.steps.start)[some]
    assert parts.steps.shape == (4, count.max())
    for row, steps in zip(parts.steps, count, strict=True):
        assert (row[: len(row) - steps] == 0).all()
        assert (row[len(row) - steps :] != 0).all()
    alone = parts_of(learner, about(today(inputs, some[1:2]), 3), Wish())
    assert np.allclose(alone.steps[0], parts.steps[1][-count[1] :], atol=1e-5)


def test_that_the_named_events_matter_more_than_others(
    learner: SequenceLearner, inputs: TasteInputs
) -> None:
    """Take away the three events that raise a product's score most, or any three."""
    rng = np.random.default_rng(0)
    steps, product = inputs.steps, 3
    asked = about(today(inputs), product)
    parts = parts_of(learner, asked, Wish())
    drawn = rng.permuted(
        np.where(parts.steps != 0, rng.random(parts.steps.shape), -1), axis=0
    )
    fell = {}
    for name, worth in (("named", parts.steps), ("random", drawn)):
        back = parts.steps.shape[1] - np.argsort(-worth, axis=1)[:, :3]
        gone = (steps.start[asked.shopper + 1][:, None] - back).ravel()
        left = msgspec.structs.replace(inputs, steps=without_steps(steps, gone))
        task = Task(left, leave_last_out(left.steps), SMALL, CPU)
        after = parts_of(
            SequenceLearner(task, learner.net),
            about(today(left), product),
            Wish(points=1),
        )
        fell[name] = parts.score - after.score
    assert fell["named"].mean() > 1.6 * max(fell["random"].mean(), 0.01)
    assert (fell["named"] > fell["random"]).mean() > 0.6


def test_that_the_products_own_features_add_up_to_its_score(
    learner: SequenceLearner, inputs: TasteInputs
) -> None:
    asked = today(inputs, np.arange(10))
    taste = learner.tastes(asked).mean(0)
    features = inputs.product_features

    def told(choices: object) -> np.ndarray:
        # what is told of title and brand: half of the text each, all of it together
        rows = [sum(0.5 for _ in choice) * features[2] for choice in choices]  # type: ignore[attr-defined]
        return np.array(rows, np.float32)

    own = own_parts(learner, taste, 2, (("title", "brand"), told))
    score = parts_of(learner, about(asked, 2), Wish()).score.mean()
    assert own.learned + sum(own.fields.values()) == pytest.approx(score, abs=1e-4)
    assert own.fields["title"] == pytest.approx(own.fields["brand"], abs=1e-4)
    bare = own_parts(learner, taste, 2, ((), told))
    assert bare.learned == pytest.approx(score, abs=1e-4)
    assert bare.fields == {}


def test_that_the_articles_network_says_that_it_cannot_say_why(
    inputs: TasteInputs,
) -> None:
    settings = settings_for("article", "quick", 1)
    made = fresh_learner(Task(inputs, leave_last_out(inputs.steps), settings, CPU))
    with pytest.raises(ModelRefused, match="cannot say why"):
        explainable(made)
