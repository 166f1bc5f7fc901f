from __future__ import annotations

import os
import signal
from collections.abc import Callable

import msgspec
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from studio.domain.edits import MoveBlock
from studio.services.pages import PageService
from studio.store.project import Project
from studio.web.messages import (
    BlockDropped,
    CopyChanged,
    FromOverlay,
    KeyPressed,
    MenuAsked,
    Selected,
    ShowBlock,
    ShowPage,
    SlotDropped,
    edit_of,
)
from studio.web.pages import ProjectPages
from studio.web.source import View
from studio.web.view import PageView

ORDER = (
    "[...document.querySelectorAll('[data-block-id]')]"
    ".map(e => e.dataset.blockId).join()"
)


def wait_for(qtbot: QtBot, heard: list[FromOverlay], kind: type) -> FromOverlay:
    qtbot.waitUntil(lambda: any(isinstance(m, kind) for m in heard))
    return next(m for m in heard if isinstance(m, kind))


def test_that_a_click_selects_block_and_product(
    mouse, heard: list[FromOverlay], qtbot: QtBot
) -> None:
    mouse.click("[data-block-id=b2] h1")
    assert wait_for(qtbot, heard, Selected) == Selected("b2", None)
    heard.clear()
    mouse.click("[data-block-id=b3] [data-slot='1']", 0.3)
    assert wait_for(qtbot, heard, Selected) == Selected("b3", 1)


def test_that_a_block_dragged_in_the_preview_moves_and_undo_restores(
    mouse,
    heard: list[FromOverlay],
    project: Project,
    script: Callable[..., object],
    qtbot: QtBot,
) -> None:
    view = mouse.view
    start = mouse.at("[data-block-id=b4] h2")
    end = mouse.at("[data-block-id=b2]", 0.1)
    mouse.drag(QPoint(40, start.y()), end)
    message = wait_for(qtbot, heard, BlockDropped)
    pages, source = PageService(project), ProjectPages(project)
    page = pages.page("pg-1")
    edit = edit_of(message, tuple(b.id for b in page.blocks), "en")
    assert edit == MoveBlock("b4", 1)
    page = pages.apply("pg-1", edit)
    view.tell(ShowPage(source.document_of(page, View("pg-1"))))
    qtbot.waitUntil(lambda: script(ORDER) == "b1,b4,b2,b3,b5")
    restored = pages.undo("pg-1")
    assert restored is not None
    view.tell(ShowPage(source.document_of(restored, View("pg-1"))))
    qtbot.waitUntil(lambda: script(ORDER) == "b1,b2,b3,b4,b5")


def test_that_a_product_dragged_onto_another_asks_to_change_places(
    mouse, heard: list[FromOverlay], qtbot: QtBot
) -> None:
    start = mouse.at("[data-block-id=b3] [data-slot='0']", 0.3)
    end = mouse.at("[data-block-id=b3] [data-slot='2']", 0.3)
    mouse.drag(start, end)
    assert wait_for(qtbot, heard, SlotDropped) == SlotDropped("b3", 0, "b3", 2)


def test_that_escape_leaves_a_drag_without_an_edit(
    mouse, heard: list[FromOverlay], script: Callable[..., object]
) -> None:
    start, end = mouse.at("[data-block-id=b4] h2"), mouse.at("[data-block-id=b2]")
    QTest.mousePress(mouse.target, Qt.MouseButton.LeftButton, pos=QPoint(40, start.y()))
    QTest.mouseMove(mouse.target, end)
    QTest.mouseMove(mouse.target, end + QPoint(2, 2))
    script("1")
    QTest.keyClick(mouse.target, Qt.Key.Key_Escape)
    QTest.mouseRelease(mouse.target, Qt.MouseButton.LeftButton, pos=end)
    script("1")
    script("1")
    assert not [m for m in heard if isinstance(m, BlockDropped)]


def test_that_a_text_typed_in_place_becomes_copy(
    mouse,
    heard: list[FromOverlay],
    script: Callable[..., object],
    qtbot: QtBot,
) -> None:
    title = "[data-block-id=b3] h2"
    mouse.double_click(title)
    editing = f"document.querySelector({title!r}).isContentEditable"
    qtbot.waitUntil(lambda: script(editing) is True)
    QTest.keyClicks(mouse.target, "Pack <light>, p h 1")
    QTest.keyClick(mouse.target, Qt.Key.Key_Return)
    message = wait_for(qtbot, heard, CopyChanged)
    assert message == CopyChanged("b3", "title", "Pack <light>, p h 1", None)
    assert not [m for m in heard if isinstance(m, KeyPressed)], "letters are not keys"


def test_that_escape_leaves_a_text_as_it_was(
    mouse,
    heard: list[FromOverlay],
    script: Callable[..., object],
    qtbot: QtBot,
) -> None:
    title = "[data-block-id=b3] h2"
    mouse.double_click(title)
    editing = f"document.querySelector({title!r}).isContentEditable"
    qtbot.waitUntil(lambda: script(editing) is True)
    QTest.keyClicks(mouse.target, "Something else")
    QTest.keyClick(mouse.target, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: script(editing) is False)
    text = script(f"document.querySelector({title!r}).textContent.trim()")
    assert text == "Chosen for you"
    assert not [m for m in heard if isinstance(m, CopyChanged)]


def test_that_keys_and_the_context_menu_are_handed_over(
    mouse, heard: list[FromOverlay], qtbot: QtBot
) -> None:
    mouse.click("[data-block-id=b3] h2")
    wait_for(qtbot, heard, Selected)
    QTest.keyClick(mouse.target, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert wait_for(qtbot, heard, KeyPressed) == KeyPressed("alt+down")
    at = mouse.at("[data-block-id=b3] h2")
    QTest.mouseClick(mouse.target, Qt.MouseButton.RightButton, pos=at)
    menu = wait_for(qtbot, heard, MenuAsked)
    assert isinstance(menu, MenuAsked)
    assert menu.block_id == "b3"
    assert abs(menu.x - at.x()) < 3
    assert abs(menu.y - at.y()) < 3


def test_that_a_swapped_block_keeps_the_place_that_is_scrolled_to(
    view: PageView,
    project: Project,
    script: Callable[..., object],
    qtbot: QtBot,
) -> None:
    page = project.pages.page("pg-1")
    script("scrollTo(0, 300)")
    block = page.block("b3")
    assert block is not None
    changed = msgspec.structs.replace(block, hidden=True)
    view.tell(ShowBlock("b3", ProjectPages(project).block(page, changed, View("pg-1"))))
    hidden = "document.querySelector('[data-block-id=b3]').hasAttribute('data-hidden')"
    qtbot.waitUntil(lambda: script(hidden) is True)
    assert script("scrollY") == 300


def test_that_loading_again_keeps_the_place_that_is_scrolled_to(
    view: PageView, script: Callable[..., object], qtbot: QtBot
) -> None:
    script("scrollTo(0, 300)")
    qtbot.waitUntil(lambda: view.page.scrollPosition().y() > 0)
    with qtbot.waitSignal(view.ready, timeout=60_000):
        view.reload()
    qtbot.waitUntil(lambda: abs(float(str(script("scrollY"))) - 300) <= 2)


def test_that_nothing_is_selected_while_the_overlay_is_off(
    view: PageView,
    mouse,
    heard: list[FromOverlay],
    script: Callable[..., object],
) -> None:
    assert view._setup is not None
    view.set_up(msgspec.structs.replace(view._setup, overlay=False))
    script("1")
    mouse.click("[data-block-id=b2] h1")
    script("1")
    assert not [m for m in heard if isinstance(m, Selected)]


def test_that_a_malformed_message_of_the_channel_is_refused_in_a_sentence(
    view: PageView, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(view.refused) as refused:
        view.bridge.port.receive('{"said": "anything"}')
    assert "no edit" in refused.args[0]


def test_that_a_dead_renderer_is_told_and_the_page_comes_back(
    view: PageView, script: Callable[..., object], qtbot: QtBot
) -> None:
    with qtbot.waitSignal(view.crashed, timeout=60_000):
        pid = view.page.renderProcessPid()
        os.kill(pid, signal.SIGKILL)
    with qtbot.waitSignal(view.ready, timeout=60_000):
        view.reload()
    assert script(ORDER) == "b1,b2,b3,b4,b5"
