"""The list panel of a step, folded to its icon where the window is narrow."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.ui.language import tr
from studio.ui.step import Step
from studio.ui.widgets import IconButton, VLine, set_surface

FOLDS_UNDER = 1280
"""Window width in pixels under which list panels fold."""

_STRIP = 40


class Fold(QWidget):
    """A strip with an icon that opens and closes the first panel of a step."""

    def __init__(self, step: Step) -> None:
        super().__init__(step)
        self._step = step
        self.folded = False
        set_surface(self, "panel")
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 6, 4, 6)
        self.button = IconButton("panel-left", tr("Show the list"))
        self.button.setCheckable(True)
        self.button.toggled.connect(self._open)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        self._line = VLine("default")
        self._line.setParent(self)
        step.installEventFilter(self)
        self.hide()

    def set_folded(self, folded: bool) -> None:  # noqa: FBT001  a state
        """Fold or unfold; nothing happens in a step without a list panel."""
        panel = self._panel()
        layout = self._step.layout()
        if panel is None or layout is None or folded == self.folded:
            return
        self.folded = folded
        self.button.setChecked(False)
        panel.setVisible(not folded)
        layout.setContentsMargins(_STRIP if folded else 0, 0, 0, 0)
        self.setVisible(folded)
        self._place()

    def _panel(self) -> QWidget | None:
        splitter = self._step.splitter
        if splitter is None or splitter.count() < 2:  # noqa: PLR2004  list, main
            return None
        first = splitter.panels()[0]
        return first if first.maximumWidth() <= FOLDS_UNDER // 2 else None

    def _open(self, opened: bool) -> None:  # noqa: FBT001  a slot
        panel = self._panel()
        if self.folded and panel is not None:
            panel.setVisible(opened)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the left edge of the step."""
        if watched is self._step and event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def _place(self) -> None:
        self.setGeometry(0, 0, _STRIP, self._step.height())
        self._line.setGeometry(_STRIP - 1, 0, 1, self.height())
        self.raise_()
