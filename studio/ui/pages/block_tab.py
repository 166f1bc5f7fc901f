"""The inspector of the selected block: attributes, texts, scene, products."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio.domain.blocks import BLOCKS, BlockSpec
from studio.domain.edits import SetAttribute, SetCopy, SetScene
from studio.domain.page import BACKDROPS, TINTS, Block, Page
from studio.domain.words import Language, Words
from studio.ui.language import mark, tr
from studio.ui.pages.advice import Wording
from studio.ui.pages.copy_fields import CopyField
from studio.ui.pages.names import attribute_name, block_name, copy_name, value_name
from studio.ui.pages.slot_list import SlotList
from studio.ui.pages.slot_row import SlotFace
from studio.ui.pages.thumbnails import Thumbnails
from studio.ui.pages.wordings import Wordings
from studio.ui.why import WhyBox
from studio.ui.widgets.button import Button
from studio.ui.widgets.forms import Choice, FormRow
from studio.ui.widgets.heads import Scroll, Section, clear_layout
from studio.ui.widgets.label import IconLabel, Label
from studio.ui.widgets.segmented import Segmented

MOST_SEGMENTS, MOST_LETTERS = 5, 22
"""More choices, or longer words, get a list."""
_BACKDROP_NAMES = {
    "ridge": mark("Ridge"), "forest": mark("Forest"), "water": mark("Water"),
    "arch": mark("Arch"), "room": mark("Room"), "counter": mark("Counter"),
    "plinth": mark("Plinth"), "parcel": mark("Parcel"), "burst": mark("Burst"),
}  # fmt: skip
_TINT_NAMES = {
    "sand": mark("Sand"), "sage": mark("Sage"), "sky": mark("Sky"),
    "blush": mark("Blush"), "lilac": mark("Lilac"), "butter": mark("Butter"),
    "clay": mark("Clay"), "mist": mark("Mist"),
}  # fmt: skip


class BlockTab(Scroll):
    """Shows one block and emits what the person asks for.

    `edit_wanted(Edit)`, `slot_chosen(int)`, `acted(action id)`, and
    `wordings_wanted(key, slot)` when a text takes the focus, and
    `why_wanted(product id)` when a person asks why a product stands there.
    """

    edit_wanted = Signal(object)
    slot_chosen = Signal(int)
    acted = Signal(str)
    wordings_wanted = Signal(str, object)
    why_wanted = Signal(str)

    def __init__(self, thumbnails: Thumbnails) -> None:
        super().__init__()
        self._shape: tuple[object, ...] = ()
        self._block: Block | None = None
        self._language: Language = "en"
        self._fields: dict[tuple[str, int | None], CopyField] = {}
        self._controls: dict[str, Segmented | Choice] = {}
        self.icon = IconLabel("layout-grid", "text.secondary", 16)
        self.name = Label("", "heading", elide=True)
        self.place = Label("", "label", "text.tertiary")
        self.empty = _Nothing()
        self.empty.add_button.clicked.connect(lambda: self.acted.emit("page.add_block"))
        self._form = QVBoxLayout()
        self._form.setSpacing(0)
        self.wordings = Wordings()
        self.wordings.chosen.connect(self._take_wording)
        self.slots = SlotList(thumbnails)
        self.slots.chosen.connect(self.slot_chosen)
        self.slots.acted.connect(self.acted)
        self.why = _Why()
        self.why.ask.clicked.connect(lambda: self.why_wanted.emit(self.why.product_id))
        self._head = self._block_head()
        self.body.addWidget(self.empty)
        self.body.addWidget(self._head)
        self.body.addLayout(self._form)
        self.body.addWidget(self.wordings)
        self.body.addWidget(self.slots)
        self.body.addWidget(self.why)
        self.body.addStretch(1)

    def _block_head(self) -> QWidget:
        whole = QWidget()
        head = QHBoxLayout(whole)
        head.setContentsMargins(16, 12, 16, 0)
        head.setSpacing(8)
        head.addWidget(self.icon)
        head.addWidget(self.name, 1)
        head.addWidget(self.place)
        return whole

    def show_block(
        self, page: Page | None, block: Block | None, language: Language
    ) -> None:
        """Show a block of a page; the form is only built anew when it must be."""
        self.empty.setVisible(block is None)
        self.empty.add_button.setVisible(page is not None)
        self._head.setVisible(block is not None)
        if page is None or block is None or block.type not in BLOCKS:
            self._clear()
            return
        other = self._block is None or self._block.id != block.id
        self._block, self._language = block, language
        spec = BLOCKS[block.type]
        own = page.on(block.surface)
        at = [each.id for each in own].index(block.id) + 1
        self.icon.set_icon(spec.icon, "text.secondary")
        self.name.setText(block_name(block.type))
        self.place.setText(tr("block {at} of {n}", at=at, n=len(own)))
        shape = (block.id, language, len(block.slots), block.scene is None)
        if shape != self._shape:
            self._shape = shape
            self._build(spec, block)
        self._fill(block)
        if other:
            self.wordings.hide()

    def show_slots(self, faces: Sequence[SlotFace], here: int | None) -> None:
        """Show the products of the block."""
        self.slots.show_slots(faces, here)
        chosen = next((face for face in faces if face.at == here), None)
        self.why.show_product(chosen.product_id if chosen else "")

    def show_wordings(
        self, key: str, slot: int | None, others: Sequence[Wording]
    ) -> None:
        """Offer other wordings of a text."""
        block = self._block
        if block is not None:
            now = _text(block, key, slot, self._language)
            self.wordings.show_wordings(key, slot, now, others)

    # Building -----------------------------------------------------------------

    def _clear(self) -> None:
        self._shape, self._block = (), None
        clear_layout(self._form)
        self._fields.clear()
        self._controls.clear()
        self.wordings.hide()
        self.show_slots((), None)

    def _build(self, spec: BlockSpec, block: Block) -> None:
        clear_layout(self._form)
        self._fields.clear()
        self._controls.clear()
        for section in (self._look_section(spec, block), self._texts_section(spec)):
            if section.body.count():
                self._form.addWidget(section)
            else:
                section.deleteLater()

    def _look_section(self, spec: BlockSpec, block: Block) -> Section:
        look = Section()
        for name, choices in spec.choices.items():
            look.add(self._attribute(name, choices))
        if block.scene is not None:
            look.add(self._scene("backdrop", BACKDROPS, _BACKDROP_NAMES))
            look.add(self._scene("tint", TINTS, _TINT_NAMES))
        return look

    def _texts_section(self, spec: BlockSpec) -> Section:
        texts = Section(tr("Texts"))
        for key in spec.copy:
            texts.add(self._text_field(key, None, copy_name(key)))
        slots = len(self._block.slots) if self._block and spec.slot != "product" else 0
        for at in range(slots):
            for key in spec.slot_copy:
                name = f"{at + 1}. {copy_name(key)}"
                texts.add(self._text_field(key, at, name))
        return texts

    def _attribute(self, name: str, choices: tuple[object, ...]) -> FormRow:
        items = [(value, value_name(name, value)) for value in choices]
        wanted = partial(self._set_attribute, name)
        control = _chooser(items, wanted)
        self._controls[name] = control
        return FormRow(attribute_name(name), control)

    def _scene(
        self, name: str, values: Sequence[str], names: dict[str, str]
    ) -> FormRow:
        control = Choice([(value, tr(names[value])) for value in values])
        control.chosen.connect(partial(self._set_scene, name))
        self._controls[name] = control
        label = tr("Backdrop") if name == "backdrop" else tr("Tint")
        return FormRow(label, control)

    def _text_field(self, key: str, slot: int | None, name: str) -> CopyField:
        block = self._block
        spec = BLOCKS[block.type] if block else BlockSpec("", "")
        length = spec.copy[key] if slot is None else spec.slot_copy[key]
        field = CopyField(name, "", length, self._language)
        field.done.connect(partial(self._set_copy, key, slot))
        field.entered.connect(lambda: self.wordings_wanted.emit(key, slot))
        self._fields[key, slot] = field
        return field

    def _fill(self, block: Block) -> None:
        for name, control in self._controls.items():
            if name in ("backdrop", "tint"):
                control.set_value(getattr(block.scene, name, None))
            else:
                control.set_value(getattr(block.attributes, name))
        for (key, slot), field in self._fields.items():
            field.set_text(_text(block, key, slot, self._language))

    # Asking -------------------------------------------------------------------

    def _set_attribute(self, name: str, value: object) -> None:
        if self._block is not None:
            edit = SetAttribute(self._block.id, name, value)  # type: ignore[arg-type]
            self.edit_wanted.emit(edit)

    def _set_scene(self, name: str, value: object) -> None:
        if self._block is not None:
            self.edit_wanted.emit(SetScene(self._block.id, **{name: str(value)}))

    def _set_copy(self, key: str, slot: int | None, text: str) -> None:
        if self._block is not None:
            edit = SetCopy(self._block.id, key, text, self._language, slot)
            self.edit_wanted.emit(edit)

    def _take_wording(self, key: str, slot: int | None, text: str) -> None:
        self._set_copy(key, slot, text)
        self.wordings_wanted.emit(key, slot)


class _Why(Section):
    """What the model says of the chosen product, once it is asked."""

    def __init__(self) -> None:
        super().__init__(tr("Why this product"), line=False)
        self.product_id = ""
        self.ask = Button(tr("Ask the model"), "link")
        self.head.addWidget(self.ask)
        self.box = WhyBox()
        self.add(self.box)
        self.hide()

    def show_product(self, product_id: str) -> None:
        """Offer to ask for another product; empty for none."""
        if product_id != self.product_id:
            self.box.clear()
        self.product_id = product_id
        self.setVisible(bool(product_id))


class _Nothing(Section):
    """What stands in the tab while no block is selected."""

    def __init__(self) -> None:
        super().__init__(tr("No block selected"), line=False)
        text = tr("Click a block in the preview, or go through them with Up and Down.")
        self.body.addWidget(Label(text, "label", "text.secondary", wrap=True))
        self.add_button = Button(tr("Add a block..."), icon="plus")
        self.body.addSpacing(4)
        self.body.addWidget(self.add_button)


def _chooser(
    items: list[tuple[object, str]], chosen: Callable[[object], None]
) -> Segmented | Choice:
    letters = sum(len(text) for _, text in items)
    if len(items) <= MOST_SEGMENTS and letters <= MOST_LETTERS:
        segmented = Segmented(items, 24, stretch=True)
        segmented.changed.connect(chosen)
        return segmented
    choice = Choice(items)
    choice.chosen.connect(chosen)
    return choice


def _text(block: Block, key: str, slot: int | None, language: Language) -> str:
    if slot is None:
        words = block.copy.get(key, Words())
    elif slot < len(block.slots):
        words = block.slots[slot].copy.get(key, Words())
    else:
        words = Words()
    return words.zh if language == "zh" else words.en
