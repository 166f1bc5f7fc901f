"""Menus over the preview: what can be done to a block or product, what to add."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtWidgets import QWidget

from studio.domain.blocks import BLOCKS
from studio.domain.page import Block, Page, Slot
from studio.ui.actions import key_text, row
from studio.ui.language import tr
from studio.ui.pages.names import block_name
from studio.ui.widgets.menu import Menu

Handlers = Mapping[str, Callable[[], object]]


def block_menu(
    parent: QWidget, page: Page, block: Block, slot: Slot | None, do: Handlers
) -> Menu:
    """The menu of a block, and of its selected product."""
    menu = Menu(parent)
    if slot is not None:
        weight = page.weights.get(slot.product_id, 1.0)
        _add(menu, "slot.pin", do, tr("Let go") if slot.pinned else tr("Pin"))
        _add(menu, "slot.replace", do)
        _add(menu, "slot.boost", do, tr("Stop boosting") if weight > 1 else "")
        _add(menu, "slot.bury", do, tr("Stop burying") if weight < 1 else "")
        hide = menu.add(tr("Never show this product on the page"), "eye-off")
        hide.triggered.connect(lambda *_: do["slot.hide"]())
        menu.addSeparator()
    _add(menu, "block.reword", do)
    _add(menu, "block.move_up", do)
    _add(menu, "block.move_down", do)
    _add(menu, "block.hide", do, tr("Show block") if block.hidden else tr("Hide block"))
    _add(menu, "block.lock", do, tr("Let go") if block.locked else tr("Lock block"))
    _add(menu, "page.add_block", do, tr("Add a block below..."))
    menu.addSeparator()
    _add(menu, "block.remove", do, danger=True)
    return menu


def add_menu(
    parent: QWidget, types: Sequence[str], chosen: Callable[[str], None]
) -> Menu:
    """The block types that can be added."""
    menu = Menu(parent)
    for name in types:
        action = menu.add(block_name(name), BLOCKS[name].icon)
        action.triggered.connect(lambda _=False, name=name: chosen(name))
    return menu


def _add(
    menu: Menu, id_: str, do: Handlers, text: str = "", *, danger: bool = False
) -> None:
    if id_ not in do:
        return
    each = row(id_)
    keys = key_text(each.shortcut) if each.shortcut else ""
    action = menu.add(text or tr(each.text), each.icon, keys, danger=danger)
    action.triggered.connect(lambda *_: do[id_]())
