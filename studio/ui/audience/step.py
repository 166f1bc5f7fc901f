"""The Audience step: connects its views with the project's audience."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from studio.domain.errors import VitrineError
from studio.domain.jobs import (
    BuildAudience,
    Cancelled,
    DrawMap,
    Ending,
    Explain,
    Failed,
    TrainTaste,
)
from studio.domain.persona import EVERYONE, Persona
from studio.ui import formats
from studio.ui.audience.aside import Aside
from studio.ui.audience.by_hand import ByHand
from studio.ui.audience.cloud import Places, Points
from studio.ui.audience.dialogs import PersonaName, compare_dialog
from studio.ui.audience.exporting import save_map
from studio.ui.audience.finding import meant_place, product_places
from studio.ui.audience.inspector import WIDTHS, Inspector
from studio.ui.audience.known import Known, name_of
from studio.ui.audience.map_panel import MapPanel
from studio.ui.audience.personas_panel import WIDTHS as LIST_WIDTHS
from studio.ui.audience.personas_panel import PersonasPanel
from studio.ui.audience.reading import read_known
from studio.ui.context import Context
from studio.ui.jobs import JobHandle
from studio.ui.language import language, mark, plural, tr
from studio.ui.step import MainAction, Step, StepState
from studio.ui.tasks import spawn
from studio.ui.why import Asker
from studio.ui.widgets import EmptyState, Splitter, Toast, set_surface

if TYPE_CHECKING:
    from studio.services.session import Session

Source = Literal["segment", "cluster"]
_NOBODY = np.zeros(0, np.int64)
_SOON_MS = 60


class AudienceStep(Step):
    """The shop's groups: list, map and portrait."""

    key: ClassVar[str] = "audience"
    title: ClassVar[str] = mark("Audience")
    icon: ClassVar[str] = "users"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.aside = Aside()
        self.known: Known | None = None
        self.selected: Places = _NOBODY
        self._persona = ""
        self._trained = False
        self.personas = PersonasPanel()
        self.map = MapPanel()
        self.inspector = Inspector()
        self.empty = EmptyState("", "", " ")
        self.panes = Splitter()
        self.splitter = self.panes
        jobs, tell = self.context.jobs, self.toast_wanted.emit
        self.asker = Asker(self.inspector.reasons, jobs, tell)
        self.hand = ByHand(self)
        self._drawn = ""  # the audience that a better map was asked for
        self._soon = QTimer(self)
        self._build()
        self._connect()

    def _build(self) -> None:
        self.panes.add(self.personas, *LIST_WIDTHS)
        self.panes.add(self.map, 0, 480)
        self.panes.add(self.inspector, *WIDTHS)
        set_surface(self.empty, "panel")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.panes)
        column.addWidget(self.empty)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON_MS)
        self._soon.timeout.connect(self._ask_neighbour)

    def _connect(self) -> None:
        self.personas.chosen.connect(self.choose)
        self.personas.opened.connect(lambda i: self.go_wanted.emit("pages", i))
        self.personas.source_wanted.connect(self.build)
        self.personas.number_wanted.connect(lambda n: self.build("cluster", n))
        self.personas.more_wanted.connect(lambda: self.hand.offer(self.personas.more))
        self.map.persona_chosen.connect(self.choose)
        self.map.lassoed.connect(self._take_lasso)
        self.map.make_wanted.connect(self.make_persona)
        self.map.compare_wanted.connect(self.compare)
        self.map.find_wanted.connect(self.look_for)
        self.map.times_wanted.connect(self._ask_times)
        self.map.export_wanted.connect(self.export_map)
        self.inspector.rename_wanted.connect(self.rename)
        self.inspector.pages_wanted.connect(lambda i: self.go_wanted.emit("pages", i))
        self.inspector.why_wanted.connect(self.ask_why)
        self.empty.button.clicked.connect(self._begin)
        jobs = self.context.jobs
        jobs.started.connect(self._follow)
        jobs.reported.connect(lambda handle, _: self._follow(handle))
        jobs.ended.connect(self._ended)

    # What the window asks -----------------------------------------------------

    def header_line(self) -> str:
        """How many personas there are."""
        if self.known is None:
            return ""
        return plural(len(self.known.groups), "{n} persona", "{n} personas")

    def main_action(self) -> MainAction | None:
        """Make pages for the personas."""
        if self.known is None or not self.known.shown:
            return None
        n = len(self.known.groups)
        words = tr("Make pages for {n}", n=n) if n else tr("Make pages")
        return MainAction(words, self.make_pages)

    def state(self) -> StepState:
        """Ready once there are personas."""
        handle = self.context.jobs.of(BuildAudience)
        if handle is not None:
            return StepState("running", handle.share)
        if self.known is None:
            return StepState("todo" if self._trained else "none")
        return StepState("ready")

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """Actions of this step."""
        if self.known is None:
            return {}
        return {
            "audience.lasso": lambda: self.map.set_tool("lasso"),
            "audience.generate": self.make_pages,
            "audience.picture": self.export_map,
            **self.hand.handlers(),
        }

    def panels(self) -> tuple[QWidget, ...]:
        """Widgets that F6 goes through."""
        return (self.personas.list, self.map.view, self.inspector.rename)

    def set_session(self, session: Session | None) -> None:
        """Show the audience of another project."""
        super().set_session(session)
        self._persona = ""
        self.aside.open(session.folder if session is not None else None)
        self.refresh()

    def refresh(self) -> None:
        """Read the audience anew."""
        session = self.session
        used = session.project.runs.in_use("taste") if session else None
        self._trained = used is not None
        self.aside.forget()
        self.known = None
        if session is not None:
            self.known = read_known(session)
        self.hand.history.fit(self.known.audience if self.known else None)
        self._show()
        self._want_better_map()

    def arrive(self, what: object) -> None:
        """Choose the persona that another step speaks of."""
        if isinstance(what, str):
            self.choose(what)

    # Showing ------------------------------------------------------------------

    def _show(self) -> None:
        self.selected = _NOBODY
        known = self.known
        self.panes.setVisible(known is not None)
        self.empty.setVisible(known is None)
        if known is None:
            self._show_empty()
        else:
            ids = [persona.id for persona in known.shown]
            if self._persona not in ids:
                self._persona = ids[0] if ids else ""
            self.map.show_known(known)
            self._show_persona()
        self.changed.emit()

    def _show_empty(self) -> None:
        if self._trained:
            title = tr("No personas yet")
            text = tr(
                "The taste model is trained. Personas group shoppers of alike taste, "
                "or follow the shop's own segments."
            )
            self.empty.set(title, text, tr("Make personas"))
            return
        text = tr(
            "Personas and the map come from the taste model. Train it once; a quick "
            "training takes a minute or two."
        )
        self.empty.set(tr("No audience yet"), text, tr("Go to Train"))

    def _show_persona(self) -> None:
        known, persona = self.known, self.current()
        if known is None:
            return
        self.personas.show_known(known, self._persona)
        self.map.set_focus(self._persona)
        if persona is not None:
            self.inspector.show_persona(known, persona)
            self._soon.start()

    def _ask_neighbour(self) -> None:
        """The closest persona; it reads all tastes, so it comes a moment later."""
        persona = self.current()
        if persona is not None and persona.id != EVERYONE:
            spawn(self._show_neighbour(persona.id), self.toast_wanted.emit)

    async def _show_neighbour(self, persona_id: str) -> None:
        known = self.known
        try:
            near = await self.aside.nearest(persona_id)
        except (VitrineError, KeyError):
            return  # made anew meanwhile, or of an older run whose tastes are gone
        shares = self.map.shares
        if shares is None:  # they are of all personas: asked for once an audience
            shares = await self.aside.ask(lambda service: service.memberships())
        if known is None or known is not self.known:
            return  # another audience is shown, and asked about, by now
        self.map.shares = shares
        if near is None or persona_id != self._persona:
            return
        if near.persona.size >= known.smallest:
            few = near.between < known.smallest
            n = tr("fewer than {n}", n=known.smallest)
            between = n if few else formats.count(near.between)
            self.inspector.show_neighbour(name_of(near.persona), between)

    def current(self) -> Persona | None:
        """The persona that is shown."""
        if self.known is None:
            return None
        return self.known.audience.persona(self._persona)

    # What a person does -------------------------------------------------------

    def choose(self, persona_id: str) -> None:
        """Show a persona in list, map and inspector."""
        if self.known is None:
            return
        if persona_id in [persona.id for persona in self.known.shown]:
            self._persona = persona_id
            self._show_persona()

    def ask_why(self, persona_id: str, product_id: str) -> None:
        """Ask the model why a product is typical of a persona."""
        if self.session is not None:
            folder = str(self.session.folder)
            self.asker.ask(Explain(folder, product_id, persona=persona_id))

    def make_pages(self) -> None:
        """Go to the pages of the personas."""
        self.go_wanted.emit("pages", self._persona or EVERYONE)

    def build(self, source: str, clusters: int | None = None) -> None:
        """Make the personas anew, of clusters or of the shop's segments."""
        session = self.session
        if session is None or self.context.jobs.of(BuildAudience, TrainTaste):
            self._set_source()
            return
        if source == "segment" and not session.project.summary().segments:
            self._set_source()
            text = tr("Import segments.csv in the Data step.")
            title = tr("The shop has no segments yet")
            self.toast_wanted.emit(Toast(title, text, "warn"))
            return
        chosen: Source = "segment" if source == "segment" else "cluster"
        self.context.jobs.start(session.audience.job(chosen, clusters))

    def rename(self, persona_id: str) -> None:
        """Ask for another name."""
        persona = self.current()
        session = self.session
        if persona is None or session is None or persona.id != persona_id:
            return

        def take(name: str) -> None:
            self.hand.rename(persona_id, name)

        title = tr("Rename {name}", name=name_of(persona))
        text = tr("Pages and exports use the name from now on.")
        PersonaName(self, title, text, name_of(persona), take).show_dialog()

    def make_persona(self) -> None:
        """Ask for the name of a persona of the shoppers inside the lasso."""
        chosen = self.selected
        if not len(chosen):
            return

        def take(name: str) -> None:
            self.hand.make(chosen, name)

        title = tr("Make a persona of {shoppers}", shoppers=shoppers_words(len(chosen)))
        text = tr("They leave the personas that they are in.")
        PersonaName(self, title, text, "", take).show_dialog()

    def compare(self) -> None:
        """Show what sets the shoppers inside the lasso apart."""
        if len(self.selected):
            spawn(self._compare(self.selected), self.toast_wanted.emit)

    async def _compare(self, chosen: Places) -> None:
        selection = await self.aside.describe(chosen)
        if self.known is not None:
            compare_dialog(self, self.known, selection).open()

    def look_for(self, text: str) -> None:
        """Mark a product by its title or id, or a shopper by the shop's id."""
        if self.known is None or self.session is None or not text:
            self.map.view.mark_point(-1)
            return
        places = product_places(self.known, text)
        if places:
            self.map.mark_all(np.array(places, np.int64))
            return
        shopper = self.session.audience.find(text)
        if shopper is not None:
            self.map.mark("shoppers", shopper.at)
            self.choose(shopper.persona_id)
            return
        spawn(self._look_by_meaning(text, self.known), self.toast_wanted.emit)

    async def _look_by_meaning(self, text: str, known: Known) -> None:
        """Mark the product that is closest in meaning, and say that it is that."""
        title = tr("Nothing is called “{text}”", text=text)
        words = tr("Look for a part of a product's title, or a whole shopper id.")
        if self.session is not None:
            folder = str(self.session.folder)
            at = await meant_place(self.context.jobs, folder, known, text)
            if at >= 0 and known is self.known:
                self.map.mark("products", at)
                named = known.product(known.audience.products[at])
                words = tr(
                    "Closest in meaning: {name}", name=named.title_in(language())
                )
        self.toast_wanted.emit(Toast(title, words, "info"))

    def _take_lasso(self, corners: Points) -> None:
        if self.session is not None:
            inside = self.session.audience.shoppers_in(corners, "shoppers")
            shown = self.map.times.who()
            self.selected = inside if shown is None else inside[shown[inside]]
            self.map.show_lasso(len(self.selected))

    def export_map(self) -> None:
        """Ask for a file and save what is seen of the map."""
        name = f"map-{self.map.space}.png"
        path, _ = QFileDialog.getSaveFileName(
            self, tr("Save the map"), name, tr("Pictures (*.png *.svg)")
        )
        if path:
            spawn(self._export_map(Path(path)), self.toast_wanted.emit)

    async def _export_map(self, path: Path) -> None:
        if path.suffix.lower() not in {".png", ".svg"}:
            path = path.with_name(f"{path.name}.png")
        save_map(self.map.view, path, tr("Map of tastes"))
        self.toast_wanted.emit(Toast(tr("The map is saved"), str(path)))

    def _ask_times(self) -> None:
        spawn(self._show_times(), self.toast_wanted.emit)

    async def _show_times(self) -> None:
        first, _ = await self.aside.ask(lambda service: service.active())
        fits = self.known is not None and len(first) == self.known.shoppers
        if fits and not self.map.show_times(first):
            title = tr("All shoppers came on one day")
            self.toast_wanted.emit(Toast(title, "", "info"))

    def _begin(self) -> None:
        session = self.session
        if not self._trained or session is None:
            self.go_wanted.emit("train", "taste")
        else:
            self.build("segment" if session.project.summary().segments else "cluster")

    # Jobs ---------------------------------------------------------------------

    def audience_changed(self, persona_id: str) -> None:
        """Show what was changed by hand, and the persona that came of it."""
        self._persona = persona_id or self._persona
        self._changed()

    def _changed(self) -> None:
        self.refresh()
        self.data_changed.emit()

    def _want_better_map(self) -> None:
        """Have the map drawn by neighbours, once for each that is drawn without."""
        session, known = self.session, self.known
        if session is None or known is None or known.audience.projection == "tsne":
            return
        file, jobs = session.project.audience_file, self.context.jobs
        if file == self._drawn or jobs.of(DrawMap, BuildAudience, TrainTaste):
            return
        self._drawn = file
        jobs.start(DrawMap(str(session.folder)))

    def _follow(self, handle: JobHandle) -> None:
        if isinstance(handle.job, BuildAudience):
            self.personas.set_busy(busy=True, share=handle.share)
            self.changed.emit()

    def _ended(self, handle: JobHandle, ending: Ending) -> None:
        if isinstance(handle.job, DrawMap):
            if not isinstance(ending, Failed | Cancelled):
                self.refresh()
            return
        if not isinstance(handle.job, BuildAudience):
            return
        self.personas.set_busy(busy=False)
        if isinstance(ending, Failed | Cancelled):
            self._set_source()
            self.changed.emit()
        else:
            if self.known is not None:
                self.hand.history.keep(self.known.audience)
            self._changed()

    def _set_source(self) -> None:
        if self.known is not None:
            self.personas.source.set_value(self.known.audience.source)


def shoppers_words(n: int) -> str:
    """A number of shoppers, with its word."""
    return plural(n, "{n} shopper", "{n} shoppers")
