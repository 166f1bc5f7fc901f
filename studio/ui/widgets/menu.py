"""Menus: raised, with icons and key caps."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QMenu, QWidget

from studio.ui.theme import paint_icon, paint_raised, theme
from studio.ui.widgets.button import paint_box
from studio.ui.widgets.chip import paint_key_caps

_SIDE, _TOP, _BOTTOM = 12, 11, 15
_DANGER = "danger"


class Menu(QMenu):
    """A menu in our look. `add` gives a QAction; connect to its `triggered`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowFlags(
            self.windowFlags()
            | Qt.WindowType.FramelessWindowHint
            | Qt.WindowType.NoDropShadowWindowHint
        )
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setFont(theme().font("label"))
        self._icons: dict[QAction, str | QPixmap] = {}
        self._keys: dict[QAction, str] = {}

    def add(
        self,
        text: str,
        icon: str | QPixmap = "",
        keys: str = "",
        *,
        danger: bool = False,
    ) -> QAction:
        """Add an item; `keys` such as `Ctrl+O` are shown as caps, not bound."""
        action = self.addAction(text.replace("&", "&&") + (" " * 4 if keys else ""))
        self._icons[action] = icon
        self._keys[action] = keys
        if danger:
            action.setProperty(_DANGER, "true")
        return action

    @staticmethod
    def origin(at: QPoint) -> QPoint:
        """Where to open so that the visible edge, not the shadow, is at a point."""
        return at - QPoint(_SIDE, _TOP)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw shadow, panel and items."""
        del event
        painter = QPainter(self)
        paint_raised(painter, self._panel(), 2, 8)
        for action in self.actions():
            rect = self.actionGeometry(action)
            if action.isSeparator():
                y = rect.center().y()
                painter.fillRect(
                    QRect(_SIDE + 1, y, self.width() - 2 * _SIDE - 2, 1),
                    theme().colour("border.subtle"),
                )
            else:
                self._paint_item(painter, action, rect)

    def _panel(self) -> QRect:
        return self.rect().adjusted(_SIDE, _TOP, -_SIDE, -_BOTTOM)

    def _paint_item(self, painter: QPainter, action: QAction, rect: QRect) -> None:
        rect = QRect(_SIDE + 4, rect.y(), self.width() - 2 * _SIDE - 8, rect.height())
        ink = "danger.text" if action.property(_DANGER) else "text.primary"
        mark = "danger.text" if action.property(_DANGER) else "text.secondary"
        if not action.isEnabled():
            ink = mark = "text.disabled"
        if action is self.activeAction() and action.isEnabled():
            paint_box(painter, QRectF(rect), "surface.hover", "", 6)
        box = QRect(rect.x() + 8, rect.center().y() - 6, 14, 14)
        icon = self._icons.get(action, "")
        if isinstance(icon, QPixmap):
            painter.drawPixmap(box.topLeft(), icon)
        elif icon:
            paint_icon(painter, box, icon, mark)
        painter.setFont(self.font())
        painter.setPen(theme().colour(ink))
        text = action.text().replace("&&", "&").rstrip()
        box = rect.adjusted(32, 0, -8, 0)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, text)
        if keys := self._keys.get(action, ""):
            paint_key_caps(painter, rect.right() - 7, rect.center().y() + 1, keys)
