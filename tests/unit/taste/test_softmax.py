from __future__ import annotations

import torch
import torch.nn.functional as fn

from studio.pipeline.taste.softmax import draw_negatives, sampled_softmax


def test_that_few_products_are_all_taken_once() -> None:
    warm = torch.tensor([2, 5, 7])
    assert torch.equal(draw_negatives(warm, 256), warm)
    assert len(draw_negatives(torch.arange(1000), 256)) == 256


def test_that_all_negatives_give_the_full_softmax() -> None:
    torch.manual_seed(0)
    tastes, products = torch.randn(6, 8), torch.randn(20, 8)
    target = torch.randint(20, (6,))
    rows = torch.arange(20)
    loss = sampled_softmax(tastes, products[target], target, (products, rows, 20))
    assert torch.allclose(loss, fn.cross_entropy(tastes @ products.T, target))


def test_that_a_sample_estimates_the_full_softmax_without_bias() -> None:
    torch.manual_seed(0)
    tastes, products = torch.randn(64, 8) / 3, torch.randn(4000, 8)
    target = torch.randint(4000, (64,))
    full = fn.cross_entropy(tastes @ products.T, target)
    losses = []
    for _ in range(50):
        rows = draw_negatives(torch.arange(4000), 512)
        drawn = (products[rows], rows, 4000)
        losses.append(sampled_softmax(tastes, products[target], target, drawn))
    assert abs(float(torch.stack(losses).mean() - full)) < 0.02
