"""The list panel: models with their state, earlier runs of the chosen one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.domain.runs import Run
from studio.ui import formats
from studio.ui.language import mark, tr
from studio.ui.train.run_words import title_of
from studio.ui.train.watched import Watched
from studio.ui.train.words import EARLIER, MODELS, NAMES, Model, run_name
from studio.ui.widgets import (
    Button,
    Cell,
    Column,
    Label,
    ListItem,
    PanelHead,
    RowList,
    Table,
    set_surface,
)

WIDTH = 248
_METRICS: dict[Model, str] = {"taste": "NDCG@10", "layout": ""}
_WORDS = {
    "failed": mark("Failed"),
    "cancelled": mark("Stopped"),
    "imported": mark("Loaded"),
}


class ModelsPanel(QWidget):
    """Signals: model_chosen(str), run_chosen(str), load_wanted.

    several_chosen(list of run ids), also for one; menu_wanted(run id, point).
    """

    model_chosen = Signal(str)
    run_chosen = Signal(str)
    several_chosen = Signal(object)
    menu_wanted = Signal(str, QPoint)
    load_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        set_surface(self, "panel")
        self._runs: tuple[Run, ...] = ()
        self.models = RowList(tr("Models"))
        columns = (Column(""), Column("", 96), Column("", 68, right=True))
        self.runs = Table(columns, 28, several=True)
        self.runs.hide_head()
        self.runs.setAccessibleName(tr("Earlier runs"))
        self.earlier = Label("", "label_strong")
        self.figure = Label("", "caption", "text.tertiary")
        self.hint = Label(
            tr("Choose several with Ctrl or Shift to compare them."),
            "caption",
            "text.tertiary",
            wrap=True,
        )
        self.load = Button(tr("Load a model..."), "quiet", "folder-open")
        self._build()
        self.models.chosen.connect(lambda at: self.model_chosen.emit(MODELS[at]))
        self.runs.chosen.connect(lambda at: self.run_chosen.emit(self._runs[at].id))
        self.runs.several_chosen.connect(self._several)
        self.runs.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.runs.customContextMenuRequested.connect(self._menu)
        self.load.clicked.connect(self.load_wanted.emit)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(PanelHead(tr("Models"), line=False))
        column.addWidget(self.models)
        head = PanelHead("", 44, line=False)
        head.title.hide()
        head.left.insertWidget(0, self.earlier)
        head.add(self.figure)
        column.addWidget(head)
        column.addWidget(self.runs, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(8, 8, 8, 8)
        self.hint.setContentsMargins(8, 0, 8, 4)
        foot.addWidget(self.hint)
        foot.addWidget(self.load)
        column.addLayout(foot)

    def show_models(self, shown: Mapping[Model, Watched], model: Model) -> None:
        """Show how the models stand, and which one is chosen."""
        self.models.set_items([_item(name, shown[name]) for name in MODELS])
        self.models.fit_height()
        self.models.select(MODELS.index(model))
        self.earlier.setText(tr(EARLIER[model]))
        self.figure.setText(_METRICS[model])
        self.load.setVisible(model == "taste")

    def show_runs(self, runs: Sequence[Run], chosen: str) -> None:
        """Show earlier runs, the latest first."""
        ids = [run.id for run in runs]
        if tuple(runs) != self._runs:
            before = {self._runs[at].id for at in self.runs.chosen_rows()}
            self._runs = tuple(runs)
            self.runs.set_rows([_row(run) for run in runs])
            if len(before) > 1:
                self.runs.select_rows(
                    [n for n, each in enumerate(ids) if each in before]
                )
        self.hint.setVisible(len(runs) > 1)
        if len(self.runs.chosen_rows()) > 1:  # they are being compared
            return
        self.runs.select(ids.index(chosen) if chosen in ids else -1)

    def choose_one(self, run_id: str) -> None:
        """Choose a single run again."""
        ids = [run.id for run in self._runs]
        self.runs.clearSelection()
        self.runs.select(ids.index(run_id) if run_id in ids else -1)

    def _several(self, rows: list[int]) -> None:
        self.several_chosen.emit([self._runs[at].id for at in rows])

    def _menu(self, at: QPoint) -> None:
        index = self.runs.indexAt(at)
        if index.isValid():
            run = self._runs[self.runs.rows.given(index.row())]
            self.menu_wanted.emit(run.id, self.runs.viewport().mapToGlobal(at))


def _item(model: Model, watched: Watched) -> ListItem:
    name = tr(NAMES[model])
    number = run_name(watched.run.number) if watched.run is not None else ""
    match watched.condition:
        case "running":
            share = watched.share
            right = "" if share is None else formats.percent(share)
            detail = tr("{run}, training", run=number) if number else tr("Training")
            return ListItem(name, detail, right=right, right_ink="accent.text")
        case "queued":
            return ListItem(name, tr("Waiting for the other model"))
        case "failed":
            return ListItem(
                name,
                tr("{run}, failed", run=number) if number else tr("Failed"),
                mark="circle-alert",
                mark_ink="danger.fill",
            )
        case "cancelled":
            return ListItem(name, tr("{run}, stopped", run=number))
        case "finished":
            return ListItem(
                name,
                tr("{run}, ready", run=number),
                mark="circle-check",
                mark_ink="success.fill",
            )
        case _:
            text = tr("Not trained") if model == "taste" else tr("As shipped")
            return ListItem(name, text)


def _row(run: Run) -> tuple[Cell, Cell, Cell]:
    font = "label_strong" if run.in_use else "label"
    number = Cell(title_of(run), font=font, tip=run.remark or title_of(run))
    value = _ndcg(run) if run.model == "taste" else None
    word = _WORDS.get(run.state, "")
    text = tr(word) if word else formats.moment(run.ended or run.started)
    ink = "danger.text" if run.state == "failed" else "text.secondary"
    if run.in_use:
        text, ink = tr("In use"), "success.text"
    figure = formats.decimal(value) if run.model == "taste" else _steps(run)
    tip = run.message or formats.moment(run.started)
    return number, Cell(text, ink, tip=tip), Cell(figure)


def _ndcg(run: Run) -> float | None:
    """The measured figure; of a run that was stopped, the best of its curve."""
    so_far = [point.value for point in run.curves if point.name == "ndcg@10"]
    return run.metrics.get("ndcg@10", max(so_far, default=None))


def _steps(run: Run) -> str:
    steps = run.metrics.get("steps")
    return "" if steps is None else formats.count(round(steps))
