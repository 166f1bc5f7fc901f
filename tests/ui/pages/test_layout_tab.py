"""Other layouts in a real window, asked of a real worker."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from studio.domain.jobs import BlockReason, LayoutReasons, Proposal, Proposals
from studio.domain.layout import Attributes, Layout, LayoutBlock
from studio.domain.wishes import Wishes
from studio.services.session import Session
from studio.ui.language import use_language
from studio.ui.pages.proposal_cards import dropped_words
from studio.ui.pages.reason_rows import sureness, times_text
from studio.ui.pages.step import PagesStep


def _types(step: PagesStep) -> list[str]:
    page = step.editor.page
    return [block.type for block in page.blocks] if page else []


def _front(step: PagesStep) -> None:
    step.inspector.show_tab("layout")
    step.inspector.tabs.changed.emit("layout")


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_that_a_locked_block_stays_through_proposals_and_every_step_can_be_undone(  # noqa: PLR0915 - one story
    step: PagesStep, session: Session, qtbot: QtBot
) -> None:
    _front(step)
    tab, exploring = step.inspector.layout_tab, step.exploring
    rows = tab.why.rows
    centre = rows.lock_of(1).center()
    QTest.mouseClick(rows, Qt.MouseButton.LeftButton, pos=centre)
    assert step.editor.page is not None
    hero = step.editor.page.blocks[1]
    assert hero.locked
    assert not step.editor.page.edited
    before = _types(step)
    tab.ask.must_not.add("newsletter")
    assert session.pages.asked("recommendation").wishes == Wishes(
        must_not=("newsletter",)
    )
    QTest.mouseClick(tab.ask.rest, Qt.MouseButton.LeftButton)
    assert exploring.running
    assert not tab.ask.rest.isEnabled()
    qtbot.waitUntil(lambda: not exploring.running, timeout=200_000)
    cards = tab.proposals.cards
    assert len(cards.sources) == 8
    assert _types(step) == before, "asking changes nothing"
    for layout in cards.sources:
        assert layout.blocks[1].type == hero.type
        assert "newsletter" not in [block.type for block in layout.blocks]
    QTest.mouseClick(cards, Qt.MouseButton.LeftButton, pos=cards.card(2).center())
    qtbot.waitUntil(lambda: not exploring.running, timeout=200_000)
    types = [block.type for block in cards.sources[2].blocks]
    assert set(_types(step)) <= set(types), "fourteen products fill what they can"
    assert _types(step) != before
    assert step.editor.page.blocks[1] == hero
    assert cards.at == 2
    assert session.pages.revisions("pg-0001")[-1].note == "another layout"
    step.run("edit.undo")
    assert _types(step) == before, "first the layout is taken back"
    step.run("edit.undo")
    assert not cards.isVisible(), "then the asking"
    step.run("edit.redo")
    assert len(cards.sources) == 8
    step.run("edit.redo")
    assert _types(step) != before
    for _ in range(3):
        step.run("edit.undo")
    assert not step.editor.page.blocks[1].locked, "at last the lock"


def test_that_units_have_no_layout_to_ask_for(step: PagesStep) -> None:
    _front(step)
    tab = step.inspector.layout_tab
    assert tab.ask.isVisible()
    tab.show_page(step.editor.page, "All shoppers", (), None, "")
    assert not tab.ask.isVisible()
    assert "grammar" in tab.nothing.text()


def test_that_reasons_say_what_is_liked_and_how_sure_that_is(
    step: PagesStep, qtbot: QtBot
) -> None:
    _front(step)
    page, tab = step.editor.page, step.inspector.layout_tab
    assert page is not None
    liked = BlockReason("b3", "product-grid", 0.3, 0.1, 0.2, 0.4, 900)
    unsure = BlockReason("b5", "newsletter", 0.05, 0.1, 0.01, 0.2, 3)
    told = LayoutReasons((liked, unsure), 0.2, 0.1, 0.15, 0.25, 903)
    tab.show_page(page, "Hikers", page.blocks, told, "b3")
    text = tab.why.sentence.text()
    assert "2.0 times the average page" in text
    assert "product grid" in text
    assert "newsletter" not in text, "nothing is said of what is not sure"
    assert [sureness(each) for each in (liked, unsure)] == [True, False]
    assert times_text(liked) == "× 3.0"
    assert "900 impressions" in tab.why.rows.sentence(2)
    with qtbot.waitSignal(tab.why.rows.chosen) as chosen:
        row = QPoint(120, tab.why.rows.lock_of(4).center().y())
        QTest.mouseClick(tab.why.rows, Qt.MouseButton.LeftButton, pos=row)
    assert chosen.args == ["b5"]
    tab.show_page(page, "Hikers", page.blocks, LayoutReasons(), "")
    assert "page_events.csv" in tab.why.sentence.text()


def test_that_dropped_wishes_are_said_by_the_names_of_the_window(
    step: PagesStep,
) -> None:
    words = dropped_words("no faq: one is asked for as well.")
    assert words == "no Questions: one is asked for as well."
    use_language("zh")
    try:
        assert "faq" not in dropped_words("no faq: one is asked for as well.")
    finally:
        use_language("en")
    section = step.inspector.layout_tab.proposals
    layout = Layout((LayoutBlock("faq", Attributes()),), realism=0.4, engagement=0.12)
    made = Proposals((Proposal(layout, 0.3),), ("product-grid: it does not fit.",), 0.1)
    section.show_set(made, 0, 2, 3)
    assert "Product grid" in section.dropped.text.text()
    assert section.aside.text() == "2 of 3"
    assert section.back.isEnabled()
    assert "12% expected clicks" in section.cards.sentence(0)
    section.show_set(Proposals(()), -1, 1, 1)
    assert "Unlock a block" in section.nothing.text()
