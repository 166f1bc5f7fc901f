"""Actions as rows: id, text, menu, shortcut, icon, step."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from studio.ui.language import mark


class Group(Enum):
    """Where an action is listed in menus, palette and shortcuts sheet."""

    PROJECT = mark("Project")
    GO = mark("Go to")
    DATA = mark("Data")
    TRAIN = mark("Train")
    AUDIENCE = mark("Audience")
    PAGE = mark("Page")
    BLOCK = mark("Selected block")
    PUBLISH = mark("Publish")
    VIEW = mark("View")


@dataclass(frozen=True)
class Row:
    """One action.

    Attributes:
        id: Stable name, such as `page.approve`; steps handle it by this name.
        text: Verb in English; three dots when a dialog follows.
        menu: Where it is listed.
        shortcut: As Qt reads it (portable); empty for none.
        icon: Lucide icon.
        step: Key of the step that handles it; empty for the window.
        plain_key: A single letter: works while the preview or a list has focus,
            never in a field.
        words: Other words that find it in the palette.
    """

    id: str
    text: str
    menu: Group
    shortcut: str = ""
    icon: str = ""
    step: str = ""
    plain_key: bool = False
    words: str = ""
