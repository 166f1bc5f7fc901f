"""Checks of the products that a page shows: rules 5, 6 and 13, stock and changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from studio.domain.catalogue import Catalogue, Product
from studio.domain.page import Block, Page, Surface
from studio.domain.review import changed_products
from studio.domain.words import Words
from studio.pipeline.review.findings import PageFinding

_GRIDS = frozenset({"product-grid", "recommended-products", "category-tiles"})
_MOST_COLUMNS = 5
_WIDE_COLUMNS = 6


def check_goods(page: Page, catalogue: Catalogue) -> Iterator[PageFinding]:
    """Findings on products: twice, gone, sold out, changed, without a picture."""
    yield from _twice(page)
    yield from _changed(page, catalogue)
    for block in page.blocks:
        if block.hidden:
            continue
        yield from _full_rows(block)
        for at, slot in enumerate(block.slots):
            if slot.product_id:
                product = catalogue.get(slot.product_id)
                yield from _product(block, at, slot.product_id, product)


def _twice(page: Page) -> Iterator[PageFinding]:
    surfaces: tuple[Surface, ...] = ("web", "mail")
    for surface in surfaces:
        selling = [b for b in page.on(surface) if b.sells and not b.hidden]
        counts = Counter(p for b in selling for p in b.products)
        for block in selling:
            for at, slot in enumerate(block.slots):
                if counts[slot.product_id] > 1 and slot.product_id:
                    counts[slot.product_id] = 0  # say it once
                    yield PageFinding(
                        "twice", "error", Words("Product sold twice", "商品重复"),
                        Words(
                            "The same product stands in two places that sell.",
                            "同一件商品在两个售卖位置出现。",
                        ),
                        block.id, slot=at,
                    )  # fmt: skip


def _product(
    block: Block, at: int, product_id: str, product: Product | None
) -> Iterator[PageFinding]:
    if product is None:
        yield PageFinding(
            "gone", "error", Words("Product is gone", "商品已下架"),
            Words(
                f"{product_id} is no longer in the catalogue.",
                f"{product_id} 已不在商品目录里。",
            ),
            block.id, slot=at,
        )  # fmt: skip
        return
    name = Words(product.title_in("en"), product.title_in("zh"))
    if product.sold_out:
        yield PageFinding(
            "stock", "warning", Words("Sold out", "已售罄"),
            Words(f"{name.en} is sold out.", f"{name.zh}已售罄。"), block.id, slot=at,
        )  # fmt: skip
    if not product.picture and not product.image:
        yield PageFinding(
            "picture", "info", Words("No picture", "没有图片"),
            Words(
                f"{name.en} has no picture; a tile with an icon stands in.",
                f"{name.zh}没有图片，暂用图标代替。",
            ),
            block.id, slot=at,
        )  # fmt: skip
    price, sale = product.price, product.sale_price
    if price is not None and sale is not None and sale >= price:
        yield PageFinding(
            "price", "error", Words("Sale price is no saving", "优惠价并不便宜"),
            Words(
                f"The sale price of {name.en} is not below its old price.",
                f"{name.zh}的优惠价不低于原价。",
            ),
            block.id, slot=at,
        )  # fmt: skip


def _changed(page: Page, catalogue: Catalogue) -> Iterator[PageFinding]:
    changed = set(changed_products(page, catalogue))
    for block in page.blocks:
        for at, slot in enumerate(block.slots):
            if slot.product_id in changed and catalogue.get(slot.product_id):
                changed.discard(slot.product_id)
                product = catalogue.by_id[slot.product_id]
                yield PageFinding(
                    "changed", "warning", Words("Changed since", "之后有变化"),
                    Words(
                        f"Price, stock or title of {product.title_in('en')} changed"
                        " after this page was made.",
                        f"{product.title_in('zh')}的价格、库存或名称在页面生成后有变化。",
                    ),
                    block.id, slot=at,
                )  # fmt: skip


def _full_rows(block: Block) -> Iterator[PageFinding]:
    columns = block.attributes.columns
    if block.type not in _GRIDS or not columns:
        return
    n = len(block.slots)
    if n % columns:
        yield PageFinding(
            "rows", "warning", Words("Row not full", "一行没有排满"),
            Words(
                f"{n} places in rows of {columns} leave a gap.",
                f"{n} 个位置按每行 {columns} 个排，会留下空位。",
            ),
            block.id,
        )  # fmt: skip
    wide = columns == _WIDE_COLUMNS and not block.attributes.full_width
    if columns > _WIDE_COLUMNS or (wide and block.type != "category-tiles"):
        yield PageFinding(
            "rows", "info", Words("Narrow columns", "列数太多"),
            Words(
                f"More than {_MOST_COLUMNS} columns need the full width.",
                f"超过 {_MOST_COLUMNS} 列时需要通栏。",
            ),
            block.id,
        )  # fmt: skip
