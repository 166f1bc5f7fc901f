"""The theme: colours by role, fonts by name, light and dark."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QApplication, QStyleFactory

from studio.ui.theme.fonts import make_font
from studio.ui.theme.palette import make_palette
from studio.ui.theme.style_sheet import make_style_sheet
from studio.ui.theme.tokens import colours, motion, scale, space

Mode = Literal["system", "light", "dark"]

_SCHEMES = {
    "system": Qt.ColorScheme.Unknown,
    "light": Qt.ColorScheme.Light,
    "dark": Qt.ColorScheme.Dark,
}


def _parse(value: str) -> QColor:
    colour = QColor(value[:7])
    if len(value) == 9:  # noqa: PLR2004  #RRGGBBAA, which QColor would read as ARGB
        colour.setAlpha(int(value[7:], 16))
    return colour


class Theme(QObject):
    """Colours, fonts and measures of the window; follows the system's scheme.

    Custom paint asks `colour(role)` each time it paints, so that a change of theme
    needs no more than the repaint which Qt does anyway. Whoever caches pixmaps
    listens to `changed`.
    """

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._mode: Mode = "system"
        self._dark = False
        self._parsed: dict[str, QColor] = {}
        self._fonts: dict[str, QFont] = {}
        app.setStyle(QStyleFactory.create("Fusion"))
        app.styleHints().colorSchemeChanged.connect(self._follow)
        self._apply()

    @property
    def dark(self) -> bool:
        """Whether dark colours are shown."""
        return self._dark

    @property
    def mode(self) -> Mode:
        """What was asked for: `system`, `light` or `dark`."""
        return self._mode

    def set_mode(self, mode: Mode) -> None:
        """Force light or dark, or follow the system."""
        self._mode = mode
        self._app.styleHints().setColorScheme(_SCHEMES[mode])
        self._follow()

    def colour(self, role: str) -> QColor:
        """The colour of a role such as `text.primary`; raises KeyError."""
        if role not in self._parsed:
            self._parsed[role] = _parse(colours(self._name)[role])
        return self._parsed[role]

    def hex(self, role: str) -> str:
        """The colour of a role as Qt's style sheets and SVG write it."""
        return colours(self._name)[role]

    def font(self, name: str) -> QFont:
        """A font of the scale, such as `body` or `label_strong`; raises KeyError."""
        if name not in self._fonts:
            self._fonts[name] = make_font(name)
        return self._fonts[name]

    @staticmethod
    def line(name: str) -> int:
        """Least row height in pixels of a font of the scale."""
        return scale(name)[1]

    @staticmethod
    def space(step: int) -> int:
        """Pixels of a step of the spacing scale."""
        return space(step)

    def motion(self, name: str) -> int:
        """Milliseconds of a motion; 0 where the system asks for less motion."""
        animated = self._app.style().styleHint(
            self._app.style().StyleHint.SH_Widget_Animation_Duration
        )
        return motion(name) if animated else 0

    @property
    def _name(self) -> str:
        return "dark" if self._dark else "light"

    def _follow(self) -> None:
        if self._wants_dark() != self._dark:
            self._apply()
            self.changed.emit()

    def _wants_dark(self) -> bool:
        if self._mode == "system":
            return self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return self._mode == "dark"

    def _apply(self) -> None:
        self._dark = self._wants_dark()
        self._parsed.clear()
        self._app.setFont(self.font("body"))
        self._app.setPalette(make_palette(self.colour))
        self._app.setStyleSheet(make_style_sheet(self.hex))


class _Current:
    theme: Theme | None = None


def theme() -> Theme:
    """The theme of the application, made on first use."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        message = "the theme needs a QApplication"
        raise TypeError(message)
    known = _Current.theme
    if known is None or known.parent() is not app:
        known = _Current.theme = Theme(app)
    return known
