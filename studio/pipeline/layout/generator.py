"""The generator: from a condition and noise to a page, block by block."""

from __future__ import annotations

import math

import msgspec
import torch
from torch import Tensor, nn

from studio.pipeline.layout.net import (
    BlockEmbedding,
    Conditioned,
    ConditionEmbedding,
    Layer,
    Sizes,
    alive,
)
from studio.pipeline.layout.vocabulary import (
    BLOCKS,
    FIELD_OFFSETS,
    FIELD_SIZES,
    FIELDS,
)

_WIDEST = max(FIELD_SIZES)
ANY = BLOCKS + 1  # "blocks still to come" where no length is asked for
_FAR = -1e9  # logit of what cannot be


class Heat(msgspec.Struct, frozen=True):
    """Sampling temperatures; `longer` is added to the odds of going on (in nats)."""

    types: float = 1.0
    attributes: float = 1.0
    longer: float = 0.0


class Generator(nn.Module):
    """A causal transformer over blocks with a chain of heads over the fields.

    All chance lies in the noise z ~ N(0, 1) of shape (B, BLOCKS, FIELDS), which picks
    each field through the inverse of its cumulative distribution: the same z and
    condition give the same page, and a small change of z a variation of it.
    """

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self.sizes = sizes
        width, hidden = sizes.width, sizes.hidden
        self.blocks = BlockEmbedding(width)
        self.condition = ConditionEmbedding(width)
        self.left = nn.Embedding(BLOCKS + 2, width)  # blocks still to come, or ANY
        self.layers = nn.ModuleList(Layer(sizes) for _ in range(sizes.layers))
        self.norm = nn.LayerNorm(width)
        self.drop = nn.Dropout(sizes.dropout)
        # heads: the state of a block plus what the block has already decided
        self.state = nn.Linear(width, FIELDS * hidden)
        self.decided = nn.Embedding(sum(FIELD_SIZES), hidden)
        self.mix = nn.Parameter(torch.randn(FIELDS, hidden, hidden) / hidden**0.5)
        self.bias = nn.Parameter(torch.zeros(FIELDS, hidden))
        self.table = nn.Parameter(torch.randn(FIELDS, hidden, _WIDEST) / hidden**0.5)
        self.level = nn.Parameter(torch.zeros(FIELDS, _WIDEST))
        # which values were ever seen with which type: (types, FIELDS, values)
        self.seen: Tensor
        self.register_buffer(
            "seen", torch.ones(FIELD_SIZES[0], FIELDS, _WIDEST, dtype=torch.bool)
        )
        self.room: Tensor
        self.register_buffer("room", _room(), persistent=False)
        self.offsets: Tensor
        self.register_buffer("offsets", torch.tensor(FIELD_OFFSETS), persistent=False)

    def forward(self, codes: Tensor, given: Conditioned) -> Tensor:
        """Log-probability of each field of whole pages, and of their end.

        Args:
            codes: (B, T, FIELDS), T at most BLOCKS.
            given: B conditions.

        Returns:
            (B, T + 1, FIELDS); zero where there is nothing to decide.
        """
        state = self.states(codes, given)  # (B, T + 1, D)
        end = codes.new_zeros(len(codes), 1, FIELDS)
        target = torch.cat([codes, end], dim=1).long()
        logits = self.logits(state, target)
        said = torch.log_softmax(logits, dim=-1)
        chosen: Tensor = said.gather(-1, target[..., None])[..., 0]  # (B, T + 1, F)
        return chosen * self.decided_fields(target)

    def states(self, codes: Tensor, given: Conditioned) -> Tensor:
        """State before each block and before the end; (B, T + 1, D)."""
        start = self.condition(given)[:, None] + self.blocks.place.weight[BLOCKS]
        blur = self.sizes.blur if self.training else 0.0
        x = torch.cat([start, self.blocks(codes, blur=blur)], dim=1)
        places = torch.arange(x.shape[1], device=x.device)
        x = self.drop(x + self.left(_left(given.length[:, None], places)))
        for layer in self.layers:
            x = layer(x, causal=True)
        out: Tensor = self.norm(x)
        return out

    def decided_fields(self, target: Tensor) -> Tensor:
        """1 where a field is a decision: types up to the end, attributes of blocks."""
        on = alive(target)
        first_end = torch.cat([torch.ones_like(on[:, :1]), on[:, :-1]], dim=1)
        fields = on[..., None].expand(*on.shape, FIELDS).clone()
        fields[..., 0] = first_end
        fields[:, BLOCKS:, 0] = False  # the page is full: nothing to decide
        return fields.float()

    def logits(self, state: Tensor, target: Tensor) -> Tensor:
        """Logits (B, T, F, widest) when the fields before each one are as in target."""
        b, t, _ = state.shape
        own = self.state(state).view(b, t, FIELDS, -1)  # (B, T, F, H)
        said = self.decided(target + self.offsets)  # (B, T, F, H)
        before = said.cumsum(dim=2) - said
        hidden = torch.nn.functional.gelu(
            torch.einsum("btfh,fhg->btfg", own + before, self.mix) + self.bias
        )
        logits = torch.einsum("btfh,fhv->btfv", self.drop(hidden), self.table)
        logits = logits + self.level
        return logits.masked_fill(~self.room, _FAR)

    @torch.no_grad()
    def sample(self, given: Conditioned, z: Tensor, heat: Heat | None = None) -> Tensor:
        """Make a page from each noise; (B, BLOCKS, FIELDS) as uint8.

        Args:
            given: B conditions.
            z: (B, BLOCKS, FIELDS), standard normal.
            heat: Temperatures.
        """
        heat = heat or Heat()
        chance = 0.5 * (1 + torch.erf(z / math.sqrt(2)))  # uniform
        made = torch.zeros(len(z), BLOCKS, FIELDS, dtype=torch.uint8, device=z.device)
        going = torch.arange(len(z), device=z.device)
        layers = [layer for layer in self.layers if isinstance(layer, Layer)]
        kept: list[list[Tensor]] = [[] for _ in layers]
        x = self.condition(given)[:, None] + self.blocks.place.weight[BLOCKS]
        left = _left(given.length[:, None], torch.arange(BLOCKS, device=z.device))
        for at in range(BLOCKS):
            x = x + self.left(left[going, at])[:, None]
            for layer, memory in zip(layers, kept, strict=True):
                x = layer.step(x, memory)
            due = left[going, at]
            if at == 0:  # a page has a block
                due = due.clamp(max=BLOCKS)
            block = self._choose(self.norm(x)[:, 0], chance[going, at], heat, due)
            made[going, at] = block.to(torch.uint8)
            on = block[:, 0] != 0
            going, block = going[on], block[on]
            if not len(going):
                break
            kept = [[part[on] for part in memory] for memory in kept]
            x = self.blocks(block[:, None], start=at)
        return made

    def _choose(
        self, state: Tensor, chance: Tensor, heat: Heat, left: Tensor
    ) -> Tensor:
        """One block (B, FIELDS) from states (B, D) and uniform noise (B, FIELDS)."""
        own = self.state(state).view(len(state), FIELDS, -1)
        block = torch.zeros(len(state), FIELDS, dtype=torch.long, device=state.device)
        before = torch.zeros_like(own[:, 0])
        for field, size in enumerate(FIELD_SIZES):
            hidden = torch.nn.functional.gelu(
                (own[:, field] + before) @ self.mix[field] + self.bias[field]
            )
            logits = hidden @ self.table[field, :, :size] + self.level[field, :size]
            if field == 0:
                logits = logits / heat.types
                logits[:, 0] = _end(logits[:, 0] - heat.longer, left)
            else:
                possible = self.seen[block[:, 0], field, :size]
                logits = (logits / heat.attributes).masked_fill(~possible, _FAR)
            block[:, field] = _pick(logits, chance[:, field])
            before = before + self.decided(block[:, field] + self.offsets[field])
        return torch.where(block[:, :1] == 0, 0, block)


def _end(logit: Tensor, left: Tensor) -> Tensor:
    """Logit (B,) of the end: impossible while blocks are to come, sure after them."""
    logit = torch.where((left > 0) & (left <= BLOCKS), _FAR, logit)
    return torch.where(left == 0, -_FAR, logit)


def _left(length: Tensor, place: Tensor) -> Tensor:
    """Blocks still to come at a place, or ANY where no length is asked for."""
    return torch.where(length > 0, (length - place).clamp(min=0), ANY)


def _pick(logits: Tensor, chance: Tensor) -> Tensor:
    """The value whose stretch of the cumulative distribution holds `chance`; (B,)."""
    edges = torch.softmax(logits, dim=-1).cumsum(dim=-1)
    picked = (edges < chance[:, None] * edges[:, -1:]).sum(dim=-1)
    return picked.clamp(max=logits.shape[-1] - 1)


def _room() -> Tensor:
    """(FIELDS, widest): True where a field has that value."""
    at = torch.arange(_WIDEST)
    return torch.stack([at < size for size in FIELD_SIZES])
