"""The revisions of the page, and the way back to one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.domain.review import Approval, Revision
from studio.ui.formats import moment
from studio.ui.language import tr
from studio.ui.widgets.button import Button
from studio.ui.widgets.label import HLine, Label
from studio.ui.widgets.rows import ListItem, RowList


class HistoryTab(QWidget):
    """Newest first. `back_wanted(number)` when the person goes back to one."""

    back_wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._revisions: tuple[Revision, ...] = ()
        self.list = RowList(tr("Revisions"))
        self.list.chosen.connect(self._on_chosen)
        self.list.opened.connect(lambda _: self._go())
        self.note = Label("", "caption", "text.tertiary", wrap=True)
        self.button = Button(tr("Go back to this revision"), icon="history")
        self.button.clicked.connect(self._go)
        foot = QVBoxLayout()
        foot.setContentsMargins(16, 12, 16, 12)
        foot.setSpacing(8)
        foot.addWidget(self.note)
        foot.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.list, 1)
        column.addWidget(HLine())
        column.addLayout(foot)

    def show_revisions(
        self, revisions: Sequence[Revision], head: int, approval: Approval | None
    ) -> None:
        """Show the revisions; `head` is the one that the page is at."""
        self._revisions = tuple(reversed(revisions))
        approved = approval.revision if approval else -1
        self._head = head
        items = [_item(each, head=head, approved=approved) for each in self._revisions]
        self.list.set_items(items)
        numbers = [each.number for each in self._revisions]
        at = numbers.index(head) if head in numbers else -1
        self.list.select(at)
        self._on_chosen(at)

    def _on_chosen(self, at: int) -> None:
        other = 0 <= at < len(self._revisions) and (
            self._revisions[at].number != self._head
        )
        self.button.setEnabled(other)
        self.note.setText(
            tr("It becomes the newest revision; nothing is lost.")
            if other
            else tr("Choose an earlier revision to go back to it.")
        )

    def _go(self) -> None:
        at = self.list.current()
        if 0 <= at < len(self._revisions) and self.button.isEnabled():
            self.back_wanted.emit(self._revisions[at].number)


def _item(revision: Revision, *, head: int, approved: int) -> ListItem:
    parts = [moment(revision.at), revision.by, revision.note]
    mark = "check" if revision.number == approved else ""
    return ListItem(
        tr("Revision {n}", n=revision.number),
        detail=", ".join(part for part in parts if part),
        mark=mark,
        mark_ink="success.fill",
        right=tr("shown") if revision.number == head else "",
        strong=revision.number == head,
        tip=tr("Approved") if mark else "",
    )
