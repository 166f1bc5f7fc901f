"""Trains the article's network: chosen or not, by binary cross-entropy."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import torch
import torch.nn.functional as fn
from torch import Tensor

from studio.domain.behaviour import Ints
from studio.domain.taste import START
from studio.pipeline.taste.article import ArticleNet
from studio.pipeline.taste.batches import Window
from studio.pipeline.taste.learner import Task, warm_products
from studio.pipeline.taste.metrics import Scores
from studio.pipeline.taste.split import HeldOut

SHARE_HELD_OUT = 0.2
"""The article keeps a fifth of its examples for validation."""
AT_ONCE = 64
"""Shoppers scored against all products at once."""


class ArticleLearner:
    """The article's network, one chosen and one drawn product per example."""

    def __init__(self, task: Task, net: ArticleNet | None = None) -> None:
        self._task = task
        torch.manual_seed(task.settings.seed)
        products = len(task.inputs.products)
        self.net: ArticleNet = net or ArticleNet(task.settings.net, products)
        self.net.to(task.device)
        warm = np.flatnonzero(warm_products(task.inputs, task.split))
        self._drawn_from = warm if len(warm) else np.arange(products)
        examples = self._examples()
        rng = np.random.default_rng(task.settings.seed)
        held = rng.random(len(examples)) < SHARE_HELD_OUT
        self._learned = np.flatnonzero(~held)
        self._held = np.flatnonzero(held)
        self._all = examples
        self.batch = task.settings.training.batch

    def _examples(self) -> Window:
        """A stretch of L steps and the new product after it, for each training step."""
        steps, end = self._task.inputs.steps, self._task.split.train_end
        shopper = steps.shopper()
        at = np.arange(len(steps))
        chosen = np.flatnonzero((at < end[shopper]) & steps.fresh)
        who = shopper[chosen]
        length = self._task.settings.net.length
        return Window(who, np.maximum(chosen - length, steps.start[who]), chosen)

    @property
    def task(self) -> Task:
        """What it learns, and how."""
        return self._task

    @property
    def batches_per_epoch(self) -> int:
        """Number of batches that `batches` gives."""
        return -(-len(self._learned) // self.batch)

    def batches(self, rng: np.random.Generator) -> Iterator[Window]:
        """The batches of one epoch, shuffled by `rng`."""
        order = rng.permutation(self._learned)
        for first in range(0, len(order), self.batch):
            yield self._all.some(order[first : first + self.batch])

    def loss(self, batch: Window) -> Tensor | None:
        """Binary cross-entropy of chosen products and as many drawn ones."""
        at = torch.randint(len(self._drawn_from), (len(batch),)).numpy()
        logits, label = self._logits(batch, self._drawn_from[at])
        return fn.binary_cross_entropy_with_logits(logits, label)

    @torch.no_grad()
    def further(self, asked: HeldOut) -> dict[str, float]:  # noqa: ARG002
        """Loss and accuracy on the fifth of the examples that is held out."""
        if not len(self._held):
            return {}
        logits, label = self._held_logits()
        loss = float(fn.binary_cross_entropy_with_logits(logits, label))
        right = (logits > 0) == (label > 0)
        return {"loss/validation": loss, "accuracy": float(right.float().mean())}

    @torch.no_grad()
    def scores(self, asked: HeldOut) -> Scores:
        """Logits (N, I) of all products for N questions."""
        self.net.eval()
        steps = self._task.inputs.steps
        length = self._task.settings.net.length
        begin = np.maximum(asked.end - length, steps.start[asked.shopper])
        windows = Window(asked.shopper, begin, asked.end)
        every = torch.arange(len(self._task.inputs.products), device=self._task.device)
        parts = []
        for first in range(0, len(windows), AT_ONCE):
            rows = np.arange(first, min(first + AT_ONCE, len(windows)))
            product, kind = self._tokens(windows.some(rows))
            parts.append(self.net.score_all(product, kind, every).cpu().numpy())
        return np.concatenate(parts)

    def _held_logits(self) -> tuple[Tensor, Tensor]:
        self.net.eval()
        rng = np.random.default_rng(self._task.settings.seed)
        held = self._all.some(self._held[:4096])
        drawn = self._drawn_from[rng.integers(len(self._drawn_from), size=len(held))]
        return self._logits(held, drawn)

    def _logits(self, batch: Window, drawn: Ints) -> tuple[Tensor, Tensor]:
        """Logits and labels (2B,) of the chosen and the drawn products."""
        device = self._task.device
        product, kind = self._tokens(batch)
        chosen = self._task.inputs.steps.product[batch.end]
        last = torch.from_numpy(np.concatenate([chosen, drawn])).to(device)
        product = torch.cat([product.repeat(2, 1), last[:, None]], dim=1)
        asking = torch.full_like(last, START)[:, None]
        kind = torch.cat([kind.repeat(2, 1), asking], dim=1)
        label = torch.zeros(len(last), device=device)
        label[: len(batch)] = 1
        return self.net(product, kind), label

    def _tokens(self, windows: Window) -> tuple[Tensor, Tensor]:
        """Tokens (B, L), padded in front with no product."""
        inputs, length = self._task.inputs, self._task.settings.net.length
        steps = inputs.steps
        at = windows.end[:, None] - length + np.arange(length)[None]
        real = at >= windows.begin[:, None]
        product = np.full(at.shape, len(inputs.products), np.int64)
        kind = np.full(at.shape, START, np.int64)
        found = steps.product[at[real]]
        product[real] = np.where(found < 0, len(inputs.products), found)
        kind[real] = steps.kind[at[real]]
        device = self._task.device
        return torch.from_numpy(product).to(device), torch.from_numpy(kind).to(device)
