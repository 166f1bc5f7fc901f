"""What those who change personas need of the step that shows them."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QWidget

from studio.domain.persona import Persona
from studio.services.session import Session
from studio.ui.audience.aside import Aside
from studio.ui.audience.cloud import Places
from studio.ui.audience.known import Known


class Shown(Protocol):
    """The step: what it shows, whom it has selected, and where it says things."""

    aside: Aside
    known: Known | None
    selected: Places
    session: Session | None

    @property
    def toast_wanted(self) -> SignalInstance:
        """Takes a toast."""

    @property
    def changed(self) -> SignalInstance:
        """Says that the header has to be drawn anew."""

    def window(self) -> QWidget:
        """What dialogs lie over."""

    def current(self) -> Persona | None:
        """The persona that is shown."""

    def audience_changed(self, persona_id: str) -> None:
        """Show what was changed, and the persona that came of it."""

    def make_persona(self) -> None:
        """Ask for the name of a persona of those who are selected."""

    def compare(self) -> None:
        """Show what sets those apart who are selected."""
