"""Approving the open page, and taking it back."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from studio.domain.errors import VitrineError
from studio.domain.review import PageRow
from studio.ui.language import tr
from studio.ui.pages.approve_dialog import ApproveDialog
from studio.ui.pages.desk import Desk
from studio.ui.pages.names import STATUS_NAMES
from studio.ui.step import MainAction
from studio.ui.widgets.toast import Toast

_TONES = {"approved": "success", "stale": "warn", "draft": "neutral"}


class Approving(QObject):
    """`told(Toast)` for anything to say; `changed()` when an approval came or went."""

    told = Signal(object)
    changed = Signal()

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(window)
        self._desk = desk
        self._window = window

    def main_action(self, row: PageRow | None) -> MainAction | None:
        """The step's main button for a page."""
        if row is None:
            return None
        status = tr(STATUS_NAMES[row.status])
        said = tr("{status}, revision {n}", status=status, n=row.revision)
        return MainAction(
            tr("Approve"),
            self._desk.approve,
            "check",
            enabled=row.status != "approved",
            chip=(said, _TONES[row.status]),
        )

    def ask(self, page_line: str, by: str) -> None:
        """Ask for a note; approve when it is given."""
        page, advice = self._desk.editor.page, self._desk.advice
        if page is None or advice is None:
            return
        found = len(advice.findings(page))
        dialog = ApproveDialog(self._window, page_line, by, found)
        dialog.done.connect(partial(self._approve, page.id, page_line))
        dialog.open()

    def _approve(self, page_id: str, page_line: str, by: str, note: str) -> None:
        session = self._desk.session
        if session is None:
            return
        try:
            session.pages.approve(page_id, by=by, note=note)
        except VitrineError as problem:
            self.told.emit(Toast(problem.message, problem.hint, "danger"))
            return
        self._desk.editor.reread()
        self.changed.emit()
        undo = partial(self._withdraw, page_id)
        self.told.emit(
            Toast(tr("Page approved"), page_line, action=tr("Undo"), run=undo)
        )

    def _withdraw(self, page_id: str) -> None:
        session = self._desk.session
        if session is not None:
            session.pages.withdraw(page_id)
            self._desk.editor.reread()
            self.changed.emit()
