"""What the shop sells."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import PurePath

import msgspec

from studio.domain.words import Language

LOW_STOCK = 6
"""At most this many left is worth telling a shopper."""


class Product(msgspec.Struct, frozen=True, omit_defaults=True):
    """One product as the shop's export gives it.

    `price` is the ordinary price in major units of `currency`; `sale_price` is set
    only when it is lower. `stock` None means that the shop does not say.
    """

    id: str
    title: str
    title_zh: str = ""
    description: str = ""
    category: tuple[str, ...] = ()
    brand: str = ""
    price: float | None = None
    sale_price: float | None = None
    currency: str = ""
    stock: int | None = None
    link: str = ""
    image: str = ""
    picture: str = ""
    picture_alt: str = ""
    picture_alt_zh: str = ""
    rating: float | None = None
    rating_count: int | None = None
    added: str = ""

    @property
    def current_price(self) -> float | None:
        """What a shopper pays today, in major units."""
        return self.price if self.sale_price is None else self.sale_price

    @property
    def discount_percent(self) -> int:
        """Whole per cent off, rounded down; 0 when not on sale."""
        if not self.price or self.sale_price is None or self.sale_price >= self.price:
            return 0
        return int((self.price - self.sale_price) * 100 / self.price + 1e-9)

    @property
    def sold_out(self) -> bool:
        """Whether the shop says that none is left."""
        return self.stock is not None and self.stock <= 0

    @property
    def low_stock(self) -> bool:
        """Whether few enough are left to say so."""
        return self.stock is not None and 0 < self.stock <= LOW_STOCK

    @property
    def department(self) -> str:
        """The first step of the category path, or an empty string."""
        return self.category[0] if self.category else ""

    def title_in(self, language: Language) -> str:
        """The title in a language, or the one there is."""
        return (self.title_zh or self.title) if language == "zh" else self.title

    @property
    def image_name(self) -> str:
        """The file name at the end of `image`, for matching dropped pictures."""
        return PurePath(self.image.split("?", maxsplit=1)[0]).name


class Catalogue(msgspec.Struct, frozen=True, dict=True):
    """All products, in the order of the export (or of their ids)."""

    products: tuple[Product, ...] = ()

    @cached_property
    def by_id(self) -> dict[str, Product]:
        """Products by their shop id."""
        return {product.id: product for product in self.products}

    @cached_property
    def index(self) -> dict[str, int]:
        """Place of each product id in `products`."""
        return {product.id: at for at, product in enumerate(self.products)}

    def get(self, product_id: str) -> Product | None:
        """The product of an id, or None."""
        return self.by_id.get(product_id)

    def __len__(self) -> int:
        return len(self.products)

    def __iter__(self) -> Iterator[Product]:
        return iter(self.products)

    def in_category(self, path: tuple[str, ...]) -> tuple[Product, ...]:
        """Products whose category path starts with `path`."""
        n = len(path)
        return tuple(p for p in self.products if p.category[:n] == path)
