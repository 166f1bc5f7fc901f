"""Checks of a page's texts that need no knowledge of the shop: rules 9 and 13."""

from __future__ import annotations

import re
from collections.abc import Iterator

from studio.domain.blocks import BLOCKS
from studio.domain.catalogue import Catalogue
from studio.domain.page import Block, Page, Surface
from studio.domain.shop import Shop
from studio.domain.words import Language, Words
from studio.pipeline.review.findings import PageFinding

_BUTTONS = ("button", "button2", "link")
_OPENING_WORDS = 2
_UP_TO = re.compile(r"up to (\d+)\s?%", re.IGNORECASE)
_FOLD = re.compile(r"低至\s?(\d(?:\.\d)?)\s?折")
_HEADLINES = frozenset({"hero-banner", "slideshow", "page-header", "mail-hero"})
_MUST_HAVE = {
    "hero-banner": "title", "page-header": "title", "mail-hero": "title",
    "countdown": "title", "rich-text": "text", "announcement-bar": "text",
}  # fmt: skip


def check_words(page: Page, catalogue: Catalogue, shop: Shop) -> Iterator[PageFinding]:
    """Findings on texts: missing, alike, or naming another discount than is shown."""
    for language in shop.languages:
        surfaces: tuple[Surface, ...] = ("web", "mail")
        for surface in surfaces:
            blocks = [b for b in page.on(surface) if not b.hidden]
            yield from _alike(blocks, language)
            yield from _missing(blocks, language, shop)
        yield from _discount(page, catalogue, language)
    if "mail" in page.surfaces:
        yield from _mailing(page)


def _alike(blocks: list[Block], language: Language) -> Iterator[PageFinding]:
    buttons: set[str] = set()
    openings: set[str] = set()
    for block in blocks:
        for key, text in _texts(block, language):
            if key in _BUTTONS:
                if text.casefold() in buttons:
                    yield _button_twice(block, key, text)
                buttons.add(text.casefold())
            elif key == "title":
                opening = _opening(text, language)
                if opening in openings:
                    yield _title_twice(block, text)
                openings.add(opening)


def _texts(block: Block, language: Language) -> Iterator[tuple[str, str]]:
    """Buttons and titles; titles of journal pieces and points are the shop's."""
    own = [block.copy]
    if block.type in ("slideshow", "promo-banner"):
        own += [slot.copy for slot in block.slots]
    for copy in own:
        for key, words in copy.items():
            text = words.in_(language)
            if text and (key in _BUTTONS or key == "title"):
                yield key, text


def _opening(text: str, language: Language) -> str:
    if language == "zh" and not text.isascii():
        return "".join(c for c in text if c.isalnum())[:_OPENING_WORDS]
    words = [re.sub(r"\W", "", w) for w in text.casefold().split()]
    return " ".join(words[:_OPENING_WORDS])


def _button_twice(block: Block, key: str, text: str) -> PageFinding:
    return PageFinding(
        "buttons", "warning", Words("Two buttons read alike", "按钮文字重复"),
        Words(f"“{text}” stands on two buttons.", f"有两个按钮都写着“{text}”。"),
        block.id, key,
    )  # fmt: skip


def _title_twice(block: Block, text: str) -> PageFinding:
    return PageFinding(
        "titles", "warning", Words("Titles open alike", "标题开头重复"),
        Words(
            f"“{text}” opens with the words of another title.",
            f"“{text}”与另一个标题开头相同。",
        ),
        block.id, "title",
    )  # fmt: skip


def _missing(
    blocks: list[Block], language: Language, shop: Shop
) -> Iterator[PageFinding]:
    for block in blocks:
        key = _MUST_HAVE.get(block.type)
        if key is None:
            continue
        words = block.copy.get(key, Words())
        if not words:
            yield PageFinding(
                "missing", "error", Words("Text missing", "缺少文字"),
                Words(
                    f"“{BLOCKS[block.type].label}” has no {key}.",
                    "这个区块缺少必要的文字。",
                ),
                block.id, key,
            )  # fmt: skip
        elif not getattr(words, language) and len(shop.languages) > 1:
            yield PageFinding(
                "missing", "info", Words("Not translated", "没有译文"),
                Words(
                    f"“{words.in_(language)}” has no text of its own in one language.",
                    f"“{words.in_(language)}”缺少一种语言的文字。",
                ),
                block.id, key,
            )  # fmt: skip


def _discount(
    page: Page, catalogue: Catalogue, language: Language
) -> Iterator[PageFinding]:
    shown = [p for i in page.product_ids() if (p := catalogue.get(i))]
    largest = max((p.discount_percent for p in shown), default=0)
    for block in page.blocks:
        if block.hidden or block.type not in _HEADLINES:
            continue
        title = block.copy.get("title", Words()).in_(language)
        said = [int(m[1]) for m in _UP_TO.finditer(title)]
        said += [round(100 - float(m[1]) * 10) for m in _FOLD.finditer(title)]
        for percent in said:
            if percent != largest:
                yield PageFinding(
                    "discount", "error",
                    Words("Headline names another discount", "折扣不符"),
                    Words(
                        f"The headline says {percent} %, the largest discount shown is"
                        f" {largest} %.",
                        f"标题写的折扣是 {percent}%，页面上最大的折扣是 {largest}%。",
                    ),
                    block.id, "title",
                )  # fmt: skip


def _mailing(page: Page) -> Iterator[PageFinding]:
    for key, name in (("subject", "主题"), ("preheader", "预览文字")):
        if not page.copy.get(key):
            yield PageFinding(
                "missing", "error", Words("Text missing", "缺少文字"),
                Words(f"The e-mail has no {key}.", f"邮件缺少{name}。"), "", key,
            )  # fmt: skip
