"""Fonts of the scale: the system's family, tabular figures, CJK fallbacks."""

from __future__ import annotations

from functools import cache

from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication

from studio.ui.theme.tokens import scale, tokens

_REFERENCE_FAMILY = "Inter"


def ui_family() -> str:
    """The system's family; off screen, where there is no system, the reference's."""
    offscreen = QGuiApplication.platformName() in ("offscreen", "minimal")
    if offscreen and QFontDatabase.hasFamily(_REFERENCE_FAMILY):
        return _REFERENCE_FAMILY
    return QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()


def mono_family() -> str:
    """The system's family of fixed width."""
    if QGuiApplication.platformName() in ("offscreen", "minimal"):
        return "DejaVu Sans Mono"
    return QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family()


@cache
def _fallbacks() -> tuple[str, ...]:
    families = tokens()["typography"]["family"]["cjk_fallback"]
    return tuple(each for each in families if QFontDatabase.hasFamily(each))


def make_font(name: str) -> QFont:
    """A font of the scale, such as `label_strong`; raises KeyError."""
    pixels, _, weight = scale(name)
    family = mono_family() if name == "mono" else ui_family()
    font = QFont()
    font.setFamilies([family, *_fallbacks()])
    if name == "mono":
        font.setStyleHint(QFont.StyleHint.Monospace)
    font.setPixelSize(pixels)
    font.setWeight(QFont.Weight(weight))
    # As the reference was drawn: whole-pixel hinting makes dark windows look bold.
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font
