"""Which pages there are, arranged by persona and scenario."""

from __future__ import annotations

from collections.abc import Sequence

from studio.domain.persona import EVERYONE, Audience, Persona
from studio.domain.review import PageRow
from studio.ui.language import language, tr
from studio.ui.pages.matrix import MatrixRow
from studio.ui.theme import EVERYONE_LOOK


def persona_name(persona: Persona) -> str:
    """A persona's name in the window's language."""
    if persona.id == EVERYONE:
        return tr("All shoppers")
    return persona.name_zh or persona.name if language() == "zh" else persona.name


def matrix_rows(
    rows: Sequence[PageRow], audience: Audience | None
) -> tuple[MatrixRow, ...]:
    """One row a persona; personas that only pages still know come last."""
    faces: dict[str, tuple[str, int]] = {}
    for persona in audience.personas if audience else ():
        look = EVERYONE_LOOK if persona.id == EVERYONE else persona.look
        faces[persona.id] = (persona_name(persona), look)
    for row in rows:
        look = EVERYONE_LOOK if row.persona_id == EVERYONE else row.look
        faces.setdefault(row.persona_id, (row.persona_name or row.persona_id, look))
    if not faces:
        faces[EVERYONE] = (tr("All shoppers"), EVERYONE_LOOK)
    chosen: dict[str, dict[str, PageRow]] = {}
    for row in rows:
        if row.chosen:
            chosen.setdefault(row.persona_id, {})[row.scenario] = row
    return tuple(
        MatrixRow(persona_id, name, look, chosen.get(persona_id, {}))
        for persona_id, (name, look) in faces.items()
    )


def page_of(rows: Sequence[PageRow], persona_id: str, scenario: str) -> str:
    """The page to show of a place: the chosen candidate, the first, or an empty id."""
    here = [r for r in rows if (r.persona_id, r.scenario) == (persona_id, scenario)]
    chosen = next((row for row in here if row.chosen), None)
    first = min(here, key=lambda row: row.candidate, default=None)
    shown = chosen or first
    return shown.page_id if shown else ""
