from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from studio.domain.shipped import sample_shop
from studio.services.session import Session
from studio.ui.shop.sections import SECTIONS
from studio.ui.shop.step import ShopStep
from studio.ui.widgets.forms import Choice, Field
from studio.ui.widgets.toast import Toast

KEYS = [spec.key for spec in SECTIONS]


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with Session.create(tmp_path / "shop", "Fjord & Fern") as session:
        yield session


@pytest.fixture
def step(qtbot, context, session: Session) -> ShopStep:
    made = ShopStep(context)
    qtbot.addWidget(made)
    made.resize(1364, 824)
    made.set_session(session)
    made.show()
    return made


def show(step: ShopStep, key: str) -> None:
    step.sections.select(KEYS.index(key))
    step.sections.chosen.emit(KEYS.index(key))


def fill(step: ShopStep, name: str, text: str) -> None:
    fields = [f for f in step.editor.findChildren(Field) if f.accessibleName() == name]
    assert fields, f"no field {name}"
    fields[-1].set_text(text)
    fields[-1].done.emit(text)


def test_that_a_field_is_saved_as_it_is_filled_in(step: ShopStep, session) -> None:
    fill(step, "Chinese name", "峡湾与蕨")
    assert session.project.shop().name_zh == "峡湾与蕨"


def test_that_a_brand_setting_is_saved(step: ShopStep, session) -> None:
    show(step, "brand")
    accent = step.editor.findChildren(Choice)[0]
    accent.chosen.emit("berry")
    assert session.project.shop().brand.accent == "berry"


def test_that_an_entry_is_saved_once_it_is_complete(step: ShopStep, session) -> None:
    show(step, "questions")
    step.editor.add.click()
    fill(step, "Question, English", "Can I return sale items?")
    assert session.project.shop().questions == ()
    fill(step, "Answer, English", "Yes, for thirty days, for money back.")
    (entry,) = session.project.shop().questions
    assert entry.question.en == "Can I return sale items?"


def test_that_facts_are_loaded_from_a_file(
    step: ShopStep, session, monkeypatch
) -> None:
    path = str(sample_shop("shop.json"))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (path, ""))
    action = step.main_action()
    assert action is not None
    action.run()
    assert session.project.shop().name == "Wrenfield"
    assert step.sections.items[KEYS.index("quotes")].detail.startswith("3")


def test_that_a_file_without_facts_is_refused(
    step: ShopStep, session, monkeypatch, tmp_path: Path
) -> None:
    toasts: list[Toast] = []
    step.toast_wanted.connect(toasts.append)
    broken = tmp_path / "broken.json"
    broken.write_text('{"name": 3}')
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(broken), ""))
    action = step.main_action()
    assert action is not None
    action.run()
    assert toasts[0].kind == "danger"
    assert "broken.json" in toasts[0].title
    assert session.project.shop().name != "3"
