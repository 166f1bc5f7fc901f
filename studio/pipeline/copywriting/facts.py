"""What is true of a page, a block or a slot, as words and tags for templates."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import msgspec

from studio.domain.catalogue import Catalogue, Product
from studio.domain.moods import moods_of
from studio.domain.page import Block, Page, Slot
from studio.domain.persona import EVERYONE, Persona
from studio.domain.shop import Shop
from studio.domain.words import LANGUAGES, Words
from studio.pipeline.copywriting.calendar import (
    day_words,
    month_of,
    season_of,
    short_day_words,
)
from studio.pipeline.copywriting.money import (
    count_words,
    currency_of,
    fold_words,
    number_words,
    price_words,
)

BARGAIN_SHARE = 0.3
PREMIUM_RANK = 0.62
_LEAST_PERCENT = 5
_ROUND_PRICES: tuple[float, ...] = (
    5, 10, 15, 20, 25, 30, 40, 50, 60, 80, 100, 150, 200, 300, 400, 500, 800, 1000,
)  # fmt: skip
_MOST = 0.6
_DEAR_FACTOR = 1.6
_LONGEST_NAME = 40


class Facts(msgspec.Struct, frozen=True):
    """Values for placeholders, and tags that hold."""

    values: dict[str, Words] = {}
    tags: frozenset[str] = frozenset()

    def __or__(self, other: Facts) -> Facts:
        return Facts(self.values | other.values, self.tags | other.tags)


class Known(msgspec.Struct, frozen=True):
    """What texts may draw upon. `bestsellers` are ids of the most popular products."""

    shop: Shop
    catalogue: Catalogue
    today: date
    bestsellers: frozenset[str] = frozenset()
    together: Mapping[str, tuple[str, ...]] = {}

    def products(self, ids: Iterable[str]) -> list[Product]:
        """The products of ids that the catalogue has."""
        return [p for i in ids if (p := self.catalogue.get(i)) is not None]

    def category(self, name: str) -> Words:
        """A category's name: the shelf's own, with its capital letter."""
        return Words(*(self.shop.category_in(name, lang) for lang in LANGUAGES))

    def moods(self, path: Sequence[str]) -> tuple[str, ...]:
        """Moods of a category path, the leaf's first."""
        names = [self.shop.category_names.get(s, Words(s, s)) for s in reversed(path)]
        both = [getattr(n, lang) for n in names for lang in LANGUAGES]
        return moods_of(*[name for name in (*reversed(path), *both) if name])


def name_of(product: Product) -> Words:
    """A product's title up to its first comma; empty where the title says nothing."""
    if not product.title.strip() or product.title == product.id:
        return Words()
    names = (
        product.title_in(lang).replace("，", ",").split(",", maxsplit=1)[0].strip()
        for lang in LANGUAGES
    )
    en, zh = names
    return Words(en, zh) if len(en) <= _LONGEST_NAME else Words()


def page_facts(known: Known, page: Page, persona: Persona) -> Facts:
    """Facts that hold for every text of a page."""
    shop = known.shop
    values = {
        "season": season_of(known.today),
        "month": month_of(known.today),
        "catalogue": number_words(len(known.catalogue)),
        "shop": Words(shop.name_in("en"), shop.name_in("zh")),
        "about": shop.about,
        "announcement": shop.announcement,
        "newsletter": shop.newsletter,
    }
    tags = {page.scenario, season_of(known.today).en}
    if shop.about:
        tags.add("about")
    if shop.unsubscribe_url or shop.privacy_url:
        tags.add("can_unsubscribe")
    if known.bestsellers:
        tags.add("popularity")
    facts = Facts(values, frozenset(tags))
    return (
        facts | _persona_facts(persona) | _brief_facts(page) | _shown_facts(known, page)
    )


def _persona_facts(persona: Persona) -> Facts:
    traits = persona.traits
    tags = set()
    if persona.id == EVERYONE:
        tags.add("everyone")
    elif (traits.discount_share or 0.0) >= BARGAIN_SHARE:
        tags.add("bargain")
    elif (traits.price_rank or 0.0) >= PREMIUM_RANK:
        tags.add("premium")
    return Facts(tags=frozenset(tags))


def _brief_facts(page: Page) -> Facts:
    brief = page.brief
    if brief is None:
        return Facts()
    offer = Words(*(brief.offer.text.in_(lang).rstrip(" .。") for lang in LANGUAGES))
    line = Words(f"{offer.en}.", f"{offer.zh}。") if offer else Words()
    values = {
        "campaign": brief.name,
        "offer": offer,
        "offer_line": line,
        "code": Words(brief.offer.code, brief.offer.code),
        "terms": brief.offer.terms,
    }
    if brief.end is not None:
        values |= {"end": day_words(brief.end), "end_short": short_day_words(brief.end)}
    offered = page.scenario != "recommendation" and bool(brief.offer.text)
    return Facts(values, frozenset({"campaign", *(["offered"] if offered else [])}))


def _shown_facts(known: Known, page: Page) -> Facts:
    """Numbers over everything that the page shows."""
    products = known.products(dict.fromkeys(page.product_ids()))
    deals = [p for p in products if p.discount_percent]
    largest = max((p.discount_percent for p in deals), default=0)
    values = {"shown": count_words(len(products))} if len(products) > 1 else {}
    tags = set()
    if largest >= _LEAST_PERCENT:
        values |= {"percent": number_words(largest), "fold": fold_words(largest)}
        tags.add("deals_shown")
    if len(deals) > 1:
        values["n_deals"] = count_words(len(deals))
    if len(products) > 2:  # noqa: PLR2004 - two are named
        values["n_more"] = count_words(len(products) - 2)
    prices = _prices(products)
    if prices:
        currency = currency_of(products[0], known.shop)
        values["from"] = price_words(prices[0], currency)
        most = _round_up(prices[max(0, math.ceil(len(prices) * _MOST) - 1)])
        if most and most < prices[-1]:
            values["most_under"] = price_words(most, currency)
    return Facts(values, frozenset(tags))


def set_facts(known: Known, products: Sequence[Product]) -> Facts:
    """Facts that hold for a set of products, such as those of one block."""
    if not products:
        return Facts()
    facts = (
        _common_facts(known, products)
        | _price_facts(known, products)
        | _deal_facts(products)
        | _named_facts(known, products)
    )
    return facts | Facts({"n": count_words(len(products))}, _set_tags(known, products))


def _set_tags(known: Known, products: Sequence[Product]) -> frozenset[str]:
    tags = {f"all_{m}" for m in _shared_moods(known, products)}
    tags |= {f"mostly_{m}" for m in _main_moods(known, products)}
    tags |= set(known.moods(products[0].category))
    if known.bestsellers and all(p.id in known.bestsellers for p in products):
        tags.add("popular")
    if all(_is_new(p, known.today) for p in products):
        tags.add("new")
    if len(products) > 1:
        tags.add("two")
    if all(not p.sold_out for p in products) and products[0].stock is not None:
        tags.add("in_stock")
    partners = known.together.get(products[0].id, ())
    if len(products) > 1 and all(p.id in partners for p in products[1:]):
        tags |= {"together", "goes"}
    return frozenset(tags)


def _shared_moods(known: Known, products: Sequence[Product]) -> set[str]:
    moods = [set(known.moods(p.category)) for p in products]
    return set.intersection(*moods) if moods else set()


def _main_moods(known: Known, products: Sequence[Product]) -> set[str]:
    """Moods of at least two in three of the products."""
    counts = Counter(m for p in products for m in known.moods(p.category))
    return {mood for mood, n in counts.items() if n * 3 >= len(products) * 2}


def _common_facts(known: Known, products: Sequence[Product]) -> Facts:
    values: dict[str, Words] = {}
    leaves = list(dict.fromkeys(p.category[-1] for p in products if p.category))
    tops = list(dict.fromkeys(p.department for p in products if p.department))
    every = all(p.category for p in products)
    if every and len(tops) == 1:
        values["department"] = values["category"] = known.category(tops[0])
    if every and len({p.category for p in products}) == 1:
        values["category"] = known.category(leaves[0])
        path = products[0].category
        values["total"] = number_words(len(known.catalogue.in_category(path)))
    elif "category" in values:
        whole = known.catalogue.in_category((tops[0],))
        values["total"] = number_words(len(whole))
    names = leaves if len(tops) == 1 else tops
    if len(names) == 2:  # noqa: PLR2004 - a title for two
        values["cat_a"], values["cat_b"] = (known.category(name) for name in names)
    if every:
        most = max(
            leaves, key=lambda leaf: sum(p.category[-1] == leaf for p in products)
        )
        if sum(p.category[-1] == most for p in products) * 2 >= len(products):
            values["lead"] = known.category(most)
    brands = {p.brand for p in products}
    tags = {"category_known"} if products[0].category else set()
    if len(brands) == 1 and products[0].brand:
        values["brand"] = Words(products[0].brand, products[0].brand)
        tags |= {"brand", "brand_known"}
    return Facts(values, frozenset(tags))


def _price_facts(known: Known, products: Sequence[Product]) -> Facts:
    prices = _prices(products)
    if len(prices) < len(products):
        return Facts()
    currency = currency_of(products[0], known.shop)
    values = {"sum": price_words(sum(prices), currency)}
    if prices[0] < prices[-1]:
        values["from"] = price_words(prices[0], currency)
        values["to"] = price_words(prices[-1], currency)
    tags = set()
    usual = _median(_prices(known.catalogue.products))
    limit = _round_up(prices[-1])
    if limit and usual and prices[-1] <= usual:
        values["under"] = price_words(limit, currency)
        tags.add("under")
    if usual and prices[0] >= usual * _DEAR_FACTOR:
        tags.add("dear")
    return Facts(values, frozenset(tags))


def _deal_facts(products: Sequence[Product]) -> Facts:
    percents = sorted(p.discount_percent for p in products)
    values: dict[str, Words] = {}
    if percents[-1] >= _LEAST_PERCENT:
        values["max_percent"] = number_words(percents[-1])
        values["max_fold"] = fold_words(percents[-1])
    if percents[0] < _LEAST_PERCENT:
        return Facts(values)
    if percents[0] < percents[-1]:
        values["min_percent"] = number_words(percents[0])
        values["min_fold"] = fold_words(percents[0])
    return Facts(values, frozenset({"deals"}))


def _named_facts(known: Known, products: Sequence[Product]) -> Facts:
    first = products[0]
    values = {"product": name_of(first)}
    tags = {"first_on_sale"} if first.discount_percent else set()
    if first.discount_percent >= _LEAST_PERCENT:
        values["lead_percent"] = number_words(first.discount_percent)
        values["lead_fold"] = fold_words(first.discount_percent)
    if len(products) > 1:
        values["product2"] = name_of(products[1])
    if first.current_price is not None:
        currency = currency_of(first, known.shop)
        values["price"] = price_words(first.current_price, currency)
    return Facts({k: v for k, v in values.items() if v}, frozenset(tags))


def category_facts(known: Known, slot: Slot, *, promotion: bool) -> Facts:
    """Facts of the category that a slot stands for."""
    inside = known.catalogue.in_category(slot.category) if slot.category else ()
    ready = [p for p in inside if not p.sold_out]
    if not ready:
        return Facts()
    values = {
        "category": known.category(slot.category[-1]),
        "department": known.category(slot.category[0]),
        "count": number_words(len(ready)),
    }
    prices = _prices(ready)
    if prices:
        currency = currency_of(ready[0], known.shop)
        values["cat_from"] = price_words(prices[0], currency)
        values["cat_to"] = price_words(prices[-1], currency)
        values["from"] = values["cat_from"]
    deals = [p for p in ready if p.discount_percent >= _LEAST_PERCENT]
    tags = set(known.moods(slot.category))
    if deals:
        largest = max(p.discount_percent for p in deals)
        values["cat_deals"] = number_words(len(deals))
        if promotion:
            tags.add("some_deals")
        values["cat_percent"] = number_words(largest)
        values["cat_fold"] = fold_words(largest)
    return Facts(values, frozenset(tags))


def leading_categories(known: Known, page: Page) -> Facts:
    """The categories that the page shows most of, as cat1 to cat3."""
    weight: dict[str, float] = {}
    counts: Counter[str] = Counter()
    for at, product in enumerate(known.products(dict.fromkeys(page.product_ids()))):
        if product.category:
            leaf = product.category[-1]
            weight[leaf] = weight.get(leaf, 0.0) + 1 / (1 + at / 12)
            counts[leaf] += 1
    names = sorted(weight, key=lambda leaf: -weight[leaf])[:3]
    words = [known.category(name) for name in names]
    most = sum(counts[name] for name in names[:2]) * 2 > counts.total() > 0
    return Facts(
        {f"cat{at}": w for at, w in enumerate(words, start=1)},
        frozenset({"cats_most"} if most else set()),
    )


def _is_new(product: Product, today: date) -> bool:
    try:
        added = date.fromisoformat(product.added.strip()[:10])
    except ValueError:
        return False
    return 0 <= (today - added).days <= 45  # noqa: PLR2004 - as the card's badge


def _prices(products: Iterable[Product]) -> list[float]:
    return sorted(p.current_price for p in products if p.current_price is not None)


def _median(values: Sequence[float]) -> float:
    return values[len(values) // 2] if values else 0.0


def _round_up(price: float) -> float:
    return next((step for step in _ROUND_PRICES if step >= price), 0.0)


def block_products(known: Known, block: Block) -> list[Product]:
    """The products in a block's slots."""
    return known.products(block.products)
