"""What scenarios and states are called, and how a state looks."""

from __future__ import annotations

from studio.domain.review import PageRow
from studio.ui.language import mark, tr
from studio.ui.widgets.cells import Cell

SCENARIOS: dict[str, str] = {
    "recommendation": mark("Recommendation"),
    "promotion": mark("Promotion"),
    "advertisement": mark("Advertisement"),
    "marketing": mark("Marketing e-mail"),
    "cross_platform": mark("Cross-platform"),
}
STATES: dict[str, tuple[str, str, str]] = {
    "draft": (mark("Draft"), "neutral", "circle-dashed"),
    "approved": (mark("Approved"), "success", "check"),
    "stale": (mark("Stale"), "warn", "triangle-alert"),
}
"""(word, tone of the chip, icon) of each status."""


def scenario_name(row: PageRow) -> str:
    """The scenario of a page in words."""
    return tr(SCENARIOS[row.scenario])


def persona_name(row: PageRow) -> str:
    """The persona of a page, or its id where the persona is gone."""
    return row.persona_name or row.persona_id


def title_of(row: PageRow) -> str:
    """A page in words, such as "Deal hunters, promotion"."""
    return tr(", ").join((persona_name(row), scenario_name(row).lower()))


def status_cell(row: PageRow) -> Cell:
    """The chip of a page's status, with the reason why it is stale as its tip."""
    word, tone, icon = STATES[row.status]
    return Cell(tr(word), chip=tone, icon=icon, tip=row.stale_why)
