"""How well each product fits a persona and a campaign, and why."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date

import msgspec
from msgspec.structs import replace

from studio.domain.brief import Brief
from studio.domain.catalogue import Catalogue, Product
from studio.domain.page import Reason, Scenario, Slot
from studio.domain.persona import Persona
from studio.domain.words import Words
from studio.pipeline.page.request import Setting

TASTE_LABEL = Words("Taste of the persona", "人群偏好")
EVERYONE_LABEL = Words("Taste of all shoppers", "全体顾客偏好")
POPULAR = Words("Popular in the shop", "店内热度")
PRICE = Words("Usual price range", "常买价位")
SALE = Words("On sale", "正在优惠")
_BARGAIN = 0.3
"""Share of events on reduced products from which a persona counts as bargain hunter."""
_DEEP = 45.0
"""A discount of so many per cent has the full effect."""
_ROUND = 3
_GOES_SHARE = 0.2
"""What "goes with" weighs beside everything else."""


class Blend(msgspec.Struct, frozen=True):
    """How much each argument weighs; the four add up to 1."""

    taste: float = 0.7
    popular: float = 0.12
    price: float = 0.1
    sale: float = 0.08


def blend_for(persona: Persona, scenario: Scenario) -> Blend:
    """Bargain hunters and promotions look at the discount first."""
    if scenario == "promotion" and is_bargain(persona):
        return Blend(taste=0.55, popular=0.1, price=0.07, sale=0.28)
    if scenario == "promotion" or is_bargain(persona):
        return Blend(taste=0.65, popular=0.08, price=0.07, sale=0.2)
    return Blend()


def is_bargain(persona: Persona) -> bool:
    """Whether reduced prices are what the persona comes for."""
    share = persona.traits.discount_share
    return share is not None and share >= _BARGAIN


class Scored(msgspec.Struct, frozen=True):
    """A product with its fit, 0 to 1, the reasons that add up to it, and its order.

    `order` is the fit times the merchandiser's weight.
    """

    product: Product
    score: float
    why: tuple[Reason, ...]
    order: float

    def slot(self) -> Slot:
        """The product in a slot."""
        return Slot(product_id=self.product.id, score=self.score, why=self.why)


def rank_products(
    setting: Setting,
    scenario: Scenario,
    weights: Mapping[str, float],
    hidden: tuple[str, ...],
) -> list[Scored]:
    """Every product that may be shown, best first; ties keep the catalogue's order."""
    blend = blend_for(setting.persona, scenario)
    top = max(setting.scores.values(), default=0.0) or 1.0
    scored = [
        _scored(product, setting, blend, top, weights.get(product.id, 1.0))
        for product in setting.catalogue
        if product.id not in hidden
    ]
    return sorted(scored, key=lambda s: (s.product.sold_out, -s.order))


def _scored(
    product: Product, setting: Setting, blend: Blend, top: float, weight: float
) -> Scored:
    persona = setting.persona
    parts = (
        (_taste_label(persona), blend.taste * setting.scores.get(product.id, 0) / top),
        (POPULAR, blend.popular * setting.popularity.get(product.id, 0.0)),
        (PRICE, blend.price * price_fit(product, persona)),
        (SALE, blend.sale * min(1.0, product.discount_percent / _DEEP)),
    )
    why = tuple(
        Reason(label, round(value, _ROUND))
        for label, value in parts
        if round(value, _ROUND) > 0
    )
    score = round(sum(reason.value for reason in why), _ROUND)
    return Scored(product, score, why, score * weight)


def _taste_label(persona: Persona) -> Words:
    return EVERYONE_LABEL if persona.source == "everyone" else TASTE_LABEL


def price_fit(product: Product, persona: Persona) -> float:
    """1 inside the persona's price band, less the further out; 0 where unknown."""
    low, high = persona.portrait.price_low, persona.portrait.price_high
    price = product.current_price
    if price is None or low is None or high is None or price <= 0 or low <= 0:
        return 0.0
    distance = max(math.log(low / price), math.log(price / max(high, low)), 0.0)
    return math.exp(-2.0 * distance)


def with_company(scored: Scored, other: Product) -> Scored:
    """The product with "goes with" as one of its reasons; the sum stays below 1."""
    rest = tuple(
        Reason(r.label, round(r.value * (1 - _GOES_SHARE), _ROUND)) for r in scored.why
    )
    label = Words(
        f"Goes with {short(other.title)}", f"搭配{short(other.title_in('zh'))}"
    )
    why = (*rest, Reason(label, _GOES_SHARE))
    score = round(sum(reason.value for reason in why), _ROUND)
    return replace(scored, score=score, why=why)


def short(title: str) -> str:
    """A title up to its first comma."""
    return title.replace("，", ",").split(",", maxsplit=1)[0].strip()


def eligible(catalogue: Catalogue, brief: Brief | None) -> frozenset[str] | None:
    """Ids of the products that a brief narrows the page to; None means all."""
    if brief is None or not (brief.products or brief.category or brief.on_sale):
        return None
    named = frozenset(brief.products)
    n = len(brief.category)
    return frozenset(
        p.id
        for p in catalogue
        if (not named or p.id in named)
        and (not n or _same_path(p.category[:n], brief.category))
        and (not brief.on_sale or p.discount_percent > 0)
    )


def _same_path(path: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    return tuple(step.casefold() for step in path) == tuple(
        step.casefold() for step in wanted
    )


def is_new(product: Product, today: date, days: int = 45) -> bool:
    """Whether the shop added it within so many days."""
    try:
        added = date.fromisoformat(product.added.strip()[:10])
    except ValueError:
        return False
    return 0 <= (today - added).days <= days
