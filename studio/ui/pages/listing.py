"""Which pages there are, which is open, and the ways from one to another."""

from __future__ import annotations

from studio.domain.page import SCENARIOS
from studio.domain.review import PageRow
from studio.pipeline.layout.proposing import unlike_each
from studio.ui.language import tr
from studio.ui.pages.candidates import Candidate
from studio.ui.pages.desk import Desk
from studio.ui.pages.list_panel import ListPanel
from studio.ui.pages.matrix import MatrixRow
from studio.ui.pages.names import scenario_name
from studio.ui.pages.places import matrix_rows, page_of


class Listing:
    """Keeps the list panel in step with the store and opens pages in the editor."""

    def __init__(self, desk: Desk, panel: ListPanel) -> None:
        self._desk = desk
        self.panel = panel
        self.rows: tuple[PageRow, ...] = ()

    def read(self) -> None:
        """Read the rows again."""
        session = self._desk.session
        self.rows = session.pages.rows() if session else ()
        self.panel.set_rows(self.matrix())
        self.panel.set_reason(self.why_not())

    def matrix(self) -> tuple[MatrixRow, ...]:
        """Personas with their chosen pages."""
        advice = self._desk.advice
        return matrix_rows(self.rows, advice.audience if advice else None)

    def why_not(self) -> str:
        """Why nothing can be generated now; empty when it can."""
        advice = self._desk.advice
        if advice is None:
            return tr("Open a project first.")
        if not len(advice.catalogue):
            return tr("Import products first, on Data.")
        return tr("Pages are being made.") if self._desk.maker.running else ""

    @property
    def place(self) -> tuple[str, str] | None:
        """Persona and scenario on show."""
        return self.panel.matrix.place

    def place_line(self) -> str:
        """Persona and scenario in words."""
        if self.place is None or self._desk.session is None:
            return ""
        return tr(", ").join((self.persona_name(), scenario_name(self.place[1])))

    def persona_name(self) -> str:
        """The persona on show in words."""
        if self.place is None:
            return ""
        names = {row.persona_id: row.name for row in self.matrix()}
        return names.get(self.place[0], self.place[0])

    # Going --------------------------------------------------------------------

    def go_to(self, persona_id: str, scenario: str) -> None:
        """Show the page of a persona and a scenario."""
        self.panel.matrix.set_place(persona_id, scenario)
        self._desk.editor.open(page_of(self.rows, persona_id, scenario))

    def arrive(self, what: object) -> None:
        """Open a page by its id, or the pages of a persona by its id."""
        if any(row.page_id == what for row in self.rows):
            self._desk.editor.open(str(what))
        elif isinstance(what, str):
            self.go_to(what, self.place[1] if self.place else SCENARIOS[0])

    def open_first(self) -> None:
        """Open the page of the marked place, else the first chosen one."""
        shown = page_of(self.rows, *self.place) if self.place else ""
        first = next((row.page_id for row in self.rows if row.chosen), "")
        self._desk.editor.open(shown or first)

    def open_made(self, made: set[str]) -> None:
        """Of pages just made open the best of the place, or take a refresh over."""
        page = self._desk.editor.page
        if page is not None and page.id in made:
            self._desk.editor.open(page.id)
            return
        rows = [row for row in self.rows if row.page_id in made]
        here = [row for row in rows if (row.persona_id, row.scenario) == self.place]
        if rows:
            best = max(here or rows, key=lambda row: row.recall or 0.0)
            self._desk.editor.open(best.page_id)

    def step(self, step: int) -> None:
        """Show the next or previous candidate."""
        page = self._desk.editor.page
        ids = [row.page_id for row in self.candidates()]
        if page is None or page.id not in ids:
            return
        at = ids.index(page.id) + step
        if 0 <= at < len(ids):
            self._desk.editor.open(ids[at])

    # Showing ------------------------------------------------------------------

    def candidates(self) -> tuple[PageRow, ...]:
        """The candidates of the place."""
        session = self._desk.session
        if session is None or self.place is None:
            return ()
        return session.pages.candidates(*self.place)

    def show(self) -> None:
        """Show the place of the open page and its candidates."""
        session, row = self._desk.session, self._desk.editor.row
        if row is not None:
            self.panel.matrix.set_place(row.persona_id, row.scenario)
        rows = self.candidates()
        page = self._desk.editor.page
        shown = page.id if page else ""
        if session is not None:
            store = session.project.pages
            pages = [store.page(each.page_id) for each in rows]
            unlike = unlike_each([page.layout() for page in pages])
            cards = [Candidate(*each) for each in zip(rows, pages, unlike, strict=True)]
            self.panel.set_candidates(cards, shown, self.place[1] if self.place else "")
        ids = [each.page_id for each in rows]
        at = ids.index(shown) if shown in ids else -1
        number = rows[at].candidate if at >= 0 else 0
        self._desk.preview.bar.set_candidate(at, len(rows), number)
