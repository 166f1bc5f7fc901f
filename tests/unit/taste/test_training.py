from __future__ import annotations

import math

import msgspec
import numpy as np
import pytest
import torch
from torch import Tensor

from studio.domain.behaviour import Events
from studio.domain.errors import CancelledByUser, InputProblem, ModelRefused
from studio.domain.jobs import Note
from studio.domain.taste import TasteInputs
from studio.pipeline.features.fusion import ShopData, fuse
from studio.pipeline.taste import dropping
from studio.pipeline.taste.article import ArticleNet
from studio.pipeline.taste.baselines import popularity, popularity_scores
from studio.pipeline.taste.batches import Window
from studio.pipeline.taste.checkpoint import (
    Arrays,
    Weights,
    checkpoint_of,
    go_on_from,
    read_weights,
    weights_of,
)
from studio.pipeline.taste.cold import lend
from studio.pipeline.taste.learner import (
    Learner,
    SequenceLearner,
    Task,
    warm_products,
)
from studio.pipeline.taste.loop import Keep, Loop
from studio.pipeline.taste.metrics import judge
from studio.pipeline.taste.ranking import recommend
from studio.pipeline.taste.refit import refit
from studio.pipeline.taste.remembering import remember
from studio.pipeline.taste.scoring import (
    embed,
    fresh_learner,
    restore,
    today,
)
from studio.pipeline.taste.settings import NetSize, Settings, Training, settings_for
from studio.pipeline.taste.split import held_out, leave_last_out

CPU = torch.device("cpu")
SMALL = Settings(
    net=NetSize(width=16, blocks=1, heads=1),
    training=Training(
        epochs=6,
        batch=32,
        rate=0.02,
        dropout=0.1,
        patience=6,
        average=0.8,
        product_dropout=0.3,
    ),
    seed=5,
)
NOWHERE = Keep(lambda _: None, lambda _: None)


class Told:
    """A report that remembers, and cancels at a call when it is asked to."""

    def __init__(self, cancel_at: int = 0) -> None:
        self.events: list[object] = []
        self.calls = 0
        self.cancel_at = cancel_at

    def progress(
        self, step: int, total: int, label: str = "", seconds_left: float | None = None
    ) -> None:
        self.calls += 1
        if self.calls == self.cancel_at:
            raise CancelledByUser

    def send(self, event: object) -> None:
        self.events.append(event)


def _task(inputs: TasteInputs, settings: Settings = SMALL) -> Task:
    return Task(inputs, leave_last_out(inputs.steps), settings, CPU)


def _trained(inputs: TasteInputs, settings: Settings = SMALL) -> Loop:
    task = _task(inputs, settings)
    loop = Loop(fresh_learner(task), task, Told())
    loop.run(NOWHERE)
    return loop


@pytest.fixture(scope="module")
def loop(inputs: TasteInputs) -> Loop:
    torch.set_num_threads(1)
    training = msgspec.structs.replace(SMALL.training, epochs=25, patience=25)
    return _trained(inputs, msgspec.structs.replace(SMALL, training=training))


def _kept(loop: Loop) -> Weights:
    task = loop.task
    return Weights(
        net=weights_of(loop.best),
        settings=task.settings,
        products=task.inputs.products,
        warm=warm_products(task.inputs, task.split),
    )


def test_that_training_learns_more_than_popularity(loop: Loop) -> None:
    inputs, split = loop.task.inputs, loop.task.split
    asked = held_out(inputs.steps, split.test)
    ours = judge(loop.learner.scores, inputs.steps, asked, inputs.sellable)
    counts = popularity(inputs.steps, split.train_end, len(inputs.products))
    popular = judge(popularity_scores(counts), inputs.steps, asked, inputs.sellable)
    assert ours.ndcg > 2 * popular.ndcg


def test_that_a_product_without_events_is_placed_by_its_text(loop: Loop) -> None:
    inputs = loop.task.inputs
    scores = loop.learner.scores(today(inputs))
    scores -= scores.mean(axis=1, keepdims=True)
    cold = scores[:, -1]  # the last product, a boot, has no event
    likes_boots = np.arange(len(inputs.shoppers)) % 3 == 0
    assert cold[likes_boots].mean() > cold[~likes_boots].mean() + 0.5


def test_that_a_resumed_training_ends_as_one_that_never_stopped(
    inputs: TasteInputs,
) -> None:
    saved: list[tuple[Arrays, dict[str, str]]] = []

    def keep(loop: Loop) -> None:
        arrays, meta = checkpoint_of(loop)
        saved.append(({k: v.copy() for k, v in arrays.items()}, meta))

    task = _task(inputs)
    whole = Loop(fresh_learner(task), task, Told())
    whole.run(Keep(keep, lambda _: None))
    resumed = Loop(fresh_learner(task), task, Told())
    go_on_from(resumed, *saved[2], "checkpoint")
    assert resumed.place.epoch == 3
    resumed.run(NOWHERE)
    for name, value in whole.learner.net.state_dict().items():
        assert torch.equal(value, resumed.learner.net.state_dict()[name]), name
    assert whole.place.best == resumed.place.best


def test_that_cancelling_is_heard_and_leaves_the_last_checkpoint(
    inputs: TasteInputs,
) -> None:
    saved: list[int] = []
    task = _task(inputs)
    loop = Loop(fresh_learner(task), task, Told(cancel_at=16))
    with pytest.raises(CancelledByUser):
        loop.run(
            Keep(lambda stopped: saved.append(stopped.place.epoch), lambda _: None)
        )
    assert saved == [1, 2]


class LosesItsNumbers(SequenceLearner):
    """A learner whose loss is not a number in one batch."""

    batch_number = 0

    def loss(self, batch: Window) -> Tensor | None:
        self.batch_number += 1
        found = super().loss(batch)
        if self.batch_number == 7 and found is not None:
            return found * math.nan
        return found


def test_that_lost_numbers_take_training_back_to_the_last_good_state(
    inputs: TasteInputs,
) -> None:
    task, told = _task(inputs), Told()
    loop = Loop(LosesItsNumbers(task), task, told)
    loop.run(NOWHERE)
    notes = [e.text for e in told.events if isinstance(e, Note)]
    assert any("not a number" in note for note in notes)
    assert loop.place.troubles == 1
    assert loop.place.epoch == 6
    assert all(torch.isfinite(v).all() for v in loop.best.values())


class RunsOutOfMemory(SequenceLearner):
    """A learner for which 32 sequences of about 6 steps at once are too many."""

    def loss(self, batch: Window) -> Tensor | None:
        if len(batch) * int((batch.end - batch.begin).max() + 1) > 130:
            raise RuntimeError("DefaultCPUAllocator: not enough memory: you tried")
        return super().loss(batch)


def test_that_running_out_of_memory_halves_the_batch(inputs: TasteInputs) -> None:
    task, told = _task(inputs), Told()
    loop = Loop(RunsOutOfMemory(task), task, told)
    loop.run(NOWHERE)
    notes = [e.text for e in told.events if isinstance(e, Note)]
    assert "memory ran out: going on with batches of 16" in notes
    assert (loop.place.epoch, loop.place.batch) == (6, 16)
    assert loop.place.step == 6 * loop.learner.batches_per_epoch


class NeverFits(SequenceLearner):
    """A learner that no batch is small enough for."""

    def loss(self, batch: Window) -> Tensor | None:
        raise MemoryError


def test_that_what_never_fits_is_said(inputs: TasteInputs) -> None:
    task = _task(inputs)
    with pytest.raises(InputProblem, match="not enough memory"):
        Loop(NeverFits(task), task, Told()).run(NOWHERE)


class OnlyLosesNumbers(SequenceLearner):
    """A learner whose loss is never a number."""

    def loss(self, batch: Window) -> Tensor | None:
        found = super().loss(batch)
        return None if found is None else found * math.nan


def test_that_a_training_without_numbers_stops_and_says_so(
    inputs: TasteInputs,
) -> None:
    task, told = _task(inputs), Told()
    loop = Loop(OnlyLosesNumbers(task), task, told)
    loop.run(NOWHERE)
    notes = [e.text for e in told.events if isinstance(e, Note)]
    assert notes[-1] == "training stopped: the last good weights are kept"
    assert all(torch.isfinite(v).all() for v in loop.best.values())


@pytest.mark.parametrize("bf16", [False, True])
def test_that_blocks_computed_twice_learn_as_those_kept(
    inputs: TasteInputs, bf16: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dropping, "POOL", 0)  # both draw from torch's own chance
    found = []
    for twice in (False, True):
        training = msgspec.structs.replace(
            SMALL.training, epochs=1, recompute=twice, bf16=bf16
        )
        loop = _trained(inputs, msgspec.structs.replace(SMALL, training=training))
        found.append(loop.learner.net.state_dict()["blocks.0.to_qkv.weight"])
    assert torch.allclose(found[0], found[1], atol=1e-4)


def test_that_the_refit_learns_from_the_held_out_steps(loop: Loop) -> None:
    told = Told()
    learner = loop.learner
    assert isinstance(learner, SequenceLearner)
    memory = remember(learner, loop.task)
    learner.memory = msgspec.structs.replace(memory, weight=1.0)
    again = refit(loop, told)
    inputs = loop.task.inputs
    asked = held_out(inputs.steps, loop.task.split.test)
    before, after = (
        judge(score, inputs.steps, asked, inputs.sellable).loss
        for score in (learner.net_scores, again.net_scores)
    )
    assert after < before - 0.1
    assert again.memory is not None
    assert again.task.split.train_end.sum() > loop.task.split.train_end.sum()
    learner.memory = None  # the trained net is shared with other tests


def test_that_weights_come_back_as_they_were_kept(loop: Loop) -> None:
    kept = _kept(loop)
    read = read_weights(kept.arrays(), kept.meta(), "weights")
    learner = restore(read, loop.task.inputs, CPU, "weights")
    asked = held_out(loop.task.inputs.steps, loop.task.split.test)
    trained = loop.learner
    assert isinstance(trained, SequenceLearner)
    lend(trained, kept.warm)  # as a training does in its end
    assert np.allclose(learner.scores(asked), trained.scores(asked), atol=1e-5)


def test_that_weights_are_matched_to_another_catalogue_by_id(loop: Loop) -> None:
    inputs = loop.task.inputs
    turned = msgspec.structs.replace(inputs, products=inputs.products[::-1])
    learner = restore(_kept(loop), turned, CPU, "weights")
    own = loop.learner.net.state_dict()["product.weight"]
    moved = learner.net.state_dict()["product.weight"]
    assert torch.equal(moved[1:-1], own[:-2].flip(0))  # the first, unmet, borrows


def _restored(arrays: Arrays, meta: dict[str, str], inputs: TasteInputs) -> Learner:
    return restore(read_weights(arrays, meta, "other"), inputs, CPU, "other")


@pytest.mark.parametrize("spoiled", ["missing", "shape", "facts"])
def test_that_weights_of_another_shape_are_refused(loop: Loop, spoiled: str) -> None:
    kept = _kept(loop)
    arrays, meta = kept.arrays(), kept.meta()
    if spoiled == "missing":
        del arrays["net/text.weight"]
    elif spoiled == "shape":
        arrays["net/text.weight"] = arrays["net/text.weight"][:, :1]
    else:
        del meta["settings"]
    with pytest.raises(ModelRefused):
        _restored(arrays, meta, loop.task.inputs)


def test_that_recommendations_leave_out_what_was_seen(loop: Loop) -> None:
    inputs = loop.task.inputs
    asked = today(inputs, np.array([0]))
    seen = set(inputs.steps.product[inputs.steps.start[0] : inputs.steps.start[1]])
    best, score = recommend(loop.learner, inputs, asked, 5, include_seen=False)
    assert not seen & set(best[0].tolist())
    assert (np.diff(score[0]) <= 0).all()
    every, _ = recommend(loop.learner, inputs, asked, 99, include_seen=True)
    assert sorted(every[0].tolist()) == list(range(len(inputs.products)))


def test_that_the_articles_network_trains_and_says_its_accuracy(
    inputs: TasteInputs,
) -> None:
    settings = settings_for("article", "quick", 1, 8)
    training = msgspec.structs.replace(settings.training, batch=32, rate=0.01)
    loop = _trained(inputs, msgspec.structs.replace(settings, training=training))
    assert (
        loop.learner.further(held_out(inputs.steps, loop.task.split.test))["accuracy"]
        > 0.7
    )
    assert embed(loop.learner, inputs).tastes.shape[0] == len(inputs.shoppers)


def test_that_the_articles_network_scores_all_products_as_one_by_one(
    inputs: TasteInputs,
) -> None:
    torch.manual_seed(0)
    for length in (7, 8, 20):
        net = ArticleNet(NetSize(width=8, length=length), 5).eval()
        product, kind = torch.randint(6, (2, length)), torch.randint(5, (2, length))
        every = torch.arange(5)
        together = net.score_all(product, kind, every)
        asking = torch.full((2, 1), 4)
        for candidate in range(5):
            tokens = torch.cat([product, torch.full((2, 1), candidate)], dim=1)
            alone = net(tokens, torch.cat([kind, asking], dim=1))
            assert torch.allclose(together[:, candidate], alone, atol=1e-5)


def test_that_ids_alone_are_enough_to_train(inputs: TasteInputs) -> None:
    bare = msgspec.structs.replace(
        inputs,
        product_features=np.zeros((len(inputs.products), 0), np.float32),
        query_features=np.zeros((0, 0), np.float32),
    )
    one_epoch = msgspec.structs.replace(SMALL.training, epochs=1)
    loop = _trained(bare, msgspec.structs.replace(SMALL, training=one_epoch))
    assert loop.place.epoch == 1


@pytest.mark.parametrize("model", ["sasrec", "article"])
def test_that_one_shopper_with_one_product_trains_without_a_split(model: str) -> None:
    one = np.zeros(1, np.int64)
    events = Events(
        one,
        one,
        one,
        one,
        one,
        one - 1,
        np.ones(1),
        np.full(1, np.nan),
        ("s",),
        ("p",),
        (),
    )
    inputs = fuse(ShopData(events), None)
    settings = settings_for(model, "quick", 1, 2)  # type: ignore[arg-type]
    loop = _trained(inputs, settings)
    best, _ = recommend(loop.learner, inputs, today(inputs), 3, include_seen=True)
    assert best.tolist() == [[0]]
