from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from studio.domain.edits import SetCopy
from studio.domain.page import Block, Page, Slot
from studio.domain.words import Words
from studio.services.session import Session
from studio.ui.publish.step import PublishStep
from studio.ui.widgets.dialog import Dialog
from studio.ui.widgets.toast import Toast


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with Session.create(tmp_path / "shop", "Fjord & Fern") as session:
        for persona in ("all", "trail"):
            page_id = session.project.pages.new_ids(1)[0]
            blocks = (
                Block("b1", "hero-banner", copy={"title": Words("Dry feet at dawn")}),
                Block("b2", "product-grid", slots=(Slot("boot"), Slot("tent"))),
            )
            session.project.pages.save(Page(page_id, persona, "recommendation", blocks))
        yield session


@pytest.fixture
def step(qtbot, context, session: Session, loop) -> PublishStep:
    made = PublishStep(context)
    qtbot.addWidget(made)
    made.resize(1364, 824)
    made.set_session(session)
    made.show()
    return made


@pytest.fixture
def toasts(step: PublishStep) -> list[Toast]:
    heard: list[Toast] = []
    step.toast_wanted.connect(heard.append)
    return heard


def press(button) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def dialog_of(step: PublishStep) -> Dialog | None:
    return step.window().findChild(Dialog)


def test_that_pages_are_listed_with_their_status(step: PublishStep) -> None:
    assert step.header_line() == "0 of 2 pages approved"
    assert step.pages.table.rows.rowCount() == 2
    action = step.main_action()
    assert action is not None
    assert not action.enabled
    assert action.why == "Nothing is approved yet"


def test_that_approving_asks_for_a_note_and_can_be_undone(
    step: PublishStep, session: Session, toasts: list[Toast], until
) -> None:
    page_id = session.pages.chosen()[0].page_id
    session.publish.findings(page_id)
    step.review.approve.setEnabled(True)
    press(step.review.approve)
    until(lambda: dialog_of(step))
    dialog = dialog_of(step)
    assert dialog is not None
    press(dialog.buttons["approve"])
    until(lambda: toasts)
    assert session.pages.row(page_id).status == "approved"
    assert step.header_line() == "1 of 2 pages approved"
    assert toasts[0].run is not None
    toasts[0].run()
    assert session.pages.row(page_id).status == "draft"


def test_that_only_what_is_approved_is_exported(
    step: PublishStep,
    session: Session,
    toasts: list[Toast],
    until,
    tmp_path,
    monkeypatch,
) -> None:
    page_id = session.pages.chosen()[0].page_id
    session.pages.approve(page_id, by="Ines")
    step.refresh()
    out = tmp_path / "out"
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(out))
    action = step.main_action()
    assert action is not None
    action.run()
    until(lambda: toasts)
    assert toasts[0].title == "Export finished"
    manifest = json.loads((out / "manifest.json").read_text("utf-8"))
    assert [page["page_id"] for page in manifest["pages"]] == [page_id]
    last = session.publish.last("pages")
    assert last is not None
    assert last.pages == 1


def test_that_an_export_into_a_full_folder_is_refused_in_a_toast(
    step: PublishStep,
    session: Session,
    toasts: list[Toast],
    until,
    tmp_path,
    monkeypatch,
) -> None:
    session.pages.approve(session.pages.chosen()[0].page_id, by="Ines")
    step.refresh()
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "holiday.jpg").write_bytes(b"beach")
    monkeypatch.setattr(
        QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "full")
    )
    action = step.main_action()
    assert action is not None
    action.run()
    until(lambda: toasts)
    assert toasts[0].kind == "danger"
    assert (tmp_path / "full" / "holiday.jpg").read_bytes() == b"beach"


def test_that_a_stale_page_says_so(step: PublishStep, session: Session) -> None:
    page_id = session.pages.chosen()[0].page_id
    session.pages.approve(page_id, by="Ines", note="Prices checked")
    session.pages.apply(page_id, SetCopy("b1", "title", "Warm hands at night"))
    step.refresh()
    step.pages.select(page_id)
    assert "Approved at revision" in step.review.sentence.whole_text()
    assert "Prices checked" in step.review.sentence.whole_text()
    step.pages.segments.set_value("stale")
    step.pages.segments.changed.emit("stale")
    assert step.pages.table.rows.rowCount() == 1


def test_that_an_empty_filter_offers_to_clear_itself(step: PublishStep) -> None:
    step.pages.search.setText("nobody")
    assert step.pages.filtered.isVisible()
    press(step.pages.filtered.button)
    assert step.pages.table.rows.rowCount() == 2


def test_that_a_project_without_pages_leads_to_the_pages_step(
    step: PublishStep, tmp_path: Path
) -> None:
    wanted: list[str] = []
    step.go_wanted.connect(lambda key, _: wanted.append(key))
    with Session.create(tmp_path / "empty", "Empty") as empty:
        step.set_session(empty)
        assert step.pages.nothing.isVisible()
        press(step.pages.nothing.button)
        step.set_session(None)
    assert wanted == ["pages"]


def test_that_a_dropped_customer_list_is_assigned_or_told_why_not(
    step: PublishStep,
    session: Session,
    toasts: list[Toast],
    until,
    tmp_path,
    monkeypatch,
) -> None:
    users, out = tmp_path / "customers.csv", tmp_path / "assigned.csv"
    users.write_text("user_id,club\nW1,gold\nW2,\n", "utf-8")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(users))])
    at, action = QPointF(20, 20), Qt.DropAction.CopyAction
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    step.targets.dragEnterEvent(QDragEnterEvent(at.toPoint(), action, mime, left, none))
    step.targets.dropEvent(QDropEvent(at, action, mime, left, none))
    until(lambda: toasts)
    assert toasts[0].title == "There are no personas yet."
    assert not out.exists()
