"""What is asked of the layout model: how daring, how long, which blocks."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSlider, QWidget

from studio.domain.page import Block
from studio.domain.wishes import Asked, Wishes
from studio.ui.language import plural, tr
from studio.ui.pages.wish_chips import WishChips
from studio.ui.segments.flow import FlowLayout
from studio.ui.widgets.button import Button
from studio.ui.widgets.forms import LABEL_WIDTH, Choice, FormRow
from studio.ui.widgets.heads import Section
from studio.ui.widgets.label import Label

LENGTHS = range(7, 12)
"""Blocks of a page, by the page rules."""
_STEPS = 20


class AskSection(Section):
    """Slider, length, chips, and the two buttons.

    `changed()` when a person changes a wish; `rest_wanted()` and `like_wanted()` ask
    for proposals.
    """

    changed = Signal()
    rest_wanted = Signal()
    like_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(tr("Ask for other layouts"))
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, _STEPS)
        self.slider.setValue(_STEPS // 2)
        self.slider.setAccessibleName(tr("From like our pages to surprise me"))
        self.slider.valueChanged.connect(lambda _: self.changed.emit())
        any_length: list[tuple[object, str]] = [(None, tr("As it comes"))]
        lengths = [(n, tr("{n} blocks", n=n)) for n in LENGTHS]
        self.length = Choice([*any_length, *lengths])
        self.length.chosen.connect(lambda _: self.changed.emit())
        self.must = WishChips(tr("Must have"), "accent")
        self.must_not = WishChips(tr("Must not have"))
        for chips in (self.must, self.must_not):
            chips.changed.connect(self.changed)
        self.rest = Button(tr("Regenerate the rest"))
        self.rest.clicked.connect(self.rest_wanted)
        self.like = Button(tr("More like this"))
        self.like.clicked.connect(self.like_wanted)
        self.locked = Label("", "caption", "text.tertiary", wrap=True)
        self._lay_out()
        self.show_locked(())

    def _lay_out(self) -> None:
        self.add(self.slider)
        ends = QHBoxLayout()
        ends.addWidget(Label(tr("Like our pages"), "caption", "text.tertiary"))
        ends.addStretch(1)
        ends.addWidget(Label(tr("Surprise me"), "caption", "text.tertiary"))
        self.body.addLayout(ends)
        self.add(FormRow(tr("How long"), self.length))
        self.add(_chips_row(tr("Must have"), self.must))
        self.add(_chips_row(tr("Must not"), self.must_not))
        self.add(self.locked)
        buttons = FlowLayout()
        for button in (self.rest, self.like):
            buttons.addWidget(button)
        holder = QWidget()
        holder.setLayout(buttons)
        self.add(holder)

    @property
    def asked(self) -> Asked:
        """What is wished for, and how daring; locks belong to the page."""
        length = self.length.value()
        wishes = Wishes(
            length if isinstance(length, int) else None,
            self.must.types,
            self.must_not.types,
        )
        return Asked(wishes, self.slider.value() / _STEPS)

    def show_asked(self, asked: Asked, offered: Sequence[str]) -> None:
        """Show wishes without a signal; `offered` are the types that can be filled."""
        self.slider.blockSignals(True)
        self.slider.setValue(round(asked.surprise * _STEPS))
        self.slider.blockSignals(False)
        self.length.set_value(asked.wishes.length)
        self.must.show_types(asked.wishes.must, offered)
        self.must_not.show_types(asked.wishes.must_not, offered)

    def show_locked(self, blocks: Sequence[Block]) -> None:
        """Say how much of the page stays."""
        n = sum(block.locked for block in blocks)
        text = tr("Nothing is locked: lock blocks with L, or below, to keep them.")
        if n:
            text = plural(n, "{n} locked block stays.", "{n} locked blocks stay.")
        self.locked.setText(text)
        self.rest.setText(tr("Regenerate the rest") if n else tr("Regenerate"))
        self.rest.setEnabled(not blocks or n < len(blocks))


def _chips_row(name: str, chips: WishChips) -> QWidget:
    row = QWidget()
    grid = QGridLayout(row)
    grid.setContentsMargins(0, 4, 0, 4)
    grid.setSpacing(0)
    label = Label(name, "label", "text.secondary")
    label.setFixedWidth(LABEL_WIDTH)
    label.setMinimumHeight(24)
    grid.addWidget(label, 0, 0, Qt.AlignmentFlag.AlignTop)
    grid.addWidget(chips, 0, 1)
    grid.setColumnStretch(1, 1)
    return row
