"""A splitter with a hairline that shows when it can be dragged."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QEnterEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSplitter, QSplitterHandle, QWidget

from studio.ui.theme import theme


class _Handle(QSplitterHandle):
    def __init__(self, orientation: Qt.Orientation, parent: QSplitter) -> None:
        super().__init__(orientation, parent)
        self._hover = self._drag = False

    def paintEvent(self, event: QPaintEvent) -> None:
        """1 px at rest, 2 px under the pointer and while dragging."""
        del event
        role = "border.default"
        if self._hover or self._drag:
            role = "accent.fill" if self._drag else "border.control"
        width = 2 if self._hover or self._drag else 1
        rect = self.rect()
        if self.orientation() == Qt.Orientation.Horizontal:
            x = rect.x() + (rect.width() - width) // 2
            rect = QRect(x, rect.y(), width, rect.height())
        else:
            y = rect.y() + (rect.height() - width) // 2
            rect = QRect(rect.x(), y, rect.width(), width)
        QPainter(self).fillRect(rect, theme().colour(role))

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that it can be dragged."""
        super().enterEvent(event)
        self._hover = True
        self.update()

    def leaveEvent(self, event: object) -> None:
        """Rest."""
        super().leaveEvent(event)  # type: ignore[arg-type]
        self._hover = False
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to drag."""
        super().mousePressEvent(event)
        self._drag = True
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Rest."""
        super().mouseReleaseEvent(event)
        self._drag = False
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Back to the default widths."""
        super().mouseDoubleClickEvent(event)
        splitter = self.splitter()
        if isinstance(splitter, Splitter):
            splitter.restore_defaults()


class Splitter(QSplitter):
    """Panels side by side (or, `vertical`, above each other).

    Add panels with `add(widget, width, least, most)`; a width of 0 fills what is left.
    """

    def __init__(self, *, vertical: bool = False) -> None:
        orientation = Qt.Orientation.Vertical if vertical else Qt.Orientation.Horizontal
        super().__init__(orientation)
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        self._defaults: list[int] = []

    def add(
        self, widget: QWidget, size: int = 0, least: int = 0, most: int = 0
    ) -> None:
        """Add a panel with its default, least and most width (height) in pixels."""
        self.addWidget(widget)
        self._defaults.append(size)
        at = self.count() - 1
        self.setStretchFactor(at, 0 if size else 1)
        horizontal = self.orientation() == Qt.Orientation.Horizontal
        if least:
            set_least = (
                widget.setMinimumWidth if horizontal else widget.setMinimumHeight
            )
            set_least(least)
        if most:
            set_most = widget.setMaximumWidth if horizontal else widget.setMaximumHeight
            set_most(most)
        self.restore_defaults()

    def restore_defaults(self) -> None:
        """Give every panel its default width; the filling ones share the rest."""
        horizontal = self.orientation() == Qt.Orientation.Horizontal
        whole = self.width() if horizontal else self.height()
        fixed = sum(self._defaults)
        filling = max(1, sum(1 for size in self._defaults if not size))
        rest = max(200, (whole - fixed) // filling)
        self.setSizes([size or rest for size in self._defaults])

    def set_widths(self, sizes: Sequence[int]) -> None:
        """Restore remembered widths, when there are as many as panels."""
        if len(sizes) == self.count() and all(size >= 0 for size in sizes):
            self.setSizes(list(sizes))

    def panels(self) -> tuple[QWidget, ...]:
        """The panels from left to right."""
        widgets = (self.widget(at) for at in range(self.count()))
        return tuple(widget for widget in widgets if widget is not None)

    def createHandle(self) -> QSplitterHandle:
        """Our own handle."""
        return _Handle(self.orientation(), self)
