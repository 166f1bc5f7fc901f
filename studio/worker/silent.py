"""What a training within another job tells: little, or nothing."""

from __future__ import annotations

from collections.abc import Callable

from studio.domain.jobs import Comparison, Fact, Metric, Note, Report, Samples


def ticker(report: Report, label: str) -> Callable[[], None]:
    """What says again and again what is being done; may raise CancelledByUser."""
    return lambda: report.progress(0, 0, label)


class Silent:
    """Passes on how far it is, under another label, and keeps the rest to itself."""

    def __init__(self, report: Report, label: str) -> None:
        self._report = report
        self._label = label

    def progress(
        self, step: int, total: int, label: str = "", seconds_left: float | None = None
    ) -> None:
        """Pass on how far it is."""
        said = self._label if label else ""
        self._report.progress(step, total, said, seconds_left)

    def send(self, event: Metric | Note | Fact | Samples | Comparison) -> None:
        """Keep the curves of the small training to itself."""


class Unheard:
    """A report that only asks whether it was cancelled."""

    def __init__(self, tick: Callable[[], None]) -> None:
        self._tick = tick

    def progress(self, *_: object, **__: object) -> None:
        """Ask."""
        self._tick()

    def send(self, event: object) -> None:
        """Pass it over."""
