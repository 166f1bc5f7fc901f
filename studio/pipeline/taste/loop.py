"""The training loop: epochs, averaged weights, early stopping, checkpoints."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import msgspec
import numpy as np
import torch
from torch import Tensor, nn

from studio.domain.errors import InputProblem
from studio.domain.jobs import Fact, Metric, Note, Report
from studio.pipeline.taste.descent import Descent, new_optimiser
from studio.pipeline.taste.learner import Learner, Task
from studio.pipeline.taste.metrics import Quality, judge
from studio.pipeline.taste.settings import Training
from studio.pipeline.taste.split import held_out

LEAST_RATE = 0.05
"""Share of the learning rate at the end of the cosine."""
NO_MEMORY = ("not enough memory", "can't allocate memory", "out of memory")
"""What torch says when a batch does not fit."""
MOST_TROUBLES = 3
"""So many epochs may lose their numbers before training stops with the best."""


class Place(msgspec.Struct):
    """How far a training is; all of it lies in a checkpoint."""

    epoch: int = 0
    step: int = 0
    best: float = -1.0
    best_epoch: int = 0
    idle: int = 0
    troubles: int = 0
    rate: float = 1.0  # share of the learning rate after troubles
    seconds: float = 0.0
    batch: int = 0  # sequences of a batch once memory ran out; 0: the settings'


class Keep(msgspec.Struct, frozen=True):
    """Where states go: every epoch's, and the best weights so far."""

    checkpoint: Callable[[Loop], None]
    best: Callable[[Loop], None]


class Loop:
    """One training under way. `best` holds the best averaged weights so far."""

    label = "Epoch {n} of {all}"

    def __init__(self, learner: Learner, task: Task, report: Report) -> None:
        self.learner = learner
        self.task = task
        self.report = report
        self.place = Place()
        self.optimiser = new_optimiser(learner.net, task.settings.training)
        self.average = copied(learner.net)
        self._descent = Descent(learner.net, self.optimiser, self.average)
        self.best = copied(learner.net)
        training = task.settings.training
        at = task.split.validation
        self._judged_on = held_out(task.inputs.steps, at, training.judged)
        self._began = time.monotonic()

    @property
    def training(self) -> Training:
        """The training settings."""
        return self.task.settings.training

    @property
    def steps(self) -> int:
        """Number of steps of the whole training, if it is not stopped early."""
        return self.training.epochs * self.learner.batches_per_epoch

    def run(self, keep: Keep) -> None:
        """Train until the last epoch, or until it no longer gets better."""
        before = self.place.seconds
        if self.place.batch:
            self.learner.batch = self.place.batch
        while not self.done:
            good = self._snapshot()
            began = time.monotonic()
            try:
                loss = self._epoch()
            except (RuntimeError, MemoryError) as problem:
                self._halve(problem, good)
                continue
            self.place.seconds = before + time.monotonic() - self._began
            if math.isfinite(loss):
                self._speed(time.monotonic() - began)
                self._judge(loss, keep)
                keep.checkpoint(self)
                self.report.send(Note("checkpoint saved"))
            else:
                self._go_back(good)
        if self.lost:
            self.report.send(Note("training stopped: the last good weights are kept"))
        self.learner.net.load_state_dict(self.best)

    @property
    def lost(self) -> bool:
        """Whether the numbers were lost so often that going on is of no use."""
        return self.place.troubles >= MOST_TROUBLES

    @property
    def done(self) -> bool:
        """Whether there is nothing more to train."""
        place = self.place
        return (
            place.epoch >= self.training.epochs
            or place.idle >= self.training.patience
            or self.lost
        )

    @contextmanager
    def averaged(self) -> Iterator[None]:
        """Put the averaged weights into the net for a while."""
        net = self.learner.net
        own = copied(net)
        net.load_state_dict(self.average)
        try:
            yield
        finally:
            net.load_state_dict(own)

    def _epoch(self) -> float:
        """Train one epoch; its mean loss, NaN when the numbers were lost."""
        place, epoch = self.place, self.place.epoch
        seed = (self.task.settings.seed, epoch, place.troubles)
        rng = np.random.default_rng(seed)
        torch.manual_seed(int(rng.integers(2**62)))
        self.learner.net.train()
        losses: list[float] = []
        for batch in self.learner.batches(rng):
            self._say_how_far()
            loss = self.learner.loss(batch)
            place.step += 1
            if loss is None:
                continue
            losses.append(float(loss.detach()))
            if not math.isfinite(losses[-1]):
                return float("nan")
            self._descend(loss)
        place.epoch += 1
        return float(np.mean(losses)) if losses else 0.0

    def _descend(self, loss: Tensor) -> None:
        torch.autograd.backward(loss)
        step = self.place.step
        decay = min(self.training.average, (1 + step) / (10 + step))
        rate = self.training.rate * self.place.rate * self._share_of_rate()
        self._descent.step(rate, decay)

    def _share_of_rate(self) -> float:
        """Warm-up, then a cosine down to LEAST_RATE."""
        warm = self.training.warm_up * self.steps
        if self.place.step < warm:
            return self.place.step / warm
        if not self.training.warm_up:
            return 1.0
        done = min((self.place.step - warm) / max(self.steps - warm, 1), 1.0)
        return cooled(done)

    def _say_how_far(self) -> None:
        place = self.place
        now = min(place.epoch + 1, self.training.epochs)
        per_step = (time.monotonic() - self._began) / max(place.step, 1)
        left = per_step * (self.steps - place.step) if place.step else None
        label = self.label.format(n=now, all=self.training.epochs)
        self.report.progress(place.step, self.steps, label, left)

    def _speed(self, seconds: float) -> None:
        speed = self.learner.batches_per_epoch / max(seconds, 1e-6)
        self.report.send(Fact("speed", f"{speed:.1f} steps / s"))

    def _judge(self, loss: float, keep: Keep) -> None:
        """Measure the averaged weights and keep them when they are the best."""
        place, send = self.place, self.report.send
        send(Metric("loss/train", place.epoch, loss))
        if not len(self._judged_on):
            self.best = {name: v.clone() for name, v in self.average.items()}
            keep.best(self)
            return
        with self.averaged():
            quality = self._quality()
            further = self.learner.further(self._judged_on)
        values = {"loss/validation": quality.loss, **quality.values(), **further}
        for name, value in values.items():
            send(Metric(name, place.epoch, value))
        send(Note(f"epoch {place.epoch}, ndcg {quality.ndcg:.3f}"))
        place.idle += 1
        if quality.ndcg > place.best:
            place.best, place.best_epoch, place.idle = quality.ndcg, place.epoch, 0
            self.best = {name: v.clone() for name, v in self.average.items()}
            keep.best(self)

    def _quality(self) -> Quality:
        return judge(
            self.learner.scores,
            self.task.inputs.steps,
            self._judged_on,
            self.task.inputs.sellable,
            self._say_how_far,
        )

    def _snapshot(self) -> dict[str, object]:
        return {
            "net": copied(self.learner.net),
            "average": {name: v.clone() for name, v in self.average.items()},
            "place": msgspec.structs.replace(self.place),
        }

    def _halve(self, problem: Exception, good: dict[str, object]) -> None:
        """After memory ran out: back to the last epoch, with half the batch."""
        said = str(problem).lower()
        if not isinstance(problem, MemoryError) and not any(
            words in said for words in NO_MEMORY
        ):
            raise problem
        if self.learner.batch == 1:
            raise InputProblem(
                "There is not enough memory to train this model, even with one shopper"
                " at a time.",
                "Choose a smaller preset, or close other programs.",
            ) from problem
        self.learner.net.zero_grad(set_to_none=True)
        if torch.cuda.is_available():
            torch.cuda.empty_cache()
        self._put_back(good)
        self.learner.batch //= 2
        self.place.batch = self.learner.batch
        self.place.step = self.place.epoch * self.learner.batches_per_epoch
        self.report.send(
            Note(f"memory ran out: going on with batches of {self.learner.batch}")
        )

    def _put_back(self, good: dict[str, object]) -> None:
        self.learner.net.load_state_dict(good["net"])  # type: ignore[arg-type]
        self.average = good["average"]  # type: ignore[assignment]
        self.place = good["place"]  # type: ignore[assignment]
        self.optimiser = new_optimiser(self.learner.net, self.training)
        self._descent = Descent(self.learner.net, self.optimiser, self.average)

    def _go_back(self, good: dict[str, object]) -> None:
        """Return to the last good epoch and go on at half the rate."""
        troubles, rate = self.place.troubles + 1, self.place.rate / 2
        self._put_back(good)
        self.place.troubles, self.place.rate = troubles, rate
        self.report.send(
            Note(
                f"the loss of epoch {self.place.epoch + 1} is not a number: "
                "back to the last good state, at half the rate"
            )
        )


def cooled(done: float) -> float:
    """Share of the learning rate after a share of the steps: a cosine to LEAST_RATE."""
    return LEAST_RATE + (1 - LEAST_RATE) * (1 + math.cos(math.pi * done)) / 2


def copied(net: nn.Module) -> dict[str, Tensor]:
    """A copy of a net's weights by name."""
    return {name: v.detach().clone() for name, v in net.state_dict().items()}
