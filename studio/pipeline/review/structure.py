"""Page rules about the order of blocks (1 to 4) and their neighbours (7)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from studio.domain.page import Block, Page
from studio.domain.words import Words
from studio.pipeline.review.findings import PageFinding

TOPS = frozenset({"hero-banner", "slideshow", "page-header"})
CLOSERS = frozenset({"newsletter", "faq", "usp-bar", "blog-posts"})
LEAST_BLOCKS, MOST_BLOCKS = 7, 11
MOST_WITHOUT_PRODUCT = 3


def shown_web(page: Page) -> tuple[Block, ...]:
    """The blocks of the web page that shoppers see."""
    return tuple(b for b in page.on("web") if not b.hidden)


def check_structure(page: Page, today: date) -> Iterator[PageFinding]:
    """Findings of rules 1 to 4 and 7 on the web surface."""
    blocks = shown_web(page)
    if "web" not in page.surfaces:
        return
    yield from _top(blocks)
    yield from _once(blocks)
    yield from _length(blocks)
    yield from _products_early(blocks)
    yield from _countdown(page, blocks, today)
    yield from _end(blocks)
    yield from _neighbours(blocks)


def _top(blocks: Sequence[Block]) -> Iterator[PageFinding]:
    rest = [b for b in blocks if b.type != "announcement-bar"]
    if not rest or rest[0].type not in TOPS:
        yield PageFinding(
            "top", "error", Words("No opening block", "缺少首屏"),
            Words(
                "The page does not open with a hero, a slideshow or a page header.",
                "页面没有以首屏横幅、轮播或页头开始。",
            ),
            rest[0].id if rest else "",
        )  # fmt: skip
    for block in rest[1:]:
        if block.type in ("slideshow", "page-header"):
            yield PageFinding(
                "top", "warning", Words("Second opening block", "多了一个首屏"),
                Words(
                    "A slideshow or page header stands only at the top of a page.",
                    "轮播和页头只放在页面最上方。",
                ),
                block.id,
            )  # fmt: skip
    for at, block in enumerate(blocks):
        if block.type == "announcement-bar" and at:
            yield PageFinding(
                "top", "warning", Words("Announcement not at the top", "公告不在顶部"),
                Words(
                    "The announcement bar is the first block of a page.",
                    "公告条应是页面的第一个区块。",
                ),
                block.id,
            )  # fmt: skip


def _once(blocks: Sequence[Block]) -> Iterator[PageFinding]:
    for name, title in (
        ("hero-banner", Words("Two heroes", "首屏横幅重复")),
        ("countdown", Words("Two countdowns", "倒计时重复")),
    ):
        for block in [b for b in blocks if b.type == name][1:]:
            yield PageFinding(
                "once", "error", title,
                Words("This block stands at most once.", "这个区块最多出现一次。"),
                block.id,
            )  # fmt: skip


def _length(blocks: Sequence[Block]) -> Iterator[PageFinding]:
    n = len([b for b in blocks if b.type != "spacer"])
    if not LEAST_BLOCKS <= n <= MOST_BLOCKS:
        yield PageFinding(
            "length", "info" if n < LEAST_BLOCKS else "warning",
            Words("Unusual length", "页面长度不寻常"),
            Words(
                f"The page has {n} blocks; {LEAST_BLOCKS} to {MOST_BLOCKS} read well.",
                f"页面有 {n} 个区块，{LEAST_BLOCKS} 到 {MOST_BLOCKS} 个比较合适。",
            ),
        )  # fmt: skip


def _products_early(blocks: Sequence[Block]) -> Iterator[PageFinding]:
    since = 0
    for block in blocks:
        since = 0 if block.products else since + 1
        if since == MOST_WITHOUT_PRODUCT + 1:
            yield PageFinding(
                "products", "warning",
            Words("Long stretch without products", "很久没有商品"),
                Words(
                    "More than three blocks in a row show no product.",
                    "连续三个以上的区块没有商品。",
                ),
                block.id,
            )  # fmt: skip
    top = next((at for at, b in enumerate(blocks) if b.type in TOPS), 0)
    if not any(b.products for b in blocks[top + 1 : top + 4]):
        yield PageFinding(
            "products", "warning", Words("Products come late", "商品出现太晚"),
            Words(
                "The first three blocks after the hero show no product.",
                "首屏之后的三个区块都没有商品。",
            ),
        )  # fmt: skip


def _countdown(
    page: Page, blocks: Sequence[Block], today: date
) -> Iterator[PageFinding]:
    for at, block in enumerate(blocks):
        if block.type != "countdown":
            continue
        end = page.brief.end if page.brief else None
        if page.scenario != "promotion" or end is None or end < today:
            yield PageFinding(
                "countdown", "error",
                Words("Countdown without an end", "倒计时没有终点"),
                Words(
                    "A countdown needs a promotion with an end that is still to come.",
                    "倒计时只用于还没结束、并写明结束日期的活动。",
                ),
                block.id,
            )  # fmt: skip
        elif not at or blocks[at - 1].type != "hero-banner":
            yield PageFinding(
                "countdown", "warning",
                Words("Countdown out of place", "倒计时位置不对"),
                Words(
                    "The countdown stands directly under the hero.",
                    "倒计时应紧接在首屏横幅下面。",
                ),
                block.id,
            )  # fmt: skip


def _end(blocks: Sequence[Block]) -> Iterator[PageFinding]:
    if blocks and blocks[-1].type not in CLOSERS:
        yield PageFinding(
            "end", "info", Words("Unusual ending", "结尾不寻常"),
            Words(
                "A page ends with a newsletter, questions, promises or the journal.",
                "页面通常以订阅、问答、服务承诺或生活志收尾。",
            ),
            blocks[-1].id,
        )  # fmt: skip


def _neighbours(blocks: Sequence[Block]) -> Iterator[PageFinding]:
    for above, below in pairwise(blocks):
        tone = above.attributes.tone
        side = above.attributes.media_side
        pairs = (
            above.type == below.type and below.type != "spacer",
            tone not in (None, "light") and tone == below.attributes.tone,
            above.type == below.type == "image-with-text"
            and side is not None
            and side == below.attributes.media_side,
        )
        if any(pairs):
            yield PageFinding(
                "neighbours", "warning", Words("Neighbours too alike", "相邻区块太像"),
                Words(
                    "Two blocks beside each other share their type, tone or side.",
                    "相邻的两个区块类型、色调或图片方向相同。",
                ),
                below.id,
            )  # fmt: skip
    accents = [
        b for b in blocks
        if b.attributes.tone == "accent" and b.type != "announcement-bar"
    ]  # fmt: skip
    for block in accents[1:]:
        yield PageFinding(
            "neighbours", "warning", Words("Two accent blocks", "强调色用了两次"),
            Words(
                "At most one block beside the announcement wears the accent.",
                "除公告外，最多一个区块使用强调色。",
            ),
            block.id,
        )  # fmt: skip
