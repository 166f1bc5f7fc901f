"""The rail: the steps down the left side."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QVBoxLayout, QWidget

from studio.domain.shipped import resource
from studio.ui.formats import percent
from studio.ui.language import tr
from studio.ui.logo import Logo
from studio.ui.step import StepState
from studio.ui.steps import StepEntry
from studio.ui.theme import paint_icon, theme
from studio.ui.widgets import IconButton, VLine, paint_box, paint_ring, set_surface
from studio.ui.widgets.focus import is_keyboard

_STEP = QSize(64, 56)
_ICON = 20


class RailButton(QAbstractButton):
    """A step: icon, label, badge. Painted by hand."""

    def __init__(self, entry: StepEntry) -> None:
        super().__init__()
        self.entry = entry
        self._state = StepState()
        self._ring = False
        self.setText(tr(entry.title))
        self.setCheckable(True)
        self.setFixedSize(_STEP)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.set_state(self._state)

    def set_state(self, state: StepState) -> None:
        """Show how the step stands."""
        self._state = state
        words = {
            "none": tr("not yet"),
            "ready": tr("done"),
            "todo": tr("needs attention"),
            "running": tr("running"),
        }[state.condition]
        said = f"{self.text()}, {words}"
        if state.condition == "running" and state.share is not None:
            said += f", {percent(state.share)}"
        self.setAccessibleName(said)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the step."""
        del event
        painter = QPainter(self)
        fill = ""
        if self.isChecked():
            fill = "surface.selected"
        elif self.underMouse() and self.isEnabled():
            fill = "surface.hover"
        if fill:
            paint_box(painter, QRectF(self.rect()), fill, "", 8)
        ink = self._ink()
        box = QRect((self.width() - _ICON) // 2, 9, _ICON, _ICON)
        paint_icon(painter, box, self.entry.icon, ink)
        strong = "caption_strong" if self.isChecked() else "caption"
        painter.setFont(theme().font(strong))
        painter.setPen(theme().colour(ink))
        painter.drawText(
            QRect(0, 32, self.width(), 16), Qt.AlignmentFlag.AlignCenter, self.text()
        )
        self._paint_badge(painter)
        if self._ring:
            painter.setPen(QPen(theme().colour("border.focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 7, 7)

    def _ink(self) -> str:
        if self.isChecked():
            return "accent.text"
        return "text.secondary" if self.isEnabled() else "text.disabled"

    def _paint_badge(self, painter: QPainter) -> None:
        around = QRectF(37, 4, 12, 12)
        match self._state.condition:
            case "ready":
                paint_box(painter, around, "success.fill", "", 6)
                tick = QRect(39, 6, 8, 8)
                paint_icon(painter, tick, "check", "text.on_fill")
            case "todo":
                paint_box(painter, QRectF(39, 6, 8, 8), "warn.fill", "", 4)
            case "running":
                share = 0.25 if self._state.share is None else self._state.share
                paint_ring(painter, around, share)
            case "none":
                pass

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go to the next step; Tab leaves the rail."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        group = self.group()
        if not step or group is None:
            super().keyPressEvent(event)
            return
        buttons = [b for b in group.buttons() if b.isEnabled()]
        at = min(max(buttons.index(self) + step, 0), len(buttons) - 1)
        buttons[at].setFocus(Qt.FocusReason.TabFocusReason)
        buttons[at].click()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring when focus came by keyboard."""
        super().focusInEvent(event)
        self._ring = is_keyboard(event.reason())
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self._ring = False
        self.update()


class Rail(QWidget):
    """Steps, and at the foot settings and help.

    Signals: chosen(str), settings_wanted(), help_wanted().
    """

    chosen = Signal(str)
    settings_wanted = Signal()
    help_wanted = Signal()

    def __init__(self, entries: Sequence[StepEntry]) -> None:
        super().__init__()
        set_surface(self, "window")
        self.setFixedWidth(76)
        self.buttons: dict[str, RailButton] = {}
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 14, 6, 12)
        column.setSpacing(4)
        logo = Logo(resource("app", "vitrine.svg"))
        column.addWidget(logo, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(18)
        for entry in entries:
            self._add(entry, column)
        column.addStretch(1)
        settings = IconButton("settings", tr("Preferences"), size=32)
        settings.set_large()
        settings.clicked.connect(self.settings_wanted.emit)
        helping = IconButton("circle-question-mark", tr("Help"), "F1", size=32)
        helping.set_large()
        helping.clicked.connect(self.help_wanted.emit)
        for button in (settings, helping):
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        self._line = VLine("default")
        self._line.setParent(self)

    def _add(self, entry: StepEntry, column: QVBoxLayout) -> None:
        button = RailButton(entry)
        button.clicked.connect(lambda: self.chosen.emit(entry.key))
        self.buttons[entry.key] = button
        self._group.addButton(button)
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)

    def show_current(self, key: str) -> None:
        """Mark the step that is shown; none for a page that is not on the rail."""
        if key in self.buttons:
            self.buttons[key].setChecked(True)
            return
        self._group.setExclusive(False)
        for button in self.buttons.values():
            button.setChecked(False)
        self._group.setExclusive(True)

    def set_state(self, key: str, state: StepState, *, enabled: bool) -> None:
        """Show how a step stands and whether it can be gone to."""
        if (button := self.buttons.get(key)) is not None:
            button.set_state(state)
            button.setEnabled(enabled)

    def resizeEvent(self, event: object) -> None:
        """The hairline at the right edge."""
        del event
        self._line.setGeometry(self.width() - 1, 0, 1, self.height())
