"""Why a product is on the page, in a few true words under its card."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from studio.domain.blocks import REASON
from studio.domain.catalogue import Product
from studio.domain.persona import EVERYONE, Persona
from studio.domain.words import Words
from studio.pipeline.copywriting.drafting import folded
from studio.pipeline.copywriting.facts import BARGAIN_SHARE, Known
from studio.pipeline.copywriting.money import currency_of, price_words
from studio.pipeline.copywriting.places import fits

_LIFT = 1.15
_DEEP = 20


def reasons_for(
    known: Known, persona: Persona, products: Sequence[Product]
) -> list[Words]:
    """One reason a product, from evidence alone; neighbours differ where they can.

    An empty `Words` means that there is nothing true to say.
    """
    used: dict[str, int] = {}
    chosen: list[Words] = []
    for product in products:
        options = [w for w in _evidence(known, persona, product) if _fits(w)]
        options.sort(key=lambda words: used.get(words.en, 0))
        words = options[0] if options else Words()
        used[words.en] = used.get(words.en, 0) + 1
        chosen.append(words)
    return chosen


def _fits(words: Words) -> bool:
    return fits(words.en, REASON.en) and fits(words.zh, REASON.zh)


def _evidence(known: Known, persona: Persona, product: Product) -> Iterator[Words]:
    everyone = persona.id == EVERYONE
    if not everyone:
        yield from _searched(persona, product)
        yield from _liked(known, persona, product)
    yield from _bought_with(known, product)
    yield from _priced(known, persona, product)
    if product.id in known.bestsellers:
        yield Words("Among our bestsellers", "店里的畅销款")
    if product.discount_percent >= _DEEP:
        n = product.discount_percent
        yield Words(f"{n}\u00a0% below its old price", f"比原价省{n}%")
    if not everyone:
        yield Words("Fits what people like you buy", "口味相近的人在买")


def _searched(persona: Persona, product: Product) -> Iterator[Words]:
    titles = folded(f"{product.title} {product.title_zh}")
    for query in persona.portrait.searches:
        bare = query.strip()
        if bare and folded(bare) and folded(bare) in titles:
            chinese = f"常搜“{bare}”" if not bare.isascii() else "常被搜索的一类"
            yield Words(f"People search for “{bare}”", chinese)
            return


def _liked(known: Known, persona: Persona, product: Product) -> Iterator[Words]:
    lifted = {c.name for c in persona.portrait.categories if c.lift >= _LIFT}
    steps = {*product.category, " > ".join(product.category)}
    if product.category and steps & lifted:
        leaf = product.category[-1]
        name = known.shop.category_in(leaf, "en")
        chinese = known.shop.category_in(leaf, "zh")
        yield Words(f"You often look at {name}", f"你常看{chinese}")
        yield Words("From a shelf you know well", "来自你常逛的一类")
    brands = {b.name for b in persona.portrait.brands if b.lift >= _LIFT}
    if product.brand and product.brand in brands:
        yield Words(f"{product.brand}, often chosen", f"常选的 {product.brand}")


def _bought_with(known: Known, product: Product) -> Iterator[Words]:
    for other in known.products(known.together.get(product.id, ())):
        if other.category and other.category != product.category:
            leaf = other.category[-1]
            name = known.shop.category_in(leaf, "en")
            chinese = known.shop.category_in(leaf, "zh")
            yield Words(f"Often bought with {name}", f"常与{chinese}同购")
            return


def _priced(known: Known, persona: Persona, product: Product) -> Iterator[Words]:
    price = product.current_price
    low, high = persona.portrait.price_low, persona.portrait.price_high
    if price is None:
        return
    bargain = (persona.traits.discount_share or 0.0) >= BARGAIN_SHARE
    if bargain and product.discount_percent and product.price is not None:
        saved = price_words(product.price - price, currency_of(product, known.shop))
        yield Words(f"{saved.en} off the old price", f"比原价省{saved.zh}")
    banded = persona.id != EVERYONE and low is not None and high is not None
    if banded and (low or 0.0) <= price <= (high or 0.0):
        yield Words("In your usual price range", "在你常看的价位")
