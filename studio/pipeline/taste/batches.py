"""Steps as batches of sequences of like length."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import numpy as np
import torch

from studio.domain.behaviour import Ints
from studio.domain.taste import START, TasteInputs
from studio.pipeline.taste.split import Split

TOGETHER = 8
"""The sequences of a batch of many are a multiple of this, which packs them well."""


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


def bucketed(
    windows: Window, cuts: list[slice], rng: np.random.Generator
) -> Iterator[Window]:
    """Shuffled batches of stretches of like length, so that little is padded."""
    jitter = rng.random(len(windows))
    order = np.argsort(windows.end - windows.begin + jitter, kind="stable")
    for at in rng.permutation(len(cuts)):
        yield windows.some(order[cuts[at]])


def cuts_of(windows: Window, batch: int) -> list[slice]:
    """Where stretches, sorted by length, are cut into batches of like size.

    A batch has as many steps, padding included, as `batch` stretches of mean length:
    more of the short ones, fewer of the long ones. So each step weighs about the same
    in training, and no batch takes more memory than another.
    """
    size = np.sort(windows.end - windows.begin) + 1  # with START
    most = batch * float(size.mean()) if len(size) else 0.0
    cuts = []
    first = 0
    while first < len(size):
        some = size[first : first + max(int(most // size[first]), 1)]
        padded = some * np.arange(1, len(some) + 1)
        rows = max(int(np.searchsorted(padded, most, side="right")), 1)
        if rows >= 4 * TOGETHER:
            rows -= rows % TOGETHER
        cuts.append(slice(first, first + rows))
        first += rows
    return cuts


class Columns(msgspec.Struct, frozen=True):
    """The columns of T steps as batches want them; made once, read by every batch.

    `rows` (T + 1, 5) holds product, thing, kind, gap and price of each step, and last
    the START step's. `asked` (T,) is the place of the next step with a product that is
    new to the shopper, at or after each step; -1 for none. `alike` says whether all
    steps but START are of one kind, gap and price, as where there are ids alone.
    """

    rows: torch.Tensor
    asked: Ints
    alike: bool


def columns_of(inputs: TasteInputs) -> Columns:
    """Prepare the steps of all shoppers."""
    steps, products = inputs.steps, len(inputs.products)
    product = np.where(steps.product < 0, products, steps.product)
    nothing = products + len(inputs.query_features)
    searched = np.where(steps.query >= 0, products + steps.query, nothing)
    thing = np.where(product < products, product, searched)
    rows = np.stack([product, thing, steps.kind, steps.gap, steps.price], axis=1)
    opening = np.array([[products, nothing, START, 0, 0]], np.int64)
    place = _next_of_each_step(inputs)
    asked = np.full(len(steps), -1, np.int64)
    found = place < len(steps)
    found[found] = steps.fresh[place[found]]
    asked[found] = place[found]
    alike = not len(rows) or bool((rows[:, 2:] == rows[0, 2:]).all())
    return Columns(torch.from_numpy(np.concatenate([rows, opening])), asked, alike)


def to_batch(
    inputs: TasteInputs,
    windows: Window,
    device: torch.device,
    columns: Columns | None = None,
) -> Batch:
    """Gather the steps of stretches, with the START step before them."""
    columns = columns or columns_of(inputs)
    size = windows.end - windows.begin + 1
    column = np.arange(int(size.max()))[None]
    real = (column >= 1) & (column < size[:, None])
    start = len(columns.rows) - 1
    at = np.where(real, windows.begin[:, None] + column - 1, start)
    rows = columns.rows[torch.from_numpy(at)].permute(2, 0, 1).to(device)  # (5, B, T)
    left = np.maximum(size[:, None] - 1 - column, 0)

    def tensor(values: Ints) -> torch.Tensor:
        return torch.from_numpy(np.ascontiguousarray(values, np.int64)).to(device)

    return Batch(
        product=rows[0],
        thing=rows[1],
        kind=rows[2],
        gap=rows[3],
        price=rows[4],
        left=tensor(left),
        preference=torch.from_numpy(inputs.preference[windows.shopper]).to(device),
        stated=torch.from_numpy(inputs.stated[windows.shopper]).to(device),
        size=tensor(size),
    )


def next_products(
    inputs: TasteInputs, windows: Window, columns: Columns | None = None
) -> Ints:
    """What comes next after each step (N, T): the next product met, -1 for none.

    Searches are passed over. Only products that are new to the shopper are asked for,
    as in every ranking. The START step of a shopper's later stretches asks nothing.
    """
    steps = inputs.steps
    columns = columns or columns_of(inputs)
    size = windows.end - windows.begin + 1
    column = np.arange(int(size.max()))[None]
    real = column < size[:, None] - 1
    at = windows.begin[:, None] + column
    place = np.full(real.shape, -1, np.int64)
    place[real] = columns.asked[at[real]]
    later = windows.begin > steps.start[windows.shopper]
    place[later, 0] = -1
    inside = (place >= 0) & (place < windows.end[:, None])
    out = np.full(real.shape, -1, np.int64)
    out[inside] = steps.product[place[inside]]
    return out


def _next_of_each_step(inputs: TasteInputs) -> Ints:
    """Place of the next step with a product, at or after each step; T for none."""
    has = inputs.steps.product >= 0
    total = len(inputs.steps)
    own = np.where(has, np.arange(total), total)
    if not total:
        return own
    return np.minimum.accumulate(own[::-1])[::-1]
