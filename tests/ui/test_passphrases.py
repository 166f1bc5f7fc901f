"""Protected projects in the window: made, opened, changed, taken off."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from studio.services.projects import is_protected, strength
from studio.store.project import Project
from studio.store.sealing import passphrase as passphrases
from studio.ui.main_window import MainWindow
from studio.ui.new_project import NewProjectForm
from studio.ui.passphrase_fields import NewPassphrase
from studio.ui.widgets import Dialog
from studio.ui.working_dialog import OK, WorkingDialog

Until = Callable[[Callable[[], object]], None]
T = TypeVar("T")
WORDS = "green teapot walks uphill"
OTHER = "slow lantern under the bridge"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A passphrase is cheap to try."""

    def cheap(salt: str) -> passphrases.Argon:
        return passphrases.Argon(salt, memory=64, passes=1)

    monkeypatch.setattr(passphrases, "new_settings", cheap)


def shown(window: MainWindow) -> WorkingDialog | None:
    found = [d for d in window.findChildren(WorkingDialog) if d._open]
    return found[-1] if found else None


def wait_for(window: MainWindow, until: Until) -> WorkingDialog:
    until(lambda: shown(window))
    found = shown(window)
    assert found is not None
    return found


def write(dialog: Dialog, *texts: str) -> None:
    fields = dialog.card.findChildren(QLineEdit)
    assert len(fields) == len(texts)
    for field, text in zip(fields, texts, strict=True):
        assert field.echoMode() == QLineEdit.EchoMode.Password
        field.setText(text)


@pytest.fixture
def protected(project_window: MainWindow, until: Until) -> MainWindow:
    """A window whose open project was just protected in it."""
    window = project_window
    window.handlers()["project.protect"]()
    dialog = wait_for(window, until)
    write(dialog, WORDS, WORDS)
    dialog.buttons[OK].click()
    until(lambda: window.projects.protected)
    return window


def test_that_a_project_is_protected_from_the_window(
    protected: MainWindow, tmp_path: Path
) -> None:
    assert is_protected(tmp_path / "shop")
    assert protected.projects.session is not None
    assert protected.projects.session.name == "Fjord & Fern"
    assert protected.status.protected.isVisible()
    assert {"project.passphrase", "project.unprotect"} <= set(protected.handlers())
    assert "project.protect" not in protected.handlers()
    recent = protected.context.settings.recent_projects()
    assert [(r.name, r.protected, r.line) for r in recent] == [("shop", True, "")]
    assert b"Fjord" not in b"".join(
        p.read_bytes() for p in (tmp_path / "shop").rglob("*") if p.is_file()
    )


def test_that_opening_asks_until_the_passphrase_is_right(
    protected: MainWindow, until: Until, tmp_path: Path
) -> None:
    flow = protected.projects
    flow.close()
    assert not protected.status.protected.isVisible()
    assert not flow.open(tmp_path / "shop")
    dialog = wait_for(protected, until)
    assert not dialog.buttons[OK].isEnabled()
    write(dialog, OTHER)
    QTest.keyClick(dialog.card.findChildren(QLineEdit)[0], Qt.Key.Key_Return)
    until(dialog.problem.isVisible)
    assert "not the passphrase" in dialog.problem_words.text()
    assert flow.session is None
    write(dialog, WORDS)
    dialog.buttons[OK].click()
    until(lambda: flow.session)
    assert shown(protected) is None
    assert flow.protected


def test_that_cancelling_the_question_opens_nothing(
    protected: MainWindow, until: Until, tmp_path: Path
) -> None:
    protected.projects.close()
    protected.projects.open(tmp_path / "shop")
    wait_for(protected, until).answer("")
    until(lambda: shown(protected) is None)
    assert protected.projects.session is None
    with Project.open(tmp_path / "shop", window=True, passphrase=WORDS) as project:
        assert project.protected, "the lock was given back"


def test_that_the_passphrase_is_changed_in_the_window(
    protected: MainWindow, until: Until, tmp_path: Path
) -> None:
    protected.handlers()["project.passphrase"]()
    dialog = wait_for(protected, until)
    write(dialog, "not the old one", OTHER, OTHER)
    dialog.buttons[OK].click()
    until(dialog.problem.isVisible)
    write(dialog, WORDS, OTHER, OTHER)
    dialog.buttons[OK].click()
    until(lambda: shown(protected) is None)
    assert protected.projects.session is not None
    with Project.open(tmp_path / "shop", passphrase=OTHER) as project:
        assert project.name == "Fjord & Fern"


def test_that_the_passphrase_is_taken_off_in_the_window(
    protected: MainWindow, until: Until, tmp_path: Path
) -> None:
    protected.handlers()["project.unprotect"]()
    dialog = wait_for(protected, until)
    write(dialog, OTHER)
    dialog.buttons[OK].click()
    until(dialog.problem.isVisible)
    assert protected.projects.protected, "a wrong passphrase closes nothing"
    write(dialog, WORDS)
    dialog.buttons[OK].click()
    until(lambda: protected.projects.session and not protected.projects.protected)
    assert not is_protected(tmp_path / "shop")
    assert not protected.status.protected.isVisible()


def test_that_a_new_project_can_be_protected_at_once(
    window: MainWindow, until: Until, tmp_path: Path
) -> None:
    form = NewProjectForm(window, "Alder")
    make = form.dialog.buttons["make"]
    assert make.isEnabled()
    form.protect.setChecked(True)
    assert not make.isEnabled()
    form.new.first.field.setText(WORDS)
    form.new.second.field.setText(WORDS + "!")
    assert not make.isEnabled()
    form.new.second.field.setText(WORDS)
    assert make.isEnabled()
    assert window.projects.create(tmp_path / "alder", "Alder", form.new.passphrase())
    assert window.projects.protected
    form.dialog.deleteLater()


def test_that_a_short_or_differing_passphrase_is_not_taken(window: MainWindow) -> None:
    new = NewPassphrase()
    new.first.field.setText("seven77")
    new.second.field.setText("seven77")
    assert new.passphrase() == ""
    assert "At least 8" in new.hint.text()
    new.first.field.setText(WORDS)
    new.second.field.setText("something")
    assert new.passphrase() == ""
    new.second.field.setText(WORDS)
    assert new.passphrase() == WORDS
    new.first.eye.setChecked(True)
    assert new.first.field.echoMode() == QLineEdit.EchoMode.Normal
    new.deleteLater()


@pytest.mark.parametrize(
    ("passphrase", "expected"),
    [
        ("seven77", "short"),
        ("aaaaaaaaaaaaaaaa", "weak"),
        ("12345678901234", "weak"),
        ("green teapot", "weak"),
        (WORDS, "fair"),
        ("红茶壶上山去喝茶了", "fair"),
        ("k3$Vx!9qLm2#", "strong"),
        ("slow lantern under the bridge of november", "strong"),
    ],
)
def test_that_strength_follows_length_and_kinds(passphrase: str, expected: str) -> None:
    assert strength(passphrase) == expected
