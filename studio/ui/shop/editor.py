"""One section of the shop page: a form, or a list of forms."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio.ui.language import tr
from studio.ui.shop.form import Form
from studio.ui.shop.sections import SectionSpec
from studio.ui.widgets.button import Button, IconButton
from studio.ui.widgets.heads import PanelHead, Scroll, clear_layout
from studio.ui.widgets.label import HLine, Label

MOST_WIDTH = 820


class SectionEditor(QWidget):
    """Edits one section of a shop given as plain values.

    Signals:
        changed(dict): the whole shop with the section changed.
    """

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._spec: SectionSpec | None = None
        self._shop: dict[str, Any] = {}
        self.head = PanelHead("", 56, " ")
        self.add = Button(tr("Add"), "secondary", "plus")
        self.add.clicked.connect(self._add)
        self.head.add(self.add)
        self._problem = Label("", "label", "warn.text", wrap=True)
        self._problem.setContentsMargins(16, 8, 16, 8)
        self._problem.hide()
        self._scroll = Scroll()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self._problem)
        column.addWidget(self._scroll, 1)

    def show_section(self, spec: SectionSpec, shop: dict[str, Any]) -> None:
        """Show a section of a shop."""
        self._spec, self._shop = spec, shop
        self.head.set_title(tr(spec.title))
        self.head.set_detail(tr(spec.why))
        self.add.setVisible(spec.is_list)
        clear_layout(self._scroll.body)
        if spec.is_list:
            self._show_list(spec)
        else:
            value = shop.get(spec.path) or {} if spec.path else shop
            form = Form(spec.fields, value)
            form.changed.connect(self._form_changed)
            self._scroll.body.addWidget(_framed(form))
        self._scroll.body.addStretch(1)

    def show_problem(self, sentence: str) -> None:
        """Say why the facts are not saved yet; empty when they are."""
        self._problem.setText(tr("Not saved yet: {why}", why=sentence))
        self._problem.setVisible(bool(sentence))

    def _items(self) -> list[dict[str, Any]]:
        path = self._spec.path if self._spec else ""
        return list(self._shop.get(path) or [])

    def _show_list(self, spec: SectionSpec) -> None:
        items = self._items()
        if not items:
            nothing = Label(tr("Nothing yet."), "label", "text.secondary")
            self._scroll.body.addWidget(_framed(nothing))
        for at, item in enumerate(items):
            form = Form(spec.fields, item)
            form.changed.connect(lambda new, at=at: self._item_changed(at, new))
            remove = IconButton("trash-2", tr("Remove"))
            remove.clicked.connect(lambda _=False, at=at: self._remove(at))
            box = QWidget()
            line = QHBoxLayout(box)
            line.setContentsMargins(0, 0, 0, 0)
            line.setSpacing(8)
            line.addWidget(form, 1)
            line.addWidget(remove)
            self._scroll.body.addWidget(_framed(box))
            self._scroll.body.addWidget(HLine("subtle"))

    def _form_changed(self, value: dict[str, Any]) -> None:
        if self._spec is not None and self._spec.path:
            self._emit({**self._shop, self._spec.path: value})
        else:
            self._emit(value)

    def _item_changed(self, at: int, value: dict[str, Any]) -> None:
        items = self._items()
        items[at] = value
        self._set_items(items)

    def _add(self) -> None:
        if self._spec is None:
            return
        empty: dict[str, Any] = {}
        for field in self._spec.fields:
            if field.kind == "words":
                empty[field.key] = {}
            elif field.kind == "choice":
                empty[field.key] = field.choices[0][0]
            elif field.kind != "stars":
                empty[field.key] = ""
        self._set_items([*self._items(), empty])
        self.show_section(self._spec, self._shop)

    def _remove(self, at: int) -> None:
        if self._spec is None:
            return
        items = self._items()
        del items[at]
        self._set_items(items)
        self.show_section(self._spec, self._shop)

    def _set_items(self, items: list[dict[str, Any]]) -> None:
        if self._spec is not None:
            self._emit({**self._shop, self._spec.path: items})

    def _emit(self, shop: dict[str, Any]) -> None:
        self._shop = shop
        self.changed.emit(shop)


def _framed(widget: QWidget) -> QWidget:
    widget.setMaximumWidth(MOST_WIDTH)
    frame = QWidget()
    column = QVBoxLayout(frame)
    column.setContentsMargins(16, 12, 16, 12)
    column.addWidget(widget)
    return frame
