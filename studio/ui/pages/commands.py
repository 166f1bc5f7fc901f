"""The actions of the step by the ids of their rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QPoint

from studio.domain.edits import AddBlock, ReplaceProduct
from studio.domain.errors import VitrineError
from studio.ui.language import language
from studio.ui.pages.desk import Desk
from studio.ui.pages.menus import add_menu
from studio.ui.pages.replace_dialog import ReplaceDialog
from studio.ui.pages.tuning import BOOST, BURY, Tuning
from studio.ui.product_search import ProductSearch

Handlers = Mapping[str, Callable[[], object]]


class Commands:
    """What can be done now, and the doing of it."""

    def __init__(self, step: Desk) -> None:
        self._step = step
        self.tuning = Tuning(step.editor)

    def run(self, id_: str) -> None:
        """Do an action when it can be done now."""
        handler = self.possible().get(id_)
        if handler is not None:
            handler()

    def possible(self) -> Handlers:
        """Handlers of the actions that can be done now, by row id."""
        step, editor = self._step, self._step.editor
        if step.session is None:
            return {}
        found: dict[str, Callable[[], object]] = {}
        if not step.maker.running:
            found["page.generate"] = step.generate
        if editor.page is None:
            return found
        found |= self._page()
        if editor.block is not None:
            found |= self._block()
        if editor.selected_slot is not None:
            found |= self._slot()
        return found

    def _page(self) -> dict[str, Callable[[], object]]:
        step, editor, preview = self._step, self._step.editor, self._step.preview
        found: dict[str, Callable[[], object]] = {
            "page.previous_candidate": partial(step.step_candidate, -1),
            "page.next_candidate": partial(step.step_candidate, 1),
            "page.desktop": partial(preview.set_device, "desktop"),
            "page.tablet": partial(preview.set_device, "tablet"),
            "page.phone": partial(preview.set_device, "phone"),
            "page.dark": preview.toggle_theme,
            "page.overlay": preview.bar.overlay.toggle,
            "page.add_block": self.add_block,
            "block.previous": partial(self.tuning.step_block, -1),
            "block.next": partial(self.tuning.step_block, 1),
        }
        row = editor.row
        if row is not None and row.status != "approved":
            found["page.approve"] = step.approve
        if not step.maker.running:
            found["page.refresh"] = step.refresh_page
        found |= self._layout()
        found |= self._travel()
        return found

    def _layout(self) -> dict[str, Callable[[], object]]:
        step, exploring = self._step, self._step.exploring
        if exploring.running or step.maker.running or not exploring.shown():
            return {}
        return {
            "page.regenerate": partial(self._propose, like=False),
            "page.more_like_this": partial(self._propose, like=True),
        }

    def _propose(self, *, like: bool) -> None:
        """Ask for layouts where they are shown."""
        self._step.inspector.show_tab("layout")
        self._step.exploring.propose(like=like)

    def _travel(self) -> dict[str, Callable[[], object]]:
        """Undo and redo: of askings while the Layout tab is in front, else of edits."""
        editor, exploring = self._step.editor, self._step.exploring
        found: dict[str, Callable[[], object]] = {}
        if exploring.can_undo:
            found["edit.undo"] = partial(exploring.step, -1)
        elif editor.can_undo:
            found["edit.undo"] = editor.undo
        if exploring.can_redo:
            found["edit.redo"] = partial(exploring.step, 1)
        elif editor.can_redo:
            found["edit.redo"] = editor.redo
        return found

    def _block(self) -> dict[str, Callable[[], object]]:
        preview, tuning = self._step.preview, self.tuning
        return {
            "block.move_up": partial(tuning.move_block, -1),
            "block.move_down": partial(tuning.move_block, 1),
            "block.hide": tuning.hide_block,
            "block.lock": tuning.lock_block,
            "block.remove": tuning.remove_block,
            "block.reword": preview.reword,
            "block.leave": partial(self._step.editor.select, ""),
            "slot.previous": partial(tuning.step_slot, -1),
            "slot.next": partial(tuning.step_slot, 1),
        }

    def _slot(self) -> dict[str, Callable[[], object]]:
        tuning = self.tuning
        return {
            "slot.pin": tuning.pin,
            "slot.boost": partial(tuning.weigh, BOOST),
            "slot.bury": partial(tuning.weigh, BURY),
            "slot.replace": self.replace,
            "slot.hide": tuning.hide_product,
            "slot.next_product": tuning.next_product,
        }

    def add_block(self) -> None:
        """Offer the block types that this page can take."""
        step = self._step
        page, advice = step.editor.page, step.advice
        if page is None or advice is None:
            return
        menu = add_menu(step.inspector, advice.block_types(page), self.insert)
        corner = step.inspector.mapToGlobal(QPoint(16, 120))
        menu.popup(menu.origin(corner))

    def insert(self, block_type: str) -> None:
        """Add a block below the selected one, or last."""
        step = self._step
        editor, advice = step.editor, step.advice
        page = editor.page
        if page is None or advice is None:
            return
        try:
            block = advice.new_block(page, block_type)
        except VitrineError as problem:
            editor.failed.emit(problem.message, problem.hint)
            return
        at = page.position(editor.block_id)
        where = at + 1 if at >= 0 else len(page.blocks)
        if editor.apply(AddBlock(block, where)):
            editor.select(block.id)

    def replace(self) -> None:
        """Ask for another product for the selected place."""
        step = self._step
        editor, advice = step.editor, step.advice
        page, slot, at = editor.page, editor.selected_slot, editor.slot
        if page is None or slot is None or at is None or advice is None:
            return
        block_id = editor.block_id
        old = advice.catalogue.get(slot.product_id)
        dialog = ReplaceDialog(
            step.inspector,
            advice.catalogue,
            advice.products(page, block_id, at),
            without=frozenset({*page.sold(), slot.product_id}),
            thumbnails=step.inspector.block.slots.thumbnails,
            old=old.title_in(language()) if old else slot.product_id,
            meaning=ProductSearch(step.context.jobs, step.session, step.inspector)
            if step.session
            else None,
        )
        dialog.done.connect(
            lambda product, score: editor.apply(
                ReplaceProduct(block_id, at, product, score)
            )
        )
        dialog.open()
