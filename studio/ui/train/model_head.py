"""The head of a model: its state and what can be done with the shown run."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QWidget

from studio.ui import formats
from studio.ui.language import mark, tr
from studio.ui.said import said
from studio.ui.train.watched import Watched
from studio.ui.train.words import CHIPS, NAMES, Model, run_name
from studio.ui.widgets import Button, Chip, IconButton, PanelHead

HEIGHT = 48


class ModelHead(PanelHead):
    """Name, chip, a line on the state; train, stop, resume, use.

    Signals: train_wanted, keep_wanted (stop and keep the best), cancel_wanted,
    resume_wanted, use_wanted, menu_wanted(QPoint).
    """

    menu_wanted = Signal(QPoint)

    train_wanted = Signal()
    keep_wanted = Signal()
    cancel_wanted = Signal()
    resume_wanted = Signal()
    use_wanted = Signal()

    def __init__(self, model: Model) -> None:
        super().__init__(tr(NAMES[model]), HEIGHT)
        self.chip = Chip("")
        self.left.insertWidget(1, self.chip)
        self.keep = Button(tr("Stop and keep best"))
        self.cancel = Button(tr("Cancel"), "quiet")
        self.use = Button(tr("Use this run"))
        self.resume = Button(tr("Resume"))
        self.train = Button(tr("Train"), icon="chart-spline")
        self.more = IconButton("ellipsis", tr("More on this run"))
        self.more.clicked.connect(
            lambda: self.menu_wanted.emit(
                self.more.mapToGlobal(self.more.rect().bottomLeft())
            )
        )
        self.extra: list[QWidget] = []
        signals = (
            (self.keep, self.keep_wanted),
            (self.cancel, self.cancel_wanted),
            (self.use, self.use_wanted),
            (self.resume, self.resume_wanted),
            (self.train, self.train_wanted),
        )
        for button, signal in signals:
            button.clicked.connect(signal.emit)
            self.add(button)
        self.add(self.more)

    def add_extra(self, widget: QWidget) -> None:
        """A further control, hidden while the model trains or waits."""
        self.extra.append(widget)
        self.add(widget)

    def show_run(self, watched: Watched, *, usable: bool, resumable: bool) -> None:
        """Show a run; whether its weights can be used and whether it can go on."""
        word, tone, icon = CHIPS[watched.condition]
        in_use = watched.run is not None and watched.run.in_use
        if watched.condition == "finished" and not in_use:
            word, tone, icon = mark("Kept"), "neutral", "check"
        if watched.condition == "cancelled" and in_use:
            word, tone, icon = mark("In use"), "success", "check"
        self.chip.set(tr(word), tone, icon)
        self.set_detail(detail_of(watched))
        running, queued = (watched.condition == name for name in ("running", "queued"))
        busy = running or queued
        self.keep.setVisible(running and not watched.elsewhere)
        self.cancel.setVisible(busy and not watched.elsewhere)
        self.use.setVisible(not busy and usable)
        self.resume.setVisible(not busy and resumable)
        self.train.setVisible(not busy)
        self.more.setVisible(not busy and watched.run is not None)
        new = watched.run is None
        self.train.setText(tr("Train") if new else tr("Train again"))
        self.train.set_icon("chart-spline" if new else "refresh-cw")
        for widget in self.extra:
            widget.setVisible(not busy)


def detail_of(watched: Watched) -> str:
    """One line on how a run stands."""
    run = watched.run
    if watched.condition == "queued":
        return tr("Starts when the other model has ended")
    if watched.condition == "running":
        elsewhere = tr("Trained by another program at the moment")
        return elsewhere if watched.elsewhere else _how_far(watched)
    if watched.condition == "failed":
        return watched.message or tr("Something went wrong")
    if run is None:
        return ""
    when = formats.within(run.ended or run.started)
    length = formats.clock(run.seconds)
    name = run_name(run.number)
    if watched.condition == "cancelled":
        text = mark("{run}, stopped {when} after {length}")
    else:
        text = mark("{run}, finished {when} in {length}")
    return tr(text, run=name, when=when, length=length)


def _how_far(watched: Watched) -> str:
    progress = watched.progress
    if progress is None:
        return tr("Preparing the data")
    if progress.total <= 0:
        return tr(progress.label)
    steps = tr(
        "step {n} of {all}",
        n=formats.count(progress.step),
        all=formats.count(progress.total),
    )
    return f"{progress_label(progress.label)}, {steps}" if progress.label else steps


def progress_label(label: str) -> str:
    """A worker's words on what it does, in the window's language."""
    return said(label)
