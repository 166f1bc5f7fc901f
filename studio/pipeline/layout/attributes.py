"""Attributes of renderable blocks: one table of tones and heights, and page rules."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TypeAlias

import msgspec
import numpy as np
import numpy.typing as npt

from studio.domain.blocks import BLOCKS
from studio.domain.layout import Attributes, LayoutBlock

Said: TypeAlias = dict[str, object]
Filler: TypeAlias = Callable[[Said, np.random.Generator], None]

TONE_OF: dict[str | None, str | None] = {
    None: None, "light": None, "soft": "soft", "dark": "dark", "accent": "accent",
}  # fmt: skip
HEIGHT_OF: dict[str | None, str] = {
    None: "medium", "adapt": "medium", "small": "small", "medium": "medium",
    "large": "large",
}  # fmt: skip
"""How the storefronts' tones and heights are shown."""
SCHEME_TONES: tuple[str, ...] = ("soft", "dark", "soft")
"""Tones of a page's second, third and further numbered scheme; the first is plain."""

_GRIDS = frozenset({"product-grid", "recommended-products"})
_MOST_IN_GRID = 12
_LARGE = 2  # columns of large cards
_FULL_WIDTH = 6  # columns that need the full width
_TONED = frozenset({
    "testimonials", "newsletter", "usp-bar", "rich-text", "faq", "image-with-text",
    "featured-product", "product-grid", "category-tiles", "shop-the-look",
    "multicolumn", "recommended-products", "countdown",
})  # fmt: skip
_TONE_CHANCES = {"soft": 0.6, "dark": 0.28, "accent": 0.12}
_SIDED = frozenset({"image-with-text", "featured-product", "shop-the-look"})


def style_page(
    blocks: list[LayoutBlock], rng: np.random.Generator
) -> list[LayoutBlock]:
    """Give every block attributes that it can be rendered with (page rules 5 and 7)."""
    said = [_styled(block, rng) for block in blocks]
    types = [block.type for block in blocks]
    _set_tones(types, blocks, said, rng)
    _set_sides(types, said, rng)
    return [
        LayoutBlock(name, msgspec.convert(own, Attributes))
        for name, own in zip(types, said, strict=True)
    ]


def _styled(block: LayoutBlock, rng: np.random.Generator) -> Said:
    raw = msgspec.structs.asdict(block.attributes)
    if block.type in BLOCKS and "height" in BLOCKS[block.type].choices:
        raw["height"] = HEIGHT_OF[raw["height"]]
    said: Said = {}
    for name, values in BLOCKS[block.type].choices.items():
        if name in ("tone", "media_side"):
            continue  # set for the page as a whole
        value = raw[name]
        said[name] = value if value in values else _usual(block.type, name, rng)
    _COUNTED.get(block.type, _uncounted)(said, rng)
    return said


_USUAL: dict[str, dict[object, float]] = {
    "columns": {3: 0.3, 4: 0.5, 5: 0.2},
    "rows": {1: 0.65, 2: 0.35},
    "columns_mobile": {2: 1.0},
    "align": {"left": 0.6, "center": 0.4},
    "full_width": {True: 0.6, False: 0.4},
    "items": {4: 0.5, 5: 0.3, 3: 0.2},
    "height": {"medium": 0.5, "large": 0.3, "small": 0.2},
}
_USUAL_OF: dict[tuple[str, str], dict[object, float]] = {
    ("multicolumn", "columns"): {3: 0.6, 4: 0.3, 2: 0.1},
    ("usp-bar", "columns"): {4: 0.5, 3: 0.5},
    ("testimonials", "columns"): {3: 0.6, 2: 0.25, 1: 0.15},
    ("promo-banner", "columns"): {1: 0.4, 2: 0.4, 3: 0.2},
    ("blog-posts", "columns"): {3: 0.6, 2: 0.25, 4: 0.15},
    ("category-tiles", "columns"): {4: 0.45, 3: 0.3, 6: 0.15, 5: 0.1},
    ("category-tiles", "rows"): {1: 0.85, 2: 0.15},
    ("product-carousel", "items"): {8: 0.6, 10: 0.2, 6: 0.2},
    ("recently-viewed", "items"): {4: 0.4, 6: 0.4, 5: 0.2},
    ("comparison-table", "items"): {3: 0.6, 4: 0.2, 2: 0.2},
    ("logo-list", "items"): {5: 0.5, 6: 0.3, 4: 0.2},
    ("multicolumn", "columns_mobile"): {1: 0.8, 2: 0.2},
}


def _usual(block_type: str, name: str, rng: np.random.Generator) -> object:
    options, edges = _usual_shares(block_type, name)
    return options[int(edges.searchsorted(rng.random(), side="right"))]


@cache
def _usual_shares(
    block_type: str, name: str
) -> tuple[tuple[object, ...], npt.NDArray[np.float64]]:
    """The values that an attribute may take, and their cumulative shares."""
    chances = _USUAL_OF.get((block_type, name), _USUAL[name])
    values = BLOCKS[block_type].choices[name]
    options = tuple(value for value in chances if value in values) or (values[0],)
    weight = np.asarray([chances.get(value, 1.0) for value in options])
    return options, np.cumsum(weight / weight.sum())


def _number(said: Said, name: str) -> int:
    value = said.get(name)
    return value if isinstance(value, int) else 1


def _grid(said: Said, _rng: np.random.Generator) -> None:
    columns = _number(said, "columns")
    if columns == _LARGE:  # two large cards, one below the other on a phone
        said |= {"rows": 1, "items": 2, "columns_mobile": 1}
        return
    if columns == _FULL_WIDTH:
        said["full_width"] = True
    rows = min(_number(said, "rows"), max(1, _MOST_IN_GRID // columns))
    said |= {"rows": rows, "items": columns * rows, "columns_mobile": 2}


def _tiles(said: Said, rng: np.random.Generator) -> None:
    columns = _number(said, "columns")
    rows = min(_number(said, "rows"), max(1, _MOST_IN_GRID // columns))
    if columns == _LARGE:
        rows = 2
    mobile = 3 if columns in (3, 6) and rng.random() < 0.3 else 2  # noqa: PLR2004
    said |= {"rows": rows, "items": columns * rows, "columns_mobile": mobile}


def _carousel(said: Said, rng: np.random.Generator) -> None:
    columns = _number(said, "columns")
    options = [n for n in BLOCKS["product-carousel"].choices["items"]
               if isinstance(n, int) and n % columns == 0 and n > columns]  # fmt: skip
    if said["items"] not in options:
        said["items"] = options[int(rng.integers(len(options)))]


def _as_columns(said: Said, _rng: np.random.Generator) -> None:
    said["items"] = _number(said, "columns")


def _slides(said: Said, rng: np.random.Generator) -> None:
    said["items"] = int(rng.integers(2, 5))


def _questions(said: Said, rng: np.random.Generator) -> None:
    said["items"] = int(rng.integers(3, 6))


def _uncounted(_said: Said, _rng: np.random.Generator) -> None:
    """Nothing to count."""


_COUNTED: dict[str, Filler] = {
    "product-grid": _grid, "recommended-products": _grid, "category-tiles": _tiles,
    "product-carousel": _carousel, "multicolumn": _as_columns, "usp-bar": _as_columns,
    "testimonials": _as_columns, "promo-banner": _as_columns,
    "blog-posts": _as_columns, "slideshow": _slides, "faq": _questions,
}  # fmt: skip


def _set_tones(
    types: list[str],
    blocks: list[LayoutBlock],
    said: list[Said],
    rng: np.random.Generator,
) -> None:
    tones = [_raw_tone(block, blocks) for block in blocks]
    if not any(tones):
        _sprinkle(types, tones, rng)
    accents = 0
    for at, name in enumerate(types):
        tone = tones[at] if tones[at] in BLOCKS[name].choices.get("tone", ()) else None
        if name == "announcement-bar":
            tone = tone or str(
                rng.choice(("dark", "accent", "soft"), p=(0.5, 0.3, 0.2))
            )
        elif tone == "accent":
            accents += 1
            tone = tone if accents == 1 else "dark"
        before = said[at - 1].get("tone") if at else None
        if tone == before:
            tone = None
        tones[at] = tone
        if tone is not None:
            said[at]["tone"] = tone


def _raw_tone(block: LayoutBlock, blocks: list[LayoutBlock]) -> str | None:
    if block.attributes.tone is not None:
        return TONE_OF[block.attributes.tone]
    scheme = block.attributes.scheme
    if scheme is None:
        return None
    used = [b.attributes.scheme for b in blocks if b.attributes.scheme is not None]
    order = sorted(set(used), key=lambda s: (-used.count(s), s))
    place = order.index(scheme)
    return SCHEME_TONES[min(place, len(SCHEME_TONES)) - 1] if place else None


def _sprinkle(
    types: list[str], tones: list[str | None], rng: np.random.Generator
) -> None:
    """Most storefronts leave tones to the theme: then one or two blocks get one."""
    places = [at for at, name in enumerate(types) if at > 1 and name in _TONED]
    names = list(_TONE_CHANCES)
    for at in rng.permutation(places)[: int(rng.integers(1, 4))]:
        tones[at] = str(rng.choice(names, p=list(_TONE_CHANCES.values())))


def _set_sides(types: list[str], said: list[Said], rng: np.random.Generator) -> None:
    """Media sides alternate down the page."""
    sides = ("left", "right") if rng.random() < 0.5 else ("right", "left")  # noqa: PLR2004
    count = 0
    for name, own in zip(types, said, strict=True):
        if name in _SIDED:
            own["media_side"] = sides[count % 2]
            count += 1
