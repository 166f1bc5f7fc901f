"""The middle: a segment's size, its conditions and the sentence that they make."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio.domain.segment_views import SegmentNames, SegmentRow
from studio.domain.segments import SegmentDefinition, Size
from studio.ui.formats import day as day_of
from studio.ui.language import tr
from studio.ui.segments.group_box import GroupBox
from studio.ui.segments.words import said, share_line, short_size
from studio.ui.widgets import (
    Button,
    HLine,
    IconButton,
    Label,
    Menu,
    PanelHead,
    ProgressBar,
    Scroll,
    Section,
    Switch,
    set_surface,
)


class SegmentEditor(QWidget):
    """Edits one segment; it asks, the panel does.

    Signals:
        changed(): a person changed the conditions; see `box.group()`.
        save_wanted(), discard_wanted(): keep or forget the changes.
        apply_wanted(bool): let personas use it, or no longer.
        rename_wanted(), copy_wanted(), delete_wanted().
    """

    changed = Signal()
    save_wanted = Signal()
    discard_wanted = Signal()
    apply_wanted = Signal(bool)
    rename_wanted = Signal()
    copy_wanted = Signal()
    delete_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        set_surface(self, "panel")
        self._definition: SegmentDefinition | None = None
        self.head = PanelHead("", 56, " ")
        self.use_label = Label(tr("Use for personas"), "label", "text.secondary")
        self.use = Switch()
        self.use.setAccessibleName(tr("Use for personas"))
        self.more = IconButton("ellipsis", tr("More"))
        for control in (self.use_label, self.use, self.more):
            self.head.add(control)
        self.figure = Label("", "figure")
        self.share = Label("", "label", "text.secondary")
        self.bar = ProgressBar()
        self.why = Label("", "label", "text.secondary", wrap=True)
        self.box = GroupBox()
        self.sentence = Label("", "body", wrap=True)
        self.problem = Label("", "label", "warn.text", wrap=True)
        self.save = Button(tr("Save"), "secondary", "check")
        self.discard = Button(tr("Discard"), "quiet")
        self._build()
        self._connect()

    def _build(self) -> None:
        scroll = Scroll()
        count = Section()
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(self.figure)
        line.addWidget(self.share)
        line.addStretch(1)
        count.body.addLayout(line)
        count.add(self.bar)
        count.body.addSpacing(4)
        count.add(self.sentence)
        self._conditions = Section(tr("Who belongs to it"))
        self._conditions.add(self.box)
        self._note = Section(tr("Where the numbers come from"), line=False)
        self._note.add(self.why)
        for part in (count, self._conditions, self._note):
            scroll.body.addWidget(part)
        scroll.body.addStretch(1)
        self._foot = self._make_foot()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(scroll, 1)
        column.addWidget(self._foot)

    def _make_foot(self) -> QWidget:
        whole = QWidget()
        foot = QVBoxLayout(whole)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.setSpacing(0)
        foot.addWidget(HLine("subtle"))
        row = QHBoxLayout()
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(8)
        row.addWidget(self.problem, 1)
        row.addStretch(1)
        row.addWidget(self.discard)
        row.addWidget(self.save)
        foot.addLayout(row)
        return whole

    def _connect(self) -> None:
        self.box.changed.connect(self.changed.emit)
        self.save.clicked.connect(self.save_wanted.emit)
        self.discard.clicked.connect(self.discard_wanted.emit)
        self.use.clicked.connect(lambda: self.apply_wanted.emit(self.use.isChecked()))
        self.more.clicked.connect(self._more)

    def show_row(self, row: SegmentRow, names: SegmentNames, *, draft: bool) -> None:
        """Show a segment with its conditions."""
        made = self._definition = row.definition
        self.head.set_title(row.name)
        self.head.set_detail(_made(made, draft=draft))
        saved = made is not None and not draft
        for part in (self.use_label, self.use, self.more):
            part.setVisible(saved)
        self._set_use(on=made is not None and made.applied)
        self._conditions.setVisible(made is not None)
        if made is not None:
            self.box.show_group(made.condition, names)
        self._note.setVisible(made is not None and bool(made.note))
        self.why.setText("" if made is None else made.note)
        self.show_size(row.size)
        self.show_sentence(said(row.says))

    def show_size(self, size: Size | None) -> None:
        """Show how many there are; None while they are counted."""
        self.figure.setText(_first_capital(short_size(size)))
        self.share.setText("" if size is None else share_line(size))
        share = 0.0 if size is None or size.share is None else size.share
        self.bar.set_progress(share, "running")
        self.bar.setVisible(size is not None and size.share is not None)
        few = size is not None and size.small
        self.use.setEnabled(not few or self.use.isChecked())

    def show_sentence(self, text: str) -> None:
        """Show what the conditions say."""
        self.sentence.setText(text)

    def show_changed(self, changed: bool, problem: str) -> None:  # noqa: FBT001  a state
        """Offer to save, or say why it cannot be."""
        self._foot.setVisible(changed)
        self.save.setEnabled(changed and not problem)
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))

    def _set_use(self, *, on: bool) -> None:
        self.use.blockSignals(True)
        self.use.setChecked(on)
        self.use.blockSignals(False)

    def _more(self) -> None:
        menu = self.menu()
        corner = self.more.mapToGlobal(QPoint(0, self.more.height()))
        menu.popup(menu.origin(corner))

    def menu(self) -> Menu:
        """What else can be done with the segment."""
        menu = Menu(self)
        for text, icon, signal in (
            (tr("Rename..."), "pencil", self.rename_wanted),
            (tr("Make a copy"), "layers", self.copy_wanted),
        ):
            menu.add(text, icon).triggered.connect(signal.emit)
        menu.addSeparator()
        delete = menu.add(tr("Delete"), "trash-2", danger=True)
        delete.triggered.connect(self.delete_wanted.emit)
        return menu


def _first_capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _made(made: SegmentDefinition | None, *, draft: bool) -> str:
    if made is None:
        return tr("Loaded from a file, used for personas")
    if draft:
        return tr("Not saved yet")
    when = tr("Built on {day}", day=day_of(made.made))
    return f"{when}, {tr('from a preset')}" if made.preset else when
