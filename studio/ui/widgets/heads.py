"""Panels and their heads, sections, empty states."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

from studio.ui.widgets.button import Button, IconButton
from studio.ui.widgets.label import HLine, Label, set_surface


class PanelHead(QWidget):
    """The head of a panel: its one heading, a second line, controls on the right.

    Args:
        title: The heading.
        height: 40; 44 with controls, 48 for a model, 56 with a second line.
        detail: A second line (with 56), or a text after the title.
        line: Whether a hairline ends it.
    """

    def __init__(
        self, title: str, height: int = 40, detail: str = "", *, line: bool = True
    ) -> None:
        super().__init__()
        self.setFixedHeight(height)
        self.title = Label(title, "heading")
        self.detail = Label(detail, "caption", "text.tertiary", elide=True)
        self.left = QHBoxLayout()
        self.left.setSpacing(8)
        self.right = QHBoxLayout()
        self.right.setSpacing(8)
        bar = QWidget()  # a bare layout would be no higher than its lowest control
        row = self._row = QHBoxLayout(bar)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(12)
        row.addLayout(self._texts(height), 1)
        row.addLayout(self.right)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(bar, 1)
        if line:
            outer.addWidget(HLine("subtle"))

    def _texts(self, height: int) -> QVBoxLayout | QHBoxLayout:
        self.left.addWidget(self.title)
        if height >= 56:  # noqa: PLR2004  the height that has a second line
            column = QVBoxLayout()
            column.setSpacing(0)
            column.setContentsMargins(0, 8, 0, 8)
            self.left.addStretch(1)
            column.addLayout(self.left)
            column.addWidget(self.detail)
            return column
        self.detail.setFont(Label("", "label").font())
        self.left.addWidget(self.detail, 1)
        return self.left

    def add(self, widget: QWidget) -> None:
        """Put a control at the right end."""
        self.right.addWidget(widget)
        if isinstance(widget, IconButton):  # its icon, not its box, meets the margin
            inset = (widget.width() - 16) // 2
            self._row.setContentsMargins(16, 0, 16 - inset, 0)

    def set_title(self, title: str) -> None:
        """Change the heading."""
        self.title.setText(title)

    def set_detail(self, detail: str) -> None:
        """Change the second line."""
        self.detail.setText(detail)


class Section(QWidget):
    """A part of a panel: a strong label, an aside, and what is put into `body`."""

    def __init__(self, title: str = "", aside: str = "", *, line: bool = True) -> None:
        super().__init__()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        inner = QVBoxLayout()
        inner.setContentsMargins(16, 12, 16, 12)
        inner.setSpacing(8)
        self.title = Label(title, "label_strong")
        self.aside = Label(aside, "caption", "text.tertiary")
        self.head = QHBoxLayout()
        self.head.addWidget(self.title)
        self.head.addStretch(1)
        self.head.addWidget(self.aside)
        if title:
            inner.addLayout(self.head)
        else:
            self.title.setParent(self)
            self.aside.setParent(self)
            self.title.hide()
            self.aside.hide()
        self.body = QVBoxLayout()
        self.body.setSpacing(4)
        inner.addLayout(self.body)
        outer.addLayout(inner)
        if line:
            outer.addWidget(HLine("subtle"))

    def add(self, widget: QWidget) -> None:
        """Put a widget below."""
        self.body.addWidget(widget)


class EmptyState(QWidget):
    """What is so, why, and one action. Left-aligned text, no picture.

    `title_font` is `title` where the whole panel is empty, else `body_strong`.
    """

    def __init__(
        self, title: str, text: str, action: str = "", *, title_font: str = "title"
    ) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 24, 16, 24)
        column.setSpacing(8)
        self.title = Label(title, title_font, wrap=True)
        self.text = Label(text, "body", "text.secondary", wrap=True)
        self.text.setMaximumWidth(560)
        self.button = Button(action, "secondary")
        if not action:  # to show it before it has a parent would open a window
            self.button.hide()
        column.addWidget(self.title)
        column.addWidget(self.text)
        column.addSpacing(8)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)

    def set(self, title: str, text: str, action: str = "") -> None:
        """Say something else."""
        self.title.setText(title)
        self.text.setText(text)
        self.button.setText(action)
        self.button.setVisible(bool(action))


class Scroll(QScrollArea):
    """A panel's content that scrolls up and down; `body` is its column."""

    def __init__(self, surface: str = "panel") -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        content = QWidget()
        set_surface(content, surface)
        self.body = QVBoxLayout(content)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        self.setWidget(content)


def clear_layout(layout: QLayout) -> None:
    """Take every widget out of a layout and delete it."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif isinstance(inner, QVBoxLayout | QHBoxLayout):
            clear_layout(inner)
