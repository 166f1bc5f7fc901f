"""The inspector of the page: its look, its campaign, its own texts, its blocks."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import get_args

import msgspec
from PySide6.QtCore import Signal

from studio.domain.blocks import BLOCKS, PAGE_COPY
from studio.domain.brief import Brief
from studio.domain.edits import SetBrand, SetCopy
from studio.domain.page import Block, Page, Surface
from studio.domain.shop import Accent, Brand, Density, PageTheme, Radius, TypeFace
from studio.domain.words import Language, Words
from studio.ui.formats import decimal, percent
from studio.ui.language import mark, tr
from studio.ui.pages.copy_fields import CopyField
from studio.ui.pages.names import block_name, copy_name
from studio.ui.widgets.button import Button
from studio.ui.widgets.figures import KeyValue
from studio.ui.widgets.forms import Choice, FormRow
from studio.ui.widgets.heads import Scroll, Section, clear_layout
from studio.ui.widgets.rows import ListItem, RowList

_BRAND: dict[str, tuple[str, tuple[str, ...]]] = {
    "accent": (mark("Accent"), get_args(Accent)),
    "type": (mark("Type"), get_args(TypeFace)),
    "radius": (mark("Corners"), get_args(Radius)),
    "density": (mark("Density"), get_args(Density)),
    "theme": (mark("Colours"), get_args(PageTheme)),
}
_NAMES = {
    "pine": mark("Pine"), "signal": mark("Signal red"), "berry": mark("Berry"),
    "brass": mark("Brass"), "cobalt": mark("Cobalt"), "grotesk": mark("Grotesk"),
    "heavy": mark("Heavy"), "serif": mark("Serif"), "sharp": mark("Sharp"),
    "soft": mark("Soft"), "round": mark("Round"), "compact": mark("Compact"),
    "regular": mark("Regular"), "airy": mark("Airy"),
    "auto": mark("As the visitor has it"),
    "light": mark("Light"), "dark": mark("Dark"),
}  # fmt: skip


class PageTab(Scroll):
    """Shows the page and emits what the person asks for.

    `edit_wanted(Edit)`, `brief_wanted()`, `block_chosen(id)`, `acted(action id)`.
    """

    edit_wanted = Signal(object)
    brief_wanted = Signal()
    block_chosen = Signal(str)
    acted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._page: Page | None = None
        self._language: Language = "en"
        self._blocks: tuple[Block, ...] = ()
        self._fields: dict[str, CopyField] = {}
        self.brand = self._brand_section()
        self.brief = Section(tr("Brief"))
        self._brief_rows = {
            key: KeyValue(tr(name), "")
            for key, name in (
                ("name", mark("Name")),
                ("days", mark("Days")),
                ("products", mark("Products")),
                ("offer", mark("Offer")),
            )
        }
        for row in self._brief_rows.values():
            self.brief.add(row)
        change = Button(tr("Change the brief..."), "link")
        change.clicked.connect(self.brief_wanted)
        self.brief.add(change)
        self.texts = Section(tr("Page texts"))
        self.list = RowList(tr("Blocks"))
        self.list.chosen.connect(self._choose)
        self.blocks = Section(tr("Blocks"))
        self.blocks.add(self.list)
        add = Button(tr("Add a block..."), icon="plus")
        add.clicked.connect(lambda: self.acted.emit("page.add_block"))
        self.blocks.add(add)
        self.model = Section(tr("What the models say"), line=False)
        for section in (self.brand, self.brief, self.texts, self.blocks, self.model):
            self.body.addWidget(section)
        self.body.addStretch(1)

    def _brand_section(self) -> Section:
        section = Section(tr("Look of this page"))
        self._brand: dict[str, Choice] = {}
        for name, (label, values) in _BRAND.items():
            choice = Choice([(value, tr(_NAMES[value])) for value in values])
            choice.chosen.connect(partial(self._set_brand, name))
            self._brand[name] = choice
            section.add(FormRow(tr(label), choice))
        return section

    def show_page(
        self, page: Page | None, surface: Surface, language: Language, block_id: str
    ) -> None:
        """Show a page, or nothing."""
        for section in (self.brand, self.brief, self.texts, self.blocks, self.model):
            section.setVisible(page is not None)
        if page is None:
            self._page = None
            return
        other = self._page is None or self._page.id != page.id
        rebuild = other or language != self._language
        self._page, self._language = page, language
        for name, choice in self._brand.items():
            choice.set_value(getattr(page.brand, name))
        self._show_brief(page.brief)
        self._show_texts(page, rebuild=rebuild)
        self._show_blocks(page.on(surface), block_id)
        self._show_model(page)

    def _show_brief(self, brief: Brief | None) -> None:
        self.brief.setVisible(brief is not None)
        if brief is None:
            return
        self._brief_rows["name"].set(brief.name.in_(self._language))
        self._brief_rows["days"].set(_days(brief))
        self._brief_rows["products"].set(_products(brief))
        offer = brief.offer.text.in_(self._language) or tr("none")
        self._brief_rows["offer"].set(offer)

    def _show_texts(self, page: Page, *, rebuild: bool) -> None:
        keys = [key for key in PAGE_COPY if key in page.copy]
        if rebuild or list(self._fields) != keys:
            clear_layout(self.texts.body)
            self._fields.clear()
            for key in keys:
                field = CopyField(copy_name(key), "", PAGE_COPY[key], self._language)
                field.done.connect(partial(self._set_copy, key))
                self._fields[key] = field
                self.texts.add(field)
        for key, field in self._fields.items():
            words = page.copy.get(key, Words())
            field.set_text(words.zh if self._language == "zh" else words.en)
        self.texts.setVisible(bool(keys))

    def _show_blocks(self, blocks: Sequence[Block], block_id: str) -> None:
        self._blocks = tuple(blocks)
        self.list.set_items([_item(block) for block in blocks])
        ids = [block.id for block in blocks]
        self.list.select(ids.index(block_id) if block_id in ids else -1)
        self.list.fit_height()

    def _show_model(self, page: Page) -> None:
        clear_layout(self.model.body)
        rows = [
            (tr("Predicted recall"), decimal(page.recall)),
            (tr("Bestseller page"), decimal(page.recall_bestsellers)),
            (tr("Layout realism"), percent(page.realism)),
            (tr("Expected clicks"), percent(page.engagement)),
        ]
        for name, value in rows:
            self.model.add(KeyValue(name, value))

    def _choose(self, at: int) -> None:
        if 0 <= at < len(self._blocks):
            self.block_chosen.emit(self._blocks[at].id)

    def _set_brand(self, name: str, value: object) -> None:
        if self._page is not None:
            values = msgspec.structs.asdict(self._page.brand) | {name: value}
            self.edit_wanted.emit(SetBrand(msgspec.convert(values, Brand)))

    def _set_copy(self, key: str, text: str) -> None:
        self.edit_wanted.emit(SetCopy("", key, text, self._language))


def _item(block: Block) -> ListItem:
    spec = BLOCKS.get(block.type)
    return ListItem(
        block_name(block.type),
        icon=spec.icon if spec else "layout-grid",
        mark=_mark(block),
        tip=tr("Hidden") if block.hidden else (tr("Locked") if block.locked else ""),
    )


def _mark(block: Block) -> str:
    if block.hidden:
        return "eye-off"
    if block.locked:
        return "lock"
    return "pencil" if block.by_hand else ""


def _days(brief: Brief) -> str:
    if brief.start and brief.end:
        return f"{brief.start.isoformat()} – {brief.end.isoformat()}"
    if brief.end:
        return tr("until {day}", day=brief.end.isoformat())
    if brief.start:
        return tr("from {day}, no end", day=brief.start.isoformat())
    return tr("no end")


def _products(brief: Brief) -> str:
    parts = []
    if brief.category:
        parts.append(" > ".join(brief.category))
    if brief.on_sale:
        parts.append(tr("on sale"))
    if brief.products:
        parts.append(tr("{n} chosen", n=len(brief.products)))
    return ", ".join(parts) or tr("the whole catalogue")
