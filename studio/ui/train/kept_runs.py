"""Kept runs: the menu of one, the comparison of several, in place of the cards."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QStackedWidget, QWidget

from studio.domain.runs import Run
from studio.ui.jobs import JobSignals
from studio.ui.train.choosing import ShownRuns
from studio.ui.train.layout_report import LayoutReport
from studio.ui.train.models_panel import ModelsPanel
from studio.ui.train.run_actions import RunActions
from studio.ui.train.side_by_side import SideBySide
from studio.ui.train.words import MODELS, Model

CARDS, COMPARISON, REPORT = 0, 1, 2


class KeptRuns(QObject):
    """Connects the list of runs with their menu and their comparison."""

    def __init__(
        self,
        window: QWidget,
        jobs: JobSignals,
        panel: ModelsPanel,
        shown: ShownRuns,
    ) -> None:
        super().__init__(window)
        self._panel, self._shown = panel, shown
        self._chosen: tuple[str, ...] = ()
        self.actions = RunActions(window, jobs)
        self.side_by_side = SideBySide()
        self.report = LayoutReport()
        self.report.closed.connect(self.show_again)
        self.middle = QStackedWidget()
        panel.several_chosen.connect(self.choose)
        panel.model_chosen.connect(lambda _: self.choose([]))
        panel.menu_wanted.connect(self.open_menu)
        self.side_by_side.closed.connect(self.choose_one)

    def around(self, cards: QWidget) -> QWidget:
        """The cards of the models, with the comparison behind them."""
        self.middle.addWidget(cards)
        self.middle.addWidget(self.side_by_side)
        self.middle.addWidget(self.report)
        return self.middle

    def show_report(self) -> None:
        """The layout report in place of the cards, until it is closed."""
        self.middle.setCurrentIndex(REPORT)

    @property
    def reports(self) -> bool:
        """Whether the layout report is on show."""
        return self.middle.currentIndex() == REPORT

    def choose(self, ids: list[str]) -> None:
        """Compare the runs, when there are two or more."""
        self._chosen = tuple(ids)
        self.show_again()

    def show_again(self) -> None:
        """Show what was chosen as it is now; a run that is gone is left out."""
        runs = [run for each in self._chosen if (run := self._run(each)) is not None]
        several = len(runs) > 1
        if several:
            self.side_by_side.show_runs(runs)
        self.middle.setCurrentIndex(COMPARISON if several else CARDS)

    def choose_one(self) -> None:
        """Go back to the cards, with the run that was chosen last."""
        some = self._run(self._chosen[0]) if self._chosen else None
        self.choose([])
        shown = self._shown.shown(some.model).run if some is not None else None
        self._panel.choose_one(shown.id if shown is not None else "")

    def open_menu(self, run_id: str, at: QPoint) -> None:
        """The menu of a run of the list."""
        run = self._run(run_id)
        if run is not None:
            usable, _ = self._shown.possible(run)
            written = self._shown.has_weights(run)
            self.actions.open_menu(run, at, usable=usable, written=written)

    def open_menu_of(self, model: Model, at: QPoint) -> None:
        """The menu of the run that a model shows."""
        run = self._shown.shown(model).run
        if run is not None:
            self.open_menu(run.id, at)

    def _run(self, run_id: str) -> Run | None:
        runs = (run for model in MODELS for run in self._shown.runs.get(model, ()))
        return next((run for run in runs if run.id == run_id), None)
