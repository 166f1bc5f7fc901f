"""What is quick on a processor gives what the usual ways give."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest
import torch
import torch.nn.functional as fn

from studio.domain.taste import TasteInputs
from studio.pipeline.taste.attention import packed_attention
from studio.pipeline.taste.batches import training_windows
from studio.pipeline.taste.descent import Descent, new_optimiser
from studio.pipeline.taste.dropping import QuickDropout
from studio.pipeline.taste.learner import SequenceLearner, Task
from studio.pipeline.taste.settings import NetSize, Settings, Training
from studio.pipeline.taste.softmax import quick_softmax, sampled_softmax
from studio.pipeline.taste.split import leave_last_out

CPU = torch.device("cpu")
STILL = Training(dropout=0.0, product_dropout=0.0, negatives=8)


def _ids_alone(inputs: TasteInputs) -> TasteInputs:
    none = np.zeros_like(inputs.steps.gap)
    steps = msgspec.structs.replace(inputs.steps, gap=none, price=none)
    return msgspec.structs.replace(
        inputs,
        steps=steps,
        product_features=np.zeros((len(inputs.products), 0), np.float32),
        query_features=np.zeros((0, 0), np.float32),
    )


@pytest.mark.parametrize("negatives", [8, 512])
@pytest.mark.parametrize("alone", [False, True])
def test_that_the_quick_loss_and_its_gradients_are_the_usual_ones(
    inputs: TasteInputs, alone: bool, negatives: int
) -> None:
    inputs = _ids_alone(inputs) if alone else inputs
    training = msgspec.structs.replace(STILL, negatives=negatives)
    net = NetSize(width=16, heads=2, blocks=2, scaled=True)
    task = Task(
        inputs,
        leave_last_out(inputs.steps),
        Settings(net=net, training=training),
        CPU,
    )
    learner = SequenceLearner(task)
    learner.net.train()
    windows = training_windows(inputs, task.split, 50)
    order = np.argsort(windows.end - windows.begin, kind="stable")
    for rows in (order[:24], order[-17:], order):  # of one length, and of several
        found = []
        for loss_of in (learner._usual_loss, learner._quick_loss):
            torch.manual_seed(4)
            learner.net.zero_grad()
            loss = loss_of(windows.some(rows))
            assert loss is not None
            loss.backward()  # type: ignore[no-untyped-call]
            slopes = {n: p.grad for n, p in learner.net.named_parameters()}
            found.append((loss, slopes))
        (usual, slopes), (quick, others) = found
        assert torch.allclose(usual, quick, atol=1e-5)
        for name, slope in slopes.items():
            if slope is not None and slope.any():
                other = others[name]
                assert other is not None, name
                assert torch.allclose(slope, other, atol=1e-5), name


@pytest.mark.parametrize(("rows", "steps"), [(16, 6), (7, 9), (8, 33), (3, 70)])
def test_that_packed_sequences_do_not_see_each_other(rows: int, steps: int) -> None:
    torch.manual_seed(0)
    qkv = torch.randn(rows, steps, 3 * 12, requires_grad=True)
    weights = torch.randn(rows, steps, 12)
    query, key, value = qkv.view(rows, steps, 3, 2, 6).permute(2, 0, 3, 1, 4)
    usual = fn.scaled_dot_product_attention(query, key, value, is_causal=True)
    usual = usual.transpose(1, 2).reshape(rows, steps, 12)
    packed = packed_attention(qkv, 2)
    assert torch.allclose(usual, packed, atol=1e-5)
    slopes = [
        torch.autograd.grad((each * weights).sum(), qkv)[0] for each in (usual, packed)
    ]
    assert torch.allclose(slopes[0], slopes[1], atol=1e-5)


def test_that_the_quick_softmax_is_the_sampled_one() -> None:
    torch.manual_seed(0)
    given = [torch.randn(size, 8, requires_grad=True) for size in (40, 40, 12)]
    target, rows = torch.randint(30, (40,)), torch.randint(30, (12,))
    assert (rows[None] == target[:, None]).any()
    found = []
    for softmax in (sampled_softmax, quick_softmax):
        loss = softmax(given[0], given[1], target, (given[2], rows, 30))
        found.append((loss, *torch.autograd.grad(2 * loss, given)))
    for usual, quick in zip(*found, strict=True):
        assert torch.allclose(usual, quick, atol=1e-6)


def test_that_dropout_drops_its_share_and_never_the_same_numbers() -> None:
    dropout = QuickDropout(0.25)
    torch.manual_seed(1)
    ones = torch.ones(200, 64)
    kept = [dropout(ones) for _ in range(100)]
    shares = torch.stack([(each == 0).float().mean() for each in kept])
    assert abs(float(shares.mean()) - 0.25) < 0.01
    assert abs(float(torch.stack(kept).mean()) - 1) < 0.01
    both = ((kept[0] == 0) & (kept[1] == 0)).float().mean()
    assert abs(float(both) - 0.0625) < 0.015
    assert torch.equal(dropout.eval()(ones), ones)


def test_that_weights_laid_end_to_end_move_as_each_alone() -> None:
    found = []
    for packed in (False, True):
        torch.manual_seed(0)
        net = torch.nn.Sequential(torch.nn.Linear(6, 5), torch.nn.Linear(5, 4))
        average = {n: v.detach().clone() for n, v in net.state_dict().items()}
        optimiser = new_optimiser(net, Training(rate=0.01, weight_decay=0.1))
        descent = Descent(net, optimiser, average)
        descent._processor = packed
        for turn in range(8):
            (net(torch.randn(7, 6)) * 40).square().mean().backward()
            descent.step(0.01, 0.9)
            if turn == 4:  # as after a checkpoint
                optimiser.load_state_dict(optimiser.state_dict())
                net.load_state_dict({n: v.clone() for n, v in net.state_dict().items()})
        found.append((net.state_dict(), average, optimiser.state_dict()["state"]))
    for usual, packed_ in zip(found[0][:2], found[1][:2], strict=True):
        for name, value in usual.items():
            assert torch.allclose(value, packed_[name], atol=1e-6), name
    for number, state in found[0][2].items():
        for name, value in state.items():
            assert torch.allclose(value, found[1][2][number][name], atol=1e-6)
