"""Which action a key or a button of the overlay means, by the id of its row."""

from __future__ import annotations

KEY_ROWS: dict[str, str] = {
    "up": "block.previous",
    "down": "block.next",
    "left": "slot.previous",
    "right": "slot.next",
    "alt+up": "block.move_up",
    "alt+down": "block.move_down",
    "p": "slot.pin",
    "h": "block.hide",
    "b": "slot.boost",
    "shift+b": "slot.bury",
    "r": "slot.replace",
    "e": "block.reword",
    "delete": "block.remove",
    "1": "page.desktop",
    "2": "page.tablet",
    "3": "page.phone",
    "d": "page.dark",
    "o": "page.overlay",
    "[": "page.previous_candidate",
    "]": "page.next_candidate",
    "ctrl+enter": "page.approve",
    "ctrl+z": "edit.undo",
    "ctrl+shift+z": "edit.redo",
    "ctrl+y": "edit.redo",
    "escape": "block.leave",
}
"""Keys that the overlay hands over. Keys of the whole window reach it by themselves."""

BAR_ROWS: dict[str, str] = {
    "up": "block.move_up",
    "down": "block.move_down",
    "pin": "slot.pin",
    "replace": "slot.replace",
    "reword": "block.reword",
    "hide": "block.hide",
}
"""Buttons of the bar on the selected block; `more` opens the menu."""
