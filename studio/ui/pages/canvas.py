"""The preview's canvas: the page in the frame of a device."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec
from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from studio.domain.page import Surface
from studio.ui.dispatch import PAGE_KEYS
from studio.ui.language import tr
from studio.ui.theme import paint_icon, paint_raised, theme
from studio.ui.widgets.heads import EmptyState
from studio.ui.widgets.label import set_surface
from studio.web.source import PageSource, View

if TYPE_CHECKING:
    from studio.web.view import PageView

Device = Literal["desktop", "tablet", "phone"]
AROUND, BAR = 24, 28
BEZEL, PHONE_RADIUS = 8, 28
_WIDTHS: dict[str, int] = {"desktop": 1280, "tablet": 768, "phone": 390}
_WIDE, _MAIL = 1440, 720
_ICONS = {"desktop": "monitor", "tablet": "tablet", "phone": "smartphone"}


class Frame(msgspec.Struct, frozen=True):
    """Where the page stands on the canvas; width in page pixels."""

    page: QRect
    width: int
    scale: float


def page_width(device: Device, surface: Surface, room: int) -> int:
    """Width of a device in page pixels; a wide canvas shows the wider desktop."""
    if device == "desktop" and surface == "mail":
        return _MAIL
    if device == "desktop" and (room >= _WIDE or surface in ("ad", "social")):
        return _WIDE
    return _WIDTHS[device]


def frame_in(size: QRect, device: Device, surface: Surface) -> Frame:
    """Fit the device into a canvas: as large as it goes, never over 100 per cent."""
    side = AROUND + (BEZEL if device == "phone" else 0)
    room = max(200, size.width() - 2 * side)
    width = page_width(device, surface, room)
    scale = min(1.0, room / width)
    wide = round(width * scale)
    top = AROUND + (BEZEL if device == "phone" else BAR)
    left = (size.width() - wide) // 2
    return Frame(QRect(left, top, wide, max(1, size.height() - top)), width, scale)


class _Corner(QWidget):
    """Rounds an upper corner of the page on the phone's screen."""

    def __init__(self, parent: QWidget, *, right: bool) -> None:
        super().__init__(parent)
        self._right = right
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        side = PHONE_RADIUS - BEZEL
        self.setFixedSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what is outside the arc in the bezel's colour."""
        del event
        side = self.width()
        outside, arc = QPainterPath(), QPainterPath()
        outside.addRect(QRectF(self.rect()))
        left = -side if self._right else 0
        arc.addEllipse(QRectF(left, 0, 2 * side, 2 * side))
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillPath(outside - arc, theme().colour("surface.raised"))


class Canvas(QWidget):
    """Holds the `PageView` in its frame; makes it when the first page is shown.

    `view_made` gives the `PageView` once; `framed(width, scale)` says how the page is
    shown; `action_requested` is the button of the empty state.
    """

    view_made = Signal(object)
    framed = Signal(int, float)
    action_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._source: PageSource | None = None
        set_surface(self, "sunken")
        self.setProperty(PAGE_KEYS, True)
        self.view: PageView | None = None
        self.device: Device = "desktop"
        self._surface: Surface = "web"
        self._title = ""
        self._crashed = False
        self._corners = [_Corner(self, right=right) for right in (False, True)]
        self._empty = EmptyState("", "")
        self._empty.setParent(self)
        self._empty.button.clicked.connect(self._act)

    def set_source(self, source: PageSource | None) -> None:
        """Show the pages of another project; the old preview goes."""
        self._source = source
        if self.view is not None:
            self.view.hide()
            self.view.deleteLater()
            self.view = None

    def show_view(self, view: View, title: str) -> None:
        """Show a document under a title."""
        if self._source is None:
            return
        if self.view is None:
            from studio.web.view import PageView  # noqa: PLC0415 - the engine: 0.3 s

            self.view = PageView(self._source, self)
            self.view.crashed.connect(self._on_crash)
            self.view_made.emit(self.view)
            for corner in self._corners:
                corner.raise_()
        self._crashed = False
        self._surface, self._title = view.surface, title
        self._empty.hide()
        self.view.show()
        self._place()
        self.view.show_view(view)

    def show_empty(self, title: str, text: str, action: str = "") -> None:
        """Say that there is no page, why, and what to do."""
        self._crashed = False
        self._show_sentence(title, text, action)

    def set_device(self, device: Device) -> None:
        """Show the page on another device."""
        self.device = device
        self._place()

    @property
    def frame(self) -> Frame:
        """Where the page stands."""
        return frame_in(self.rect(), self.device, self._surface)

    @property
    def shows_page(self) -> bool:
        """Whether a page is on show, not a sentence."""
        return self.view is not None and self._empty.isHidden()

    def _show_sentence(self, title: str, text: str, action: str) -> None:
        self._empty.set(title, text, action)
        self._empty.show()
        if self.view is not None:
            self.view.hide()
        self._place()

    def _on_crash(self, why: str) -> None:
        self._crashed = True
        self._show_sentence(
            tr("The preview stopped"),
            tr(
                "The process that draws pages has ended ({why}). The page itself is"
                " saved; nothing is lost.",
                why=why,
            ),
            tr("Reload"),
        )

    def _act(self) -> None:
        if self._crashed and self.view is not None:
            self._crashed = False
            self._empty.hide()
            self.view.show()
            self._place()
            self.view.reload()
            return
        self.action_requested.emit()

    def _place(self) -> None:
        frame = self.frame
        if self.view is not None:
            self.view.setGeometry(frame.page)
            self.view.set_scale(frame.scale)
        on_phone = self.shows_page and self.device == "phone"
        for corner, x in zip(
            self._corners,
            (frame.page.left(), frame.page.right() + 1 - self._corners[1].width()),
            strict=True,
        ):
            corner.move(x, frame.page.top())
            corner.setVisible(on_phone)
        self._empty.setGeometry(AROUND, AROUND, self.width() - 2 * AROUND, 220)
        self.framed.emit(frame.width, frame.scale)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the frame anew."""
        super().resizeEvent(event)
        self._place()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the frame around the page."""
        super().paintEvent(event)
        if not self.shows_page:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.device == "phone":
            self._paint_phone(painter)
        else:
            self._paint_window(painter)

    def _paint_window(self, painter: QPainter) -> None:
        frame = self.frame
        box = frame.page.adjusted(0, -BAR, 0, 40)
        paint_raised(painter, box, 1, 8)
        bar = QRect(box.left(), box.top(), box.width(), BAR)
        icon = QRect(bar.left() + 12, bar.top() + 7, 14, 14)
        paint_icon(painter, icon, _ICONS[self.device], "text.secondary")
        painter.setFont(theme().font("caption"))
        painter.setPen(theme().colour("text.secondary"))
        text = bar.adjusted(34, 0, -12, 0)
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, self._title)
        side = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.setPen(theme().colour("text.tertiary"))
        painter.drawText(text, side, f"{frame.width} px")

    def _paint_phone(self, painter: QPainter) -> None:
        box = QRectF(self.frame.page.adjusted(-BEZEL, -BEZEL, BEZEL, 60))
        painter.setPen(QPen(theme().colour("border.control"), 1))
        painter.setBrush(theme().colour("surface.raised"))
        painter.drawRoundedRect(
            box.adjusted(0.5, 0.5, -0.5, 0), PHONE_RADIUS, PHONE_RADIUS
        )
