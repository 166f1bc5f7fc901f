"""Text and lines: labels by font and ink, hairlines, surfaces."""

from __future__ import annotations

import html

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from studio.ui.theme import icon_pixmap, paint_icon, theme


class Label(QLabel):
    """A text in a font of the scale and an ink (a text role); follows the theme.

    `elide` shortens with three dots and shows the whole as a tip; `wrap` breaks lines.
    """

    def __init__(
        self,
        text: str = "",
        font: str = "label",
        ink: str = "text.primary",
        *,
        wrap: bool = False,
        elide: bool | Qt.TextElideMode = False,
    ) -> None:
        super().__init__()
        self._whole = text
        self._elide = elide is not False
        right = Qt.TextElideMode.ElideRight
        self._mode = elide if isinstance(elide, Qt.TextElideMode) else right
        self.setFont(theme().font(font))
        self.setProperty("ink", ink)
        self.setWordWrap(wrap)
        self._line = theme().line(font) if wrap else 0
        rich = Qt.TextFormat.RichText if wrap else Qt.TextFormat.PlainText
        self.setTextFormat(rich)
        if elide:
            self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Show another text."""
        self._whole = text
        super().setText(self._spaced(self._fitting()))

    def text(self) -> str:
        """The text, without the markup that spaces its lines."""
        return self._fitting()

    def _spaced(self, text: str) -> str:
        """Lines as far apart as the scale says; plain text cannot say so."""
        if not self._line or not text:
            return text
        inside = html.escape(text).replace("\n", "<br>")
        return f'<p style="line-height:{self._line}px">{inside}</p>'

    def whole_text(self) -> str:
        """The text without shortening."""
        return self._whole

    def set_ink(self, ink: str) -> None:
        """Change the text role."""
        if self.property("ink") != ink:
            self.setProperty("ink", ink)
            self.style().unpolish(self)
            self.style().polish(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten anew."""
        super().resizeEvent(event)
        if self._elide:
            super().setText(self._spaced(self._fitting()))

    def showEvent(self, event: QShowEvent) -> None:
        """Shorten what was laid out before it could be seen."""
        super().showEvent(event)
        if self._elide:
            super().setText(self._spaced(self._fitting()))

    def _fitting(self) -> str:
        if not self._elide or self.width() <= 0 or not self.isVisible():
            return self._whole
        short = self.fontMetrics().elidedText(self._whole, self._mode, self.width())
        self.setToolTip(self._whole if short != self._whole else "")
        return short


class RichLabel(Label):
    """A label whose text is our own simple HTML (bold words, links)."""

    def __init__(
        self, text: str = "", font: str = "label", ink: str = "text.secondary"
    ) -> None:
        super().__init__("", font, ink, wrap=True)
        self.setText(text)

    def _spaced(self, text: str) -> str:
        return f'<p style="line-height:{self._line}px">{text}</p>'


class IconLabel(QWidget):
    """A Lucide icon in the colour of a role."""

    def __init__(self, name: str, role: str = "text.secondary", size: int = 16) -> None:
        super().__init__()
        self._name, self._role, self._size = name, role, size
        self.setFixedSize(size, size)

    def set_icon(self, name: str, role: str) -> None:
        """Show another icon."""
        self._name, self._role = name, role
        self.update()

    def pixmap(self) -> object:
        """The icon as it is drawn (for tests)."""
        return icon_pixmap(self._name, self._size, self._role)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the icon."""
        del event
        paint_icon(QPainter(self), self.rect(), self._name, self._role)


class HLine(QFrame):
    """A horizontal hairline: `subtle` inside a panel, `default` between panels."""

    def __init__(self, line: str = "subtle") -> None:
        super().__init__()
        self.setProperty("line", line)
        self.setFixedHeight(1)


class VLine(QFrame):
    """A vertical hairline; `length` fixes its height."""

    def __init__(self, line: str = "subtle", length: int | None = None) -> None:
        super().__init__()
        self.setProperty("line", line)
        self.setFixedWidth(1)
        if length is not None:
            self.setFixedHeight(length)


def set_surface(widget: QWidget, surface: str) -> None:
    """Fill a widget with a surface role: window, panel, sunken, raised, selected."""
    widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    widget.setProperty("surface", surface)


class Spacer(QWidget):
    """Takes what room is left in a row or a column."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        """Nothing by itself."""
        return QSize(0, 0)
