"""What takes input: field, choice, number, and the row that names it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from studio.ui.theme import paint_icon, theme
from studio.ui.widgets.button import paint_box
from studio.ui.widgets.label import IconLabel, Label
from studio.ui.widgets.menu import Menu

LABEL_WIDTH = 84


def set_invalid(widget: QWidget, invalid: bool) -> None:  # noqa: FBT001  a state
    """Show or take away the edge of an error."""
    widget.setProperty("invalid", "true" if invalid else "false")
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


class Field(QLineEdit):
    """One line of text. `done` comes on Enter or when it is left, if changed."""

    done = Signal(str)

    def __init__(self, text: str = "", placeholder: str = "", height: int = 24) -> None:
        super().__init__(text)
        self._before = text
        self.setPlaceholderText(placeholder)
        self.setFont(theme().font("label"))
        self.setFixedHeight(height)
        self.setCursorPosition(0)
        self.editingFinished.connect(self._finish)

    def set_text(self, text: str) -> None:
        """Show a text without a signal, unless the person is writing."""
        if not self.hasFocus():
            self._before = text
            self.setText(text)
            self.setCursorPosition(0)

    def _finish(self) -> None:
        if self.text() != self._before:
            self._before = self.text()
            self.done.emit(self.text())


class SearchField(QLineEdit):
    """A field with a magnifying glass."""

    def __init__(self, placeholder: str, height: int = 28) -> None:
        super().__init__()
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.setFont(theme().font("label"))
        self.setFixedHeight(height)
        self.setTextMargins(20, 0, 0, 0)
        self.setClearButtonEnabled(False)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The glass over the field."""
        super().paintEvent(event)
        box = QRect(8, (self.height() - 14) // 2, 14, 14)
        paint_icon(QPainter(self), box, "search", "text.secondary")


class TextArea(QPlainTextEdit):
    """A few lines of text. `done` comes when it is left, if changed."""

    done = Signal(str)

    def __init__(self, text: str = "", lines: int = 2) -> None:
        super().__init__(text)
        self._before = text
        self.setFont(theme().font("label"))
        self.setTabChangesFocus(True)
        self.setFixedHeight(16 * lines + 16)

    def set_text(self, text: str) -> None:
        """Show a text without a signal, unless the person is writing."""
        if not self.hasFocus():
            self._before = text
            self.setPlainText(text)

    def focusOutEvent(self, event: object) -> None:
        """Hand the text over."""
        super().focusOutEvent(event)  # type: ignore[arg-type]
        if self.toPlainText() != self._before:
            self._before = self.toPlainText()
            self.done.emit(self._before)


class Choice(QComboBox):
    """One of many values. `chosen(value)` comes only when a person chooses.

    Args:
        items: (value, text) pairs.
        height: 24 in forms, 28 in heads.
        width: Fixed width in pixels; filling when None.
    """

    chosen = Signal(object)

    def __init__(
        self,
        items: Sequence[tuple[object, str]] = (),
        height: int = 24,
        width: int | None = None,
    ) -> None:
        super().__init__()
        self.setFont(theme().font("label"))
        self.setFixedHeight(height)
        if width is None:
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        else:
            self.setFixedWidth(width)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._values: list[object] = []
        self.set_items(items)
        self.activated.connect(lambda at: self.chosen.emit(self._values[at]))

    def set_items(self, items: Sequence[tuple[object, str]]) -> None:
        """Offer other values; the value stays where it is still there."""
        before = self.value()
        self.blockSignals(True)
        self.clear()
        self._values = [value for value, _ in items]
        self.addItems([text for _, text in items])
        self.blockSignals(False)
        self.set_value(before)

    def value(self) -> object:
        """The chosen value; None when there is none."""
        at = self.currentIndex()
        return self._values[at] if 0 <= at < len(self._values) else None

    def set_value(self, value: object) -> None:
        """Choose a value without a signal; unknown values are ignored."""
        if value in self._values:
            self.setCurrentIndex(self._values.index(value))

    def showPopup(self) -> None:
        """Open our own menu below."""
        menu = Menu(self)
        for at in range(self.count()):
            action = menu.add(self.itemText(at), "check" if self._on(at) else "")
            action.setData(at)
        chosen = menu.exec(menu.origin(self.mapToGlobal(QPoint(0, self.height() + 2))))
        if chosen is not None:
            at = int(chosen.data())
            self.setCurrentIndex(at)
            self.activated.emit(at)

    def _on(self, at: int) -> bool:
        return at == self.currentIndex()

    def sizeHint(self) -> QSize:
        """Room for the longest text."""
        metrics = QFontMetrics(self.font())
        widths = [
            metrics.horizontalAdvance(self.itemText(i)) for i in range(self.count())
        ]
        return QSize(max(widths, default=40) + 40, self.height())

    def minimumSizeHint(self) -> QSize:
        """It may get narrow; the text elides."""
        return QSize(56, self.height())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolling a panel never changes a value."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the field, the text and the chevron."""
        del event
        painter = QPainter(self)
        enabled, focus = self.isEnabled(), self.hasFocus()
        edge = self._edge(enabled=enabled)
        fill = "surface.panel" if enabled else "surface.window"
        paint_box(painter, QRectF(self.rect()), fill, edge, 6)
        if focus:
            painter.setPen(QPen(theme().colour("border.focus"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 5, 5)
        painter.setFont(self.font())
        painter.setPen(theme().colour("text.primary" if enabled else "text.disabled"))
        box = self.rect().adjusted(9, 0, -26, 0)
        text = self.fontMetrics().elidedText(
            self.currentText(), Qt.TextElideMode.ElideRight, box.width()
        )
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, text)
        arrow = QRect(self.width() - 23, (self.height() - 14) // 2, 14, 14)
        ink = "text.secondary" if enabled else "text.disabled"
        paint_icon(painter, arrow, "chevron-down", ink)

    def _edge(self, *, enabled: bool) -> str:
        if not enabled:
            return "border.default"
        if self.property("invalid") == "true":
            return "danger.fill"
        return "text.secondary" if self.underMouse() else "border.control"


class Number(QDoubleSpinBox):
    """A number between bounds. `done(value)` comes when a person has set it.

    Args:
        value: What is shown first.
        low: Least value.
        high: Most value.
        places: Decimals; 0 for whole numbers.
        step: What an arrow adds.
    """

    done = Signal(float)

    def __init__(
        self, value: float, low: float, high: float, places: int = 0, step: float = 1.0
    ) -> None:
        super().__init__()
        self.setFont(theme().font("label"))
        self.setFixedHeight(24)
        self.setRange(low, high)
        self.setDecimals(places)
        self.setSingleStep(step)
        self.setValue(value)
        self.setKeyboardTracking(False)
        self.lineEdit().setTextMargins(6, 0, 0, 0)
        self.valueChanged.connect(self.done.emit)

    def set_value(self, value: float) -> None:
        """Show a value without a signal."""
        self.blockSignals(True)
        self.setValue(value)
        self.blockSignals(False)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolling a panel never changes a value."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The arrows over the field."""
        super().paintEvent(event)
        painter = QPainter(self)
        ink = "text.secondary" if self.isEnabled() else "text.disabled"
        x, middle = self.width() - 19, self.height() // 2
        paint_icon(painter, QRect(x, middle - 10, 10, 10), "chevron-up", ink)
        paint_icon(painter, QRect(x, middle, 10, 10), "chevron-down", ink)


class FormRow(QWidget):
    """A label of 84 px and a control that fills; an error under the control."""

    def __init__(
        self, label: str, control: QWidget, label_width: int = LABEL_WIDTH
    ) -> None:
        super().__init__()
        self.control = control
        if not control.accessibleName():
            control.setAccessibleName(label)
        self.label = Label(label, "label", "text.secondary")
        self.label.setFixedWidth(label_width)
        self.label.setBuddy(control)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.label)
        fixed = control.sizePolicy().horizontalPolicy() == QSizePolicy.Policy.Fixed
        row.addWidget(control, 0 if fixed else 1)
        if fixed:
            row.addStretch(1)
        self._error = QWidget()
        line = QHBoxLayout(self._error)
        line.setContentsMargins(label_width, 2, 0, 2)
        line.setSpacing(4)
        line.addWidget(IconLabel("circle-alert", "danger.text", 12))
        self._words = Label("", "caption", "danger.text", wrap=True)
        line.addWidget(self._words, 1)
        self._error.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self._error)
        self.setMinimumHeight(32)

    def set_error(self, text: str) -> None:
        """One line under the control; empty takes it away."""
        self._words.setText(text)
        self._error.setVisible(bool(text))
        set_invalid(self.control, bool(text))
