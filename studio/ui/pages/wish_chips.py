"""Block types that a person wishes for, as chips that can be taken away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.domain.blocks import BLOCKS
from studio.ui.language import tr
from studio.ui.pages.menus import add_menu
from studio.ui.pages.names import block_name
from studio.ui.segments.flow import FlowLayout
from studio.ui.widgets.button import IconButton
from studio.ui.widgets.chip import RuleChip, Tone


class WishChips(QWidget):
    """Chips and a button that offers the rest. `changed()` comes only from a person.

    `types` are the chosen block types in the order in which they were chosen.
    """

    changed = Signal()

    def __init__(self, name: str, tone: Tone = "neutral") -> None:
        super().__init__()
        self._tone: Tone = tone
        self.types: tuple[str, ...] = ()
        self._offered: tuple[str, ...] = ()
        self.chips: dict[str, RuleChip] = {}
        self.add_button = IconButton("plus", tr("Add a block type"), size=24)
        self.add_button.clicked.connect(self._offer)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._flow = FlowLayout()
        self.setLayout(self._flow)
        self._flow.addWidget(self.add_button)

    def show_types(self, types: Sequence[str], offered: Sequence[str]) -> None:
        """Show what is wished for; `offered` are all types that the shop can fill."""
        self._offered = tuple(offered)
        if tuple(types) == self.types:
            return
        self.types = tuple(types)
        for chip in self.chips.values():
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._flow.removeWidget(self.add_button)
        self.chips = {name: self._chip(name) for name in self.types}
        for chip in self.chips.values():
            self._flow.addWidget(chip)
        self._flow.addWidget(self.add_button)
        self.updateGeometry()

    def add(self, block_type: str) -> None:
        """Wish for one more, as a person does."""
        if block_type not in self.types:
            self._set((*self.types, block_type))

    def take_away(self, block_type: str) -> None:
        """Wish for one less, as a person does."""
        self._set(tuple(each for each in self.types if each != block_type))

    def _set(self, types: tuple[str, ...]) -> None:
        self.show_types(types, self._offered)
        self.changed.emit()

    def _chip(self, name: str) -> RuleChip:
        icon = BLOCKS[name].icon if name in BLOCKS else ""
        chip = RuleChip(block_name(name), self._tone, icon, removable=True)
        chip.setToolTip(tr("Click to take it away"))
        chip.removed.connect(lambda: self.take_away(name))
        chip.clicked.connect(lambda: self.take_away(name))
        return chip

    def _offer(self) -> None:
        rest = [name for name in self._offered if name not in self.types]
        menu = add_menu(self, rest, self.add)
        corner = self.add_button.mapToGlobal(QPoint(0, self.add_button.height()))
        menu.popup(menu.origin(corner))
