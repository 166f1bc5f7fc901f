"""What backs a text: the words and the numbers that are true for its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

import msgspec

from studio.domain.catalogue import Product
from studio.domain.page import Block, Page
from studio.domain.shop import Shop
from studio.domain.words import Words
from studio.pipeline.copywriting.facts import Known

SYMBOL = r"(?:€|£|¥|\$|A\$|C\$|HK\$|NT\$|R\$|S\$|₹|₩)"
FIGURE = r"\d+(?:[.,]\d+)*"
PRICE = re.compile(rf"{SYMBOL}\s?({FIGURE})")
_NUMBER = re.compile(FIGURE)


class Backing(msgspec.Struct, frozen=True):
    """Facts for the guard.

    `text` is everything that shop, brief and products say, folded; `numbers` may
    stand in a sentence, `prices` behind a currency sign, `percents` before a %.
    `limits` are the dearest prices of the block and of each row, for "under €40".
    """

    text: str
    numbers: frozenset[float]
    prices: frozenset[float]
    percents: frozenset[int]
    largest: int
    limits: tuple[float, ...]
    floors: tuple[float, ...]
    ends: date | None = None


class PageBacking:
    """What is true for the texts of one page; knows the page once, blocks cheaply."""

    def __init__(self, known: Known, page: Page) -> None:
        self._known = known
        self._page = page
        self._done: dict[str, Backing] = {}
        self._shown = known.products(dict.fromkeys(page.product_ids()))
        blocks = [b for b in page.blocks if b.products and not b.hidden]
        self._rows = [known.products(b.products) for b in blocks]
        paths = {slot.category for b in page.blocks for slot in b.slots}
        self._inside = [
            p for path in paths if path for p in known.catalogue.in_category(path)
        ]
        texts = [*_shop_texts(known.shop), *_brief_texts(page)]
        texts += [t for p in self._shown for t in _product_texts(p)]
        self._text = "\n".join(texts).casefold()
        goods = (*self._shown, *self._inside)
        self._percents = frozenset(p.discount_percent for p in goods) - {0}
        self._numbers = frozenset({
            known.today.month, *self._percents, *_numbers(texts), *_dates(page),
        })  # fmt: skip
        self._money = frozenset(
            as_number(match[1]) for match in PRICE.finditer("\n".join(texts))
        )
        self._counts: dict[tuple[str, ...], tuple[float, ...]] = {}

    def of(self, block: Block | None) -> Backing:
        """What is true for the texts of a block, or of the page's own."""
        key = block.id if block else ""
        if key not in self._done:
            self._done[key] = self._backing(block)
        return self._done[key]

    def _backing(self, block: Block | None) -> Backing:
        own = self._known.products(block.products) if block else self._shown
        goods = (*self._shown, *self._inside)
        rows = [row for row in (own, *self._rows) if row]
        doors = [self._inside] if self._inside else []
        return Backing(
            text=self._text,
            numbers=self._numbers | frozenset(self._counted(block)),
            prices=self._money | frozenset(_amounts(goods, own)),
            percents=self._percents,
            largest=max((p.discount_percent for p in self._shown), default=0),
            limits=tuple(_dearest(row) for row in rows),
            floors=tuple(_cheapest(row) for row in (*rows, *doors)),
            ends=self._page.brief.end if self._page.brief else None,
        )

    def _counted(self, block: Block | None) -> Iterator[float]:
        shown = len(self._shown)
        deals = [p for p in self._shown if p.discount_percent]
        yield from (shown, shown - 2, len(self._known.catalogue), len(deals))
        if block is None:
            return
        yield from (len(block.slots), len(block.products))
        paths = {slot.category for slot in block.slots}
        for product in self._known.products(block.products):
            paths.add(product.category)
            yield float(product.stock or 0)
        for path in paths:
            if path not in self._counts:
                self._counts[path] = tuple(_inside(self._known, path))
            yield from self._counts[path]


def _shop_texts(shop: Shop) -> Iterator[str]:
    words: list[Words] = [
        shop.about, shop.announcement, shop.newsletter, shop.legal_note,
        *(w for f in shop.facts for w in (f.promise, f.proof)),
        *(q.text for q in shop.quotes),
        *(w for q in shop.questions for w in (q.question, q.answer)),
        *(w for a in shop.articles for w in (a.section, a.title, a.excerpt)),
        *(v.title for v in shop.videos),
    ]  # fmt: skip
    for one in words:
        yield from (one.en, one.zh)
    yield from (shop.name, shop.name_zh)


def _brief_texts(page: Page) -> Iterator[str]:
    if page.brief is None:
        return
    for words in (page.brief.name, page.brief.offer.text, page.brief.offer.terms):
        yield from (words.en, words.zh)
    yield page.brief.offer.code


def _product_texts(product: Product) -> tuple[str, ...]:
    return (product.title, product.title_zh, product.description, product.brand)


def numbers_in(text: str) -> list[float]:
    """The numbers of a text; thousands separators are understood."""
    return [value for m in _NUMBER.finditer(text) for value in (as_number(m[0]),)]


def as_number(figure: str) -> float:
    """1,299 -> 1299; 4.90 -> 4.9; 4,90 -> 4.9."""
    if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", figure):
        return float(figure.replace(",", ""))
    head, _, tail = figure.replace(",", ".").rpartition(".")
    return float(f"{head.replace('.', '')}.{tail}") if head else float(tail)


def _numbers(texts: Iterable[str]) -> Iterator[float]:
    for text in texts:
        yield from numbers_in(text)


def _inside(known: Known, category: tuple[str, ...]) -> Iterator[float]:
    """How many a category and its department hold, in stock and reduced."""
    for depth in range(1, len(category) + 1):
        inside = known.catalogue.in_category(category[:depth])
        ready = [p for p in inside if not p.sold_out]
        yield from (len(inside), len(ready))
        yield len([p for p in ready if p.discount_percent])


def _dates(page: Page) -> Iterator[float]:
    for day in (page.brief.start, page.brief.end) if page.brief else ():
        if day is not None:
            yield from (day.day, day.month, day.year)


def _amounts(shown: Sequence[Product], own: Sequence[Product]) -> Iterator[float]:
    for product in shown:
        if product.current_price is None or product.price is None:
            continue
        saved = product.price - product.current_price
        yield from (product.current_price, product.price, round(saved, 2))
    yield round(sum(p.current_price or 0.0 for p in own), 2)


def _dearest(row: Sequence[Product]) -> float:
    return max((p.current_price or 0.0 for p in row), default=0.0)


def _cheapest(row: Sequence[Product]) -> float:
    return min((p.current_price or 0.0 for p in row), default=0.0)
