"""All checks before approval that need no browser."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from studio.domain.catalogue import Catalogue
from studio.domain.page import NEEDS_BRIEF, Page
from studio.domain.shop import Shop
from studio.domain.words import Words
from studio.pipeline.review.findings import PageFinding, by_weight
from studio.pipeline.review.goods import check_goods
from studio.pipeline.review.structure import check_structure
from studio.pipeline.review.words import check_words


def review_page(
    page: Page,
    catalogue: Catalogue,
    shop: Shop,
    today: date,
    copy_findings: tuple[PageFinding, ...] = (),
) -> tuple[PageFinding, ...]:
    """Everything to know before a page is approved, errors first.

    Args:
        page: The page as it is now.
        catalogue: Today's products.
        shop: The shop's facts.
        today: What campaigns are judged by.
        copy_findings: What the copy guard found, to be listed with the rest.
    """
    return by_weight(
        [
            *_campaign(page, today),
            *check_structure(page, today),
            *check_goods(page, catalogue),
            *check_words(page, catalogue, shop),
            *_mail_footer(page, shop),
            *copy_findings,
        ]
    )


def _campaign(page: Page, today: date) -> Iterator[PageFinding]:
    brief = page.brief
    if page.scenario in NEEDS_BRIEF and brief is None:
        yield PageFinding(
            "brief", "error", Words("No brief", "没有活动说明"),
            Words("This page needs a campaign's brief.", "这个页面需要活动说明。"),
        )  # fmt: skip
    elif brief is not None and brief.end is not None and brief.end < today:
        yield PageFinding(
            "expired", "error", Words("Campaign is over", "活动已结束"),
            Words(
                f"The campaign ended on {brief.end.isoformat()}.",
                f"活动已于 {brief.end.isoformat()} 结束。",
            ),
        )  # fmt: skip


def _mail_footer(page: Page, shop: Shop) -> Iterator[PageFinding]:
    if "mail" not in page.surfaces:
        return
    for there, en, zh in (
        (shop.postal_address, "postal address", "邮寄地址"),
        (shop.unsubscribe_url, "unsubscribe address", "退订链接"),
    ):
        if not there:
            yield PageFinding(
                "mail", "error", Words("E-mail footer incomplete", "邮件页脚不完整"),
                Words(
                    f"The shop has no {en}; an e-mail must carry one.",
                    f"店铺资料缺少{zh}，邮件必须写明。",
                ),
            )  # fmt: skip
