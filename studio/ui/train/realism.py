"""How near the layout GAN's pages come to real ones, beside simple samplers."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio.domain.jobs import Comparison, Score
from studio.ui import formats
from studio.ui.language import mark, tr
from studio.ui.said import said
from studio.ui.widgets import Bar, Bars, Label

ROWS: dict[str, str] = {
    "real pages of other shops": mark("Held-out real pages"),
    "layout gan": mark("Layout GAN"),
    "nearest real page": mark("Nearest real page"),
    "bigram sampler": mark("Bigram sampler"),
    "marginal sampler": mark("Marginal sampler"),
    "likelihood alone": mark("Likelihood alone"),
}
"""Names of the rows as they are reported, in the order they are shown."""
_NAME_WIDTH = 144


class RealismPanel(QWidget):
    """Bars of realism, and how many samples repeat a real page."""

    def __init__(self) -> None:
        super().__init__()
        self.title = Label(tr("Realism"), "label_strong", elide=True)
        self.aside = Label(tr("higher is better"), "caption", "text.tertiary")
        self.bars = Bars(_NAME_WIDTH, high=1.0)
        self.note = Label("", "caption", "text.tertiary", wrap=True)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.aside)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.bars)
        column.addWidget(self.note)
        column.addStretch(1)
        self.setToolTip(
            tr("At 1.00 a classifier cannot tell them from unseen real pages.")
        )
        self.show_comparison(None)

    def show_comparison(self, comparison: Comparison | None) -> None:
        """Show the latest comparison; None while there is none."""
        rows = () if comparison is None else ordered(comparison.rows)
        bars = [bar for row in rows if (bar := _bar(row)) is not None]
        self.bars.set_bars(bars)
        self.aside.setVisible(bool(bars))
        if comparison is None:
            self.title.setText(tr("Realism"))
            self.note.setText(tr("Measured when training has ended."))
            return
        self.title.setText(tr("Realism"))
        on = comparison.on
        judged = tr("Judged on {what}.", what=said(on)) if on else ""
        note = _note(rows, comparison.note)
        self.note.setText(f"{judged} {note}".strip())


def ordered(rows: tuple[Score, ...]) -> tuple[Score, ...]:
    """Rows in the order they are shown; unknown ones last."""
    order = list(ROWS)

    def place(row: Score) -> int:
        name = row.name.casefold()
        return order.index(name) if name in order else len(order)

    return tuple(sorted(rows, key=place))


def row_name(row: Score) -> str:
    """What a row is called; an unknown one as it was reported."""
    return tr(ROWS.get(row.name.casefold(), row.name))


def realism_of(row: Score) -> float | None:
    """0 to 1: 1 where a classifier (C2ST, Lopez-Paz and Oquab, 2017) is at chance."""
    if "realism" in row.values:
        return row.values["realism"]
    if "auc" in row.values:
        return min(1.0, max(0.0, 2 * (1 - row.values["auc"])))
    return None


def _bar(row: Score) -> Bar | None:
    value = realism_of(row)
    if value is None:
        return None
    return Bar(row_name(row), value, formats.decimal(value, 2), row.ours)


def said_in_turn(note: str) -> str:
    """Sentences of a worker translated: the first and then the rest, or all as one."""
    first, stop, rest = note.partition(". ")
    known = said(f"{first}.")
    if not stop or known == f"{first}.":
        return said(note)
    return f"{known} {said_in_turn(rest)}"


def _note(rows: tuple[Score, ...], note: str) -> str:
    told = [said_in_turn(note)] if note else []
    for row in rows:
        if row.ours and "novel" in row.values:
            share = formats.percent(1 - row.values["novel"])
            words = tr("{share} of samples repeat a real page block for block.")
            told.insert(0, words.format(share=share))
    return " ".join(told)
