"""Rewording texts and changing the targets of links."""

from __future__ import annotations

from msgspec.structs import replace

from studio.domain.blocks import BLOCKS, PAGE_COPY
from studio.domain.editing.find import block_of, slot_of, with_block, with_slot
from studio.domain.edits import SetCopy, SetLink
from studio.domain.errors import EditRefused
from studio.domain.page import Page
from studio.domain.words import Words

MOST_CHARACTERS = 600
"""Longer texts are refused whatever the place; the review checks the real limits."""
_SAFE = ("http://", "https://", "mailto:", "tel:", "/", "#", "?")


def set_copy(page: Page, edit: SetCopy) -> Page:
    """Set one text; control characters become spaces, ends are trimmed."""
    text = " ".join(edit.text.split())
    if len(text) > MOST_CHARACTERS:
        raise EditRefused(
            f"This text has {len(text)} characters; at most {MOST_CHARACTERS} fit."
        )
    if not edit.block_id:
        return _set_page_copy(page, edit, text)
    if edit.slot is not None:
        return _set_slot_copy(page, edit, text)
    return _set_block_copy(page, edit, text)


def set_link(page: Page, edit: SetLink) -> Page:
    """Set the target of a button; only web, mail and page addresses are allowed."""
    block = block_of(page, edit.block_id)
    url = edit.url.strip()
    if url and not url.lower().startswith(_SAFE):
        raise EditRefused("A link starts with https://, mailto:, / or #.")
    links = {**block.links, edit.key: url}
    return with_block(page, replace(block, links=links, by_hand=True))


def _set_page_copy(page: Page, edit: SetCopy, text: str) -> Page:
    if edit.key not in PAGE_COPY:
        raise EditRefused(f"A page has no text “{edit.key}”.")
    words = page.copy.get(edit.key, Words()).with_(edit.language, text)
    return replace(page, copy={**page.copy, edit.key: words})


def _set_slot_copy(page: Page, edit: SetCopy, text: str) -> Page:
    block = block_of(page, edit.block_id)
    if edit.key not in BLOCKS[block.type].slot_copy:
        raise EditRefused(f"A place of this block has no text “{edit.key}”.")
    at = edit.slot or 0
    slot = slot_of(page, edit.block_id, at)
    words = slot.copy.get(edit.key, Words()).with_(edit.language, text)
    new = replace(slot, copy={**slot.copy, edit.key: words}, by_hand=True)
    return with_slot(page, edit.block_id, at, new)


def _set_block_copy(page: Page, edit: SetCopy, text: str) -> Page:
    block = block_of(page, edit.block_id)
    if edit.key not in BLOCKS[block.type].copy:
        raise EditRefused(f"{BLOCKS[block.type].label} has no text “{edit.key}”.")
    old = block.copy.get(edit.key, Words())
    for other in page.blocks:
        follows = (
            other.id != block.id
            and block.surface in ("ad", "social")
            and other.surface in ("ad", "social")
            and other.copy.get(edit.key) == old
            and edit.key in BLOCKS[other.type].copy
        )
        if other.id == block.id or follows:
            words = old.with_(edit.language, text)
            changed = replace(other, copy={**other.copy, edit.key: words}, by_hand=True)
            page = with_block(page, changed)
    return page
