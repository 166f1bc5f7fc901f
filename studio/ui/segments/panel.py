"""The panel of segments: connects list, editor and aside with the service."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine

import msgspec
from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from studio.domain.jobs import SegmentsResult
from studio.domain.segment_presets import Preset
from studio.domain.segments import Group, InSegment, SegmentDefinition, Size
from studio.services.segments import SegmentService
from studio.services.session import Session
from studio.ui.context import Context
from studio.ui.language import tr
from studio.ui.segments.aside import WIDTHS as ASIDE_WIDTHS
from studio.ui.segments.aside import AsidePanel
from studio.ui.segments.editor import SegmentEditor
from studio.ui.segments.group_box import START
from studio.ui.segments.known import Changes, Known, read_known
from studio.ui.segments.list_panel import WIDTHS as LIST_WIDTHS
from studio.ui.segments.list_panel import Entry, ListPanel
from studio.ui.segments.name_dialog import SegmentName
from studio.ui.segments.words import day, said
from studio.ui.tasks import spawn
from studio.ui.widgets import EmptyState, Splitter, Toast

MANY_EVENTS = 500_000
"""From so many events on, the facts are built by a worker."""
SETTLED_MS = 350
"""After so long without another change, differences to the shop are looked for."""


class SegmentsPanel(QWidget):
    """Segments of the open project.

    Signals:
        toast_wanted(Toast): something happened that is not visible in place.
        data_changed(): members of segments that personas use have changed.
    """

    toast_wanted = Signal(object)
    data_changed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.session: Session | None = None
        self.known = Known()
        self.changes = Changes()
        self.entries: list[Entry] = []
        self._chosen = ""
        self._reading = 0
        self._works: set[asyncio.Task[object]] = set()
        self.empty = EmptyState("", "")
        self.none = EmptyState("", "", tr("New segment"))
        self.list = ListPanel()
        self.editor = SegmentEditor()
        self.aside = AsidePanel()
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLED_MS)
        self._build()
        self._connect()

    def _build(self) -> None:
        self._middle = QStackedWidget()
        self._middle.addWidget(self.editor)
        self._middle.addWidget(self.none)
        self.splitter = Splitter()
        self.splitter.add(self.list, *LIST_WIDTHS)
        self.splitter.add(self._middle)
        self.splitter.add(self.aside, *ASIDE_WIDTHS)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.empty)
        self._pages.addWidget(self.splitter)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._pages)

    def _connect(self) -> None:
        self.list.chosen.connect(lambda at: self._show(self.entries[at].key))
        self.list.new_wanted.connect(self.new_segment)
        self.list.preset_wanted.connect(self.use_preset)
        self.none.button.clicked.connect(lambda: self.list.offer(self.none.button))
        editor = self.editor
        editor.changed.connect(self._edited)
        editor.save_wanted.connect(self.save)
        editor.discard_wanted.connect(self.discard)
        editor.apply_wanted.connect(self.apply)
        editor.rename_wanted.connect(self.ask_name)
        editor.copy_wanted.connect(self.copy)
        editor.delete_wanted.connect(self.delete)
        self._settle.timeout.connect(self._look_apart)

    def set_session(self, session: Session | None) -> None:
        """Show another project's segments."""
        self.session = session
        self.known, self.changes = Known(), Changes()
        self._chosen = ""
        self.refresh()

    def refresh(self) -> None:
        """Read again what the project holds; the data may be others."""
        self._settle.stop()
        if self.session is None or not self.session.segments.has_events:
            self._pages.setCurrentIndex(0)
            self.empty.set(
                tr("No behaviour yet"),
                tr("Segments are counted from what shoppers did. Import it first."),
            )
            return
        self._spawn(self._read(self.session))

    async def _read(self, session: Session) -> None:
        self._reading += 1
        mine, service = self._reading, session.segments
        if not service.ready:
            await self._prepare(session)
        if await asyncio.to_thread(service.refresh):
            self.data_changed.emit()
        known = await asyncio.to_thread(read_known, service)
        if not self._here(session) or mine != self._reading:
            return
        self.known = known
        self.aside.money = service.telling.money
        self.list.set_presets(known.presets)
        self._pages.setCurrentIndex(1)
        self._list(self._chosen)

    async def _prepare(self, session: Session) -> None:
        self._pages.setCurrentIndex(0)
        self.empty.set(
            tr("Preparing segments"),
            tr("Once after each import; then every count is there at once."),
        )
        service = session.segments
        if session.project.summary().events < MANY_EVENTS:
            await asyncio.to_thread(service.prepare)
        else:
            await self._context.jobs.result(service.job(), SegmentsResult)

    def _list(self, key: str) -> None:
        """Show the list, and the segment of a key or the first."""
        service = self._service()
        self.entries = self.changes.entries(self.known, service)
        keys = [entry.key for entry in self.entries]
        at = keys.index(key) if key in keys else (0 if keys else -1)
        self.list.show_entries(self.entries, at, day(self.known.now))
        if at >= 0:
            self._show(keys[at])
            return
        self.none.set(
            tr("No segments yet"),
            tr(
                "A segment is a group of shoppers, such as those who bought twice in"
                " the last 90 days. Build one, or import a file that names them."
            ),
            tr("New segment"),
        )
        self._middle.setCurrentWidget(self.none)
        self.aside.hide()

    def _show(self, key: str) -> None:
        entry = next(entry for entry in self.entries if entry.key == key)
        self._chosen = key
        self._middle.setCurrentWidget(self.editor)
        self.aside.show()
        self.editor.show_row(entry.row, self.known.names, draft=not key)
        self.editor.show_changed(entry.changed, self._problem(entry.row.definition))
        self._count()

    def _entry(self) -> Entry | None:
        return next((e for e in self.entries if e.key == self._chosen), None)

    def _condition(self) -> Group | None:
        """What the shown segment says, as it is edited."""
        entry = self._entry()
        if entry is None:
            return None
        made = entry.row.definition
        if made is None:
            return Group("all", (InSegment(entry.row.name),))
        return made.condition

    def _edited(self) -> None:
        made = self._made()
        if made is None:
            return
        service, group = self._service(), self.editor.box.group()
        self.changes.change(made.id, self._saved(made.id).condition, group)
        self.entries = self.changes.entries(self.known, service)
        at = [e.key for e in self.entries].index(made.id)
        self.list.show_entries(self.entries, at, day(self.known.now))
        self.editor.show_sentence(said(service.says(group)))
        changed = self.entries[at].changed
        self.editor.show_changed(
            changed, self._problem(self.entries[at].row.definition)
        )
        self._count()

    def _saved(self, key: str) -> SegmentDefinition:
        for row in self.known.rows:
            if row.definition is not None and row.definition.id == key:
                return row.definition
        if self.changes.draft is None:
            raise LookupError(key)
        return self.changes.draft

    def _problem(self, made: SegmentDefinition | None) -> str:
        if made is None:
            return ""
        if not made.condition.conditions:
            return tr("Add a condition first.")
        if not self.editor.box.complete():
            return tr("A condition names nothing yet.")
        return ""

    def _count(self) -> None:
        self._settle.stop()
        condition = self._condition()
        if condition is not None and self.session is not None:
            self._spawn(self._counted(self.session, self._chosen, condition))

    async def _counted(self, session: Session, key: str, condition: Group) -> None:
        size = await asyncio.to_thread(session.segments.size, condition)
        if size is None or not self._here(session) or key != self._chosen:
            return  # a later one is on its way
        self.editor.show_size(size)
        self._show_size(key, size)
        self.aside.show_apart(None, size)
        if not size.small:
            self._settle.start()

    def _show_size(self, key: str, size: Size) -> None:
        replace = msgspec.structs.replace
        for at, entry in enumerate(self.entries):
            if entry.key == key:
                row = replace(entry.row, size=size)
                self.entries[at] = Entry(key, row, entry.changed)
                self.list.show_entries(self.entries, at, day(self.known.now))

    def _look_apart(self) -> None:
        condition = self._condition()
        if condition is not None and self.session is not None:
            self._spawn(self._looked(self.session, condition))

    async def _looked(self, session: Session, condition: Group) -> None:
        apart = await asyncio.to_thread(session.segments.apart, condition)
        if apart is None or not self._here(session):
            return
        if condition == self._condition():
            self.aside.show_apart(apart)

    def new_segment(self) -> None:
        """Begin a segment from conditions."""
        self.changes.begin(tr("New segment"), Group("all", (START,)))
        self._list("")

    def use_preset(self, preset: Preset) -> None:
        """Begin a segment from a preset."""
        if preset.condition is not None:
            why = said(preset.why)
            name = said(preset.name)
            self.changes.begin(name, preset.condition, why, preset.key)
            self._list("")

    def copy(self) -> None:
        """Begin a segment with the conditions of the shown one."""
        made = self._made()
        if made is not None:
            name = tr("{name}, copy", name=made.name)
            self.changes.begin(name, made.condition, made.note, made.preset)
            self._list("")

    def save(self) -> None:
        """Keep the changes; a new segment is asked for its name first."""
        made = self._made()
        if made is None:
            return
        if made.id:
            self._do(lambda service: service.save(made), made.id, drop=made.id)
            return

        def take(name: str) -> None:
            kept = self._service().add(name, made.condition, made.note, made.preset)
            self.changes.forget("")
            self._chosen = kept.id
            self.refresh()

        SegmentName(self, tr("Save the segment"), made.name, take).show_dialog()

    def discard(self) -> None:
        """Forget the changes of the shown segment."""
        self.changes.forget(self._chosen)
        self._list(self._chosen)

    def apply(self, on: bool) -> None:  # noqa: FBT001  a state
        """Let personas be made of the shown segment, or no longer."""
        key = self._chosen
        self._do(lambda service: service.apply(key, on=on), key)

    def delete(self) -> None:
        """Delete the shown segment; the toast offers to take it back."""
        made = self._made()
        if made is None:
            return
        kept = self._saved(made.id)

        def undo() -> None:
            self._do(lambda service: service.save(kept), kept.id)

        title = tr("Deleted “{name}”", name=made.name)
        toast = Toast(title, "", "success", tr("Undo"), undo)
        self._do(lambda service: service.delete(kept.id), "", kept.id, toast)

    def ask_name(self) -> None:
        """Ask for another name of the shown segment."""
        made = self._made()
        if made is None:
            return

        def take(name: str) -> None:
            self._service().rename(made.id, name)
            self.refresh()

        title = tr("Rename the segment")
        SegmentName(self, title, made.name, take).show_dialog()

    def _made(self) -> SegmentDefinition | None:
        """The shown segment as it is edited; None for one that was loaded."""
        entry = self._entry()
        return None if entry is None else entry.row.definition

    def _do(
        self,
        change: Callable[[SegmentService], SegmentDefinition | None],
        key: str,
        drop: str = "",
        toast: Toast | None = None,
    ) -> None:
        """Change the project's segments, then show the one of a key."""

        async def work(session: Session) -> None:
            before = session.project.tables.current().get("segments")
            try:
                await asyncio.to_thread(change, session.segments)
            finally:
                if self._here(session):
                    self._chosen = key
                    await self._read(session)
            if drop:
                self.changes.forget(drop)
                self._list(key)
            if toast is not None:
                self.toast_wanted.emit(toast)
            if before != session.project.tables.current().get("segments"):
                self.data_changed.emit()

        if self.session is not None:
            self._spawn(work(self.session))

    def _service(self) -> SegmentService:
        if self.session is None:
            raise LookupError("no project is open")
        return self.session.segments

    def _here(self, session: Session) -> bool:
        """Whether a project is still shown, and there is a window to show it in."""
        return isValid(self) and session is self.session

    def settle_at_once(self) -> None:
        """Look for differences to the shop right after each count."""
        self._settle.setInterval(0)

    @property
    def busy(self) -> bool:
        """Whether something is being read, counted or looked for."""
        return bool(self._works) or self._settle.isActive()

    def _spawn(self, work: Coroutine[object, object, object]) -> None:
        task = spawn(work, self.toast_wanted.emit)
        self._works.add(task)
        task.add_done_callback(self._works.discard)

    def panels(self) -> tuple[QWidget, ...]:
        """Widgets that F6 goes through."""
        return self.splitter.panels()
