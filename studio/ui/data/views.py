"""The views of the Data step: files, the stored rows, quality, segments, privacy.

A view is a widget with `set_session(session)`, `refresh()` (the project's data have
changed) and `panels()` (what F6 goes through), and with the signals `toast_wanted`
and, where it needs them, `data_changed` (it changed data itself) and `run_wanted` (an
action of the window). It is made when it is first shown, with
the context as its one argument. To add one, add a row to VIEWS.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from studio.ui.context import Context
from studio.ui.language import mark, tr
from studio.ui.widgets import Tabs

if TYPE_CHECKING:  # the store's libraries would delay the first window
    from studio.services.session import Session

FILES = "files"


@dataclass(frozen=True)
class View:
    """A view: its key, its marked title, and where its class is."""

    key: str
    title: str
    module: str
    name: str


VIEWS: tuple[View, ...] = (
    View("table", mark("Table"), "studio.ui.data.table_view", "TableView"),
    View("quality", mark("Quality"), "studio.ui.data.quality_view", "QualityView"),
    View("segments", mark("Segments"), "studio.ui.segments.panel", "SegmentsPanel"),
    View("privacy", mark("Privacy"), "studio.ui.privacy.panel", "PrivacyPanel"),
)


class DataViews(QWidget):
    """The tabs of the Data step over one view at a time; "files" is the first.

    Signals: toast_wanted(Toast), run_wanted(str) and data_changed() as of a step;
    changed() when another view is shown.
    """

    toast_wanted = Signal(object)
    run_wanted = Signal(str)
    data_changed = Signal()
    changed = Signal()

    def __init__(self, context: Context, files: QWidget) -> None:
        super().__init__()
        self._context = context
        self._session: Session | None = None
        self._made: dict[str, Any] = {}
        self._late: set[str] = set()
        titles = [(view.key, tr(view.title)) for view in VIEWS]
        self.tabs = Tabs([(FILES, tr("Files")), *titles])
        self.tabs.changed.connect(self.show_view)
        self._stack = QStackedWidget()
        self._stack.addWidget(files)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tabs)
        column.addWidget(self._stack, 1)

    def current(self) -> str:
        """Key of the view that is shown."""
        return self.tabs.value()

    def show_view(self, key: str) -> None:
        """Show a view, made on the first time and read anew if data changed since."""
        self.tabs.set_value(key)
        if key == FILES:
            self._stack.setCurrentIndex(0)
        else:
            view = self._made.get(key) or self._make(key)
            if key in self._late:
                self._late.discard(key)
                view.refresh()
            self._stack.setCurrentWidget(view)
        self.changed.emit()

    def view(self, key: str) -> Any | None:  # noqa: ANN401 - whatever class it names
        """A view that was shown before."""
        return self._made.get(key)

    def set_session(self, session: Session | None) -> None:
        """Show another project."""
        self._session = session
        self._late.clear()
        for view in self._made.values():
            view.set_session(session)

    def refresh(self) -> None:
        """The project's data have changed: read again what is seen, others later."""
        self._late = set(self._made)
        if self.current() != FILES:
            self.show_view(self.current())

    def panels(self) -> tuple[QWidget, ...]:
        """What F6 goes through in the view that is shown; empty for files."""
        view = self._made.get(self.current())
        return () if view is None else (self.tabs, *view.panels())

    def _make(self, key: str) -> Any:  # noqa: ANN401 - whatever class it names
        row = next(view for view in VIEWS if view.key == key)
        view = getattr(import_module(row.module), row.name)(self._context)
        self._made[key] = view
        self._stack.addWidget(view)
        view.toast_wanted.connect(self.toast_wanted.emit)
        if hasattr(view, "data_changed"):
            view.data_changed.connect(self.data_changed.emit)
        if hasattr(view, "run_wanted"):
            view.run_wanted.connect(self.run_wanted.emit)
        view.set_session(self._session)
        return view
