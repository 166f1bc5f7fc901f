"""The status bar: the running job on the left, where data stays on the right."""

from __future__ import annotations

import os
import time
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from studio.domain.jobs import Fact
from studio.ui.formats import left, percent
from studio.ui.jobs import JobHandle, JobSignals
from studio.ui.language import tr
from studio.ui.said import said
from studio.ui.widgets import (
    HLine,
    IconButton,
    IconLabel,
    Label,
    ProgressBar,
    RingProgress,
    set_surface,
)


class StatusBar(QWidget):
    """28 px. `cancel_wanted(JobHandle)` when the cross is pressed."""

    cancel_wanted = Signal(object)

    def __init__(self, jobs: JobSignals) -> None:
        super().__init__()
        set_surface(self, "window")
        self.setFixedHeight(28)
        self._jobs = jobs
        self._calm = IconLabel("circle-check", "success.fill", 14)
        self._ring = RingProgress(14)
        self.job = Label("", "caption", "text.secondary")
        self.label = Label("", "caption", "text.secondary")
        self.bar = ProgressBar(120)
        self.percent = Label("", "caption")
        self.left = Label("", "caption", "text.secondary")
        self.more = Label("", "caption", "text.secondary")
        self.cancel = IconButton("x", tr("Cancel the job"), size=24)
        self.protected = _protected()
        self.device = Label(_processor(), "caption", "text.secondary")
        self.saved = Label("", "caption", "text.secondary")
        self._build()
        self.cancel.clicked.connect(self._cancel)
        jobs.started.connect(self._show)
        jobs.reported.connect(self._hear)
        jobs.ended.connect(self._show)
        self._show()

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 1, 16, 0)
        row.setSpacing(12)
        parts: list[QWidget] = [self._calm, self._ring, self.job, self.label, self.bar]
        parts += [self.percent, self.left, self.cancel, self.more]
        for part in parts:
            row.addWidget(part)
        row.addStretch(1)
        stays = QHBoxLayout()
        stays.setSpacing(6)
        stays.addWidget(IconLabel("shield-check", "text.secondary", 14))
        stays.addWidget(Label(tr("Stays on this machine"), "caption", "text.secondary"))
        row.addLayout(stays)
        row.addWidget(self.protected)
        row.addWidget(self.device)
        row.addWidget(self.saved)
        self._edge = HLine("default")
        self._edge.setParent(self)
        for widget in (self.job, self.label, self.left):
            widget.setAlignment(Qt.AlignmentFlag.AlignVCenter)

    def set_protected(self, protected: bool) -> None:  # noqa: FBT001 - a state
        """Whether the project is protected with a passphrase."""
        self.protected.setVisible(protected)

    def set_saved(self, at: float | None) -> None:
        """When the project was last written; None while there is no project."""
        if at is None:
            self.saved.setText(tr("Not saved yet"))
            return
        when = datetime.fromtimestamp(at)  # noqa: DTZ006  shown in local time
        self.saved.setText(tr("Saved {time}", time=f"{when:%H:%M}"))

    def saved_now(self) -> None:
        """The project has just been written."""
        self.set_saved(time.time())

    def _hear(self, handle: JobHandle, event: object) -> None:
        if isinstance(event, Fact) and event.name == "device":
            self.device.setText(event.value)
        if handle is self._jobs.current:
            self._show()

    def _show(self) -> None:
        handle = self._jobs.current
        running = handle is not None
        self._calm.setVisible(not running)
        for widget in (self._ring, self.label, self.bar, self.percent):
            widget.setVisible(running)
        self.left.setVisible(running)
        self.cancel.setVisible(running)
        waiting = len(self._jobs.handles) - 1
        self.more.setVisible(waiting > 0)
        if handle is None:
            self.job.set_ink("text.secondary")
            self.job.setText(tr("No job running"))
            self._ring.set_progress(0.0, "done")
            self.bar.set_progress(0.0, "done")
            return
        progress = handle.progress
        self.job.set_ink("text.primary")
        self.job.setText(handle.title)
        self.label.setText(said(progress.label) if progress else tr("Starting"))
        self.left.setText(left(progress.seconds_left) if progress else "")
        self.percent.setText("" if handle.share is None else percent(handle.share))
        self._ring.set_progress(handle.share)
        self.bar.set_progress(handle.share)
        self.more.setText(tr("and {n} more", n=waiting))

    def _cancel(self) -> None:
        if self._jobs.current is not None:
            self.cancel_wanted.emit(self._jobs.current)

    def resizeEvent(self, event: object) -> None:
        """The hairline above."""
        del event
        self._edge.setGeometry(0, 0, self.width(), 1)


def _protected() -> QWidget:
    shown = QWidget()
    row = QHBoxLayout(shown)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    row.addWidget(IconLabel("lock", "text.secondary", 14))
    row.addWidget(Label(tr("Protected"), "caption", "text.secondary"))
    shown.setToolTip(tr("Every file of this project is encrypted."))
    shown.hide()
    return shown


def _processor() -> str:
    return tr("CPU, {n} cores", n=os.cpu_count() or 1)
