"""Products by what a person types."""

from __future__ import annotations

from studio.domain.jobs import FindProducts, FoundProducts
from studio.services import settings
from studio.ui.audience.known import Known
from studio.ui.jobs import JobSignals

MOST = 20


def product_places(known: Known, text: str) -> list[int]:
    """Places on the map of all products that a text fits, the one that fits best first.

    A whole id fits best, then the start of a title, then a part of one. The others
    stay in their order.
    """
    wanted = text.casefold().strip()
    fits = [_fit(wanted, names) for names in known.names]
    found = [at for at, fit in enumerate(fits) if fit]
    best = max(found, key=lambda at: fits[at], default=-1)
    return sorted(found, key=lambda at: at != best)


async def meant_place(jobs: JobSignals, folder: str, known: Known, text: str) -> int:
    """Place on the map of the product that is closest in meaning; -1 for none.

    Raises:
        JobFailed: There are no products, or the encoder of the settings is not there.
    """
    job = FindProducts(folder, text, MOST, settings.load().encoder)
    found = await jobs.result(job, FoundProducts)
    places = {product: at for at, product in enumerate(known.audience.products)}
    return next((places[p.product] for p in found.products if p.product in places), -1)


def _fit(wanted: str, names: tuple[str, ...]) -> int:
    if not wanted:
        return 0
    if wanted in names:
        return 3
    holding = [title for title in names[1:] if wanted in title]
    return 1 + any(title.startswith(wanted) for title in holding) if holding else 0
