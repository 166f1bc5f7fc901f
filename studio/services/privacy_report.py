"""The privacy report: what is held, why, since when, who decided, and how long."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from studio.domain.persona import EVERYONE
from studio.domain.privacy_report import (
    Entry,
    Gone,
    Held,
    Learned,
    PrivacyReport,
    Source,
)
from studio.domain.words import Words
from studio.services.publish import FORMATS as EXPORTS
from studio.services.publish import PublishService
from studio.services.report_files import Filters, report_page, save_report
from studio.store.forgetting import LISTS
from studio.store.forgetting_access import Counted, counted
from studio.store.project import Project
from studio.store.suppression import suppressed

MOST_AUDIT = 2000
"""Lines of the audit trail in a report, the latest first."""
KEYS: dict[str, Words] = {
    "keyring": Words("in the system keyring of this user", "本用户的系统密钥环中"),
    "file": Words(
        "in a file in this user's configuration folder, readable by this user alone",
        "本用户配置文件夹中的一个文件，仅本用户可读",
    ),
    "passphrase": Words(
        "nowhere: it is derived from the passphrase each time",
        "不保存：每次由口令推导得出",
    ),
    "project": Words(
        "in the project, sealed with its passphrase", "项目内，以项目口令加密封存"
    ),
}
_ABOUT: dict[str, tuple[Words, Words]] = {
    "events": (
        Words(
            "What was viewed, searched, put into the cart and bought, with time, price,"
            " quantity and country",
            "浏览、搜索、加购与购买的内容，以及时间、价格、数量和国家/地区",
        ),
        Words(
            "Learning what groups of shoppers prefer, to make a page for each group",
            "了解各顾客群体的偏好，为每个群体制作页面",
        ),
    ),
    "preferences": (
        Words("What a shopper said that they prefer", "顾客自己表明的偏好"),
        Words(
            "Learning preferences of shoppers who have done little yet",
            "在行为数据较少时了解顾客偏好",
        ),
    ),
    "segments": (
        Words("Which of the shop's segments a shopper is in", "顾客所属的店铺分群"),
        Words("Making personas of the shop's own segments", "按店铺已有分群制作人群"),
    ),
    "page_events": (
        Words(
            "Which blocks of the shop's pages were shown and clicked",
            "店铺页面各板块的展示与点击",
        ),
        Words("Learning which page layouts are used", "了解哪些页面版式被使用"),
    ),
}
"""Categories of data and purpose of each table."""


def report(project: Project, clock: Callable[[], float] = time.time) -> PrivacyReport:
    """Gather what a project holds of persons. Takes seconds for millions of events."""
    shop = project.shop()
    personas = [p for p in project.personas() if p.id != EVERYONE]
    return PrivacyReport(
        project=project.name,
        shop=shop.name,
        address=shop.postal_address,
        at=clock(),
        protected=project.protected,
        key=KEYS.get(project.key_place, Words(project.key_place)),
        floor=project.floor,
        retention_months=project.retention_months,
        suppressed=len(suppressed(project)),
        personas=len(personas),
        smallest=min((p.size for p in personas), default=None),
        shoppers=project.summary().shoppers,
        held=tuple(_held(one) for one in counted(project)),
        sources=tuple(
            Source(
                record.at,
                record.result.files,
                record.result.events,
                record.result.shoppers,
                bool(record.undone),
            )
            for record in project.imports()
        ),
        models=_models(project),
        gone=_gone(project),
        audit=tuple(Entry(*line) for line in project.audit()[:MOST_AUDIT]),
    )


def save(made: PrivacyReport, path: Path) -> None:
    """Write a report as a page or as JSON, by the file's name.

    Raises:
        InputProblem: The name ends in something else.
        StorageProblem: The disk is full or closed.
    """
    save_report(
        path,
        {
            ".html": lambda: page_of(made).encode(),
            ".json": lambda: msgspec.json.format(msgspec.json.encode(made), indent=2),
        },
    )


def page_of(made: PrivacyReport) -> str:
    """The report as one page without anything outside of it, in both languages."""
    filters: Filters = {
        "number": lambda value: f"{value:,}",
        "day": lambda at: f"{datetime.fromtimestamp(at, UTC):%Y-%m-%d}",
        "moment": lambda at: f"{datetime.fromtimestamp(at, UTC):%Y-%m-%d %H:%M} UTC",
    }
    return report_page("privacy", filters, report=made)


def _held(one: Counted) -> Held:
    categories, purpose = _ABOUT[one.table]
    return Held(
        one.table,
        one.rows,
        one.shoppers,
        one.columns,
        categories,
        purpose,
        one.first,
        one.last,
    )


def _models(project: Project) -> tuple[Learned, ...]:
    runs = [*project.runs.list("taste"), *project.runs.list("layout")]
    return tuple(
        Learned(
            run.id,
            run.started,
            run.in_use,
            ", ".join(
                f"{run.facts[name]}{unit}"
                for name, unit in (("data", ""), ("shoppers", " shoppers"))
                if run.facts.get(name)
            ),
            run.facts.get("forgotten", ""),
            run.facts.get("privacy", ""),
        )
        for run in runs
    )


def _gone(project: Project) -> tuple[Gone, ...]:
    service = PublishService(project)
    exports = [
        Gone(
            Words("Approved pages, without any shopper", "已批准的页面，不含任何顾客"),
            last.folder,
            last.at,
        )
        for key in ("folder", *EXPORTS)
        if (last := service.last(key)) is not None
    ]
    lists = project.database.fact(LISTS, tuple[str, ...], ())
    named = [
        Gone(
            Words(
                "A customer list with the shop's own ids, and the persona of each",
                "含店铺自有编号及对应人群的顾客名单",
            ),
            path,
        )
        for path in lists
    ]
    return (*exports, *named)
