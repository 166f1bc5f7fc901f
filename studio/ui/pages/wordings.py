"""Other wordings of a text, to choose from; what was left out says why."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal

from studio.ui.language import tr
from studio.ui.pages.names import copy_name
from studio.ui.widgets.checks import Radio
from studio.ui.widgets.heads import Section, clear_layout


class Wordings(Section):
    """Radio rows of wordings. `chosen(key, slot, text)` when a person takes one."""

    chosen = Signal(str, object, str)

    def __init__(self) -> None:
        super().__init__(tr("Other wordings"))
        self._key = ""
        self._slot: int | None = None
        self.hide()

    def show_wordings(
        self, key: str, slot: int | None, now: str, others: Sequence[str]
    ) -> None:
        """Show the text in use and what else could stand there."""
        self._key, self._slot = key, slot
        self.aside.setText(copy_name(key))
        clear_layout(self.body)
        rest = [text for text in dict.fromkeys(others) if text and text != now]
        self.setVisible(bool(rest))
        if not rest:
            return
        for text in [now, *rest] if now else rest:
            self.add(self._radio(text, now))

    def _radio(self, text: str, now: str) -> Radio:
        radio = Radio(_short(text), text)
        radio.setToolTip(text)
        radio.setChecked(text == now)
        radio.clicked.connect(
            lambda _=False: self.chosen.emit(self._key, self._slot, text)
        )
        return radio


def _short(text: str, most: int = 44) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
