"""What was found to speak for a product, by name: products, searches, statements."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec
import numpy as np

from studio.domain.behaviour import EVENT_KINDS, Floats, Ints
from studio.domain.catalogue import Product
from studio.domain.explaining import Cause
from studio.domain.taste import TasteInputs
from studio.domain.words import Words
from studio.pipeline.features.fusion import ShopData
from studio.pipeline.features.text import TextSpace, product_text
from studio.pipeline.taste.explaining import Parts
from studio.pipeline.taste.explaining_product import OwnParts, TextVector
from studio.pipeline.taste.split import stretches

NOTHING = 1e-9
FIELDS: dict[str, Words] = {
    "title": Words("Title", "标题"),
    "category": Words("Category", "类目"),
    "brand": Words("Brand", "品牌"),
    "description": Words("Description", "描述"),
}
LEARNED = Words("What shoppers did with it", "顾客与它的互动")
FOLLOWED = Words("What it was taken with", "与它先后选购的商品")
BORROWED = Words("What shoppers did with products like it", "顾客与相似商品的互动")
ALIKE_FOLLOWED = Words(
    "What products like it were taken with", "与相似商品先后选购的商品"
)
STATED = Words("Stated preferences", "填写的偏好")
OTHERS = Words("Everything else", "其他")


class Told(msgspec.Struct, frozen=True):
    """Whose steps are told: N shoppers asked, out of everyone they stand for.

    What fewer than `floor` of everyone share is not named; a floor of 0 names the
    steps of a single shopper.
    """

    data: ShopData
    inputs: TasteInputs
    asked: Ints
    everyone: Ints
    floor: int

    def title(self, product_id: str) -> Words:
        """A product's title in both languages; its id where there is none."""
        product = self.data.catalogue.get(product_id)
        if product is None:
            return Words(product_id, product_id)
        return Words(product.title_in("en"), product.title_in("zh"))

    def label(self, thing: int) -> tuple[Words, str]:
        """What a thing is called, and its product id; searches come after products."""
        products = self.inputs.products
        if thing < len(products):
            return self.title(products[thing]), products[thing]
        query = self.data.events.queries[thing - len(products)]
        return Words(query, query), ""

    def things(self, at: Ints) -> Ints:
        """The thing of each step: a product's place, or I and a search's place."""
        steps, products = self.inputs.steps, len(self.inputs.products)
        asked = np.where(steps.query[at] >= 0, products + steps.query[at], -1)
        things: Ints = np.where(steps.product[at] >= 0, steps.product[at], asked)
        return things

    def sharers(self) -> Ints:
        """By how many of everyone each thing was met, (I + Q,)."""
        shopper, at = self._steps_of(self.everyone)
        things = self.things(at)
        pairs = np.unique(np.stack([things[things >= 0], shopper[things >= 0]]), axis=1)
        width = len(self.inputs.products) + len(self.data.events.queries)
        by: Ints = np.bincount(pairs[0], minlength=width)
        return by

    def _steps_of(self, shoppers: Ints) -> tuple[Ints, Ints]:
        start = self.inputs.steps.start
        row, at = stretches(start[shoppers], start[shoppers + 1])
        return shoppers[row], at


def causes_of(told: Told, parts: Parts) -> tuple[Cause, ...]:
    """Causes by name, the strongest first; their values are means over those asked."""
    place, value = _by_step(told, parts)
    things = told.things(place)
    width = len(told.inputs.products) + len(told.data.events.queries)
    summed = np.bincount(things, weights=value, minlength=width) / len(told.asked)
    sharers = told.sharers()
    met = np.zeros(width, np.bool_)
    met[things] = True
    named = np.flatnonzero(met & (sharers >= max(told.floor, 1)))
    causes = [_cause(told, int(at), summed, (sharers, place, things)) for at in named]
    rest = float(summed.sum() - summed[named].sum())
    if abs(rest) > NOTHING:
        causes.append(Cause("other", OTHERS, rest))
    stated = float(parts.preference.mean()) if len(parts.preference) else 0.0
    if abs(stated) > NOTHING:
        causes.append(Cause("preference", STATED, stated))
    return strongest_first(causes)


def strongest_first(causes: Iterable[Cause]) -> tuple[Cause, ...]:
    """Causes in the order of their bars."""
    return tuple(sorted(causes, key=lambda cause: -abs(cause.value)))


def memory_cause(value: float, *, met: bool) -> Cause:
    """What the memory of what followed what adds, as a feature of the product.

    `met`: the model knows events on it; else it borrows from products like it.
    """
    if met:
        return Cause("feature", FOLLOWED, value, did="followed")
    return Cause("feature", ALIKE_FOLLOWED, value, did="alike_followed")


def feature_causes(parts: OwnParts, *, met: bool) -> tuple[Cause, ...]:
    """The product's own features, the strongest first; `met` as for the memory."""
    fields = (Cause("feature", FIELDS[n], v, did=n) for n, v in parts.fields.items())
    own = (
        Cause("feature", LEARNED, parts.learned, did="learned")
        if met
        else Cause("feature", BORROWED, parts.learned, did="borrowed")
    )
    return strongest_first([own, *fields])


def fields_of(
    space: TextSpace | None, product: Product | None
) -> tuple[tuple[str, ...], TextVector]:
    """The fields that a product's text has, and vectors of some of them."""
    if space is None or product is None:
        return (), lambda _: np.zeros((0, 0), np.float32)
    whole = product
    parts: dict[str, dict[str, object]] = {
        "title": {"title": "", "title_zh": ""},
        "category": {"category": ()},
        "brand": {"brand": ""},
        "description": {"description": ""},
    }

    def text(kept: frozenset[str]) -> str:
        gone: dict[str, object] = {}
        for name, empty in parts.items():
            if name not in kept:
                gone |= empty
        return product_text(msgspec.structs.replace(whole, **gone))

    named = tuple(name for name in parts if text(frozenset({name})).strip())
    return named, lambda choices: space.vectors([text(kept) for kept in choices])


def _by_step(told: Told, parts: Parts) -> tuple[Ints, Floats]:
    """Place of every step that was looked back at, and its part."""
    start = told.inputs.steps.start
    end = start[told.asked + 1]
    width = parts.steps.shape[1]
    at = end[:, None] - width + np.arange(width)[None]
    real = at >= start[told.asked][:, None]
    return at[real], parts.steps[real]


def _cause(
    told: Told, thing: int, summed: Floats, among: tuple[Ints, Ints, Ints]
) -> Cause:
    sharers, place, things = among
    label, product_id = told.label(thing)
    kind: Literal["product", "search"] = "product" if product_id else "search"
    value = float(summed[thing])
    if told.floor:
        share = float(sharers[thing] / len(told.everyone))
        did = "" if product_id else "search"
        return Cause(kind, label, value, product_id, did, share)
    steps, mine = told.inputs.steps, place[things == thing]
    did = EVENT_KINDS[int(steps.kind[mine].max())] if product_id else "search"
    when = int(steps.time[mine].max())
    return Cause(kind, label, value, product_id, did, when=when)
