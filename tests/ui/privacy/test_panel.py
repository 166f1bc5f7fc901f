"""The privacy view: what it says, and what a person does there."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from studio.services.privacy import PrivacyService
from studio.services.session import Session
from studio.ui.context import Context
from studio.ui.privacy.opening import delete_old
from studio.ui.privacy.panel import PrivacyPanel
from studio.ui.tasks import spawn
from studio.ui.widgets import Dialog, Label, Toast

Until = Callable[[Callable[[], object]], None]


@pytest.fixture
def toasts() -> list[Toast]:
    return []


@pytest.fixture
def panel(
    context: Context, session: Session, toasts: list[Toast], until: Until
) -> Iterator[PrivacyPanel]:
    made = PrivacyPanel(context)
    made.toast_wanted.connect(toasts.append)
    made.resize(1364, 824)
    made.show()
    made.set_session(session)
    until(lambda: made.report and not made.busy)
    yield made
    until(lambda: not made.busy)
    made.set_session(None)
    made.hide()
    made.deleteLater()


def words(panel: PrivacyPanel) -> str:
    return " ".join(label.whole_text() for label in panel.shopper.findChildren(Label))


def answer(panel: PrivacyPanel, until: Until, key: str) -> None:
    """Answer the dialog that is open."""

    def asking() -> list[Dialog]:
        return [d for d in panel.window().findChildren(Dialog) if d._open]

    until(asking)
    asking()[-1].answer(key)


def test_that_the_view_says_what_is_held(panel: PrivacyPanel) -> None:
    held = panel.records.tables["held"]
    assert held.model().rowCount() == 3
    assert not held.isHidden()
    events, *_, segments = (held.rowHeight(row) for row in range(3))
    assert events > segments  # what is held and why is read to its end
    panel.records.parts.set_value("audit")
    panel.records.parts.changed.emit("audit")
    assert held.isHidden()
    assert panel.records.tables["audit"].model().rowCount() == 1
    assert panel.rules.floor.value() == 20
    assert panel.rules.chosen() == 0
    assert not panel.shopper.forget.isEnabled()


def test_that_a_shopper_is_looked_up_saved_and_forgotten(
    panel: PrivacyPanel, session: Session, tmp_path: Path, until: Until
) -> None:
    changes: list[bool] = []
    panel.data_changed.connect(lambda: changes.append(True))
    panel.shopper.field.setText("U3")
    panel.shopper.look.click()
    until(lambda: panel.data and not panel.busy)
    assert session.project.pseudonym("U3") in words(panel)
    until(panel.shopper.save.isEnabled)
    panel._spawn(panel.save_data(tmp_path / "u3.json"))
    until(lambda: (tmp_path / "u3.json").exists() and not panel.busy)
    held = json.loads((tmp_path / "u3.json").read_text("utf-8"))
    assert len(held["rows"]["events"]) == 8
    panel.shopper.block.setChecked(True)
    panel.shopper.forget.click()
    answer(panel, until, "cancel")
    until(lambda: not panel.busy)
    assert session.project.summary().shoppers == 90
    panel.shopper.forget.click()
    answer(panel, until, "forget")
    until(lambda: changes and not panel.busy)
    assert session.project.summary().shoppers == 89
    assert "10 rows are deleted" in words(panel)
    assert "Imports leave this shopper out" in words(panel)
    until(lambda: panel.report and panel.report.suppressed == 1)


def test_that_a_period_says_what_goes_and_asks_before_it_deletes(
    panel: PrivacyPanel, session: Session, until: Until
) -> None:
    panel.rules.limited.setChecked(True)
    panel.rules.months.setValue(1)
    until(lambda: not panel.busy)
    assert "720 of 720 events" in panel.rules.would.whole_text()
    assert session.project.retention_months == 0
    panel.rules.save.click()
    answer(panel, until, "cancel")
    until(lambda: not panel.busy)
    assert session.project.retention_months == 0
    assert session.project.summary().events == 720
    panel.rules.save.click()
    answer(panel, until, "delete")
    until(lambda: not session.project.summary().events and not panel.busy)
    assert session.project.retention_months == 1


def test_that_the_floor_is_set_within_its_bounds(
    panel: PrivacyPanel, session: Session, until: Until
) -> None:
    panel.rules.floor.setValue(2)
    until(lambda: not panel.busy)
    assert session.project.floor == 5
    panel.rules.floor.setValue(50)
    until(lambda: session.project.floor == 50 and not panel.busy)


def test_that_the_report_is_saved(
    panel: PrivacyPanel, toasts: list[Toast], tmp_path: Path, until: Until
) -> None:
    panel._spawn(panel.save(tmp_path / "report.html"))
    until(lambda: toasts)
    assert "GDPR" in (tmp_path / "report.html").read_text("utf-8")
    panel._spawn(panel.save(tmp_path / "report.doc"))
    until(lambda: len(toasts) > 1)
    assert toasts[-1].kind == "danger"


def test_that_opening_a_project_deletes_what_is_too_old(
    context: Context, session: Session, toasts: list[Toast], until: Until
) -> None:
    done: list[bool] = []

    async def opened() -> None:
        done.append(await delete_old(context, session, toasts.append))

    spawn(opened(), toasts.append)
    until(lambda: done)
    assert (done, toasts) == ([False], [])  # no period is set
    PrivacyService(session.project).set_retention(1)
    spawn(opened(), toasts.append)
    until(lambda: len(done) > 1)
    assert done[1]
    assert toasts[0].title == "720 events deleted"
    assert session.project.summary().events == 0
