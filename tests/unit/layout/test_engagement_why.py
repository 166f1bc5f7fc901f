"""How sure the engagement head is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
import torch

from studio.domain.layout import Layout, LayoutBlock
from studio.domain.persona import Traits
from studio.pipeline.layout.conditions import Conditions
from studio.pipeline.layout.engagement import Clicks, fit_clicks
from studio.pipeline.layout.engagement_why import (
    ClickPosterior,
    click_posterior,
    impressions_of,
    predicted,
)
from studio.pipeline.layout.model import LayoutModel, new_model
from studio.pipeline.layout.net import Sizes
from studio.pipeline.layout.traits import as_rows
from studio.pipeline.layout.vocabulary import BLOCKS, encode_all

SMALL = Sizes(width=16, layers=1, heads=2, hidden=8, dropout=0.0, blur=0.0)
SAVERS, OTHERS = Traits(discount_share=0.9), Traits(discount_share=0.1)
PAGE = Layout(tuple(map(LayoutBlock, ("hero-banner", "promo-banner", "newsletter"))))
SHOWN = 400


@dataclass
class _Shop:
    model: LayoutModel
    clicks: Clicks

    def posterior(self, share: float) -> ClickPosterior:
        """What is known after a share of the clicks."""
        few = Clicks(
            self.clicks.codes,
            self.clicks.traits,
            self.clicks.shown * np.float32(share),
            self.clicks.clicked * np.float32(share),
        )
        return click_posterior(self.model, few)


@pytest.fixture(scope="module")
def shop() -> _Shop:
    """Savers click the promo banner at 60 %, all else is clicked at 10 %."""
    torch.manual_seed(1)
    model = new_model(SMALL, SMALL).eval()
    shown = np.zeros((2, BLOCKS), np.float32)
    shown[:, :3] = SHOWN
    clicked = shown * np.float32(0.1)
    clicked[0, 1] = 0.6 * SHOWN
    clicks = Clicks(
        encode_all([PAGE.blocks, PAGE.blocks]),
        as_rows([SAVERS, OTHERS]),
        shown,
        clicked,
    )
    fit_clicks(model.discriminator, clicks, model.traits)
    return _Shop(model, clicks)


def test_that_a_liked_block_stands_out_for_sure_after_many_views(shop: _Shop):
    [page] = predicted(
        shop.model, [PAGE], Conditions(traits=SAVERS), shop.posterior(1.0)
    )
    hero, promo, _ = page.blocks
    assert promo.rate > 0.4
    assert promo.low < promo.rate < promo.high
    assert promo.low > hero.high
    assert page.page.low < page.page.rate < page.page.high
    assert page.page.rate == pytest.approx(sum(b.rate for b in page.blocks) / 3)


def test_that_fewer_views_leave_a_wider_interval_round_the_same_rate(shop: _Shop):
    wide = []
    for share in (1.0, 0.05):
        asked = Conditions(traits=SAVERS)
        [page] = predicted(shop.model, [PAGE], asked, shop.posterior(share))
        wide.append(page.blocks[1].high - page.blocks[1].low)
    assert wide[1] > 2 * wide[0]


def test_that_impressions_are_those_of_the_persona_alone(shop: _Shop):
    seen = impressions_of(shop.clicks, Conditions(traits=OTHERS))
    assert seen["promo-banner"] == SHOWN
    assert seen["faq"] == 0
