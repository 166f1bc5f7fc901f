"""What a person should look at before approving a page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec

from studio.domain.blocks import BLOCKS, PAGE_COPY, Length
from studio.domain.catalogue import Catalogue
from studio.domain.page import Block, Page
from studio.domain.words import Language, Words
from studio.ui.language import tr
from studio.ui.pages.names import block_name, copy_name


class Finding(msgspec.Struct, frozen=True):
    """One thing to look at, with the place that it is about."""

    text: str
    block_id: str = ""
    slot: int | None = None
    icon: str = "triangle-alert"


def findings(
    page: Page, catalogue: Catalogue, language: Language, today: date
) -> tuple[Finding, ...]:
    """Products that are gone or sold out, texts too long or short, a campaign over."""
    found = list(_campaign(page, today))
    for block in page.blocks:
        if not block.hidden and block.type in BLOCKS:
            found += _products(block, catalogue)
            found += _texts(block, language)
    for key, words in page.copy.items():
        if key in PAGE_COPY:
            found += _length(words, PAGE_COPY[key], language, Finding(copy_name(key)))
    return tuple(found)


def fits(text: str, length: Length, language: Language) -> bool:
    """Whether a text has as many characters as its place takes; empty ones do."""
    least, most = length.zh if language == "zh" else length.en
    return not text or least <= len(text) <= most


def _campaign(page: Page, today: date) -> Iterator[Finding]:
    end = page.brief.end if page.brief else None
    if end is not None and end < today:
        yield Finding(tr("The campaign ended on {day}.", day=end.isoformat()))


def _products(block: Block, catalogue: Catalogue) -> Iterator[Finding]:
    for at, slot in enumerate(block.slots):
        if not slot.product_id:
            continue
        product = catalogue.get(slot.product_id)
        if product is None:
            text = tr(
                "{product} is no longer in the catalogue.", product=slot.product_id
            )
            yield Finding(text, block.id, at)
        elif product.sold_out and block.sells:
            text = tr("{product} is sold out.", product=product.title)
            yield Finding(text, block.id, at)


def _texts(block: Block, language: Language) -> Iterator[Finding]:
    spec = BLOCKS[block.type]
    for key, length in spec.copy.items():
        name = f"{block_name(block.type)}, {copy_name(key)}"
        words = block.copy.get(key, Words())
        yield from _length(words, length, language, Finding(name, block.id))
    for at, slot in enumerate(block.slots):
        for key, length in spec.slot_copy.items():
            name = f"{block_name(block.type)} {at + 1}, {copy_name(key)}"
            words = slot.copy.get(key, Words())
            yield from _length(words, length, language, Finding(name, block.id, at))


def _length(
    words: Words, length: Length, language: Language, place: Finding
) -> Iterator[Finding]:
    text = words.zh if language == "zh" else words.en
    if fits(text, length, language):
        return
    least, most = length.zh if language == "zh" else length.en
    said = tr(
        "{place}: {n} characters, {least} to {most} fit.",
        place=place.text,
        n=len(text),
        least=least,
        most=most,
    )
    yield msgspec.structs.replace(place, text=said, icon="text")
