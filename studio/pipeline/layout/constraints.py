"""Hard rules of decoding: what no real page does, mended in raw output.

Each rule mends pages in place and says which pages it had to mend. They hold for every
storefront page; the rules of rendered pages are another matter (`renderable`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import msgspec
import numpy as np
import numpy.typing as npt

from studio.domain.layout import PAGE_KINDS
from studio.pipeline.layout.vocabulary import FIELD_OF, TYPE_CODE, Codes, lengths

Bools: TypeAlias = npt.NDArray[np.bool_]
Ints: TypeAlias = npt.NDArray[np.int64]
Rule: TypeAlias = Callable[[Codes, int], bool]

_MAIN_OF = {"product": "main-product", "collection": "main-collection"}
_MAINS = tuple(TYPE_CODE[name] for name in ("main-product", "main-collection"))
ONCE: tuple[str, ...] = ("header", "footer", "announcement-bar")
"""Types that stand on a page once."""
_ONCE = tuple(TYPE_CODE[name] for name in ONCE)
_FIRST = TYPE_CODE["header"]
_LAST = TYPE_CODE["footer"]
_COLUMNS = FIELD_OF["columns"]
_MOBILE = FIELD_OF["columns_mobile"]


class Mended(msgspec.Struct, frozen=True):
    """Pages after the rules; `count` (N,) says how many rules mended each."""

    codes: Codes
    count: Ints

    @property
    def rate(self) -> float:
        """Share of pages that needed mending."""
        return float((self.count > 0).mean()) if len(self.count) else 0.0


def mend(raw: Codes, kind: Ints) -> Mended:
    """Apply the hard rules to raw pages (N, BLOCKS, FIELDS) of page kinds (N,)."""
    codes = raw.copy()
    count = np.zeros(len(codes), np.int64)
    for row in np.flatnonzero(_suspect(codes)).tolist():
        count[row] = sum(rule(codes[row], int(kind[row])) for rule in RULES)
    return Mended(codes, count)


def _suspect(codes: Codes) -> Bools:
    """Pages (N,) that some rule may have to mend; most of them need no closer look."""
    types = codes[:, :, 0]
    columns = (codes[:, :, _COLUMNS] > 0) & (
        codes[:, :, _MOBILE] > codes[:, :, _COLUMNS]
    )
    named = np.isin(types, (*_MAINS, *_ONCE))
    return np.asarray(columns.any(axis=1) | named.any(axis=1), np.bool_)


def one_main_block(page: Codes, kind: int) -> bool:
    """A product or collection page has its main block at most once, others none."""
    name = PAGE_KINDS[kind] if kind < len(PAGE_KINDS) else ""
    own = TYPE_CODE.get(_MAIN_OF.get(name, ""), 0)
    size = _size(page)
    keep = np.ones(size, np.bool_)
    for main in _MAINS:
        places = np.flatnonzero(page[:size, 0] == main)
        keep[places[1:] if main == own or name in ("landing", "other") else places] = (
            False
        )
    return _keep(page, keep)


def header_first(page: Codes, _kind: int) -> bool:
    """The header opens the page, the footer closes it."""
    size = _size(page)
    types = page[:size, 0]
    order = np.argsort(
        np.where(types == _FIRST, 0, np.where(types == _LAST, 2, 1)), kind="stable"
    )
    if (order == np.arange(size)).all():
        return False
    page[:size] = page[:size][order]
    return True


def once_only(page: Codes, _kind: int) -> bool:
    """Header, footer and announcement bar stand once."""
    size = _size(page)
    keep = np.ones(size, np.bool_)
    for once in _ONCE:
        keep[np.flatnonzero(page[:size, 0] == once)[1:]] = False
    return _keep(page, keep)


def columns_on_a_phone(page: Codes, _kind: int) -> bool:
    """A phone shows no more columns than a desktop."""
    wide, narrow = page[:, _COLUMNS], page[:, _MOBILE]
    wrong = (wide > 0) & (narrow > wide)
    page[wrong, _MOBILE] = wide[wrong]
    return bool(wrong.any())


RULES: tuple[Rule, ...] = (
    one_main_block, once_only, header_first, columns_on_a_phone,
)  # fmt: skip


def _size(page: Codes) -> int:
    return int(lengths(page[None])[0])


def _keep(page: Codes, keep: Bools) -> bool:
    if keep.all() or not keep.any():
        return False
    kept = page[: len(keep)][keep]
    page[:] = 0
    page[: len(kept)] = kept
    return True
