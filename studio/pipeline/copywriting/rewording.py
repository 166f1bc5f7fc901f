"""Other wordings of one text, for the merchandiser to choose from."""

from __future__ import annotations

from typing import Protocol, TypeAlias

from studio.domain.page import Block, Page
from studio.domain.words import Language, Words
from studio.pipeline.copywriting.drafting import Used, folded, ranked
from studio.pipeline.copywriting.facts import Facts
from studio.pipeline.copywriting.guard import CopyFinding, Guard
from studio.pipeline.copywriting.places import FACT_TYPES, group_of
from studio.pipeline.copywriting.situations import Situation

Wording: TypeAlias = tuple[str, CopyFinding | None]
Place: TypeAlias = tuple[Page, str, str, int | None]


class Author(Protocol):
    """Who knows what is true of a block, and checks what is said."""

    guard: Guard

    def situation(self, page: Page, block: Block) -> Situation:
        """A block on its page."""


def wordings(
    writer: Author, place: Place, language: Language, seed: int
) -> list[Wording]:
    """Every other text that is true here; those that break a rule come last.

    A place that holds the shop's own words (a quote, a question) has none.
    """
    page, block_id, key, slot = place
    block = page.block(block_id)
    if block is None and block_id:
        return []
    if block is not None and slot is not None and block.type in FACT_TYPES:
        return []
    facts, group = _facts(writer, place)
    seen = {folded(_current(place).in_(language))}
    used = Used.of(page, block.surface, (block_id, key)) if block else Used()
    backing = writer.guard.backing(page)
    good: list[Wording] = []
    poor: list[Wording] = []
    for template in ranked(group, facts, f"{seed}/{block_id}/{key}", ""):
        words = template.filled(facts.values)
        text = words.in_(language)
        if not text or folded(text) in seen:
            continue
        seen.add(folded(text))
        finding = writer.guard.check_text(
            page, (block_id, key, slot), text, language, backing
        )
        if finding is None and used.clashes(key, words):
            finding = CopyFinding.reads_alike(block_id, key, slot, language)
        (poor if finding else good).append((text, finding))
    return good + poor


def _facts(writer: Author, place: Place) -> tuple[Facts, str]:
    page, block_id, key, slot = place
    block = page.block(block_id)
    if block is None:
        situation = writer.situation(page, page.blocks[0])
        return situation.facts(key), f"mail.{key}"
    situation = writer.situation(page, block)
    if slot is not None and slot < len(block.slots):
        return situation.slot_facts(block.slots[slot], slot), group_of(block.type, key)
    return situation.facts(key), group_of(block.type, key)


def _current(place: Place) -> Words:
    page, block_id, key, slot = place
    block = page.block(block_id)
    if block is None:
        return page.copy.get(key, Words())
    if slot is not None and slot < len(block.slots):
        return block.slots[slot].copy.get(key, Words())
    return block.copy.get(key, Words())
