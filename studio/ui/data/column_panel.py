"""One column of a stored table: how full, how many values, which, what stands out."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.domain.quality import Bar as Share
from studio.domain.quality import ColumnQuality
from studio.ui.data.words import stored_text, target_word
from studio.ui.formats import DASH, count, percent
from studio.ui.language import mark, plural, tr
from studio.ui.widgets import (
    Bar,
    Bars,
    KeyValue,
    Label,
    PanelHead,
    Scroll,
    Section,
    clear_layout,
)

TYPES = {
    "text": mark("Text"),
    "number": mark("Number"),
    "moment": mark("Date and time"),
    "truth": mark("Yes or no"),
    "list": mark("List"),
}


def distinct_words(column: ColumnQuality) -> str:
    """How many different values, said to be an estimate where it is one."""
    number = count(column.distinct)
    return tr("about {n}", n=number) if column.distinct_about else number


def span_words(column: ColumnQuality) -> str:
    """The least and the largest value."""
    if not column.least and not column.most:
        return DASH
    least = stored_text(column.name, column.least)
    most = stored_text(column.name, column.most)
    return least if least == most else f"{least} {DASH} {most}"


class ColumnPanel(QWidget):
    """The inspector of the quality view."""

    def __init__(self) -> None:
        super().__init__()
        self.head = PanelHead(tr("Column"))
        self._body = Scroll()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self._body, 1)

    def show_column(self, column: ColumnQuality | None) -> None:
        """Show another column; None for none."""
        clear_layout(self._body.body)
        self.head.set_title(target_word(column.name) if column else tr("Column"))
        if column is None:
            words = Label(tr("Choose a column of the table."), "label", wrap=True)
            words.setContentsMargins(16, 12, 16, 12)
            self._body.body.addWidget(words)
            self._body.body.addStretch(1)
            return
        facts = Section()
        for name, text in (
            (tr("Name"), column.name),
            (tr("Data type"), tr(TYPES[column.type])),
            (tr("Filled"), percent(column.filled)),
            (tr("Different values"), distinct_words(column)),
            (tr("Least"), stored_text(column.name, column.least) or DASH),
            (tr("Largest"), stored_text(column.name, column.most) or DASH),
        ):
            facts.add(KeyValue(name, text[:60]))
        self._body.body.addWidget(facts)
        self._add_outliers(column)
        self._add_bars(tr("Spread"), column.histogram)
        self._add_bars(tr("Most frequent"), column.frequent)
        self._body.body.addStretch(1)

    def _add_outliers(self, column: ColumnQuality) -> None:
        outliers = column.outliers
        if outliers is None or not outliers.rows:
            return
        part = Section(tr("Outliers"))
        rows = plural(outliers.rows, "{n} row", "{n} rows")
        words = tr(
            "{rows} below {low} or above {high}",
            rows=rows,
            low=f"{outliers.low:,.4g}",
            high=f"{outliers.high:,.4g}",
        )
        part.add(Label(words, "label", "text.secondary", wrap=True))
        part.add(Label(", ".join(outliers.examples), "mono", wrap=True))
        self._body.body.addWidget(part)

    def _add_bars(self, title: str, shares: tuple[Share, ...]) -> None:
        if not shares:
            return
        part = Section(title)
        bars = Bars(name_width=104)
        bars.set_bars([
            Bar(share.label[:40], float(share.rows), count(share.rows))
            for share in shares
        ])  # fmt: skip
        part.add(bars)
        self._body.body.addWidget(part)
