"""What came in: rows, period, shoppers, products, what was dropped and why."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.domain.behaviour import DataSummary
from studio.domain.imports import ImportRecord, ImportResult
from studio.ui.formats import DASH, count, day, days
from studio.ui.language import plural, tr
from studio.ui.widgets import (
    Button,
    Cell,
    Column,
    Label,
    PanelHead,
    Scroll,
    Section,
    StatFigure,
    StatRow,
    Table,
)


class SummaryPanel(QWidget):
    """The result of an import, beside what the project holds as a whole.

    Signals: undo_wanted(): take this import back.
    """

    undo_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.head = PanelHead(tr("Imported"), 56)
        self.undo = Button(tr("Undo this import..."), "secondary", "undo-2", height=28)
        self.undo.clicked.connect(lambda _on=False: self.undo_wanted.emit())
        self.head.add(self.undo)
        column.addWidget(self.head)
        scroll = Scroll()
        self.figures = {
            "events": StatFigure(tr("Events")),
            "shoppers": StatFigure(tr("Shoppers")),
            "products": StatFigure(tr("Products")),
            "period": StatFigure(tr("Period"), size="heading"),
        }
        numbers = Section()
        numbers.add(StatRow(list(self.figures.values()), [1, 1, 1, 2]))
        scroll.body.addWidget(numbers)
        scroll.body.addWidget(self._make_dropped())
        scroll.body.addWidget(self._make_pictures())
        scroll.body.addStretch(1)
        column.addWidget(scroll, 1)

    def _make_dropped(self) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.dropped_title = Label(tr("Left out"), "label_strong")
        self.dropped_title.setContentsMargins(16, 12, 16, 8)
        column.addWidget(self.dropped_title)
        self.dropped = Table(
            [
                Column(tr("Reason")),
                Column(tr("Rows"), 72, right=True),
                Column(tr("For example"), 176),
                Column(tr("File"), 148),
            ],
            selectable=False,
        )
        self.dropped.setAccessibleName(tr("Left out"))
        column.addWidget(self.dropped)
        self.nothing = Label(tr("No row was left out."), "label", "text.secondary")
        self.nothing.setContentsMargins(16, 0, 16, 12)
        column.addWidget(self.nothing)
        return part

    def _make_pictures(self) -> QWidget:
        part = Section(tr("Pictures"), line=False)
        self.pictures = Label("", "label", "text.secondary", wrap=True)
        self.stale = Label("", "label", "warn.text", wrap=True)
        part.add(self.pictures)
        part.add(self.stale)
        return part

    def show_record(self, record: ImportRecord, whole: DataSummary) -> None:
        """Show an import beside the project's totals, and whether it can go back."""
        self.undo.setVisible(record.can_undo)
        self.show_result(record.result, record.at, whole)
        if record.undone:
            title = tr("Import of {day}, taken back", day=day(record.at))
            self.head.set_title(title)

    def show_result(self, result: ImportResult, at: float, whole: DataSummary) -> None:
        """Show what an import brought, and the project's totals beside it."""
        self.head.set_title(tr("Imported on {day}", day=day(at)))
        self.head.set_detail(", ".join(result.files))
        self._number("events", result.events, whole.events)
        self._number("shoppers", result.shoppers, whole.shoppers)
        self._number("products", result.products, whole.products)
        period = days(*result.period) if result.period else DASH
        self.figures["period"].set(period)
        rows = [
            [
                Cell(_sentence(tr(d.reason)), tip=d.reason),
                Cell(count(d.rows)),
                Cell(d.example or DASH, "text.secondary", "mono", tip=d.example),
                Cell(d.file, "text.secondary", tip=d.file),
            ]
            for d in result.dropped
        ]
        self.dropped.set_rows(rows)
        self.dropped.fit_height()
        self.dropped.setVisible(bool(rows))
        self.nothing.setVisible(not rows)
        self.pictures.setText(_pictures(result, whole))
        self.stale.setVisible(bool(result.stale_pages))
        self.stale.setText(
            plural(
                result.stale_pages,
                "{n} page is stale: products, prices or stock have changed.",
                "{n} pages are stale: products, prices or stock have changed.",
            )
        )

    def _number(self, key: str, came: int, whole: int) -> None:
        self.figures[key].set(count(came), tr("{n} in the project", n=count(whole)))


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _pictures(result: ImportResult, whole: DataSummary) -> str:
    matched = plural(
        result.pictures, "{n} picture was matched.", "{n} pictures were matched."
    )
    if not whole.products:
        return matched
    missing = plural(
        result.without_picture,
        "{n} product has none and shows a tinted tile.",
        "{n} products have none and show a tinted tile.",
    )
    return f"{matched} {missing}"
