"""Models beside each other on the same held-out data."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.domain.jobs import Comparison, Score
from studio.ui import formats
from studio.ui.language import tr
from studio.ui.said import said
from studio.ui.train.realism import ordered, realism_of, row_name
from studio.ui.train.words import NAMES, SCORES
from studio.ui.widgets import Cell, Column, HLine, Label, PanelHead, Table

_DENSE = 28
WIDTHS = {
    "ndcg@10": 68,
    "hr@10": 54,
    "coverage": 72,
    "recall@24": 74,
    "weighted": 74,
}


class ComparisonTable(QWidget):
    """A head, the rows with ours first, and what they were judged on."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.title = Label(title, "label_strong")
        self.table = Table((Column(tr("Model")),), _DENSE, selectable=False)
        self.on = Label("", "caption", "text.tertiary", wrap=True)
        self.on.setContentsMargins(16, 8, 16, 12)
        self.behind = Label("", "caption", "text.secondary", wrap=True)
        self.behind.setContentsMargins(16, 0, 16, 12)
        self.pages: ComparisonTable | None = None
        head = PanelHead("", 40, line=False)
        head.title.hide()
        head.left.insertWidget(0, self.title)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (head, self.table, self.on, self.behind, HLine("subtle")):
            column.addWidget(widget)
        self._shown: Comparison | None = None

    def show_comparison(self, comparison: Comparison | None) -> None:
        """Show a comparison; nothing is shown while there is none."""
        measured = comparison is not None and any(r.values for r in comparison.rows)
        self.setVisible(measured)
        if comparison is None or comparison == self._shown:
            return
        self._shown = comparison
        columns, rows = table_of(comparison)
        self.table.set_columns(columns)
        self.table.set_rows(rows)
        self.table.fit_height()
        words = tr("Judged on {what}.", what=said(comparison.on))
        self.on.setText(words if comparison.on else "")
        self.on.setVisible(bool(comparison.on))
        names = [row.name for row in comparison.groups if row.behind]
        self.behind.setText(
            tr("Served less well than the whole: {names}.", names=", ".join(names))
        )
        self.behind.setVisible(bool(names))
        self._show_pages(comparison)

    def _show_pages(self, comparison: Comparison) -> None:
        """What pages made of the model would have shown, in a table below."""
        if comparison.pages and self.pages is None:
            self.pages = ComparisonTable(tr("Pages on the next period"))
            layout = self.layout()
            if layout is not None:
                layout.addWidget(self.pages)
        if self.pages is not None:
            told = Comparison("personas", comparison.pages, comparison.pages_on)
            self.pages.show_comparison(told)


def table_of(
    comparison: Comparison,
) -> tuple[tuple[Column, ...], list[tuple[Cell, ...]]]:
    """Columns and rows of a comparison, ours first and strong."""
    if comparison.model == "layout":
        return _realism_table(comparison)
    present = {name for row in comparison.rows for name in row.values}
    names = [name for name in SCORES if name in present]
    columns = (
        Column(tr("Model")),
        *(Column(tr(SCORES[name]), WIDTHS[name], right=True) for name in names),
    )
    rows = []
    for score in sorted(comparison.rows, key=lambda row: not row.ours):
        font = "label_strong" if score.ours else "label"
        ours = score.ours and comparison.model == "taste"
        cells = [Cell(tr(NAMES["taste"]) if ours else tr(score.name), font=font)]
        cells += [
            Cell(
                formats.decimal(score.values.get(name)),
                font=font,
                tip=_between(score, name),
            )
            for name in names
        ]
        rows.append(tuple(cells))
    return columns, rows


def _between(score: Score, name: str) -> str:
    """The interval of a metric in words; nothing where there is none."""
    if name not in score.between:
        return ""
    low, high = (formats.decimal(bound) for bound in score.between[name])
    return tr("Between {low} and {high} (95 %)", low=low, high=high)


def _realism_table(
    comparison: Comparison,
) -> tuple[tuple[Column, ...], list[tuple[Cell, ...]]]:
    columns = (
        Column(tr("Model")),
        Column(tr("Realism"), 62, right=True),
        Column(tr("Novel"), 62, right=True),
    )
    rows = []
    for score in ordered(comparison.rows):
        font = "label_strong" if score.ours else "label"
        figures = (realism_of(score), score.values.get("novel"))
        cells = (
            Cell(row_name(score), font=font),
            *(Cell(formats.decimal(value, 2), font=font) for value in figures),
        )
        rows.append(cells)
    return columns, rows
