"""The discriminator: is this page real, under this condition, and who clicks what."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import Tensor, nn
from torch.nn.attention import SDPBackend, sdpa_kernel
from torch.nn.functional import cross_entropy

from studio.pipeline.layout.click_head import ClickHead
from studio.pipeline.layout.net import (
    BlockEmbedding,
    Conditioned,
    ConditionEmbedding,
    Layer,
    Sizes,
    alive,
    feature_count,
)
from studio.pipeline.layout.vocabulary import BLOCKS, FIELD_SIZES


class Discriminator(nn.Module):
    """A transformer that sees the whole page, with three heads.

    Realness is projected on the condition (Miyato and Koyama, 2018); the page must be
    rebuilt from the pooled features (as in LayoutGAN++; Kikuchi et al., 2021); the
    third head predicts the click rate of each block for a persona's traits.
    """

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self.sizes = sizes
        width = sizes.width
        self.blocks = BlockEmbedding(width)
        self.condition = ConditionEmbedding(width)
        self.pool = nn.Parameter(torch.randn(width) * 0.1)
        self.layers = nn.ModuleList(Layer(sizes) for _ in range(sizes.layers))
        self.norm = nn.LayerNorm(width)
        self.real = nn.Linear(width, 1)
        self.rebuild_place = nn.Embedding(BLOCKS, width)
        self.rebuild = nn.Sequential(
            nn.Linear(width, 2 * width), nn.GELU(),
            nn.Linear(2 * width, feature_count()),
        )  # fmt: skip
        self.click = ClickHead(width)
        nn.init.zeros_(self.real.bias)

    def embed(self, codes: Tensor) -> Tensor:
        """Features of the blocks, (B, T, D): what R1 takes the gradient to."""
        out: Tensor = self.blocks(codes)
        return out

    def read(self, features: Tensor, on: Tensor) -> Tensor:
        """States (B, 1 + T, D) of the page and of its blocks; `on` (B, T) is alive."""
        x = torch.cat([self.pool.expand(len(features), 1, -1), features], dim=1)
        look = torch.cat([torch.ones_like(on[:, :1]), on], dim=1)[:, None, None]
        for layer in self.layers:
            x = layer(x, look)
        out: Tensor = self.norm(x)
        return out

    def realness(self, page: Tensor, given: Conditioned) -> Tensor:
        """Logit (B,) of pooled states (B, D) under their conditions."""
        asked = self.condition(given)
        projected = (asked * page).sum(dim=-1) / page.shape[-1] ** 0.5
        out: Tensor = self.real(page)[:, 0] + projected
        return out

    def forward(self, codes: Tensor, given: Conditioned) -> Tensor:
        """Logit (B,) that each page is real under its condition."""
        return self.realness(self.read(self.embed(codes), alive(codes))[:, 0], given)

    def rebuild_loss(self, page: Tensor, codes: Tensor) -> Tensor:
        """Cross-entropy of the blocks rebuilt from pooled states, a field's mean."""
        places = self.rebuild_place.weight[: codes.shape[1]]
        said = self.rebuild(page[:, None] + places)  # (B, T, features)
        parts = said.split(FIELD_SIZES, dim=-1)
        losses = [
            cross_entropy(part.flatten(0, 1), codes[:, :, at].flatten().long())
            for at, part in enumerate(parts)
        ]
        return torch.stack(losses).mean()


@contextmanager
def twice_differentiable() -> Iterator[None]:
    """Attention written out, so that a gradient can itself be differentiated (R1)."""
    with sdpa_kernel(SDPBackend.MATH):
        yield


def r1_penalty(net: Discriminator, codes: Tensor, given: Conditioned) -> Tensor:
    """Squared gradient of realness at real pages (Mescheder et al., 2018)."""
    features = net.embed(codes).detach().requires_grad_()
    with twice_differentiable():
        logit = net.realness(net.read(features, alive(codes))[:, 0], given)
        (slope,) = torch.autograd.grad(logit.sum(), features, create_graph=True)
    return slope.square().sum(dim=(1, 2)).mean()
