"""Other layouts for the open page: asking, going through the sets, taking one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import QObject, Signal

from studio.domain.edits import LockBlock
from studio.domain.errors import VitrineError
from studio.domain.jobs import (
    Ending,
    Finished,
    Generate,
    Made,
    Proposals,
    ProposeLayouts,
    TakeLayout,
)
from studio.domain.layout import WEB_BLOCKS, Layout
from studio.domain.page import Block
from studio.domain.wishes import Asked
from studio.services.jobs import result
from studio.services.pages import DEFAULT_SEED
from studio.ui.jobs import JobHandle
from studio.ui.language import tr
from studio.ui.pages.desk import Desk
from studio.ui.pages.names import block_name
from studio.ui.widgets.toast import Toast

Done = Callable[[Finished], None]
PROPOSALS = 8
"""How many layouts one asking brings."""


@dataclass
class _Set:
    """What was asked of a page at a revision, and what came.

    `taken` is the place of the layout that was taken last, `taken_as` its revision.
    """

    asked: Asked
    revision: int
    made: Proposals
    taken: int = -1
    taken_as: int = -1


@dataclass
class _Sets:
    """The sets of one page; `at` is the one on show, -1 for none."""

    sets: list[_Set] = field(default_factory=list)
    at: int = -1

    @property
    def now(self) -> _Set | None:
        """The set on show."""
        return self.sets[self.at] if self.at >= 0 else None


class Exploring(QObject):
    """Keeps the asking and the proposals of the Layout tab.

    `changed()` when a job starts or ends or another set is shown; `told(Toast)`.
    """

    changed = Signal()
    told = Signal(object)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._of: dict[str, _Sets] = {}
        self._handle: JobHandle | None = None
        self._count = 0
        self._project = 0
        tab = desk.inspector.layout_tab
        tab.ask.changed.connect(self._keep_asked)
        tab.ask.rest_wanted.connect(partial(self.propose, like=False))
        tab.ask.like_wanted.connect(partial(self.propose, like=True))
        tab.proposals.taken.connect(self.take)
        tab.proposals.stepped.connect(self.step)
        tab.proposals.cancelled.connect(self.cancel)
        tab.why.rows.lock_wanted.connect(self._lock)
        desk.editor.opened.connect(self.show)
        desk.editor.changed.connect(lambda _: self.show())

    def forget(self) -> None:
        """Another project was opened: its pages are others."""
        self._of.clear()
        self._project += 1
        self.cancel()

    @property
    def running(self) -> bool:
        """Whether layouts are being made or taken."""
        return self._handle is not None

    @property
    def asked(self) -> Asked:
        """What the open page's scenario is asked for."""
        page, session = self._desk.editor.page, self._desk.session
        if page is None or session is None:
            return Asked()
        return session.pages.asked(page.scenario)

    def shown(self) -> tuple[Block, ...]:
        """The web blocks of the open page that shoppers see."""
        page = self._desk.editor.page
        return tuple(b for b in page.on("web") if not b.hidden) if page else ()

    # Asking -------------------------------------------------------------------

    def propose(self, *, like: bool) -> None:
        """Ask for layouts: the rest round what is locked, or variations of the page."""
        page, session = self._desk.editor.page, self._desk.session
        if page is None or session is None or self.running or not self.shown():
            return
        wanted = self._desk.inspector.layout_tab.ask.asked
        self._count += 1
        try:
            job = session.pages.propose_job(
                page.id, wanted, n=PROPOSALS, like=like, seed=DEFAULT_SEED + self._count
            )
        except VitrineError as problem:
            self.told.emit(Toast(problem.message, problem.hint, "danger"))
            return
        row = self._desk.editor.row
        revision = row.revision if row else 0
        self._start(job, partial(self._proposed, page.id, wanted, revision))

    def cancel(self) -> None:
        """Stop asking; what is shown stays."""
        if self._handle is not None:
            self._handle.cancel()

    def _proposed(
        self, page_id: str, asked: Asked, revision: int, ending: Finished
    ) -> None:
        own = self._of.setdefault(page_id, _Sets())
        del own.sets[own.at + 1 :]
        own.sets.append(_Set(asked, revision, result(ending, Proposals)))
        own.at = len(own.sets) - 1

    # Taking -------------------------------------------------------------------

    def take(self, at: int) -> None:
        """Give the page a layout of the set; it becomes a revision."""
        page, session, now = self._desk.editor.page, self._desk.session, self._now()
        if page is None or session is None or now is None or self.running:
            return
        layout = now.made.proposals[at].layout
        by = self._desk.context.settings.approver
        job = session.pages.take_job(page.id, layout, by=by)
        self._start(job, partial(self._taken, now, at))

    def _taken(self, now: _Set, at: int, ending: Finished) -> None:
        made = result(ending, Made)
        now.taken = at
        page = self._desk.editor.page
        if page is None or page.id != made.page_id:
            return
        self._desk.editor.reread()
        row = self._desk.editor.row
        now.taken_as = row.revision if row else -1
        self._say_left_out(now.made.proposals[at].layout)

    def _say_left_out(self, layout: Layout) -> None:
        """Blocks that nothing true could fill are not on the page: say which."""
        wanted = Counter(block.type for block in layout.blocks)
        missing = wanted - Counter(block.type for block in self.shown())
        if missing:
            names = tr(", ").join(block_name(each) for each in missing.elements())
            text = tr("Nothing in the shop was left to fill: {names}.", names=names)
            self.told.emit(
                Toast(tr("The page is shorter than the layout"), text, "info")
            )

    def _start(self, job: ProposeLayouts | TakeLayout, done: Done) -> None:
        handle = self._desk.context.jobs.start(job, warm=True)
        self._handle = handle
        handle.ended.connect(partial(self._end, done, self._project))
        self.show()
        self.changed.emit()

    def _end(self, done: Done, project: int, ending: Ending) -> None:
        """The window itself tells how a job ended; here is what came of it."""
        self._handle = None
        if isinstance(ending, Finished) and project == self._project:
            done(ending)
        self.show()
        self.changed.emit()

    # Sets ---------------------------------------------------------------------

    def _sets(self) -> _Sets | None:
        page = self._desk.editor.page
        return self._of.get(page.id) if page else None

    def _now(self) -> _Set | None:
        own = self._sets()
        return own.now if own else None

    def step(self, step: int) -> None:
        """Show the set before (-1) or after (1), with what was asked for it."""
        own = self._sets()
        if own is None or not -1 <= own.at + step < len(own.sets):
            return
        own.at += step
        page, session = self._desk.editor.page, self._desk.session
        if own.now is not None and page is not None and session is not None:
            session.pages.keep_asked(page.scenario, own.now.asked)
        self.show()
        self.changed.emit()

    @property
    def can_undo(self) -> bool:
        """Whether asking was the last thing that was done to the page."""
        now, row = self._now(), self._desk.editor.row
        if not self._in_front() or now is None or row is None:
            return False
        return now.revision == row.revision

    @property
    def can_redo(self) -> bool:
        """Whether the next thing to do again is an asking."""
        own, row = self._sets(), self._desk.editor.row
        if not self._in_front() or own is None or row is None:
            return False
        after = own.at + 1
        return after < len(own.sets) and own.sets[after].revision == row.revision

    def _in_front(self) -> bool:
        return self._desk.inspector.tabs.value() == "layout" and not self.running

    # Showing ------------------------------------------------------------------

    def show(self) -> None:
        """Show what is asked and what came for the open page."""
        page, tab = self._desk.editor.page, self._desk.inspector.layout_tab
        advice = self._desk.advice
        offered: tuple[str, ...] = ()
        if page is not None and advice is not None and self.shown():
            offered = tuple(n for n in advice.block_types(page) if n in WEB_BLOCKS)
        tab.ask.show_asked(self.asked, offered)
        own, now = self._sets(), self._now()
        place, of = (own.at + 1, len(own.sets)) if own else (0, 0)
        row = self._desk.editor.row
        taken = now is not None and row is not None and now.taken_as == row.revision
        at = now.taken if now is not None and taken else -1
        tab.proposals.show_set(now.made if now else None, at, place, of)
        tab.proposals.show_waiting(waiting=self.running)
        busy = self.running or self._desk.context.jobs.of(Generate) is not None
        tab.ask.like.setEnabled(not busy)
        tab.ask.show_locked(self.shown())
        if busy:
            tab.ask.rest.setEnabled(False)

    def _keep_asked(self) -> None:
        page, session = self._desk.editor.page, self._desk.session
        if page is not None and session is not None:
            asked = self._desk.inspector.layout_tab.ask.asked
            session.pages.keep_asked(page.scenario, asked)

    def _lock(self, block_id: str, locked: bool) -> None:  # noqa: FBT001  a signal's
        self._desk.editor.apply(LockBlock(block_id, locked))
