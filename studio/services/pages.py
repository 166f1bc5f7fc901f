"""Everything the window and the command line do to pages."""

from __future__ import annotations

from collections.abc import Sequence

from studio.domain.brief import Brief
from studio.domain.catalogue import Catalogue
from studio.domain.editing import apply
from studio.domain.edits import Edit
from studio.domain.errors import InputProblem, NotYet
from studio.domain.jobs import (
    Device,
    ExplainLayout,
    Generate,
    ProposeLayouts,
    TakeLayout,
)
from studio.domain.layout import Layout
from studio.domain.page import NEEDS_BRIEF, SCENARIOS, Page, Scenario
from studio.domain.persona import EVERYONE
from studio.domain.review import (
    Approval,
    PageRow,
    Revision,
    changed_products,
    with_marks,
)
from studio.domain.wishes import Asked
from studio.services.layout_wishes import check_wishes
from studio.store.project import Project

DEFAULT_SEED = 20261124
_ASKED = "layout_asked"


class PageService:
    """Pages of one project: generate, tune, undo, choose, approve.

    Every change is saved as it happens; the page in the store is the document.
    """

    def __init__(self, project: Project) -> None:
        self._project = project

    # Reading ------------------------------------------------------------------

    def rows(self) -> tuple[PageRow, ...]:
        """One row a page, candidates included."""
        return self._project.pages.rows()

    def chosen(self) -> tuple[PageRow, ...]:
        """One row a persona and scenario: the chosen candidate."""
        return tuple(row for row in self.rows() if row.chosen)

    def candidates(self, persona_id: str, scenario: str) -> tuple[PageRow, ...]:
        """The candidates of one persona and scenario, in their order."""
        rows = [
            row
            for row in self.rows()
            if row.persona_id == persona_id and row.scenario == scenario
        ]
        return tuple(sorted(rows, key=lambda row: row.candidate))

    def row(self, page_id: str) -> PageRow:
        """The row of a page; raises InputProblem for an unknown id."""
        for row in self.rows():
            if row.page_id == page_id:
                return row
        raise InputProblem(
            f"There is no page {page_id} in this project.",
            "`vitrine pages PROJECT` lists them.",
        )

    def page(self, page_id: str) -> Page:
        """The page as it is now."""
        self.row(page_id)
        return self._project.pages.page(page_id)

    def revisions(self, page_id: str) -> tuple[Revision, ...]:
        """Every saved state of a page, oldest first."""
        return self._project.pages.revisions(page_id)

    # Tuning -------------------------------------------------------------------

    def apply(self, page_id: str, edit: Edit, *, by: str = "") -> Page:
        """Apply an edit and save the result; raises EditRefused."""
        page = apply(self._project.pages.page(page_id), edit)
        page = with_marks(page, self._project.catalogue(), renew=False)
        self._project.pages.save(page, edit=edit, by=by)
        return page

    def undo(self, page_id: str) -> Page | None:
        """Go one edit back; None when there is none."""
        return self._project.pages.undo(page_id)

    def redo(self, page_id: str) -> Page | None:
        """Take back an undo; None when there is none."""
        return self._project.pages.redo(page_id)

    def can_undo(self, page_id: str) -> bool:
        """Whether there is an edit to take back."""
        return self._project.pages.can_undo(page_id)

    def can_redo(self, page_id: str) -> bool:
        """Whether there is an undo to take back."""
        return self._project.pages.can_redo(page_id)

    def go_back(self, page_id: str, number: int, *, by: str = "") -> Page:
        """Save an earlier revision as the newest, so that nothing is lost."""
        page = self._project.pages.at(page_id, number)
        self._project.pages.save(page, note=f"back to revision {number}", by=by)
        return page

    def choose(self, page_id: str) -> None:
        """Make a candidate the page of its persona and scenario."""
        self._project.pages.choose(page_id)

    def delete(self, page_id: str) -> None:
        """Remove a page with its history."""
        self.row(page_id)
        self._project.pages.delete(page_id)

    # Approving ----------------------------------------------------------------

    def approve(self, page_id: str, *, by: str, note: str = "") -> Approval:
        """Approve the page as it is now; it becomes the chosen candidate."""
        if not by.strip():
            raise InputProblem("An approval needs the name of the person who gives it.")
        page = self.page(page_id)
        marked = with_marks(page, self._project.catalogue(), renew=True)
        if marked.marks != page.marks:
            self._project.pages.save(
                marked, note="checked against the catalogue", by=by
            )
        self._withdraw_others(page)
        self._project.pages.choose(page_id)
        return self._project.pages.approve(page_id, by=by.strip(), note=note.strip())

    def _withdraw_others(self, page: Page) -> None:
        """One page goes out for a persona and scenario: other candidates step back."""
        for row in self.candidates(page.persona_id, page.scenario):
            if row.page_id != page.id and row.approval is not None:
                self._project.pages.withdraw(row.page_id)

    def withdraw(self, page_id: str) -> None:
        """Take an approval back."""
        self.row(page_id)
        self._project.pages.withdraw(page_id)

    # Making -------------------------------------------------------------------

    def generate_job(
        self,
        scenario: str,
        personas: Sequence[str] = (),
        *,
        candidates: int = 8,
        brief: Brief | None = None,
        seed: int = DEFAULT_SEED,
        device: Device = "auto",
        asked: Asked | None = None,
        like: str = "",
    ) -> Generate:
        """The job that makes candidate pages; raises InputProblem or NotYet."""
        asked = asked or Asked()
        check_wishes(asked)
        if like:
            self.row(like)
        if scenario not in SCENARIOS:
            known = ", ".join(SCENARIOS)
            raise InputProblem(
                f"There is no scenario “{scenario}”.", f"Known: {known}."
            )
        if scenario in NEEDS_BRIEF and brief is None:
            raise InputProblem(
                f"A {scenario} page needs a brief: at least the campaign's name.",
                "Give one with --brief FILE, or fill it in before generating.",
            )
        self._check_personas(personas)
        if brief is not None:
            self._check_reach(brief)
        chosen: Scenario = scenario  # type: ignore[assignment] # checked above
        return Generate(
            str(self._project.path),
            chosen,
            tuple(personas),
            max(1, candidates),
            brief,
            seed,
            device,
            wishes=asked.wishes,
            surprise=asked.surprise,
            like=like,
        )

    def asked(self, scenario: str) -> Asked:
        """What was last asked of the layout model for a scenario."""
        return self._asked().get(scenario, Asked())

    def keep_asked(self, scenario: str, asked: Asked) -> None:
        """Remember what is asked of the layout model for a scenario."""
        self._project.database.set_fact(_ASKED, {**self._asked(), scenario: asked})

    def _asked(self) -> dict[str, Asked]:
        return self._project.database.fact(_ASKED, dict[str, Asked], {})

    def propose_job(
        self,
        page_id: str,
        asked: Asked,
        *,
        n: int = 8,
        like: bool = False,
        seed: int = DEFAULT_SEED,
    ) -> ProposeLayouts:
        """The job that finds other layouts for a page; raises InputProblem."""
        self.row(page_id)
        check_wishes(asked)
        folder = str(self._project.path)
        return ProposeLayouts(
            folder, page_id, n, asked.wishes, asked.surprise, like, seed
        )

    def take_job(self, page_id: str, layout: Layout, *, by: str = "") -> TakeLayout:
        """The job that gives a page another layout, as one more revision."""
        return TakeLayout(str(self._project.path), page_id, layout, by)

    def explain_layout_job(self, page_id: str) -> ExplainLayout:
        """The job that tells why a page's layout suits its persona."""
        return ExplainLayout(str(self._project.path), page_id)

    def _check_reach(self, brief: Brief) -> None:
        """Refuse a brief that names what the catalogue does not hold."""
        catalogue = self._project.catalogue()
        known = {product.id for product in catalogue}
        strange = [product for product in brief.products if product not in known]
        if strange:
            raise InputProblem(
                f"The brief names a product that the shop does not have: {strange[0]}.",
                "Write the ids as the products file has them.",
            )
        path = brief.category
        if path and not any(p.category[: len(path)] == path for p in catalogue):
            raise InputProblem(
                f"No product is in the brief's category {' > '.join(path)}.",
                "Write the path as the products file has it.",
            )

    def refresh_job(self, page_id: str, *, seed: int = DEFAULT_SEED) -> Generate:
        """The job that makes a stale page anew and keeps its hand edits."""
        page = self.page(page_id)
        return Generate(
            str(self._project.path),
            page.scenario,
            (page.persona_id,),
            1,
            page.brief,
            page.seed or seed,
            keep=page_id,
        )

    def mark_stale(self) -> int:
        """Mark pages whose products changed since; returns how many are stale."""
        catalogue = self._project.catalogue()
        count = 0
        for row in self.rows():
            if changed := changed_products(
                self._project.pages.page(row.page_id), catalogue
            ):
                self._project.pages.mark_stale(
                    row.page_id, _stale_sentence(changed, catalogue)
                )
                count += 1
        return count

    def _check_personas(self, personas: Sequence[str]) -> None:
        audience = self._project.audience()
        if audience is None:
            if self._project.summary().products == 0:
                raise NotYet(
                    "This project holds no products yet.", "Import them first."
                )
            return
        known = {persona.id for persona in audience.personas} | {EVERYONE}
        for persona in personas:
            if persona not in known:
                raise InputProblem(
                    f"There is no persona “{persona}”.",
                    "Known: " + ", ".join(sorted(known)) + ".",
                )


def _stale_sentence(changed: tuple[str, ...], catalogue: Catalogue) -> str:
    product = catalogue.get(changed[0])
    first = product.title if product else changed[0]
    if len(changed) == 1:
        return f"{first} has changed in the catalogue."
    return f"{first} and {len(changed) - 1} more have changed in the catalogue."
