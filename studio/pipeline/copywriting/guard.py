"""The copy guard: does a text keep its length, and is what it says true?

It checks templates' texts and those that somebody typed alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

import msgspec

from studio.domain.page import Block, Page
from studio.domain.words import Language, Words
from studio.pipeline.copywriting.backing import (
    FIGURE,
    PRICE,
    SYMBOL,
    Backing,
    PageBacking,
    as_number,
)
from studio.pipeline.copywriting.claims import claims, hurries, stock_phrases
from studio.pipeline.copywriting.facts import Known
from studio.pipeline.copywriting.places import BUTTONS, FACT_TYPES, length_of

Severity = Literal["error", "warning"]
_UP_TO = re.compile(r"up to (\d+)\s?%", re.IGNORECASE)
_PERCENT = re.compile(r"(\d+)\s?%")
_FOLD = re.compile(r"(低至)?\s?(\d(?:\.\d)?)\s?折")
_UNDER = re.compile(
    rf"(?:under|below|over|dearer than|less than)\s+{SYMBOL}({FIGURE})"
    rf"|{SYMBOL}\s?({FIGURE})(?=以内|以下)"
    rf"|(?:不过|不到|不超过|都不超过)\s?{SYMBOL}({FIGURE})",
    re.IGNORECASE,
)
_MOSTLY = re.compile(r"most of them|多数")
_BRACES = re.compile(r"[{}]|\bNone\b|\bnan\b")
_NUMBER = re.compile(FIGURE)
_CENT = 0.005


class CopyFinding(msgspec.Struct, frozen=True):
    """One thing that speaks against a text, said in one sentence."""

    rule: str
    severity: Severity
    title: Words
    sentence: Words
    block_id: str
    key: str
    slot: int | None
    language: Language

    @classmethod
    def reads_alike(
        cls, block_id: str, key: str, slot: int | None, language: Language
    ) -> CopyFinding:
        """A text that another of the page already says or opens with."""
        return cls(
            "alike",
            "warning",
            Words("Reads like another text", "与另一处相似"),
            Words(
                "Another text of this page says the same or opens with the same words.",
                "本页另有一处文字与它相同，或开头相同。",
            ),
            block_id,
            key,
            slot,
            language,
        )


Problem = tuple[str, Severity, Words, Words]


class Guard:
    """Checks texts against what is known of shop and products."""

    def __init__(self, known: Known) -> None:
        self._known = known

    def check_text(
        self,
        page: Page,
        place: tuple[str, str, int | None],
        text: str,
        language: Language,
        known: PageBacking | None = None,
    ) -> CopyFinding | None:
        """The first thing that speaks against a text at (block id, key, slot).

        `known` is `backing(page)`, for checking many texts of one page.
        """
        block = page.block(place[0])
        backing = (known or self.backing(page)).of(block)
        return next(self._findings(block, place, text, language, backing), None)

    def backing(self, page: Page) -> PageBacking:
        """What is true for the texts of a page."""
        return PageBacking(self._known, page)

    def check_page(self, page: Page) -> tuple[CopyFinding, ...]:
        """Findings on every text of a page, in the shop's languages."""
        found: list[CopyFinding] = []
        known = self.backing(page)
        for language in self._known.shop.languages:
            for block, place, words in _texts(page):
                text = getattr(words, language)
                if not text:
                    continue
                found += self._findings(block, place, text, language, known.of(block))
        return tuple(found)

    def _findings(
        self,
        block: Block | None,
        place: tuple[str, str, int | None],
        text: str,
        language: Language,
        backing: Backing,
    ) -> Iterator[CopyFinding]:
        block_id, key, slot = place
        for rule, severity, title, sentence in _problems(
            block, (key, slot), text, language, backing
        ):
            yield CopyFinding(
                rule, severity, title, sentence, block_id, key, slot, language
            )


def _texts(
    page: Page,
) -> Iterator[tuple[Block | None, tuple[str, str, int | None], Words]]:
    for key, words in page.copy.items():
        yield None, ("", key, None), words
    for block in page.blocks:
        if block.hidden:
            continue
        for key, words in block.copy.items():
            yield block, (block.id, key, None), words
        for at, slot in enumerate(block.slots):
            for key, words in slot.copy.items():
                yield block, (block.id, key, at), words


def _problems(
    block: Block | None,
    where: tuple[str, int | None],
    text: str,
    language: Language,
    backing: Backing,
) -> Iterator[Problem]:
    key, slot = where
    yield from _length(block, key, slot, (text, language))
    if _BRACES.search(text):
        yield "leftover", "error", *_leftover(text)
    if block is not None and slot is not None and block.type in FACT_TYPES:
        return  # the shop's own words
    if text.casefold() in backing.text:
        return  # word for word what shop, brief or catalogue says
    if key in BUTTONS:
        for phrase in stock_phrases(text, language):
            yield "button", "warning", *_stock(phrase)
    yield from _unbacked(text, language, backing)
    yield from _numbers(text, backing)


def _unbacked(text: str, language: Language, backing: Backing) -> Iterator[Problem]:
    for phrase in hurries(text, language):
        if backing.ends is None:
            yield "hurry", "error", *_hurry(phrase)
    for phrase in claims(text, language):
        if phrase.casefold() not in backing.text:
            yield "claim", "error", *_claim(phrase)


def _length(
    block: Block | None, key: str, slot: int | None, said: tuple[str, Language]
) -> Iterator[Problem]:
    length = length_of(block, key, slot)
    text, language = said
    if length is None:
        return
    least, most = length.zh if language == "zh" else length.en
    n = len(text)
    if n > most:
        yield (
            "length", "warning", Words("Text too long", "文字太长"),
            Words(
                f"“{_cut(text)}” has {n} characters; at most {most} fit here.",
                f"“{_cut(text)}”有 {n} 个字，这里最多 {most} 个。",
            ),
        )  # fmt: skip
    elif n < least:
        yield (
            "length", "warning", Words("Text too short", "文字太短"),
            Words(
                f"“{_cut(text)}” has {n} characters; at least {least} are needed.",
                f"“{_cut(text)}”只有 {n} 个字，这里至少要 {least} 个。",
            ),
        )  # fmt: skip


def _numbers(text: str, backing: Backing) -> Iterator[Problem]:
    rest = text
    for pattern, check in (
        (_UNDER, _limit_holds),
        (PRICE, _price_holds),
        (_UP_TO, _largest_holds),
        (_PERCENT, _percent_holds),
        (_FOLD, _fold_holds),
    ):
        for match in pattern.finditer(rest):
            if not check(match, text, backing):
                yield "number", "error", *_number(match[0].strip())
        rest = pattern.sub(" ", rest)
    for match in _NUMBER.finditer(rest):
        if as_number(match[0]) not in backing.numbers:
            yield "number", "error", *_number(match[0])


def _limit_holds(match: re.Match[str], text: str, backing: Backing) -> bool:
    limit = as_number(next(group for group in match.groups() if group))
    if _MOSTLY.search(text):
        return any(floor < limit for floor in backing.floors)
    return any(dearest <= limit + _CENT for dearest in backing.limits)


def _price_holds(match: re.Match[str], _text: str, backing: Backing) -> bool:
    amount = as_number(match[1])
    return any(abs(amount - price) < _CENT for price in backing.prices)


def _largest_holds(match: re.Match[str], _text: str, backing: Backing) -> bool:
    percent = int(match[1])
    return percent == backing.largest or percent in backing.percents


def _percent_holds(match: re.Match[str], _text: str, backing: Backing) -> bool:
    percent = int(match[1])
    return percent in backing.percents or float(percent) in backing.numbers


def _fold_holds(match: re.Match[str], _text: str, backing: Backing) -> bool:
    percent = round(100 - float(match[2]) * 10)
    return percent in backing.percents


def _cut(text: str, most: int = 40) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _leftover(text: str) -> tuple[Words, Words]:
    return (
        Words("Unfinished text", "文字没有写完"),
        Words(
            f"“{_cut(text)}” has a gap that nothing fills.", f"“{_cut(text)}”里有空缺。"
        ),
    )


def _stock(phrase: str) -> tuple[Words, Words]:
    return (
        Words("Button says nothing", "按钮没有内容"),
        Words(
            f"“{phrase}” does not say what follows; name it instead.",
            f"“{phrase}”没有说明点开是什么，请写清楚。",
        ),
    )


def _hurry(phrase: str) -> tuple[Words, Words]:
    return (
        Words("Urgency without an end", "催促没有依据"),
        Words(
            f"“{phrase}” presses shoppers, but the brief has no end.",
            f"“{phrase}”在催促顾客，但活动没有结束日期。",
        ),
    )


def _claim(phrase: str) -> tuple[Words, Words]:
    return (
        Words("Claim without proof", "说法没有依据"),
        Words(
            f"“{phrase}” is backed by nothing that shop or catalogue says.",
            f"“{phrase}”在店铺资料和商品信息里找不到依据。",
        ),
    )


def _number(figure: str) -> tuple[Words, Words]:
    return (
        Words("Number without proof", "数字没有依据"),
        Words(
            f"“{figure}” matches no price, discount, count or date of this page.",
            f"“{figure}”与本页的价格、折扣、数量和日期都对不上。",
        ),
    )
