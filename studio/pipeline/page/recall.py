"""How much of a persona's demand a page is predicted to meet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from studio.domain.catalogue import Catalogue
from studio.domain.page import Page
from studio.pipeline.page.request import Setting

SHARPNESS = 3.0
"""Scores are sharpened before they are shares: demand gathers on the favourites."""


def demand_of(scores: Mapping[str, float]) -> dict[str, float]:
    """Each product's share of the persona's demand: score³, scaled to add up to 1."""
    sharp = {p: max(0.0, score) ** SHARPNESS for p, score in scores.items()}
    total = sum(sharp.values())
    return {p: value / total for p, value in sharp.items()} if total else {}


def predicted_recall(products: Iterable[str], scores: Mapping[str, float]) -> float:
    """Predicted recall: the share of the persona's demand that the products hold.

    The scores are the taste model's, so this is a prediction, not a measurement; the
    measured figures are those of the evaluation on held-out shoppers.
    """
    demand = demand_of(scores)
    return round(sum(demand.get(p, 0.0) for p in set(products)), 4)


def recalls(page: Page, setting: Setting) -> tuple[float | None, float | None]:
    """Predicted recall of a page and of as many bestsellers; None where unknown."""
    shown = {p for p in page.product_ids() if setting.catalogue.get(p)}
    if not shown or not any(setting.scores.values()):
        return None, None
    best = bestsellers_of(setting.catalogue, setting.popularity, len(shown))
    return (
        predicted_recall(shown, setting.scores),
        predicted_recall(best, setting.scores),
    )


def bestsellers_of(
    catalogue: Catalogue, popularity: Mapping[str, float], n: int
) -> list[str]:
    """The n most popular products in stock."""
    ready = [p.id for p in catalogue if not p.sold_out]
    return sorted(ready, key=lambda p: -popularity.get(p, 0.0))[:n]
