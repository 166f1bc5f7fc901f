from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt

from studio.domain.jobs import BuildAudience
from studio.services import settings
from studio.services.session import Session
from studio.ui.audience.dialogs import PersonaName
from studio.ui.audience.step import AudienceStep
from studio.ui.widgets import Dialog, Toast


def around(step: AudienceStep, x: float) -> list[QPoint]:
    """Pixels round the shoppers at a place of the map."""
    corners = [(x - 0.6, -0.6), (x - 0.6, 0.6), (x + 0.6, 0.6), (x + 0.6, -0.6)]
    pixels = step.map.view.pixels(np.array(corners))
    return [QPointF(a, b).toPoint() for a, b in pixels]


def draw_lasso(qtbot, step: AudienceStep, corners: list[QPoint]) -> None:
    """Draw it with the mouse, as a person does."""
    pane = step.map.view.viewport()
    left = Qt.MouseButton.LeftButton
    qtbot.mouseClick(step.map.lasso, left)
    qtbot.mousePress(pane, left, pos=corners[0])
    for corner in corners[1:]:
        qtbot.mouseMove(pane, corner)
    qtbot.mouseRelease(pane, left, pos=corners[-1])


def dialog_of(step: AudienceStep, kind: type[Dialog] = Dialog) -> Dialog:
    found = step.window().findChildren(kind)
    assert found
    return found[-1]


def test_that_groups_too_small_are_not_shown(step: AudienceStep):
    titles = [item.title for item in step.personas.list.items]
    assert titles == ["Cooks", "Walkers", "All shoppers"]
    assert step.header_line() == "2 personas"
    action = step.main_action()
    assert action is not None
    assert action.text == "Make pages for 2"
    assert "1 group of fewer than 20 shoppers" in step.personas.note.text()
    assert {pill.text for pill in step.map.view._placed_pills()} == {"Cooks", "Walkers"}


def test_that_a_chosen_persona_shows_its_portrait(step: AudienceStep, until):
    step.personas.list.setCurrentIndex(step.personas.list.model().index(1, 0))
    inspector = step.inspector
    assert inspector.name.text() == "Walkers"
    assert inspector.figures[0].value.text() == "39"
    assert inspector.figures[0].note.text() == "43% of all"
    assert "Packs" in [bar.name for bar in inspector.categories._bars]
    titles = {row.title.whole_text() for row in inspector.rows}
    assert titles
    assert all(title.startswith("Pack ") for title in titles)
    assert inspector.quality.table.rows.rowCount() == 2
    assert step.map.view.focus == "walkers"
    until(inspector.why.isVisible)
    assert inspector.closest.value.text() == "Cooks"


def test_that_a_click_on_a_mark_chooses_its_persona(step: AudienceStep, qtbot):
    cloud = step.map.clouds["shoppers"]
    at = int(np.flatnonzero(cloud.group == 1)[0])
    x, y = step.map.view.pixels(cloud.xy[at : at + 1])[0]
    pane = step.map.view.viewport()
    qtbot.mouseClick(pane, Qt.MouseButton.LeftButton, pos=QPoint(round(x), round(y)))
    assert step.inspector.name.text() == "Walkers"


def test_that_a_lasso_makes_a_persona(
    step: AudienceStep, session: Session, qtbot, until
):
    toasts: list[Toast] = []
    step.toast_wanted.connect(toasts.append)
    draw_lasso(qtbot, step, around(step, 1.0))
    assert step.map.bar.isVisible()
    assert step.map.bar.count.text() == "45 shoppers"
    qtbot.mouseClick(step.map.bar.make, Qt.MouseButton.LeftButton)
    dialog = dialog_of(step, PersonaName)
    assert isinstance(dialog, PersonaName)
    dialog.field.setText("Sunday cooks")
    dialog.answer("save")
    until(lambda: toasts)
    audience = session.project.audience()
    assert audience is not None
    persona = audience.persona("sunday-cooks")
    assert persona is not None
    assert (persona.size, persona.source) == (45, "hand")
    assert step.inspector.name.text() == "Sunday cooks"
    assert not step.map.bar.isVisible()


def test_that_a_lasso_of_few_shoppers_says_why_nothing_can_be_done(
    step: AudienceStep, qtbot
):
    x, y = step.map.view.pixels(np.array([[0.0, 0.0]]))[0]
    middle = QPoint(round(x), round(y))
    corners = [middle + QPoint(*d) for d in ((-9, -9), (9, -9), (9, 9), (-9, 9))]
    draw_lasso(qtbot, step, corners)
    assert step.map.bar.count.text() == "Fewer than 20 shoppers"
    assert not step.map.bar.make.isVisible()
    qtbot.keyClick(step.map.view, Qt.Key.Key_Escape)
    assert not step.map.bar.isVisible()
    assert step.map.view.lasso is None


def test_that_a_lasso_is_compared_with_the_whole_shop(step: AudienceStep, qtbot, until):
    draw_lasso(qtbot, step, around(step, -1.0))
    step.map.bar.compare.click()
    until(lambda: step.window().findChildren(Dialog))
    dialog = dialog_of(step)
    assert dialog.card.accessibleName() == "45 shoppers beside the whole shop"
    dialog.answer("close")


def test_that_a_new_name_is_kept_and_an_unusable_one_is_refused(
    step: AudienceStep, session: Session, qtbot
):
    qtbot.mouseClick(step.inspector.rename, Qt.MouseButton.LeftButton)
    dialog = dialog_of(step, PersonaName)
    assert isinstance(dialog, PersonaName)
    dialog.field.setText("   ")
    assert not dialog.buttons["save"].isEnabled()
    dialog.answer("save")
    assert dialog.row._words.text() == "A persona needs a name."
    dialog.field.setText("Home cooks")
    dialog.answer("save")
    assert step.inspector.name.text() == "Home cooks"
    audience = session.project.audience()
    assert audience is not None
    assert audience.personas[0].name == "Home cooks"


def test_that_a_product_is_found_by_a_part_of_its_title(step: AudienceStep, qtbot):
    qtbot.keyClicks(step.map.search, "pack 13")
    qtbot.keyClick(step.map.search, Qt.Key.Key_Return)
    assert step.map.space == "products"
    assert step.map.tip.title.text() == "Pack 13"
    assert step.map.tip.detail.text() == "Packs, €33"
    assert step.map.tip.isVisible()
    assert step.map.tip.title.width() >= step.map.tip.title.sizeHint().width()
    assert step.map.drawn.text() == "24 of 24 products drawn"


def test_that_a_shopper_is_found_by_the_id_that_the_shop_writes(step: AudienceStep):
    step.look_for("u007")
    assert step.map.space == "shoppers"
    assert step.map.view.marked >= 0
    assert "u007" not in step.map.tip.title.text()


def test_that_what_is_meant_is_marked_where_nothing_is_called_so(
    step: AudienceStep, until
):
    settings.save("encoder", "ngrams")  # quick, and on every machine
    toasts: list[Toast] = []
    step.toast_wanted.connect(toasts.append)
    step.look_for("zzzz")
    until(lambda: toasts)
    assert toasts[0].title == "Nothing is called “zzzz”"
    assert toasts[0].text.startswith("Look for a part")
    step.look_for("Pakc 13")
    until(lambda: len(toasts) > 1)
    assert toasts[1].text == "Closest in meaning: Pack 13"
    assert step.map.space == "products"
    assert step.map.tip.title.text() == "Pack 13"


def test_that_the_map_zooms_pans_and_comes_back(step: AudienceStep):
    view = step.map.view
    before = view.box.viewRange()
    step.map.into.click()
    inside = view.box.viewRange()
    assert np.ptp(inside[0]) < np.ptp(before[0])
    step.map.whole.click()
    assert np.allclose(view.box.viewRange(), before)
    there = np.array([[0.3, -0.2], [1.0, 0.5]])
    assert np.allclose(view.places(view.pixels(there)), there)


def test_that_other_personas_are_a_job_and_none_is_started_without_segments(
    step: AudienceStep, context, until
):
    toasts: list[Toast] = []
    step.toast_wanted.connect(toasts.append)
    step.build("segment")
    assert toasts[0].title == "The shop has no segments yet"
    assert context.jobs.of(BuildAudience) is None
    step.build("cluster")
    handle = context.jobs.of(BuildAudience)
    assert handle is not None
    assert isinstance(handle.job, BuildAudience)
    assert handle.job.source == "cluster"
    assert step.state().condition == "running"
    assert not step.personas.source.isEnabled()
    handle.cancel()
    until(lambda: not context.jobs.handles)
    assert step.personas.source.isEnabled()
    assert step.personas.source.value() == "segment"


def test_that_pages_are_made_for_the_chosen_persona(step: AudienceStep):
    gone: list[tuple[str, object]] = []
    step.go_wanted.connect(lambda key, what: gone.append((key, what)))
    step.choose("walkers")
    action = step.main_action()
    assert action is not None
    action.run()
    assert gone == [("pages", "walkers")]


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_that_the_step_paints_in_both_colours(step: AudienceStep, context, mode):
    context.theme.set_mode(mode)
    picture = step.grab().toImage()
    corner = picture.pixelColor(step.map.x() + 2, 2)
    assert corner == context.theme.colour("surface.panel")


def test_that_without_a_model_the_step_sends_to_train(qtbot, context, tmp_path, loop):
    empty = AudienceStep(context)
    qtbot.addWidget(empty)
    gone: list[str] = []
    empty.go_wanted.connect(lambda key, _: gone.append(key))
    with Session.create(tmp_path / "none", "Empty") as session:
        empty.set_session(session)
        empty.show()
        assert empty.empty.isVisible()
        assert empty.main_action() is None
        empty.empty.button.click()
        assert gone == ["train"]
        empty.set_session(None)
