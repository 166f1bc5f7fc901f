"""The quality report finds what is wrong with the data, and only that."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest

from studio.domain.errors import InputProblem
from studio.domain.imports import Severity
from studio.domain.quality import QualityFinding, QualityReport
from studio.domain.words import Words
from studio.services import quality
from studio.services.quality_page import page_of
from studio.services.quality_words import sentences, worded
from tests.unit.quality.conftest import CATALOGUE, days_of_events


def named(report: QualityReport, name: str) -> QualityFinding:
    found = [finding for finding in report.findings if finding.id == name]
    assert found, [finding.id for finding in report.findings]
    return found[0]


def names(report: QualityReport) -> set[str]:
    return {finding.id for finding in report.findings}


def test_that_sound_data_have_nothing_to_mend(measure) -> None:
    events = days_of_events(60, lambda day: 40 + day % 7)
    report = measure(products=CATALOGUE, events=events)
    assert names(report) <= {"no-searches", "products-without-picture", "stale"}
    assert report.period == ("2026-01-05", "2026-03-05")
    assert report.shoppers == 97


def test_that_columns_are_measured(measure) -> None:
    report = measure(products=CATALOGUE, events=days_of_events(30, lambda _: 40))
    (events,) = (t for t in report.tables if t.table == "events")
    by_name = {column.name: column for column in events.columns}
    price = by_name["price"]
    assert (price.type, price.filled, price.distinct) == ("number", 1.0, 7)
    assert (price.least, price.most, price.quantiles[2]) == ("5.0", "11.0", 8.0)
    assert sum(bar.rows for bar in price.histogram) == 1200
    assert by_name["query"].filled == 0.0
    assert [bar.label for bar in by_name["event"].frequent] == ["view", "purchase"]
    assert not by_name["user_id"].frequent
    assert report.weekdays == (200, 200, 160, 160, 160, 160, 160)
    assert [(k.label, k.rows) for k in report.kinds] == [
        ("view", 1050),
        ("purchase", 150),
    ]


def test_that_days_without_events_are_a_gap_unless_they_are_usual(measure) -> None:
    def per_day(day: int) -> int:
        closed = day % 7 == 6  # a shop that never sells on Sunday
        return 0 if closed or day in (22, 23, 24) else 40

    report = measure(products=CATALOGUE, events=days_of_events(60, per_day))
    assert [(g.first, g.last, g.days) for g in report.gaps] == [
        ("2026-01-27", "2026-01-29", 3)
    ]
    gap = named(report, "gap")
    assert gap.severity == "warning"
    assert gap.title.en == "No events from 2026-01-27 to 2026-01-29"
    assert "40" in gap.text.zh
    assert gap.action == "import_events"


def test_that_a_jump_and_a_new_level_are_told(measure) -> None:
    events = days_of_events(
        90, lambda day: 400 if day == 20 else 40 if day < 50 else 160
    )
    report = measure(products=CATALOGUE, events=events)
    assert named(report, "jump").numbers["day"] == "2026-01-25"
    level = named(report, "level")
    assert level.numbers == {"day": "2026-02-24", "before": 40.0, "after": 160.0}


def test_that_shopping_by_night_suggests_another_time_zone(measure) -> None:
    events = days_of_events(20, lambda _: 40, hour=lambda n: (16 + n % 14) % 24)
    night = named(measure(products=CATALOGUE, events=events), "night")
    assert night.numbers["hours"] == -8
    assert "-8 hours" in night.text.en
    assert night.action == "set_time_zone"


def test_that_lacks_of_events_and_products_are_counted(measure) -> None:
    events = days_of_events(30, lambda _: 20)
    events += "u1,view,,,2026-01-06 10:00:00,\n" * 3
    events += "u1,view,P-77,,2026-01-06 10:00:00,\n"
    events += "u1,purchase,P-1,,2026-01-06 11:00:00,\n"
    products = CATALOGUE + "P-8,Bare,,,,,\nP-9,Bare,Kitchen,Fellmark,3,0,Steel\n"
    report = measure(products=products, events=events)
    assert named(report, "purchases-without-price").rows == 1
    for lack in ("price", "stock", "description", "category", "brand"):
        finding = named(report, f"products-without-{lack}")
        assert (finding.rows, finding.of_rows) == (1, 7), lack
        assert finding.examples == ("P-8",)
    assert named(report, "products-without-picture").rows == 7
    assert named(report, "products-of-same-title").examples == ("Bare",)
    assert named(report, "products-out-of-stock").rows == 1
    (record,) = report.imports
    reasons = {d.reason: d.rows for d in record.dropped}
    assert reasons["no product"] == 3
    assert reasons["the product is not in the catalogue"] == 1


def test_that_events_alone_lack_a_catalogue(measure) -> None:
    report = measure(events=days_of_events(30, lambda _: 20))
    finding = named(report, "no-catalogue")
    assert (finding.severity, finding.rows) == ("error", 5)
    assert report.findings[0] == finding


def test_that_a_catalogue_of_order_lines_is_told_as_such(measure) -> None:
    lines = "user_id,product_id,title,timestamp,quantity,price\n" + "".join(
        f"u{n % 9},P-{n % 5},Kettle {n % 5},2026-01-{n % 28 + 1:02d} 10:00:00,1,5\n"
        for n in range(200)
    )
    report = measure(events=lines)
    assert named(report, "catalogue-of-events").rows == 5
    assert "products-without-picture" in names(report)
    assert not names(report) & {"no-catalogue", "products-without-brand"}


def test_that_shoppers_like_robots_are_told(measure) -> None:
    events = days_of_events(60, lambda _: 20) + "".join(
        f"bot,view,P-{n % 5},,2026-02-{n % 20 + 1:02d}"
        f" {n % 24:02d}:{n % 60:02d}:{n % 59:02d},1\n"
        for n in range(800)
    )
    finding = named(measure(products=CATALOGUE, events=events), "extreme-shoppers")
    assert finding.rows == 1
    assert finding.examples[0].startswith("s_")
    assert float(finding.numbers["share"]) > 0.3


def test_that_outliers_are_shown_with_examples(measure) -> None:
    events = days_of_events(30, lambda _: 20)
    events += "u1,purchase,P-1,,2026-01-06 11:00:00,99999\n"
    finding = named(measure(products=CATALOGUE, events=events), "outliers")
    assert (finding.table, finding.column, finding.rows) == ("events", "price", 1)
    assert finding.examples == ("99999",)


def test_that_searches_of_few_are_never_quoted(measure) -> None:
    said = (
        "".join(f"u{n},search,,teapot,2026-01-0{n + 1} 10:00:00,\n" for n in range(6))
        + "u1,search,,cordless drill,2026-01-06 10:00:00,\n" * 2
    )
    events = days_of_events(30, lambda _: 20) + said
    report = measure(products=CATALOGUE, events=events)
    assert named(report, "searches-without-product").examples == ("teapot",)
    assert "cordless" not in quality.json_of(report).decode()


def test_that_segments_of_strangers_are_told(measure) -> None:
    report = measure(
        products=CATALOGUE,
        events=days_of_events(30, lambda _: 20),
        segments="user_id,segment\nother-1,VIP\nother-2,VIP\nu1,VIP\n",
    )
    finding = named(report, "segments-of-unknown-shoppers")
    assert (finding.rows, finding.of_rows, finding.severity) == (2, 3, "warning")


def test_that_an_empty_project_has_an_empty_report(project) -> None:
    report = quality.report(project)
    assert (report.findings, report.tables, report.days) == ((), (), ())
    assert "sound" in page_of(report)


def test_that_the_report_is_saved_in_three_forms(measure, tmp_path) -> None:
    report = measure(events=days_of_events(30, lambda _: 20))
    page, table, data = (tmp_path / f"r{suffix}" for suffix in quality.FORMATS)
    for path in (page, table, data):
        quality.save(report, path)
    html = page.read_text(encoding="utf-8")
    assert "没有商品目录" in html
    assert "There is no catalogue" in html
    assert html.count("<svg") >= 4
    assert not re.search(r"(src|href)\s*=|https?:|url\(|<script|@import", html)
    rows = list(csv.DictReader(io.StringIO(table.read_text(encoding="utf-8-sig"))))
    assert rows[0]["finding"] == "no-catalogue"
    assert json.loads(data.read_bytes())["shoppers"] == report.shoppers
    with pytest.raises(InputProblem, match="no kind of report"):
        quality.save(report, tmp_path / "r.docx")


def test_that_a_page_and_a_table_are_safe_from_what_cells_hold(
    measure, tmp_path
) -> None:
    products = CATALOGUE + '"=1+1","Pot & <pan",,"<i>",,,\n'
    report = measure(products=products, events=days_of_events(10, lambda _: 9))
    page = page_of(report)
    assert "Pot &amp; &lt;pan" in page or "<pan" not in page
    assert "<i>" not in page
    rows = list(csv.reader(io.StringIO(quality.table_of(report))))
    assert not [c for row in rows for c in row if c.startswith(("=", "+", "-", "@"))]
    assert any("=1+1" in cell for row in rows for cell in row)


def test_that_every_kind_of_finding_has_words_in_both_languages() -> None:
    severity: Severity = "info"
    numbers = {
        name: 3.0
        for texts in sentences().values()
        for text in texts.values()
        for name in re.findall(r"\{(\w+)\}", text)
    } | {"reason": "no time", "day": "2026-01-01"}
    for name in sentences():
        finding = QualityFinding(
            name, severity, Words(), Words(), "events", "price", 3, 12, numbers=numbers
        )
        made = worded(finding)
        for words in (made.title, made.text):
            assert words.en
            assert words.zh
            assert "{" not in words.en + words.zh
            assert re.search(r"[\u4e00-\u9fff]", words.zh)
