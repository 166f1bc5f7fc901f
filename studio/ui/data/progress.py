"""The running import, above what it imports."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio.ui.formats import left, percent
from studio.ui.jobs import JobHandle
from studio.ui.language import tr
from studio.ui.widgets import Button, HLine, Label, ProgressBar


class ImportProgress(QWidget):
    """What is being done, a bar, per cent, time left, cancel."""

    cancel_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        row = QHBoxLayout()
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(12)
        self.label = Label("", "label")
        self.label.setMinimumWidth(160)
        self.bar = ProgressBar()
        self.percent = Label("", "label")
        self.left = Label("", "label", "text.secondary")
        cancel = Button(tr("Cancel"), "quiet", height=24)
        cancel.clicked.connect(self.cancel_wanted.emit)
        row.addWidget(self.label)
        row.addWidget(self.bar, 1)
        for widget in (self.percent, self.left):
            row.addWidget(widget)
        row.addWidget(cancel)
        outer.addLayout(row)
        outer.addWidget(HLine("subtle"))
        self.hide()

    def show_job(self, handle: JobHandle | None) -> None:
        """Show a running import; None hides it."""
        self.setVisible(handle is not None)
        if handle is None:
            return
        progress = handle.progress
        self.label.setText(progress.label if progress else tr("Starting"))
        self.bar.set_progress(handle.share)
        share = handle.share
        self.percent.setText("" if share is None else percent(share))
        self.left.setText(left(progress.seconds_left) if progress else "")
