"""The page under the hand: what is selected, what an edit does, what changed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from studio.domain.blocks import BLOCKS
from studio.domain.edits import Edit, SetCopy
from studio.domain.errors import NotYet, VitrineError
from studio.domain.page import Block, Page, Slot, Surface
from studio.domain.review import PageRow
from studio.domain.words import Language
from studio.services.pages import PageService


def changed_blocks(before: Page, after: Page) -> tuple[str, ...] | None:
    """Ids of the blocks that differ, or None when the page as a whole does.

    It does when blocks came, went or moved, or when brand, brief, campaign copy or
    weights changed, since those show in several places.
    """
    if [b.id for b in before.blocks] != [b.id for b in after.blocks]:
        return None
    if (before.brand, before.brief, before.copy) != (
        after.brand,
        after.brief,
        after.copy,
    ):
        return None
    pairs = zip(before.blocks, after.blocks, strict=True)
    if any(old.hidden != new.hidden for old, new in pairs):
        return None  # the next block may take over the page's one h1
    return tuple(
        new.id
        for old, new in zip(before.blocks, after.blocks, strict=True)
        if old != new
    )


class PageEditor(QObject):
    """Holds the open page and changes it only through `PageService.apply`.

    `opened` comes when another page (or none) is shown; `changed` after each edit
    with the ids of changed blocks or None for the whole page; `selected` when block
    or slot of the selection is another; `failed` with a sentence and a hint.
    """

    opened = Signal()
    changed = Signal(object)
    selected = Signal()
    failed = Signal(str, str)

    def __init__(self, by: Callable[[], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._service: PageService | None = None
        self._by = by
        self.page: Page | None = None
        self.row: PageRow | None = None
        self.block_id = ""
        self.slot: int | None = None
        self.language: Language = "en"
        self.surface: Surface = "web"

    # Showing ------------------------------------------------------------------

    def set_pages(self, pages: PageService | None) -> None:
        """Work on the pages of another project; none is open at first."""
        self._service = pages
        self.open("")

    @property
    def _pages(self) -> PageService:
        if self._service is None:
            raise NotYet("No project is open.")
        return self._service

    def open(self, page_id: str) -> None:
        """Show a page; an empty id shows none."""
        before = self.page.scenario if self.page else ""
        self.page = self._pages.page(page_id) if page_id else None
        self.row = self._pages.row(page_id) if page_id else None
        surfaces = self.page.surfaces if self.page else ()
        another = self.page is None or self.page.scenario != before
        if surfaces and (another or self.surface not in surfaces):
            self.surface = surfaces[0]
        self.block_id, self.slot = "", None
        self.opened.emit()
        self.selected.emit()

    def reread(self) -> None:
        """Take over what was saved elsewhere, such as a refresh or an approval."""
        if self.page is None:
            return
        before, page_id = self.page, self.page.id
        self.page, self.row = self._pages.page(page_id), self._pages.row(page_id)
        self._keep_selection()
        self.changed.emit(changed_blocks(before, self.page))

    def select(self, block_id: str, slot: int | None = None) -> None:
        """Select a block and perhaps one of its slots; an empty id for none."""
        if (block_id, slot) != (self.block_id, self.slot):
            self.block_id, self.slot = block_id, slot
            self.selected.emit()

    @property
    def block(self) -> Block | None:
        """The selected block."""
        return self.page.block(self.block_id) if self.page else None

    @property
    def shown_blocks(self) -> tuple[Block, ...]:
        """The blocks of the surface on show, in order."""
        return self.page.on(self.surface) if self.page else ()

    @property
    def selected_slot(self) -> Slot | None:
        """The selected slot, when it holds a product."""
        block = self.block
        if block is None or self.slot is None or self.slot >= len(block.slots):
            return None
        slot = block.slots[self.slot]
        return slot if slot.product_id else None

    # Changing -----------------------------------------------------------------

    def apply(self, edit: Edit) -> bool:
        """Apply and save an edit; False (and `failed`) when it is refused."""
        if self.page is None:
            return False
        before = self.page
        try:
            page = self._pages.apply(before.id, _fitting(edit, before), by=self._by())
        except VitrineError as problem:
            self.failed.emit(problem.message, problem.hint)
            return False
        self._take(before, page)
        return True

    def undo(self) -> bool:
        """Take the last edit back."""
        return self._travel(self._pages.undo)

    def redo(self) -> bool:
        """Do an edit again that was taken back."""
        return self._travel(self._pages.redo)

    def go_back(self, number: int) -> None:
        """Save an earlier revision as the newest."""
        self._travel(
            lambda page_id: self._pages.go_back(page_id, number, by=self._by())
        )

    @property
    def can_undo(self) -> bool:
        """Whether there is an edit to take back."""
        return self.page is not None and self._pages.can_undo(self.page.id)

    @property
    def can_redo(self) -> bool:
        """Whether there is an undo to take back."""
        return self.page is not None and self._pages.can_redo(self.page.id)

    def _travel(self, way: Callable[[str], Page | None]) -> bool:
        if self.page is None:
            return False
        before = self.page
        try:
            page = way(before.id)
        except VitrineError as problem:
            self.failed.emit(problem.message, problem.hint)
            return False
        if page is None:
            return False
        self._take(before, page)
        return True

    def _take(self, before: Page, page: Page) -> None:
        self.page, self.row = page, self._pages.row(page.id)
        self._keep_selection()
        self.changed.emit(changed_blocks(before, page))

    def _keep_selection(self) -> None:
        block = self.block
        slots = len(block.slots) if block else 0
        slot = self.slot if self.slot is not None and self.slot < slots else None
        self.select(self.block_id if block else "", slot)


def _fitting(edit: Edit, page: Page) -> Edit:
    """An edit of copy, addressed to the block when the slot has no such text."""
    if not isinstance(edit, SetCopy) or edit.slot is None:
        return edit
    block = page.block(edit.block_id)
    if block is None or edit.key in BLOCKS[block.type].slot_copy:
        return edit
    return SetCopy(edit.block_id, edit.key, edit.text, edit.language)
