"""A page: a layout whose slots are filled. The one document of the studio."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, get_args

import msgspec

from studio.domain.brief import Brief
from studio.domain.layout import SELLING_BLOCKS, Attributes, Layout, LayoutBlock
from studio.domain.shop import Brand
from studio.domain.words import Words

Scenario = Literal[
    "recommendation", "promotion", "advertisement", "marketing", "cross_platform"
]
SCENARIOS: tuple[str, ...] = get_args(Scenario)
NEEDS_BRIEF: frozenset[str] = frozenset({"promotion", "advertisement", "marketing"})

Surface = Literal["web", "mail", "ad", "social"]
SURFACES: tuple[Surface, ...] = ("web", "mail", "ad", "social")
SURFACES_OF: dict[str, tuple[Surface, ...]] = {
    "recommendation": ("web",),
    "promotion": ("web",),
    "advertisement": ("ad",),
    "marketing": ("mail",),
    "cross_platform": SURFACES,
}

Backdrop = Literal[
    "ridge", "forest", "water", "arch", "room", "counter", "plinth", "parcel", "burst"
]
BACKDROPS: tuple[str, ...] = get_args(Backdrop)
Tint = Literal["sand", "sage", "sky", "blush", "lilac", "butter", "clay", "mist"]
TINTS: tuple[str, ...] = get_args(Tint)


class Reason(msgspec.Struct, frozen=True):
    """One contribution to a slot's score; the values of a slot sum to its score."""

    label: Words
    value: float


class Slot(msgspec.Struct, frozen=True, omit_defaults=True):
    """One place in a block: a product, a category, or an item of copy.

    `copy` holds the slot's own texts by key (see `studio.domain.blocks`); `score` is
    the weighted fit to the persona, 0 to 1; `by_hand` marks what a person set.
    """

    product_id: str = ""
    category: tuple[str, ...] = ()
    copy: dict[str, Words] = {}
    link: str = ""
    icon: str = ""
    stars: int | None = None
    pinned: bool = False
    by_hand: bool = False
    score: float | None = None
    why: tuple[Reason, ...] = ()


class Scene(msgspec.Struct, frozen=True):
    """A drawn backdrop in a tint, behind the products of hero-like blocks."""

    backdrop: Backdrop = "plinth"
    tint: Tint = "sand"


class Block(msgspec.Struct, frozen=True, omit_defaults=True):
    """One section of a page. `links` holds the target of each button or link key.

    A `locked` block stays as it is when the rest of the page is laid out anew.
    """

    id: str
    type: str
    attributes: Attributes = Attributes()
    slots: tuple[Slot, ...] = ()
    copy: dict[str, Words] = {}
    links: dict[str, str] = {}
    scene: Scene | None = None
    hidden: bool = False
    by_hand: bool = False
    locked: bool = False

    @property
    def surface(self) -> Surface:
        """Where the block is shown, from its type."""
        head = self.type.split("-", maxsplit=1)[0]
        return head if head in ("mail", "ad", "social") else "web"  # type: ignore[return-value]

    @property
    def sells(self) -> bool:
        """Whether its products may appear only once on the page."""
        return self.type in SELLING_BLOCKS or self.type == "mail-products"

    @property
    def products(self) -> tuple[str, ...]:
        """Ids of the products in its slots, in order."""
        return tuple(slot.product_id for slot in self.slots if slot.product_id)


class Page(msgspec.Struct, frozen=True, omit_defaults=True):
    """Blocks in order, with what is needed to explain and to change them.

    `copy` has the page-level texts: title, subject, preheader. `reserve` lists the
    next best products, not on the page, best first. `weights` are the merchandiser's
    boosts (over 1) and buries (under 1) by product id. `marks` says how each product
    looked when it was put on the page (see `product_mark`); a difference makes the
    page stale. `recall` is the predicted recall of the page's products beside
    `recall_bestsellers`, that of as many bestsellers.
    """

    id: str
    persona_id: str
    scenario: Scenario
    blocks: tuple[Block, ...]
    candidate: int = 0
    copy: dict[str, Words] = {}
    brief: Brief | None = None
    brand: Brand = Brand()
    reserve: tuple[Slot, ...] = ()
    weights: dict[str, float] = {}
    hidden_products: tuple[str, ...] = ()
    marks: dict[str, str] = {}
    realism: float | None = None
    engagement: float | None = None
    recall: float | None = None
    recall_bestsellers: float | None = None
    seed: int = 0
    edited: bool = False

    def block(self, block_id: str) -> Block | None:
        """The block of an id, or None."""
        return next((block for block in self.blocks if block.id == block_id), None)

    def position(self, block_id: str) -> int:
        """Place of a block in `blocks`; -1 when it is not there."""
        for at, block in enumerate(self.blocks):
            if block.id == block_id:
                return at
        return -1

    def on(self, surface: Surface) -> tuple[Block, ...]:
        """The blocks of one surface, in order, hidden ones included."""
        return tuple(block for block in self.blocks if block.surface == surface)

    @property
    def surfaces(self) -> tuple[Surface, ...]:
        """The surfaces that the page has blocks for."""
        present = {block.surface for block in self.blocks}
        return tuple(surface for surface in SURFACES if surface in present)

    def product_ids(self) -> Iterator[str]:
        """Every product shown, in order, repeats included."""
        for block in self.blocks:
            if not block.hidden:
                yield from block.products

    def sold(self) -> tuple[str, ...]:
        """Products in selling slots, in order of the page."""
        return tuple(
            product_id
            for block in self.blocks
            if block.sells and not block.hidden
            for product_id in block.products
        )

    def layout(self) -> Layout:
        """The page without its content."""
        return Layout(
            blocks=tuple(
                LayoutBlock(block.type, block.attributes)
                for block in self.blocks
                if not block.hidden
            ),
            page_kind="landing" if self.scenario == "promotion" else "home",
            campaign=self.scenario == "promotion",
            realism=self.realism,
            engagement=self.engagement,
            seed=self.seed,
        )
