"""The steps of the window: made when needed, one shown at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from studio.ui.context import Context
from studio.ui.folding import Fold
from studio.ui.step import Step, StepState
from studio.ui.steps import StepEntry

if TYPE_CHECKING:
    from studio.services.session import Session


class Stage(QStackedWidget):
    """Holds the steps.

    Signals:
        shown(str): another step is visible.
        step_changed(str): what a step says of itself may be different.
        toast_wanted, data_changed, run_wanted, open_wanted: as those of `Step`.
    """

    shown = Signal(str)
    step_changed = Signal(str)
    toast_wanted = Signal(object)
    data_changed = Signal()
    run_wanted = Signal(str)
    open_wanted = Signal(object)

    def __init__(self, context: Context, entries: Sequence[StepEntry]) -> None:
        super().__init__()
        self._context = context
        self.entries = {entry.key: entry for entry in entries}
        self._steps: dict[str, Step] = {}
        self._folds: dict[str, Fold] = {}
        self._narrow = False
        self._session: Session | None = None
        self.addWidget(QWidget())

    @property
    def current(self) -> Step | None:
        """The visible step."""
        step = self.currentWidget()
        return step if isinstance(step, Step) else None

    def made(self) -> tuple[Step, ...]:
        """The steps that exist already."""
        return tuple(self._steps.values())

    def step(self, key: str) -> Step:
        """The step of a key, made now if it was not; raises KeyError."""
        if key not in self._steps:
            step = self.entries[key].make(self._context)
            self._steps[key] = step
            self._connect(key, step)
            self.addWidget(step)
            if step.splitter is not None:
                sizes = self._context.settings.recall(f"splitter/{key}", [])
                step.splitter.set_widths([int(size) for size in sizes])
            step.set_session(self._session)
            self._folds[key] = Fold(step)
            self._folds[key].set_folded(self._narrow)
        return self._steps[key]

    def set_narrow(self, narrow: bool) -> None:  # noqa: FBT001  a state
        """Fold the list panels of all steps, or unfold them."""
        self._narrow = narrow
        for fold in self._folds.values():
            fold.set_folded(narrow)

    def _connect(self, key: str, step: Step) -> None:
        step.changed.connect(lambda: self.step_changed.emit(key))
        step.toast_wanted.connect(self.toast_wanted.emit)
        step.go_wanted.connect(self.go)
        step.run_wanted.connect(self.run_wanted.emit)
        step.open_wanted.connect(self.open_wanted.emit)
        step.data_changed.connect(lambda: self._spread(key))

    def _spread(self, origin: str) -> None:
        for key, step in self._steps.items():
            if key != origin:
                step.refresh()
                self.step_changed.emit(key)
        self.data_changed.emit()

    def go(self, key: str, what: object = None) -> None:
        """Show a step; `what` is what it is about."""
        step = self.step(key)
        if step is not self.currentWidget():
            self.setCurrentWidget(step)
            step.on_shown()
            self.shown.emit(key)
        if what is not None:
            step.arrive(what)

    def current_key(self) -> str:
        """Key of the visible step; empty before the first."""
        current = self.current
        keys = [key for key, step in self._steps.items() if step is current]
        return keys[0] if keys else ""

    def state(self, key: str) -> StepState:
        """How a step stands."""
        return self._steps[key].state() if key in self._steps else StepState()

    def set_session(self, session: Session | None) -> None:
        """A project was opened or closed."""
        self._session = session
        for step in self._steps.values():
            step.set_session(session)
        self.set_narrow(self._narrow)
        for key in self._steps:
            self.step_changed.emit(key)

    def remember_splitters(self) -> None:
        """Write the widths of the panels to the settings."""
        for key, step in self._steps.items():
            folded = self._folds[key].folded
            if step.splitter is not None and step.isVisible() and not folded:
                sizes = list(step.splitter.sizes())
                self._context.settings.remember(f"splitter/{key}", sizes)

    def make_next(self) -> bool:
        """Make one more step while there is nothing else to do; False when all are."""
        for key, entry in self.entries.items():
            if key not in self._steps and entry.on_rail:
                self.step(key)
                self.step_changed.emit(key)
                return True
        return False
