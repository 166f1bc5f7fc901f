"""Thumbnails of layouts: integer rectangles in three greys."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFocusEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from studio.domain.layout import Attributes, Layout, LayoutBlock
from studio.domain.page import Page
from studio.ui.theme import theme
from studio.ui.widgets.focus import RingHolder

Item = tuple[str, Attributes]

# Heights in hundredths of the frame's width, by kind of drawing.
_HEIGHTS = {
    "strip": 6,
    "hero": 42,
    "grid": 30,
    "tiles": 24,
    "split": 34,
    "points": 12,
    "text": 14,
    "field": 12,
    "head": 12,
    "gap": 5,
    "logos": 10,
    "list": 22,
    "quotes": 20,
}
_KINDS = {
    "announcement-bar": "strip",
    "hero-banner": "hero",
    "slideshow": "hero",
    "video": "hero",
    "mail-hero": "hero",
    "product-grid": "grid",
    "product-carousel": "grid",
    "recommended-products": "grid",
    "recently-viewed": "grid",
    "mail-products": "grid",
    "category-tiles": "tiles",
    "gallery": "tiles",
    "multicolumn": "quotes",
    "blog-posts": "grid",
    "image-with-text": "split",
    "featured-product": "split",
    "shop-the-look": "split",
    "mail-story": "split",
    "usp-bar": "points",
    "rich-text": "text",
    "mail-text": "text",
    "testimonials": "quotes",
    "countdown": "logos",
    "newsletter": "field",
    "logo-list": "logos",
    "promo-banner": "split",
    "mail-offer": "split",
    "faq": "list",
    "comparison-table": "list",
    "page-header": "head",
    "mail-header": "head",
    "mail-footer": "text",
    "spacer": "gap",
    "ad-300x250": "split",
    "ad-728x90": "field",
    "ad-160x600": "hero",
    "ad-300x600": "split",
    "ad-320x50": "field",
    "social-1080x1080": "split",
    "social-1080x1920": "hero",
}


def wireframe_items(source: Layout | Page | Sequence[LayoutBlock]) -> list[Item]:
    """(type, attributes) of each block that is shown."""
    if isinstance(source, Page):
        return [(b.type, b.attributes) for b in source.blocks if not b.hidden]
    blocks = source.blocks if isinstance(source, Layout) else source
    return [(block.type, block.attributes) for block in blocks]


def paint_wireframe(
    painter: QPainter, rect: QRect, source: Layout | Page | Sequence[LayoutBlock]
) -> list[QRect]:
    """Draw a page's blocks into a rectangle, cut off below.

    Returns the rectangle of each block (also of those cut off), for marks on top.
    """
    painter.save()
    painter.setClipRect(rect)
    painter.fillRect(rect, theme().colour("wireframe.paper"))
    pad = max(2, rect.width() // 16)
    inner = rect.adjusted(pad, 0, -pad, 0)
    y = rect.y() + pad // 2 + _paint_nav(painter, inner, rect.y() + pad // 2)
    places = []
    for kind, attributes in wireframe_items(source):
        drawing = _KINDS.get(kind, "text")
        high = _height(drawing, attributes, inner.width())
        box = QRect(inner.x(), y, inner.width(), high)
        if y < rect.bottom():
            _Drawing(painter, box, attributes).draw(
                drawing, dark=kind == "promo-banner"
            )
        places.append(QRect(rect.x(), y - 1, rect.width(), high + 2))
        y += high + max(2, rect.width() // 26)
    painter.restore()
    return places


def _paint_nav(painter: QPainter, inner: QRect, y: int) -> int:
    high, mid = theme().colour("wireframe.high"), theme().colour("wireframe.mid")
    painter.fillRect(QRect(inner.x(), y + 2, inner.width() // 5, 2), high)
    step = inner.width() // 8
    for at in range(3):
        x = inner.right() - (at + 1) * step
        painter.fillRect(QRect(x, y + 2, max(2, step - 4), 1), mid)
    return max(7, inner.width() // 12)


def _height(drawing: str, attributes: Attributes, width: int) -> int:
    base = _HEIGHTS[drawing]
    if drawing == "hero":
        base = {"small": 30, "large": 54, "adapt": 42}.get(
            attributes.height or "", base
        )
    if drawing == "grid":
        columns = attributes.columns or 4
        rows = attributes.rows or 1
        base = round((100 / columns + 8) * rows)
    return max(3, width * base // 100)


class _Drawing:
    """Draws one block into its box."""

    def __init__(self, painter: QPainter, box: QRect, attributes: Attributes) -> None:
        self._painter, self._box, self._attributes = painter, box, attributes

    def _fill(self, rect: QRect, grey: str) -> None:
        self._painter.fillRect(rect, theme().colour(f"wireframe.{grey}"))

    def _rows(self, x: int, y: int, widths: Sequence[int], grey: str = "high") -> None:
        for at, width in enumerate(widths):
            self._fill(QRect(x, y + at * 4, width, 2), grey if at == 0 else "mid")

    def draw(self, drawing: str, *, dark: bool) -> None:
        """Draw by the kind of drawing."""
        getattr(self, f"_{drawing}")()
        if dark:
            pen = QPen(theme().colour("wireframe.mid"), 1)
            self._painter.setPen(pen)
            self._painter.setBrush(Qt.BrushStyle.NoBrush)
            self._painter.drawRect(self._box.adjusted(0, 0, -1, -1))

    def _strip(self) -> None:
        self._fill(self._box, "mid")

    def _gap(self) -> None:
        if self._attributes.full_width:
            self._fill(
                QRect(self._box.x(), self._box.center().y(), self._box.width(), 1),
                "low",
            )

    def _hero(self) -> None:
        box = self._box
        self._fill(box, "low")
        pad = box.width() // 12
        if self._attributes.media_side in ("left", "right"):
            half = box.width() // 2 - pad
            left = self._attributes.media_side == "left"
            x = box.x() + pad if left else box.center().x() + pad // 2
            self._fill(QRect(x, box.y() + pad // 2, half, box.height() - pad), "mid")
            text = box.center().x() + pad // 2 if left else box.x() + pad
            self._rows(
                text, box.center().y() - 4, (half * 3 // 4, half // 2, half // 3)
            )
            return
        wide = box.width() // 3
        x = box.x() + pad
        if self._attributes.align != "left":
            x = box.center().x() - wide // 2
        self._rows(x, box.center().y() - 5, (wide, wide * 2 // 3, wide // 2))

    def _grid(self) -> None:
        columns = self._attributes.columns or 4
        rows = self._attributes.rows or 1
        gap = max(2, self._box.width() // 40)
        wide = (self._box.width() - gap * (columns - 1)) // columns
        high = max(4, self._box.height() // rows - 6)
        for row in range(rows):
            for col in range(columns):
                x = self._box.x() + col * (wide + gap)
                y = self._box.y() + row * (high + 6)
                self._fill(QRect(x, y, wide, high), "low")
                self._fill(QRect(x, y + high + 2, wide * 2 // 3, 1), "high")

    def _tiles(self) -> None:
        columns = self._attributes.columns or 3
        gap = max(2, self._box.width() // 40)
        wide = (self._box.width() - gap * (columns - 1)) // columns
        for col in range(columns):
            x = self._box.x() + col * (wide + gap)
            tile = QRect(x, self._box.y(), wide, self._box.height())
            self._fill(tile, "mid")
            self._fill(QRect(x + 2, tile.bottom() - 4, wide // 2, 2), "paper")

    def _split(self) -> None:
        box, half = self._box, self._box.width() // 2
        left = self._attributes.media_side != "right"
        x = box.x() if left else box.x() + half
        self._fill(QRect(x, box.y(), half, box.height()), "mid")
        text = box.x() + half + 6 if left else box.x()
        self._rows(
            text, box.center().y() - 6, (half * 3 // 4, half * 2 // 3, half // 3)
        )

    def _points(self) -> None:
        items = self._attributes.columns or 3
        step = self._box.width() // items
        for at in range(items):
            x, y = self._box.x() + at * step, self._box.center().y()
            self._fill(QRect(x, y - 1, 3, 3), "high")
            self._fill(QRect(x + 6, y, step // 2, 1), "mid")

    def _text(self) -> None:
        wide = self._box.width() // 2
        x = self._box.center().x() - wide // 2
        if self._attributes.align == "left":
            x = self._box.x()
        self._rows(x, self._box.y() + 2, (wide, wide, wide * 2 // 3))

    def _head(self) -> None:
        wide = self._box.width() // 3
        self._rows(self._box.x(), self._box.y() + 2, (wide, wide // 2))

    def _field(self) -> None:
        box = self._box
        self._fill(box, "low")
        y = box.center().y() - 1
        self._fill(QRect(box.x() + box.width() // 8, y, box.width() // 2, 4), "paper")
        x = box.x() + box.width() * 11 // 16
        self._fill(QRect(x, y, box.width() // 5, 4), "high")

    def _logos(self) -> None:
        self._fill(self._box, "mid")
        for at in range(4):
            x = self._box.center().x() + (at - 2) * 9
            self._fill(QRect(x, self._box.center().y() - 2, 6, 5), "paper")

    def _list(self) -> None:
        rows = max(1, min(5, self._box.height() // 5))
        for at in range(rows):
            y = self._box.y() + at * 5
            self._fill(QRect(self._box.x(), y + 1, self._box.width() // 2, 1), "high")
            self._fill(QRect(self._box.x(), y + 4, self._box.width(), 1), "low")

    def _quotes(self) -> None:
        columns = min(4, self._attributes.columns or 3)
        gap = max(3, self._box.width() // 24)
        wide = (self._box.width() - gap * (columns - 1)) // columns
        for col in range(columns):
            x = self._box.x() + col * (wide + gap)
            self._fill(QRect(x + wide // 2 - 2, self._box.y(), 5, 5), "mid")
            self._rows(x, self._box.y() + 8, (wide, wide * 3 // 4))


class WireframeCard(QAbstractButton):
    """A thumbnail to choose; checked shows the accent edge. Signal: `clicked`."""

    def __init__(
        self,
        source: Layout | Page | Sequence[LayoutBlock] = (),
        size: tuple[int, int] = (84, 102),
        name: str = "",
    ) -> None:
        super().__init__()
        self._source = source
        self._size = QSize(*size)
        self.setCheckable(True)
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._ring = RingHolder(self, 4)

    def set_source(self, source: Layout | Page | Sequence[LayoutBlock]) -> None:
        """Show another page."""
        self._source = source
        self.update()

    def sizeHint(self) -> QSize:
        """As asked for."""
        return self._size

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the page and its edge."""
        del event
        painter = QPainter(self)
        paint_wireframe(painter, self.rect().adjusted(2, 2, -2, -2), self._source)
        on = self.isChecked()
        role = "border.focus" if on else "border.default"
        if self.underMouse() and not on:
            role = "border.control"
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme().colour(role), 2 if on else 1))
        edge = 1 if on else 0.5
        painter.drawRoundedRect(
            self.rect().toRectF().adjusted(edge, edge, -edge, -edge), 4, 4
        )

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A chosen card stays chosen."""
        was = self.isChecked()
        super().mouseReleaseEvent(event)
        if was and self.rect().contains(event.position().toPoint()):
            self.setChecked(True)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring when focus came by keyboard."""
        super().focusInEvent(event)
        self._ring.focus_in(event.reason())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self._ring.focus_out()
