"""Clicks on blocks as training signal: who was shown what, and who clicked."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits

from studio.domain.behaviour import PageEvents
from studio.domain.layout import Layout
from studio.domain.persona import Traits
from studio.pipeline.layout.conditions import ANY_CAMPAIGN, ANY_KIND, ANY_SCENARIO
from studio.pipeline.layout.discriminator import Discriminator
from studio.pipeline.layout.net import Conditioned, alive
from studio.pipeline.layout.traits import TraitScale, as_rows
from studio.pipeline.layout.vocabulary import BLOCKS, FIELDS, Codes, encode

Floats = npt.NDArray[np.float32]
_FIT_STEPS = 300
_FIT_RATE = 3e-3
_NO_TRAITS = np.full(len(Traits().values()), np.nan, np.float32)


class Clicks(msgspec.Struct, frozen=True):
    """M pairs of page and persona: `codes` (M, BLOCKS, FIELDS), traits (M, 10).

    `shown` and `clicked` (M, BLOCKS) count impressions and clicks; an unknown trait
    is NaN.
    """

    codes: Codes
    traits: Floats
    shown: Floats
    clicked: Floats

    def __len__(self) -> int:
        return len(self.codes)

    @property
    def impressions(self) -> int:
        """All impressions together."""
        return int(self.shown.sum())


def no_clicks() -> Clicks:
    """A shop without page events."""
    return Clicks(
        np.zeros((0, BLOCKS, FIELDS), np.uint8),
        np.zeros((0, len(_NO_TRAITS)), np.float32),
        np.zeros((0, BLOCKS), np.float32),
        np.zeros((0, BLOCKS), np.float32),
    )


def gather_clicks(
    events: PageEvents,
    layouts: Mapping[str, Layout],
    persona_of: Mapping[str, Traits],
) -> Clicks:
    """Sum page events by page and persona.

    Args:
        events: Impressions and clicks of shoppers.
        layouts: The shop's pages by page id; events on others are left out.
        persona_of: Traits by shopper; a shopper who is not there counts as unknown.
    """
    rows: dict[tuple[str, Traits], int] = {}
    shown: list[Floats] = []
    clicked: list[Floats] = []
    unknown = Traits()
    for shopper, page, at, hit in zip(
        events.shopper, events.page_id, events.block_index.tolist(),
        events.clicked.tolist(), strict=True,
    ):  # fmt: skip
        if page not in layouts or not 0 <= at < BLOCKS:
            continue
        key = (page, persona_of.get(shopper, unknown))
        if key not in rows:
            rows[key] = len(rows)
            shown.append(np.zeros(BLOCKS, np.float32))
            clicked.append(np.zeros(BLOCKS, np.float32))
        (clicked if hit else shown)[rows[key]][at] += 1
    if not rows:
        return no_clicks()
    pages = {page: encode(layouts[page].blocks) for page, _ in rows}
    hits = np.stack(clicked)
    return Clicks(
        codes=np.stack([pages[page] for page, _ in rows]),
        traits=as_rows([who for _, who in rows]),
        shown=np.maximum(np.stack(shown), hits),  # a click was seen
        clicked=hits,
    )


def conditions_of(traits: Floats, scale: TraitScale) -> Conditioned:
    """Conditions (B,) that know nothing but the traits (B, 10), NaN for unknown."""
    b = len(traits)
    centred, known = scale.centred(traits)
    return Conditioned(
        kind=torch.full((b,), ANY_KIND),
        campaign=torch.full((b,), ANY_CAMPAIGN),
        scenario=torch.full((b,), ANY_SCENARIO),
        traits=centred,
        known=known,
        length=torch.zeros(b, dtype=torch.long),
    )


def engagement_loss(net: Discriminator, clicks: Clicks, scale: TraitScale) -> Tensor:
    """Mean binomial cross-entropy of the clicks, per impression."""
    device = net.pool.device
    codes = torch.from_numpy(clicks.codes).to(device)
    given = conditions_of(clicks.traits, scale).to(device)
    return _cross_entropy(block_logits(net, codes, given), clicks)


def _cross_entropy(logits: Tensor, clicks: Clicks) -> Tensor:
    shown = torch.from_numpy(clicks.shown).to(logits.device)
    rate = torch.from_numpy(clicks.clicked).to(logits.device) / shown.clamp(min=1)
    loss = binary_cross_entropy_with_logits(logits, rate, weight=shown, reduction="sum")
    return loss / shown.sum().clamp(min=1)


def block_logits(net: Discriminator, codes: Tensor, given: Conditioned) -> Tensor:
    """Logit (B, T) of a click on each block."""
    states = net.read(net.embed(codes), alive(codes))
    out: Tensor = net.click(states[:, 1:], codes, given)
    return out


def fit_clicks(net: Discriminator, clicks: Clicks, scale: TraitScale) -> None:
    """Fit the engagement head alone to all clicks, the rest of the net held still."""
    net.eval()
    codes = torch.from_numpy(clicks.codes).to(net.pool.device)
    given = conditions_of(clicks.traits, scale).to(net.pool.device)
    with torch.no_grad():
        states = net.read(net.embed(codes), alive(codes))[:, 1:]
    optimiser = torch.optim.AdamW(net.click.parameters(), _FIT_RATE, weight_decay=1.0)
    for _ in range(_FIT_STEPS):
        optimiser.zero_grad()
        loss = _cross_entropy(net.click(states, codes, given), clicks)
        torch.autograd.backward(loss)
        optimiser.step()


def page_engagement(net: Discriminator, codes: Tensor, given: Conditioned) -> Tensor:
    """Mean predicted click rate of a page's blocks, (B,)."""
    on = alive(codes).float()
    rate = torch.sigmoid(block_logits(net, codes, given)) * on
    return rate.sum(dim=1) / on.sum(dim=1).clamp(min=1)
