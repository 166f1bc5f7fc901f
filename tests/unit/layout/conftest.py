"""Small made-up pages, a report that listens, and the page rules as a check."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from types import SimpleNamespace

import numpy as np
import pytest
import torch

from studio.domain.blocks import BLOCKS
from studio.domain.errors import CancelledByUser
from studio.domain.layout import SELLING_BLOCKS, WEB_BLOCKS, Attributes, LayoutBlock
from studio.pipeline.layout.model import LayoutModel, new_model
from studio.pipeline.layout.net import Sizes
from studio.pipeline.layout.pages import PageSet, page_set
from studio.pipeline.layout.vocabulary import TYPES

SMALL = Sizes(width=32, layers=1, heads=2, hidden=16, dropout=0.0, blur=0.0)
HOME = ("hero-banner", "product-grid", "newsletter")
LANDING = ("page-header", "rich-text", "faq", "testimonials")


def small_model() -> LayoutModel:
    return new_model(SMALL, SMALL)


def small_pages(n: int = 40, *, shops: int = 8) -> PageSet:
    """Home pages of one kind of blocks, landing pages of another, in turn."""
    blocks, about = [], []
    for at in range(n):
        home = at % 2 == 0
        names = HOME if home else LANDING
        columns = 4 if home else None
        blocks.append(
            [LayoutBlock(name, Attributes(columns=columns)) for name in names]
        )
        about.append((f"shop {at % shops}", "home" if home else "landing", False))
    return page_set(blocks, about)


def random_pages(n: int, seed: int, types: int = 12) -> PageSet:
    rng = np.random.default_rng(seed)
    blocks = [
        [
            LayoutBlock(str(name))
            for name in rng.choice(TYPES[:types], rng.integers(2, 9))
        ]
        for _ in range(n)
    ]
    return page_set(blocks, [(f"shop {at % 9}", "home", False) for at in range(n)])


class Listening:
    """Keeps what it is told; cancels at a step when asked to."""

    def __init__(self, cancel_at: int | None = None) -> None:
        self.cancel_at = cancel_at
        self.events: list[object] = []
        self.on_step: dict[int, Callable[[], object]] = {}
        self.steps: list[int] = []

    def progress(self, step, total, label="", seconds_left=None):
        self.steps.append(step)
        self.on_step.get(step, int)()
        if self.cancel_at is not None and step >= self.cancel_at:
            raise CancelledByUser

    def send(self, event):
        self.events.append(event)


OPENERS = {"hero-banner", "slideshow", "page-header"}
CLOSERS = {"newsletter", "faq", "usp-bar", "blog-posts"}
GRIDS = {"product-grid", "recommended-products", "category-tiles"}


def broken_rules(blocks: list[LayoutBlock], scenario: str) -> list[str]:
    types = [block.type for block in blocks]
    return [
        *_top(types, scenario),
        *_length_and_products(types),
        *_grids(blocks),
        *_neighbours(blocks),
        *_known(blocks),
    ]


def _top(types: list[str], scenario: str) -> list[str]:
    broken = []
    at = 1 if types[0] == "announcement-bar" else 0
    if types[at] not in OPENERS or sum(t in OPENERS for t in types) != 1:
        broken.append("1: one opener at the top")
    if types.count("announcement-bar") > 1 or "announcement-bar" in types[1:]:
        broken.append("1: announcement first and once")
    if types.count("hero-banner") > 1 or types.count("countdown") > 1:
        broken.append("2: one hero, one countdown")
    if "countdown" in types:
        place = types.index("countdown")
        if scenario not in ("promotion",) or types[place - 1] != "hero-banner":
            broken.append("3: countdown under the hero of a promotion")
    if types[-1] not in CLOSERS:
        broken.append("4: last block")
    return broken


def _length_and_products(types: list[str]) -> list[str]:
    broken = []
    if not 7 <= len(types) <= 11:
        broken.append(f"2: {len(types)} blocks")
    opener = next(at for at, t in enumerate(types) if t in OPENERS)
    if not any(t in SELLING_BLOCKS for t in types[opener + 1 : opener + 4]):
        broken.append("2: products within three blocks after the hero")
    run = 0
    for name in types:
        has = name in SELLING_BLOCKS or name in ("hero-banner", "slideshow")
        run = 0 if has else run + 1
        if run > 3:
            broken.append("2: four blocks without a product")
    return broken


def _grids(blocks: list[LayoutBlock]) -> list[str]:
    broken = []
    for block in blocks:
        own = block.attributes
        if block.type in GRIDS and (own.items or 1) % (own.columns or 1):
            broken.append("5: items fill the rows")
        if block.type in ("product-grid", "recommended-products"):
            if own.columns_mobile != (1 if own.columns == 2 else 2):
                broken.append("5: columns on a phone")
            if own.columns == 6 and not own.full_width:
                broken.append("5: six columns need the full width")
    return broken


def _neighbours(blocks: list[LayoutBlock]) -> list[str]:
    broken = []
    for a, b in pairwise(blocks):
        if a.type == b.type:
            broken.append(f"7: two of {a.type}")
        tone = a.attributes.tone
        if tone is not None and tone == b.attributes.tone:
            broken.append(f"7: two {tone}")
        side = a.attributes.media_side
        if side is not None and side == b.attributes.media_side:
            broken.append(f"7: two media {side}")
    accents = [
        block
        for block in blocks
        if block.attributes.tone == "accent" and block.type != "announcement-bar"
    ]
    return [*broken, *(["7: two accents"] if len(accents) > 1 else [])]


def _known(blocks: list[LayoutBlock]) -> list[str]:
    broken = []
    for block in blocks:
        if block.type not in WEB_BLOCKS:
            broken.append(f"{block.type} cannot be rendered")
            continue
        for name, values in BLOCKS[block.type].choices.items():
            value = getattr(block.attributes, name)
            if value is not None and value not in values:
                broken.append(f"{block.type}.{name} = {value}")
    return broken


@pytest.fixture(autouse=True)
def one_thread():
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture
def small():
    return SimpleNamespace(
        model=small_model, pages=small_pages, random=random_pages, report=Listening
    )


@pytest.fixture
def broken():
    return broken_rules
