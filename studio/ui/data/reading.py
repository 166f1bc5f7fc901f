"""The files that were read: plans, pictures, and what is still being read."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio.domain.errors import InputProblem
from studio.domain.imports import ImportPlan
from studio.ui.language import tr

if TYPE_CHECKING:
    from studio.services.imports import ImportService
    from studio.services.session import Session


class FilesRead(QObject):
    """Reads files off the window's thread and keeps their plans.

    Signals: changed(); added(int) the place of the first new plan.
    """

    changed = Signal()
    added = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.plans: list[ImportPlan] = []
        self.pictures: list[str] = []
        self.reading: list[str] = []
        self._service: ImportService | None = None
        self._turn = asyncio.Lock()

    def set_session(self, session: Session | None) -> None:
        """Start anew with another project."""
        self._service = session.imports if session is not None else None
        self.clear()

    def clear(self) -> None:
        """Take every file off."""
        self.plans, self.pictures, self.reading = [], [], []
        self.changed.emit()

    @property
    def importable(self) -> list[ImportPlan]:
        """The plans without a problem."""
        return [plan for plan in self.plans if not plan.problem]

    def remove(self, row: int) -> None:
        """Take a file (or, after the files, the pictures) off."""
        if 0 <= row < len(self.plans):
            del self.plans[row]
        elif row == len(self.plans):
            self.pictures = []
        self.changed.emit()

    async def read(self, paths: Sequence[Path]) -> None:
        """Read files, folders and zips; a file read again replaces its plan."""
        service = self._service
        if service is None:
            return
        names = [str(path) for path in paths]
        self.reading += names
        self.changed.emit()
        try:
            plans = await asyncio.to_thread(service.inspect, paths)
            pictures = await asyncio.to_thread(service.pictures_in, paths)
        finally:
            self.reading = [name for name in self.reading if name not in names]
            self.changed.emit()
        if not plans and not pictures:
            raise InputProblem(
                tr("There is nothing to import in {names}.", names=_names(paths)),
                tr("Vitrine reads CSV, TSV, Excel, Parquet and JSON, and pictures."),
            )
        self._add(service, plans, pictures)

    def _add(
        self,
        service: ImportService,
        plans: Sequence[ImportPlan],
        pictures: Sequence[str],
    ) -> None:
        if service is not self._service:  # another project was opened meanwhile
            return
        fresh = {plan.path for plan in plans}
        self.plans = [plan for plan in self.plans if plan.path not in fresh]
        first = len(self.plans)
        self.plans += plans
        self.pictures = list(dict.fromkeys([*self.pictures, *pictures]))
        self.changed.emit()
        self.added.emit(first)

    async def sample(self) -> None:
        """Read the sample shop's files."""
        service = self._service
        if service is None:
            return
        self.reading = [tr("Sample shop")]
        self.changed.emit()
        try:
            plans = await asyncio.to_thread(service.sample)
            pictures = await asyncio.to_thread(service.sample_pictures)
        finally:
            self.reading = []
        self._add(service, plans, pictures)

    async def change(
        self, row: int, ask: Callable[[ImportService, ImportPlan], ImportPlan]
    ) -> None:
        """Replace a plan by what the service makes of a person's wish."""
        service = self._service
        if service is None or not 0 <= row < len(self.plans):
            return
        path = self.plans[row].path
        async with self._turn:  # each change is one of what the one before made
            plan = self._planned(path)
            if plan is None:
                return
            changed = await asyncio.to_thread(ask, service, plan)
            if self._planned(path) is plan:
                self.plans[self.plans.index(plan)] = changed
                self.changed.emit()

    def _planned(self, path: str) -> ImportPlan | None:
        return next((plan for plan in self.plans if plan.path == path), None)


def _names(paths: Sequence[Path]) -> str:
    names = [path.name for path in paths[:3]]
    return ", ".join(names) + (", ..." if len(paths) > len(names) else "")
