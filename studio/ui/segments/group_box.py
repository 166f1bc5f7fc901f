"""Rows of conditions, joined by all, any or none; a group may hold groups."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio.domain.segment_views import SegmentNames
from studio.domain.segments import Condition, Frequency, Group, Leaf
from studio.ui.language import tr
from studio.ui.segments.bodies import BODIES, Body, kind_word, offered
from studio.ui.widgets import (
    Button,
    Choice,
    IconButton,
    Label,
    Segmented,
    clear_layout,
    set_surface,
)

_JOIN, _HIGH = 32, 24
START = Frequency("orders", 1)
"""What a new row says."""


class ConditionRow(QWidget):
    """One condition. Signals: changed(), removed()."""

    changed = Signal()
    removed = Signal()

    def __init__(self, leaf: Leaf, names: SegmentNames) -> None:
        super().__init__()
        self._names = names
        self.join = Label("", "label", "text.tertiary")
        self.join.setFixedSize(_JOIN, _HIGH)
        kind = str(leaf.__struct_config__.tag)
        items = offered(names)
        if kind not in dict(items):
            items.append((kind, kind_word(kind)))
        self.kind = Choice(items, width=120)
        self.kind.setAccessibleName(tr("Condition on"))
        self.kind.set_value(kind)
        self.remove = IconButton("x", tr("Remove condition"), size=24)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(8)
        top = Qt.AlignmentFlag.AlignTop
        self._line.addWidget(self.join, 0, top)
        self._line.addWidget(self.kind, 0, top)
        self.body = self._made(kind)
        self.body.show_leaf(leaf)
        self._line.addWidget(self.body, 1)
        self._line.addWidget(self.remove, 0, top)
        self.kind.chosen.connect(self._turn)
        self.remove.clicked.connect(self.removed.emit)

    def leaf(self) -> Leaf | None:
        """The condition; None while something is missing."""
        return self.body.leaf()

    def _made(self, kind: str) -> Body:
        body = BODIES[kind](self._names)
        body.changed.connect(self.changed.emit)
        return body

    def _turn(self, kind: object) -> None:
        old, self.body = self.body, self._made(str(kind))
        self._line.replaceWidget(old, self.body)
        self._line.setStretchFactor(self.body, 1)
        old.hide()
        old.deleteLater()
        self.changed.emit()


class GroupBox(QWidget):
    """A group of conditions. Signals: changed(), removed() (of a group inside)."""

    changed = Signal()
    removed = Signal()

    def __init__(self, *, inner: bool = False) -> None:
        super().__init__()
        self._inner = inner
        self._names = SegmentNames()
        self.parts: list[ConditionRow | GroupBox] = []
        self.match = Segmented(
            [
                ("all", tr("All of them")),
                ("any", tr("Any of them")),
                ("none", tr("None of them")),
            ],
            24,
        )
        self.match.setAccessibleName(tr("How the conditions are joined"))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        self.add_condition = Button(tr("Add condition"), "quiet", "plus", 24)
        self.add_group = Button(tr("Add group"), "quiet", "layers", 24)
        self._build()
        self.match.changed.connect(lambda _: self._rejoined())
        self.add_condition.clicked.connect(lambda: self._add(START))
        self.add_group.clicked.connect(lambda: self._add(Group("any", (START,))))

    def _build(self) -> None:
        column = QVBoxLayout(self)
        margin = 12 if self._inner else 0
        column.setContentsMargins(margin, margin, margin, margin)
        column.setSpacing(12)
        if self._inner:
            set_surface(self, "window")
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.match)
        head.addWidget(Label(tr("must be so"), "label", "text.secondary"))
        head.addStretch(1)
        if self._inner:
            drop = IconButton("x", tr("Remove group"), size=24)
            drop.clicked.connect(self.removed.emit)
            head.addWidget(drop)
        column.addLayout(head)
        column.addLayout(self._rows)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addSpacing(_JOIN)
        foot.addWidget(self.add_condition)
        foot.addWidget(self.add_group)
        foot.addStretch(1)
        if self._inner:
            self.add_group.hide()
        column.addLayout(foot)

    def show_group(self, group: Group, names: SegmentNames) -> None:
        """Show a group, without a signal."""
        self._names = names
        clear_layout(self._rows)
        self.parts = []
        self.match.set_value(group.match)
        for part in group.conditions:
            self._append(part)
        self._join()

    def group(self) -> Group:
        """The conditions that are complete."""
        found: list[Condition] = []
        for part in self.parts:
            said = part.group() if isinstance(part, GroupBox) else part.leaf()
            if said is not None and not _is_empty(said):
                found.append(said)
        return Group(self.match.value(), tuple(found))  # type: ignore[arg-type]

    def complete(self) -> bool:
        """Whether every row says something."""
        return all(
            part.complete() if isinstance(part, GroupBox) else part.leaf() is not None
            for part in self.parts
        )

    def _append(self, part: Condition) -> None:
        made: ConditionRow | GroupBox
        if isinstance(part, Group):
            made = GroupBox(inner=True)
            made.show_group(part, self._names)
        else:
            made = ConditionRow(part, self._names)
        made.changed.connect(self.changed.emit)
        made.removed.connect(lambda: self._remove(made))
        self.parts.append(made)
        self._rows.addWidget(made)

    def _add(self, part: Condition) -> None:
        self._append(part)
        self._join()
        self.changed.emit()

    def _remove(self, part: ConditionRow | GroupBox) -> None:
        self.parts.remove(part)
        self._rows.removeWidget(part)
        part.hide()
        part.deleteLater()
        self._join()
        self.changed.emit()

    def _rejoined(self) -> None:
        self._join()
        self.changed.emit()

    def _join(self) -> None:
        words = {"all": tr("and"), "any": tr("or"), "none": tr("nor")}
        for at, part in enumerate(self.parts):
            if isinstance(part, ConditionRow):
                part.join.setText(words[str(self.match.value())] if at else "")


def _is_empty(said: Condition) -> bool:
    return isinstance(said, Group) and not said.conditions
