"""The header: project menu, step and its state; undo, command field, main button."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from studio.ui.actions import key_text
from studio.ui.language import tr
from studio.ui.step import MainAction
from studio.ui.theme import paint_icon, theme
from studio.ui.widgets import (
    Button,
    Chip,
    HLine,
    IconButton,
    Label,
    VLine,
    paint_box,
    paint_key_caps,
    set_surface,
)
from studio.ui.widgets.focus import RingHolder


class _HeaderButton(QAbstractButton):
    """A painted button that takes part in the tab order."""

    def __init__(self, radius: int = 6) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._ring = RingHolder(self, radius)

    def focusInEvent(self, event: object) -> None:
        """Show the ring when focus came by keyboard."""
        super().focusInEvent(event)  # type: ignore[arg-type]
        self._ring.focus_in(event.reason())  # type: ignore[attr-defined]

    def focusOutEvent(self, event: object) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)  # type: ignore[arg-type]
        self._ring.focus_out()


class ProjectButton(_HeaderButton):
    """The project's name with a chevron."""

    def __init__(self) -> None:
        super().__init__()
        self.setFont(theme().font("body_strong"))
        self.set_name("")

    def set_name(self, name: str) -> None:
        """Show another project; empty for none."""
        self.setText(name or tr("No project"))
        self.setAccessibleName(tr("Project {name}", name=self.text()))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Name and chevron."""
        wide = min(220, self.fontMetrics().horizontalAdvance(self.text()))
        return QSize(wide + 8 + 28, 28)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the name and the chevron."""
        del event
        painter = QPainter(self)
        if self.underMouse():
            paint_box(painter, QRectF(self.rect()), "surface.hover", "", 6)
        painter.setFont(self.font())
        painter.setPen(theme().colour("text.primary"))
        box = self.rect().adjusted(8, 0, -22, 0)
        text = painter.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, box.width()
        )
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, text)
        arrow = QRect(self.width() - 21, 6, 16, 16)
        paint_icon(painter, arrow, "chevron-down", "text.secondary")


class CommandField(_HeaderButton):
    """Looks like a field; opens the command palette."""

    def __init__(self) -> None:
        super().__init__()
        self.setText(tr("Find or run a command"))
        self.setAccessibleName(self.text())
        self.setFixedSize(256, 28)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw glass, words and key caps."""
        del event
        painter = QPainter(self)
        edge = "border.control" if self.underMouse() else "border.default"
        paint_box(painter, QRectF(self.rect()), "surface.window", edge, 6)
        paint_icon(painter, QRect(9, 7, 14, 14), "search", "text.secondary")
        painter.setFont(theme().font("label"))
        painter.setPen(theme().colour("text.tertiary"))
        caps = paint_key_caps(painter, self.width() - 6, 14, key_text("Ctrl+K"))
        painter.setFont(theme().font("label"))
        painter.setPen(theme().colour("text.tertiary"))
        box = QRect(31, 0, caps - 36, self.height())
        text = painter.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, box.width()
        )
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, text)


class Header(QWidget):
    """48 px. Signals: project_clicked, undo, redo, palette_wanted, main_clicked."""

    project_clicked = Signal()
    undo_clicked = Signal()
    redo_clicked = Signal()
    palette_wanted = Signal()
    main_clicked = Signal()

    def __init__(self) -> None:
        super().__init__()
        set_surface(self, "panel")
        self.setFixedHeight(48)
        self.project = ProjectButton()
        self.step = Label("", "body")
        self.line = Label("", "label", "text.tertiary", elide=True)
        self.undo = IconButton("undo-2", tr("Undo"), key_text("Ctrl+Z"))
        self.redo = IconButton("redo-2", tr("Redo"), key_text("Ctrl+Shift+Z"))
        self.command = CommandField()
        self.chip = Chip("")
        self.why = Label("", "caption", "text.tertiary")
        self.main = Button("", "primary")
        self._build()
        self._connect()

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 12, 0)
        row.setSpacing(12)
        row.addWidget(self.project)
        row.addWidget(VLine("default", 16))
        row.addSpacing(4)
        row.addWidget(self.step)
        row.addWidget(self.line, 1)
        history = QHBoxLayout()
        history.setSpacing(4)
        history.addWidget(self.undo)
        history.addWidget(self.redo)
        row.addLayout(history)
        row.addWidget(self.command)
        for widget in (self.chip, self.why, self.main):
            row.addWidget(widget)
            widget.hide()
        self._edge = HLine("default")
        self._edge.setParent(self)

    def _connect(self) -> None:
        self.project.clicked.connect(self.project_clicked.emit)
        self.undo.clicked.connect(self.undo_clicked.emit)
        self.redo.clicked.connect(self.redo_clicked.emit)
        self.command.clicked.connect(self.palette_wanted.emit)
        self.main.clicked.connect(self.main_clicked.emit)

    def set_main(self, action: MainAction | None) -> None:
        """Show the step's main button, with why it cannot be used."""
        self.main.setVisible(action is not None)
        chip = action.chip if action is not None else None
        self.chip.setVisible(chip is not None)
        why = action.why if action is not None and not action.enabled else ""
        self.why.setVisible(bool(why))
        self.why.setText(why)
        if action is not None:
            self.main.setText(action.text)
            self.main.set_icon(action.icon)
            self.main.setEnabled(action.enabled)
        if chip is not None:
            self.chip.set(chip[0], chip[1])  # type: ignore[arg-type]

    def set_history(self, *, undo: bool, redo: bool, seen: bool) -> None:
        """Whether there is something to undo and redo; hidden without a project."""
        self.undo.setVisible(seen)
        self.redo.setVisible(seen)
        self.undo.setEnabled(undo)
        self.redo.setEnabled(redo)

    def resizeEvent(self, event: object) -> None:
        """The hairline below."""
        del event
        self._edge.setGeometry(0, self.height() - 1, self.width(), 1)
