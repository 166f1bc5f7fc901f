"""Saved pages, approvals and what made them stale."""

from __future__ import annotations

import hashlib
from typing import Literal

import msgspec

from studio.domain.catalogue import Catalogue, Product
from studio.domain.page import Block, Page, Scenario

Status = Literal["draft", "approved", "stale"]


class Revision(msgspec.Struct, frozen=True):
    """An immutable saved page. `at` is in seconds since 1970 UTC."""

    page_id: str
    number: int
    digest: str
    at: float
    note: str = ""
    by: str = ""


class Approval(msgspec.Struct, frozen=True):
    """Somebody's word that one revision may go out."""

    page_id: str
    revision: int
    digest: str
    by: str
    note: str
    at: float


class PageRow(msgspec.Struct, frozen=True):
    """One line of the list of pages.

    Of the candidates made for a persona and a scenario one is `chosen`: the one that
    the matrix, approval and export mean.
    """

    page_id: str
    persona_id: str
    persona_name: str
    look: int
    scenario: Scenario
    candidate: int
    chosen: bool
    status: Status
    revision: int
    changed: float
    edited: bool = False
    recall: float | None = None
    approval: Approval | None = None
    stale_why: str = ""


def product_mark(product: Product | None) -> str:
    """What a page shows of a product, as a short text that differs when it changes."""
    if product is None:
        return "gone"
    state = "out" if product.sold_out else ("low" if product.low_stock else "in")
    shown = (product.title, product.title_zh, product.price, product.sale_price, state)
    digest = hashlib.sha256(msgspec.json.encode(shown)).hexdigest()[:10]
    return f"{product.price}|{product.sale_price}|{state}|{digest}"


def page_digest(page: Page) -> str:
    """SHA-256 of the page's content, in hexadecimal.

    Ids, marks and locks do not count.
    """
    content = msgspec.structs.replace(
        page,
        id="",
        marks={},
        reserve=(),
        candidate=0,
        edited=False,
        blocks=tuple(_unlocked(block) for block in page.blocks),
    )
    return hashlib.sha256(msgspec.json.encode(content, order="sorted")).hexdigest()


def _unlocked(block: Block) -> Block:
    return msgspec.structs.replace(block, locked=False) if block.locked else block


def with_marks(page: Page, catalogue: Catalogue, *, renew: bool) -> Page:
    """Return the page with a mark for each product shown.

    Existing marks stay unless `renew`, which is what generating and approving do.
    """
    old = {} if renew else page.marks
    marks = {
        product_id: old.get(product_id) or product_mark(catalogue.get(product_id))
        for product_id in dict.fromkeys(page.product_ids())
    }
    return msgspec.structs.replace(page, marks=marks)


def changed_products(page: Page, catalogue: Catalogue) -> tuple[str, ...]:
    """Ids of shown products whose price, stock state or title has changed since."""
    return tuple(
        product_id
        for product_id, mark in page.marks.items()
        if mark != product_mark(catalogue.get(product_id))
    )
