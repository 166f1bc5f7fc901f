"""A form made from field specs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio.ui.language import tr
from studio.ui.shop.sections import FieldSpec
from studio.ui.widgets.checks import CheckBox
from studio.ui.widgets.forms import Choice, Field, FormRow

LABEL_WIDTH = 168
MOST_STARS = 5
LANGUAGES = (("en", "English"), ("zh", "中文"))


class Form(QWidget):
    """Fields of one value, a plain dictionary as JSON would hold it.

    Signals:
        changed(dict): a person changed a field; the whole new value.
    """

    changed = Signal(object)

    def __init__(self, fields: tuple[FieldSpec, ...], value: Mapping[str, Any]) -> None:
        super().__init__()
        self._value = dict(value)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for spec in fields:
            control = self._control(spec)
            column.addWidget(FormRow(tr(spec.label), control, LABEL_WIDTH))

    def _control(self, spec: FieldSpec) -> QWidget:
        match spec.kind:
            case "words":
                return self._words(spec)
            case "choice":
                return self._choice(spec, [(k, tr(t)) for k, t in spec.choices])
            case "stars":
                stars = [(n, str(n)) for n in range(1, MOST_STARS + 1)]
                return self._choice(spec, [(None, tr("Not given")), *stars])
            case "languages":
                return self._languages(spec)
            case _:
                return self._text(spec.key, self._value.get(spec.key) or "", spec.hint)

    def _text(self, key: str, text: str, hint: str) -> Field:
        field = Field()
        field.set_text(text)
        field.setPlaceholderText(hint)
        field.done.connect(lambda new: self._set(key, new))
        return field

    def _words(self, spec: FieldSpec) -> QWidget:
        words = dict(self._value.get(spec.key) or {})
        pair = QWidget()
        line = QHBoxLayout(pair)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        for code, name in LANGUAGES:
            field = Field()
            field.set_text(words.get(code, ""))
            field.setPlaceholderText(name)
            field.setAccessibleName(f"{tr(spec.label)}, {name}")
            field.done.connect(lambda new, c=code: self._set_words(spec.key, c, new))
            line.addWidget(field, 1)
        return pair

    def _choice(self, spec: FieldSpec, items: list[tuple[Any, str]]) -> Choice:
        choice = Choice(items)
        choice.set_value(self._value.get(spec.key, items[0][0]))
        choice.chosen.connect(lambda new: self._set(spec.key, new))
        return choice

    def _languages(self, spec: FieldSpec) -> QWidget:
        spoken = list(self._value.get(spec.key) or ["en"])
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(16)
        boxes = {code: CheckBox(name) for code, name in LANGUAGES}

        def read() -> None:
            chosen = [code for code, box in boxes.items() if box.isChecked()]
            first = [code for code in spoken if code in chosen]
            rest = [code for code in chosen if code not in first]
            self._set(spec.key, first + rest or ["en"])

        for code, box in boxes.items():
            box.setChecked(code in spoken)
            box.toggled.connect(lambda _: read())
            line.addWidget(box)
        line.addStretch(1)
        return row

    def _set(self, key: str, value: object) -> None:
        self._value[key] = value
        self.changed.emit(dict(self._value))

    def _set_words(self, key: str, code: str, text: str) -> None:
        words = dict(self._value.get(key) or {})
        words[code] = text
        self._set(key, words)
