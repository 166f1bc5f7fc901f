from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import msgspec
import numpy as np
import pytest
from PySide6.QtGui import QImage

from studio.domain.errors import InputProblem, StorageProblem
from studio.domain.jobs import DrawMap
from studio.services.session import Session
from studio.ui.audience.choosing import ChooseShoppers
from studio.ui.audience.dialogs import MergePersonas
from studio.ui.audience.exporting import save_map
from studio.ui.audience.history import History
from studio.ui.audience.personas_panel import number_items, tip_of
from studio.ui.audience.step import AudienceStep
from studio.ui.audience.time_bar import DAY_S, TimeBar
from studio.ui.widgets import Toast
from studio.worker import draw_map
from tests.ui.audience.conftest import SMALL


class Silent:
    """A report that nobody reads."""

    def progress(self, step: int, total: int, label: str = "") -> None:
        """Nothing."""

    def send(self, event: object) -> None:
        """Nothing."""


def titles(step: AudienceStep) -> list[str]:
    return [item.title for item in step.personas.list.items]


def merge_all(step: AudienceStep, until) -> None:
    toasts: list[Toast] = []
    step.toast_wanted.connect(toasts.append)
    step.choose("cooks")
    step.hand.merge()
    dialog = step.window().findChildren(MergePersonas)[-1]
    assert not dialog.buttons["merge"].isEnabled()
    dialog.boxes[0][1].setChecked(True)
    dialog.field.setText("Households")
    dialog.answer("merge")
    until(lambda: toasts)
    assert toasts[0].title == "Households is a persona now"


def test_that_merged_personas_are_one_and_undo_gives_them_back(
    step: AudienceStep, session: Session, until
) -> None:
    assert "edit.undo" not in step.handlers()
    merge_all(step, until)
    assert titles(step) == ["Households", "All shoppers"]
    assert step.known is not None
    whole = step.known.audience.personas[0]
    assert (whole.id, whole.size, whole.source) == ("cooks", 84, "hand")
    step.handlers()["edit.undo"]()
    assert titles(step) == ["Cooks", "Walkers", "All shoppers"]
    saved = session.project.audience()
    assert saved is not None
    assert [(p.id, p.size) for p in saved.personas[:2]] == [
        ("cooks", 45),
        ("walkers", 39),
    ]
    assert "edit.undo" not in step.handlers()
    step.handlers()["edit.redo"]()
    assert titles(step) == ["Households", "All shoppers"]


def test_that_a_renaming_can_be_undone(step: AudienceStep) -> None:
    step.hand.rename("cooks", "Home cooks")
    assert titles(step)[0] == "Home cooks"
    step.handlers()["edit.undo"]()
    assert titles(step)[0] == "Cooks"
    step.handlers()["edit.redo"]()
    assert titles(step)[0] == "Home cooks"


def test_that_a_split_under_the_floor_is_refused_in_a_sentence(
    step: AudienceStep, session: Session, until
) -> None:
    toasts: list[Toast] = []
    step.toast_wanted.connect(toasts.append)
    step.choose("walkers")  # 39: two of at least 20 cannot be made of them
    step.hand.split()
    until(lambda: toasts)
    assert "fewer than 20 shoppers" in toasts[0].title
    assert "edit.undo" not in step.handlers()
    assert titles(step) == ["Cooks", "Walkers", "All shoppers"]
    with pytest.raises(InputProblem, match="There is no persona bogus"):
        session.audience.merge(["cooks", "bogus"])


def test_that_shoppers_are_chosen_by_a_list(step: AudienceStep, until) -> None:
    step.hand.choose()
    dialog = step.window().findChildren(ChooseShoppers)[-1]
    until(lambda: dialog.count.text() == "90 shoppers")
    dialog.met.setText("pan")
    until(lambda: dialog.count.text() == "45 shoppers")
    dialog.boxes[1][1].setChecked(True)  # no walker met a pan
    until(lambda: dialog.count.text() == "Fewer than 20 shoppers")
    assert not dialog.buttons["make"].isEnabled()
    dialog.met.setText("no such thing")
    until(lambda: dialog.count.text() == "No product is called so")
    dialog.met.setText("")
    until(lambda: dialog.count.text() == "39 shoppers")
    dialog.answer("make")
    assert len(step.selected) == 39


def test_that_earlier_personas_of_other_shoppers_are_dropped(
    step: AudienceStep,
) -> None:
    assert step.known is not None
    now = step.known.audience
    history = History()
    others = msgspec.structs.replace(now, shoppers=("somebody",))
    later = msgspec.structs.replace(now, run_id="another")
    for fitted, there in ((now, True), (others, False), (later, False)):
        history.keep(now)
        history.fit(fitted)
        assert history.can_undo is there


def test_that_the_map_is_saved_as_a_picture_and_as_vectors(
    step: AudienceStep, tmp_path: Path
) -> None:
    view = step.map.view
    save_map(view, tmp_path / "map.png", "Map")
    picture = QImage(str(tmp_path / "map.png"))
    assert picture.width() == 2 * view.viewport().width()
    save_map(view, tmp_path / "map.svg", "Map")
    text = (tmp_path / "map.svg").read_text("utf-8")
    ET.fromstring(text)
    assert "Cooks" in text
    assert text.count("<path") >= 84
    assert step.known is not None
    assert not any(shopper in text for shopper in step.known.audience.shoppers)
    with pytest.raises(StorageProblem, match=r"map\.png could not be written"):
        save_map(view, tmp_path / "none" / "map.png", "Map")


def test_that_the_slider_shows_who_had_come_by_a_day(qtbot, context) -> None:
    bar = TimeBar()
    qtbot.addWidget(bar)
    first = np.array([10, 12, 12, 20, -1]) * DAY_S + 5
    first[-1] = -1
    assert bar.show_times(first)
    assert bar.who() is None
    with qtbot.waitSignal(bar.shown) as told:
        bar.slider.setValue(12)
    assert told.args[0].tolist() == [True, True, True, False, False]
    bar.hide()
    assert bar.who() is None
    assert not bar.show_times(np.array([5, 6]))


def test_that_a_better_map_comes_under_personas_that_have_changed_meanwhile(
    session: Session,
) -> None:
    project = session.project
    before = project.audience()
    assert before is not None
    flat = np.zeros_like(before.shopper_xy)
    first = msgspec.structs.replace(before, shopper_xy=flat, projection="principal")
    project.save_audience(first)
    session.audience.audience()
    whole = session.audience.merge(["cooks", "walkers"], "Households")
    draw_map.run(DrawMap(str(session.folder)), Silent())  # type: ignore[arg-type]
    after = session.audience.audience()
    assert after is not None
    assert after.projection == "tsne"
    assert np.ptp(after.shopper_xy) > 1
    assert after.persona(whole.id) is not None
    assert session.audience.restore(first)
    again = session.audience.audience()
    assert again is not None
    assert [p.id for p in again.personas] == [p.id for p in first.personas]
    assert np.array_equal(again.shopper_xy, after.shopper_xy)


def test_that_shares_and_stability_are_said(step: AudienceStep, until) -> None:
    until(lambda: step.map.shares is not None)
    shares = step.map.shares
    assert shares is not None
    assert np.allclose(shares.sum(axis=1), 1, atol=1e-4)
    told = []
    for walker in range(1, 31, 2):  # of whom SMALL may be in the group not shown
        step.look_for(f"u{walker:03}")
        told.append(step.map.tip.detail.text())
    assert sum("Walkers" in text for text in told) >= len(told) - SMALL
    assert all("%" in text for text in told)
    assert step.known is not None
    persona = step.known.audience.personas[0]
    assert persona.clarity is not None
    assert persona.clarity > 0.5
    held = msgspec.structs.replace(persona, stability=0.9)
    assert "Found again to 90%" in tip_of(held, "Line")
    assert [value for value, _ in number_items(step.known.audience)][:3] == [None, 2, 3]
