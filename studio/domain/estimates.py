"""How long a training will take, and how much memory it needs, before it begins."""

from __future__ import annotations

import msgspec


class Shapes(msgspec.Struct, frozen=True):
    """What a training is made of, in numbers that time and memory follow from.

    `windows` sequences a pass of `tokens` steps in all, the longest of `longest`;
    `judged` questions after each epoch, `tested` at the end.
    """

    shoppers: int = 0
    products: int = 0
    steps: int = 0
    windows: int = 0
    tokens: int = 0
    longest: int = 0
    judged: int = 0
    tested: int = 0


class Probe(msgspec.Struct, frozen=True):
    """What a few real steps took on this machine.

    Seconds by part; bytes by part. `processor` is the share of wall time that was
    processor time, below 1 where something else had the processor.
    """

    step: float
    epoch_end: float = 0.0
    before: float = 0.0
    after: float = 0.0
    processor: float = 1.0
    memory: dict[str, int] = {}


class Estimate(msgspec.Struct, frozen=True):
    """A training as it is expected to be.

    Attributes:
        seconds: From its start until the weights are kept, if it does not stop early.
        memory: Most bytes that its process will hold.
        there: Bytes that it may take now.
        epochs: Passes (or steps of the layout GAN) at most.
        each: Seconds of one of them.
        parts: Bytes by part.
        fits: Whether it may begin.
        advice: What to change when it may not.
        measured: Whether steps were measured, or only counted from the shapes.
    """

    seconds: float
    memory: int
    there: int
    epochs: int = 0
    each: float = 0.0
    parts: dict[str, int] = {}
    fits: bool = True
    advice: str = ""
    measured: bool = True
