"""A run as it is watched: what has been reported of it so far."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from studio.domain.jobs import (
    Comparison,
    Fact,
    JobEvent,
    Metric,
    Note,
    Progress,
    Samples,
)
from studio.domain.layout import Layout
from studio.domain.runs import Run
from studio.ui.train.words import Condition, Model, condition_of

LOG_LINES = 400
"""Lines of the log that are kept."""


@dataclass
class Curve:
    """A curve's points in the order of their steps."""

    xs: list[float] = field(default_factory=list)
    ys: list[float] = field(default_factory=list)

    def add(self, x: float, y: float) -> None:
        """Add a point; a point of the same step is replaced."""
        if self.xs and x <= self.xs[-1]:
            while self.xs and self.xs[-1] >= x:
                self.xs.pop()
                self.ys.pop()
        self.xs.append(x)
        self.ys.append(y)

    def best(self, *, high: bool) -> tuple[float, float] | None:
        """(step, value) of the best point; None without points."""
        if not self.ys:
            return None
        value = max(self.ys) if high else min(self.ys)
        return self.xs[self.ys.index(value)], value


@dataclass(frozen=True)
class LogLine:
    """A line of the log; `at` in seconds since 1970."""

    at: float
    text: str


@dataclass
class Watched:
    """Everything that is shown of one run, live or kept.

    Attributes:
        model: Which model is trained.
        run: The run as it was last read; None before it has begun.
        condition: How it stands.
        began: When it was started or resumed, seconds since 1970.
        before: Seconds that it had trained before it was resumed.
        elsewhere: Whether another program trains it, such as the command line.
        version: Grows with each change of curves, for whoever draws them.
    """

    model: Model
    run: Run | None = None
    condition: Condition = "none"
    began: float = 0.0
    before: float = 0.0
    elsewhere: bool = False
    progress: Progress | None = None
    curves: dict[str, Curve] = field(default_factory=dict)
    facts: dict[str, str] = field(default_factory=dict)
    log: list[LogLine] = field(default_factory=list)
    comparison: Comparison | None = None
    samples: tuple[Layout, ...] = ()
    message: str = ""
    hint: str = ""
    version: int = 0

    @classmethod
    def of(cls, model: Model, run: Run | None) -> Watched:
        """A run as it was kept; None for a model that was never trained."""
        watched = cls(model)
        if run is not None:
            watched.read(run)
        return watched

    def read(self, run: Run) -> None:
        """Take over what was kept of a run."""
        self.run = run
        self.condition = condition_of(run)
        self.began, self.message = run.started, run.message
        self.facts = {**run.settings, **run.facts, **self.facts}
        self.comparison = run.comparison or self.comparison
        for point in run.curves:
            self.curves.setdefault(point.name, Curve())
        kept = {name: Curve() for name in self.curves}
        for point in run.curves:
            kept[point.name].add(point.step, point.value)
        for name, curve in kept.items():
            if len(curve.xs) >= len(self.curves[name].xs):
                self.curves[name] = curve
        self.version += 1

    def take(self, event: JobEvent, now: float | None = None) -> None:
        """Take over what a job has reported."""
        match event:
            case Progress():
                self.progress = event
            case Metric():
                curve = self.curves.setdefault(event.name, Curve())
                curve.add(event.step, event.value)
                self.version += 1
            case Note():
                at = time.time() if now is None else now
                self.log.append(LogLine(at, event.text))
                del self.log[:-LOG_LINES]
            case Fact():
                self.facts[event.name] = event.value
            case Samples():
                self.samples = event.layouts
            case Comparison():
                self.comparison = event
                self.version += 1
            case _:
                pass

    def curve(self, name: str) -> Curve:
        """A curve by its name; without points where none has come."""
        return self.curves.get(name, Curve())

    def last(self, name: str) -> float | None:
        """The last value of a curve."""
        values = self.curve(name).ys
        return values[-1] if values else None

    @property
    def ours(self) -> float | None:
        """NDCG@10 of our own row of the comparison, once it has been measured."""
        rows = self.comparison.rows if self.comparison is not None else ()
        return next((row.values.get("ndcg@10") for row in rows if row.ours), None)

    @property
    def baselines(self) -> tuple[tuple[str, float], ...]:
        """(name, NDCG@10) of what ours is compared with, the best first."""
        rows = self.comparison.rows if self.comparison is not None else ()
        found = [
            (row.name, row.values["ndcg@10"])
            for row in rows
            if not row.ours and "ndcg@10" in row.values
        ]
        return tuple(sorted(found, key=lambda pair: -pair[1]))

    @property
    def share(self) -> float | None:
        """How far it is, 0 to 1; None while the length is unknown."""
        if self.progress is None or self.progress.total <= 0:
            return None
        return min(1.0, self.progress.step / self.progress.total)

    @property
    def ndcg(self) -> float | None:
        """NDCG@10 on held-out shoppers: the final figure, else the best so far."""
        if self.ours is not None:
            return self.ours
        best = self.curve("ndcg@10").best(high=True)
        if best is not None:
            return best[1]
        return None if self.run is None else self.run.metrics.get("ndcg@10")

    def elapsed(self, now: float | None = None) -> float:
        """Seconds of training, the resumed ones with those before."""
        if self.condition == "running":
            return self.before + (time.time() if now is None else now) - self.began
        return 0.0 if self.run is None else self.run.seconds
