"""Steps of AdamW, clipped, and the mean of the weights along the way.

A net has a large table of products and some twenty small weights. On a processor
torch spends more time on calling for each of these than on their numbers, so they are
laid end to end in memory: all matrices in one stretch, all norms and biases in another.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

import torch
from torch import Tensor, nn

from studio.pipeline.taste.settings import Training

CLIP = 5.0
"""Longest gradient."""
BETAS = (0.9, 0.98)
LARGE = 100_000
"""Numbers of a weight that is worth a call of its own."""


def new_optimiser(net: nn.Module, training: Training) -> torch.optim.AdamW:
    """AdamW; norms and biases are not decayed."""
    matrices = [p for p in net.parameters() if p.dim() > 1]
    others = [p for p in net.parameters() if p.dim() <= 1]
    groups = [
        {"params": matrices, "weight_decay": training.weight_decay},
        {"params": others, "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups, lr=training.rate, betas=BETAS, fused=True)


class Descent:
    """Moves a net's weights along their gradients, and their average after them.

    Args:
        net: Whose weights these are.
        optimiser: Of the net; its state is kept up to date, as if it took the steps.
        average: The averaged weights by name; changed in place.
    """

    def __init__(
        self,
        net: nn.Module,
        optimiser: torch.optim.AdamW,
        average: Mapping[str, Tensor],
    ) -> None:
        self._net = net
        self._optimiser = optimiser
        self._average = average
        self._packs: list[_Pack] = []
        self._all = dict(net.named_parameters())
        self._processor = all(p.device.type == "cpu" for p in self._all.values())

    def step(self, rate: float, decay: float) -> None:
        """One step at a rate; the average keeps `decay` of what it was."""
        if self._processor:
            if not self._fit():
                self._pack()
            self._quick_step(rate)
            now = [pack.weight for pack in self._packs]
            average = [pack.average for pack in self._packs]
        else:
            self._usual_step(rate)
            state = self._net.state_dict()
            now, average = list(state.values()), [self._average[n] for n in state]
        with torch.no_grad():
            torch._foreach_lerp_(average, now, 1 - decay)
        for weight in self._all.values():
            weight.grad = None

    def _usual_step(self, rate: float) -> None:
        for group in self._optimiser.param_groups:
            group["lr"] = rate
        nn.utils.clip_grad_norm_(self._all.values(), CLIP)
        self._optimiser.step()

    @torch.no_grad()
    def _quick_step(self, rate: float) -> None:
        gradients = [pack.gradient() for pack in self._packs]
        length = math.sqrt(sum(float(torch.dot(g, g)) for g in gradients))
        if length > CLIP:
            torch._foreach_mul_(gradients, CLIP / (length + 1e-6))
        for pack, gradient in zip(self._packs, gradients, strict=True):
            pack.steps += 1
            torch._fused_adamw_(
                [pack.weight],
                [gradient],
                [pack.first],
                [pack.second],
                [],
                [pack.steps],
                lr=rate,
                beta1=BETAS[0],
                beta2=BETAS[1],
                weight_decay=pack.decay,
                eps=1e-8,
                amsgrad=False,
                maximize=False,
            )

    def _fit(self) -> bool:
        """Whether the stretches hold what has a gradient now, and nothing else."""
        moving = [n for n, p in self._all.items() if p.grad is not None]
        packed = {name for pack in self._packs for name in pack.names}
        return packed == set(moving) and all(
            pack.holds(self._optimiser, self._average) for pack in self._packs
        )

    @torch.no_grad()
    def _pack(self) -> None:
        """Lay what has a gradient end to end."""
        self._packs = []
        for group in self._optimiser.param_groups:
            own = {id(p) for p in group["params"]}
            moving = {
                name: p
                for name, p in self._all.items()
                if id(p) in own and p.grad is not None
            }
            large = [name for name, p in moving.items() if p.numel() >= LARGE]
            small = [name for name in moving if name not in large]
            for names in (*([name] for name in large), small):
                if names:
                    some = {name: moving[name] for name in names}
                    self._packs.append(
                        _Pack(
                            some, self._optimiser, self._average, group["weight_decay"]
                        )
                    )


class _Pack:
    """Weights that lie end to end, with their moments and averages."""

    def __init__(
        self,
        some: Mapping[str, nn.Parameter],
        optimiser: torch.optim.AdamW,
        average: Mapping[str, Tensor],
        decay: float,
    ) -> None:
        self.names = tuple(some)
        self.decay = decay
        self._some = list(some.values())
        states = [optimiser.state.get(p) or _fresh(p) for p in self._some]
        self.steps = states[0]["step"].clone()
        self.weight = _joined([p.data for p in self._some])
        self.first = _joined([state["exp_avg"] for state in states])
        self.second = _joined([state["exp_avg_sq"] for state in states])
        self.average = _joined([average[name] for name in some])
        self._moments = _views(self.first, self._some)
        parts = zip(
            self._some,
            _views(self.weight, self._some),
            self._moments,
            _views(self.second, self._some),
            strict=True,
        )
        for parameter, weight, first, second in parts:
            parameter.data = weight
            optimiser.state[parameter] = {
                "step": self.steps,
                "exp_avg": first,
                "exp_avg_sq": second,
            }
        self._averages = _views(self.average, self._some)
        for name, view in zip(some, self._averages, strict=True):
            average[name].set_(view)  # type: ignore[call-overload]

    def gradient(self) -> Tensor:
        """The gradients, end to end."""
        return _joined([p.grad for p in self._some if p.grad is not None], copy=False)

    def holds(
        self, optimiser: torch.optim.AdamW, average: Mapping[str, Tensor]
    ) -> bool:
        """Whether moments and averages have not been replaced since."""
        return all(
            optimiser.state[p].get("exp_avg") is first
            and average[name].data_ptr() == view.data_ptr()
            for p, first, name, view in zip(
                self._some, self._moments, self.names, self._averages, strict=True
            )
        )


def _fresh(parameter: Tensor) -> dict[str, Tensor]:
    return {
        "step": torch.tensor(0.0),
        "exp_avg": torch.zeros_like(parameter),
        "exp_avg_sq": torch.zeros_like(parameter),
    }


def _joined(parts: list[Tensor], *, copy: bool = True) -> Tensor:
    """Tensors end to end; a single one as it is."""
    if len(parts) == 1:
        only = parts[0].detach().contiguous().view(-1)
        return only.clone() if copy else only
    return torch.cat([part.detach().reshape(-1) for part in parts])


def _views(whole: Tensor, like: Iterable[Tensor]) -> list[Tensor]:
    """Parts of a stretch in the shapes of others."""
    shapes = [each.shape for each in like]
    parts = torch.split(whole, [shape.numel() for shape in shapes])
    return [part.view(shape) for part, shape in zip(parts, shapes, strict=True)]
