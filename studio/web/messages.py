"""What the overlay says to the studio and the studio to the overlay, as values."""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

from studio.domain.edits import Edit, MoveBlock, MoveSlot, SetCopy
from studio.domain.errors import EditRefused
from studio.domain.words import Language

Key = Literal[
    "up", "down", "left", "right", "alt+up", "alt+down", "p", "h", "b", "shift+b", "r",
    "e", "delete", "1", "2", "3", "d", "o", "escape", "[", "]", "ctrl+k", "ctrl+z",
    "ctrl+shift+z", "ctrl+y", "ctrl+enter", "ctrl+shift+e", "f6", "shift+f6", "f1",
    "alt+1", "alt+2", "alt+3", "alt+4", "alt+5", "ctrl+o", "ctrl+i", "ctrl+t",
]  # fmt: skip
"""The shortcuts that the overlay hands over while the preview has the focus."""
Action = Literal["up", "down", "pin", "replace", "reword", "hide", "more"]
"""The buttons of the bar on the selected block."""
LONGEST_TEXT = 2_000
LARGEST_MESSAGE = 20_000


class _Said(msgspec.Struct, frozen=True, tag_field="said", forbid_unknown_fields=True):
    """Base of what the overlay says."""


class Ready(_Said, frozen=True, tag="ready"):
    """The overlay has started on a new document."""


class Selected(_Said, frozen=True, tag="selected"):
    """A block (or none, empty) and perhaps one of its slots was clicked."""

    block_id: str
    slot: int | None = None


class BlockDropped(_Said, frozen=True, tag="block_dropped"):
    """A block was dropped before the block `before`, or at the end when empty."""

    block_id: str
    before: str


class SlotDropped(_Said, frozen=True, tag="slot_dropped"):
    """A product was dropped on the place of another."""

    block_id: str
    slot: int
    to_block_id: str
    to: int


class CopyChanged(_Said, frozen=True, tag="copy_changed"):
    """A text was reworded in place."""

    block_id: str
    key: str
    text: str
    slot: int | None = None


class ActionChosen(_Said, frozen=True, tag="action"):
    """A button of the bar was pressed."""

    name: Action
    block_id: str
    slot: int | None = None


class KeyPressed(_Said, frozen=True, tag="key"):
    """A shortcut was typed while no text was edited."""

    key: Key


class MenuAsked(_Said, frozen=True, tag="menu"):
    """The context menu was asked for; x and y in pixels of the view."""

    block_id: str
    x: float
    y: float
    slot: int | None = None


FromOverlay: TypeAlias = (
    Ready
    | Selected
    | BlockDropped
    | SlotDropped
    | CopyChanged
    | ActionChosen
    | KeyPressed
    | MenuAsked
)


class BlockFace(msgspec.Struct, frozen=True):
    """How the bar names a block: its label, icon and what can be done with it."""

    label: str
    icon: str
    fixed: bool = False


class Setup(msgspec.Struct, frozen=True, tag="setup", tag_field="tell"):
    """How the overlay looks: `scale` is screen pixels a page pixel.

    `faces` names the blocks by their id, `icons` holds the SVG of each icon, `words`
    the tips and labels by key, `allowed` says whether blocks may be changed.
    """

    scale: float
    dark: bool
    overlay: bool
    faces: dict[str, BlockFace]
    icons: dict[str, str]
    words: dict[str, str]


class Select(msgspec.Struct, frozen=True, tag="select", tag_field="tell"):
    """Show a block as selected and perhaps one of its slots as linked."""

    block_id: str
    slot: int | None = None
    scroll: bool = False


class ShowBlock(msgspec.Struct, frozen=True, tag="show_block", tag_field="tell"):
    """Put new HTML in the place of one block."""

    block_id: str
    html: str


class ShowPage(msgspec.Struct, frozen=True, tag="show_page", tag_field="tell"):
    """Put a new document in the place of the shown one, where it is scrolled to."""

    html: str


class EditCopy(msgspec.Struct, frozen=True, tag="edit_copy", tag_field="tell"):
    """Open the first (or the named) text of a block for typing."""

    block_id: str
    key: str = ""
    slot: int | None = None


class Theme(msgspec.Struct, frozen=True, tag="theme", tag_field="tell"):
    """Show the page light or dark, or as the system does (auto)."""

    theme: Literal["light", "dark", "auto"]


ToOverlay: TypeAlias = Setup | Select | ShowBlock | ShowPage | EditCopy | Theme

_decoder = msgspec.json.Decoder(FromOverlay)


def heard(text: str) -> FromOverlay:
    """Read a message of the overlay; raises EditRefused for anything else."""
    if len(text) > LARGEST_MESSAGE:
        raise EditRefused("The preview sent a message that is too long.")
    message: FromOverlay
    try:
        message = _decoder.decode(text)
    except (msgspec.MsgspecError, UnicodeError) as problem:
        raise EditRefused(
            "The preview sent a message that is no edit.", str(problem)
        ) from None
    if isinstance(message, CopyChanged) and len(message.text) > LONGEST_TEXT:
        raise EditRefused(
            f"The text is longer than {LONGEST_TEXT} characters.", "Shorten it."
        )
    return message


def edit_of(
    message: FromOverlay, order: tuple[str, ...], language: Language
) -> Edit | None:
    """The edit that a message asks for, or None when it asks for none.

    Args:
        message: What the overlay said.
        order: Ids of the page's blocks, in order.
        language: The language that the page is shown in.

    Raises:
        EditRefused: The message names a block that is not on the page.
    """
    match message:
        case BlockDropped(block_id, before):
            return _move(block_id, before, order)
        case SlotDropped(block_id, slot, to_block_id, to):
            return MoveSlot(block_id, slot, to_block_id, to)
        case CopyChanged(block_id, key, text, slot):
            return SetCopy(block_id, key, text.strip(), language, slot)
        case _:
            return None


def _move(block_id: str, before: str, order: tuple[str, ...]) -> MoveBlock | None:
    rest = [other for other in order if other != block_id]
    if len(rest) == len(order) or (before and before not in order):
        raise EditRefused("The dropped block is not on this page.")
    if before == block_id:
        return None
    to = rest.index(before) if before else len(rest)
    return None if to == order.index(block_id) else MoveBlock(block_id, to)
