"""The Publish step: connects its views with the project."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from studio.domain.jobs import FileResult, GenerateResult
from studio.domain.review import PageRow
from studio.ui import formats
from studio.ui.context import Context
from studio.ui.language import mark, plural, tr
from studio.ui.publish.approving import ask_note
from studio.ui.publish.names import title_of
from studio.ui.publish.pages_table import PagesTable
from studio.ui.publish.review import ReviewPane
from studio.ui.publish.targets import Target, Targets
from studio.ui.step import MainAction, Step, StepState
from studio.ui.tasks import spawn
from studio.ui.widgets.splitter import Splitter
from studio.ui.widgets.toast import Toast

if TYPE_CHECKING:
    from studio.services.session import Session

REVIEW_WIDTHS = (520, 440, 640)
"""Default, least and most width of the review pane, in pixels."""
TARGETS_HEIGHT = 212


class PublishStep(Step):
    """Review, approve, export, assign."""

    key: ClassVar[str] = "publish"
    title: ClassVar[str] = mark("Publish")
    icon: ClassVar[str] = "package-check"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._rows: tuple[PageRow, ...] = ()
        self._selected = ""
        self._ready = 0
        self._busy = False
        self.pages = PagesTable()
        self.targets = Targets()
        self.review = ReviewPane()
        left = Splitter(vertical=True)
        left.add(self.pages, 0, 160)
        left.add(self.targets, TARGETS_HEIGHT, 120)
        self.splitter = Splitter()
        self.splitter.add(left, 0, 480)
        self.splitter.add(self.review, *REVIEW_WIDTHS)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.splitter)
        self._connect()

    def _connect(self) -> None:
        self.pages.chosen.connect(self._select)
        self.pages.opened.connect(lambda page_id: self._go(page_id, ""))
        self.pages.generate_wanted.connect(lambda: self.go_wanted.emit("pages", None))
        self.targets.wanted.connect(self._target)
        self.targets.list_dropped.connect(lambda p: self._begin(self._assign(p)))
        self.review.show_wanted.connect(self._go)
        self.review.approve_wanted.connect(lambda i: self._begin(self._approve(i)))
        self.review.withdraw_wanted.connect(self._withdraw)
        self.review.refresh_wanted.connect(lambda i: self._begin(self._refresh(i)))

    # What the window asks -----------------------------------------------------

    def header_line(self) -> str:
        """How many pages are approved."""
        return tr(
            "{n} of {total} pages approved", n=self._approved(), total=len(self._rows)
        )

    def main_action(self) -> MainAction | None:
        """Export, when something is approved."""
        n = self._approved()
        return MainAction(
            tr("Export {n} approved", n=n) if n else tr("Export"),
            lambda: self._target("pages"),
            enabled=n > 0 and not self._busy,
            why="" if n else tr("Nothing is approved yet"),
        )

    def state(self) -> StepState:
        """Something to do while drafts or stale pages are there."""
        if self._busy:
            return StepState("running")
        if not self._rows:
            return StepState("none")
        waiting = any(row.status != "approved" for row in self._rows)
        return StepState("todo" if waiting else "ready")

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """Actions of this step."""
        found: dict[str, Callable[[], object]] = {}
        if self._approved():
            found["publish.export"] = lambda: self._target("pages")
        if self.session is not None:
            found["publish.assign"] = lambda: self._target("assign")
        if self._selected:
            found["page.approve"] = lambda: self._begin(self._approve(self._selected))
        return found

    def panels(self) -> tuple[QWidget, ...]:
        """Widgets that F6 goes through."""
        return (self.pages.table, self.targets, self.review)

    def set_session(self, session: Session | None) -> None:
        """Show the pages of another project."""
        super().set_session(session)
        self._selected = ""
        self.refresh()

    def on_shown(self) -> None:
        """Read the pages again: they may have been edited."""
        self.refresh()

    def arrive(self, what: object) -> None:
        """Select the page that another step speaks of."""
        if isinstance(what, str):
            self.pages.select(what)

    def refresh(self) -> None:
        """Read and show everything anew."""
        session = self.session
        self._rows = session.pages.chosen() if session else ()
        self._ready = session.publish.ready() if session else 0
        findings = session.publish.counts(self._rows) if session else {}
        self.pages.show_pages(self._rows, findings)
        self.targets.show_targets(self._targets())
        known = {row.page_id for row in self._rows}
        if self._selected not in known:
            self._selected = self._rows[0].page_id if self._rows else ""
        if self._selected:
            self.pages.select(self._selected)
            self._select(self._selected)
        else:
            self.review.clear()
        self.changed.emit()

    # What a person does -------------------------------------------------------

    def _select(self, page_id: str) -> None:
        if self.session is None:
            return
        self._selected = page_id
        row = next(row for row in self._rows if row.page_id == page_id)
        page = self.session.pages.page(page_id)
        self.review.show_page(row, page, self.session.publish.findings(page_id))
        self.changed.emit()

    def _go(self, page_id: str, block_id: str) -> None:
        self.go_wanted.emit("pages", (page_id, block_id) if block_id else page_id)

    async def _approve(self, page_id: str) -> None:
        if self.session is None:
            return
        row = self.session.pages.row(page_id)
        default = self.context.settings.approver
        answer = await ask_note(self, title_of(row), default)
        if answer is None:
            return
        name, note = answer
        self.session.pages.approve(page_id, by=name, note=note)
        self.toast_wanted.emit(
            Toast(
                tr("Page approved"),
                title_of(row),
                action=tr("Undo"),
                run=lambda: self._withdraw(page_id),
            )
        )
        self._pages_changed()

    def _withdraw(self, page_id: str) -> None:
        if self.session is None:
            return
        self.session.pages.withdraw(page_id)
        self._pages_changed()

    async def _refresh(self, page_id: str) -> None:
        if self.session is None:
            return
        job = self.session.pages.refresh_job(page_id)
        await self.context.jobs.result(job, GenerateResult)
        self._pages_changed()

    def _pages_changed(self) -> None:
        self.refresh()
        self.data_changed.emit()

    def _target(self, key: str) -> None:
        if key == "assign":
            self._begin(self._assign())
        else:
            formats_ = ("html", "json") if key == "pages" else (key,)
            self._begin(self._export(key, formats_))

    async def _export(self, key: str, names: tuple[str, ...]) -> None:
        if self.session is None:
            return
        last = self.session.publish.last(key)
        start = last.folder if last else _documents()
        title = tr("Export approved pages to an empty or earlier export folder")
        folder = QFileDialog.getExistingDirectory(self, title, start)
        if not folder:
            return
        self._set_busy(busy=True)
        try:
            ready = self.session.publish.prepare(names, Path(folder))
            result = await asyncio.to_thread(ready.write)
            self.session.publish.remember(key, result)
        finally:
            self._set_busy(busy=False)
        text = plural(result.pages, "{n} page", "{n} pages") + f", {result.folder}"
        self.toast_wanted.emit(Toast(tr("Export finished"), text))
        self.refresh()

    async def _assign(self, given: Path | None = None) -> None:
        if self.session is None:
            return
        table = tr("Tables (*.csv *.tsv *.txt)")
        if given is None:
            users, _ = QFileDialog.getOpenFileName(
                self, tr("Choose the shop's customer list"), _documents(), table
            )
            if not users:
                return
            given = Path(users)
        proposed = given.with_name(f"{given.stem}-assigned.csv")
        out, _ = QFileDialog.getSaveFileName(
            self, tr("Save the list with persona and page"), str(proposed), table
        )
        if not out:
            return
        job = self.session.publish.assign_job(given, Path(out))
        result = await self.context.jobs.result(job, FileResult)
        text = plural(result.rows, "{n} shopper", "{n} shoppers") + f", {result.path}"
        self.toast_wanted.emit(Toast(tr("Customer list assigned"), text))

    # Plumbing -----------------------------------------------------------------

    def _approved(self) -> int:
        return self._ready

    def _set_busy(self, *, busy: bool) -> None:
        self._busy = busy
        self.changed.emit()

    def _begin(self, doing: Coroutine[object, object, None]) -> None:
        """Run a flow; what goes wrong is told in a toast."""
        spawn(doing, self.toast_wanted.emit)

    def _targets(self) -> list[Target]:
        n = self._approved()
        none = "" if n else tr("No approved page yet")
        return [
            self._export_target(
                "html",
                "globe",
                tr("Static pages"),
                tr("HTML and CSS, one folder a page"),
                none,
            ),
            self._export_target(
                "json",
                "braces",
                tr("Pages as JSON"),
                tr("With a published schema"),
                none,
            ),
            Target(
                "assign",
                "users",
                tr("Customer list"),
                tr("Drop it here to add persona, page"),
                note=tr("Ids pass through memory only"),
                verb=tr("Assign..."),
                enabled=self.session is not None,
            ),
        ]

    def _export_target(
        self, key: str, icon: str, name: str, detail: str, none: str
    ) -> Target:
        last = self.session.publish.last(key) if self.session else None
        when = formats.moment(last.at) if last else tr("Never exported")
        count = plural(last.pages, "{n} page", "{n} pages") if last else none
        return Target(
            key,
            icon,
            name,
            detail,
            last.folder if last else "",
            when,
            count,
            tr("Export..."),
            enabled=not none,
        )


def _documents() -> str:
    place = QStandardPaths.StandardLocation.DocumentsLocation
    return QStandardPaths.writableLocation(place)
