"""The inspector's second tab: how a model is trained the next time.

Every setting carries its kind, bounds and sentence; the form is made from them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.ui.language import mark, tr
from studio.ui.train.estimate_line import EstimateLine
from studio.ui.train.words import NETWORKS, Model
from studio.ui.widgets import Choice, FormRow, HLine, Label, Number, Scroll

DEFAULT_SEED = 20261124
_MOST_SEED = 2**31 - 1


@dataclass(frozen=True)
class Setting:
    """One setting of a model.

    Attributes:
        key: Name of the job's field.
        title: What stands beside the control.
        sentence: What it does, under the control.
        choices: (value, text) pairs; without them it is a whole number.
        low: Least number; below `zero_as_none` stands for the preset's own.
        high: Most.
        default: Value to begin with.
        optional: Whether 0 means `none`.
        none: What stands for 0 of an optional number.
    """

    key: str
    title: str
    sentence: str
    choices: tuple[tuple[str, str], ...] = ()
    default: str | int = 0
    high: int = 0
    optional: bool = False
    none: str = mark("As the preset")


_SEED = Setting(
    "seed",
    mark("Seed"),
    mark("The same seed on the same data gives the same model."),
    default=DEFAULT_SEED,
    high=_MOST_SEED,
)
_DEVICE = Setting(
    "device",
    mark("Device"),
    mark("Automatic takes a graphics card if there is one."),
    (
        ("auto", mark("Automatic")),
        ("cpu", mark("Processor")),
        ("cuda", mark("Graphics card")),
    ),
    "auto",
)
SETTINGS: dict[Model, tuple[Setting, ...]] = {
    "taste": (
        Setting(
            "model",
            mark("Network"),
            mark("The transformer (SASRec) ranks better; the other is the article's."),
            tuple(NETWORKS.items()),
            "sasrec",
        ),
        Setting(
            "preset",
            mark("Preset"),
            mark("Quick takes a minute or two, large is for graphics cards."),
            (
                ("quick", mark("Quick")),
                ("base", mark("Base")),
                ("large", mark("Large")),
            ),
            "base",
        ),
        Setting(
            "epochs",
            mark("Epochs"),
            mark("0 leaves it to the preset. It stops early when it gets no better."),
            high=500,
            optional=True,
        ),
        Setting(
            "batch",
            mark("Batch"),
            mark(
                "Sequences that are learned from at once; 0 leaves it to the preset. A"
                " smaller batch needs less memory."
            ),
            high=65_536,
            optional=True,
        ),
        Setting(
            "negatives",
            mark("Negatives"),
            mark(
                "Wrong answers that each right one is told from; 0 leaves it to the"
                " preset. Fewer need less time and memory."
            ),
            high=65_536,
            optional=True,
        ),
        Setting(
            "epsilon",
            mark("Epsilon"),
            mark(
                "Off trains as usual. A number trains the transformer with differential"
                " privacy: no single shopper changes it much, and it ranks less well. 8"
                " is usual, less is more private."
            ),
            high=50,
            optional=True,
            none=mark("Off"),
        ),
        _SEED,
        _DEVICE,
    ),
    "layout": (
        Setting(
            "preset",
            mark("Preset"),
            mark("Quick and base go on from the shipped model; scratch begins anew."),
            (
                ("quick", mark("Quick")),
                ("base", mark("Base")),
                ("scratch", mark("Scratch")),
            ),
            "base",
        ),
        Setting(
            "steps",
            mark("Steps"),
            mark("0 leaves it to the preset. It stops early when it gets no better."),
            high=100_000,
            optional=True,
        ),
        _SEED,
        _DEVICE,
    ),
}


class SettingsTab(QWidget):
    """The form of one model. `changed(values)` when a person changes a setting."""

    changed = Signal(object)

    def __init__(self, model: Model) -> None:
        super().__init__()
        self.model = model
        self.controls: dict[str, Choice | Number] = {}
        scroll = Scroll()
        form = scroll.body
        form.setContentsMargins(16, 12, 16, 12)
        self.estimate = EstimateLine(model)
        form.addWidget(self.estimate)
        form.addWidget(HLine("subtle"))
        form.addSpacing(12)
        for setting in SETTINGS[model]:
            control = self._make(setting)
            self.controls[setting.key] = control
            form.addWidget(FormRow(tr(setting.title), control))
            sentence = Label(
                tr(setting.sentence), "caption", "text.tertiary", wrap=True
            )
            sentence.setContentsMargins(84, 0, 0, 8)
            form.addWidget(sentence)
        form.addWidget(HLine("subtle"))
        text = tr("Settings hold for the next run; a running one keeps its own.")
        note = Label(text, "caption", "text.tertiary", wrap=True)
        note.setContentsMargins(0, 12, 0, 0)
        form.addWidget(note)
        form.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scroll)

    def _make(self, setting: Setting) -> Choice | Number:
        if setting.choices:
            choice = Choice([(value, tr(text)) for value, text in setting.choices])
            choice.set_value(setting.default)
            choice.chosen.connect(lambda _: self.changed.emit(self.values()))
            return choice
        number = Number(float(setting.default), 0, setting.high)
        if setting.optional:
            number.setSpecialValueText(tr(setting.none))
        number.done.connect(lambda _: self.changed.emit(self.values()))
        return number

    def values(self) -> dict[str, Any]:
        """The settings as fields of a job; optional numbers of 0 are None."""
        found: dict[str, Any] = {}
        for setting in SETTINGS[self.model]:
            control = self.controls[setting.key]
            if isinstance(control, Choice):
                found[setting.key] = control.value()
            else:
                number = int(control.value())
                found[setting.key] = (number or None) if setting.optional else number
        return found

    def set_values(self, values: dict[str, Any]) -> None:
        """Show remembered settings; what is unknown is passed over."""
        for setting in SETTINGS[self.model]:
            control, value = self.controls[setting.key], values.get(setting.key)
            if isinstance(control, Choice):
                control.set_value(value)
            elif isinstance(value, int):
                control.set_value(float(value))
