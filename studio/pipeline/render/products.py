"""A product as a page shows it: texts, price, badge, picture."""

from __future__ import annotations

from typing import Literal

import msgspec

from studio.domain.catalogue import Product
from studio.domain.shop import Shop
from studio.domain.words import Language
from studio.pipeline.render.dates import is_news
from studio.pipeline.render.labels import label
from studio.pipeline.render.links import safe_url
from studio.pipeline.render.money import discount_text, price_text
from studio.pipeline.render.options import RenderOptions
from studio.pipeline.render.scenes import icon_of, tint_of

ALT_LEAST, ALT_MOST = 10, 90
"""Characters of a picture's text (page rule 11)."""

BadgeKind = Literal["out", "low", "new", "sale"]


class Badge(msgspec.Struct, frozen=True):
    """The one badge of a card: stock before news before discount."""

    kind: BadgeKind
    text: str


class Price(msgspec.Struct, frozen=True):
    """A price in words; `was` and `off` are empty when it is the ordinary one."""

    now: str
    was: str = ""
    off: str = ""


class ProductView(msgspec.Struct, frozen=True):
    """Everything a template shows of one product."""

    id: str
    title: str
    alt: str
    kind: str
    brand: str
    about: str
    url: str
    tint: str
    icon: str
    picture: str
    price: Price | None
    badge: Badge | None
    sold_out: bool
    rating: str
    rating_count: str


def view_of(
    product: Product, shop: Shop, options: RenderOptions, picture: str
) -> ProductView:
    """What a page shows of a product; `picture` is its address or empty."""
    language = options.language
    return ProductView(
        id=product.id,
        title=product.title_in(language) or product.id,
        alt=alt_text(product, language),
        kind=" · ".join(shop.category_in(c, language) for c in product.category[:2]),
        brand=product.brand,
        about=product.description,
        url=safe_url(product.link),
        tint=tint_of(product.id),
        icon=icon_of(product.category),
        picture=picture,
        price=price_of(product, shop, language),
        badge=badge_of(product, options),
        sold_out=product.sold_out,
        rating="" if product.rating is None else f"{product.rating:.1f}",
        rating_count=f"{product.rating_count:,}" if product.rating_count else "",
    )


def alt_text(product: Product, language: Language) -> str:
    """What is seen in the picture, in 10 to 90 characters where the shop says so."""
    own = (product.picture_alt_zh if language == "zh" else "") or product.picture_alt
    text = " ".join((own or product.title_in(language) or product.id).split())
    if len(text) < ALT_LEAST:
        text = label("picture_of", language, title=text)
    if len(text) <= ALT_MOST:
        return text
    cut = text[: ALT_MOST - 1]
    at_word = cut.rpartition(" ")[0]
    return (at_word if len(at_word) > ALT_MOST // 2 else cut) + "…"


def price_of(product: Product, shop: Shop, language: Language) -> Price | None:
    """The price, with the old one beside it when there is a real discount."""
    current = product.current_price
    if current is None:
        return None
    currency = product.currency or shop.currency
    percent = product.discount_percent
    now = price_text(current, currency)
    if product.price is None or not percent:
        return Price(now)
    was = price_text(product.price, currency)
    return Price(now, was, discount_text(percent, language))


def badge_of(product: Product, options: RenderOptions) -> Badge | None:
    """Stock before news before discount; most products have none."""
    language = options.language
    if product.sold_out:
        return Badge("out", label("sold_out", language))
    if product.low_stock:
        return Badge("low", label("left", language, count=product.stock))
    if is_news(product.added, options.today):
        return Badge("new", label("new", language))
    if percent := product.discount_percent:
        return Badge("sale", discount_text(percent, language))
    return None
