"""What the parts of the step may ask of the step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from studio.ui.context import Context
from studio.ui.pages.advice import Advice
from studio.ui.pages.editor import PageEditor
from studio.ui.pages.inspector import Inspector
from studio.ui.pages.making import Maker
from studio.ui.pages.preview import Preview

if TYPE_CHECKING:
    from studio.services.session import Session


class Desk(Protocol):
    """The open page with its panels; `PagesStep` is one."""

    session: Session | None
    context: Context
    advice: Advice | None
    editor: PageEditor
    preview: Preview
    inspector: Inspector
    maker: Maker

    def run(self, id_: str) -> None:
        """Do an action when it can be done now."""

    def tell_changed(self) -> None:
        """What the window shows of the step may be different now."""

    def generate(self) -> None:
        """Make candidates for the place."""

    def refresh_page(self) -> None:
        """Make the open page anew and keep the hand edits."""

    def approve(self) -> None:
        """Ask for a note and approve the open page."""

    def step_candidate(self, step: int) -> None:
        """Show the next or previous candidate."""
