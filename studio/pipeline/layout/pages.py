"""Pages to learn from: layouts of known shops with their conditions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TypeAlias

import msgspec
import numpy as np
import numpy.typing as npt

from studio.domain.errors import InputProblem
from studio.domain.layout import PAGE_KINDS, Attributes, LayoutBlock
from studio.pipeline.layout.vocabulary import BLOCKS, Codes, encode_all, lengths

Ints: TypeAlias = npt.NDArray[np.int64]
Floats: TypeAlias = npt.NDArray[np.float64]

CAP = 20
"""Pages of one shop that count in full: beyond it a shop's pages share this weight."""
_FRONT = frozenset({"home", "landing", "collection"})


class PageSet(msgspec.Struct, frozen=True):
    """N pages: `codes` (N, BLOCKS, FIELDS); `kind`, `campaign`, `shop` (N,) as numbers.

    `kind` indexes PAGE_KINDS; `shop` indexes `shops`; `weight` is the share of draws.
    """

    codes: Codes
    kind: Ints
    campaign: Ints
    shop: Ints
    weight: Floats
    shops: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.codes)

    def take(self, rows: npt.NDArray[np.integer]) -> PageSet:
        """The pages of some rows, with the weights as they are."""
        return PageSet(
            self.codes[rows], self.kind[rows], self.campaign[rows], self.shop[rows],
            self.weight[rows], self.shops,
        )  # fmt: skip


class _Row(msgspec.Struct):
    shop: str
    page_kind: str
    blocks: list[dict[str, object]]
    campaign: bool = False


def read_pages(lines: Iterable[bytes]) -> PageSet:
    """Read JSON lines with the fields shop, page_kind, campaign and blocks.

    Raises:
        InputProblem: A line is not such a row; the message names the line.
    """
    rows: list[_Row] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = msgspec.json.decode(line, type=_Row)
        except msgspec.DecodeError as problem:
            message = f"Line {number} of the layouts is not a page: {problem}."
            raise InputProblem(message) from problem
        if row.blocks and row.page_kind in PAGE_KINDS:
            rows.append(row)
    return page_set(
        [tuple(_block(block) for block in row.blocks) for row in rows],
        [(row.shop, row.page_kind, row.campaign) for row in rows],
    )


def page_set(
    pages: Sequence[Sequence[LayoutBlock]], about: Sequence[tuple[str, str, bool]]
) -> PageSet:
    """Pages with, for each, its shop, page kind and whether it is a campaign page."""
    shops = tuple(sorted({shop for shop, _, _ in about}))
    place = {shop: at for at, shop in enumerate(shops)}
    kinds = [kind for _, kind, _ in about]
    return PageSet(
        codes=encode_all(pages),
        kind=np.asarray([PAGE_KINDS.index(kind) for kind in kinds], np.int64),
        campaign=np.asarray([int(campaign) for _, _, campaign in about], np.int64),
        shop=np.asarray([place[shop] for shop, _, _ in about], np.int64),
        weight=even_weights([(shop, kind in _FRONT) for shop, kind, _ in about]),
        shops=shops,
    )


def no_pages() -> PageSet:
    """A set without pages."""
    return page_set([], [])


def even_weights(groups: Sequence[tuple[str, bool]]) -> Floats:
    """Weights that stop large shops from drowning the others.

    Each group (a shop's storefront pages, or its inner ones) weighs as many pages as
    it has, but no more than CAP: a shop with one page is not replayed twenty times.
    """
    sizes = Counter(groups)
    return np.asarray([min(1.0, CAP / sizes[group]) for group in groups], np.float64)


def split_by_shop(pages: PageSet, share: float, seed: int) -> tuple[PageSet, PageSet]:
    """Split off about `share` of the shops; returns (train, held out)."""
    rng = np.random.default_rng(seed)
    order = rng.permutation(np.unique(pages.shop))
    held = order[: round(len(order) * share)]
    out = np.isin(pages.shop, held)
    return pages.take(np.flatnonzero(~out)), pages.take(np.flatnonzero(out))


def storefront(pages: PageSet, seed: int, cap: int = CAP) -> PageSet:
    """The judged set: home, landing, collection; at most `cap` pages of each shop."""
    rng = np.random.default_rng(seed)
    front = [PAGE_KINDS.index(kind) for kind in sorted(_FRONT)]
    keep: list[int] = []
    for shop in np.unique(pages.shop):
        rows = np.flatnonzero((pages.shop == shop) & np.isin(pages.kind, front))
        keep.extend(rng.permutation(rows)[:cap].tolist())
    return pages.take(np.asarray(sorted(keep), np.int64))


def mean_length(pages: PageSet) -> float:
    """Weighted mean of blocks a page."""
    return float(np.average(lengths(pages.codes), weights=pages.weight))


def _block(row: dict[str, object]) -> LayoutBlock:
    said = {name: value for name, value in row.items() if name != "type"}
    known = {name: said[name] for name in Attributes.__struct_fields__ if name in said}
    try:
        attributes = msgspec.convert(known, Attributes)
    except msgspec.ValidationError:
        attributes = Attributes()
    return LayoutBlock(str(row.get("type", "unknown")), attributes)


__all__ = [
    "BLOCKS", "CAP", "PageSet", "even_weights", "mean_length", "no_pages", "page_set",
    "read_pages", "split_by_shop", "storefront",
]  # fmt: skip
