"""Steps as batches of sequences of like length."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import numpy as np
import torch

from studio.domain.behaviour import Ints
from studio.domain.taste import START, Flags, TasteInputs
from studio.pipeline.taste.split import Split


class Window(msgspec.Struct, frozen=True):
    """N stretches of steps: the shopper and the first and last (exclusive) step."""

    shopper: Ints
    begin: Ints
    end: Ints

    def __len__(self) -> int:
        return len(self.shopper)

    def some(self, rows: Ints) -> Window:
        """The stretches of the given rows."""
        return Window(self.shopper[rows], self.begin[rows], self.end[rows])


class Batch(msgspec.Struct, frozen=True):
    """B sequences, left-aligned, opened by a START step, padded to length T.

    `thing` is the row of the step's text feature, `product` the row of its embedding
    (I for none); `left` counts the steps to the end, 0 for the last. `preference`
    (B, P), `stated` (B,); `size` (B,) is each sequence's number of steps with START.
    """

    product: torch.Tensor
    thing: torch.Tensor
    kind: torch.Tensor
    gap: torch.Tensor
    price: torch.Tensor
    left: torch.Tensor
    preference: torch.Tensor
    stated: torch.Tensor
    size: torch.Tensor


def training_windows(inputs: TasteInputs, split: Split, length: int) -> Window:
    """Cut each shopper's training steps into stretches, from the end back."""
    start, end = inputs.steps.start[:-1], split.train_end
    pieces = np.maximum(-(-(end - start) // length), 0)
    shopper = np.repeat(np.arange(len(start)), pieces)
    nth = np.arange(len(shopper)) - (np.cumsum(pieces) - pieces)[shopper]
    stop = end[shopper] - nth * length
    begin = np.maximum(stop - length, start[shopper])
    return Window(shopper, begin, stop)


def last_windows(inputs: TasteInputs, shopper: Ints, end: Ints, length: int) -> Window:
    """The last `length` steps before `end` of each of N shoppers."""
    begin = np.maximum(end - length, inputs.steps.start[shopper])
    return Window(shopper, begin, end)


def bucketed(windows: Window, batch: int, rng: np.random.Generator) -> Iterator[Window]:
    """Shuffled batches of stretches of like length, so that little is padded."""
    jitter = rng.random(len(windows))
    order = np.argsort(windows.end - windows.begin + jitter, kind="stable")
    firsts = np.arange(0, len(order), batch)
    rng.shuffle(firsts)
    for first in firsts:
        yield windows.some(order[first : first + batch])


def to_batch(inputs: TasteInputs, windows: Window, device: torch.device) -> Batch:
    """Gather the steps of stretches, with the START step before them."""
    steps, products = inputs.steps, len(inputs.products)
    size = windows.end - windows.begin + 1
    column = np.arange(int(size.max()))[None]
    real = (column >= 1) & (column < size[:, None])
    at = np.where(real, windows.begin[:, None] + column - 1, 0)
    if not len(steps):
        real, at = np.zeros_like(real), np.zeros((0, 1), np.int64)

    def gather(values: Ints, otherwise: int) -> Ints:
        out = np.full(real.shape, otherwise, np.int64)
        out[real] = values[at[real]]
        return out

    product = gather(np.where(steps.product < 0, products, steps.product), products)
    query = gather(steps.query, -1)
    nothing = products + len(inputs.query_features)
    thing = np.where(product < products, product, nothing)
    thing = np.where((product == products) & (query >= 0), products + query, thing)
    left = np.maximum(size[:, None] - 1 - column, 0)

    def tensor(values: Ints) -> torch.Tensor:
        return torch.from_numpy(np.ascontiguousarray(values, np.int64)).to(device)

    return Batch(
        product=tensor(product),
        thing=tensor(thing),
        kind=tensor(gather(steps.kind, START)),
        gap=tensor(gather(steps.gap, 0)),
        price=tensor(gather(steps.price, 0)),
        left=tensor(left),
        preference=torch.from_numpy(inputs.preference[windows.shopper]).to(device),
        stated=torch.from_numpy(inputs.stated[windows.shopper]).to(device),
        size=tensor(size),
    )


def next_products(inputs: TasteInputs, windows: Window) -> Ints:
    """What comes next after each step (N, T): the next product met, -1 for none.

    Searches are passed over. Only products that are new to the shopper are asked for,
    as in every ranking. The START step of a shopper's later stretches asks nothing.
    """
    steps = inputs.steps
    size = windows.end - windows.begin + 1
    column = np.arange(int(size.max()))[None]
    asked = _next_of_each_step(inputs)
    real = column < size[:, None] - 1
    at = windows.begin[:, None] + column
    target = np.full(real.shape, -1, np.int64)
    target[real] = asked[at[real]]
    later = windows.begin > steps.start[windows.shopper]
    target[later, 0] = -1
    return _inside(target, real, windows, inputs)


def _next_of_each_step(inputs: TasteInputs) -> Ints:
    """Place of the next step with a product, at or after each step; T for none."""
    has = inputs.steps.product >= 0
    total = len(inputs.steps)
    own = np.where(has, np.arange(total), total)
    if not total:
        return own
    return np.minimum.accumulate(own[::-1])[::-1]


def _inside(target: Ints, real: Flags, windows: Window, inputs: TasteInputs) -> Ints:
    """Turn places of steps into products, where they lie in the stretch and are new."""
    steps = inputs.steps
    ok = real & (target >= 0) & (target < windows.end[:, None])
    place = np.where(ok, target, 0)
    if len(steps):
        ok &= steps.fresh[place]
    out = np.full(target.shape, -1, np.int64)
    out[ok] = steps.product[place[ok]]
    return out
