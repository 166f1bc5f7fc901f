"""One line over the curves: collapse with what to do, or why training stopped early."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from studio.ui.language import tr
from studio.ui.train.health import Health, Kind
from studio.ui.widgets import Button, IconLabel, Label

_SIGNS: dict[Kind, tuple[str, str, str]] = {
    "fine": ("circle-check", "success.fill", "success.text"),
    "told": ("info", "text.tertiary", "text.secondary"),
    "alike": ("triangle-alert", "warn.fill", "warn.text"),
    "collapsed": ("circle-alert", "danger.fill", "danger.text"),
}


class HealthLine(QWidget):
    """Hidden while all is well. `again_wanted()` asks to train with another seed."""

    again_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.health = Health()
        self.icon = IconLabel("info", "text.tertiary", 16)
        self.title = Label("", "label_strong")
        self.text = Label("", "label", "text.primary", wrap=True)
        self.again = Button(tr("Train with another seed"), height=24)
        self.again.clicked.connect(self.again_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        top = Qt.AlignmentFlag.AlignTop
        row.addWidget(self.icon, 0, top)
        row.addWidget(self.title, 0, top)
        row.addWidget(self.text, 1, top)
        row.addWidget(self.again, 0, top)
        self.hide()

    def show_health(self, health: Health) -> None:
        """Show how a training does."""
        self.setVisible(health.kind != "fine")
        if health == self.health:
            return
        self.health = health
        icon, sign, ink = _SIGNS[health.kind]
        self.icon.set_icon(icon, sign)
        self.title.setText(health.title)
        self.title.set_ink(ink)
        self.text.setText(health.text)
        self.again.setVisible(health.again)
