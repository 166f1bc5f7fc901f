"""The learned gate between what a shopper did and what they said (fusion)."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from studio.pipeline.taste.batches import Batch


class GatedFusion(nn.Module):
    """Adds the stated preference to a taste as far as a gate lets it through.

    The gate sees the taste, the preference and how many steps there were, so that it
    can learn to trust behaviour once there is some. After the gated multimodal unit
    (Arevalo et al., 2017). A shopper who stated nothing keeps the taste as it is.
    """

    def __init__(self, width: int, preference_width: int) -> None:
        super().__init__()
        self.said = nn.Linear(preference_width, width)
        self.gate = nn.Linear(2 * width + 1, width)
        nn.init.normal_(self.said.weight, std=0.05)
        nn.init.zeros_(self.said.bias)
        self.idle = False
        """Whether nobody has stated anything, so that there is nothing to add."""

    def forward(self, tastes: Tensor, batch: Batch) -> Tensor:
        """Tastes (B, T, D) to tastes (B, T, D)."""
        if self.idle:
            return tastes
        said = self.said(batch.preference)  # (B, D)
        said = said[:, None].expand(-1, tastes.shape[1], -1)
        steps = torch.arange(tastes.shape[1], device=tastes.device)
        much = torch.log1p(steps.to(tastes.dtype))[None, :, None]
        seen = torch.cat([tastes, said, much.expand(tastes.shape[0], -1, 1)], dim=-1)
        share = torch.sigmoid(self.gate(seen)) * batch.stated[:, None, None]
        fused: Tensor = tastes + share * said
        return fused
