"""The products of the selected block, and what can be done to one of them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio.ui.language import mark, plural, tr
from studio.ui.pages.slot_row import SlotFace, SlotRow
from studio.ui.pages.thumbnails import Thumbnails
from studio.ui.widgets.button import IconButton
from studio.ui.widgets.heads import clear_layout
from studio.ui.widgets.label import Label, set_surface

_ACTIONS = (
    ("slot.pin", "pin", mark("Pin or unpin"), "P"),
    ("slot.boost", "trending-up", mark("Boost the product"), "B"),
    ("slot.bury", "trending-down", mark("Bury the product"), "Shift+B"),
    ("slot.next_product", "refresh-cw", mark("Next best product"), ""),
    ("slot.replace", "arrow-left-right", mark("Replace product..."), "R"),
    ("slot.hide", "eye-off", mark("Never show on this page"), ""),
)


class SlotList(QWidget):
    """Rows of slots; under the selected one its buttons.

    `chosen(slot)` when a person goes to a slot; `acted(action id)` for a button.
    """

    chosen = Signal(int)
    acted = Signal(str)

    def __init__(self, thumbnails: Thumbnails) -> None:
        super().__init__()
        self.thumbnails = thumbnails
        self._faces: tuple[SlotFace, ...] = ()
        self._here: int | None = None
        self.count = Label("", "caption", "text.tertiary")
        head = QHBoxLayout()
        head.setContentsMargins(16, 12, 16, 6)
        head.addWidget(Label(tr("Slots"), "label_strong"))
        head.addStretch(1)
        head.addWidget(self.count)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(0)
        column.addLayout(head)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        column.addLayout(self._rows)
        self.hide()

    def forget_pictures(self) -> None:
        """Read pictures anew: the project or its pictures have changed."""
        self.thumbnails.forget()

    def show_slots(self, faces: Sequence[SlotFace], here: int | None) -> None:
        """Show the slots of a block; one of them may be selected."""
        if (tuple(faces), here) == (self._faces, self._here):
            return
        self._faces, self._here = tuple(faces), here
        self.count.setText(
            plural(len(faces), "{n} product, score", "{n} products, score")
        )
        clear_layout(self._rows)
        for face in faces:
            row = SlotRow(face, self.thumbnails, here=face.at == here)
            row.chosen.connect(lambda at=face.at: self.chosen.emit(at))
            self._rows.addWidget(row)
            if face.at == here:
                self._rows.addWidget(self._buttons(face))
        self.setVisible(bool(faces))

    def _buttons(self, face: SlotFace) -> QWidget:
        strip = QWidget()
        set_surface(strip, "selected")
        row = QHBoxLayout(strip)
        row.setContentsMargins(66, 0, 16, 8)
        row.setSpacing(2)
        on = {
            "slot.pin": face.pinned,
            "slot.boost": face.weight > 1,
            "slot.bury": face.weight < 1,
        }
        for action, icon, name, keys in _ACTIONS:
            button = IconButton(icon, tr(name), keys, size=24)
            button.setCheckable(action in on)
            button.setChecked(on.get(action, False))
            button.clicked.connect(lambda _=False, a=action: self.acted.emit(a))
            row.addWidget(button)
        row.addStretch(1)
        return strip
