"""Lucide icons drawn in the colour of a role, with a line of 1.5 px at any size."""

from __future__ import annotations

import logging
import re
from functools import cache

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from studio.domain.shipped import resource
from studio.ui.theme.theme import theme

_STROKE = 1.5
_GRID = 24


_log = logging.getLogger(__name__)
_NOTHING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"/>'


@cache
def _source(name: str) -> str:
    path = resource("icons", f"{name}.svg")
    if not path.is_file():  # no icon is better than no window
        _log.error("the icon %s is missing", name)
        return _NOTHING
    return re.sub(r"<!--.*?-->", "", path.read_text("utf-8"), flags=re.DOTALL)


@cache
def _renderer(name: str, size: int, colour: str) -> QSvgRenderer:
    width = f'stroke-width="{_STROKE * _GRID / size:.3f}"'
    text = re.sub(r'stroke-width="[\d.]+"', width, _source(name))
    text = text.replace("currentColor", colour)
    return QSvgRenderer(QByteArray(text.encode()))


def icon_pixmap(name: str, size: int, role: str, ratio: float = 1.0) -> QPixmap:
    """An icon as a pixmap, cached by name, size, colour and pixel ratio."""
    colour = theme().hex(role)
    key = f"icon:{name}:{size}:{colour}:{ratio}"
    pixmap = QPixmap()
    if QPixmapCache.find(key, pixmap):
        return pixmap
    side = round(size * ratio)
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _renderer(name, size, colour).render(painter, QRectF(0, 0, side, side))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    QPixmapCache.insert(key, pixmap)
    return pixmap


def paint_icon(painter: QPainter, rect: QRect, name: str, role: str) -> None:
    """Draw an icon in the middle of a rectangle, as large as its shorter side."""
    size = min(rect.width(), rect.height())
    ratio = painter.device().devicePixelRatioF()
    at = QPoint(
        rect.x() + (rect.width() - size) // 2, rect.y() + (rect.height() - size) // 2
    )
    painter.drawPixmap(at, icon_pixmap(name, size, role, ratio))


class RoleIconEngine(QIconEngine):
    """Draws a Lucide icon in a role's colour, at paint time: it follows the theme."""

    def __init__(self, name: str, role: str) -> None:
        super().__init__()
        self._icon = name
        self._role = role

    def paint(
        self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State
    ) -> None:
        """Paint in the role's colour, or in that of disabled text."""
        role = "text.disabled" if mode == QIcon.Mode.Disabled else self._role
        del state
        paint_icon(painter, rect, self._icon, role)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """The icon as a pixmap of a size."""
        del state
        role = "text.disabled" if mode == QIcon.Mode.Disabled else self._role
        return icon_pixmap(self._icon, min(size.width(), size.height()), role)

    def clone(self) -> QIconEngine:
        """Another engine of the same icon and role."""
        return _engine(self._icon, self._role)


# Qt keeps only a pointer to an engine made in Python: they must outlive their icons.
_engines: list[RoleIconEngine] = []


def _engine(name: str, role: str) -> RoleIconEngine:
    engine = RoleIconEngine(name, role)
    _engines.append(engine)
    return engine


@cache
def icon(name: str, role: str = "text.secondary") -> QIcon:
    """A QIcon of a Lucide icon, for actions and menus."""
    return QIcon(_engine(name, role))
