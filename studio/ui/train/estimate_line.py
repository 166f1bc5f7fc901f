"""What a training with the settings of a form will take, under the form."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.domain.estimates import Estimate
from studio.ui import formats
from studio.ui.language import mark, tr
from studio.ui.said import said
from studio.ui.train.words import Model
from studio.ui.widgets import KeyValue, Label

EACH: dict[Model, str] = {
    "taste": mark("{n} epochs of {time} at most"),
    "layout": mark("{n} steps of {time} at most"),
}
_SHORT = 10


class EstimateLine(QWidget):
    """Time and memory, or why there is no estimate."""

    def __init__(self, model: Model) -> None:
        super().__init__()
        self.model = model
        self.title = Label(tr("What this training takes"), "label_strong")
        self.time = KeyValue(tr("Time"))
        self.each = KeyValue("")
        self.memory = KeyValue(tr("Memory"))
        self.state = Label("", "caption", "text.tertiary", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 12)
        column.setSpacing(2)
        for widget in (self.title, self.time, self.each, self.memory, self.state):
            column.addWidget(widget)
        self.wait(tr("It is measured when this tab is looked at."))

    def wait(self, why: str) -> None:
        """Show no figures, and why."""
        for row in (self.time, self.each, self.memory):
            row.hide()
        self.say(why, "text.tertiary")

    def say(self, text: str, ink: str) -> None:
        """A sentence under the figures."""
        self.state.setText(text)
        self.state.set_ink(ink)
        self.state.setVisible(bool(text))

    def show_estimate(self, found: Estimate) -> None:
        """Show an estimate, or that the training would be refused."""
        for row in (self.time, self.each):
            row.setVisible(found.measured)
        self.memory.show()
        time = formats.estimate(found.seconds)
        self.time.set(tr("about {time}", time=time))
        self.each.set(
            tr(EACH[self.model], n=formats.count(found.epochs), time=_each(found.each))
        )
        need, free = (formats.file_size(n) for n in (found.memory, found.there))
        self.memory.set(tr("{need} of {free} free", need=need, free=free))
        if found.fits:
            self.say(tr("It may stop early."), "text.tertiary")
        else:
            refusal = tr("That does not fit into the memory of this machine.")
            self.say(f"{refusal} {said(found.advice)}", "danger.text")


def _each(seconds: float) -> str:
    places = 2 if seconds < 1 else 1 if seconds < _SHORT else 0
    return tr("{n} s", n=formats.decimal(seconds, places))
