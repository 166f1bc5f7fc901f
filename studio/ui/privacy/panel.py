"""The privacy view of the Data step: rules, records, and one shopper's rights."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from studio.domain.forgetting import Forgotten, Retained
from studio.domain.jobs import Forget, Retain
from studio.domain.privacy_report import PrivacyReport
from studio.services import privacy_report
from studio.services.privacy import PrivacyService
from studio.services.privacy_access import ShopperData, shopper_data
from studio.store.whole import replace_whole
from studio.ui.context import Context
from studio.ui.formats import count
from studio.ui.language import tr
from studio.ui.privacy.records import RecordsPanel
from studio.ui.privacy.rules import WIDTHS as RULES_WIDTHS
from studio.ui.privacy.rules import RulesPanel
from studio.ui.privacy.shopper import WIDTHS as SHOPPER_WIDTHS
from studio.ui.privacy.shopper import ShopperPanel
from studio.ui.tasks import spawn
from studio.ui.widgets import Dialog, EmptyState, Splitter, Toast

if TYPE_CHECKING:  # the store's libraries would delay the first window
    from studio.services.session import Session


class PrivacyPanel(QWidget):
    """What is held of persons in the open project.

    Signals:
        toast_wanted(Toast): something happened that is not visible in place.
        data_changed(): shoppers or events were deleted.
    """

    toast_wanted = Signal(object)
    data_changed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._session: Session | None = None
        self._asked = 0
        self._works: set[asyncio.Task[object]] = set()
        self.report: PrivacyReport | None = None
        self.data: ShopperData | None = None
        self.rules = RulesPanel()
        self.records = RecordsPanel()
        self.shopper = ShopperPanel()
        self.splitter = Splitter()
        self.splitter.add(self.rules, *RULES_WIDTHS)
        self.splitter.add(self.records)
        self.splitter.add(self.shopper, *SHOPPER_WIDTHS)
        self.empty = EmptyState("", "")
        self._pages = QStackedWidget()
        self._pages.addWidget(self.empty)
        self._pages.addWidget(self.splitter)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._pages)
        self.rules.floor_wanted.connect(lambda n: self._spawn(self.set_floor(n)))
        self.rules.months_wanted.connect(lambda n: self._spawn(self._would(n)))
        self.rules.months_given.connect(lambda n: self._spawn(self.set_months(n)))
        self.records.report_wanted.connect(self._ask_place)
        self.shopper.look_wanted.connect(lambda one: self._spawn(self.look_up(one)))
        self.shopper.save_wanted.connect(self._ask_data_place)
        self.shopper.forget_wanted.connect(
            lambda one, block: self._spawn(self.forget(one, block=block))
        )

    @property
    def busy(self) -> bool:
        """Whether something is being read or done."""
        return bool(self._works)

    def set_session(self, session: Session | None) -> None:
        """Show another project."""
        self._session = session
        self.report = self.data = None
        self.shopper.field.clear()
        self.shopper.show_nothing()
        self.refresh()

    def refresh(self) -> None:
        """Gather anew what is held."""
        self._asked += 1
        if self._session is None:
            self.empty.set(
                tr("No project is open"),
                tr("What is held of shoppers is said here."),
            )
            self._pages.setCurrentWidget(self.empty)
            return
        self._spawn(self._read(self._session, self._asked))

    async def _read(self, session: Session, asked: int) -> None:
        made = await asyncio.to_thread(privacy_report.report, session.project)
        if asked != self._asked or session is not self._session:
            return
        self.report = made
        self._pages.setCurrentWidget(self.splitter)
        self.rules.show_rules(made)
        self.records.show_records(made)

    async def _would(self, months: int) -> None:
        session = self._session
        if session is None:
            return
        service = PrivacyService(session.project)
        found = await asyncio.to_thread(service.too_old, months)
        if session is self._session and months == self.rules.chosen():
            self.rules.show_would(found)

    async def set_floor(self, floor: int) -> None:
        """Set the least number of shoppers of a persona."""
        if self._session is not None:
            service = PrivacyService(self._session.project)
            await asyncio.to_thread(service.set_floor, floor)
            self.data_changed.emit()
            self.refresh()

    async def set_months(self, months: int) -> None:
        """Set the retention period, after saying what goes; then delete it."""
        session = self._session
        if session is None:
            return
        service = PrivacyService(session.project)
        found = await asyncio.to_thread(service.too_old, months)
        if not found.nothing and not await self._sure_of(found):
            return
        await asyncio.to_thread(service.set_retention, months)
        if not found.nothing:
            await self._context.jobs.result(Retain(str(session.folder)), Retained)
            self.data_changed.emit()
        self.refresh()

    async def _sure_of(self, found: Retained) -> bool:
        dialog = Dialog(
            self,
            tr("Delete {n} events now?", n=count(found.events)),
            tr(
                "They are older than {months} months. With them goes all that is held"
                " of {shoppers} shoppers who did nothing since. This cannot be undone,"
                " and neither can the imports made before.",
                months=found.months,
                shoppers=count(found.shoppers),
            ),
            (
                ("cancel", tr("Cancel"), "secondary"),
                ("delete", tr("Set and delete"), "danger"),
            ),
        )
        return await dialog.ask() == "delete"

    async def look_up(self, one: str) -> None:
        """Show what is held of a shopper."""
        session = self._session
        if session is None:
            return
        self.shopper.set_busy(busy=True)
        try:
            data = await asyncio.to_thread(shopper_data, session.project, one)
        finally:
            self.shopper.set_busy(busy=False)
        if session is self._session and one == self.shopper.shopper:
            self.data = data
            self.shopper.show_data(data)

    async def forget(self, one: str, *, block: bool) -> None:
        """Erase a shopper, after asking."""
        session = self._session
        if session is None or not await self._sure(block=block):
            return
        self.shopper.set_busy(busy=True)
        try:
            job = Forget(str(session.folder), (one,), block=block)
            done = await self._context.jobs.result(job, Forgotten)
        finally:
            self.shopper.set_busy(busy=False)
        if session is not self._session:
            return
        self.data = None
        self.shopper.show_forgotten(done)
        if done.rows:
            self.data_changed.emit()
        self.refresh()

    async def _sure(self, *, block: bool) -> bool:
        text = tr(
            "All that is held of this shopper is deleted from data, personas and"
            " caches. It cannot be undone, and neither can the imports made before."
        )
        if not block:
            text += " " + tr("The next export that has them brings them in again.")
        dialog = Dialog(
            self,
            tr("Forget this shopper?"),
            text,
            (
                ("cancel", tr("Cancel"), "secondary"),
                ("forget", tr("Forget"), "danger"),
            ),
        )
        return await dialog.ask() == "forget"

    def _ask_place(self) -> None:
        name = tr("privacy") + ".html"
        kinds = f"{tr('Page, in both languages')} (*.html);;{tr('JSON')} (*.json)"
        chosen, _ = QFileDialog.getSaveFileName(self, tr("Export report"), name, kinds)
        if chosen:
            path = Path(chosen)
            path = path if path.suffix else path.with_suffix(".html")
            self._spawn(self.save(path))

    def _ask_data_place(self) -> None:
        name = tr("shopper") + ".json"
        title = tr("Save the shopper's data")
        chosen, _ = QFileDialog.getSaveFileName(self, title, name)
        if chosen:
            self._spawn(self.save_data(Path(chosen)))

    async def save(self, path: Path) -> None:
        """Write the report to a file."""
        if self.report is not None:
            await asyncio.to_thread(privacy_report.save, self.report, path)
            words = tr("{name} has the report.", name=path.name)
            self.toast_wanted.emit(Toast(tr("Report exported"), words, "success"))

    async def save_data(self, path: Path) -> None:
        """Write all that is held of the shopper to a file."""
        if self.data is not None:
            raw = msgspec.json.format(msgspec.json.encode(self.data), indent=2)
            await asyncio.to_thread(replace_whole, path, raw)
            words = tr("{name} has all that is held of them.", name=path.name)
            self.toast_wanted.emit(Toast(tr("Data saved"), words, "success"))

    def panels(self) -> tuple[QWidget, ...]:
        """What F6 goes through."""
        if self._pages.currentWidget() is self.empty:
            return (self.empty,)
        return self.splitter.panels()

    def _spawn(self, work: Coroutine[object, object, object]) -> None:
        task = spawn(work, self.toast_wanted.emit)
        self._works.add(task)
        task.add_done_callback(self._works.discard)
