"""Collects garbage on the window's thread only.

Python collects cycles in whichever thread happens to allocate. A widget that is part
of a cycle would then be destroyed in a thread that supervises a job or reads a file,
which Qt does not survive ("Timers cannot be stopped from another thread", and worse).
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 1000


class Collector(QObject):
    """Turns automatic collection off and does it by a timer of the window's thread."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.check)
        self._timer.start()

    def settle(self) -> None:
        """Leave what was made at the start out of later collections: they get short."""
        gc.collect()
        gc.freeze()

    def check(self) -> None:
        """Collect the generations that are due, as Python itself would."""
        due = [
            generation
            for generation, (n, most) in enumerate(
                zip(gc.get_count(), gc.get_threshold(), strict=True)
            )
            if n > most > 0
        ]
        if due:
            gc.collect(max(due))
