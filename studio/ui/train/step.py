"""The Train step: connects its views with the project's runs and jobs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from studio.domain.jobs import (
    Cancelled,
    Ending,
    Failed,
    TrainLayout,
    TrainTaste,
)
from studio.domain.runs import Run
from studio.ui import formats
from studio.ui.context import Context
from studio.ui.language import mark, tr
from studio.ui.step import MainAction, Step, StepState
from studio.ui.train.figures import compared
from studio.ui.train.inspector import WIDTHS, Inspector
from studio.ui.train.layout_card import LayoutCard
from studio.ui.train.models_panel import WIDTH, ModelsPanel
from studio.ui.train.sampling import sample_pages
from studio.ui.train.taste_card import TasteCard
from studio.ui.train.trainings import CHECKPOINT, WEIGHTS, Trainings, TrainJob
from studio.ui.train.watched import Watched
from studio.ui.train.words import MODELS, NAMES, Model, condition_of, run_name
from studio.ui.widgets import Dialog, EmptyState, HLine, Scroll, Splitter, Toast
from studio.ui.widgets.label import set_surface

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
        self._chosen: dict[Model, str] = {}
        self._runs: dict[Model, tuple[Run, ...]] = {}
        self._events = 0
        self.trainings = Trainings(context.jobs, self)
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
        self._build()
        self._connect()
        self._recall_settings()

    def _build(self) -> None:
        scroll = Scroll()
        scroll.body.addWidget(self.taste, 5)
        scroll.body.addWidget(HLine("default"))
        scroll.body.addWidget(self.layouts, 4)
        self.splitter = Splitter()
        self.splitter.add(self.models, WIDTH, 200, 320)
        self.splitter.add(scroll, 0, 560)
        self.splitter.add(self.inspector, *WIDTHS)
        set_surface(self.empty, "panel")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.splitter)
        column.addWidget(self.empty)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(REPAINT_MS)
        self._soon.timeout.connect(self._show)
        self._clock = QTimer(self)
        self._clock.setInterval(1000)
        self._clock.timeout.connect(self._show)

    def _connect(self) -> None:
        self.trainings.changed.connect(self._later)
        self.trainings.began.connect(self._begun)
        self.trainings.ended.connect(self._ended)
        self.models.model_chosen.connect(self._choose_model)
        self.models.run_chosen.connect(self._choose_run)
        self.models.load_wanted.connect(self.choose_weights)
        self.inspector.settings_changed.connect(self._keep_settings)
        self.empty.button.clicked.connect(lambda: self.go_wanted.emit("data", None))
        self.layouts.wall.opened.connect(self.layouts.wall.open_sample)
        self.layouts.sample.clicked.connect(self.sample)
        for model in MODELS:
            self._connect_head(model)

    def _connect_head(self, model: Model) -> None:
        head = self._card(model).head
        head.train_wanted.connect(lambda: self.train(model))
        head.keep_wanted.connect(lambda: self.trainings.stop(model, keep=True))
        head.cancel_wanted.connect(lambda: self._cancel(model))
        head.resume_wanted.connect(lambda: self._resume(model))
        head.use_wanted.connect(lambda: self._use(model))

    def _card(self, model: Model) -> TasteCard | LayoutCard:
        return self.taste if model == "taste" else self.layouts

    # What the window asks -----------------------------------------------------

    def header_line(self) -> str:
        """What is under way, or which run is in use."""
        for model in MODELS:
            live = self.trainings.live.get(model)
            if live is not None and live.condition == "running":
                name = tr(NAMES[model])
                if live.run is None:
                    return tr("{model} is training", model=name)
                run = run_name(live.run.number)
                return tr("{run} of {model} is training", run=run, model=name)
        used = self._used("taste")
        if used is None:
            return tr("No taste model yet") if self._events else ""
        ndcg = formats.decimal(used.metrics.get("ndcg@10"))
        run = run_name(used.number)
        return tr("{run} of the taste model in use, NDCG@10 {n}", run=run, n=ndcg)

    def main_action(self) -> MainAction | None:
        """Train both models, or stop what is under way."""
        if self.session is None or not self._events:
            return None
        if self.trainings.busy:
            return MainAction(tr("Stop training"), self.trainings.stop_all)
        return MainAction(tr("Train both"), self.train_both, "chart-spline")

    def state(self) -> StepState:
        """How training stands, for the rail."""
        for model in MODELS:
            if model in self.trainings.handles:
                return StepState("running", self.trainings.live[model].share)
        if not self._events:
            return StepState("none")
        return StepState("todo" if self._used("taste") is None else "ready")

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """Actions of this step."""
        if self.session is None or not self._events:
            return {}
        return {"train.toggle": self.toggle, "train.load": self.choose_weights}

    def panels(self) -> tuple[QWidget, ...]:
        """Widgets that F6 goes through."""
        head = self._card(self._model).head
        return (self.models.models, head.train, self.inspector.tabs)

    def set_session(self, session: Session | None) -> None:
        """Show the runs of another project."""
        super().set_session(session)
        self.trainings.set_runs(session.project.runs if session else None)
        self._chosen.clear()
        self.refresh()

    def refresh(self) -> None:
        """Read runs and data anew."""
        session = self.session
        self._events = session.project.summary().events if session else 0
        self._read_runs()
        self._show()
        self.changed.emit()

    def on_shown(self) -> None:
        """Read again: data may have come."""
        self.refresh()

    def arrive(self, what: object) -> None:
        """Choose the model that another step speaks of."""
        if what in MODELS:
            self._choose_model(str(what))

    # What a person does -------------------------------------------------------

    def train(self, model: Model, **more: Any) -> None:  # noqa: ANN401  job fields
        """Train a model with the settings of its form."""
        if self.session is None:
            return
        values = self.inspector.values(model) | more
        project = str(self.session.folder)
        job: TrainJob
        job = (
            TrainTaste(project, **values)
            if model == "taste"
            else TrainLayout(project, **values)
        )
        self.trainings.start(job)

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
        watched = self._shown(model)
        if watched.condition == "queued" or watched.elapsed() < WORTH_ASKING_S:
            self.trainings.stop(model, keep=False)
            return
        dialog = Dialog(
            self,
            tr("Cancel this training?"),
            tr(
                "{time} of training would not be used. It can be resumed from its last "
                "checkpoint.",
                time=formats.clock(watched.elapsed()),
            ),
            (
                ("stay", tr("Go on training"), "secondary"),
                ("cancel", tr("Cancel training"), "danger"),
            ),
        )
        dialog.buttons["cancel"].clicked.connect(
            lambda: self.trainings.stop(model, keep=False)
        )
        dialog.open()

    def _resume(self, model: Model) -> None:
        run = self._shown(model).run
        if run is not None:
            kept = {} if model == "layout" else {"model": _network(run)}
            self.train(model, resume=run.id, **kept)

    def _use(self, model: Model) -> None:
        run = self._shown(model).run
        if run is None or self.session is None:
            return
        self.session.project.runs.use(run.id)
        self.trainings.known.pop(run.id, None)
        self.refresh()
        self.data_changed.emit()
        text = ""
        if model == "taste":
            text = tr("Personas and the map stay until they are made anew.")
        name = tr(NAMES[model])
        title = tr("{run} of {model} is in use", run=run_name(run.number), model=name)
        self.toast_wanted.emit(Toast(title, text))

    def _choose_model(self, model: str) -> None:
        self._model = "layout" if model == "layout" else "taste"
        self._chosen.pop(self._model, None)
        self._show()

    def _choose_run(self, run_id: str) -> None:
        self._chosen[self._model] = run_id
        self.inspector.tabs.set_value("run")
        self._show()

    # Showing ------------------------------------------------------------------

    def _read_runs(self) -> None:
        runs = self.session.project.runs if self.session else None
        for model in MODELS:
            self._runs[model] = runs.list(model) if runs is not None else ()

    def _used(self, model: Model) -> Run | None:
        return next((run for run in self._runs.get(model, ()) if run.in_use), None)

    def _shown(self, model: Model) -> Watched:
        """The run that was chosen, else the live one, else the one in use."""
        runs = {run.id: run for run in self._runs.get(model, ())}
        chosen = runs.get(self._chosen.get(model, ""))
        if chosen is None and model in self.trainings.live:
            return self.trainings.live[model]
        run = chosen or self._used(model) or next(iter(runs.values()), None)
        if run is None:
            return Watched(model)
        return self.trainings.kept(run)

    def _later(self) -> None:
        if not self._soon.isActive():
            self._soon.start()

    def _show(self) -> None:
        ready = self.session is not None and self._events > 0
        self.empty.setVisible(not ready)
        self._splitter.setVisible(ready)
        if not ready:
            return
        shown = {model: self._shown(model) for model in MODELS}
        for model, watched in shown.items():
            run = watched.run
            usable, resumable = self._possible(run)
            self._card(model).show_run(watched, usable=usable, resumable=resumable)
        self.inspector.show_run(shown[self._model])
        self._show_list(shown)
        self._tick()
        self.changed.emit()

    @property
    def _splitter(self) -> Splitter:
        assert self.splitter is not None  # noqa: S101  made in _build
        return self.splitter

    def _show_list(self, shown: dict[Model, Watched]) -> None:
        states = {
            model: self.trainings.live.get(model, shown[model]) for model in MODELS
        }
        self.models.show_models(states, self._model)
        live = self.trainings.live.get(self._model)
        under_way = (
            live.run.id if live and live.run and live.condition == "running" else ""
        )
        runs = [run for run in self._runs[self._model] if run.id != under_way]
        run = shown[self._model].run
        self.models.show_runs(runs, run.id if run is not None else "")

    def _possible(self, run: Run | None) -> tuple[bool, bool]:
        """Whether a run's weights can be used, and whether it can go on."""
        if run is None:
            return False, False
        done = condition_of(run) in ("finished", "cancelled")
        usable = done and not run.in_use and self.trainings.has(run, WEIGHTS)
        open_ = condition_of(run) in ("cancelled", "failed")
        return usable, open_ and self.trainings.has(run, CHECKPOINT)

    def _tick(self) -> None:
        if self.trainings.busy and self.isVisible():
            self._clock.start()
        else:
            self._clock.stop()

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
        self._chosen.pop("layout" if model == "layout" else "taste", None)
        if not self.trainings.queued:
            self._model = "layout" if model == "layout" else "taste"
        self.inspector.tabs.set_value("run")
        self._show()

    def _ended(self, model: Model, ending: Ending) -> None:
        self.refresh()
        self.toast_wanted.emit(self._toast(model, ending))
        if not isinstance(ending, Failed):
            self.data_changed.emit()

    def _toast(self, model: Model, ending: Ending) -> Toast:
        name, watched = tr(NAMES[model]), self.trainings.live[model]
        if isinstance(ending, Failed):
            return Toast(ending.message, ending.hint, "danger")
        if isinstance(ending, Cancelled):
            used = watched.run is not None and watched.run.in_use
            text = tr("Its best weights so far are in use.") if used else ""
            return Toast(
                tr("{model}: training stopped", model=name),
                text or ending.kept or tr("It can be resumed."),
                "info",
            )
        text = ""
        if model == "taste" and watched.ndcg is not None:
            beside, _ = compared(watched, watched.ndcg)
            text = f"NDCG@10 {formats.decimal(watched.ndcg)}. {beside}".rstrip(". ")
        return Toast(tr("{model} is trained", model=name), text)

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


def _network(run: Run) -> str:
    return "article" if run.settings.get("model") == "article" else "sasrec"
