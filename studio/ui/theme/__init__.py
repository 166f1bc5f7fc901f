"""The look: tokens, palette, style sheet, fonts, icons, shadows, persona marks."""

from __future__ import annotations

from studio.ui.theme.elevation import paint_raised, shadow_margin
from studio.ui.theme.icons import icon, icon_pixmap, paint_icon
from studio.ui.theme.personas import (
    EVERYONE_LOOK,
    paint_persona_mark,
    persona_colour,
    persona_path,
    persona_pixmap,
)
from studio.ui.theme.theme import Mode, Theme, theme

__all__ = [
    "EVERYONE_LOOK",
    "Mode",
    "Theme",
    "icon",
    "icon_pixmap",
    "paint_icon",
    "paint_persona_mark",
    "paint_raised",
    "persona_colour",
    "persona_path",
    "persona_pixmap",
    "shadow_margin",
    "theme",
]
