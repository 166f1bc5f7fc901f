"""Shortcuts as the system writes them."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence

_ARROWS = {"Up": "↑", "Down": "↓", "Left": "←", "Right": "→", "Return": "Enter"}


def key_text(shortcut: str) -> str:
    """A shortcut for reading, such as Ctrl+Shift+E, in the system's words."""
    native = QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText)
    parts = native.split("+") if native not in ("", "+") else [native]
    return "+".join(_ARROWS.get(part, part) for part in parts)
