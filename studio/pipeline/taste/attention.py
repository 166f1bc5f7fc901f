"""Causal self-attention of many short sequences, for processors.

Most shoppers have few steps. Attention of one sequence at a time then spends its time
on calls, not on numbers. Here several sequences of a batch lie end to end in one row of
up to `ROW` steps, and a mask keeps them apart: fewer and larger matrix products, with
the same result.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import torch
from torch import Tensor
from torch.autograd.function import once_differentiable

from studio.pipeline.taste.softmax import FAR

ROW = 64
"""Steps of a row, at most; a longer sequence has a row of its own."""
LONGEST = 128
"""Beyond so many steps of a sequence the usual attention is faster."""


def packed_attention(qkv: Tensor, heads: int) -> Tensor:
    """What each step takes from itself and those before it.

    Args:
        qkv: (B, T, 3 * D) queries, keys and values, contiguous.
        heads: Number of heads, of D / heads numbers each.

    Returns:
        (B, T, D), as `scaled_dot_product_attention(..., is_causal=True)` would.
    """
    rows, steps, width = qkv.shape
    together = sequences_of_row(rows, steps)
    packed = qkv.view(rows // together, together * steps, width)
    mask = _mask(steps, together).to(qkv.dtype)
    seen: Tensor = _Attention.apply(packed, mask, heads)  # type: ignore[no-untyped-call]
    return seen.view(rows, steps, width // 3)


def sequences_of_row(rows: int, steps: int) -> int:
    """How many of B sequences of T steps lie in a row: a power of 2 that divides B."""
    together = 1
    while 2 * together * steps <= ROW and rows % (2 * together) == 0:
        together *= 2
    return together


@lru_cache(maxsize=256)
def _mask(steps: int, together: int) -> Tensor:
    """What is added to the scores (S, S) of a row: 0 for what a step may see."""
    at = torch.arange(steps * together)
    own = at[:, None] // steps == at[None] // steps
    return torch.where(own & (at[:, None] >= at[None]), 0.0, FAR)


class _Attention(torch.autograd.Function):
    """Softmax attention of rows (R, S, 3 * D), head by head, without copies."""

    @staticmethod
    def forward(ctx: Any, qkv: Tensor, mask: Tensor, heads: int) -> Tensor:  # noqa: ANN401
        rows, steps, width = qkv.shape
        scale = (width // 3 // heads) ** -0.5
        query, key, value = _parts(qkv, heads)
        scores = qkv.new_empty(heads, rows, steps, steps)
        mask = mask.expand(rows, steps, steps)
        for h in range(heads):
            torch.baddbmm(
                mask, query[h], key[h].transpose(1, 2), alpha=scale, out=scores[h]
            )
        shares = torch.softmax(scores, -1)
        seen = [torch.bmm(shares[h], value[h]) for h in range(heads)]
        ctx.save_for_backward(qkv, shares)
        ctx.heads = heads
        return torch.cat(seen, dim=2)

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, gradient: Tensor) -> tuple[Tensor, None, None]:  # noqa: ANN401
        qkv, shares = ctx.saved_tensors
        heads = ctx.heads
        scale = (qkv.shape[2] // 3 // heads) ** -0.5
        query, key, value = _parts(qkv, heads)
        to_shares = torch.empty_like(shares)
        to_value = []
        for h, given in enumerate(gradient.chunk(heads, dim=2)):
            torch.bmm(given, value[h].transpose(1, 2), out=to_shares[h])
            to_value.append(torch.bmm(shares[h].transpose(1, 2), given))
        to_scores = torch._softmax_backward_data(to_shares, shares, -1, shares.dtype)
        to_scores.mul_(scale)
        to_query = [torch.bmm(to_scores[h], key[h]) for h in range(heads)]
        to_key = [
            torch.bmm(to_scores[h].transpose(1, 2), query[h]) for h in range(heads)
        ]
        return torch.cat([*to_query, *to_key, *to_value], dim=2), None, None


def _parts(qkv: Tensor, heads: int) -> tuple[tuple[Tensor, ...], ...]:
    """Views (R, S, D / heads) of the queries, keys and values of each head."""
    return tuple(part.chunk(heads, dim=2) for part in qkv.chunk(3, dim=2))
