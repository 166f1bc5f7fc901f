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
from studio.pipeline.layout.vocabulary import (
    BLOCKS,
    FIELD_OFFSETS,
    FIELD_SIZES,
    FIELDS,
    Codes,
)

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
        self.qkv = _after_norm(layer.norm1, layer.qkv)
        self.out = _linear(layer.out)
        first, last = (x for x in layer.feed if isinstance(x, torch.nn.Linear))
        self.first, self.last = _after_norm(layer.norm2, first), _linear(last)
        self.keys = np.zeros((pages, self.heads, BLOCKS, self.size), np.float32)
        self.values = np.zeros_like(self.keys)
        self.scale = np.float32(1 / math.sqrt(self.size))

    def step(self, x: Floats, at: int) -> Floats:
        """The next place of the first len(x) pages; (B, D) to (B, D)."""
        n = len(x)
        qkv = _apply(self.qkv, _standard(x))
        q, k, v = qkv.reshape(n, 3, self.heads, self.size).transpose(1, 0, 2, 3)
        self.keys[:n, :, at], self.values[:n, :, at] = k, v
        keys, values = self.keys[:n, :, : at + 1], self.values[:n, :, : at + 1]
        look = np.matmul(keys, (q * self.scale)[..., None])  # (B, heads, T, 1)
        look = np.exp(look - look.max(axis=2, keepdims=True))
        look /= np.add.reduce(look, axis=2, keepdims=True)
        seen = np.matmul(look.swapaxes(2, 3), values).reshape(n, -1)
        x = x + _apply(self.out, seen)
        hidden = _gelu(_apply(self.first, _standard(x)))
        return np.asarray(x + _apply(self.last, hidden), np.float32)


class _Field:
    """Arrays of the head that decides one field of a block."""

    def __init__(self, generator: Generator, field: int) -> None:
        size, offset = FIELD_SIZES[field], FIELD_OFFSETS[field]
        self.mix = _array(generator.mix)[field]
        self.table = _array(generator.table)[field, :, :size].copy()
        self.level = _array(generator.level)[field, :size].copy()
        self.decided = _array(generator.decided.weight)[offset : offset + size].copy()
        seen = generator.seen.numpy()[:, field, :size]
        self.seen = seen.astype(np.float32)
        self.only = seen.argmax(axis=1)
        self.open = seen.sum(axis=1) > 1

    def shares(self, x: Floats, heat: float) -> Floats:
        """How likely each value is (B, values), up to a factor for each page."""
        logits: Floats = _gelu(x) @ self.table
        logits += self.level
        logits -= logits.max(axis=1, keepdims=True)
        logits /= np.float32(heat)
        np.exp(logits, out=logits)
        return logits

    def attribute(
        self, known: tuple[Floats, Floats], types: Ints, chance: Floats, heat: float
    ) -> Ints:
        """The values (B,) for blocks of some types, which often leave no choice."""
        own, before = known
        value: Ints = self.only[types]
        rows = np.flatnonzero(self.open[types])
        if len(rows):
            share = self.shares(own[rows] + before[rows] @ self.mix, heat)
            share *= self.seen[types[rows]]
            value[rows] = _pick(share, chance[rows])
        return value


class Decoder:
    """The arrays of a generator on a processor, ready to sample from."""

    def __init__(self, generator: Generator) -> None:
        self._net = generator
        self._lean: Floats | None = None
        self._blocks = _array(generator.blocks.table.weight)
        self._place = _array(generator.blocks.place.weight)
        self._left = _array(generator.left.weight)
        self._fields = [_Field(generator, field) for field in range(FIELDS)]
        self._offsets = generator.offsets.numpy()
        weight, bias = _after_norm(generator.norm, generator.state)
        mix = _array(generator.mix)
        # the head's first two maps as one: nothing comes between them but a sum
        fields = weight.reshape(len(weight), FIELDS, -1)
        self._state = np.einsum("dfh,fhg->fdg", fields, mix)
        own = np.einsum("fh,fhg->fg", bias.reshape(FIELDS, -1), mix)
        own = np.asarray(own + _array(generator.bias), np.float32)
        self._bias = own[:, None]

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
            block = self._block(_standard(x), chance[:n, at], heat, wanted, at)
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
        own = np.matmul(state[None], self._state) + self._bias  # (F, B, H)
        block = np.zeros((len(state), FIELDS), np.int64)
        share = self._fields[0].shares(own[0], heat.types)
        share[:, 0] = 0  # lengths are known: the page goes on here
        if self._lean is not None:
            share = share * self._lean
        types = (
            _pick(share, chance[:, 0])
            if wanted is None
            else wanted.type(share, chance[:, 0], at)
        )
        block[:, 0] = types
        before = self._fields[0].decided[types]
        for place, field in enumerate(self._fields[1:], start=1):
            known = own[place], before
            value = field.attribute(known, types, chance[:, place], heat.attributes)
            if wanted is not None:
                value = wanted.attribute(value, place, at)
            block[:, place] = value
            before += field.decided[value]
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

    def type(self, share: Floats, chance: Floats, at: int) -> Ints:
        """The types (B,) at a place, as wished; keeps count of how likely that was."""
        n = len(share)
        share = share / share.sum(axis=1, keepdims=True)
        fixed = self.demand.fixed[:n, at, 0].astype(np.int64)
        mask = self.demand.allowed[:n, at].copy()
        due = self.missing[:n].sum(axis=1) >= self.room[:n, at]
        due &= self.free[:n, at] & self.missing[:n].any(axis=1)
        mask[due] &= self.missing[:n][due]
        may = np.where(mask, share + _LEAST, 0)  # wished for, however unlikely
        may[:, 0] = 0
        free = fixed == FREE
        value = np.where(free, _pick(may, chance), fixed)
        forced = share[np.arange(n), np.maximum(fixed, 0)]
        got = np.where(free, may.sum(axis=1), forced)
        self.said[:n] += np.log(got + _LEAST)
        self.missing[np.arange(n), value] &= ~self.free[:n, at]
        return value

    def attribute(self, made: Ints, field: int, at: int) -> Ints:
        """The values (B,) of an attribute: as demanded, or as made where it is free."""
        fixed = self.demand.fixed[: len(made), at, field].astype(np.int64)
        return np.where(fixed == FREE, made, fixed)


def _uniform(z: Floats) -> Floats:
    """The normal distribution function."""
    out: Floats = (
        0.5 * (1 + torch.erf(torch.from_numpy(z) * float(_ROOT_HALF)))
    ).numpy()
    return out


def _pick(share: Floats, chance: Floats) -> Ints:
    """The value whose stretch of the cumulative shares holds `chance`; (B,)."""
    edges = share.cumsum(axis=1)
    picked: Ints = (edges >= chance[:, None] * edges[:, -1:]).argmax(axis=1)
    return picked


def _gelu(x: Floats) -> Floats:
    if x.size > _MANY:  # torch's is written for vectors, and here worth its call
        out: Floats = torch.nn.functional.gelu(torch.from_numpy(x)).numpy()
        return out
    out = np.asarray(erf(x * _ROOT_HALF), np.float32)
    out += 1
    out *= x
    out *= 0.5
    return out


def _apply(linear: tuple[Floats, Floats], x: Floats) -> Floats:
    out: Floats = x @ linear[0]
    out += linear[1]
    return out


def _standard(x: Floats) -> Floats:
    """A layer's norm without the weights, which the map after it takes in."""
    part = np.float32(1 / x.shape[-1])
    gap = x - np.add.reduce(x, axis=-1, keepdims=True) * part
    spread = np.add.reduce(gap * gap, axis=-1, keepdims=True) * part
    out: Floats = gap / np.sqrt(spread + np.float32(_EPSILON))
    return out


def _after_norm(
    norm: torch.nn.LayerNorm, layer: torch.nn.Linear
) -> tuple[Floats, Floats]:
    """The weights of a norm and of the map after it as those of one map."""
    (weight, bias), scale = _linear(layer), _array(norm.weight)
    return weight * scale[:, None], bias + _array(norm.bias) @ weight


def _linear(layer: torch.nn.Linear) -> tuple[Floats, Floats]:
    return _array(layer.weight).T, _array(layer.bias)


def _array(tensor: torch.Tensor) -> Floats:
    return np.asarray(tensor.detach().numpy(), np.float32)
