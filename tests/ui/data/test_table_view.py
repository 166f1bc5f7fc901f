from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtTest import QTest

from studio.ui.data.long_table import LongTable
from studio.ui.data.row_pages import KEPT_PAGES, PAGE_ROWS, RowPages
from studio.ui.data.words import stored_text
from studio.ui.widgets import Column

MANY = 2_000_000_000
"""More rows than Qt can measure in pixels, or keep a number for each of."""


class Numbers:
    """Rows that say their own number, and remembers what was read."""

    def __init__(self) -> None:
        self.read: list[int] = []
        self.thread: threading.Thread | None = None

    def rows(self, offset: int, limit: int):
        self.thread = threading.current_thread()
        self.read.append(offset)
        rows = tuple((f"{offset + at}", f"=1+{offset + at}") for at in range(limit))
        return ("row", "formula"), rows


def fail(toast: object) -> None:
    raise AssertionError(toast)


@pytest.fixture
def numbers() -> Numbers:
    return Numbers()


@pytest.fixture
def table(qtbot, until, numbers) -> LongTable:
    made = LongTable()
    qtbot.addWidget(made)
    made.resize(600, 28 * 20)
    made.set_columns([Column("Row", 200), Column("Formula")])
    made.show()
    made.show_pages(RowPages(numbers.rows, fail), MANY)
    until(lambda: texts(made)[0] == "0")
    return made


def texts(table: LongTable) -> list[str]:
    rows = table.table.rows
    return [rows.cell(rows.index(at, 0)).text for at in range(rows.rowCount())]


def test_that_qt_holds_the_rows_in_view_and_the_bar_counts_all(table):
    assert len(texts(table)) <= table.in_view() + 1
    assert table.bar.maximum() == MANY - table.in_view()


def test_that_any_row_can_be_gone_to(table, until):
    table.go_to(1_999_999_999)
    assert "…" in texts(table)  # it does not wait for what is being read
    until(lambda: "1999999999" in texts(table))
    assert table.table.rows.given(table.table.current()) >= 0


def test_that_rows_are_read_beside_the_window(table, numbers):
    assert numbers.thread is not threading.main_thread()


def test_that_numbers_are_shown_as_a_shop_writes_them():
    assert stored_text("price", "149.0") == "149.00"
    assert stored_text("quantity", "2.0") == "2"
    assert stored_text("quantity", "0.5") == "0.5"
    assert stored_text("product_id", "7.0") == "7.0"


def test_that_keys_move_through_all_rows(table, until):
    QTest.keyClick(table.table, Qt.Key.Key_PageDown)
    assert table.at == table.in_view() - 1
    QTest.keyClick(table.table, Qt.Key.Key_Down)
    QTest.keyClick(table.table, Qt.Key.Key_Down)
    until(lambda: str(table.at) in texts(table))
    QTest.keyClick(table.table, Qt.Key.Key_Home)
    assert (table.at, table.bar.value()) == (0, 0)


def test_that_the_wheel_scrolls_by_rows(table):
    at = QPointF(50, 50)
    event = QWheelEvent(
        at,
        table.table.viewport().mapToGlobal(at),
        QPoint(0, 0),
        QPoint(0, -240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QGuiApplication.sendEvent(table.table.viewport(), event)
    assert table.bar.value() == 6


def test_that_a_copied_row_is_no_formula(table):
    table.go_to(3)
    table.copy()
    assert QGuiApplication.clipboard().text() == "3\t'=1+3"


def test_that_only_what_is_in_view_is_read_of_a_long_scroll(table, numbers, until):
    numbers.read.clear()
    for place in range(0, 100_000_000, 1_000_000):
        table.bar.setValue(place)
    until(lambda: str(99_000_000) in texts(table))
    assert len(numbers.read) < 10
    assert len(table._pages._pages) <= KEPT_PAGES
    assert all(offset % PAGE_ROWS == 0 for offset in numbers.read)


def test_that_the_data_step_shows_stored_rows(project_window, until, tmp_path):
    step = project_window.stage.step("data")
    path = tmp_path / "events.csv"
    lines = [f"u{n},view,A{n % 7},2026-01-02 10:00:{n % 60:02d}" for n in range(400)]
    path.write_text("user_id,event,product_id,timestamp\n" + "\n".join(lines), "utf-8")
    step.drop([path])
    until(lambda: step.read.importable)
    step.run_import()
    until(lambda: step.session.project.summary().events)
    until(lambda: step._job is None)
    step.views.show_view("table")
    view = step.views.view("table")
    until(lambda: view.rows.table.rows.rowCount() and "…" not in texts(view.rows))
    assert view.head.detail.text() == "400 rows"
    heads = [column.title for column in view.rows.table.rows.columns]
    assert heads[:3] == ["Shopper", "Action", "Product"]
    view.show_table("products")
    until(lambda: texts(view.rows)[:1] == ["A0"])
    assert view.head.detail.text() == "7 rows"
