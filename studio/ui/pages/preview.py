"""The middle of the step: tool bar, preview and footer, kept in step with the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.domain.blocks import BLOCKS
from studio.domain.page import Block, Page
from studio.domain.shipped import resource
from studio.ui.language import mark, tr
from studio.ui.pages.canvas import Canvas
from studio.ui.pages.editor import PageEditor
from studio.ui.pages.footer import Footer
from studio.ui.pages.keys import BAR_ROWS, KEY_ROWS
from studio.ui.pages.names import block_name, document_name
from studio.ui.pages.preview_bar import PreviewBar, StaleBar
from studio.web.messages import (
    ActionChosen,
    BlockFace,
    EditCopy,
    FromOverlay,
    KeyPressed,
    MenuAsked,
    Selected,
    Setup,
    ShowBlock,
    ShowPage,
    edit_of,
)
from studio.web.source import View

if TYPE_CHECKING:
    from studio.web.pages import ProjectPages
    from studio.web.view import PageView

MOST_SWAPS = 4
"""When more blocks than this change, the whole page is put in anew."""
_BAR_ICONS = (
    "grip-vertical", "arrow-up", "arrow-down", "pin", "arrow-left-right", "pencil",
    "eye-off", "eye", "ellipsis", "package",
)  # fmt: skip
_WORDS = {
    "grip": mark("Drag to move"), "up": mark("Move up"), "down": mark("Move down"),
    "pin": mark("Pin or unpin the product"), "replace": mark("Replace the product..."),
    "reword": mark("Reword"), "hide": mark("Hide or show"), "more": mark("More"),
    "pinned": mark("Pinned"), "hidden": mark("Hidden"),
}  # fmt: skip


class Preview(QWidget):
    """Shows the editor's page and turns what the overlay says into edits and actions.

    `acted(row id)` for keys and buttons; `menu_wanted(QPoint)` in global pixels.
    """

    acted = Signal(str)
    menu_wanted = Signal(object)
    problem = Signal(str)

    def __init__(self, editor: PageEditor) -> None:
        super().__init__()
        self._editor = editor
        self._source: ProjectPages | None = None
        self._from_overlay = False
        self._shown: View | None = None
        self.bar = PreviewBar()
        self.stale = StaleBar()
        self.canvas = Canvas()
        self.footer = Footer()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.bar, self.stale):
            column.addWidget(widget)
        column.addWidget(self.canvas, 1)
        column.addWidget(self.footer)
        editor.opened.connect(self._on_opened)
        editor.changed.connect(self._on_changed)
        editor.selected.connect(self._on_selected)
        self.canvas.view_made.connect(self._on_view_made)
        self.canvas.framed.connect(self.bar.set_size)
        self.bar.device_changed.connect(self.canvas.set_device)
        self.bar.theme_changed.connect(lambda _: self._dress())
        self.bar.overlay_changed.connect(lambda _: self._dress())
        self.bar.language_changed.connect(self._on_language)
        self.bar.surface_changed.connect(self._on_surface)

    def set_source(self, source: ProjectPages | None) -> None:
        """Show pages of another project."""
        self._source = source
        self._shown = None
        self.canvas.set_source(source)

    def set_device(self, device: str) -> None:
        """Show the page on a device, as if chosen in the bar."""
        self.bar.device.set_value(device)
        self.canvas.set_device(device)  # type: ignore[arg-type] # a segment's value

    def toggle_theme(self) -> None:
        """Show the page in its other colours."""
        if self.bar.theme.isEnabled():
            dark = self.bar.theme.value() == "dark"
            self.bar.theme.set_value("light" if dark else "dark")
            self._dress()

    def reword(self) -> None:
        """Open the selected block's text for typing, in the page itself."""
        view = self.canvas.view
        if view is not None and self._editor.block is not None:
            view.setFocus()
            view.tell(EditCopy(self._editor.block_id, "", self._editor.slot))

    # The page -----------------------------------------------------------------

    @property
    def _view(self) -> View | None:
        page = self._editor.page
        if page is None:
            return None
        return View(page.id, self._editor.surface, self._editor.language)

    def _on_opened(self) -> None:
        page, view = self._editor.page, self._view
        self._shown = None
        self.bar.setEnabled(page is not None)
        if page is None or view is None:
            self.bar.set_surfaces((), "")
            return
        self.bar.set_surfaces(page.surfaces, self._editor.surface)
        self.bar.theme.set_value("dark" if page.brand.theme == "dark" else "light")
        self.show_again()

    def show_again(self) -> None:
        """Load the page's document, such as after a change of surface."""
        page, view = self._editor.page, self._view
        if page is None or view is None:
            return
        self._shown = view
        self.bar.theme.setEnabled(view.surface == "web")
        self.canvas.show_view(view, document_name(page.scenario, view.surface))
        self._dress()
        self._on_selected()

    def _on_changed(self, blocks: Sequence[str] | None) -> None:
        page, view, source = self._editor.page, self._view, self._source
        preview = self.canvas.view
        if page is None or view is None or source is None or preview is None:
            return
        if page.surfaces and view.surface not in page.surfaces:
            self._on_opened()
            return
        if not preview.is_ready or view != self._shown:
            self.show_again()
            return
        if blocks is None or len(blocks) > MOST_SWAPS:
            preview.tell(ShowPage(source.document_of(page, view)))
        else:
            for block_id in blocks:
                self._swap(preview, page, block_id)
        self._dress()
        self._on_selected()

    def _swap(self, preview: PageView, page: Page, block_id: str) -> None:
        block, view = page.block(block_id), self._view
        if block is None or view is None or self._source is None:
            return
        if block.surface == view.surface:
            html = self._source.block(page, block, view)
            preview.tell(ShowBlock(block_id, html))

    def _dress(self) -> None:
        """Tell the overlay the blocks' names, the colours and whether it is on."""
        view, page = self.canvas.view, self._editor.page
        if view is None or page is None:
            return
        dark = self.bar.theme.value() == "dark" and self._editor.surface == "web"
        blocks = self._editor.shown_blocks
        view.set_theme("dark" if dark else "light")
        view.set_up(
            Setup(
                scale=1.0,
                dark=dark,
                overlay=self.bar.overlay.isChecked(),
                faces={block.id: _face(block) for block in blocks},
                icons=_icons({_face(block).icon for block in blocks}),
                words={key: tr(text) for key, text in _WORDS.items()},
            )
        )

    def _on_selected(self) -> None:
        view = self.canvas.view
        if view is not None:
            scroll = not self._from_overlay
            view.select(self._editor.block_id, self._editor.slot, scroll=scroll)

    def _on_language(self, language: str) -> None:
        self._editor.language = "zh" if language == "zh" else "en"
        self.show_again()
        self._editor.selected.emit()

    def _on_surface(self, surface: str) -> None:
        page = self._editor.page
        if page is not None and surface in page.surfaces:
            self._editor.surface = surface
            self._editor.select("")
            self.show_again()

    # The overlay --------------------------------------------------------------

    def _on_view_made(self, view: PageView) -> None:
        view.received.connect(self._on_message)
        view.refused.connect(self.problem)

    def _on_message(self, message: FromOverlay) -> None:
        match message:
            case Selected(block_id, slot):
                self._take_selection(block_id, slot)
            case KeyPressed(key):
                if key in KEY_ROWS:
                    self.acted.emit(KEY_ROWS[key])
            case ActionChosen(name, block_id, slot):
                self._take_selection(block_id, slot)
                self._act(name)
            case MenuAsked(block_id, x, y, slot):
                self._take_selection(block_id, slot)
                view = self.canvas.view
                if view is not None:
                    at = view.mapToGlobal(QPoint(round(x), round(y)))
                    self.menu_wanted.emit(at)
            case _:
                self._edit(message)

    def _act(self, name: str) -> None:
        if name in BAR_ROWS:
            self.acted.emit(BAR_ROWS[name])
        else:
            self.menu_wanted.emit(self.cursor().pos())

    def _edit(self, message: FromOverlay) -> None:
        page = self._editor.page
        if page is None:
            return
        order = tuple(block.id for block in page.blocks)
        edit = edit_of(message, order, self._editor.language)
        self._from_overlay = True
        try:
            if edit is not None and not self._editor.apply(edit):
                self._restore()
        finally:
            self._from_overlay = False

    def _restore(self) -> None:
        """Take out of the preview what the page has refused."""
        view, page = self.canvas.view, self._editor.page
        if view is not None and page is not None and self._source is not None:
            shown = self._view
            if shown is not None:
                view.tell(ShowPage(self._source.document_of(page, shown)))

    def _take_selection(self, block_id: str, slot: int | None) -> None:
        self._from_overlay = True
        self._editor.select(block_id, slot)
        self._from_overlay = False


def _face(block: Block) -> BlockFace:
    spec = BLOCKS.get(block.type)
    icon = spec.icon if spec else "layout-grid"
    fixed = block.surface in ("ad", "social")
    return BlockFace(block_name(block.type), icon, fixed)


def _icons(more: set[str]) -> dict[str, str]:
    found = {}
    for name in {*_BAR_ICONS, *more}:
        path = resource("icons", f"{name}.svg")
        if path.is_file():
            found[name] = path.read_text(encoding="utf-8")
    return found
