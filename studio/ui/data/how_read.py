"""How a file is read: what was made out, and what a person knows better."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeAlias

import msgspec
from PySide6.QtCore import QTimeZone, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from studio.domain.imports import DELIMITED, FormatByHand, ImportPlan
from studio.domain.reading import DAY_FIRST, EPOCHS, MONTH_FIRST
from studio.ui.data.read_words import (
    DELIMITERS,
    ENCODINGS,
    ZONES,
    delimiter_word,
    encoding_word,
    zone_word,
)
from studio.ui.language import mark, tr
from studio.ui.widgets import Choice, FormRow, HLine
from studio.ui.widgets.label import set_surface

if TYPE_CHECKING:
    from studio.services.imports import ImportService

Change: TypeAlias = "Callable[[ImportService, ImportPlan], ImportPlan]"
"""What a person wants of a plan."""
Items = list[tuple[object, str]]

_ACROSS = 3
_LABEL = 92
_HEADER_ROWS = 12
_NUMBERS = frozenset({"price", "sale_price", "quantity", "weight", "rating", "total"})
_ROWS: tuple[tuple[str, str], ...] = (
    ("encoding", mark("Encoding")),
    ("delimiter", mark("Delimiter")),
    ("header_row", mark("Header")),
    ("decimal_comma", mark("Decimal sign")),
    ("dates", mark("Dates")),
    ("time_zone", mark("Time zone")),
    ("bots", mark("Bots")),
)


class HowRead(QWidget):
    """Everything about a file's reading that can be said by hand.

    Signals: wanted(Change) what is to become of the plan that is shown.
    """

    wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        set_surface(self, "sunken")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(16, 8, 16, 8)
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(0)
        outer.addLayout(self._grid)
        outer.addWidget(HLine("subtle"))
        self.choices: dict[str, Choice] = {}
        self._forms: dict[str, FormRow] = {}
        for key, words in _ROWS:
            choice = self.choices[key] = Choice()
            choice.chosen.connect(lambda value, key=key: self._ask(key, value))
            self._forms[key] = FormRow(tr(words), choice, _LABEL)
        for column in range(_ACROSS):
            self._grid.setColumnStretch(column, 1)

    def show_plan(self, plan: ImportPlan) -> None:
        """Show how a file is read; what does not concern it is not shown."""
        offered = _offered(plan)
        for form in self._forms.values():
            self._grid.removeWidget(form)
            form.hide()
        for at, (key, (items, value)) in enumerate(offered.items()):
            self.choices[key].set_items(items)
            self.choices[key].set_value(value)
            self._grid.addWidget(self._forms[key], at // _ACROSS, at % _ACROSS)
            self._forms[key].show()

    def offered(self) -> tuple[str, ...]:
        """What can be said of the file that is shown."""
        return tuple(key for key, form in self._forms.items() if not form.isHidden())

    def _ask(self, key: str, value: object) -> None:
        self.wanted.emit(_change(key, value))


def can_be_read_otherwise(plan: ImportPlan) -> bool:
    """Whether a person can say anything of how a file is read.

    A text in which no columns could be made out has no delimiter in its format.
    """
    if plan.kind == "layouts":
        return False
    by_hand = plan.told_format != FormatByHand()
    open_text = plan.format.container == "text" and not plan.format.delimiter
    return bool(_offered(plan)) and (bool(plan.columns) or by_hand or open_text)


def _change(key: str, value: object) -> Change:
    if key == "dates":
        return lambda service, plan: service.with_reading(
            plan, _times(plan)[0], str(value)
        )
    if key == "time_zone":
        return lambda service, plan: service.with_time_zone(plan, str(value))
    if key == "bots":
        return lambda service, plan: service.with_bots(plan, keep=bool(value))
    return lambda service, plan: service.with_format(
        plan, msgspec.structs.replace(plan.told_format, **{key: value})
    )


def _times(plan: ImportPlan) -> list[str]:
    return [c.name for c in plan.columns if c.target == "timestamp"]


def _offered(plan: ImportPlan) -> dict[str, tuple[Items, object]]:
    """What can be said of a file: its values with their words, and the one it has."""
    offered: dict[str, tuple[Items, object]] = {}
    told, kept = plan.told_format, plan.format
    if kept.container in DELIMITED:
        offered["encoding"] = _overruled(
            told.encoding,
            encoding_word(kept.encoding),
            [(name, tr(words)) for name, words in ENCODINGS],
        )
        offered["delimiter"] = _overruled(
            told.delimiter,
            delimiter_word(kept.delimiter) if kept.delimiter else "",
            [(sign, delimiter_word(sign)) for sign in DELIMITERS],
        )
        offered["header_row"] = _overruled(
            told.header_row,
            _header_word(kept.header_row),
            [(n, _header_word(n)) for n in range(_HEADER_ROWS + 1)],
        )
    targets = {column.target: column for column in plan.columns}
    if _NUMBERS & set(targets):
        offered["decimal_comma"] = _overruled(
            told.decimal_comma,
            tr("comma") if kept.decimal_comma else tr("point"),
            [(comma, _decimal_word(comma=comma)) for comma in (False, True)],
        )
    if time := targets.get("timestamp"):
        if time.read_as in (DAY_FIRST, MONTH_FIRST):
            items: Items = [
                (DAY_FIRST, tr("Day first, 31/12")),
                (MONTH_FIRST, tr("Month first, 12/31")),
            ]
            offered["dates"] = items, time.read_as
        if time.read_as not in EPOCHS:
            offered["time_zone"] = _zones(kept.time_zone), kept.time_zone
    if plan.kind == "behaviour":
        offered["bots"] = [(False, tr("Left out")), (True, tr("Kept"))], plan.keep_bots
    return offered


def _overruled(
    told: object, found: str, values: Sequence[tuple[object, str]]
) -> tuple[Items, object]:
    """Values after the one that leaves it to the studio, and what was said."""
    auto = tr("Automatic: {what}", what=found) if told is None and found else ""
    return [(None, auto or tr("Automatic")), *values], told


def _header_word(row: int) -> str:
    return tr("on row {n}", n=row) if row else tr("none")


def _decimal_word(*, comma: bool) -> str:
    return tr("comma, 1.234,50") if comma else tr("point, 1,234.50")


def _zones(used: str) -> Items:
    here = bytes(QTimeZone.systemTimeZoneId().data()).decode("ascii", "replace")
    names = dict.fromkeys(("UTC", here, used, *(name for name, _ in ZONES)))
    return [(name, zone_word(name)) for name in names if name]
