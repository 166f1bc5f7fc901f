"""An audience as the step shows it: groups large enough, and the catalogue's words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from studio.domain.catalogue import Catalogue, Product
from studio.domain.jobs import Comparison
from studio.domain.persona import EVERYONE, Audience, Persona
from studio.domain.words import Words
from studio.pipeline.render.money import price_text
from studio.ui import formats
from studio.ui.language import language, tr
from studio.ui.theme import EVERYONE_LOOK


@dataclass(frozen=True)
class Known:
    """What is shown of a project's audience.

    Attributes:
        audience: The personas and the map.
        catalogue: Titles and prices of products.
        currency: Of the shop.
        picture: Path of a product's picture, or None.
        smallest: No group of fewer shoppers is shown (k-anonymity).
        hidden: How many groups are not shown for that.
        run: Number of the taste run that the map is of; None when unknown.
        quality: The comparison of the taste run, when it was measured.
        shop_traits: Traits of all shoppers, to compare with.
    """

    audience: Audience
    catalogue: Catalogue
    currency: str = ""
    picture: Callable[[str], Path | None] = field(default=lambda _: None)
    smallest: int = 20
    hidden: int = 0
    run: int | None = None
    quality: Comparison | None = None

    @property
    def shown(self) -> tuple[Persona, ...]:
        """Personas that are large enough; "All shoppers" last."""
        return tuple(
            persona
            for persona in self.audience.personas
            if persona.id == EVERYONE or persona.size >= self.smallest
        )

    @property
    def groups(self) -> tuple[Persona, ...]:
        """The personas shown, without "All shoppers"."""
        return tuple(each for each in self.shown if each.id != EVERYONE)

    @property
    def shoppers(self) -> int:
        """How many shoppers there are."""
        return len(self.audience.shoppers)

    @cached_property
    def names(self) -> tuple[tuple[str, ...], ...]:
        """Id and titles of each product of the map, case folded once for every key."""
        found = []
        for product_id in self.audience.products:
            product = self.product(product_id)
            titles = (title for title in (product.title, product.title_zh) if title)
            found.append(tuple(n.casefold() for n in (product_id, *titles)))
        return tuple(found)

    def product(self, product_id: str) -> Product:
        """A product of the catalogue; one that it lacks has its id as title."""
        return self.catalogue.get(product_id) or Product(product_id, product_id)

    def money(self, amount: float | None, currency: str = "") -> str:
        """An amount in the shop's currency; an en dash for None."""
        if amount is None:
            return formats.DASH
        return price_text(amount, currency or self.currency)

    def product_line(self, product: Product) -> str:
        """Category and price of a product, as far as they are known."""
        parts = [product.category[-1]] if product.category else []
        if product.current_price is not None:
            parts.append(self.money(product.current_price, product.currency))
        return ", ".join(parts)


def name_of(persona: Persona) -> str:
    """A persona's name in the window's language."""
    if persona.id == EVERYONE:
        return tr("All shoppers")
    if language() == "zh" and persona.name_zh:
        return persona.name_zh
    return persona.name


def look_of(persona: Persona) -> int:
    """A persona's colour and shape."""
    return EVERYONE_LOOK if persona.id == EVERYONE else persona.look


def said(words: Words) -> str:
    """A text in the window's language."""
    return words.in_(language())


def title_of(product: Product) -> str:
    """A product's title in the window's language."""
    return product.title_in(language())
