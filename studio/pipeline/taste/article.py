"""The article's own network as a baseline that trains too.

Embedding, LSTM, Conv1D, MaxPool, Flatten, Dense with a sigmoid, over event tokens with
the candidate product last: was it chosen, or is it a sampled negative?
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from studio.domain.taste import STEP_KINDS
from studio.pipeline.taste.settings import NetSize

CHANNELS = 64
KERNEL = 3
POOL = 2


class ArticleNet(nn.Module):
    """Probability that the last product of a sequence of L + 1 tokens is chosen.

    A token is a product with an event kind; the candidate's kind is START. Shorter
    sequences are padded in front with the token of no product.
    """

    def __init__(self, size: NetSize, products: int) -> None:
        super().__init__()
        self.length = size.length
        self.token = nn.Embedding(products + 1, size.width)
        self.kind = nn.Embedding(STEP_KINDS, size.width)
        self.lstm = nn.LSTM(size.width, size.width, batch_first=True)
        self.conv = nn.Conv1d(size.width, CHANNELS, KERNEL)
        self.pool = nn.MaxPool1d(POOL, ceil_mode=True)
        windows = size.length + 1 - KERNEL + 1
        self.dense = nn.Linear(-(-windows // POOL) * CHANNELS, 1)

    def forward(self, product: Tensor, kind: Tensor) -> Tensor:
        """Tokens (B, L + 1) to logits (B,)."""
        steps, _ = self.lstm(self.token(product) + self.kind(kind))  # (B, L + 1, D)
        return self._judged(steps)

    def score_all(self, product: Tensor, kind: Tensor, candidates: Tensor) -> Tensor:
        """Logits (B, I) of all candidates after the same L tokens (B, L).

        The LSTM reads the tokens once; each candidate is one more step of it, and only
        the last windows of the convolution see that step.
        """
        steps, (hidden, cell) = self.lstm(self.token(product) + self.kind(kind))
        rows = [
            self._after(steps[b], (hidden[:, b], cell[:, b]), candidates)
            for b in range(len(product))
        ]
        return torch.stack(rows)

    def _after(
        self, steps: Tensor, state: tuple[Tensor, Tensor], candidates: Tensor
    ) -> Tensor:
        """Logits (I,) after the steps (L, D) of one shopper."""
        many = len(candidates)
        last = self.token(candidates) + self.kind.weight[-1]  # (I, D)
        hidden, cell = (
            part[:, None].expand(-1, many, -1).contiguous() for part in state
        )
        said, _ = self.lstm(last[:, None], (hidden, cell))  # (I, 1, D)
        windows = steps.shape[0] + 1 - KERNEL + 1
        tail = (windows - 1) // POOL * POOL  # the first window of the last pool
        shared = self.pool(self.conv(steps[: tail + KERNEL - 1].T[None]))  # (1, C, W)
        near = torch.cat([steps[tail:].expand(many, -1, -1), said], dim=1)
        own = self.pool(self.conv(near.transpose(1, 2)))  # (I, C, 1)
        kept = shared[..., : tail // POOL].expand(many, -1, -1)
        flat = torch.cat([kept, own], dim=2).flatten(1)
        logits: Tensor = self.dense(flat)[:, 0]
        return logits

    def _judged(self, steps: Tensor) -> Tensor:
        pooled = self.pool(self.conv(steps.transpose(1, 2)))  # (B, C, windows / POOL)
        logits: Tensor = self.dense(pooled.flatten(1))[:, 0]
        return logits
