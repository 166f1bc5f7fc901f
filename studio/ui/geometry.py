"""Where the window was: remembered as plain numbers, restored onto today's screens."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from studio.ui.settings import Settings

KEY = "geometry"
OPENS = QSize(1440, 900)


def keep_geometry(window: QWidget, settings: Settings) -> None:
    """Remember place and size, and whether the window is maximised."""
    rect = window.normalGeometry() if window.isMaximized() else window.geometry()
    numbers = [rect.x(), rect.y(), rect.width(), rect.height()]
    settings.remember(KEY, {"rect": numbers, "maximised": window.isMaximized()})


def restore_geometry(window: QWidget, settings: Settings) -> None:
    """Put the window where it was, if there still is a screen."""
    window.resize(_fitting(window, OPENS))
    kept = settings.recall(KEY, {})
    rect = kept.get("rect", []) if isinstance(kept, dict) else []
    if len(rect) != 4 or not all(isinstance(n, int) for n in rect):  # noqa: PLR2004
        return
    place = QRect(*rect)
    window.resize(_fitting(window, place.size()))
    screens = [screen.availableGeometry() for screen in QGuiApplication.screens()]
    if any(screen.contains(place.topLeft()) for screen in screens):
        window.move(place.topLeft())
    if kept.get("maximised") is True:
        window.showMaximized()


def _fitting(window: QWidget, size: QSize) -> QSize:
    room = window.screen().availableSize()
    least = window.minimumSize()
    if room.width() < least.width() or room.height() < least.height():
        return size
    return size.boundedTo(room)
