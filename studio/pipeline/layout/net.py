"""What generator and discriminator share: block embedding, attention, condition."""

from __future__ import annotations

import msgspec
import torch
from torch import Tensor, nn
from torch.nn import functional

from studio.domain.layout import PAGE_KINDS
from studio.domain.page import SCENARIOS
from studio.domain.persona import TRAIT_NAMES
from studio.pipeline.layout.vocabulary import (
    BLOCKS,
    FIELD_OFFSETS,
    FIELD_SIZES,
    FIELDS,
)


class Sizes(msgspec.Struct, frozen=True):
    """Sizes of a net; weights carry them."""

    width: int = 96  # D: features per block
    layers: int = 3
    heads: int = 4
    hidden: int = 48  # H: features of the head that decides one field
    dropout: float = 0.1
    blur: float = 0.1  # chance that a context block or field is hidden in training


class Conditioned(msgspec.Struct, frozen=True):
    """B conditions as tensors; `known` says which traits are (1) or are not (0)."""

    kind: Tensor  # (B,) index into PAGE_KINDS, or their number for "any"
    campaign: Tensor  # (B,) 0 no, 1 yes, 2 any
    scenario: Tensor  # (B,) index into SCENARIOS, or their number for "any"
    traits: Tensor  # (B, 10) in spreads from the centre, 0 for unknown
    known: Tensor  # (B, 10)
    length: Tensor  # (B,) blocks wished for, 0 for "any"

    def rows(self, rows: Tensor | slice) -> Conditioned:
        """The conditions of some rows."""
        return Conditioned(
            self.kind[rows], self.campaign[rows], self.scenario[rows],
            self.traits[rows], self.known[rows], self.length[rows],
        )  # fmt: skip

    def to(self, device: torch.device | str) -> Conditioned:
        """The same on a device."""
        return Conditioned(
            self.kind.to(device), self.campaign.to(device), self.scenario.to(device),
            self.traits.to(device), self.known.to(device), self.length.to(device),
        )  # fmt: skip

    def __len__(self) -> int:
        return len(self.kind)


def unknown_traits(kind: Tensor, campaign: Tensor) -> Conditioned:
    """Conditions of pages of which only page kind and campaign are known."""
    zeros = torch.zeros(len(kind), len(TRAIT_NAMES), device=kind.device)
    scenario = torch.full_like(kind, len(SCENARIOS))
    return Conditioned(kind, campaign, scenario, zeros, zeros, torch.zeros_like(kind))


class ConditionEmbedding(nn.Module):
    """Page kind, campaign, scenario and traits as one vector (B, D).

    Traits and scenario start without effect: real storefront pages do not tell them,
    and only a project's own pages teach what they mean.
    """

    def __init__(self, width: int) -> None:
        super().__init__()
        self.kind = nn.Embedding(len(PAGE_KINDS) + 1, width)
        self.campaign = nn.Embedding(3, width)
        self.scenario = nn.Embedding(len(SCENARIOS) + 1, width)
        self.traits = nn.Linear(2 * len(TRAIT_NAMES), width, bias=False)
        nn.init.zeros_(self.scenario.weight)
        nn.init.zeros_(self.traits.weight)

    def forward(self, given: Conditioned) -> Tensor:
        """(B, D)."""
        out: Tensor = (
            self.kind(given.kind)
            + self.campaign(given.campaign)
            + self.scenario(given.scenario)
            + self.traits(torch.cat([given.traits, given.known], dim=-1))
        )
        return out


class BlockEmbedding(nn.Module):
    """Codes (B, T, FIELDS) to features (B, T, D): the sum over the fields."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.table = nn.Embedding(sum(FIELD_SIZES), width)
        self.place = nn.Embedding(BLOCKS + 1, width)
        nn.init.normal_(self.table.weight, std=0.3)
        self.offsets: Tensor
        self.register_buffer("offsets", torch.tensor(FIELD_OFFSETS), persistent=False)

    def forward(self, codes: Tensor, start: int = 0, blur: float = 0.0) -> Tensor:
        """(B, T, D); the first block stands at place `start`.

        `blur` is the chance that a block, or one of its fields, is not seen: it keeps
        a net from learning pages by heart (word dropout; Bowman et al., 2016).
        """
        fields = self.table(codes.long() + self.offsets)  # (B, T, F, D)
        if blur > 0:
            field = torch.rand_like(fields[..., :1]) >= blur
            block = torch.rand_like(fields[..., :1, :1]) >= blur
            fields = fields * (field & block)
        places = torch.arange(start, start + codes.shape[1], device=codes.device)
        out: Tensor = fields.sum(dim=2) + self.place(places)
        return out

    def soft(self, fields: Tensor) -> Tensor:
        """Features of relaxed one-hot fields (B, T, sum of FIELD_SIZES): (B, T, D)."""
        places = torch.arange(fields.shape[1], device=fields.device)
        out: Tensor = fields @ self.table.weight + self.place(places)
        return out


class Layer(nn.Module):
    """Pre-norm attention and feed-forward; keeps keys and values when asked to."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        width = sizes.width
        self.heads = sizes.heads
        self.dropout = sizes.dropout
        self.norm1 = nn.LayerNorm(width)
        self.norm2 = nn.LayerNorm(width)
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.feed = nn.Sequential(
            nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width)
        )
        self.drop = nn.Dropout(sizes.dropout)

    def forward(
        self, x: Tensor, mask: Tensor | None = None, *, causal: bool = False
    ) -> Tensor:
        """(B, T, D) to (B, T, D); `mask` (B, 1, 1, T) is True where one may look."""
        q, k, v = self._split(x)
        drop = self.dropout if self.training else 0.0
        seen = functional.scaled_dot_product_attention(
            q, k, v, attn_mask=mask, dropout_p=drop, is_causal=causal
        )
        return self._join(x, seen)

    def step(self, x: Tensor, kept: list[Tensor]) -> Tensor:
        """One more place (B, 1, D); `kept` holds keys and values so far, and grows."""
        q, k, v = self._split(x)
        if kept:
            k = torch.cat([kept[0], k], dim=2)
            v = torch.cat([kept[1], v], dim=2)
        kept[:] = [k, v]
        return self._join(x, functional.scaled_dot_product_attention(q, k, v))

    def _split(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        b, t, d = x.shape
        qkv = self.qkv(self.norm1(x)).view(b, t, 3, self.heads, d // self.heads)
        q, k, v = qkv.permute(2, 0, 3, 1, 4)  # each (B, heads, T, D / heads)
        return q, k, v

    def _join(self, x: Tensor, seen: Tensor) -> Tensor:
        b, t, d = x.shape
        x = x + self.drop(self.out(seen.transpose(1, 2).reshape(b, t, d)))
        out: Tensor = x + self.drop(self.feed(self.norm2(x)))
        return out


def feature_count() -> int:
    """Length of all fields laid end to end as one-hot vectors."""
    return sum(FIELD_SIZES)


def alive(codes: Tensor) -> Tensor:
    """True for the blocks of each page before its end; codes (B, T, F) to (B, T)."""
    return (codes[:, :, 0] != 0).cumprod(dim=1).bool()


__all__ = [
    "FIELDS", "BlockEmbedding", "ConditionEmbedding", "Conditioned", "Layer", "Sizes",
    "alive", "feature_count", "unknown_traits",
]  # fmt: skip
