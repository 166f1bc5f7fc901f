from __future__ import annotations

import numpy as np
import torch

from studio.domain.taste import START, TasteInputs
from studio.pipeline.taste.batches import (
    Window,
    bucketed,
    cuts_of,
    last_windows,
    next_products,
    to_batch,
    training_windows,
)
from studio.pipeline.taste.split import leave_last_out, no_split


def test_that_windows_cover_every_training_step_once(inputs: TasteInputs) -> None:
    split = leave_last_out(inputs.steps)
    windows = training_windows(inputs, split, 3)
    assert (windows.end - windows.begin).max() <= 3
    covered = np.concatenate(
        [np.arange(b, e) for b, e in zip(windows.begin, windows.end, strict=True)]
    )
    wanted = np.concatenate(
        [
            np.arange(b, e)
            for b, e in zip(inputs.steps.start[:-1], split.train_end, strict=True)
        ]
    )
    assert sorted(covered) == sorted(wanted)


def test_that_batches_hold_sequences_of_like_length(inputs: TasteInputs) -> None:
    windows = training_windows(inputs, no_split(inputs.steps), 50)
    batches = list(bucketed(windows, cuts_of(windows, 16), np.random.default_rng(0)))
    assert sum(len(batch) for batch in batches) == len(windows)
    spread = [np.ptp(batch.end - batch.begin) for batch in batches]
    assert np.mean(spread) <= 1


def test_that_batches_take_about_as_many_steps_each() -> None:
    rng = np.random.default_rng(0)
    length = np.concatenate([rng.integers(1, 8, 900), rng.integers(30, 51, 60)])
    begin = np.cumsum(length) - length
    windows = Window(np.arange(len(length)), begin, begin + length)
    batches = list(bucketed(windows, cuts_of(windows, 64), rng))
    held = np.concatenate([batch.shopper for batch in batches])
    assert sorted(held) == list(range(len(length)))
    steps = [len(b) * int((b.end - b.begin).max() + 1) for b in batches]
    most = 64 * (length.mean() + 1)
    assert max(steps) <= most
    assert sorted(steps)[2] > 0.8 * most  # but for the last ones of a length


def test_that_each_step_asks_for_the_next_new_product(inputs: TasteInputs) -> None:
    steps = inputs.steps
    window = Window(np.array([0]), steps.start[:1], steps.start[1:2])
    mine = steps.product[steps.start[0] : steps.start[1]]
    asked = next_products(inputs, window)
    assert asked[0].tolist() == [*mine.tolist(), -1]


def test_that_a_batch_begins_with_start_and_counts_from_the_end(
    inputs: TasteInputs,
) -> None:
    window = last_windows(inputs, np.array([0, 1]), inputs.steps.start[1:3], 50)
    batch = to_batch(inputs, window, torch.device("cpu"))
    assert batch.kind[:, 0].tolist() == [START, START]
    size = int(batch.size[0])
    assert batch.left[0, :size].tolist() == list(range(size - 1, -1, -1))
    assert batch.product[0, 0] == len(inputs.products)


def test_that_a_shopper_without_steps_is_a_sequence_of_start_alone(
    inputs: TasteInputs,
) -> None:
    window = Window(np.array([0]), np.array([0]), np.array([0]))
    batch = to_batch(inputs, window, torch.device("cpu"))
    assert batch.product.shape == (1, 1)
    assert batch.size.tolist() == [1]
