"""What the parts of the step may ask of the step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from studio.domain.page import Block
from studio.ui.context import Context
from studio.ui.pages.advice import Advice
from studio.ui.pages.editor import PageEditor
from studio.ui.pages.inspector import Inspector
from studio.ui.pages.making import Maker
from studio.ui.pages.preview import Preview

if TYPE_CHECKING:
    from studio.services.session import Session


class Explorer(Protocol):
    """Asks for other layouts of the open page; `Exploring` is one."""

    @property
    def running(self) -> bool:
        """Whether layouts are being made or taken."""

    @property
    def can_undo(self) -> bool:
        """Whether asking was the last thing that was done to the page."""

    @property
    def can_redo(self) -> bool:
        """Whether the next thing to do again is an asking."""

    def shown(self) -> tuple[Block, ...]:
        """The web blocks of the open page that shoppers see."""

    def propose(self, *, like: bool) -> None:
        """Ask for layouts."""

    def step(self, step: int) -> None:
        """Show the set before (-1) or after (1)."""


class Desk(Protocol):
    """The open page with its panels; `PagesStep` is one."""

    session: Session | None
    context: Context
    advice: Advice | None
    editor: PageEditor
    preview: Preview
    inspector: Inspector
    maker: Maker

    @property
    def exploring(self) -> Explorer:
        """Other layouts for the open page."""

    def run(self, id_: str) -> None:
        """Do an action when it can be done now."""

    def persona_name(self) -> str:
        """The persona of the place in words."""

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
