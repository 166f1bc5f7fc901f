"""The taste model: a causal transformer over what a shopper did.

The family of SASRec (Kang and McAuley, 2018), pre-norm, with products, searches, event
kinds, time gaps and prices as parts of each step, and positions counted from the end.
"""

from __future__ import annotations

import math

import torch
import torch.nn.functional as fn
from torch import Tensor, nn
from torch.utils.checkpoint import checkpoint

from studio.domain.taste import GAP_BUCKETS, PRICE_BUCKETS, STEP_KINDS
from studio.pipeline.taste.batches import Batch
from studio.pipeline.taste.dropping import QuickDropout
from studio.pipeline.taste.gate import GatedFusion
from studio.pipeline.taste.settings import NetSize

SPREAD = 0.02
"""Standard deviation of fresh embeddings."""


class CausalBlock(nn.Module):
    """Pre-norm self-attention that sees the past alone, then a feed-forward layer."""

    def __init__(self, size: NetSize, dropout: float) -> None:
        super().__init__()
        self.heads = size.heads
        self.before_attention = nn.LayerNorm(size.width)
        self.to_qkv = nn.Linear(size.width, 3 * size.width)
        self.from_heads = nn.Linear(size.width, size.width)
        self.before_inner = nn.LayerNorm(size.width)
        self.inner = nn.Linear(size.width, size.inner * size.width)
        self.outer = nn.Linear(size.inner * size.width, size.width)
        self.dropout = QuickDropout(dropout)

    def forward(self, steps: Tensor) -> Tensor:
        """Steps (B, T, D) to steps (B, T, D)."""
        steps = steps + self.dropout(self._attend(self.before_attention(steps)))
        inner = self.dropout(fn.gelu(self.inner(self.before_inner(steps))))
        after: Tensor = steps + self.dropout(self.outer(inner))
        return after

    def _attend(self, steps: Tensor) -> Tensor:
        b, t, d = steps.shape
        qkv = self.to_qkv(steps).view(b, t, 3, self.heads, d // self.heads)
        query, key, value = qkv.permute(2, 0, 3, 1, 4)  # each (B, heads, T, D / heads)
        seen = fn.scaled_dot_product_attention(query, key, value, is_causal=True)
        joined: Tensor = self.from_heads(seen.transpose(1, 2).reshape(b, t, d))
        return joined


class TasteNet(nn.Module):
    """Shoppers' steps to tastes, products to vectors, in one space of D numbers.

    Args:
        size: Sizes of the net.
        features: (I + Q, F) text features of products, then of queries.
        warm: (I,) which products have events to learn from.
        preference_width: P.
        dropout: Shares, while training, of numbers dropped and of products shown by
            their text alone.
    """

    features: Tensor
    warm: Tensor

    def __init__(
        self,
        size: NetSize,
        features: Tensor,
        warm: Tensor,
        preference_width: int,
        dropout: tuple[float, float] = (0.0, 0.0),
    ) -> None:
        super().__init__()
        self.size = size
        self.products = len(warm)
        nothing = torch.zeros(1, features.shape[1])
        self.register_buffer(
            "features", torch.cat([features, nothing]), persistent=False
        )
        self.register_buffer("warm", warm.float(), persistent=False)
        self.product = nn.Embedding(self.products + 1, size.width)
        self.text = nn.Linear(features.shape[1], size.width, bias=False)
        self.kind = nn.Embedding(STEP_KINDS, size.width)
        self.gap = nn.Embedding(GAP_BUCKETS, size.width)
        self.price = nn.Embedding(PRICE_BUCKETS, size.width)
        self.place = nn.Embedding(size.length + 1, size.width)
        self.blocks = nn.ModuleList(
            CausalBlock(size, dropout[0]) for _ in range(size.blocks)
        )
        self.last = nn.LayerNorm(size.width)
        self.fusion = GatedFusion(size.width, preference_width)
        self.dropout = QuickDropout(dropout[0])
        self.recompute = False
        self.has_text = features.is_meta or bool(features.any())
        self.product_dropout = dropout[1] if self.has_text else 0.0
        self.scale = math.sqrt(size.width) if size.scaled else 1.0
        for part in (self.product, self.kind, self.gap, self.price, self.place):
            nn.init.normal_(part.weight, std=SPREAD)
        nn.init.normal_(self.text.weight, std=SPREAD)

    def product_vectors(self, rows: Tensor) -> Tensor:
        """Vectors (..., D) of products; one without events is placed by its text."""
        known = self.warm[rows]
        if self.training and self.product_dropout:
            known = known * (torch.rand_like(known) >= self.product_dropout)
        own: Tensor = self.product(rows) * known[..., None]
        return own + self._text(rows) if self.has_text else own

    def forward(self, batch: Batch) -> Tensor:
        """Tastes (B, T, D) after each step of the batch."""
        return self.read(self.content(batch), batch)

    def read(self, content: Tensor, batch: Batch) -> Tensor:
        """Tastes (B, T, D) after each step, from what the steps hold (B, T, D)."""
        left = batch.left.clamp(max=self.size.length)
        steps = self.dropout(content + self.place(left))
        for block in self.blocks:
            if self.recompute and self.training:
                steps = checkpoint(block, steps, use_reentrant=False)
            else:
                steps = block(steps)
        tastes: Tensor = self.fusion(self.last(steps), batch)
        return tastes

    def content(self, batch: Batch) -> Tensor:
        """What each step holds (B, T, D): its product or words, kind, gap, price."""
        known = torch.cat([self.warm, self.warm.new_ones(1)])[batch.product]
        steps = self.product(batch.product) * (known * self.scale)[..., None]
        if self.has_text:
            steps = steps + self._text(batch.thing)
        steps = steps + self.kind(batch.kind) + self.gap(batch.gap)
        held: Tensor = steps + self.price(batch.price)
        return held

    def tastes(self, batch: Batch) -> Tensor:
        """Taste (B, D) after the last step of each sequence."""
        return last_of(self(batch), batch.size)

    def profiles(self, batch: Batch) -> Tensor:
        """Mean taste (B, D) over all steps: what a shopper likes in the long run."""
        return mean_of(self(batch), batch.size)

    def _text(self, rows: Tensor) -> Tensor:
        projected: Tensor = self.text(self.features[rows])
        return projected


def last_of(tastes: Tensor, size: Tensor) -> Tensor:
    """The taste (B, D) after the last step, of those (B, T, D) of `size` (B,) steps."""
    rows = torch.arange(size.shape[0], device=size.device)
    last: Tensor = tastes[rows, size - 1]
    return last


def mean_of(tastes: Tensor, size: Tensor) -> Tensor:
    """The mean (B, D) of tastes (B, T, D) over the `size` (B,) steps that there are."""
    column = torch.arange(tastes.shape[1], device=tastes.device)
    real = (column[None] < size[:, None]).to(tastes.dtype)
    summed: Tensor = (tastes * real[..., None]).sum(1)
    return summed / size[:, None]
