"""Rows of a table, looked up with a gradient that costs as much as the rows."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor
from torch.autograd.function import once_differentiable


def looked_up(table: Tensor, rows: Tensor) -> Tensor:
    """Rows (N, D) of a table (I, D), with its gradient.

    As `nn.functional.embedding`, whose gradient takes four times as long.
    """
    return all_looked_up(table, rows)[0]


def all_looked_up(table: Tensor, *rows: Tensor) -> tuple[Tensor, ...]:
    """Several lists of rows, whose gradients meet in one table of their own."""
    found: tuple[Tensor, ...] = _Rows.apply(table, *rows)  # type: ignore[no-untyped-call]
    return found


class _Rows(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, table: Tensor, *rows: Tensor) -> tuple[Tensor, ...]:  # noqa: ANN401
        ctx.save_for_backward(*rows)
        ctx.size = table.shape
        ctx.set_materialize_grads(value=False)
        return tuple(table.index_select(0, each) for each in rows)

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, *gradients: Tensor | None) -> tuple[Tensor | None, ...]:  # noqa: ANN401
        rows = ctx.saved_tensors
        given = [g for g in gradients if g is not None]
        if not given:
            return None, *(None for _ in rows)
        whole = given[0].new_zeros(ctx.size)
        for each, gradient in zip(rows, gradients, strict=True):
            if gradient is not None:
                whole.index_add_(0, each, gradient)
        return whole, *(None for _ in rows)
