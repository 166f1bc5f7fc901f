"""What is held of shoppers, table by table, and who did what."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.domain.privacy_report import Entry, Held, Learned, PrivacyReport
from studio.ui.data.words import TABLES
from studio.ui.formats import DASH, count, day, moment
from studio.ui.language import language, mark, plural, tr
from studio.ui.widgets import (
    Button,
    Cell,
    Column,
    PanelHead,
    Segmented,
    Table,
)

WHATS = {
    "import": mark("Import"),
    "undo import": mark("Import undone"),
    "forget": mark("Shopper forgotten"),
    "forget (nothing was held)": mark("Asked to forget; nothing was held"),
    "retention": mark("Old events deleted"),
    "approve": mark("Page approved"),
    "withdraw": mark("Approval withdrawn"),
    "set smallest persona": mark("Smallest persona set"),
    "set retention period": mark("Retention period set"),
    "apply segment": mark("Segment applied"),
    "withdraw segment": mark("Segment withdrawn"),
    "delete segment": mark("Segment deleted"),
}
"""What the audit trail calls things, in words."""
_PARTS = ("held", "models", "audit")


class RecordsPanel(QWidget):
    """The main part of the view. Signal: report_wanted()."""

    report_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.title = PanelHead(tr("Privacy"), 56)
        self.export = Button(tr("Export report..."), "secondary", height=28)
        self.export.clicked.connect(self.report_wanted.emit)
        self.title.add(self.export)
        self._made: PrivacyReport | None = None
        self.parts = Segmented(
            [
                ("held", tr("What is held")),
                ("models", tr("Models")),
                ("audit", tr("Audit trail")),
            ]
        )
        self.parts.changed.connect(lambda _: self._show_part())
        self._bar = PanelHead("", 44)
        self._bar.add(self.parts)
        self.tables = {
            "held": Table(
                [
                    Column(tr("Table"), 100),
                    Column(tr("What and why")),
                    Column(tr("Rows"), 76, right=True),
                    Column(tr("Shoppers"), 84, right=True),
                    Column(tr("From, to"), 184),
                ],
                44,
            ),
            "models": Table(
                [
                    Column(tr("Run"), 96),
                    Column(tr("Learned from")),
                    Column(tr("Differential privacy"), 176),
                    Column(tr("Forgotten since"), 232),
                ],
                28,
            ),
            "audit": Table(
                [
                    Column(tr("When"), 136),
                    Column(tr("What"), 184),
                    Column(tr("Of what")),
                    Column(tr("By"), 104),
                    Column(tr("Note"), 160),
                ],
                28,
            ),
        }
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.title)
        column.addWidget(self._bar)
        for table in self.tables.values():
            column.addWidget(table, 1)
        self._show_part()

    def show_records(self, made: PrivacyReport) -> None:
        """Show what was gathered."""
        self._made = made
        self.tables["held"].set_rows([_held(one) for one in made.held])
        self.tables["models"].set_rows([_model(one) for one in made.models])
        self.tables["audit"].set_rows([_entry(one) for one in made.audit])
        words = plural(made.shoppers, "{n} shopper", "{n} shoppers")
        self.title.set_detail(
            tr(
                "{shoppers}; nothing leaves this machine but what you export",
                shoppers=words,
            )
        )
        self._show_part()

    def _show_part(self) -> None:
        part = str(self.parts.value())
        for name, table in self.tables.items():
            table.setVisible(name == part)
        self._bar.set_title(
            {
                "held": tr("What is held"),
                "models": tr("Models"),
                "audit": tr("Audit trail"),
            }[part]
        )


def _held(one: Held) -> list[Cell | str]:
    period = DASH
    if one.first is not None and one.last is not None:
        period = f"{day(one.first)} – {day(one.last)}"
    what, why = one.categories.in_(language()), one.purpose.in_(language())
    return [
        tr(TABLES.get(one.table, one.table)),
        Cell(what, detail=why, wrap=True),
        count(one.rows),
        count(one.shoppers),
        Cell(period, "text.secondary"),
    ]


def _model(one: Learned) -> list[Cell | str]:
    return [
        Cell(one.run, font="label_strong" if one.in_use else "label"),
        Cell(one.learned_from or DASH, "text.secondary"),
        one.private or DASH,
        Cell(
            one.forgotten or DASH,
            "warn.text" if one.forgotten else "text.tertiary",
            tip=one.forgotten,
        ),
    ]


def _entry(one: Entry) -> list[Cell | str]:
    return [
        Cell(moment(one.at), "text.secondary", sort=one.at),
        tr(WHATS[one.what]) if one.what in WHATS else one.what,
        Cell(one.subject, tip=one.subject),
        one.by or DASH,
        Cell(one.note, "text.secondary", tip=one.note),
    ]
