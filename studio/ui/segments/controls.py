"""Controls of a condition: bounds, a period, names that the data know."""

from __future__ import annotations

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QHBoxLayout, QWidget

from studio.ui.formats import DASH
from studio.ui.language import tr
from studio.ui.widgets import Choice, Label, Number

_LONGEST_DAYS = 36_500
_HIGHEST = 1_000_000_000
_NUMBER = 72
_DAYS = 84
_SMALL = 56


def listen(widget: QWidget, changed: SignalInstance) -> None:
    """Emit a signal when a person changes a widget."""
    for name in ("chosen", "done", "changed"):
        signal = getattr(widget, name, None)
        if signal is not None:
            signal.connect(lambda *_: changed.emit())


class Line(QWidget):
    """Controls side by side; `changed` when a person changed one."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(8)

    def add(self, *widgets: QWidget) -> None:
        """Put widgets at the end, and listen to them."""
        for widget in widgets:
            self.row.addWidget(widget)
            listen(widget, self.changed)


class Bounds(Line):
    """At least, at most, between or exactly, and a number or two."""

    def __init__(
        self, name: str, places: int = 0, suffix: str = "", start: float = 1
    ) -> None:
        super().__init__()
        self._places = places
        self.sign = Choice(
            [
                ("least", tr("at least")),
                ("most", tr("at most")),
                ("between", tr("between")),
                ("exactly", tr("exactly")),
            ],
            width=96,
        )
        self.sign.setAccessibleName(name)
        self.low = _number(name, start, places, suffix)
        self.to = Label(DASH, "label", "text.secondary")
        self.high = _number(name, start, places, suffix)
        self.add(self.sign, self.low, self.to, self.high)
        self.sign.chosen.connect(lambda _: self._arrange())
        self._arrange()

    def values(self) -> tuple[float | None, float | None]:
        """Least and most; None for no bound."""
        low, high = (self._read(number.value()) for number in (self.low, self.high))
        match self.sign.value():
            case "least":
                return low, None
            case "most":
                return None, low
            case "exactly":
                return low, low
            case _:
                return min(low, high), max(low, high)

    def set_values(self, least: float | None, most: float | None) -> None:
        """Show bounds, without a signal."""
        if least is not None and most is not None:
            self.sign.set_value("exactly" if least == most else "between")
        else:
            self.sign.set_value("least" if most is None else "most")
        first = least if least is not None else most
        self.low.set_value(first or 0)
        self.high.set_value(most if most is not None else (first or 0))
        self._arrange()

    def _read(self, value: float) -> float:
        return value if self._places else int(value)

    def _arrange(self) -> None:
        both = self.sign.value() == "between"
        self.to.setVisible(both)
        self.high.setVisible(both)


class Times(Line):
    """How often: once or more, at least, at most, between, never."""

    def __init__(self) -> None:
        super().__init__()
        self.sign = Choice(
            [
                ("once", tr("once or more")),
                ("least", tr("at least")),
                ("most", tr("at most")),
                ("between", tr("between")),
                ("never", tr("never")),
            ],
            width=112,
        )
        self.sign.setAccessibleName(tr("How often"))
        self.low = _number(tr("How often"), 2, 0, "", _SMALL)
        self.to = Label(DASH, "label", "text.secondary")
        self.high = _number(tr("How often"), 5, 0, "", _SMALL)
        self.word = Label(tr("times"), "label", "text.secondary")
        self.add(self.sign, self.low, self.to, self.high, self.word)
        self.sign.chosen.connect(lambda _: self._arrange())
        self._arrange()

    def values(self) -> tuple[int | None, int | None]:
        """Least and most; None for no bound."""
        low, high = int(self.low.value()), int(self.high.value())
        match self.sign.value():
            case "once":
                return 1, None
            case "least":
                return low, None
            case "most":
                return None, low
            case "between":
                return min(low, high), max(low, high)
            case _:
                return None, 0

    def set_values(self, least: int | None, most: int | None) -> None:
        """Show bounds, without a signal."""
        self.sign.set_value(_times_sign(least, most))
        first = least if least is not None else most
        self.low.set_value(first or 0)
        self.high.set_value(most or first or 0)
        self._arrange()

    def _arrange(self) -> None:
        sign = self.sign.value()
        self.low.setVisible(sign in ("least", "most", "between"))
        self.word.setVisible(sign in ("least", "most", "between"))
        self.to.setVisible(sign == "between")
        self.high.setVisible(sign == "between")


def _times_sign(least: int | None, most: int | None) -> str:
    if most is None:
        return "once" if least == 1 else "least"
    if least is not None:
        return "between"
    return "most" if most else "never"


class Period(Line):
    """Ever, or in the last so many days."""

    def __init__(self) -> None:
        super().__init__()
        self.which = Choice([("ever", tr("ever")), ("last", tr("in the last"))])
        self.which.setFixedWidth(96)
        self.which.setAccessibleName(tr("Period"))
        self.days = days_field(tr("Days"), 90)
        self.add(self.which, self.days)
        self.which.chosen.connect(lambda _: self._arrange())
        self._arrange()

    def value(self) -> int | None:
        """The days; None for ever."""
        return int(self.days.value()) if self.which.value() == "last" else None

    def set_value(self, days: int | None) -> None:
        """Show a period, without a signal."""
        self.which.set_value("ever" if days is None else "last")
        if days is not None:
            self.days.set_value(days)
        self._arrange()

    def _arrange(self) -> None:
        self.days.setVisible(self.which.value() == "last")


def worded(before: str, *widgets: QWidget, after: str = "") -> Line:
    """Widgets with a word before or after them, in one line."""
    line = Line()
    if before:
        line.add(Label(before, "label", "text.secondary"))
    line.add(*widgets)
    if after:
        line.add(Label(after, "label", "text.secondary"))
    return line


def days_field(name: str, value: int) -> Number:
    """A number of days."""
    field = _number(name, value, 0, tr(" days"), _DAYS)
    field.setRange(1, _LONGEST_DAYS)
    return field


def _number(
    name: str, value: float, places: int, suffix: str, width: int = _NUMBER
) -> Number:
    field = Number(value, 0, _HIGHEST, places)
    field.setSuffix(suffix)
    field.setFixedWidth(width + (20 if places else 0))
    field.setAccessibleName(name)
    return field
