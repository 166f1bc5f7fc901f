"""Training runs that were kept."""

from __future__ import annotations

from typing import Literal

import msgspec

from studio.domain.jobs import Comparison, Metric

RunState = Literal["running", "finished", "cancelled", "failed", "imported"]


class Run(msgspec.Struct, frozen=True):
    """One run of a model: settings, curves, metrics. Times in seconds since 1970."""

    id: str
    number: int
    model: Literal["taste", "layout"]
    state: RunState
    started: float
    ended: float | None = None
    seconds: float = 0.0
    settings: dict[str, str] = {}
    facts: dict[str, str] = {}
    metrics: dict[str, float] = {}
    curves: tuple[Metric, ...] = ()
    comparison: Comparison | None = None
    message: str = ""
    in_use: bool = False
