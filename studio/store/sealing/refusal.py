"""How a sealed file that does not open is refused."""

from __future__ import annotations

from studio.domain.errors import ProjectProblem


def damaged_file(name: str) -> ProjectProblem:
    """The refusal of a sealed file that was changed, cut short or exchanged."""
    return ProjectProblem(
        f"The protected file {name} was changed or damaged.",
        "Restore the project folder from a copy.",
    )
