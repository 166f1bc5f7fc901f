"""Numbers that matter, with what they were compared with."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from studio.ui.widgets.label import Label, VLine


class StatFigure(QWidget):
    """A label, a big number, and a line under it that compares.

    `size` is `figure` (24) for a running job, `heading` (15) elsewhere. With `elide`
    the line takes the room there is; else the figure is as wide as its line.
    """

    def __init__(
        self,
        label: str,
        value: str = "",
        note: str = "",
        size: str = "figure",
        *,
        elide: bool = False,
    ) -> None:
        super().__init__()
        self.label = Label(label, "label", "text.secondary")
        self.value = Label(value, size)
        self.note = Label(note, "caption", "text.tertiary", elide=elide)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.label)
        column.addWidget(self.value)
        column.addWidget(self.note)

    def set(self, value: str, note: str = "", ink: str = "text.tertiary") -> None:
        """Show another number; `ink` is the role of the comparison."""
        self.value.setText(value)
        self.note.setText(note)
        self.note.set_ink(ink)


class StatRow(QWidget):
    """Figures side by side with hairlines between them."""

    def __init__(
        self, figures: Sequence[StatFigure], stretch: Sequence[int] = ()
    ) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        shares = list(stretch) or [1] * len(figures)
        for at, figure in enumerate(figures):
            if at:
                row.addWidget(VLine("subtle"))
            row.addWidget(figure, shares[at])


class KeyValue(QWidget):
    """A name on the left (96 px) and a value beside it, one line of 23 px."""

    def __init__(
        self, name: str, value: str = "", *, name_width: int = 96, right: bool = False
    ) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 3, 0, 4)
        row.setSpacing(0)
        self.name = Label(name, "label", "text.secondary")
        self.value = Label(value, "label", "text.primary", elide=not right)
        row.addWidget(self.name)
        if right:
            row.addStretch(1)
            row.addWidget(self.value)
        else:
            self.name.setFixedWidth(name_width)
            row.addWidget(self.value, 1)

    def set(self, value: str) -> None:
        """Show another value."""
        self.value.setText(value)
