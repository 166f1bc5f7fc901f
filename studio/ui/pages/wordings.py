"""Other wordings of a text, to choose from; what was left out says why."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio.ui.language import tr
from studio.ui.pages.advice import Wording
from studio.ui.pages.names import copy_name
from studio.ui.widgets.checks import Radio
from studio.ui.widgets.heads import Section, clear_layout
from studio.ui.widgets.label import IconLabel, Label


class Wordings(Section):
    """Radio rows of wordings. `chosen(key, slot, text)` when a person takes one."""

    chosen = Signal(str, object, str)

    def __init__(self) -> None:
        super().__init__(tr("Other wordings"))
        self._key = ""
        self._slot: int | None = None
        self.hide()

    def show_wordings(
        self, key: str, slot: int | None, now: str, others: Sequence[Wording]
    ) -> None:
        """Show the text in use and what else could stand there."""
        self._key, self._slot = key, slot
        self.aside.setText(copy_name(key))
        clear_layout(self.body)
        good = [each.text for each in others if not each.against and each.text != now]
        self.setVisible(bool(good))
        for text in dict.fromkeys([now, *good] if now else good):
            self.add(self._radio(text, now))
        for each in others:
            if each.against:
                self.add(_LeftOut(each))

    def _radio(self, text: str, now: str) -> Radio:
        radio = Radio(_short(text), text)
        radio.setToolTip(text)
        radio.setChecked(text == now)
        radio.clicked.connect(
            lambda _=False: self.chosen.emit(self._key, self._slot, text)
        )
        return radio


class _LeftOut(QWidget):
    def __init__(self, wording: Wording) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(IconLabel("circle-alert", "danger.fill", 16))
        texts = QVBoxLayout()
        texts.setSpacing(0)
        text = Label(wording.text, "label", "text.tertiary", elide=True)
        font = text.font()
        font.setStrikeOut(True)
        text.setFont(font)
        texts.addWidget(text)
        why = tr("Left out: {why}", why=wording.against)
        texts.addWidget(Label(why, "caption", "danger.text", elide=True))
        row.addLayout(texts, 1)


def _short(text: str, most: int = 40) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
