"""A report for a training within another job: it speaks through progress alone."""

from __future__ import annotations

from studio.domain.jobs import Comparison, Fact, Metric, Note, Report, Samples


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
