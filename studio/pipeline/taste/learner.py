"""What the training loop asks of a model, and the transformer's answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol

import msgspec
import numpy as np
import torch
import torch.nn.functional as fn
from torch import Tensor, nn

from studio.domain.taste import Flags, TasteInputs
from studio.pipeline.taste.batches import (
    Batch,
    Columns,
    Window,
    bucketed,
    columns_of,
    cuts_of,
    last_windows,
    next_products,
    to_batch,
    training_windows,
)
from studio.pipeline.taste.memory import Memory
from studio.pipeline.taste.metrics import Scores
from studio.pipeline.taste.rows import all_looked_up, looked_up
from studio.pipeline.taste.sasrec import TasteNet
from studio.pipeline.taste.settings import Settings
from studio.pipeline.taste.softmax import (
    draw_negatives,
    quick_softmax,
    sampled_softmax,
)
from studio.pipeline.taste.split import HeldOut, Split

LIKE = 256
"""Shoppers with about as many steps who are read together, so that little is padded."""


class Task(msgspec.Struct, frozen=True):
    """What to train on, how, and where."""

    inputs: TasteInputs
    split: Split
    settings: Settings
    device: torch.device


class Learner(Protocol):
    """A model that the loop can train and judge."""

    @property
    def net(self) -> nn.Module:
        """The weights."""

    @property
    def task(self) -> Task:
        """What it learns, and how."""

    batch: int
    """Sequences of a batch, of mean length; the loop halves it when memory runs out."""

    @property
    def batches_per_epoch(self) -> int:
        """Number of batches that `batches` gives."""

    def batches(self, rng: np.random.Generator) -> Iterator[Window]:
        """The batches of one epoch, shuffled by `rng`."""

    def loss(self, batch: Window) -> Tensor | None:
        """Loss of one batch; None when it asks nothing."""

    def scores(self, asked: HeldOut) -> Scores:
        """Scores (N, I) of all products for N questions."""

    def further(self, asked: HeldOut) -> dict[str, float]:
        """Further metrics by name, or the model's own `loss/validation`."""


def warm_products(inputs: TasteInputs, split: Split) -> Flags:
    """Which products (I,) have a step to learn from."""
    steps = inputs.steps
    shopper = steps.shopper()
    learned = (np.arange(len(steps)) < split.train_end[shopper]) & (steps.product >= 0)
    warm = np.zeros(len(inputs.products), np.bool_)
    warm[steps.product[learned]] = True
    return warm


def features_of(inputs: TasteInputs) -> Tensor:
    """Text features (I + Q, F) of products, then queries; one zero where F is 0."""
    both = np.concatenate([inputs.product_features, inputs.query_features])
    if not both.shape[1]:
        both = np.zeros((len(both), 1), np.float32)
    return torch.from_numpy(both)


def new_net(inputs: TasteInputs, warm: Flags, settings: Settings) -> TasteNet:
    """A fresh transformer for these inputs."""
    training = settings.training
    net = TasteNet(
        settings.net,
        features_of(inputs),
        torch.from_numpy(warm),
        inputs.preference.shape[1],
        (training.dropout, training.product_dropout),
    )
    net.recompute = training.recompute
    net.fusion.idle = not inputs.stated.any()
    return net


class SequenceLearner:
    """The transformer, trained to name the next product after every step."""

    def __init__(self, task: Task, net: TasteNet | None = None) -> None:
        self._task = task
        self._warm = warm_products(task.inputs, task.split)
        torch.manual_seed(task.settings.seed)
        self.net: TasteNet = net or new_net(task.inputs, self._warm, task.settings)
        self.net.to(task.device)
        places = torch.from_numpy(np.flatnonzero(self._warm))
        self._negatives = places.to(task.device)
        length = task.settings.net.length
        self._windows = training_windows(task.inputs, task.split, length)
        self._columns: Columns = columns_of(task.inputs)
        self._quick = self._may_be_quick()
        self.memory: Memory | None = None
        self.batch = task.settings.training.batch
        self._cut: tuple[int, list[slice]] = (0, [])

    @property
    def task(self) -> Task:
        """What it learns, and how."""
        return self._task

    @property
    def negatives(self) -> Tensor:
        """Rows of the products that wrong answers are drawn from."""
        return self._negatives

    @property
    def batches_per_epoch(self) -> int:
        """Number of batches that `batches` gives."""
        return len(self._cuts())

    def batches(self, rng: np.random.Generator) -> Iterator[Window]:
        """The batches of one epoch, shuffled by `rng`."""
        self.net.begin()
        return bucketed(self._windows, self._cuts(), rng)

    def _cuts(self) -> list[slice]:
        """Where the sorted sequences are cut into batches; found anew after `batch`."""
        if self._cut[0] != self.batch:
            self._cut = (self.batch, cuts_of(self._windows, self.batch))
        return self._cut[1]

    def _may_be_quick(self) -> bool:
        """Whether the ways that suit a processor give the same as the usual ones."""
        processor = self._task.device.type == "cpu"
        known = bool((self.net.warm.numpy(force=True)[self._warm] > 0).all())
        return processor and known and not self._task.settings.training.bf16

    def loss(self, batch: Window) -> Tensor | None:
        """Sampled softmax over the steps that have a next product."""
        return self._quick_loss(batch) if self._quick else self._usual_loss(batch)

    def _quick_loss(self, batch: Window) -> Tensor | None:
        """The loss by the ways that suit a processor."""
        product = next_products(self._task.inputs, batch, self._columns).ravel()
        at = np.flatnonzero(product >= 0)
        if not len(at):
            return None
        net, device = self.net, self._task.device
        target = torch.from_numpy(product[at])
        inputs = to_batch(self._task.inputs, batch, device, self._columns)
        rows = draw_negatives(self._negatives, self._task.settings.training.negatives)
        sampled = len(rows) < len(self._negatives)
        asked = (rows, target) if sampled else (rows,)
        own, *found = all_looked_up(
            net.product.weight, inputs.product.flatten(), *asked
        )
        tastes = net.learn(inputs, own, alike=self._columns.alike).flatten(0, 1)
        tastes = looked_up(tastes, torch.from_numpy(at))
        vectors = net.learned_vectors(rows, found[0])
        if not sampled:
            return fn.cross_entropy(
                tastes @ vectors.T, torch.searchsorted(rows, target)
            )
        right = net.learned_vectors(target, found[1])
        return quick_softmax(
            tastes, right, target, (vectors, rows, len(self._negatives))
        )

    def _usual_loss(self, batch: Window) -> Tensor | None:
        asked = torch.from_numpy(next_products(self._task.inputs, batch, self._columns))
        asked = asked.to(self._task.device)
        has = asked >= 0
        if not bool(has.any()):
            return None
        inputs = to_batch(self._task.inputs, batch, self._task.device, self._columns)
        with torch.autocast(
            self._task.device.type,
            torch.bfloat16,
            enabled=self._task.settings.training.bf16,
        ):
            return self._cross_entropy(self.net(inputs)[has], asked[has])

    def _cross_entropy(self, tastes: Tensor, target: Tensor) -> Tensor:
        """Mean over M tastes (M, D) whose right products are `target` (M,)."""
        number = self._task.settings.training.negatives
        rows = draw_negatives(self._negatives, number)
        vectors = self.net.product_vectors(rows)
        if len(rows) == len(self._negatives):  # nothing was sampled: look them up
            place = torch.searchsorted(rows, target)
            return fn.cross_entropy(tastes @ vectors.T, place)
        drawn = (vectors, rows, len(self._negatives))
        right = self.net.product_vectors(target)
        return sampled_softmax(tastes, right, target, drawn)

    @torch.no_grad()
    def scores(self, asked: HeldOut) -> Scores:
        """Scores (N, I) of all products for N questions: the net's and the memory's."""
        scores = self.net_scores(asked)
        if self.memory is not None:
            self.memory.add_to(scores, self._task.inputs.steps, asked)
        return scores

    def net_scores(self, asked: HeldOut) -> Scores:
        """Scores (N, I) of the net alone."""
        scores: Scores = self.tastes(asked) @ self.product_vectors().cpu().numpy().T
        return scores

    def further(self, asked: HeldOut) -> dict[str, float]:  # noqa: ARG002
        """No further metrics."""
        return {}

    @torch.no_grad()
    def product_vectors(self) -> Tensor:
        """Vectors (I, D) of all products."""
        self.net.eval()
        every = torch.arange(len(self._warm), device=self._task.device)
        return self.net.product_vectors(every)

    def tastes(self, asked: HeldOut) -> Scores:
        """Tastes (N, D) of shoppers after their steps before `end`."""
        return self._read_all(asked, self.net.tastes)

    def profiles(self, asked: HeldOut) -> Scores:
        """Mean tastes (N, D) over the steps: what shoppers like in the long run."""
        return self._read_all(asked, self.net.profiles)

    @torch.no_grad()
    def _read_all(self, asked: HeldOut, ask: Callable[..., Tensor]) -> Scores:
        """What the net answers (N, D), asked for shoppers with about as many steps."""
        self.net.eval()
        found = np.zeros((len(asked), self._task.settings.net.width), np.float32)
        windows = self._last(asked)
        order = np.argsort(windows.end - windows.begin, kind="stable")
        for cut in cuts_of(windows, LIKE):
            read = to_batch(
                self._task.inputs,
                windows.some(order[cut]),
                self._task.device,
                self._columns,
            )
            answer = ask(read, packed=self._task.device.type == "cpu")
            found[order[cut]] = answer.float().cpu().numpy()
        return found

    def read(self, asked: HeldOut) -> Batch:
        """The last steps of shoppers before `end`, for a net that does not learn."""
        self.net.eval()
        windows = self._last(asked)
        return to_batch(self._task.inputs, windows, self._task.device, self._columns)

    def _last(self, asked: HeldOut) -> Window:
        length = self._task.settings.net.length
        return last_windows(self._task.inputs, asked.shopper, asked.end, length)
