from __future__ import annotations

import msgspec
import numpy as np
import torch

from studio.domain.taste import TasteInputs
from studio.pipeline.taste.batches import last_windows, to_batch
from studio.pipeline.taste.learner import new_net
from studio.pipeline.taste.sasrec import TasteNet
from studio.pipeline.taste.settings import NetSize, Settings

CPU = torch.device("cpu")


def _net(inputs: TasteInputs) -> TasteNet:
    torch.manual_seed(0)
    warm = np.ones(len(inputs.products), np.bool_)
    return new_net(inputs, warm, Settings(net=NetSize(width=16))).eval()


def test_that_a_step_never_sees_what_comes_after_it(inputs: TasteInputs) -> None:
    net = _net(inputs)
    window = last_windows(inputs, np.array([0]), inputs.steps.start[1:2], 50)
    batch = to_batch(inputs, window, CPU)
    other = batch.product.clone()
    other[0, -1] = (other[0, -1] + 5) % len(inputs.products)
    changed = msgspec.structs.replace(batch, product=other, thing=other)
    before, after = net(batch), net(changed)
    assert torch.allclose(before[:, :-1], after[:, :-1], atol=1e-6)
    assert not torch.allclose(before[:, -1], after[:, -1], atol=1e-3)


def test_that_padding_changes_nothing(inputs: TasteInputs) -> None:
    net = _net(inputs)
    both = last_windows(inputs, np.array([0, 1]), inputs.steps.start[1:3], 50)
    short = both.some(np.array([0]))
    short = msgspec.structs.replace(short, begin=short.end - 2)
    mixed = msgspec.structs.replace(
        both, begin=np.array([short.begin[0], both.begin[1]])
    )
    alone = net.tastes(to_batch(inputs, short, CPU))
    padded = net.tastes(to_batch(inputs, mixed, CPU))[:1]
    assert torch.allclose(alone, padded, atol=1e-5)


def test_that_only_a_stated_preference_moves_a_taste(inputs: TasteInputs) -> None:
    net = _net(inputs)
    net.fusion.idle = False  # as in a shop where somebody has stated something
    window = last_windows(inputs, np.array([0]), inputs.steps.start[1:2], 50)
    batch = to_batch(inputs, window, CPU)
    silent = net.tastes(batch)
    said = msgspec.structs.replace(batch, preference=torch.ones_like(batch.preference))
    assert torch.equal(net.tastes(said), silent)
    stated = msgspec.structs.replace(said, stated=torch.ones_like(batch.stated))
    assert not torch.allclose(net.tastes(stated), silent, atol=1e-3)
