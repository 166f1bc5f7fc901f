"""The Data step without a mouse: real keys, from the window as it starts."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from studio.ui.data.step import DataStep
from studio.ui.privacy.panel import PrivacyPanel
from studio.ui.widgets import Menu

EVENTS = (
    "user_id,event_type,item_id,ts,visit\n"
    "u1,view,A1,2026-01-02 10:00:00,k1\nu2,purchase,A2,2026-01-03 11:00:00,k2\n"
)
Key = Qt.Key


def press(window: QWidget, *keys: Qt.Key) -> QWidget:
    """Press keys where the focus is; the widget that has it then."""
    for key in keys:
        target = QApplication.activePopupWidget() or QApplication.focusWidget()
        QTest.keyClick(target or window, key)
        QApplication.processEvents()
    focused = QApplication.focusWidget()
    assert focused is not None, "the focus is lost"
    return focused


def tab_to(window: QWidget, wanted: QWidget) -> set[QWidget]:
    """Press Tab until a widget has the focus; all that had it on the way."""
    seen: set[QWidget] = set()
    while (focused := press(window, Key.Key_Tab)) is not wanted:
        assert focused not in seen, f"Tab goes round without {wanted.accessibleName()}"
        assert focused.isVisible()
        seen.add(focused)
    return seen


def has_read(panel: PrivacyPanel | None) -> bool:
    """Whether the view of privacy has done what it began."""
    return panel is not None and not panel.busy


@pytest.mark.qt_log_ignore("does not support grabbing the keyboard", extend=True)
def test_that_a_file_is_mapped_and_the_views_are_reached_by_keys(
    project_window, tmp_path: Path, loop, until
) -> None:
    window, data = project_window, project_window.stage.step("data")
    assert isinstance(data, DataStep)
    (tmp_path / "events.csv").write_text(EVENTS)
    data.drop([tmp_path / "events.csv"])
    until(lambda: data.read.plans)
    window.activateWindow()
    tabs, columns = data.views.tabs, data.mapping.columns

    tab_to(window, tabs)
    passed = tab_to(window, columns)
    assert {data.files.files, data.mapping.how_read, data.mapping.kind} <= passed
    assert columns.by_keyboard  # its ring is seen
    assert {data.mapping.copy, data.mapping.stored} <= tab_to(window, tabs)

    tab_to(window, columns)
    press(window, *[Key.Key_Down] * 4, Key.Key_Return)  # the last column: visit
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, Menu)
    words = [action.text() for action in menu.actions()]
    press(window, *[Key.Key_Down] * (words.index("Product") + 1))
    loop.call_soon(press, window, Key.Key_Return)
    until(lambda: data.read.plans[0].columns[4].target == "product_id")
    assert data.read.plans[0].columns[2].target == ""
    assert QApplication.focusWidget() is columns
    assert (columns.currentIndex().row(), columns.currentIndex().column()) == (4, 3)

    tab_to(window, tabs)
    for view in ("table", "quality", "segments", "privacy"):
        loop.call_soon(press, window, Key.Key_Right)
        until(lambda view=view: data.views.current() == view)
        assert QApplication.focusWidget() is tabs
        assert tabs not in tab_to(window, tabs)
    until(lambda: has_read(data.views.view("privacy")))
    assert [w for w in QApplication.topLevelWidgets() if w.isVisible()] == [window]
