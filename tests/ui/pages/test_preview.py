from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from studio.services.session import Session
from studio.ui.actions import ROWS
from studio.ui.pages.canvas import frame_in
from studio.ui.pages.keys import BAR_ROWS, KEY_ROWS
from studio.ui.pages.step import PagesStep

ORDER = (
    "[...document.querySelectorAll('[data-block-id]')]"
    ".map(e => e.dataset.blockId).join()"
)


def saved_order(session: Session) -> str:
    return ",".join(b.id for b in session.pages.page("pg-0001").blocks)


def test_that_dragging_a_block_moves_and_saves_it_and_undo_restores(
    step: PagesStep,
    session: Session,
    mouse,
    script: Callable[[str], object],
    qtbot: QtBot,
) -> None:
    start = mouse.at("[data-block-id=b3] h2")
    mouse.drag(QPoint(30, start.y()), mouse.at("[data-block-id=b2]", 0.1))
    qtbot.waitUntil(lambda: saved_order(session) == "b1,b3,b2,b4,b5")
    qtbot.waitUntil(lambda: script(ORDER) == "b1,b3,b2,b4,b5")
    assert step.editor.row is not None
    assert step.editor.row.edited
    step.handlers()["edit.undo"]()
    assert saved_order(session) == "b1,b2,b3,b4,b5"
    qtbot.waitUntil(lambda: script(ORDER) == "b1,b2,b3,b4,b5")
    step.handlers()["edit.redo"]()
    assert saved_order(session) == "b1,b3,b2,b4,b5"


def test_that_dragging_a_product_changes_its_place(
    step: PagesStep, session: Session, mouse, qtbot: QtBot
) -> None:
    start = mouse.at("[data-block-id=b3] [data-slot='0']", 0.3)
    mouse.drag(start, mouse.at("[data-block-id=b3] [data-slot='2']", 0.3))

    def products() -> list[str]:
        block = session.pages.page("pg-0001").block("b3")
        return list(block.products) if block else []

    qtbot.waitUntil(lambda: products() == ["p1", "p2", "p0", "p3"])


def test_that_a_text_is_reworded_in_place(
    step: PagesStep,
    session: Session,
    mouse,
    script: Callable[[str], object],
    qtbot: QtBot,
) -> None:
    step.editor.select("b3")
    step.handlers()["block.reword"]()
    title = "document.querySelector('[data-block-id=b3] h2')"
    qtbot.waitUntil(lambda: script(f"{title}.isContentEditable") is True)
    QTest.keyClicks(mouse.target, "Pins hop, 1 by 1 <b>")
    QTest.keyClick(mouse.target, Qt.Key.Key_Return)

    def words() -> str:
        block = session.pages.page("pg-0001").block("b3")
        return block.copy["title"].en if block else ""

    qtbot.waitUntil(lambda: words() == "Pins hop, 1 by 1 <b>")
    qtbot.waitUntil(lambda: script(f"{title}.textContent") == "Pins hop, 1 by 1 <b>")
    page = session.pages.page("pg-0001")
    assert not any(b.hidden for b in page.blocks), "letters were typed, not obeyed"
    assert page.block("b3").copy["title"].zh == "迎接初霜"  # type: ignore[union-attr]


def test_that_keys_in_the_preview_do_what_the_reference_says(
    step: PagesStep,
    session: Session,
    mouse,
    script: Callable[[str], object],
    qtbot: QtBot,
) -> None:
    script("document.querySelector('[data-block-id=b4]').scrollIntoView()")
    mouse.click("[data-block-id=b4] h2")
    qtbot.waitUntil(lambda: step.editor.block_id == "b4")
    QTest.keyClick(mouse.target, Qt.Key.Key_H)
    qtbot.waitUntil(lambda: session.pages.page("pg-0001").blocks[3].hidden)
    QTest.keyClick(mouse.target, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: step.editor.slot == 0)
    QTest.keyClick(mouse.target, Qt.Key.Key_P)
    qtbot.waitUntil(lambda: session.pages.page("pg-0001").blocks[3].slots[0].pinned)
    QTest.keyClick(mouse.target, Qt.Key.Key_3)
    qtbot.waitUntil(lambda: step.preview.canvas.device == "phone")
    QTest.keyClick(mouse.target, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: step.editor.block_id == "")


def test_that_only_the_changed_block_is_put_in_anew(
    step: PagesStep, script: Callable[[str], object], qtbot: QtBot
) -> None:
    script("for (const e of document.querySelectorAll('[data-block-id]')) e.old = true")
    step.editor.select("b3", 1)
    step.handlers()["slot.pin"]()
    fresh = (
        "[...document.querySelectorAll('[data-block-id]')].filter(e => !e.old)"
        ".map(e => e.dataset.blockId).join()"
    )
    qtbot.waitUntil(lambda: script(fresh) == "b3")


def test_that_language_and_colours_reach_the_page(
    step: PagesStep, script: Callable[[str], object], qtbot: QtBot
) -> None:
    step.handlers()["page.dark"]()
    theme = "document.documentElement.dataset.theme"
    qtbot.waitUntil(lambda: script(theme) == "dark")
    step.preview.bar.language.changed.emit("zh")
    title = "document.querySelector('[data-block-id=b3] h2')?.textContent ?? ''"
    qtbot.waitUntil(lambda: "初霜" in str(script(title)))
    qtbot.waitUntil(lambda: script(theme) == "dark")


def test_that_a_dead_preview_says_so_and_reloads(
    step: PagesStep, qtbot: QtBot, script: Callable[[str], object]
) -> None:
    view = step.preview.canvas.view
    assert view is not None
    view.crashed.emit("killed")
    canvas = step.preview.canvas
    assert canvas.shows_page is False
    button = canvas.findChildren(type(step.list.generate))[0]
    assert button.text() == "Reload"
    with qtbot.waitSignal(view.ready, timeout=60_000):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert step.preview.canvas.frame.width == 1280
    assert script(ORDER) == "b1,b2,b3,b4,b5"


def test_that_every_key_and_button_has_an_action(step: PagesStep) -> None:
    step.editor.select("b3", 1)
    step.handlers()["slot.pin"]()
    step.handlers()["edit.undo"]()
    known = {row.id for row in ROWS} | set(step.handlers())
    assert set(KEY_ROWS.values()) <= known
    assert set(BAR_ROWS.values()) <= known


@pytest.mark.parametrize(
    ("device", "width", "scale"),
    [("desktop", 1280, 752 / 1280), ("tablet", 768, 752 / 768), ("phone", 390, 1.0)],
)
def test_that_a_device_fits_the_canvas(device: str, width: int, scale: float) -> None:
    frame = frame_in(QRect(0, 0, 800, 720), device, "web")  # type: ignore[arg-type]
    assert frame.width == width
    assert frame.scale == pytest.approx(scale)
    assert abs(frame.page.center().x() - 400) <= 1
    assert frame.page.bottom() == 719
