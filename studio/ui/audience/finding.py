"""Products by what a person types."""

from __future__ import annotations

from studio.domain.jobs import FindProducts, FoundProducts
from studio.services import settings
from studio.ui.audience.known import Known
from studio.ui.jobs import JobSignals

MOST = 20


def product_place(known: Known, text: str) -> int:
    """Place on the map of the product that fits best; -1 for none.

    A whole id fits best, then the start of a title, then a part of one.
    """
    wanted = text.casefold().strip()
    best, at = 0, -1
    for place, product_id in enumerate(known.audience.products):
        product = known.product(product_id)
        titles = [t.casefold() for t in (product.title, product.title_zh) if t]
        fit = _fit(wanted, product_id.casefold(), titles)
        if fit > best:
            best, at = fit, place
    return at


def product_places(known: Known, text: str) -> list[int]:
    """Places on the map of all products that a text fits, in their order."""
    wanted = text.casefold().strip()
    found = []
    for place, product_id in enumerate(known.audience.products):
        product = known.product(product_id)
        titles = [t.casefold() for t in (product.title, product.title_zh) if t]
        if _fit(wanted, product_id.casefold(), titles):
            found.append(place)
    return found


async def meant_place(jobs: JobSignals, folder: str, known: Known, text: str) -> int:
    """Place on the map of the product that is closest in meaning; -1 for none.

    Raises:
        JobFailed: There are no products, or the encoder of the settings is not there.
    """
    job = FindProducts(folder, text, MOST, settings.load().encoder)
    found = await jobs.result(job, FoundProducts)
    places = {product: at for at, product in enumerate(known.audience.products)}
    return next((places[p.product] for p in found.products if p.product in places), -1)


def _fit(wanted: str, product_id: str, titles: list[str]) -> int:
    if not wanted:
        return 0
    if wanted == product_id or wanted in titles:
        return 3
    if any(title.startswith(wanted) for title in titles):
        return 2
    return int(any(wanted in title for title in titles))
