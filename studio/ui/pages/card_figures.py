"""What the layout model says of a layout: three figures under its picture."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.ui.formats import DASH, count, percent
from studio.ui.language import mark, tr
from studio.ui.theme import paint_icon, theme

HIGH = 18
_SIGN, _GAP = 11, 3
SIGNS: tuple[tuple[str, str], ...] = (
    ("mouse-pointer-2", mark("Clicks %")),
    ("store", mark("Realism %")),
    ("shuffle", mark("Unlike %")),
)
"""Icon and word of each figure, in their order."""


class Figures(msgspec.Struct, frozen=True):
    """Shares from 0 to 1; None where nothing is known.

    `clicks` is the predicted click rate of the persona, `realism` the share of
    held-out real pages that look less real, `unlike` the mean unlikeness to the others
    that are shown beside it.
    """

    clicks: float | None = None
    realism: float | None = None
    unlike: float | None = None

    @property
    def known(self) -> bool:
        """Whether the model has said anything."""
        return self.clicks is not None or self.realism is not None

    @property
    def texts(self) -> tuple[str, str, str]:
        """The figures as they are shown, in per cent without the sign."""
        values = (self.clicks, self.realism, self.unlike)
        first, second, third = (
            DASH if v is None else count(round(100 * v)) for v in values
        )
        return first, second, third

    def sentences(self) -> list[str]:
        """The figures for a tip."""
        told = []
        if self.clicks is not None:
            told.append(
                tr("{share} expected clicks a block", share=percent(self.clicks))
            )
        if self.realism is not None:
            told.append(
                tr("more real than {share} of real pages", share=percent(self.realism))
            )
        if self.unlike is not None:
            told.append(tr("{share} unlike the others", share=percent(self.unlike)))
        return told


def paint_figures(painter: QPainter, line: QRect, figures: Figures) -> None:
    """Draw the three figures into a line, in equal parts."""
    wide = line.width() // len(SIGNS)
    painter.setFont(theme().font("caption"))
    for at, ((icon, _), text) in enumerate(zip(SIGNS, figures.texts, strict=True)):
        left = line.left() + at * wide
        box = QRect(left, line.center().y() - _SIGN // 2, _SIGN, _SIGN)
        paint_icon(painter, box, icon, "text.tertiary")
        painter.setPen(theme().colour("text.secondary"))
        words = QRect(
            left + _SIGN + _GAP, line.top(), wide - _SIGN - _GAP, line.height()
        )
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, text)


class FiguresLegend(QWidget):
    """What the three signs mean."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(22)
        self.setToolTip(
            tr(
                "Clicks: predicted click rate of a block for this persona. Realism:"
                " share of held-out real pages that look less real. Unlike: how far a"
                " layout is from the others shown."
            )
        )

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(200, 22)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the signs with their words."""
        del event
        painter = QPainter(self)
        painter.setFont(theme().font("caption"))
        x = 0
        for icon, name in SIGNS:
            box = QRect(x, self.height() // 2 - _SIGN // 2, _SIGN, _SIGN)
            paint_icon(painter, box, icon, "text.tertiary")
            word = tr(name)
            wide = painter.fontMetrics().horizontalAdvance(word)
            painter.setPen(theme().colour("text.tertiary"))
            words = QRect(x + _SIGN + 4, 0, wide + 2, self.height())
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, word)
            x += _SIGN + wide + 18
