"""One product of a block: place, picture, name, why, score."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.domain.page import Reason
from studio.ui.formats import DASH, signed
from studio.ui.pages.thumbnails import Thumbnails
from studio.ui.theme import paint_icon, theme

ROW, WHY_ROW = 44, 20
_NUMBER, _PICTURE, _TEXT = 16, 32, 72
_BAR = 40


class SlotFace(msgspec.Struct, frozen=True):
    """What a row says. `weight` over 1 is boosted, under 1 buried."""

    at: int
    product_id: str
    title: str
    line: str
    score: float | None
    pinned: bool
    weight: float
    why: tuple[tuple[str, float], ...] = ()


def reasons(why: tuple[Reason, ...], language: str) -> tuple[tuple[str, float], ...]:
    """Labels and values of a slot's reasons in the window's language."""
    return tuple(
        (reason.label.zh or reason.label.en, reason.value)
        if language == "zh"
        else (reason.label.en or reason.label.zh, reason.value)
        for reason in why
    )


class SlotRow(QWidget):
    """A row of the list of slots; the selected one shows why, as bars.

    `chosen()` when a person clicks it.
    """

    chosen = Signal()

    def __init__(self, face: SlotFace, thumbnails: Thumbnails, *, here: bool) -> None:
        super().__init__()
        self._face, self._thumbnails, self._here = face, thumbnails, here
        self._hover = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(self.sizeHint().height())
        self.setToolTip(face.title)
        score = "" if face.score is None else f"{face.score:.2f}"
        self.setAccessibleName(f"{face.at + 1}. {face.title}. {face.line}. {score}")

    def sizeHint(self) -> QSize:
        """One row, and the reasons of the selected one."""
        extra = (
            WHY_ROW * len(self._face.why) + 6 if self._here and self._face.why else 0
        )
        return QSize(264, ROW + extra)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the row."""
        del event
        painter = QPainter(self)
        if self._here or self._hover:
            role = "surface.selected" if self._here else "surface.hover"
            painter.fillRect(self.rect(), theme().colour(role))
        self._paint_product(painter)
        self._paint_score(painter)
        if self._here:
            for at, (label, value) in enumerate(self._face.why):
                self._paint_reason(painter, ROW + WHY_ROW * at, label, value)

    def _paint_product(self, painter: QPainter) -> None:
        face = self._face
        painter.setFont(theme().font("caption"))
        painter.setPen(theme().colour("text.tertiary"))
        number = QRect(_NUMBER, 0, 12, ROW)
        painter.drawText(number, Qt.AlignmentFlag.AlignVCenter, str(face.at + 1))
        picture = QRect(_PICTURE, 6, 32, 32)
        self._thumbnails.paint(painter, picture, face.product_id)
        room = self.width() - _TEXT - 56 - 20 * len(self._signs())
        for top, font, role, text in (
            (4, "label", "text.primary", face.title),
            (21, "caption", "text.tertiary", face.line),
        ):
            painter.setFont(theme().font(font))
            painter.setPen(theme().colour(role))
            mode = Qt.TextElideMode.ElideRight
            shown = painter.fontMetrics().elidedText(text, mode, room)
            box = QRect(_TEXT, top, room, 18)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)

    def _signs(self) -> list[str]:
        face, signs = self._face, []
        if face.weight > 1:
            signs.append("trending-up")
        if face.weight < 1:
            signs.append("trending-down")
        if face.pinned:
            signs.append("pin")
        return signs

    def _paint_score(self, painter: QPainter) -> None:
        face = self._face
        x = self.width() - 16 - 34
        for sign in reversed(self._signs()):
            x -= 20
            paint_icon(painter, QRect(x, 15, 14, 14), sign, "accent.text")
        painter.setFont(theme().font("label"))
        painter.setPen(theme().colour("text.primary"))
        text = DASH if face.score is None else f"{face.score:.2f}"
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(QRect(0, 0, self.width() - 16, ROW), right, text)

    def _paint_reason(
        self, painter: QPainter, top: int, label: str, value: float
    ) -> None:
        right = self.width() - 16
        track = QRect(right - 40 - _BAR, top + 8, _BAR, 4)
        painter.setFont(theme().font("caption"))
        painter.setPen(theme().colour("text.primary"))
        room = track.left() - _TEXT - 8
        mode = Qt.TextElideMode.ElideRight
        shown = painter.fontMetrics().elidedText(label, mode, room)
        box = QRect(_TEXT, top, room, WHY_ROW)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.fillRect(track, theme().colour("chart.track"))
        wide = round(_BAR * min(1.0, abs(value)))
        role = "chart.a" if value >= 0 else "chart.b"
        painter.fillRect(
            QRect(track.left(), track.top(), wide, 4), theme().colour(role)
        )
        number = QRect(right - 36, top, 36, WHY_ROW)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(number, flags, signed(value))

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that it can be chosen."""
        super().enterEvent(event)
        self._hover = True
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Rest."""
        super().leaveEvent(event)
        self._hover = False
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the slot."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit()
