"""Why a product stands where it does: one sentence and bars, from the model itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.domain.errors import CancelledByUser, VitrineError
from studio.domain.explaining import Cause, Explanation
from studio.domain.jobs import Explain
from studio.ui import formats
from studio.ui.jobs import JobSignals
from studio.ui.language import language, tr
from studio.ui.said import told
from studio.ui.tasks import spawn
from studio.ui.widgets import Bar, Bars, Label, Toast

_NAME, _ROW = 132, 22
CAUSES, FEATURES = 6, 4
"""Bars that are shown; what is left is summed up in one more."""


class WhyBox(QWidget):
    """The sentence, what speaks for the product and against it, and the product itself.

    Hidden until something is shown. `product_id` is what an answer is waited for.
    """

    def __init__(self) -> None:
        super().__init__()
        self.product_id = ""
        self.sentence = Label("", "label", wrap=True)
        self.causes = Bars(_NAME, middle=0.0, row=_ROW)
        self.own = Label(tr("The product itself"), "caption", "text.tertiary")
        self.features = Bars(_NAME, middle=0.0, row=_ROW)
        self.note = Label("", "caption", "text.tertiary", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 8)
        column.setSpacing(6)
        for widget in self._parts():
            column.addWidget(widget)
        self.hide()

    def clear(self) -> None:
        """Wait for nothing and show nothing."""
        self.product_id = ""
        self.hide()

    def show_asking(self, product_id: str) -> None:
        """Say that the model is asked."""
        self.product_id = product_id
        self._show_text(tr("Asking the model..."))

    def show_problem(self, text: str) -> None:
        """Say why there is no answer."""
        self._show_text(text)

    def show_explanation(self, found: Explanation) -> None:
        """Show an answer."""
        self.sentence.setText(found.sentence.in_(language()))
        self.causes.set_bars(bars_of(found.causes, CAUSES))
        self.features.set_bars(bars_of(found.features, FEATURES))
        score, usual = formats.signed(found.score), formats.signed(found.average)
        words = tr(
            "Score {score}, for an average shopper {usual}.", score=score, usual=usual
        )
        if found.asked > 1:
            words += " " + tr("Mean of {n} members.", n=formats.count(found.asked))
        self.note.setText(words)
        for widget in self._parts():
            widget.show()
        self.causes.setVisible(bool(found.causes))
        for widget in (self.own, self.features):
            widget.setVisible(bool(found.features))
        self.show()

    def _show_text(self, text: str) -> None:
        for widget in self._parts():
            widget.hide()
        self.sentence.setText(text)
        self.sentence.show()
        self.show()

    def _parts(self) -> tuple[QWidget, ...]:
        return self.sentence, self.causes, self.own, self.features, self.note


class Asker:
    """Asks the warm worker and shows the answer; an older question's is left out."""

    def __init__(
        self, box: WhyBox, jobs: JobSignals, tell: Callable[[Toast], None]
    ) -> None:
        self.box = box
        self._jobs, self._tell = jobs, tell
        self._asked: Explain | None = None

    def ask(self, job: Explain) -> None:
        """Show why, a moment later."""
        self._asked = job
        self.box.show_asking(job.product)
        spawn(self._answer(job), self._tell)

    async def _answer(self, job: Explain) -> None:
        try:
            found = await self._jobs.result(job, Explanation)
        except CancelledByUser:
            if self._awaits(job):
                self.box.clear()
            return
        except VitrineError as problem:
            if self._awaits(job):
                self.box.show_problem(told(problem.message, problem.hint))
            return
        if self._awaits(job):
            self.box.show_explanation(found)

    def _awaits(self, job: Explain) -> bool:
        return job is self._asked and job.product == self.box.product_id


def bars_of(causes: Sequence[Cause], most: int) -> list[Bar]:
    """The strongest causes as bars round zero, the rest in one."""
    shown = [_bar(cause) for cause in causes[:most]]
    rest = sum(cause.value for cause in causes[most:])
    if len(causes) > most:
        name = tr("{n} more", n=formats.count(len(causes) - most))
        shown.append(Bar(name, rest, formats.signed(rest), ours=rest > 0))
    return shown


def _bar(cause: Cause) -> Bar:
    name = cause.label.in_(language())
    if cause.kind == "search":
        name = tr("“{text}” searched", text=name)
    if cause.share is not None:
        name = f"{formats.percent(cause.share)} {name}"
    return Bar(name, cause.value, formats.signed(cause.value), ours=cause.value > 0)
