"""The Pages step: connects its panels with the session."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.domain.catalogue import Catalogue
from studio.domain.edits import SetBrief
from studio.domain.jobs import GenerateResult
from studio.domain.review import changed_products
from studio.ui.context import Context
from studio.ui.language import mark, tr
from studio.ui.pages.advice import Advice, Finding
from studio.ui.pages.approving import Approving
from studio.ui.pages.brief_dialog import BriefDialog
from studio.ui.pages.commands import Commands
from studio.ui.pages.editor import PageEditor
from studio.ui.pages.exploring import Exploring
from studio.ui.pages.inspecting import Inspecting
from studio.ui.pages.inspector import Inspector
from studio.ui.pages.layout_reasons import Reasoning
from studio.ui.pages.list_panel import ListPanel
from studio.ui.pages.listing import Listing
from studio.ui.pages.making import Maker
from studio.ui.pages.menus import block_menu
from studio.ui.pages.names import STATUS_NAMES, scenario_name
from studio.ui.pages.preview import Preview
from studio.ui.pages.thumbnails import Thumbnails
from studio.ui.step import MainAction, Place, Step, StepState
from studio.ui.why import Asker
from studio.ui.widgets.splitter import Splitter
from studio.ui.widgets.toast import Toast
from studio.web.pages import ProjectPages

if TYPE_CHECKING:
    from pathlib import Path

    from studio.services.session import Session

CHECK_AFTER_MS = 250
"""Checks wait until the person pauses: they take longer than a key press."""


class PagesStep(Step):
    """Matrix and candidates, preview, inspector, over one `PageEditor`."""

    key, title, icon = "pages", mark("Pages"), "layout-template"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.advice: Advice | None = None
        self._source: ProjectPages | None = None
        self.editor = PageEditor(lambda: context.settings.approver, self)
        self.list = ListPanel()
        self.preview = Preview(self.editor)
        self.inspector = Inspector(Thumbnails(self._picture))
        self.maker = Maker(context, self)
        self.listing = Listing(self, self.list)
        self.approving = Approving(self, self)
        self.commands = Commands(self)
        box = self.inspector.block.why.box
        self.asker = Asker(box, context.jobs, self.toast_wanted.emit)
        self.inspecting = Inspecting(self, self.asker)
        self.exploring = Exploring(self, self)
        self.reasoning = Reasoning(self, self)
        self.splitter = Splitter()
        column = QVBoxLayout(self)  # a layout: a folded list keeps its strip free
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.splitter)
        self.splitter.add(self.list, 264, 200, 320)
        self.splitter.add(self.preview, 0, 420)
        self.splitter.add(self.inspector, 300, 264, 400)
        self._checking = QTimer(self, singleShot=True, interval=CHECK_AFTER_MS)
        self._checking.timeout.connect(self._check)
        self._connect_panels()
        self._connect_work()

    def _connect_panels(self) -> None:
        self.list.place_chosen.connect(self.listing.go_to)
        self.list.page_chosen.connect(self.editor.open)
        self.list.generate_requested.connect(self.generate)
        self.list.all_requested.connect(self.generate_all)
        self.preview.acted.connect(self.run)
        self.preview.menu_wanted.connect(self._open_menu)
        self.preview.problem.connect(lambda text: self._say(text, ""))
        self.preview.bar.stepped.connect(self.listing.step)
        self.preview.stale.refresh_requested.connect(self.refresh_page)
        self.preview.canvas.action_requested.connect(self.generate)
        self.preview.footer.finding_chosen.connect(self._show_finding)
        self.inspector.page.brief_wanted.connect(self.change_brief)

    def _connect_work(self) -> None:
        self.editor.opened.connect(self._show_page)
        self.editor.changed.connect(self._on_changed)
        self.editor.failed.connect(self._say)
        self.maker.made.connect(self._on_made)
        self.maker.told.connect(self.toast_wanted)
        self.maker.changed.connect(self._on_making)
        self.maker.changed.connect(self.exploring.show)
        self.exploring.told.connect(self.toast_wanted)
        self.exploring.changed.connect(self.changed)
        self.approving.told.connect(self.toast_wanted)
        self.approving.changed.connect(self.data_changed)

    # The step -----------------------------------------------------------------

    def set_session(self, session: Session | None) -> None:
        """Show the pages of another project."""
        super().set_session(session)
        self.maker.forget()
        self.exploring.forget()
        self.reasoning.forget()
        self.inspector.block.slots.forget_pictures()
        self.advice = Advice(session.project) if session else None
        self._source = ProjectPages(session.project) if session else None
        self.preview.set_source(self._source)
        if self.advice is not None:
            languages = self.advice.shop.languages
            self.editor.language = languages[0] if languages else "en"
            self.preview.bar.set_languages(languages, self.editor.language)
        self.editor.set_pages(session.pages if session else None)
        self.listing.read()
        if session is not None and self.isVisible():
            self.listing.open_first()

    def on_shown(self) -> None:
        """The preview's engine starts with the first page that is really looked at."""
        if self.session is not None and self.editor.page is None:
            self.listing.open_first()

    def refresh(self) -> None:
        """Data, models or pages have changed elsewhere."""
        if self.session is None or self._source is None:
            return
        self.advice = Advice(self.session.project)
        self._source.forget()
        self.inspector.block.slots.forget_pictures()
        self.reasoning.forget()
        self.listing.read()
        known = {row.page_id for row in self.listing.rows}
        if self.editor.page is not None and self.editor.page.id in known:
            self.editor.reread()
            self.preview.show_again()
        elif self.isVisible():
            self.listing.open_first()

    def arrive(self, what: object) -> None:
        """Open a page by its id, or the pages of a persona by its id."""
        self.listing.arrive(what)

    def places(self) -> tuple[Place, ...]:
        """Every page, for the command palette."""
        return tuple(
            Place(
                tr(", ").join((row.name, scenario_name(scenario))),
                partial(self.go_wanted.emit, self.key, page.page_id),
                tr(STATUS_NAMES[page.status]),
                look=row.look,
            )
            for row in self.listing.matrix()
            for scenario, page in row.pages.items()
        )

    def header_line(self) -> str:
        """Persona and scenario."""
        return self.listing.place_line()

    def persona_name(self) -> str:
        """The persona of the place in words."""
        return self.listing.persona_name()

    def main_action(self) -> MainAction | None:
        """Approve the open page."""
        return self.approving.main_action(self.editor.row)

    def state(self) -> StepState:
        """Running, something stale, pages there, or none."""
        if self.maker.running or self.exploring.running:
            return StepState("running")
        rows = self.listing.rows
        if any(row.chosen and row.status == "stale" for row in rows):
            return StepState("todo")
        return StepState("ready" if rows else "none")

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """What can be done now."""
        return self.commands.possible()

    def run(self, id_: str) -> None:
        """Do an action when it can be done now."""
        self.commands.run(id_)

    def tell_changed(self) -> None:
        """What the window shows of the step may be different now."""
        self.changed.emit()

    def panels(self) -> tuple[QWidget, ...]:
        """Matrix, preview, inspector."""
        preview = self.preview.canvas.view or self.preview
        return (self.list.matrix, preview, self.inspector.tabs)

    # Doing --------------------------------------------------------------------

    def generate(self) -> None:
        """Make candidates for the place."""
        if (place := self.listing.place) is not None:
            self._generate(place[1], (place[0],))

    def generate_all(self) -> None:
        """Make candidates of the scenario for every persona."""
        if (place := self.listing.place) is not None:
            self._generate(place[1], ())

    def _generate(self, scenario: str, personas: tuple[str, ...]) -> None:
        if self.session is None or self.advice is None or self.maker.running:
            return
        page = self.editor.page
        brief = page.brief if page and page.scenario == scenario else None
        self.maker.generate(
            self.session.pages,
            self.advice,
            scenario,
            personas,
            brief=brief,
            asked=self.session.pages.asked(scenario),
        )

    def refresh_page(self) -> None:
        """Make the open page anew and keep the hand edits."""
        if self.session is not None and self.editor.page is not None:
            self.maker.refresh(self.session.pages, self.editor.page.id)

    def step_candidate(self, step: int) -> None:
        """Show the next or previous candidate."""
        self.listing.step(step)

    def approve(self) -> None:
        """Ask for a note and approve the open page."""
        self.approving.ask(self.header_line(), self.context.settings.approver)

    def change_brief(self) -> None:
        """Ask for another brief of the open page."""
        page, advice, spoken = self.editor.page, self.advice, self.editor.language
        if page is None or advice is None:
            return
        dialog = BriefDialog(
            self,
            page.scenario,
            advice.catalogue,
            spoken,
            brief=page.brief,
            verb=tr("Change"),
        )
        dialog.done.connect(lambda brief: self.editor.apply(SetBrief(brief)))
        dialog.open()

    # Showing ------------------------------------------------------------------

    def _show_page(self) -> None:
        self._show_around()
        if self.editor.page is None:
            self._show_nothing()

    def _show_nothing(self) -> None:
        if why := self.listing.why_not():
            self.preview.canvas.show_empty(tr("No page yet"), why)
            return
        self.preview.canvas.show_empty(
            tr("No page for this persona and scenario yet"),
            tr(
                "Generate candidates: the layout model proposes block orders, the"
                " taste model fills them with what this persona likes."
            ),
            self.list.generate.text(),
        )

    def _on_changed(self, _: object) -> None:
        self.listing.read()
        self._show_around()

    def _show_around(self) -> None:
        """Everything but the preview itself."""
        page, row = self.editor.page, self.editor.row
        self.listing.show()
        known = self.advice.catalogue if self.advice else Catalogue()
        changed = page is not None and bool(changed_products(page, known))
        self.preview.stale.set_row(row, products_changed=changed)
        brands = self.advice.brands(page) if self.advice and page else 0
        self.preview.footer.set_page(page, brands)
        self._checking.start()
        self.changed.emit()

    def _check(self) -> None:
        if self.advice is not None and self.editor.page is not None:
            self.preview.footer.set_findings(self.advice.findings(self.editor.page))

    def _on_made(self, done: GenerateResult) -> None:
        self.listing.read()
        self.listing.open_made({each.page_id for each in done.pages})
        self.data_changed.emit()

    def _on_making(self) -> None:
        self.list.set_reason(self.listing.why_not())
        self.changed.emit()

    def _open_menu(self, at: QPoint) -> None:
        page, block = self.editor.page, self.editor.block
        if page is not None and block is not None:
            slot = self.editor.selected_slot
            menu = block_menu(self, page, block, slot, self.commands.possible())
            menu.popup(menu.origin(at))

    def _show_finding(self, finding: Finding) -> None:
        if finding.block_id:
            self.editor.select(finding.block_id, finding.slot)
            self.inspector.show_tab("block")

    def _say(self, sentence: str, hint: str) -> None:
        self.toast_wanted.emit(Toast(sentence, hint, "danger"))

    def _picture(self, product_id: str) -> Path | None:
        return self.session.project.picture(product_id) if self.session else None
