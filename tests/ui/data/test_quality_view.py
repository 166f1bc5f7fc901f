from __future__ import annotations

import json
from datetime import date, timedelta

import msgspec
import pytest

from studio.ui.data.quality_view import QualityView
from studio.ui.tasks import spawn
from studio.ui.widgets import Button


def fail(toast: object) -> None:
    raise AssertionError(toast)


@pytest.fixture
def shop(project_window, until, tmp_path):
    """A project whose events have a gap of twelve days, and products without prices."""
    step = project_window.stage.step("data")
    lines = ["user_id,event,product_id,timestamp"]
    for n in range(60):
        if 30 <= n < 42:
            continue
        day = date(2026, 5, 1) + timedelta(days=n)
        lines += [f"u{m},view,A{m % 5},{day} 10:{m:02d}:00" for m in range(30)]
    events = tmp_path / "events.csv"
    events.write_text("\n".join(lines), "utf-8")
    products = tmp_path / "products.csv"
    rows = [f"A{n},Kettle {n},Kitchen,{'' if n < 3 else 9.5}" for n in range(5)]
    products.write_text("product_id,title,category,price\n" + "\n".join(rows), "utf-8")
    step.drop([events, products])
    until(lambda: len(step.read.importable) == 2)
    step.run_import()
    until(lambda: step.session.project.summary().events and step._job is None)
    return step


@pytest.fixture
def view(shop, until) -> QualityView:
    shop.views.show_view("quality")
    made: QualityView = shop.views.view("quality")
    until(lambda: made.report is not None)
    return made


def cells(view: QualityView, row: int) -> list[str]:
    rows = view.columns.rows
    return [rows.cell(rows.index(row, at)).text for at in range(rows.columnCount())]


def test_that_the_days_without_events_are_shown(view):
    assert [(gap.first, gap.days) for gap in view.report.gaps] == [("2026-05-31", 12)]
    assert len(view.chart._missing) == 12
    assert "1 gap" in view.chart.accessibleDescription()


def test_that_notes_are_not_called_no_findings(view):
    notes = [finding for finding in view.report.findings if finding.severity == "info"]
    assert notes
    view.show_report(msgspec.structs.replace(view.report, findings=tuple(notes)))
    assert view._chips.text() in {"1 note", f"{len(notes)} notes"}
    view.show_report(msgspec.structs.replace(view.report, findings=()))
    assert view._chips.text() == "No findings"


def test_that_columns_say_how_full_they_are(view):
    assert cells(view, 0)[:4] == ["Shopper", "Text", "100%", "30"]
    view.show_table("products")
    price = next(
        cells(view, row)
        for row in range(view.columns.rows.rowCount())
        if cells(view, row)[0] == "Price"
    )
    assert price[2] == "40%"


def test_that_a_finding_offers_what_mends_it(view, context, qtbot):
    ids = {finding.id: finding for finding in view.report.findings}
    assert any("price" in name for name in ids)
    alone = QualityView(context)  # in no window, which would open its file dialog
    qtbot.addWidget(alone)
    shown = alone._view_of(
        next(f for f in view.report.findings if f.action == "import_products")
    )
    qtbot.addWidget(shown)
    links = [b for b in shown.findChildren(Button) if b.text() == "Import files..."]
    with qtbot.waitSignal(alone.run_wanted) as asked:
        links[0].click()
    assert asked.args == ["data.import"]


def test_that_the_report_can_be_exported(view, until, tmp_path):
    for suffix in (".html", ".csv", ".json"):
        path = tmp_path / f"quality{suffix}"
        spawn(view.save(path), fail)
        until(path.exists)
    assert json.loads((tmp_path / "quality.json").read_text("utf-8"))["gaps"]


def test_that_a_new_import_is_measured_too(view, shop, until, tmp_path):
    before = view.report
    path = tmp_path / "more.csv"
    path.write_text(
        "user_id,event,product_id,timestamp\nu1,view,A1,2026-06-06 10:00:00\n", "utf-8"
    )
    shop.drop([path])
    until(lambda: shop.read.importable)
    shop.run_import()
    until(lambda: shop._job is None)
    shop.views.show_view("quality")
    until(lambda: view.report is not before)
    assert view.report.period[1] == "2026-06-29"
