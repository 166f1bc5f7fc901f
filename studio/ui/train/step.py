"""The Train step: connects its views with the project's runs and jobs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from studio.domain.jobs import (
    BuildAudience,
    Cancelled,
    Ending,
    Failed,
    TrainLayout,
    TrainTaste,
)
from studio.ui.context import Context
from studio.ui.language import mark, tr
from studio.ui.step import MainAction, Step, StepState
from studio.ui.train.choosing import ShownRuns
from studio.ui.train.dialogs import cancel_dialog
from studio.ui.train.estimating import Estimating
from studio.ui.train.inspector import WIDTHS, Inspector
from studio.ui.train.kept_runs import KeptRuns
from studio.ui.train.layout_card import LayoutCard
from studio.ui.train.layout_report import Reporting
from studio.ui.train.models_panel import WIDTH, ModelsPanel
from studio.ui.train.sampling import sample_pages
from studio.ui.train.saying import header_line, network_of
from studio.ui.train.taste_card import TasteCard
from studio.ui.train.trainings import Trainings
from studio.ui.train.words import MODELS, NAMES, Model, as_model, run_name
from studio.ui.widgets import EmptyState, HLine, Scroll, Splitter, Toast, set_surface

if TYPE_CHECKING:
    from studio.services.session import Session

REPAINT_MS = 100
"""At most ten repaints a second while training."""
WORTH_ASKING_S = 60
"""Cancel asks when more than this would be lost."""


class TrainStep(Step):
    """Train the taste model and the layout GAN, and watch them learn."""

    key: ClassVar[str] = "train"
    title: ClassVar[str] = mark("Train")
    icon: ClassVar[str] = "chart-spline"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._model: Model = "taste"
        self._events = 0
        self.trainings = Trainings(context.jobs, self)
        self.runs = ShownRuns(self.trainings)
        self.models = ModelsPanel()
        self.taste = TasteCard()
        self.layouts = LayoutCard()
        self.inspector = Inspector()
        self.empty = EmptyState(
            tr("Nothing to learn from yet"),
            tr(
                "The models learn from what shoppers did. Import user_behavior.csv in "
                "the Data step, or open the sample shop."
            ),
            tr("Go to Data"),
        )
        self.kept = KeptRuns(self, context.jobs, self.models, self.runs)
        self.reporting = Reporting(
            self.kept.report, context.jobs, self.toast_wanted.emit
        )
        self.estimating = {
            model: Estimating(
                self.inspector.settings[model].estimate,
                partial(self._asked, model),
                context.jobs,
            )
            for model in MODELS
        }
        self.panes = Splitter()
        self.splitter = self.panes
        self._soon = QTimer(self)
        self._clock = QTimer(self)
        self._build()
        self._connect()
        self._recall_settings()

    def _build(self) -> None:
        scroll = Scroll()
        scroll.body.addWidget(self.taste, 5)
        scroll.body.addWidget(HLine("default"))
        scroll.body.addWidget(self.layouts, 4)
        self.panes.add(self.models, WIDTH, 200, 320)
        self.panes.add(self.kept.around(scroll), 0, 560)
        self.panes.add(self.inspector, *WIDTHS)
        set_surface(self.empty, "panel")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.panes)
        column.addWidget(self.empty)
        self._soon.setSingleShot(True)
        self._soon.setInterval(REPAINT_MS)
        self._clock.setInterval(1000)

    def _connect(self) -> None:
        self._soon.timeout.connect(self._show)
        self._clock.timeout.connect(self._show)
        self.trainings.changed.connect(self._later)
        self.trainings.began.connect(self._begun)
        self.trainings.ended.connect(self._ended)
        self.models.model_chosen.connect(self._choose_model)
        self.models.run_chosen.connect(self._choose_run)
        self.models.load_wanted.connect(self.choose_weights)
        self.kept.actions.told.connect(self.toast_wanted.emit)
        self.kept.actions.changed.connect(self.refresh)
        self.kept.actions.use_wanted.connect(self._use_run)
        self.inspector.turned.connect(self._look)
        self.inspector.settings_changed.connect(self._keep_settings)
        self.empty.button.clicked.connect(lambda: self.go_wanted.emit("data", None))
        self.layouts.wall.opened.connect(self.layouts.wall.open_sample)
        self.layouts.sample.clicked.connect(self.sample)
        self.layouts.health.again_wanted.connect(self._train_again)
        self.layouts.report.clicked.connect(self.show_report)
        self.kept.report.measure_wanted.connect(self.measure_layouts)
        for model in MODELS:
            self._connect_head(model)

    def _connect_head(self, model: Model) -> None:
        head = self._card(model).head
        head.train_wanted.connect(lambda: self.train(model))
        head.keep_wanted.connect(lambda: self.trainings.stop(model, keep=True))
        head.cancel_wanted.connect(lambda: self._cancel(model))
        head.resume_wanted.connect(lambda: self._resume(model))
        head.use_wanted.connect(lambda: self._use(model))
        head.menu_wanted.connect(lambda at: self.kept.open_menu_of(model, at))

    def _card(self, model: Model) -> TasteCard | LayoutCard:
        return self.taste if model == "taste" else self.layouts

    # What the window asks -----------------------------------------------------

    def header_line(self) -> str:
        """What is under way, or which run is in use."""
        if not self._events:
            return ""
        return header_line(self.trainings.live, self.runs.used("taste"))

    def main_action(self) -> MainAction | None:
        """Train both models, or stop what is under way."""
        if self.session is None or not self._events:
            return None
        if self.trainings.busy:
            return MainAction(tr("Stop training"), self.trainings.stop_all)
        return MainAction(tr("Train both"), self.train_both, "chart-spline")

    def state(self) -> StepState:
        """How training stands, for the rail."""
        for model in self.trainings.handles:
            return StepState("running", self.trainings.live[model].share)
        if not self._events:
            return StepState("none")
        return StepState("todo" if self.runs.used("taste") is None else "ready")

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """Actions of this step."""
        if self.session is None or not self._events:
            return {}
        return {
            "train.toggle": self.toggle,
            "train.load": self.choose_weights,
            "train.report": self.show_report,
        }

    def panels(self) -> tuple[QWidget, ...]:
        """Widgets that F6 goes through."""
        head = self._card(self._model).head
        return (self.models.models, head.train, self.inspector.tabs)

    def set_session(self, session: Session | None) -> None:
        """Show the runs of another project."""
        super().set_session(session)
        self.trainings.set_runs(session.project.runs if session else None)
        self.kept.actions.set_session(session)
        self.runs.forget()
        for each in self.estimating.values():
            each.forget()
        self.refresh()

    def refresh(self) -> None:
        """Read runs and data anew."""
        session = self.session
        self._events = session.project.summary().events if session else 0
        self.runs.read(session.project.runs if session else None)
        self._show()

    def on_shown(self) -> None:
        """Read again: data may have come."""
        self.refresh()

    def arrive(self, what: object) -> None:
        """Choose the model that another step speaks of."""
        if what in MODELS:
            self._choose_model(str(what))

    # What a person does -------------------------------------------------------

    def train(self, model: Model, /, **more: Any) -> None:  # noqa: ANN401  fields
        """Train a model with the settings of its form; `more` are other job fields."""
        job = self._asked(model, **more)
        if job is not None:
            self.trainings.start(job)

    def _asked(
        self,
        model: Model,
        /,
        **more: Any,  # noqa: ANN401  fields
    ) -> TrainTaste | TrainLayout | None:
        """The training that the form asks for; None without data."""
        if self.session is None or not self._events:
            return None
        values = self.inspector.values(model) | more
        if values.get("resume") or values.get("start_from"):
            values.pop("epsilon", None)  # what earlier weights know is not private
        kind = TrainTaste if model == "taste" else TrainLayout
        return kind(str(self.session.folder), **values)

    def show_report(self) -> None:
        """Show every metric of the layout model, beside what it is compared with."""
        self.reporting.show(self.runs.shown("layout").comparison)
        self.kept.show_report()

    def measure_layouts(self) -> None:
        """Measure the layout model in use, as the command line does."""
        if self.session is not None:
            self.reporting.measure(str(self.session.folder))

    def _train_again(self) -> None:
        """Train the layout GAN with the seed after that of the run on show."""
        run = self.runs.shown("layout").run
        seed = run.settings.get("seed", "") if run is not None else ""
        self.train("layout", seed=int(seed) + 1 if seed.isdecimal() else 1)

    def train_both(self) -> None:
        """Train the taste model, then the layout GAN."""
        for model in MODELS:
            self.train(model)

    def toggle(self) -> None:
        """Train the shown model, or stop it and keep the best."""
        model = self._model
        if model in self.trainings.handles or model in self.trainings.queued:
            self.trainings.stop(model, keep=True)
        else:
            self.train(model)

    def choose_weights(self) -> None:
        """Ask for a file of weights and go on from it."""
        path, _ = QFileDialog.getOpenFileName(
            self, tr("Load a model"), "", tr("Weights") + " (*.safetensors)"
        )
        if path:
            self.load(Path(path))

    def load(self, path: Path) -> None:
        """Begin a run of the taste model from weights that were trained earlier."""
        self._choose_model("taste")
        self.train("taste", start_from=str(path))

    def sample(self) -> None:
        """Make pages with the layout model in use and put them on the wall."""
        if self.session is not None:
            folder = str(self.session.folder)
            sample_pages(self, self.context.jobs, folder, self.layouts.wall)

    def _cancel(self, model: Model) -> None:
        watched = self.runs.shown(model)
        if watched.condition == "queued" or watched.elapsed() < WORTH_ASKING_S:
            self.trainings.stop(model, keep=False)
            return
        dialog = cancel_dialog(self, watched.elapsed())
        dialog.buttons["cancel"].clicked.connect(
            lambda: self.trainings.stop(model, keep=False)
        )
        dialog.open()

    def _resume(self, model: Model) -> None:
        run = self.runs.shown(model).run
        if run is not None:
            kept = {} if model == "layout" else {"model": network_of(run)}
            self.train(model, resume=run.id, **kept)

    def _use(self, model: Model) -> None:
        run = self.runs.shown(model).run
        if run is not None:
            self._use_run(run.id)

    def _use_run(self, run_id: str) -> None:
        if self.session is None:
            return
        run = self.session.project.runs.run(run_id)
        model = run.model
        self.session.project.runs.use(run.id)
        self.refresh()
        self.data_changed.emit()
        if model == "taste":
            self._make_personas()
        title = tr(
            "{model}: {run} in use", model=tr(NAMES[model]), run=run_name(run.number)
        )
        self.toast_wanted.emit(Toast(title))

    def _choose_model(self, model: str) -> None:
        self._model = as_model(model)
        self.runs.choose(self._model, "")
        self._show()

    def _choose_run(self, run_id: str) -> None:
        self.runs.choose(self._model, run_id)
        self.inspector.show_run_tab()
        self._show()

    def _look(self) -> None:
        self.estimating[self._model].look()

    # Showing ------------------------------------------------------------------

    def _later(self) -> None:
        if not self._soon.isActive():
            self._soon.start()

    def _show(self) -> None:
        ready = self.session is not None and self._events > 0
        self.empty.setVisible(not ready)
        self.panes.setVisible(ready)
        if ready:
            self._show_runs()
            if not self.kept.reports:
                self.kept.show_again()
        self._tick()
        self.changed.emit()

    def _show_runs(self) -> None:
        shown = {model: self.runs.shown(model) for model in MODELS}
        for model, watched in shown.items():
            usable, resumable = self.runs.possible(watched.run)
            self._card(model).show_run(watched, usable=usable, resumable=resumable)
        self.inspector.show_run(shown[self._model])
        live = self.trainings.live
        states = {model: live.get(model, shown[model]) for model in MODELS}
        self.models.show_models(states, self._model)
        run = shown[self._model].run
        earlier = self.runs.earlier(self._model)
        self.models.show_runs(earlier, run.id if run is not None else "")

    def _tick(self) -> None:
        if not (self.trainings.busy and self.isVisible()):
            self._clock.stop()
        elif not self._clock.isActive():
            self._clock.start()

    def showEvent(self, event: QShowEvent) -> None:
        """Go on telling the time."""
        super().showEvent(event)
        self._tick()

    def hideEvent(self, event: QHideEvent) -> None:
        """Rest while it is not seen."""
        super().hideEvent(event)
        self._clock.stop()

    # Jobs ---------------------------------------------------------------------

    def _begun(self, model: str) -> None:
        begun = as_model(model)
        self.runs.choose(begun, "")
        if begun not in self.trainings.queued:
            self._model = begun
        self.inspector.show_run_tab()
        self._show()

    def _ended(self, model: str, ending: Ending) -> None:
        self.refresh()
        if isinstance(ending, Failed):
            return
        run = self.trainings.live[as_model(model)].run
        kept = run is not None and run.in_use
        if model == "taste" and isinstance(ending, Cancelled) and kept:
            self._make_personas()
        self.data_changed.emit()

    def _make_personas(self) -> None:
        """Personas and map of weights that were not trained to their end."""
        if self.session is None or self.context.jobs.of(BuildAudience):
            return
        segments = self.session.project.summary().segments
        job = self.session.audience.job("segment" if segments else "cluster")
        self.context.jobs.start(job)

    def _recall_settings(self) -> None:
        device = self.context.settings.get("device")
        for model in MODELS:
            tab = self.inspector.settings[model]
            tab.set_values({"device": device})
            kept = self.context.settings.recall(f"train.{model}", {})
            if isinstance(kept, dict):
                tab.set_values(kept)

    def _keep_settings(self, model: str, values: dict[str, Any]) -> None:
        self.context.settings.remember(f"train.{model}", values)
        self.estimating[as_model(model)].look()
