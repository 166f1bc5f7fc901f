"""The edits of a page: typed values, and nothing else changes one."""

from __future__ import annotations

from typing import TypeAlias

import msgspec

from studio.domain.brief import Brief
from studio.domain.page import Block, Page, Slot
from studio.domain.shop import Brand
from studio.domain.words import Language

AttributeValue: TypeAlias = str | int | bool | None


class _Edit(msgspec.Struct, frozen=True, tag_field="edit", tag=str.lower):
    """Base of all edits; the tag names the class in JSON."""


class MoveBlock(_Edit, frozen=True):
    """Put a block at place `to` (an index after it has been taken out)."""

    block_id: str
    to: int


class MoveSlot(_Edit, frozen=True):
    """Move the content of a slot to a place in the same or another block.

    Within a block the others move up; between blocks the two swap places.
    """

    block_id: str
    slot: int
    to_block_id: str
    to: int


class Pin(_Edit, frozen=True):
    """Keep a product in its slot whatever is boosted or refreshed, or let it go."""

    block_id: str
    slot: int
    pinned: bool = True


class Weigh(_Edit, frozen=True):
    """Boost (factor over 1), bury (under 1) or reset (1) a product on this page.

    Unpinned selling slots and the reserve are then ordered anew by weighted score.
    """

    product_id: str
    factor: float


class ReplaceProduct(_Edit, frozen=True):
    """Put another product into a slot; the old one joins the reserve."""

    block_id: str
    slot: int
    product_id: str
    score: float | None = None


class StepProduct(_Edit, frozen=True):
    """Put the next (step 1) or previous (-1) of the reserve into a slot."""

    block_id: str
    slot: int
    step: int


class HideBlock(_Edit, frozen=True):
    """Hide a block, or show it again."""

    block_id: str
    hidden: bool = True


class LockBlock(_Edit, frozen=True):
    """Keep a block as it is while the rest is laid out anew, or let it go."""

    block_id: str
    locked: bool = True


class HideProduct(_Edit, frozen=True):
    """Never show a product on this page; the reserve fills its slots."""

    product_id: str
    hidden: bool = True


class AddBlock(_Edit, frozen=True):
    """Insert a filled block; its id must be new."""

    block: Block
    at: int


class RemoveBlock(_Edit, frozen=True):
    """Take a block away."""

    block_id: str


class SetAttribute(_Edit, frozen=True):
    """Change an attribute; `rows`, `columns` and `items` change the number of slots."""

    block_id: str
    name: str
    value: AttributeValue


class SetCopy(_Edit, frozen=True):
    """Reword one text. An empty `block_id` means the page's own copy.

    Advertising units that shared the old text follow.
    """

    block_id: str
    key: str
    text: str
    language: Language = "en"
    slot: int | None = None


class SetLink(_Edit, frozen=True):
    """Change the target of a button or link."""

    block_id: str
    key: str
    url: str


class SetScene(_Edit, frozen=True):
    """Change backdrop or tint of a block's scene."""

    block_id: str
    backdrop: str = ""
    tint: str = ""


class SetBrand(_Edit, frozen=True):
    """Change the five brand settings of this page."""

    brand: Brand


class SetBrief(_Edit, frozen=True):
    """Change the campaign that the page is for."""

    brief: Brief


class Refresh(_Edit, frozen=True):
    """Take over a page that was generated anew with the hand edits kept."""

    page: Page


class Rearrange(_Edit, frozen=True):
    """Take over the page with another layout; locked blocks are as they were."""

    page: Page


Edit: TypeAlias = (
    MoveBlock
    | MoveSlot
    | Pin
    | Weigh
    | ReplaceProduct
    | StepProduct
    | HideBlock
    | LockBlock
    | HideProduct
    | AddBlock
    | RemoveBlock
    | SetAttribute
    | SetCopy
    | SetLink
    | SetScene
    | SetBrand
    | SetBrief
    | Refresh
    | Rearrange
)

__all__ = [
    "AddBlock", "Edit", "HideBlock", "HideProduct", "LockBlock", "MoveBlock",
    "MoveSlot", "Pin", "Rearrange", "Refresh", "RemoveBlock", "ReplaceProduct",
    "SetAttribute", "SetBrand", "SetBrief", "SetCopy", "SetLink", "SetScene", "Slot",
    "StepProduct", "Weigh",
]  # fmt: skip
