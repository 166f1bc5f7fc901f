"""Chooses another product for a place: the best candidates, or a search."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from studio.domain.catalogue import Catalogue, Product
from studio.domain.errors import VitrineError
from studio.domain.jobs import FoundProducts
from studio.domain.page import Slot
from studio.pipeline.features.matching import WordIndex
from studio.ui.language import language, tr
from studio.ui.pages.thumbnails import Thumbnails
from studio.ui.product_search import ProductSearch
from studio.ui.said import said
from studio.ui.theme import theme
from studio.ui.widgets.dialog import Dialog
from studio.ui.widgets.forms import SearchField
from studio.ui.widgets.label import Label

MOST_HITS = 60
_ROW = 44
_ID = Qt.ItemDataRole.UserRole
_LINE = Qt.ItemDataRole.UserRole + 1
_SCORE = Qt.ItemDataRole.UserRole + 2


class ReplaceDialog(QObject):
    """`done(product_id, score)` when the person takes a product."""

    done = Signal(str, object)

    def __init__(
        self,
        window: QWidget,
        catalogue: Catalogue,
        suggestions: Sequence[Slot],
        *,
        without: frozenset[str],
        thumbnails: Thumbnails,
        old: str,
        meaning: ProductSearch | None = None,
    ) -> None:
        super().__init__(window.window())
        self._words: WordIndex | None = None
        self._meaning = meaning
        if meaning is not None:
            meaning.setParent(self)
            meaning.found.connect(self._add_by_meaning)
            meaning.failed.connect(self._without_meaning)
        self._catalogue, self._without = catalogue, without
        self._scores = {slot.product_id: slot.score for slot in suggestions}
        self._suggested = [slot.product_id for slot in suggestions]
        self.dialog = Dialog(
            window,
            tr("Replace {product}", product=old),
            "",
            (("", tr("Cancel"), "secondary"), ("ok", tr("Replace"), "primary")),
            width=480,
        )
        self.search = SearchField(tr("Search the catalogue"))
        self.search.textChanged.connect(self._fill)
        self.search.installEventFilter(self)
        self.head = Label("", "caption", "text.tertiary")
        self.list = QListWidget()
        self.list.setFixedHeight(_ROW * 7)
        self.list.setItemDelegate(_ProductRow(thumbnails, self.list))
        self.list.itemDoubleClicked.connect(lambda _: self._accept())
        self.list.setAccessibleName(tr("Products"))
        for widget in (self.search, self.head, self.list):
            self.dialog.content.addWidget(widget)
        if meaning is not None:
            self.dialog.answered.connect(lambda _: meaning.look_for(""))
        button = self.dialog.buttons["ok"]
        button.clicked.disconnect()
        button.clicked.connect(self._accept)
        self._fill("")

    def open(self) -> None:
        """Show the dialog; the cursor is in the search."""
        self.dialog.open(self.search)

    def _fill(self, query: str) -> None:
        self.list.clear()
        if query.strip():
            products = self._by_words(query)
            words = tr("{n} found", n=len(products))
            if self._meaning is not None:
                words = tr("{n} by words, looking by meaning", n=len(products))
        else:
            known = map(self._catalogue.get, self._suggested)
            products = [product for product in known if product is not None]
            words = tr("Best candidates for this place")
        if self._meaning is not None:
            self._meaning.look_for(query)
        self.head.setText(words)
        for product in products:
            self._add(product)
        self.list.setCurrentRow(0 if products else -1)
        self.dialog.buttons["ok"].setEnabled(bool(products))

    def _by_words(self, query: str) -> list[Product]:
        if self._words is None:
            self._words = WordIndex(self._catalogue)
        hits = self._words.found(query)
        return [hit for hit in hits if hit.id not in self._without][:MOST_HITS]

    def _add(self, product: Product) -> None:
        item = QListWidgetItem(product.title_in(language()) or product.title_zh)
        item.setData(_ID, product.id)
        item.setData(_LINE, tr(", ").join((*product.category[-1:], product.brand)))
        item.setData(_SCORE, self._scores.get(product.id))
        self.list.addItem(item)

    def _add_by_meaning(self, query: str, found: FoundProducts) -> None:
        """Put what is meant below what was found by words, unless typing went on."""
        if query != self.search.text().strip():
            return
        shown = {self.list.item(at).data(_ID) for at in range(self.list.count())}
        before = len(shown)
        for hit in found.products:
            product = self._catalogue.get(hit.product)
            if product is not None and product.id not in shown | self._without:
                self._add(product)
        more = self.list.count() - before
        self.head.setText(tr("{n} by words, {more} by meaning", n=before, more=more))
        if self.list.currentRow() < 0 and more:
            self.list.setCurrentRow(0)
        self.dialog.buttons["ok"].setEnabled(self.list.count() > 0)

    def _without_meaning(self, query: str, problem: VitrineError) -> None:
        if query == self.search.text().strip():
            words = tr("{n} found", n=self.list.count())
            self.head.setText(f"{words}. {said(problem.message)}")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows in the search field go through the list, Enter takes."""
        if watched is self.search and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if event.type() == QEvent.Type.KeyPress and step is not None:
                row = self.list.currentRow() + step
                self.list.setCurrentRow(max(0, min(row, self.list.count() - 1)))
                return True
            enter = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if event.type() == QEvent.Type.KeyPress and event.key() in enter:
                self._accept()
                return True
        return False

    def _accept(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            chosen, score = item.data(_ID), item.data(_SCORE)
            self.dialog.answer("ok")
            self.done.emit(chosen, score)


class _ProductRow(QStyledItemDelegate):
    def __init__(self, thumbnails: Thumbnails, parent: QObject) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:  # type: ignore[override]
        """Two lines."""
        del option, index
        return QSize(200, _ROW)

    def paint(  # type: ignore[override]
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex
    ) -> None:
        """Picture, title, line, score."""
        rect = option.rect
        state = option.state
        role = "surface.raised"
        if state & QStyle.StateFlag.State_Selected:
            role = "surface.selected"
        elif state & QStyle.StateFlag.State_MouseOver:
            role = "surface.hover"
        painter.fillRect(rect, theme().colour(role))
        picture = rect.adjusted(8, 6, 0, -6)
        picture.setWidth(32)
        self._thumbnails.paint(painter, picture, index.data(_ID))
        text = QRect(rect.left() + 52, rect.top() + 4, rect.width() - 112, 18)
        _line(painter, text, ("label", "text.primary"), index.data())
        below = text.translated(0, 18)
        _line(painter, below, ("caption", "text.tertiary"), index.data(_LINE))
        score = index.data(_SCORE)
        if score is not None:
            painter.setFont(theme().font("label"))
            painter.setPen(theme().colour("text.primary"))
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(rect.adjusted(0, 0, -12, 0), flags, f"{score:.2f}")


def _line(painter: QPainter, area: QRect, look: tuple[str, str], text: str) -> None:
    font, ink = look
    painter.setFont(theme().font(font))
    painter.setPen(theme().colour(ink))
    shown = painter.fontMetrics().elidedText(
        text, Qt.TextElideMode.ElideRight, area.width()
    )
    painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, shown)
