"""The taste model: a causal transformer over what a shopper did.

The family of SASRec (Kang and McAuley, 2018), pre-norm, with products, searches, event
kinds, time gaps and prices as parts of each step, and positions counted from the end.
"""

from __future__ import annotations

import math
from typing import cast

import torch
import torch.nn.functional as fn
from torch import Tensor, nn
from torch.utils.checkpoint import checkpoint

from studio.domain.taste import GAP_BUCKETS, PRICE_BUCKETS, STEP_KINDS
from studio.pipeline.taste.attention import LONGEST, packed_attention
from studio.pipeline.taste.batches import Batch
from studio.pipeline.taste.dropping import QuickDropout
from studio.pipeline.taste.gate import GatedFusion
from studio.pipeline.taste.rows import looked_up
from studio.pipeline.taste.settings import NetSize
from studio.pipeline.taste.softmax import FAR

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

    def forward(self, steps: Tensor, *, packed: bool = False) -> Tensor:
        """Steps (B, T, D) to (B, T, D); `packed` is for 32 bits on a processor."""
        seen = self._attend(self.before_attention(steps), packed=packed)
        steps = self.dropout.onto(steps, seen)
        inner = self.dropout(fn.gelu(self.inner(self.before_inner(steps))))
        return self.dropout.onto(steps, self.outer(inner))

    def last(self, steps: Tensor, size: Tensor) -> Tensor:
        """What `forward` gives at the last of `size` (B,) steps, (B, D); not to train.

        A quarter of the work: the other steps are only looked at.
        """
        b, t, d = steps.shape
        normed = self.before_attention(steps)
        weight, bias = self.to_qkv.weight, self.to_qkv.bias
        query = fn.linear(last_of(normed, size), weight[:d], bias[:d])
        both = fn.linear(normed, weight[d:], bias[d:]).view(b, t, 2, self.heads, -1)
        key, value = both.unbind(2)  # (B, T, heads, D / heads)
        query = query.view(b, 1, self.heads, -1) * (d // self.heads) ** -0.5
        padding = torch.arange(t)[None] >= size[:, None]
        scores = (key * query).sum(-1).masked_fill(padding[..., None], FAR)
        seen = (value * torch.softmax(scores, 1)[..., None]).sum(1).view(b, d)
        here = last_of(steps, size) + self.from_heads(seen)
        after: Tensor = here + self.outer(fn.gelu(self.inner(self.before_inner(here))))
        return after

    def _attend(self, steps: Tensor, *, packed: bool) -> Tensor:
        b, t, d = steps.shape
        qkv: Tensor = self.to_qkv(steps)
        if packed and t <= LONGEST:
            found: Tensor = self.from_heads(packed_attention(qkv, self.heads))
            return found
        qkv = qkv.view(b, t, 3, self.heads, d // self.heads)
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
        self._recompute = False
        self.has_text = features.is_meta or bool(features.any())
        self.product_dropout = dropout[1] if self.has_text else 0.0
        self.scale = math.sqrt(size.width) if size.scaled else 1.0
        for part in (self.product, self.kind, self.gap, self.price, self.place):
            nn.init.normal_(part.weight, std=SPREAD)
        nn.init.normal_(self.text.weight, std=SPREAD)

    @property
    def recompute(self) -> bool:
        """Whether blocks are computed twice instead of being kept in memory."""
        return self._recompute

    @recompute.setter
    def recompute(self, twice: bool) -> None:
        self._recompute = twice
        for part in self.modules():
            if isinstance(part, QuickDropout):
                part.pooled = not twice

    def begin(self) -> None:
        """Begin an epoch: what dropout draws follows from torch's seed alone."""
        for part in self.modules():
            if isinstance(part, QuickDropout):
                part.begin()

    def product_vectors(self, rows: Tensor) -> Tensor:
        """Vectors (..., D) of products; one without events is placed by its text."""
        known = self.warm[rows]
        if self.training and self.product_dropout:
            known = known * (torch.rand_like(known) >= self.product_dropout)
        own: Tensor = self.product(rows) * known[..., None]
        return own + self._text(rows) if self.has_text else own

    def learned_vectors(self, rows: Tensor, own: Tensor) -> Tensor:
        """Vectors (N, D) of products that all have events, from their own rows."""
        if not self.has_text:
            return own
        if self.training and self.product_dropout:
            shown = torch.rand(len(rows), 1) >= self.product_dropout
            own = own * shown
        return own + self._text(rows)

    def learn(self, batch: Batch, own: Tensor, *, alike: bool) -> Tensor:
        """Tastes (B, T, D) as from `forward`, quickly on a processor, while training.

        Args:
            batch: Steps on products that all have events.
            own: (B * T, D) rows of the products of the steps.
            alike: Whether all steps but START are of one kind, gap and price.
        """
        beside = self._shared(batch) if alike else self._beside(batch)
        own = own.view(*batch.product.shape, -1)
        steps = torch.add(beside, own, alpha=self.scale)
        if self.has_text:
            steps = steps + self._text(batch.thing)
        return self._blocks(self.dropout(steps), batch, packed=True)

    def _placed(self, batch: Batch) -> Tensor:
        """The place of each step, (B, T, D), or (T, D) where all are equally long."""
        left = batch.left.clamp(max=self.size.length)
        if bool((batch.size == batch.size[0]).all()):
            left = left[0]
        return looked_up(self.place.weight, left.flatten()).view(*left.shape, -1)

    def _shared(self, batch: Batch) -> Tensor:
        """What is added to the products of steps that are alike, to be spread out."""
        at = int(batch.size.argmax())  # of the longest, which has no padding
        kind = looked_up(self.kind.weight, batch.kind[at])
        gap = looked_up(self.gap.weight, batch.gap[at])
        price = looked_up(self.price.weight, batch.price[at])
        return self._placed(batch) + (kind + gap + price)

    def _beside(self, batch: Batch) -> Tensor:
        """What is added to the product of each step, (B, T, D)."""
        beside = self._placed(batch)
        for table, rows in (
            (self.kind, batch.kind),
            (self.gap, batch.gap),
            (self.price, batch.price),
        ):
            found = looked_up(table.weight, rows.flatten())
            beside = beside + found.view(*rows.shape, -1)
        return beside

    def forward(self, batch: Batch) -> Tensor:
        """Tastes (B, T, D) after each step of the batch."""
        return self.read(self.content(batch), batch)

    def read(self, content: Tensor, batch: Batch, *, packed: bool = False) -> Tensor:
        """Tastes (B, T, D) after each step, from what the steps hold (B, T, D)."""
        return self._blocks(self._entry(content, batch), batch, packed=packed)

    def _entry(self, content: Tensor, batch: Batch) -> Tensor:
        """What the first block reads, (B, T, D): what the steps hold, and where."""
        left = batch.left.clamp(max=self.size.length)
        steps: Tensor = self.dropout(content + self.place(left))
        return steps

    def _blocks(self, steps: Tensor, batch: Batch, *, packed: bool = False) -> Tensor:
        for block in self.blocks:
            if self.recompute and self.training:
                steps = checkpoint(block, steps, packed=packed, use_reentrant=False)
            else:
                steps = block(steps, packed=packed)
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

    def tastes(self, batch: Batch, *, packed: bool = False) -> Tensor:
        """Taste (B, D) after the last step of each sequence."""
        if packed and self.fusion.idle and not self.training:
            return self._last_tastes(batch)
        return last_of(self.read(self.content(batch), batch, packed=packed), batch.size)

    def _last_tastes(self, batch: Batch) -> Tensor:
        steps = self._entry(self.content(batch), batch)
        for block in self.blocks[:-1]:
            steps = block(steps, packed=True)
        block = cast("CausalBlock", self.blocks[-1])
        tastes: Tensor = self.last(block.last(steps, batch.size))
        return tastes

    def profiles(self, batch: Batch, *, packed: bool = False) -> Tensor:
        """Mean taste (B, D) over all steps: what a shopper likes in the long run."""
        return mean_of(self.read(self.content(batch), batch, packed=packed), batch.size)

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
