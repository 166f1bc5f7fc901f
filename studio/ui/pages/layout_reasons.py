"""Asks why the open page's layout suits its persona, while the Layout tab is seen."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from studio.domain.jobs import (
    Ending,
    Failed,
    Finished,
    Generate,
    LayoutReasons,
    ProposeLayouts,
    TakeLayout,
)
from studio.services.jobs import result
from studio.ui.jobs import JobHandle
from studio.ui.pages.desk import Desk

_AFTER_MS = 300
"""The model is asked when the person pauses."""


class Reasoning(QObject):
    """Keeps the reasons of the open page's revision in the Layout tab."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._of: tuple[str, int] | None = None
        self._reasons: LayoutReasons | None = None
        self._handle: JobHandle | None = None
        self._soon = QTimer(self, singleShot=True, interval=_AFTER_MS)
        self._soon.timeout.connect(self._ask)
        editor, inspector = desk.editor, desk.inspector
        editor.opened.connect(self.show)
        editor.changed.connect(lambda _: self.show())
        editor.selected.connect(self.show)
        inspector.tabs.changed.connect(lambda _: self.show())
        inspector.layout_tab.why.rows.chosen.connect(editor.select)

    def forget(self) -> None:
        """Models or data have changed: what was said holds no more."""
        self._of = None
        self.show()

    @property
    def known(self) -> LayoutReasons | None:
        """The reasons of the page as it is; None until they have come."""
        return self._reasons if self._of == self._shown() else None

    def show(self) -> None:
        """Show what is known, and ask for what is not."""
        desk = self._desk
        page, blocks = desk.editor.page, desk.exploring.shown()
        desk.inspector.layout_tab.show_page(
            page, desk.persona_name(), blocks, self.known, desk.editor.block_id
        )
        seen = desk.inspector.tabs.value() == "layout"
        if seen and blocks and self.known is None:
            self._soon.start()

    def _shown(self) -> tuple[str, int] | None:
        row = self._desk.editor.row
        return (row.page_id, row.revision) if row else None

    def _ask(self) -> None:
        jobs, session, of = self._desk.context.jobs, self._desk.session, self._shown()
        if session is None or of is None or self.known is not None:
            return
        if self._handle or jobs.of(ProposeLayouts, TakeLayout, Generate) is not None:
            self._soon.start()  # one warm worker: a person's wish goes first
            return
        job = session.pages.explain_layout_job(of[0])
        self._handle = jobs.start(job, warm=True)
        self._handle.ended.connect(lambda ending: self._take(of, ending))

    def _take(self, of: tuple[str, int], ending: Ending) -> None:
        self._handle = None
        if isinstance(ending, Finished):
            self._reasons, self._of = result(ending, LayoutReasons), of
        elif isinstance(ending, Failed):
            self._reasons, self._of = LayoutReasons(), of
        self.show()
