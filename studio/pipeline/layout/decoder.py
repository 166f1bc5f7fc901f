"""Sampling from the generator on a processor: NumPy, because the nets are tiny.

A page takes some hundred small operations a block, and what torch adds to each of them
is more than the operation itself. The arrays are the generator's own, not copies of
them, and the pages are those of `Generator.sample` for the same noise.
"""

from __future__ import annotations

import math
from typing import TypeAlias

import msgspec
import numpy as np
import numpy.typing as npt
import torch
from scipy.special import erf  # type: ignore[import-untyped]

from studio.pipeline.layout.generator import Generator, Heat
from studio.pipeline.layout.net import Conditioned, Layer
from studio.pipeline.layout.vocabulary import BLOCKS, FIELD_SIZES, FIELDS, Codes

Floats: TypeAlias = npt.NDArray[np.float32]
Bools: TypeAlias = npt.NDArray[np.bool_]
Ints: TypeAlias = npt.NDArray[np.int64]

FREE = -1
"""A field of a demand that the net decides."""
_ROOT_HALF = np.float32(math.sqrt(0.5))
_MANY = 20_000  # numbers
_EPSILON = 1e-5  # of a layer's norm
_LEAST = 1e-12  # chance of what the net holds to be impossible


class Demand(msgspec.Struct, frozen=True):
    """What B pages have to keep; every page has a length.

    Attributes:
        allowed: (B, BLOCKS, 1 + types), types that may stand at each place.
        fixed: (B, BLOCKS, FIELDS), codes that are set, or FREE.
        must: (B, 1 + types), types that have to come at a place that is free.
    """

    allowed: Bools
    fixed: npt.NDArray[np.int16]
    must: Bools

    def rows(self, rows: Ints) -> Demand:
        """The demands of some pages."""
        return Demand(self.allowed[rows], self.fixed[rows], self.must[rows])


class _Attention:
    """Arrays of one layer, and the keys and values so far."""

    def __init__(self, layer: Layer, pages: int) -> None:
        width = layer.out.in_features
        self.heads, self.size = layer.heads, width // layer.heads
        self.norm1 = _norm(layer.norm1)
        self.norm2 = _norm(layer.norm2)
        self.qkv, self.out = _linear(layer.qkv), _linear(layer.out)
        self.first, self.last = (
            _linear(part) for part in layer.feed if isinstance(part, torch.nn.Linear)
        )
        self.keys = np.zeros((pages, self.heads, BLOCKS, self.size), np.float32)
        self.values = np.zeros_like(self.keys)

    def step(self, x: Floats, at: int) -> Floats:
        """The next place of the first len(x) pages; (B, D) to (B, D)."""
        n = len(x)
        qkv = _apply(self.qkv, _normed(self.norm1, x))
        q, k, v = qkv.reshape(n, 3, self.heads, self.size).transpose(1, 0, 2, 3)
        self.keys[:n, :, at], self.values[:n, :, at] = k, v
        keys, values = self.keys[:n, :, : at + 1], self.values[:n, :, : at + 1]
        look = _softmax(np.einsum("bhd,bhtd->bht", q, keys) / math.sqrt(self.size))
        seen = np.einsum("bht,bhtd->bhd", look, values).reshape(n, -1)
        x = x + _apply(self.out, seen)
        hidden = _gelu(_apply(self.first, _normed(self.norm2, x)))
        return np.asarray(x + _apply(self.last, hidden), np.float32)


class Decoder:
    """The arrays of a generator on a processor, ready to sample from."""

    def __init__(self, generator: Generator) -> None:
        self._net = generator
        self._lean: Floats | None = None
        self._blocks = _array(generator.blocks.table.weight)
        self._place = _array(generator.blocks.place.weight)
        self._left = _array(generator.left.weight)
        self._norm = _norm(generator.norm)
        self._decided = _array(generator.decided.weight)
        self._mix = _array(generator.mix)
        self._table = _array(generator.table)
        self._level = _array(generator.level)
        self._seen = generator.seen.numpy()
        self._offsets = generator.offsets.numpy()
        weight, bias = _linear(generator.state)
        fields = weight.reshape(len(weight), FIELDS, -1)
        # the head's first two maps as one: nothing comes between them but a sum
        self._state = np.einsum("dfh,fhg->fdg", fields, self._mix)
        own = np.einsum("fh,fhg->fg", bias.reshape(FIELDS, -1), self._mix)
        self._bias = np.asarray(own + _array(generator.bias), np.float32)

    def sample(
        self,
        given: Conditioned,
        z: Floats,
        heat: Heat,
        demand: Demand | None = None,
        lean: Floats | None = None,
    ) -> tuple[Codes, Floats]:
        """Make a page from each noise.

        Args:
            given: B conditions, each with a length.
            z: (B, BLOCKS, FIELDS), standard normal.
            heat: Temperatures.
            demand: What the pages have to keep.
            lean: (1 + types,), by how much each type is likelier than to the net.

        Returns:
            Pages (B, BLOCKS, FIELDS), and for each the logarithm of how likely the
            net holds the types that the demand forced on it (0 without one); (B,).
        """
        size = given.length.numpy()
        order = np.argsort(-size, kind="stable")  # those that go on come first
        size = np.clip(size[order], 1, BLOCKS)
        chance = _uniform(np.asarray(z, np.float32)[order])
        wanted = _Wanted(demand.rows(order), size) if demand is not None else None
        with torch.no_grad():
            start = self._net.condition(given.rows(torch.from_numpy(order))).numpy()
        self._lean = lean
        layers = [
            _Attention(layer, len(order))
            for layer in self._net.layers
            if isinstance(layer, Layer)
        ]
        made = np.zeros((len(order), BLOCKS, FIELDS), np.uint8)
        x = np.asarray(start + self._place[BLOCKS], np.float32)
        for at in range(int(size.max(initial=0))):
            n = int((size > at).sum())
            x = x[:n] + self._left[size[:n] - at]
            for layer in layers:
                x = layer.step(x, at)
            state = _normed(self._norm, x)
            block = self._block(state, chance[:n, at], heat, wanted, at)
            made[:n, at] = block
            x = self._blocks[block + self._offsets].sum(axis=1) + self._place[at]
        pages, said = np.empty_like(made), np.zeros(len(order), np.float32)
        pages[order] = made
        if wanted is not None:
            said[order] = wanted.said
        return pages, said

    def _block(
        self,
        state: Floats,
        chance: Floats,
        heat: Heat,
        wanted: _Wanted | None,
        at: int,
    ) -> Ints:
        """One block (B, FIELDS) from states (B, D) and uniform noise (B, FIELDS)."""
        own = np.matmul(state[None], self._state) + self._bias[:, None]  # (F, B, H)
        block = np.zeros((len(state), FIELDS), np.int64)
        before = np.zeros_like(own[0])
        for field, size in enumerate(FIELD_SIZES):
            hidden = _gelu(own[field] + before @ self._mix[field])
            logits = hidden @ self._table[field, :, :size] + self._level[field, :size]
            share = _softmax(logits / (heat.attributes if field else heat.types))
            if field:
                share = share * self._seen[block[:, 0], field, :size]
            else:
                share[:, 0] = 0  # lengths are known: the page goes on here
                if self._lean is not None:
                    share = share * self._lean
            block[:, field] = (
                _pick(share, chance[:, field])
                if wanted is None
                else wanted.pick(share, chance[:, field], field, at)
            )
            before = before + self._decided[block[:, field] + self._offsets[field]]
        return block


class _Wanted:
    """A demand while pages are made."""

    def __init__(self, demand: Demand, size: Ints) -> None:
        self.demand = demand
        self.missing = demand.must.copy()
        free = demand.fixed[:, :, 0] == FREE
        free &= np.arange(BLOCKS)[None] < size[:, None]
        self.free = free
        # free places from each one on, itself included
        self.room = free[:, ::-1].cumsum(axis=1)[:, ::-1]
        self.said = np.zeros(len(size), np.float32)

    def pick(self, share: Floats, chance: Floats, field: int, at: int) -> Ints:
        """The values (B,) of a field, as wished; keeps count of how likely that was."""
        n = len(share)
        whole = share.sum(axis=1) + _LEAST
        fixed = self.demand.fixed[:n, at, field].astype(np.int64)
        may = share
        if field == 0:
            mask = self.demand.allowed[:n, at].copy()
            due = self.missing[:n].sum(axis=1) >= self.room[:n, at]
            due &= self.free[:n, at] & self.missing[:n].any(axis=1)
            mask[due] &= self.missing[:n][due]
            may = np.where(mask, share + _LEAST, 0)  # wished for, however unlikely
            may[:, 0] = 0
        free = fixed == FREE
        value = np.where(free, _pick(may, chance), fixed)
        if field == 0:
            forced = share[np.arange(n), np.maximum(fixed, 0)]
            got = np.where(free, may.sum(axis=1), forced)
            self.said[:n] += np.log((got + _LEAST) / whole)
            self.missing[np.arange(n), value] &= ~self.free[:n, at]
        return value


def _uniform(z: Floats) -> Floats:
    """The normal distribution function."""
    out: Floats = (
        0.5 * (1 + torch.erf(torch.from_numpy(z) * float(_ROOT_HALF)))
    ).numpy()
    return out


def _pick(share: Floats, chance: Floats) -> Ints:
    """The value whose stretch of the cumulative shares holds `chance`; (B,)."""
    edges = share.cumsum(axis=1)
    picked = (edges < chance[:, None] * edges[:, -1:]).sum(axis=1)
    return np.asarray(np.minimum(picked, share.shape[1] - 1), np.int64)


def _softmax(logits: Floats) -> Floats:
    if logits.size > _MANY:
        out: Floats = torch.softmax(torch.from_numpy(logits), dim=-1).numpy()
        return out
    raised = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True), np.float32)


def _gelu(x: Floats) -> Floats:
    if x.size > _MANY:  # torch's is written for vectors, and here worth its call
        out: Floats = torch.nn.functional.gelu(torch.from_numpy(x)).numpy()
        return out
    return np.asarray(0.5 * x * (1 + erf(x * _ROOT_HALF)), np.float32)


def _apply(linear: tuple[Floats, Floats], x: Floats) -> Floats:
    return np.asarray(x @ linear[0] + linear[1], np.float32)


def _normed(norm: tuple[Floats, Floats], x: Floats) -> Floats:
    part = np.float32(1 / x.shape[-1])
    gap = x - np.add.reduce(x, axis=-1, keepdims=True) * part
    spread = np.add.reduce(gap * gap, axis=-1, keepdims=True) * part
    return np.asarray(
        gap / np.sqrt(spread + np.float32(_EPSILON)) * norm[0] + norm[1], np.float32
    )


def _linear(layer: torch.nn.Linear) -> tuple[Floats, Floats]:
    return _array(layer.weight).T, _array(layer.bias)


def _norm(layer: torch.nn.LayerNorm) -> tuple[Floats, Floats]:
    return _array(layer.weight), _array(layer.bias)


def _array(tensor: torch.Tensor) -> Floats:
    return np.asarray(tensor.detach().numpy(), np.float32)
