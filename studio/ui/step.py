"""What the window knows of a step."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from studio.ui.context import Context
from studio.ui.widgets.splitter import Splitter

if TYPE_CHECKING:  # the store's libraries would delay the first window
    from studio.services.session import Session

Condition = Literal["none", "ready", "todo", "running"]


@dataclass(frozen=True)
class StepState:
    """How a step stands: `none` not yet usable, `ready` done, `todo` wants attention.

    `share` is how far a running job is (None for unknown length).
    """

    condition: Condition = "none"
    share: float | None = None


@dataclass(frozen=True)
class MainAction:
    """The one main button of a step.

    Attributes:
        text: A verb, such as "Import 4 files".
        run: What it does.
        icon: Lucide icon before the text.
        enabled: Whether it can be used now.
        why: Why it cannot, written beside it.
        chip: (text, tone) of a state beside the button, such as "Draft, revision 14".
    """

    text: str
    run: Callable[[], object]
    icon: str = ""
    enabled: bool = True
    why: str = ""
    chip: tuple[str, str] | None = None


@dataclass(frozen=True)
class Place:
    """Something to go to from the command palette, such as a page or a persona."""

    text: str
    run: Callable[[], object]
    detail: str = ""
    icon: str = ""
    look: int | None = None


class Step(QWidget):
    """One step of the rail: list panel, main and inspector in a splitter.

    Subclasses set `key`, `title` (a marked source text) and `icon`, build their
    widgets in `__init__(context)` (called when the step is first shown), and override
    what they need. A step emits and shows; it never holds the main window.

    Signals:
        changed(): header line, main button, state or undo may be different now.
        toast_wanted(Toast): something happened that is not visible in place.
        go_wanted(str, object): go to a step (by key) and hand it a value (`arrive`).
        run_wanted(str): run an action of the window, by row id (`project.open`).
        open_wanted(Path): open the project of a folder.
        data_changed(): the project's data, models or pages have changed; the window
            calls `refresh` of the other steps.
    """

    key: ClassVar[str] = ""
    title: ClassVar[str] = ""
    icon: ClassVar[str] = ""

    changed = Signal()
    toast_wanted = Signal(object)
    go_wanted = Signal(str, object)
    run_wanted = Signal(str)
    open_wanted = Signal(object)
    data_changed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.session: Session | None = None
        self.splitter: Splitter | None = None

    def header_line(self) -> str:
        """One line on the state of the step, for the header."""
        return ""

    def main_action(self) -> MainAction | None:
        """The one main button; None for none."""
        return None

    def state(self) -> StepState:
        """How the step stands, for the rail."""
        return StepState()

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """Actions that can be done now, by row id (`edit.undo`, `block.hide`...)."""
        return {}

    def places(self) -> Sequence[Place]:
        """What the command palette finds here besides actions."""
        return ()

    def drop(self, paths: Sequence[Path]) -> None:
        """Files were dropped on the window (or chosen in a dialog) for this step."""

    def set_session(self, session: Session | None) -> None:
        """A project was opened or closed."""
        self.session = session

    def refresh(self) -> None:
        """Another step has changed the project: read again what is shown."""

    def on_shown(self) -> None:
        """The step has become the visible one."""

    def arrive(self, what: object) -> None:
        """Another step sent a person here, with what it is about."""

    def panels(self) -> tuple[QWidget, ...]:
        """Widgets that F6 goes through."""
        return ()
