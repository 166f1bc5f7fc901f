"""Dropout that does not spend more time on chance than on the net."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn
from torch.autograd.function import once_differentiable

LEVELS = 256
"""Values of a random byte: a share is rounded to the nearest of them."""
POOL = 1 << 21
"""Factors that are drawn together."""
PART = 4
"""A use takes this part of the pool at most, so that it can begin at many places."""
USES = 64
"""So often the pool is used before it is drawn anew."""


class QuickDropout(nn.Module):
    """Zeroes a share of the numbers while training, and lifts the rest.

    On a processor the factors (0, or more than 1) lie in a pool, and each use takes
    a stretch of it from a place of its own by chance: two uses of one pool overlap
    seldom, and never at the same place. Drawing takes eight numbers from one random
    draw of eight bytes. On a graphics card `nn.Dropout` is fast enough.
    """

    def __init__(self, share: float) -> None:
        super().__init__()
        self.share = share
        self.pooled = True
        """False where a use must be repeatable, because blocks are computed twice."""
        self._pool: Tensor | None = None
        self._used = 0

    def begin(self) -> None:
        """Begin anew, so that a resumed training draws what a whole one would."""
        self._pool = None

    def forward(self, values: Tensor) -> Tensor:
        """Values of any shape, some of them zero while training."""
        if not self.training or not self.share:
            return values
        if values.device.type != "cpu":
            return nn.functional.dropout(values, self.share)
        return values * self._factors(values)

    def onto(self, base: Tensor, values: Tensor) -> Tensor:
        """`base` and the values, some of them zero while training, added."""
        if not self.training or not self.share or values.device.type != "cpu":
            return base + self.forward(values)
        added: Tensor = _Onto.apply(base, values, self._factors(values))  # type: ignore[no-untyped-call]
        return added

    def _factors(self, like: Tensor) -> Tensor:
        """A factor for each of the values, in their shape."""
        number = like.numel()
        if not self.pooled or number > POOL // PART or like.dtype != torch.float32:
            return self._drawn(number).to(like.dtype).view(like.shape)
        if self._pool is None or self._used == USES:
            self._pool, self._used = self._drawn(POOL), 0
        self._used += 1
        first = int(torch.randint(POOL - number, ()))
        return self._pool[first : first + number].view(like.shape)

    def _drawn(self, number: int) -> Tensor:
        least = min(max(round(self.share * LEVELS), 1), LEVELS - 1)
        draws = torch.empty((number + 7) // 8, dtype=torch.int64)
        draws.random_(torch.iinfo(torch.int64).min, None)
        kept = (draws.view(torch.uint8)[:number] >= least).to(torch.float32)
        return kept.mul_(LEVELS / (LEVELS - least))


class _Onto(torch.autograd.Function):
    """`base + values * factors` with a gradient in one step."""

    @staticmethod
    def forward(ctx: Any, base: Tensor, values: Tensor, factors: Tensor) -> Tensor:  # noqa: ANN401
        ctx.save_for_backward(factors)
        return torch.addcmul(base, values, factors)

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, gradient: Tensor) -> tuple[Tensor, Tensor, None]:  # noqa: ANN401
        (factors,) = ctx.saved_tensors
        return gradient, gradient * factors, None
