"""Products by what is meant: asks the warm worker while a person types."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from studio.domain.errors import CancelledByUser, VitrineError
from studio.domain.jobs import Ending, FindProducts, FoundProducts
from studio.services import settings
from studio.services.jobs import result
from studio.services.session import Session
from studio.ui.jobs import JobHandle, JobSignals

PAUSE_MS = 250
"""So long a person must pause before the worker is asked."""
MOST = 40


class ProductSearch(QObject):
    """Asks for one query at a time; of those typed meanwhile only the last counts.

    Signals:
        found(str, object): the query and its `FoundProducts`.
        failed(str, object): the query and the `VitrineError`.
    """

    found = Signal(str, object)
    failed = Signal(str, object)

    def __init__(self, jobs: JobSignals, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs, self._folder = jobs, str(session.folder)
        self._wanted = ""
        self._asked = ""
        self._handle: JobHandle | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self._ask)

    def look_for(self, query: str) -> None:
        """Ask once the person pauses; an empty query asks and answers nothing."""
        self._wanted = query.strip()
        if self._wanted:
            self._timer.start()
        else:
            self._timer.stop()

    def _ask(self) -> None:
        if self._handle is not None or not self._wanted:
            return  # `_end` asks anew
        self._asked = self._wanted
        choice = settings.load().encoder
        job = FindProducts(self._folder, self._asked, MOST, choice)
        self._handle = self._jobs.start(job, warm=True)
        self._handle.ended.connect(self._end)

    def _end(self, ending: Ending) -> None:
        self._handle = None
        if self._wanted != self._asked:
            self._ask()
            return
        try:
            self.found.emit(self._asked, result(ending, FoundProducts))
        except CancelledByUser:
            return
        except VitrineError as problem:
            self.failed.emit(self._asked, problem)
