"""Keeps the inspector in step with the editor."""

from __future__ import annotations

from studio.domain.jobs import Explain
from studio.domain.page import Block, Page, Slot
from studio.ui.language import language, tr
from studio.ui.pages.desk import Desk
from studio.ui.pages.slot_row import SlotFace, reasons
from studio.ui.why import Asker


class Inspecting:
    """Shows the selection in the inspector and hands its wishes to the editor."""

    def __init__(self, step: Desk, asker: Asker) -> None:
        self._step = step
        self._asker = asker
        editor, inspector = step.editor, step.inspector
        editor.opened.connect(self._show_page)
        editor.opened.connect(self._show_history)
        editor.changed.connect(lambda _: self._show_all())
        editor.selected.connect(self._show_block)
        editor.selected.connect(self._show_page)
        block = inspector.block
        block.edit_wanted.connect(editor.apply)
        block.slot_chosen.connect(lambda at: editor.select(editor.block_id, at))
        block.acted.connect(step.run)
        block.wordings_wanted.connect(self._show_wordings)
        block.why_wanted.connect(self._ask_why)
        page = inspector.page
        page.edit_wanted.connect(editor.apply)
        page.block_chosen.connect(editor.select)
        page.acted.connect(step.run)
        inspector.history.back_wanted.connect(editor.go_back)

    def _show_all(self) -> None:
        self._show_block()
        self._show_page()
        self._show_history()

    def _show_block(self) -> None:
        editor, tab = self._step.editor, self._step.inspector.block
        page, block = editor.page, editor.block
        tab.show_block(page, block, editor.language)
        if page is None or block is None:
            return
        tab.show_slots(self._faces(page, block), editor.slot)
        self._step.tell_changed()

    def _show_page(self) -> None:
        editor = self._step.editor
        self._step.inspector.page.show_page(
            editor.page, editor.surface, editor.language, editor.block_id
        )

    def _show_history(self) -> None:
        editor, session = self._step.editor, self._step.session
        history = self._step.inspector.history
        if editor.page is None or editor.row is None or session is None:
            history.show_revisions((), 0, None)
            return
        revisions = session.pages.revisions(editor.page.id)
        history.show_revisions(revisions, editor.row.revision, editor.row.approval)

    def _show_wordings(self, key: str, slot: int | None) -> None:
        editor, advice = self._step.editor, self._step.advice
        if editor.page is None or editor.block is None or advice is None:
            return
        found = advice.wordings(
            editor.page, editor.block_id, key, slot, editor.language
        )
        self._step.inspector.block.show_wordings(key, slot, found)

    def _ask_why(self, product_id: str) -> None:
        page, session = self._step.editor.page, self._step.session
        if page is not None and session is not None and product_id:
            folder = str(session.folder)
            self._asker.ask(Explain(folder, product_id, persona=page.persona_id))

    def _faces(self, page: Page, block: Block) -> list[SlotFace]:
        return [
            self._face(page, at, slot)
            for at, slot in enumerate(block.slots)
            if slot.product_id
        ]

    def _face(self, page: Page, at: int, slot: Slot) -> SlotFace:
        advice = self._step.advice
        product = advice.catalogue.get(slot.product_id) if advice else None
        why = reasons(slot.why, language())
        line = max(why, key=lambda each: each[1])[0] if why else ""
        if slot.by_hand:
            line = tr("Placed by you")
        if slot.pinned:
            line = tr("Pinned by you")
        if product is None:
            line = tr("No longer in the catalogue")
        elif product.sold_out:
            line = tr("Sold out")
        return SlotFace(
            at=at,
            product_id=slot.product_id,
            title=product.title_in(language()) if product else slot.product_id,
            line=line,
            score=slot.score,
            pinned=slot.pinned,
            weight=page.weights.get(slot.product_id, 1.0),
            why=why,
        )
