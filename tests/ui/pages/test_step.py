from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from studio.domain.brief import Brief
from studio.domain.words import Words
from studio.services.session import Session
from studio.ui.folding import Fold
from studio.ui.pages.approve_dialog import ApproveDialog
from studio.ui.pages.brief_dialog import CATEGORY, LIST, BriefDialog
from studio.ui.pages.names import letter
from studio.ui.pages.preview_bar import PreviewBar
from studio.ui.pages.step import PagesStep
from studio.ui.widgets.toast import Toast


def opened(step: PagesStep) -> str:
    return step.editor.page.id if step.editor.page else ""


def test_that_the_matrix_leads_to_pages_and_to_what_is_missing(
    step: PagesStep, qtbot: QtBot
) -> None:
    assert step.list.count.text() == "2 of 10"
    assert step.header_line() == "All shoppers, recommendation"
    matrix = step.list.matrix
    hikers = matrix.cell("hikers", "recommendation").center()
    QTest.mouseClick(matrix, Qt.MouseButton.LeftButton, pos=hikers)
    assert opened(step) == "pg-0003"
    QTest.keyClick(matrix, Qt.Key.Key_Right)
    assert opened(step) == ""
    assert matrix.place == ("hikers", "promotion")
    assert not step.preview.canvas.shows_page
    assert step.main_action() is None
    assert "no page yet" in matrix.tip_at(matrix.cell("hikers", "promotion").center())


def test_that_candidates_are_stepped_through(step: PagesStep, qtbot: QtBot) -> None:
    assert step.preview.bar.name.text() == "Candidate A of 2"
    step.handlers()["page.next_candidate"]()
    assert step.editor.page is not None
    assert step.editor.page.id == "pg-0002"
    assert step.preview.bar.name.text() == "Candidate B of 2"
    cards = step.list.cards
    QTest.mouseClick(cards, Qt.MouseButton.LeftButton, pos=cards.card(0).center())
    assert step.editor.page.id == "pg-0001"


def test_that_approving_needs_a_name_and_can_be_undone(
    step: PagesStep, session: Session, toasts: list[Toast], qtbot: QtBot
) -> None:
    step.approve()
    dialog = step.window().findChildren(ApproveDialog)[-1]
    dialog.by.setText(" ")
    dialog.dialog.buttons["ok"].click()
    assert session.pages.row("pg-0001").approval is None
    dialog.by.setText("Ada")
    dialog.note.setPlainText("Good for the week")
    dialog.dialog.buttons["ok"].click()
    row = session.pages.row("pg-0001")
    assert row.status == "approved"
    assert row.approval is not None
    assert (row.approval.by, row.approval.note) == ("Ada", "Good for the week")
    action = step.main_action()
    assert action is not None
    assert not action.enabled
    step.editor.select("b3", 0)
    step.commands.run("slot.pin")
    assert session.pages.row("pg-0001").status == "stale"
    assert step.preview.stale.text.whole_text() == "Edited since it was approved."
    assert step.preview.stale.button.isHidden(), "nothing of the shop has changed"
    assert toasts[-1].run is not None
    toasts[-1].run()
    assert session.pages.row("pg-0001").approval is None


def test_that_a_stale_page_says_why_and_offers_a_refresh(
    step: PagesStep, session: Session
) -> None:
    session.project.pages.mark_stale("pg-0001", "Tent number 0 has changed.")
    step.refresh()
    assert not step.preview.stale.isHidden()
    assert step.preview.stale.text.whole_text() == "Tent number 0 has changed."
    assert step.state().condition == "todo"
    assert "page.refresh" in step.handlers()


def test_that_the_footer_compares_recall_and_counts_findings(
    step: PagesStep, qtbot: QtBot
) -> None:
    footer = step.preview.footer
    assert footer.recall.text() == "0.200"
    assert footer.bestsellers.text() == "bestseller page 0.130"
    assert footer.brands.text() == "3"
    step.editor.select("b3")
    step.inspector.block._set_copy("title", None, "No")
    qtbot.waitUntil(lambda: bool(footer._findings))
    finding = next(each for each in footer._findings if each.block_id == "b3")
    step.editor.select("")
    footer.finding_chosen.emit(finding)
    assert step.editor.block_id == "b3"


def test_that_no_project_leaves_an_empty_step(step: PagesStep) -> None:
    step.set_session(None)
    assert step.editor.page is None
    assert step.handlers() == {}
    assert not step.list.generate.isEnabled()
    assert step.list.reason.text() == "Open a project first."


@pytest.fixture
def brief_dialog(step: PagesStep) -> BriefDialog:
    assert step.advice is not None
    made = BriefDialog(step, "promotion", step.advice.catalogue, "en")
    made.open()
    return made


def error(dialog: BriefDialog, key: str) -> str:
    return dialog.rows[key]._words.text()


def test_that_a_brief_is_checked_in_place(brief_dialog: BriefDialog) -> None:
    dialog = brief_dialog
    done: list[Brief] = []
    dialog.done.connect(done.append)
    dialog.dialog.buttons["ok"].click()
    assert error(dialog, "name") == "A campaign needs a name."
    dialog.name.setText("Autumn trip week")
    dialog.start.setText("2026-12-01")
    dialog.end.setText("tomorrow")
    dialog.dialog.buttons["ok"].click()
    assert error(dialog, "end") == "Write a day as 2026-11-24."
    assert error(dialog, "name") == ""
    dialog.end.setText("2026-11-01")
    dialog.dialog.buttons["ok"].click()
    assert error(dialog, "end") == "The end lies before the start."
    dialog.end.setText("2026-12-09")
    dialog.which.set_value(LIST)
    dialog.products.setText("p1, nothing")
    dialog.dialog.buttons["ok"].click()
    assert error(dialog, "products") == "nothing is not in the catalogue."
    dialog.products.setText("p1, p2 ,p1")
    dialog.offer.setText("A fifth off")
    dialog.code.setText("FROST5")
    dialog.dialog.buttons["ok"].click()
    (brief,) = done
    assert brief.name == Words("Autumn trip week", "Autumn trip week")
    assert (brief.start, brief.end) == (date(2026, 12, 1), date(2026, 12, 9))
    assert brief.products == ("p1", "p2")
    assert brief.offer.code == "FROST5"


def test_that_a_brief_without_an_end_has_none(brief_dialog: BriefDialog) -> None:
    brief_dialog.name.setText("Quiet days")
    brief_dialog.which.set_value(CATEGORY)
    brief_dialog.category.set_value(("Outdoor",))
    brief = brief_dialog.read()
    assert brief == Brief(name=Words("Quiet days", "Quiet days"), category=("Outdoor",))
    brief_dialog.dialog.answer("")


@pytest.mark.parametrize(
    ("candidate", "name"), [(0, "A"), (5, "F"), (25, "Z"), (26, "AA"), (51, "AZ")]
)
def test_that_candidates_have_letters(candidate: int, name: str) -> None:
    assert letter(candidate) == name


def test_that_a_narrow_window_folds_the_list_of_pages(step: PagesStep) -> None:
    fold = Fold(step)
    fold.set_folded(True)
    assert fold.folded
    assert step.list.isHidden()
    fold.set_folded(False)
    assert not step.list.isHidden()


def test_that_no_control_of_the_preview_bar_is_cut_off(qtbot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    bar = PreviewBar()
    bar.setParent(host)
    bar.set_size(1280, 0.59)
    bar.set_languages(("en", "zh"), "en")
    bar.set_surfaces(("web", "mail"), "web")
    bar.set_candidate(0, 3, 0)
    bar.resize(1000, 45)
    host.show()
    assert bar.name.isVisible()
    assert bar.width_label.isVisible()
    bar.resize(520, 45)
    assert not bar.width_label.isVisible()
    assert bar._needs() <= 520
    bar.resize(1000, 45)
    assert bar.width_label.isVisible()
