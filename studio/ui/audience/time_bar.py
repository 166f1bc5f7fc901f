"""The time slider under the map: who had come to the shop by a day."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QSlider, QWidget

from studio.domain.behaviour import Ints
from studio.domain.taste import Flags
from studio.ui import formats
from studio.ui.language import tr
from studio.ui.widgets import IconButton, Label

DAY_S = 86_400
_SOON_MS = 40
_HIGH = 32


class TimeBar(QWidget):
    """A slider over the days of the shop's events.

    Signals:
        shown(object): flags (S,) of who had come by the chosen day, None for all.
        closed(): the bar is not wanted any more.
    """

    shown = Signal(object)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(_HIGH)
        self._first: Ints = np.zeros(0, np.int64)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setAccessibleName(tr("Shoppers who had come by"))
        self.slider.setPageStep(7)
        self.words = Label("", "label", "text.secondary")
        self.close_button = IconButton("x", tr("Show all shoppers"), size=24)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 8, 0)
        row.setSpacing(12)
        row.addWidget(Label(tr("Had come by"), "label", "text.secondary"))
        row.addWidget(self.slider, 1)
        row.addWidget(self.words)
        row.addWidget(self.close_button)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON_MS)
        self._soon.timeout.connect(self._show)
        self.slider.valueChanged.connect(lambda _: self._moved())
        self.close_button.clicked.connect(self.closed.emit)
        self.hide()

    def show_times(self, first: Ints) -> bool:
        """Begin at the last day.

        Args:
            first: (S,) when each shopper was first seen, in seconds; -1 for never.

        Returns:
            False where all came on one day: there is nothing to choose.
        """
        self._first = first
        known = first[first >= 0]
        if not len(known) or known.max() // DAY_S == known.min() // DAY_S:
            return False
        self.slider.blockSignals(True)
        self.slider.setRange(int(known.min() // DAY_S), int(known.max() // DAY_S))
        self.slider.setValue(self.slider.maximum())
        self.slider.blockSignals(False)
        self._say()
        self.show()
        return True

    def who(self) -> Flags | None:
        """Who had come by the end of the chosen day; None for all."""
        day = self.slider.value()
        if self.isHidden() or day >= self.slider.maximum():
            return None
        flags: Flags = (self._first >= 0) & (self._first < (day + 1) * DAY_S)
        return flags

    def _moved(self) -> None:
        self._say()
        self._soon.start()

    def _say(self) -> None:
        self.words.setText(formats.day(self.slider.value() * DAY_S + DAY_S / 2))

    def _show(self) -> None:
        self.shown.emit(self.who())
