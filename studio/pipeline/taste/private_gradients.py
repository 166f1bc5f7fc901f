"""The gradient of each shopper's sequence alone, shortened and added up.

`torch.func` does what Opacus' hooks cannot here: the net uses its product embedding
twice, for what was met and for what is asked, and each gradient needs both.
"""

from __future__ import annotations

import torch
import torch.nn.functional as fn
from torch import Tensor, nn
from torch.func import functional_call, grad_and_value, vmap
from torch.nn.attention import SDPBackend, sdpa_kernel

from studio.pipeline.taste.batches import Batch, Window, next_products, to_batch
from studio.pipeline.taste.learner import SequenceLearner
from studio.pipeline.taste.sasrec import TasteNet
from studio.pipeline.taste.softmax import FAR, draw_negatives

NUMBERS_AT_ONCE = 24_000_000
"""Numbers of gradients in memory at once: 96 MB."""
MOST_AT_ONCE = 64
FIELDS = Batch.__struct_fields__


class OneLoss(nn.Module):
    """The loss of one sequence; without branches, so that it runs for many at once."""

    def __init__(self, net: TasteNet) -> None:
        super().__init__()
        self.net = net

    def forward(
        self, fields: tuple[Tensor, ...], target: Tensor, rows: Tensor
    ) -> Tensor:
        """Mean cross-entropy over the steps (T,) whose `target` is not -1.

        Args:
            fields: The parts of a `Batch` of this sequence, without their first axis.
            target: (T,) rows of the products asked for.
            rows: (K,) products that they are told apart from, drawn without looking at
                the sequence.
        """
        batch = Batch(
            **{name: value[None] for name, value in zip(FIELDS, fields, strict=True)}
        )
        tastes = self.net(batch)[0]  # (T, D)
        asked = target >= 0
        right = self.net.product_vectors(torch.where(asked, target, 0))
        own = (tastes * right).sum(-1, keepdim=True)  # (T, 1)
        others = tastes @ self.net.product_vectors(rows).T  # (T, K)
        others = torch.where(rows[None] == target[:, None], FAR, others)
        scores = torch.cat([own, others], dim=1)
        each = -fn.log_softmax(scores, dim=1)[:, 0]
        return torch.where(asked, each, 0.0).sum() / asked.sum().clamp(min=1)


def clipped_sum(
    learner: SequenceLearner, windows: Window, clip: float
) -> tuple[dict[str, Tensor], float]:
    """Gradients of sequences, each no longer than `clip`, added up by name.

    Args:
        learner: Whose net is trained.
        windows: One sequence a shopper.
        clip: Greatest length of a shopper's gradient over all weights.

    Returns:
        The sum by the net's names, and the mean loss, -1 for no sequences.
    """
    net = learner.net
    size = sum(p.numel() for p in net.parameters())
    at_once = max(1, min(MOST_AT_ONCE, NUMBERS_AT_ONCE // size))
    rows = draw_negatives(learner.negatives, learner.task.settings.training.negatives)
    summed: dict[str, Tensor] = {}
    losses = 0.0
    for first in range(0, len(windows), at_once):
        some = windows.some(
            torch.arange(first, min(first + at_once, len(windows))).numpy()
        )
        gradients, loss = each_gradient(learner, some, rows)
        losses += float(loss.sum())
        for name, gradient in clipped(gradients, clip).items():
            total = gradient.sum(0)
            summed[name] = summed[name] + total if name in summed else total
    return summed, losses / len(windows) if len(windows) else -1.0


def each_gradient(
    learner: SequenceLearner, windows: Window, rows: Tensor
) -> tuple[dict[str, Tensor], Tensor]:
    """Gradient (B, ...) of each sequence by the net's names, and its loss (B,)."""
    task = learner.task
    module = OneLoss(learner.net)
    held = {name: p.detach() for name, p in module.named_parameters()}
    fixed = dict(module.named_buffers())
    batch = to_batch(task.inputs, windows, task.device)
    fields = tuple(getattr(batch, name) for name in FIELDS)
    target = torch.from_numpy(next_products(task.inputs, windows)).to(task.device)

    def one(
        weights: dict[str, Tensor], parts: tuple[Tensor, ...], asked: Tensor
    ) -> Tensor:
        loss: Tensor = functional_call(module, (weights, fixed), (parts, asked, rows))
        return loss

    together = vmap(grad_and_value(one), in_dims=(None, 0, 0), randomness="different")
    with sdpa_kernel(SDPBackend.MATH):  # the fused one runs one by one under vmap
        gradients, loss = together(held, fields, target)
    return {n.removeprefix("net."): g.detach() for n, g in gradients.items()}, loss


def clipped(gradients: dict[str, Tensor], clip: float) -> dict[str, Tensor]:
    """Each gradient (B, ...) shortened to `clip`, measured over all names together."""
    squares = torch.stack([g.flatten(1).square().sum(1) for g in gradients.values()])
    length = squares.sum(0).sqrt()  # (B,)
    share = (clip / length.clamp(min=1e-12)).clamp(max=1.0)
    return {
        name: g * share.view(-1, *[1] * (g.dim() - 1)) for name, g in gradients.items()
    }
