"""Runs actions: shortcuts and palette ask here who can do a row now."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from studio.ui.actions import ROWS, Row
from studio.ui.widgets import Scrim

PAGE_KEYS = "page_keys"
"""Property of a widget inside which plain arrows act on the page."""

_FIELDS = (QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox, QComboBox)
_ARROWS = {"Up", "Down", "Left", "Right", "Alt+Up", "Alt+Down", "Del", "E"}
_ONLY_PAGE = {"Up", "Down", "Left", "Right", "Del"}

Handlers = Mapping[str, Callable[[], object]]


def _within_page(widget: QWidget | None) -> bool:
    while widget is not None:
        if widget.property(PAGE_KEYS):
            return True
        widget = widget.parentWidget()
    return False


def _under_scrim(widget: QWidget | None) -> bool:
    while widget is not None and not isinstance(widget, Scrim):
        widget = widget.parentWidget()
    return widget is not None


class Dispatcher(QObject):
    """Binds the rows' shortcuts to a window.

    A shortcut is on only while its row has a handler; single letters are off in
    fields, plain arrows and Del are on only where `PAGE_KEYS` says so; all are off
    while a dialog or the palette has the focus.

    Args:
        window: Whose shortcuts they are.
        handlers: Gives the handlers of now, by row id.
    """

    ran = Signal(str)

    def __init__(self, window: QWidget, handlers: Callable[[], Handlers]) -> None:
        super().__init__(window)
        self._window = window
        self._handlers = handlers
        self._bound: list[tuple[Row, QShortcut]] = []
        for row in ROWS:
            if row.shortcut:
                self._bind(row)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus)
        self.update()

    def _bind(self, row: Row) -> None:
        shortcut = QShortcut(QKeySequence(row.shortcut), self._window)
        shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
        shortcut.setAutoRepeat(row.shortcut in _ARROWS)
        shortcut.activated.connect(lambda: self.run(row.id))
        self._bound.append((row, shortcut))

    def run(self, id_: str) -> bool:
        """Run a row; False when nobody can do it now."""
        handler = self._handlers().get(id_)
        if handler is None:
            return False
        handler()
        self.ran.emit(id_)
        return True

    def update(self) -> None:
        """Turn shortcuts on and off by what can be done now."""
        handlers = self._handlers()
        focus = self._window.focusWidget()
        in_field = isinstance(focus, _FIELDS) and not _read_only(focus)
        in_page = _within_page(focus)
        covered = _under_scrim(focus)
        for row, shortcut in self._bound:
            on = row.id in handlers and not covered
            if row.plain_key:
                on = on and not in_field
            if row.shortcut in _ONLY_PAGE:
                on = on and in_page
            shortcut.setEnabled(on)

    def _focus(self, old: QWidget | None, new: QWidget | None) -> None:
        del old
        if new is not None and new.window() is self._window:
            self.update()


def _read_only(widget: QWidget) -> bool:
    return bool(getattr(widget, "isReadOnly", lambda: False)())
