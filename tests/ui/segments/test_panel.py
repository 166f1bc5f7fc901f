"""Segments in the window: what a person does, and what the project then holds."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from studio.domain.segment_parser import read
from studio.domain.segment_text import write
from studio.domain.segment_views import Named, SegmentNames
from studio.domain.segments import Group, InCategory
from studio.services.session import Session
from studio.ui.context import Context
from studio.ui.language import use_language
from studio.ui.segments.bodies import (
    BODIES,
    CountedBody,
    FrequencyBody,
    kind_word,
)
from studio.ui.segments.group_box import ConditionRow, GroupBox
from studio.ui.segments.name_dialog import SegmentName
from studio.ui.segments.name_field import NameField
from studio.ui.segments.panel import SegmentsPanel
from studio.ui.widgets import Choice, Label, Toast
from tests.unit.segments.made import Shop, in_segment
from tests.unit.segments.oracle import fitting

Until = Callable[[Callable[[], object]], None]

EVERY = (
    "last purchase <= 30d", "first event > 60d", "orders 2..5 in 90d", "units >= 2",
    "spent >= 120.5", "average order 20..60 in 365d", "reduced >= 50%",
    "bought category Kitchen", "never viewed category Tents in 30d",
    'viewed category "Home > Kitchen" times 2..3', "carted brand Fellmark, Sorrel",
    "bought price 10..20.5 times >= 2 in 90d", "country = SE, NO",
    'segment = "Gift givers"', "searched tent in 30d",
)  # fmt: skip
NAMES = SegmentNames(
    (Named("Kitchen", 3),), (Named("Fellmark", 2),), (Named("SE", 20),),
    (Named("Gift givers", 20),),
)  # fmt: skip


def rows(box: GroupBox) -> list[ConditionRow]:
    return [part for part in box.parts if isinstance(part, ConditionRow)]


def write_into(field: NameField, text: str) -> None:
    """Write as a person does, with the loop at rest: keys would let it run."""
    field.setText(text)
    field.textEdited.emit(text)


def name_dialog(panel: SegmentsPanel) -> SegmentName:
    found = panel.findChildren(SegmentName)
    assert found
    return found[-1]


def take_name(panel: SegmentsPanel, name: str) -> SegmentName:
    dialog = name_dialog(panel)
    dialog.field.setText(name)
    dialog.buttons["save"].click()
    return dialog


@pytest.mark.parametrize("text", EVERY)
def test_that_a_row_says_the_condition_that_it_shows(context: Context, text: str):
    condition = read(text)
    box = GroupBox()
    box.show_group(condition, NAMES)
    assert box.group() == condition
    assert box.complete()
    box.deleteLater()


def test_that_groups_are_shown_inside_groups(context: Context):
    condition = read("orders >= 1 and (views >= 2 or spent >= 9) and not (units >= 5)")
    box = GroupBox()
    box.show_group(condition, NAMES)
    assert box.group() == condition
    inner = [part for part in box.parts if isinstance(part, GroupBox)]
    assert [part.match.value() for part in inner] == ["any", "none"]
    box.deleteLater()


def test_that_a_segment_is_listed_with_size_and_sentence(
    panel: SegmentsPanel, shop: Shop
):
    items = {item.title: item for item in panel.list.list.items}
    own = fitting(shop, read("orders >= 1"))
    assert items["Buyers"].right == str(len(own))
    assert items["Buyers"].detail == "Shoppers who placed at least 1 order."
    assert items["Gift givers"].detail == "Loaded from a file."
    assert panel.editor.figure.text() == str(len(own))
    assert f"of {len(shop.shoppers)} shoppers" in panel.editor.share.text()


def test_that_the_count_follows_a_condition(
    panel: SegmentsPanel, shop: Shop, then: Until
):
    body = rows(panel.editor.box)[0].body
    assert isinstance(body, FrequencyBody)
    body.bounds.low.setValue(2)
    expected = len(fitting(shop, read("orders >= 2")))
    then(lambda: panel.editor.figure.text() == str(expected))
    assert panel.editor.sentence.text() == "Shoppers who placed at least 2 orders."
    assert panel.list.list.items[0].detail == "Changed, not saved yet"
    assert panel.editor.save.isVisible()


def test_that_a_change_is_kept_or_discarded(
    panel: SegmentsPanel, session: Session, then: Until
):
    def change() -> None:
        body = rows(panel.editor.box)[0].body
        assert isinstance(body, FrequencyBody)
        body.bounds.low.setValue(3)

    change()
    panel.editor.discard.click()
    assert panel.editor.box.group() == read("orders >= 1")
    assert not panel.editor.save.isVisible()
    change()
    panel.editor.save.click()
    then(lambda: session.segments.definitions()[0].condition == read("orders >= 3"))
    then(lambda: not panel.editor.save.isVisible())


def test_that_a_new_segment_is_built_and_named(
    panel: SegmentsPanel, session: Session, shop: Shop, then: Until
):
    panel.new_segment()
    row = rows(panel.editor.box)[0]
    row.kind.set_value("category")
    row.kind.chosen.emit("category")
    assert panel.editor.problem.text() == "Add a condition first."
    assert not panel.editor.save.isEnabled()
    body = row.body
    assert isinstance(body, CountedBody)
    assert body.names is not None
    write_into(body.names, "kitchen")
    expected = fitting(shop, Group("all", (InCategory(("kitchen",)),)))
    then(lambda: panel.editor.figure.text() == str(len(expected)))
    panel.editor.save.click()
    dialog = take_name(panel, "Gift givers")
    assert "already" in dialog.row._words.text()
    take_name(panel, "Cooks")
    then(lambda: [i.title for i in panel.list.list.items][:2] == ["Buyers", "Cooks"])
    assert write(session.segments.definition("Cooks").condition) == (
        "bought category kitchen"
    )


@pytest.mark.qt_log_ignore("does not support grabbing the keyboard", extend=True)
def test_that_names_of_the_data_are_offered_while_writing(
    panel: SegmentsPanel, then: Until
):
    panel.new_segment()
    row = rows(panel.editor.box)[0]
    row.kind.set_value("brand")
    row.kind.chosen.emit("brand")
    body = row.body
    assert isinstance(body, CountedBody)
    assert body.names is not None
    then(body.names.isVisible)
    write_into(body.names, "Fellmark, sor")
    popup = body.names._popup
    assert popup.isVisible()
    offered = [popup.model().index(at, 0).data() for at in range(2)]
    assert offered == ["Sorrel & Co", None]
    body.names._completer.activated[str].emit("Sorrel & Co")  # type: ignore[index]
    popup.hide()
    assert body.names.names() == ("Fellmark", "Sorrel & Co")
    then(lambda: "Sorrel & Co" in panel.editor.sentence.text())


def test_that_a_preset_begins_a_segment_with_its_reasons(
    panel: SegmentsPanel, then: Until
):
    menu = panel.list.menu()
    action = next(a for a in menu.actions() if a.text().strip() == "Big spenders")
    action.trigger()
    assert panel.list.list.items[0].title == "Big spenders"
    assert "top tenth of the buyers" in panel.editor.why.text()
    assert "spent at least £" in panel.editor.sentence.text()
    then(lambda: panel.editor.figure.text() not in ("", "–"))
    menu.deleteLater()


def test_that_a_segment_is_given_to_personas_and_taken_back(
    panel: SegmentsPanel, session: Session, shop: Shop, then: Until
):
    told: list[bool] = []
    panel.data_changed.connect(lambda: told.append(True))
    panel.editor.use.click()
    then(lambda: panel.list.list.items[0].mark == "check" and not panel.busy)
    own = fitting(shop, read("orders >= 1"))
    assert in_segment(session.project, "Buyers") == own
    assert told == [True]
    panel.editor.use.click()
    then(lambda: panel.list.list.items[0].mark == "" and not panel.busy)
    assert in_segment(session.project, "Buyers") == set()


def test_that_a_deleted_segment_comes_back_with_undo(
    panel: SegmentsPanel, session: Session, then: Until, toasts: list[Toast]
):
    panel.delete()
    then(lambda: toasts and session.segments.definitions() == ())
    assert toasts[0].title == "Deleted “Buyers”"
    assert toasts[0].run is not None
    then(lambda: [i.title for i in panel.list.list.items] == ["Gift givers"])
    toasts[0].run()
    then(lambda: "Buyers" in [item.title for item in panel.list.list.items])


def test_that_a_segment_is_renamed_and_copied(
    panel: SegmentsPanel, session: Session, then: Until
):
    panel.ask_name()
    take_name(panel, "Customers")
    then(lambda: panel.list.list.items[0].title == "Customers")
    panel.copy()
    assert panel.list.list.items[0].title == "Customers, copy"
    assert [d.name for d in session.segments.definitions()] == ["Customers"]


def test_that_nothing_is_told_of_a_few(panel: SegmentsPanel, shop: Shop, then: Until):
    few = read('views >= 20 and searched "tent pegs" and orders >= 3')
    assert 0 < len(fitting(shop, few)) < 20
    panel.changes.begin("Few", few)
    panel._list("")
    then(lambda: panel.editor.figure.text() == "Fewer than 20")
    then(lambda: panel.aside._few.title.text() == "Fewer than 20 shoppers")
    assert not panel.aside._scroll.isVisible()


def test_that_what_sets_a_segment_apart_follows_the_count(
    panel: SegmentsPanel, then: Until
):
    then(panel.aside._scroll.isVisible)
    assert panel.aside.members.rows.rowCount() == 8
    ever = panel.aside._figures[4]
    assert ever.value.text() == "100%"
    assert ever.note.text().startswith("shop ")


def test_that_a_loaded_segment_shows_its_size_and_no_conditions(
    panel: SegmentsPanel, session: Session, then: Until
):
    panel.list.list.setCurrentIndex(panel.list.list.model().index(1, 0))
    own = in_segment(session.project, "Gift givers")
    then(lambda: panel.editor.figure.text() == str(len(own)))
    assert not panel.editor.box.isVisible()
    assert not panel.editor.use.isVisible()


def test_that_conditions_are_added_and_removed(panel: SegmentsPanel, then: Until):
    box = panel.editor.box
    box.add_condition.click()
    box.add_group.click()
    assert len(box.parts) == 3
    assert rows(box)[1].join.text() == "and"
    box.match.changed.emit("any")
    inner = box.parts[2]
    assert isinstance(inner, GroupBox)
    inner.removed.emit()
    rows(box)[1].remove.click()
    assert box.group() == read("orders >= 1")
    then(lambda: not panel.editor.save.isVisible())


def test_that_a_project_without_behaviour_says_what_to_do(
    empty_panel: SegmentsPanel, session: Session, tmp_path
):
    with Session.create(tmp_path / "other", "Other") as other:
        empty_panel.set_session(other)
        assert empty_panel.empty.title.text() == "No behaviour yet"
        assert empty_panel.empty.isVisible()
        empty_panel.set_session(None)


def test_that_every_kind_of_condition_has_a_chinese_row(context: Context):
    use_language("zh")
    try:
        for kind in BODIES:
            body = BODIES[kind](NAMES)
            words = [label.text() for label in body.findChildren(Label)]
            words += [kind_word(kind)]
            choices = body.findChildren(Choice)
            words += [c.itemText(at) for c in choices for at in range(c.count())]
            shown = {word for word in words if word not in ("–", "Gift givers")}
            assert not [word for word in shown if word.isascii() and word]
            body.deleteLater()
    finally:
        use_language("en")
