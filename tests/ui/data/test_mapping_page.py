from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from studio.domain.imports import FormatByHand
from studio.ui.data.quality import FindingView
from studio.ui.data.step import DataStep
from studio.ui.language import use_language
from studio.ui.widgets import Menu

EVENTS = (
    "user_id,event,product_id,date,price\n"
    "u1,view,A1,03/04/2026 10:00,1.234\n"
    "u2,purchase,A2,05/06/2026 11:00,2.500\n"
)
SHOPIFY = (
    "Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,"
    "Variant SKU,Variant Price,Image Src,Status\n"
    "kettle,Kettle,<p>Red</p>,Fjord,Kitchen,,true,Title,Default,K1,45.00,,active\n"
)


@pytest.fixture
def data(project_window) -> DataStep:
    step = project_window.stage.step("data")
    assert isinstance(step, DataStep)
    return step


@pytest.fixture
def shown(data, until, tmp_path):
    """Drops a file of a text and waits until its plan is shown."""

    def show(name: str, text: str):
        path = tmp_path / "files" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
        before = len(data.read.plans)
        data.drop([path])
        until(lambda: len(data.read.plans) > before)
        return data.mapping

    return show


def choose(page, key: str, value: object) -> None:
    """Choose as a person does in the menu."""
    choice = page.how.choices[key]
    choice.set_value(value)
    choice.activated.emit(choice.currentIndex())


def stored(page) -> list[list[str]]:
    rows = page.stored.rows
    return [
        [rows.cell(rows.index(at, n)).text for n in range(rows.columnCount())]
        for at in range(rows.rowCount())
    ]


def test_that_the_reading_is_shown_on_demand(shown):
    page = shown("events.csv", EVENTS)
    assert page.how.isHidden()
    page.how_read.click()
    assert page.how.isVisible()
    assert page.how.offered() == (
        "encoding", "delimiter", "header_row", "decimal_comma", "dates", "time_zone",
        "bots",
    )  # fmt: skip
    assert page.how.choices["delimiter"].currentText() == "Automatic: comma"
    page.how_read.click()
    assert page.how.isHidden()


def test_that_only_what_concerns_a_file_is_offered(shown):
    page = shown("products.csv", "product_id,title\nA1,Kettle\n")
    page.how_read.click()
    assert page.how.offered() == ("encoding", "delimiter", "header_row")


def test_that_the_rows_follow_what_is_said_of_the_reading(shown, data, until):
    page = shown("events.csv", EVENTS)
    page.how_read.click()
    assert "2026-04-03 10:00:00" in stored(page)[0]
    choose(page, "dates", "Date, month first")
    until(lambda: "2026-03-04 10:00:00" in stored(page)[0])
    choose(page, "time_zone", "Asia/Shanghai")
    until(lambda: "2026-03-04 02:00:00" in stored(page)[0])
    assert "1.234" in stored(page)[0]
    choose(page, "decimal_comma", True)
    until(lambda: "1234" in stored(page)[0])
    assert "2026-03-04 02:00:00" in stored(page)[0], "what was said before is kept"
    choose(page, "bots", True)
    until(lambda: data.read.plans[0].keep_bots)
    choose(page, "decimal_comma", None)
    until(lambda: "1.234" in stored(page)[0])


def test_that_a_file_in_one_piece_can_be_taken_apart(shown, data, until):
    page = shown("odd.csv", "product_id~title~price\nA1~Kettle~45\nA2~Axe~39\n")
    assert page.problem.isVisible()
    assert page.how_read.isVisible()
    page.how_read.click()
    choose(page, "delimiter", "~")
    until(lambda: not data.read.plans[0].problem)
    assert stored(page)[0][:2] == ["A1", "Kettle"]
    choose(page, "delimiter", "|")
    until(lambda: data.read.plans[0].problem)
    assert page.how.isVisible(), "there is a way back"
    choose(page, "delimiter", None)
    until(lambda: data.read.plans[0].told_format == FormatByHand())


def test_that_nothing_can_be_said_of_a_file_that_is_empty(shown):
    page = shown("empty.csv", "")
    assert page.how_read.isHidden()


def test_that_an_export_is_named(shown):
    page = shown("products_export.csv", SHOPIFY)
    assert page.export.isVisible()
    assert page.export.text() == "Shopify products, recognised by its columns"
    assert page.remembered.isHidden()
    page = shown("plain.csv", "product_id,title\nA1,Kettle\n")
    assert page.known.isHidden()


def test_that_a_column_that_is_dropped_says_why(shown):
    people = "".join(f"u{n},view,A{n},2026-01-02,p{n}@example.org\n" for n in range(9))
    page = shown("e.csv", "user_id,event,product_id,timestamp,contact\n" + people)
    rows = page.columns.rows
    cells = [rows.cell(rows.index(4, n)) for n in range(6)]
    assert cells[1].text == "9 of 9 values are e-mail addresses"
    assert cells[5].tip == "9 of 9 values are e-mail addresses"
    shopper = rows.cell(rows.index(0, 5))
    assert shopper.tip.startswith("Ids of shoppers and sessions")
    use_language("zh")
    try:
        page.show_plan(page._plan)
        assert rows.cell(rows.index(4, 1)).text == "9 个值中有 9 个是电子邮箱"
    finally:
        use_language("en")


def test_that_a_remembered_mapping_is_said_and_can_be_forgotten(
    shown, data, until, own_config_folder: Path
):
    first = "wer,was,womit,wann\nu1,view,A,2026-01-01\nu2,view,B,2026-01-02\n"
    page = shown("week1.csv", first)
    data.mapping.kind_wanted.emit("behaviour")
    until(lambda: data.read.plans[0].kind == "behaviour")
    for column, target in (("wer", "user_id"), ("womit", "product_id")):
        data.mapping.target_wanted.emit(column, target)
        until(lambda t=target: t in [c.target for c in data.read.plans[0].columns])
    assert page.known.isHidden()
    data.run_import()
    until(lambda: data._job is None and data.session.project.summary().events)
    until(lambda: list(own_config_folder.glob("mappings.json")))

    page = shown("week2.csv", first.replace("2026-01", "2026-02"))
    assert data.read.plans[0].problem == ""
    assert page.remembered.isVisible()
    assert page.remembered.text().startswith("Remembered from ")
    page.forget.click()
    until(lambda: not data.read.plans[0].remembered)
    assert page.known.isHidden()
    assert data.read.plans[0].problem
    data.read.clear()
    shown("week3.csv", first.replace("2026-01", "2026-03"))
    assert data.read.plans[0].problem, "it stays forgotten"


def test_that_a_click_on_what_is_missing_opens_the_choice_of_its_column(
    data, shown, until, monkeypatch
):
    opened: list[Menu] = []  # off screen no menu can grab the keyboard
    monkeypatch.setattr(Menu, "popup", lambda menu, at: opened.append(menu))
    shown("orders.csv", "user_id,what,timestamp\nu1,A1,2026-03-04 10:00\n")
    assert data.read.plans[0].kind == "behaviour"
    finding = data.quality.findChild(FindingView)
    assert "the product" in finding.finding.title
    QTest.mouseClick(finding, Qt.MouseButton.LeftButton)
    (menu,) = opened
    first, *others = menu.actions()
    assert first.text() == "what  A1"  # what goes nowhere yet comes first
    assert len(others) == 2
    assert menu.activeAction() is first
    first.trigger()
    until(lambda: data.read.importable)
    assert [c.target for c in data.read.plans[0].columns][1] == "product_id"
