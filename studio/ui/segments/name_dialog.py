"""Asks for the name of a segment."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from studio.domain.errors import VitrineError
from studio.domain.names_given import LONGEST_NAME
from studio.ui.language import tr
from studio.ui.name_dialog import NameDialog


class SegmentName(NameDialog):
    """`take` gets the name; what it raises is shown under the field."""

    longest = LONGEST_NAME

    def __init__(
        self, window: QWidget, title: str, name: str, take: Callable[[str], None]
    ) -> None:
        text = tr("Personas made of it are called by this name.")
        super().__init__(window, title, text, name, take)

    def words_of(self, problem: VitrineError) -> str:
        """What is wrong, and how to mend it."""
        return str(problem)
