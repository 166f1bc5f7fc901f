"""How sure the engagement head is of what a persona clicks.

Around the weights that it was fitted to, the head's posterior is taken as normal
(Laplace's approximation with the generalised Gauss-Newton matrix; MacKay, 1992;
Daxberger et al., 2021). What the head has seen little of has a wide interval.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
import numpy as np
import torch
from torch import Tensor
from torch.func import functional_call, jacrev, vmap

from studio.domain.layout import Layout
from studio.pipeline.layout.click_head import ClickHead
from studio.pipeline.layout.conditions import Conditions, as_tensors
from studio.pipeline.layout.engagement import Clicks, conditions_of
from studio.pipeline.layout.model import LayoutModel
from studio.pipeline.layout.net import Conditioned, alive
from studio.pipeline.layout.traits import as_rows
from studio.pipeline.layout.vocabulary import TYPE_CODE, encode_all

_LEAST_SPREAD = 1e-4  # variance of weights that are still where they began
_CHUNK = 16  # pages at once: (16, BLOCKS, weights) must fit
_WIDE = 1.645  # standard deviations of a 90 % interval


class Predicted(msgspec.Struct, frozen=True):
    """A predicted click rate with its 90 % interval."""

    rate: float
    low: float
    high: float


class PagePredicted(msgspec.Struct, frozen=True):
    """Click rates of a page (mean of its blocks) and of each of its blocks."""

    page: Predicted
    blocks: tuple[Predicted, ...]


@dataclass(frozen=True)
class ClickPosterior:
    """What is known of the head's P weights: `factor` (P, P), Cholesky of precision."""

    factor: Tensor

    def spread(self, gradients: Tensor) -> Tensor:
        """Standard deviation (N,) of quantities with gradients (N, P)."""
        solved = torch.linalg.solve_triangular(self.factor, gradients.T, upper=False)
        out: Tensor = solved.square().sum(dim=0).sqrt()
        return out


def click_posterior(model: LayoutModel, clicks: Clicks) -> ClickPosterior:
    """The posterior of the engagement head after the clicks that it was fitted to."""
    precision = torch.diag(_prior(model.discriminator.click))
    for at in range(0, len(clicks), _CHUNK):
        rows = slice(at, at + _CHUNK)
        codes = torch.from_numpy(clicks.codes[rows]).to(model.device)
        given = conditions_of(clicks.traits[rows], model.traits).to(model.device)
        shown = torch.from_numpy(clicks.shown[rows]).to(model.device)
        logits, slopes = _slopes(model, codes, given)
        rate = torch.sigmoid(logits)
        seen = shown > 0
        weight = (shown * rate * (1 - rate))[seen]
        part = slopes[seen]  # (cells, P)
        precision += part.T @ (part * weight[:, None])
    return ClickPosterior(torch.linalg.cholesky(precision))


def predicted(
    model: LayoutModel,
    layouts: Sequence[Layout],
    condition: Conditions,
    posterior: ClickPosterior,
) -> list[PagePredicted]:
    """Predicted click rates of layouts, and of their blocks, for a persona."""
    codes = torch.from_numpy(encode_all(layout.blocks for layout in layouts))
    found: list[PagePredicted] = []
    for at in range(0, len(layouts), _CHUNK):
        part = codes[at : at + _CHUNK].to(model.device)
        given = as_tensors([condition] * len(part), model.traits).to(model.device)
        logits, slopes = _slopes(model, part, given)
        on = alive(part)
        for row in range(len(part)):
            own, own_slopes = logits[row][on[row]], slopes[row][on[row]]
            found.append(_page(own, own_slopes, posterior))
    return found


def impressions_of(clicks: Clicks, condition: Conditions) -> dict[str, int]:
    """Impressions of each block type that the persona has had, by type."""
    own = as_rows([condition.traits])[0]
    same = np.isclose(clicks.traits, own, equal_nan=True).all(axis=1)
    codes, shown = clicks.codes[same][:, :, 0], clicks.shown[same]
    return {name: int(shown[codes == code].sum()) for name, code in TYPE_CODE.items()}


def _prior(head: ClickHead) -> Tensor:
    """Precision (P,) of each weight before any click: by the spread of its layer.

    Empirical Bayes: a layer whose weights stayed small is believed to be small.
    """
    parts = [
        torch.full(
            (weight.numel(),),
            1 / (float(weight.detach().square().mean()) + _LEAST_SPREAD),
        )
        for weight in head.parameters()
    ]
    return torch.cat(parts).to(next(head.parameters()).device)


def _page(logits: Tensor, slopes: Tensor, posterior: ClickPosterior) -> PagePredicted:
    rate = torch.sigmoid(logits)
    if not len(rate):
        return PagePredicted(Predicted(0.0, 0.0, 0.0), ())
    wide = _WIDE * posterior.spread(slopes)
    low, high = torch.sigmoid(logits - wide), torch.sigmoid(logits + wide)
    blocks = zip(rate.tolist(), low.tolist(), high.tolist(), strict=True)
    mean = float(rate.mean())
    slope = ((rate * (1 - rate))[:, None] * slopes).mean(dim=0, keepdim=True)
    gap = _WIDE * float(posterior.spread(slope)[0])
    page = Predicted(mean, max(0.0, mean - gap), min(1.0, mean + gap))
    return PagePredicted(page, tuple(Predicted(*each) for each in blocks))


def _slopes(
    model: LayoutModel, codes: Tensor, given: Conditioned
) -> tuple[Tensor, Tensor]:
    """Logits (B, T) and their slopes (B, T, P) in the head's weights."""
    net = model.discriminator
    net.eval()
    head: ClickHead = net.click
    with torch.no_grad():
        states = net.read(net.embed(codes), alive(codes))[:, 1:]
    weights = {name: w.detach() for name, w in head.named_parameters()}

    def logits_of(
        own: dict[str, Tensor], state: Tensor, code: Tensor, traits: Tensor,
        known: Tensor,
    ) -> Tensor:  # fmt: skip
        any_ = torch.zeros(1, dtype=torch.long, device=state.device)
        one = Conditioned(any_, any_, any_, traits[None], known[None], any_)
        said: Tensor = functional_call(head, own, (state[None], code[None], one))
        return said[0]

    slopes = vmap(jacrev(logits_of), in_dims=(None, 0, 0, 0, 0))(
        weights, states, codes, given.traits, given.known
    )
    flat = torch.cat([slopes[name].flatten(start_dim=2) for name in weights], dim=2)
    with torch.no_grad():
        logits = head(states, codes, given)
    return logits, flat
