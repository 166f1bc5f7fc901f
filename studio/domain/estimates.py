"""How long a training will take, and how much memory it needs, before it begins."""

from __future__ import annotations

import msgspec

GB = 1024**3
MINUTE, HOUR = 60, 3600
SPARE = 0.9
"""Share of the free memory that a training may take: the window wants some too."""


class Estimate(msgspec.Struct, frozen=True):
    """A training as it is expected to be.

    Attributes:
        fixed: Seconds of everything but the passes over the data.
        each: Seconds of one pass (of one step of the layout GAN), judged and saved.
        epochs: Passes (steps) at most; it may stop early.
        more: Seconds of a pass that learns from the held-out steps too, unjudged.
        again: Such passes at most.
        processor: Seconds that all its threads compute in a second; less than their
            number while something else has the processor.
        memory: Most bytes that its process will hold.
        there: Bytes that it may take now.
        parts: Bytes by part: program, data, weights, steps, scores.
        advice: What to change where it does not fit.
        measured: Whether steps were measured, or only counted from the shapes.
    """

    fixed: float
    each: float
    epochs: int
    more: float = 0.0
    again: int = 0
    processor: float = 1.0
    memory: int = 0
    there: int = 0
    parts: dict[str, int] = {}
    advice: str = ""
    measured: bool = True

    @property
    def seconds(self) -> float:
        """From its start until the weights are kept, if it does not stop early."""
        return self.fixed + self.each * self.epochs + self.more * self.again

    @property
    def fits(self) -> bool:
        """Whether it may begin."""
        return self.memory <= self.there * SPARE


def gigabytes(size: int) -> str:
    """Bytes in words, such as "1.9 GB"."""
    number = size / GB
    return f"{number:.1f} GB" if number < 10 else f"{number:,.0f} GB"  # noqa: PLR2004


def duration(seconds: float) -> str:
    """Seconds in words, such as "4 min"."""
    if seconds < MINUTE:
        return f"{max(1, round(seconds))} s"
    if seconds < HOUR:
        return f"{round(seconds / MINUTE)} min"
    hours, minutes = divmod(round(seconds / MINUTE), 60)
    return f"{hours} h {minutes:02} min"


def expected_words(estimate: Estimate) -> str:
    """What is expected, as a line of the log."""
    time = duration(estimate.seconds)
    return f"about {time} at most, {gigabytes(estimate.memory)} of memory"
