"""QPalette from the tokens, for everything that Qt paints by itself."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QColor, QPalette

_ROLES = {
    QPalette.ColorRole.Window: "surface.panel",
    QPalette.ColorRole.WindowText: "text.primary",
    QPalette.ColorRole.Base: "surface.panel",
    QPalette.ColorRole.AlternateBase: "surface.panel",
    QPalette.ColorRole.Text: "text.primary",
    QPalette.ColorRole.PlaceholderText: "text.tertiary",
    QPalette.ColorRole.Button: "surface.raised",
    QPalette.ColorRole.ButtonText: "text.primary",
    QPalette.ColorRole.BrightText: "danger.text",
    QPalette.ColorRole.Light: "surface.raised",
    QPalette.ColorRole.Midlight: "surface.hover",
    QPalette.ColorRole.Mid: "border.default",
    QPalette.ColorRole.Dark: "border.control",
    QPalette.ColorRole.Shadow: "border.default",
    QPalette.ColorRole.Highlight: "accent.fill",
    QPalette.ColorRole.HighlightedText: "text.on_fill",
    QPalette.ColorRole.Link: "text.link",
    QPalette.ColorRole.LinkVisited: "text.link",
    QPalette.ColorRole.ToolTipBase: "surface.raised",
    QPalette.ColorRole.ToolTipText: "text.primary",
    QPalette.ColorRole.Accent: "accent.fill",
}

_TEXT = (
    QPalette.ColorRole.WindowText,
    QPalette.ColorRole.Text,
    QPalette.ColorRole.ButtonText,
)


def make_palette(colour: Callable[[str], QColor]) -> QPalette:
    """The palette of the theme whose colours `colour(role)` gives."""
    palette = QPalette()
    for role, token in _ROLES.items():
        palette.setColor(role, colour(token))
    for role in _TEXT:
        palette.setColor(QPalette.ColorGroup.Disabled, role, colour("text.disabled"))
    return palette
