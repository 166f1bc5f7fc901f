from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from studio.domain.catalogue import Catalogue, Product
from studio.domain.page import Slot
from studio.services import settings
from studio.services.session import Session
from studio.ui.language import use_language
from studio.ui.pages.editor import changed_blocks
from studio.ui.pages.replace_dialog import ReplaceDialog
from studio.ui.pages.step import PagesStep
from studio.ui.pages.thumbnails import Thumbnails
from studio.ui.widgets.toast import Toast


def products(session: Session, block_id: str) -> list[str]:
    block = session.pages.page("pg-0001").block(block_id)
    return list(block.products) if block else []


def test_that_an_attribute_set_in_the_panel_changes_the_page(
    step: PagesStep, session: Session
) -> None:
    step.editor.select("b3")
    step.inspector.block._controls["columns"].changed.emit(5)  # type: ignore[union-attr]
    block = session.pages.page("pg-0001").block("b3")
    assert block is not None
    assert block.attributes.columns == 5
    assert len(block.slots) == 5, "the reserve fills the new place"
    step.handlers()["edit.undo"]()
    assert len(products(session, "b3")) == 4


def test_that_a_text_field_counts_live_and_saves_when_left(
    step: PagesStep, session: Session, qtbot: QtBot
) -> None:
    step.editor.select("b3")
    field = step.inspector.block._fields["title", None]
    assert field.count.text() == "25 of 44 characters"
    field.field.setFocus()
    field.field.selectAll()
    QTest.keyClicks(field.field, "x" * 50)
    assert field.count.text() == "50 of 44 characters"
    assert field.count.property("ink") == "danger.text"
    field.field.selectAll()
    QTest.keyClicks(field.field, "Ready for the long frost")
    QTest.keyClick(field.field, Qt.Key.Key_Return)
    block = session.pages.page("pg-0001").block("b3")
    assert block is not None
    assert block.copy["title"].en == "Ready for the long frost"


def test_that_other_wordings_are_offered_and_taken(
    step: PagesStep, session: Session
) -> None:
    step.editor.select("b3")
    tab = step.inspector.block
    tab.wordings_wanted.emit("title", None)
    assert not tab.wordings.isHidden()
    tab.wordings.chosen.emit("title", None, "Warm things for cold days")
    block = session.pages.page("pg-0001").block("b3")
    assert block is not None
    assert block.copy["title"].en == "Warm things for cold days"


def test_that_pins_boosts_and_buries_are_saved_and_shown(
    step: PagesStep, session: Session
) -> None:
    step.editor.select("b3", 3)
    do = step.commands.run
    do("slot.pin")
    assert session.pages.page("pg-0001").block("b3").slots[3].pinned  # type: ignore[union-attr]
    do("slot.pin")
    do("slot.boost")
    page = session.pages.page("pg-0001")
    assert page.weights == {"p3": 1.5}
    assert products(session, "b3")[0] != "p3" or page.weights
    chosen = step.editor.selected_slot
    assert chosen is not None
    assert chosen.product_id == "p3", "the selection follows the product"
    do("slot.boost")
    assert session.pages.page("pg-0001").weights == {}
    do("slot.bury")
    assert session.pages.page("pg-0001").weights == {"p3": 0.5}


def test_that_a_hidden_product_is_filled_from_the_reserve(
    step: PagesStep, session: Session
) -> None:
    step.editor.select("b3", 0)
    step.commands.run("slot.hide")
    assert products(session, "b3") == ["p9", "p1", "p2", "p3"]
    assert session.pages.page("pg-0001").hidden_products == ("p0",)


def test_that_replacing_searches_the_catalogue(
    step: PagesStep, session: Session, qtbot: QtBot
) -> None:
    step.editor.select("b3", 0)
    step.commands.run("slot.replace")
    dialog = step.window().findChildren(ReplaceDialog)[-1]
    assert dialog.list.count() > 0, "suggestions before a search"
    QTest.keyClicks(dialog.search, "number 12 maker")
    assert [dialog.list.item(i).text() for i in range(dialog.list.count())] == [
        "Rope number 12"
    ]
    QTest.keyClick(dialog.search, Qt.Key.Key_Return)
    assert products(session, "b3")[0] == "p12"


def test_that_products_to_choose_from_are_named_in_the_language_of_the_window(
    qtbot: QtBot,
) -> None:
    catalogue = Catalogue((Product("a", "Kettle", "水壶"), Product("b", "Axe")))
    owner = QWidget()
    qtbot.addWidget(owner)
    use_language("zh")
    try:
        dialog = ReplaceDialog(
            owner,
            catalogue,
            [Slot(product_id="a"), Slot(product_id="b")],
            without=frozenset(),
            thumbnails=Thumbnails(lambda _: None),
            old="",
        )
    finally:
        use_language("en")
    assert [dialog.list.item(at).text() for at in range(2)] == ["水壶", "Axe"]


def test_that_replacing_also_finds_what_is_mistyped_or_meant(
    step: PagesStep, session: Session, until: Callable[[Callable[[], object]], None]
) -> None:
    settings.save("encoder", "ngrams")  # quick, and on every machine
    step.editor.select("b3", 0)
    step.commands.run("slot.replace")
    dialog = step.window().findChildren(ReplaceDialog)[-1]
    dialog.search.setText("Knettle numbr 10")
    assert dialog.list.count() == 0, "no word of it is in the catalogue"
    assert not dialog.dialog.buttons["ok"].isEnabled()
    until(dialog.list.count)
    assert dialog.list.item(0).text() == "Kettle number 10"
    assert dialog.head.text().startswith("0 by words, ")
    QTest.keyClick(dialog.search, Qt.Key.Key_Return)
    assert products(session, "b3")[0] == "p10"


def test_that_blocks_are_added_moved_hidden_and_removed(
    step: PagesStep, session: Session, toasts: list[Toast]
) -> None:
    step.editor.select("b3")
    assert step.advice is not None
    assert "usp-bar" in step.advice.block_types(step.editor.page)  # type: ignore[arg-type]
    assert "testimonials" not in step.advice.block_types(step.editor.page)  # type: ignore[arg-type]
    step.commands.insert("usp-bar")
    page = session.pages.page("pg-0001")
    assert page.blocks[3].type == "usp-bar"
    assert step.editor.block_id == page.blocks[3].id
    step.commands.run("block.move_up")
    assert session.pages.page("pg-0001").blocks[2].type == "usp-bar"
    step.commands.run("block.hide")
    assert session.pages.page("pg-0001").blocks[2].hidden
    step.commands.run("block.remove")
    assert len(session.pages.page("pg-0001").blocks) == 5
    step.commands.insert("testimonials")
    assert toasts[-1].kind == "danger"


def test_that_brand_and_history_lead_there_and_back(
    step: PagesStep, session: Session
) -> None:
    step.inspector.page._brand["accent"].chosen.emit("cobalt")
    assert session.pages.page("pg-0001").brand.accent == "cobalt"
    history = step.inspector.history
    assert [item.title for item in history.list.items] == ["Revision 2", "Revision 1"]
    assert not history.button.isEnabled(), "the newest is shown already"
    history.list.select(1)
    history.list.chosen.emit(1)
    history.button.click()
    assert session.pages.page("pg-0001").brand.accent == "pine"
    assert len(session.pages.revisions("pg-0001")) == 3


def test_that_selecting_in_the_list_of_blocks_selects_in_the_preview(
    step: PagesStep, script: Callable[[str], object], qtbot: QtBot
) -> None:
    step.inspector.page.block_chosen.emit("b5")
    assert step.editor.block_id == "b5"
    qtbot.waitUntil(lambda: float(str(script("scrollY"))) > 0)


def test_that_changes_are_told_as_blocks_or_as_the_whole_page(
    step: PagesStep, session: Session
) -> None:
    before = session.pages.page("pg-0001")
    step.editor.select("b3", 0)
    step.commands.run("slot.pin")
    pinned = session.pages.page("pg-0001")
    assert changed_blocks(before, pinned) == ("b3",)
    step.commands.run("block.move_down")
    assert changed_blocks(pinned, session.pages.page("pg-0001")) is None
    assert changed_blocks(before, before) == ()
