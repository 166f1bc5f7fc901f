"""Softmax over the products, or over a fair sample of them."""

from __future__ import annotations

import math

import torch
import torch.nn.functional as fn
from torch import Tensor

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
