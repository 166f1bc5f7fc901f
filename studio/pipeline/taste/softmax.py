"""Softmax over the products, or over a fair sample of them."""

from __future__ import annotations

import math
from typing import Any

import torch
import torch.nn.functional as fn
from torch import Tensor
from torch.autograd.function import once_differentiable

BITS = math.log2(math.e)
"""Scores times this are powers of 2, which take less time than those of e."""
FAR = -1e9
"""A score that no softmax notices."""


def draw_negatives(warm: Tensor, number: int) -> Tensor:
    """Rows of `number` products, drawn evenly from those with events.

    All of them, once each, where there are no more than that: then nothing is sampled.
    """
    if len(warm) <= number:
        return warm
    return warm[torch.randint(len(warm), (number,)).to(warm.device)]


def sampled_softmax(
    tastes: Tensor, right: Tensor, target: Tensor, drawn: tuple[Tensor, Tensor, int]
) -> Tensor:
    """Mean cross-entropy of the right product against shared negatives.

    Each drawn negative stands for `products / K` others, so its score is raised by the
    logarithm of that (logQ correction, Bengio and Senécal, 2008). A negative that is
    the right product itself is left out.

    Args:
        tastes: (M, D).
        right: (M, D) vectors of the right products.
        target: (M,) their rows.
        drawn: (K, D) vectors, (K,) rows of the negatives, and the number of products
            that they were drawn from.
    """
    vectors, rows, products = drawn
    own = (tastes * right).sum(-1, keepdim=True)  # (M, 1)
    others = tastes @ vectors.T  # (M, K)
    if products > len(rows):
        others = others + math.log(products / len(rows))
    others = others.masked_fill(rows[None] == target[:, None], FAR)
    scores = torch.cat([own, others], dim=1)
    return fn.cross_entropy(scores, torch.zeros_like(target))


def quick_softmax(
    tastes: Tensor, right: Tensor, target: Tensor, drawn: tuple[Tensor, Tensor, int]
) -> Tensor:
    """The loss of `sampled_softmax`, in half the time on a processor.

    Its gradients are found with it, from the one matrix of scores, in place.
    """
    vectors, rows, products = drawn
    raised = math.log(products / len(rows)) if products > len(rows) else 0.0
    clashes = _clashes(rows, target, products)
    loss: Tensor = _Sampled.apply(tastes, right, vectors, clashes, raised)  # type: ignore[no-untyped-call]
    return loss


def _clashes(rows: Tensor, target: Tensor, products: int) -> tuple[Tensor, Tensor]:
    """Where (row, column) a negative is the right product itself."""
    size = max(products, int(rows.max()) + 1, int(target.max()) + 1)
    among = torch.zeros(size, dtype=torch.bool)
    among[rows] = True
    some = among[target].nonzero()[:, 0]
    row, column = (target[some][:, None] == rows[None]).nonzero(as_tuple=True)
    return some[row], column


class _Sampled(torch.autograd.Function):
    @staticmethod
    def forward(  # noqa: PLR0917
        ctx: Any,  # noqa: ANN401
        tastes: Tensor,
        right: Tensor,
        vectors: Tensor,
        clashes: tuple[Tensor, Tensor],
        raised: float,
    ) -> Tensor:
        own = torch.linalg.vecdot(tastes, right).sub_(raised).mul_(BITS)  # (M,)
        others = (tastes * BITS) @ vectors.T  # (M, K)
        others[clashes] = FAR
        most = torch.maximum(others.amax(1), own)
        others.sub_(most[:, None]).exp2_()
        mine = (own - most).exp2_()
        whole = others.sum(1).add_(mine)
        loss: Tensor = (whole.log2() + most - own).mean() / BITS
        others.div_((whole * len(own))[:, None])
        to_own = ((mine / whole - 1) / len(own))[:, None]
        ctx.save_for_backward(
            torch.addcmul(others @ vectors, right, to_own),
            tastes * to_own,
            others.T @ tastes,
        )
        return loss

    @staticmethod
    @once_differentiable
    def backward(
        ctx: Any,  # noqa: ANN401
        gradient: Tensor,
    ) -> tuple[Tensor | None, ...]:
        found = ctx.saved_tensors
        if float(gradient) != 1:
            found = tuple(gradient * each for each in found)
        return *found, None, None
