from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from studio.domain.layout import Attributes, Layout, LayoutBlock
from studio.ui.theme import theme
from studio.ui.widgets import (
    Button,
    Cell,
    Choice,
    Column,
    Dialog,
    Field,
    FormRow,
    Label,
    ListItem,
    PanelHead,
    ProgressBar,
    RowList,
    Segmented,
    Splitter,
    Switch,
    Table,
    Toast,
    ToastStack,
    WireframeCard,
)
from studio.ui.widgets.focus import FocusRing
from studio.ui.widgets.toast import ToastCard

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def shown(qtbot):
    """Shows widgets below each other on an active page, which it keeps alive."""
    pages: list[QWidget] = []

    def show(*widgets: QWidget) -> QWidget:
        page = QWidget()
        pages.append(page)
        column = QVBoxLayout(page)
        for widget in widgets:
            column.addWidget(widget)
        page.resize(600, 400)
        qtbot.addWidget(page)
        page.show()
        page.activateWindow()
        qtbot.waitUntil(page.isActiveWindow)
        return page

    return show


def test_that_the_ring_shows_only_when_focus_came_by_keyboard(qtbot, shown):
    first, second = Button("Open"), Button("Import")
    page = shown(first, second)
    first.setFocus(Qt.FocusReason.MouseFocusReason)
    assert page.findChildren(FocusRing) == []
    QTest.keyClick(first, Qt.Key.Key_Tab)
    assert second.hasFocus()
    (ring,) = page.findChildren(FocusRing)
    assert ring.geometry() == second.geometry().adjusted(-4, -4, 4, 4)


def test_that_only_a_person_makes_a_segment_change(qtbot, shown):
    segments = Segmented([(1, "Shoppers"), (2, "Products")])
    shown(segments)
    heard: list[object] = []
    segments.changed.connect(heard.append)
    segments.set_value(2)
    assert heard == []
    QTest.keyClick(segments, Qt.Key.Key_Left)
    assert heard == [1]
    QTest.mouseClick(
        segments, Qt.MouseButton.LeftButton, pos=QPoint(segments.width() - 20, 10)
    )
    assert heard == [1, 2]


def test_that_a_switch_takes_space_and_says_so(qtbot, shown):
    switch = Switch(name="Overlay")
    shown(switch)
    with qtbot.waitSignal(switch.toggled) as told:
        QTest.keyClick(switch, Qt.Key.Key_Space)
    assert told.args == [True]
    assert switch.accessibleName() == "Overlay"


def test_that_a_field_hands_its_text_over_once(qtbot, shown):
    field = Field("Sage")
    shown(field, Field())
    heard: list[str] = []
    field.done.connect(heard.append)
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "Clay")
    QTest.keyClick(field, Qt.Key.Key_Return)
    QTest.keyClick(field, Qt.Key.Key_Tab)
    assert heard == ["Clay"]


def test_that_an_error_stands_under_its_field(qtbot, shown):
    row = FormRow("Boost", Field("99"))
    shown(row)
    row.set_error("Between 0.1 and 5")
    assert row.control.property("invalid") == "true"
    row.set_error("")
    assert row.control.property("invalid") == "false"


def test_that_a_choice_is_silent_until_a_person_chooses(qtbot, shown):
    choice = Choice([("a", "4:5"), ("b", "1:1")])
    shown(choice)
    heard: list[object] = []
    choice.chosen.connect(heard.append)
    choice.set_value("b")
    choice.set_items([("b", "1:1"), ("c", "3:4")])
    assert choice.value() == "b"
    assert heard == []
    QTest.keyClick(choice, Qt.Key.Key_Down)
    assert heard == ["c"]


def test_that_sorting_a_table_keeps_the_rows_numbers(qtbot, shown):
    table = Table([Column("Product"), Column("Price", 80, right=True)], sortable=True)
    table.set_rows([["Kettle", Cell("€ 45", sort=45)], ["Axe", Cell("€ 9", sort=9)]])
    shown(table)
    heard: list[int] = []
    table.chosen.connect(heard.append)
    table.rows.sort_by(1, descending=False)
    assert table.rows.given(0) == 1
    table.setCurrentIndex(table.rows.index(0, 0))
    assert heard == [1]
    assert table.current() == 1
    table.select(0)
    assert heard == [1]


def test_that_a_cell_with_a_chevron_asks_for_its_menu(qtbot, shown):
    table = Table([Column("Column"), Column("Goes to", 120)])
    table.set_rows([["user_id", Cell("Shopper", chevron=True)]])
    shown(table)
    middle = table.visualRect(table.rows.index(0, 1)).center()
    with qtbot.waitSignal(table.menu_wanted) as told:
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert told.args[:2] == [0, 1]


def test_that_cells_with_menus_are_reached_by_keys(qtbot, shown):
    table = Table([Column("Column"), Column("Goes to", 90), Column("Privacy", 90)])
    menu = Cell("Shopper", chevron=True)
    rows: list[list[Cell | str]] = [["user_id", menu, menu], ["price", menu, menu]]
    table.set_rows(rows)
    shown(table)
    table.setFocus(Qt.FocusReason.TabFocusReason)
    heard: list[tuple[int, int]] = []
    table.menu_wanted.connect(lambda row, column, _: heard.append((row, column)))
    QTest.keyClick(table, Qt.Key.Key_Return)  # from the first cell to what it opens
    plain = table.grab().toImage()
    QTest.keyClick(table, Qt.Key.Key_Right)
    assert table.grab().toImage() != plain  # one sees which cell it is
    QTest.keyClick(table, Qt.Key.Key_Right)
    QTest.keyClick(table, Qt.Key.Key_Down)
    QTest.keyClick(table, Qt.Key.Key_Return)
    table.set_rows(rows)
    QTest.keyClick(table, Qt.Key.Key_Return)
    QTest.keyClick(table, Qt.Key.Key_Left)
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert heard == [(0, 1), (1, 2), (1, 2), (1, 1)]


def test_that_an_edited_cell_is_told(qtbot, shown):
    table = Table([Column("Name")])
    table.set_rows([[Cell("Guyline", editable=True)]])
    shown(table)
    heard: list[tuple[int, int, str]] = []
    table.edited.connect(lambda *what: heard.append(what))
    table.edit(table.rows.index(0, 0))
    editor = table.viewport().findChild(QWidget)
    assert editor is not None
    assert editor.height() == 24
    QTest.keyClicks(editor, "Rope")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: heard == [(0, 0, "Rope")])


def test_that_a_list_keeps_its_choice_when_its_rows_change(qtbot, shown):
    rows = RowList("Files")
    rows.set_items([ListItem("a"), ListItem("b", "two lines")])
    shown(rows)
    heard: list[int] = []
    rows.chosen.connect(heard.append)
    rows.select(1)
    rows.set_items([ListItem("a"), ListItem("b", "other words"), ListItem("c")])
    assert rows.current() == 1
    assert heard == []
    QTest.keyClick(rows, Qt.Key.Key_Down)
    assert heard == [2]


def test_that_a_double_click_on_a_handle_restores_the_widths(qtbot, shown):
    splitter = Splitter()
    splitter.add(QWidget(), 228, 200, 320)
    splitter.add(QWidget())
    page = shown(splitter)
    page.resize(1000, 400)
    splitter.set_widths([300, 700])
    handle = splitter.handle(1)
    QTest.mouseDClick(handle, Qt.MouseButton.LeftButton)
    assert splitter.sizes()[0] == 228
    assert splitter.handleWidth() == 1


def test_that_error_toasts_stay_and_others_offer_an_action(qtbot, shown):
    page = shown(QWidget())
    stack = ToastStack(page)
    done: list[str] = []
    stack.show_toast(Toast("Export failed", "No folder", "danger"))
    stack.show_toast(
        Toast("Page approved", action="Undo", run=lambda: done.append("u"))
    )
    assert [toast.stays for toast in stack.toasts()] == [True, False]
    button = next(b for b in stack.findChildren(Button) if b.text() == "Undo")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert done == ["u"]
    assert [toast.title for toast in stack.toasts()] == ["Export failed"]


def test_that_a_toast_is_no_higher_than_its_words(qtbot, shown):
    page = shown(QWidget())
    page.resize(1120, 700)
    stack = ToastStack(page)
    stack.show_toast(Toast("Training was stopped", "It can be resumed.", "info"))
    card = stack.findChild(ToastCard)
    assert card is not None
    assert card.height() == card.heightForWidth(card.width())
    assert card.height() < 80


def test_that_a_label_can_elide_in_its_middle(qtbot, shown):
    middle = Qt.TextElideMode.ElideMiddle
    label = Label("/home/someone/Documents/Vitrine/my-shop", elide=middle)
    label.setFixedWidth(120)
    shown(label)
    label.setText(label.whole_text())
    assert label.text().startswith("/home")
    assert label.text().endswith("shop")


def test_that_a_label_laid_out_while_hidden_is_shortened_when_shown(shown):
    label = Label("Squall compact umbrella, rust", elide=True)
    label.setFixedWidth(80)
    page = shown(label)
    page.hide()
    label.setText("Carbon-steel skillet, 26 cm")
    page.show()
    assert QLabel.text(label).endswith("…")


def test_that_a_dialog_gives_the_focus_back_and_keeps_tab_inside(qtbot, shown):
    opener = Button("Delete...")
    page = shown(opener)
    opener.setFocus()
    buttons = [("keep", "Keep it", "secondary"), ("delete", "Delete", "danger")]
    dialog = Dialog(page, "Delete run 6?", "It frees 48 MB.", buttons)  # type: ignore[arg-type]
    answers: list[str] = []
    dialog.answered.connect(answers.append)
    dialog.open()
    assert dialog.buttons["keep"].hasFocus()
    for _ in range(2):
        QTest.keyClick(page.focusWidget(), Qt.Key.Key_Tab)
    assert dialog.buttons["keep"].hasFocus()
    QTest.keyClick(dialog.buttons["keep"], Qt.Key.Key_Escape)
    assert answers == [""]
    assert opener.hasFocus()


def test_that_progress_of_unknown_length_moves_only_while_seen(qtbot, shown):
    bar = ProgressBar()
    page = shown(bar)
    bar.set_progress(None)
    before = bar.phase
    qtbot.waitUntil(lambda: bar.phase != before)
    page.hide()
    assert not bar._timer.isActive()


def test_that_a_panel_head_is_as_high_as_the_design_says(qtbot, shown):
    heads = {height: PanelHead("Files", height, "detail") for height in (40, 44, 56)}
    for head in heads.values():
        head.add(Button("Open", height=24))
    shown(*heads.values())
    for height, head in heads.items():
        assert head.height() == height


def test_that_a_wireframe_shows_three_greys_on_paper(qtbot, shown):
    blocks = (
        LayoutBlock("announcement-bar"),
        LayoutBlock("hero-banner", Attributes(media_side="right")),
        LayoutBlock("product-grid", Attributes(columns=4, rows=2)),
    )
    card = WireframeCard(Layout(blocks), name="A")
    page = QWidget()
    QHBoxLayout(page).addWidget(card)
    qtbot.addWidget(page)
    page.show()
    image = card.grab().toImage()
    seen = {
        image.pixelColor(x, y).name()
        for x in range(4, image.width() - 4)
        for y in range(4, image.height() - 4)
    }
    greys = ("paper", "low", "mid", "high")
    assert seen == {QColor(theme().hex(f"wireframe.{g}")).name() for g in greys}
