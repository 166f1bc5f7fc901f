"""Training the transformer with differential privacy: DP-SGD, one shopper the unit.

Abadi et al., 2016. Each step takes every shopper with the same small chance (Poisson
sampling), computes the gradient of each one's sequence alone, shortens it to `clip`,
adds them up with Gaussian noise, and steps. What comes out would have come out nearly
as likely without any one shopper: by a factor of e^epsilon at most, but for a chance of
delta. Opacus' accountant says how much noise that takes and what was spent.

Noise and sampling come from the system's randomness, not from the run's seed: who knows
the seed could take the noise away. So a private run cannot be repeated exactly, nor
resumed.
"""

from __future__ import annotations

import secrets
import warnings
from importlib import import_module
from typing import Any

import msgspec
import numpy as np
import torch
from torch import Tensor

from studio.domain.behaviour import Ints
from studio.domain.errors import InputProblem
from studio.domain.jobs import Fact, Note, Report
from studio.pipeline.taste.batches import last_windows
from studio.pipeline.taste.learner import SequenceLearner, Task
from studio.pipeline.taste.loop import Keep, Loop
from studio.pipeline.taste.private_gradients import clipped_sum
from studio.pipeline.taste.settings import Private, Settings

LEAST_SHOPPERS = 500
"""With fewer, so much noise is needed that nothing is learned."""
SHARE = 0.1
"""Chance of a shopper to be in a step, at most; large batches drown the noise."""
LARGEST_BATCH = 512
MORE_EPOCHS = 2
"""A private model learns slower, so it gets so many times the preset's epochs."""
ACCOUNTANT = "prv"


class Budget(msgspec.Struct, frozen=True):
    """What a private training may spend: `noise` is in lengths of a clipped gradient.

    Attributes:
        shoppers: Whose sequences there are.
        rate: Chance of each to be in a step.
        steps: Number of steps of the whole training.
        delta: The chance that the promise does not hold.
        noise: Standard deviation of the noise.
    """

    shoppers: int
    rate: float
    steps: int
    delta: float
    noise: float


def private_settings(settings: Settings, private: Private) -> Settings:
    """Settings that suit a private training: no dropout, nothing chosen by looking."""
    training = settings.training
    return msgspec.structs.replace(
        settings,
        training=msgspec.structs.replace(
            training,
            epochs=training.epochs * MORE_EPOCHS,
            dropout=0.0,
            product_dropout=0.0,
            weight_decay=0.0,
            average=0.95,
            patience=training.epochs * MORE_EPOCHS,
        ),
        private=private,
    )


def budget_of(shoppers: int, epochs: int, private: Private) -> Budget:
    """How many steps, and how much noise, keep a training within its epsilon.

    Raises:
        InputProblem: There are too few shoppers, or Opacus is not installed.
    """
    if shoppers < LEAST_SHOPPERS:
        raise InputProblem(
            f"{shoppers:,} shoppers are too few to train privately: the noise would"
            " drown all there is to learn.",
            f"It takes {LEAST_SHOPPERS} at least. Train without differential privacy.",
        )
    rate = min(SHARE, LARGEST_BATCH / shoppers)
    steps = epochs * max(1, round(1 / rate))
    delta = private.delta or min(1e-5, 1 / (10 * shoppers))
    with warnings.catch_warnings():
        # the accountant tries rough bounds on its way; the last one is a tight one
        warnings.simplefilter("ignore", UserWarning)
        noise = _opacus("accountants.utils").get_noise_multiplier(
            target_epsilon=private.epsilon,
            target_delta=delta,
            sample_rate=rate,
            steps=steps,
            accountant=ACCOUNTANT,
            epsilon_tolerance=0.01,
        )
    return Budget(shoppers, rate, steps, delta, float(noise))


def spent(budget: Budget, steps: int) -> float:
    """Epsilon after so many steps, 0 before the first."""
    if not steps:
        return 0.0
    accountant = _opacus("accountants").PRVAccountant()
    accountant.history = [(budget.noise, budget.rate, steps)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return float(accountant.get_epsilon(delta=budget.delta))


class PrivateLoop(Loop):
    """A training whose every step is private. It never looks which epoch was best."""

    def __init__(self, learner: SequenceLearner, task: Task, report: Report) -> None:
        super().__init__(learner, task, report)
        self.sequences = learner
        starts = task.inputs.steps.start[:-1]
        self._shoppers: Ints = np.flatnonzero(task.split.train_end > starts)
        private = task.settings.private or Private()
        self.clip = private.clip
        self.budget = budget_of(
            len(self._shoppers), task.settings.training.epochs, private
        )
        self._chance = np.random.default_rng(secrets.randbits(128))
        self._noise = torch.Generator().manual_seed(secrets.randbits(63))
        self.taken = 0

    @property
    def steps(self) -> int:
        """Number of steps of the whole training."""
        return self.budget.steps

    @property
    def done(self) -> bool:
        """Whether all epochs are trained: stopping early would tell of the data."""
        return self.place.epoch >= self.training.epochs

    def run(self, keep: Keep) -> None:
        """Train all epochs; the last weights are kept, whatever they are worth."""
        self.report.send(Fact("privacy", self.words()))
        always = Keep(keep.checkpoint, lambda _: None)

        def checkpoint(loop: Loop) -> None:
            loop.best = {name: value.clone() for name, value in loop.average.items()}
            self.report.send(Fact("privacy", self.words()))
            keep.best(loop)

        super().run(msgspec.structs.replace(always, checkpoint=checkpoint))
        self.learner.net.load_state_dict(self.average)
        self.report.send(Note(self.words()))

    def words(self) -> str:
        """What has been promised and spent, for the run's record."""
        told = spent(self.budget, self.taken)
        return (
            f"epsilon {told:.2f} of {self._promised:g}, delta {self.budget.delta:g},"
            f" one shopper the unit, clip {self.clip:g}, noise {self.budget.noise:.2f}"
        )

    @property
    def _promised(self) -> float:
        private = self.task.settings.private
        return private.epsilon if private is not None else 0.0

    def _epoch(self) -> float:
        """All steps of one epoch; the mean loss, by which nothing is chosen."""
        self.learner.net.train()
        each = self.steps // self.training.epochs
        losses: list[float] = []
        for _ in range(each):
            self._say_how_far()
            self.place.step += 1
            losses.append(self._step())
        self.place.epoch += 1
        known = [loss for loss in losses if loss >= 0]
        return float(np.mean(known)) if known else 0.0

    def _step(self) -> float:
        """One step on shoppers by chance; the mean loss, -1 where nobody was drawn."""
        self.taken += 1
        drawn = self._shoppers[
            self._chance.random(len(self._shoppers)) < self.budget.rate
        ]
        inputs, net = self.task.inputs, self.sequences.net
        ends = self.task.split.train_end[drawn]
        length = self.task.settings.net.length
        windows = last_windows(inputs, drawn, ends, length)
        summed, loss = clipped_sum(self.sequences, windows, self.clip)
        spread = self.budget.noise * self.clip
        expected = self.budget.rate * len(self._shoppers)
        for name, parameter in net.named_parameters():
            noise = torch.randn(parameter.shape, generator=self._noise) * spread
            noisy = summed.get(name, torch.zeros_like(parameter)) + noise.to(
                parameter.device
            )
            parameter.grad = noisy / expected
        self._move()
        return loss

    def _move(self) -> None:
        rate = self.training.rate * self.place.rate * self._share_of_rate()
        for group in self.optimiser.param_groups:
            group["lr"] = rate
        self.optimiser.step()
        decay = min(self.training.average, (1 + self.taken) / (10 + self.taken))
        state: dict[str, Tensor] = self.learner.net.state_dict()
        for name, value in state.items():
            self.average[name].lerp_(value, 1 - decay)


def _opacus(part: str) -> Any:  # noqa: ANN401 - it has no types
    try:
        return import_module(f"opacus.{part}")
    except ImportError as error:
        raise InputProblem(
            "Training with differential privacy needs Opacus, which is not installed.",
            "Install Vitrine with its extra: pip install 'vitrine-studio[private]'.",
        ) from error
