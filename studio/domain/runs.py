"""Training runs that were kept."""

from __future__ import annotations

from typing import Literal

import msgspec

from studio.domain.estimates import Estimate
from studio.domain.jobs import Comparison, Metric

ModelName = Literal["taste", "layout"]
RunState = Literal["running", "finished", "cancelled", "failed", "imported"]

LONGEST_NAME = 60
LONGEST_REMARK = 400


class Origin(msgspec.Struct, frozen=True):
    """What a run was made of: enough to make it again.

    Attributes:
        data: Digest of the tables that it learned from.
        rows: Rows of each of those tables.
        seed: What its random numbers came from.
        device: What it was trained on, in words.
        versions: Of `vitrine`, `torch` and `python`.
        plan: Every setting that the preset stood for, by its name.
    """

    data: str = ""
    rows: dict[str, int] = {}
    seed: int | None = None
    device: str = ""
    versions: dict[str, str] = {}
    plan: dict[str, str] = {}


class Run(msgspec.Struct, frozen=True):
    """One run of a model: settings, curves, metrics. Times in seconds since 1970.

    `processor` counts the seconds of all its threads, `peak_memory` the most bytes that
    its process held (0 where that is unknown). `name` and `remark` are a person's.
    """

    id: str
    number: int
    model: ModelName
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
    name: str = ""
    remark: str = ""
    origin: Origin | None = None
    estimate: Estimate | None = None
    peak_memory: int = 0
    processor: float = 0.0
