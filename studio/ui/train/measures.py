"""The metrics of layouts: what they are called, what they say, what is best."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from studio.ui import formats
from studio.ui.language import mark, tr


@dataclass(frozen=True)
class Measure:
    """A metric. The nearer to `ideal`, the better; None says the more, the better.

    Attributes:
        name: In full.
        short: As the head of a column.
        words: One sentence on what it says.
        ideal: What pages that cannot be told from real ones have.
        share: Whether it is a share, shown in per cent.
        places: Decimals.
    """

    name: str
    short: str
    words: str
    ideal: float | None = 0.0
    share: bool = False
    places: int = 3

    def text(self, value: float) -> str:
        """A value as it is shown."""
        if self.share:
            return formats.percent(value)
        return formats.decimal(value, self.places).replace("-", "−")

    def best(self, values: Sequence[float]) -> float | None:
        """The best of some values; None without any."""
        if not values:
            return None
        if self.ideal is None:
            return max(values)
        return min(values, key=lambda value: abs(value - (self.ideal or 0.0)))


MEASURES: dict[str, tuple[str, str, str, float | None, bool, int]] = {
    "auc": (
        mark("Told apart (C2ST AUC)"), mark("Told apart"),
        mark("How well a classifier tells these pages from held-out real ones; at 0.5"
             " it guesses."),
        0.5, False, 3,
    ),
    "length": (
        mark("Length distance"), mark("Lengths"),
        mark("How far the numbers of blocks a page are from those of real pages, in"
             " blocks."),
        0.0, False, 2,
    ),
    "cooccurrence": (
        mark("Blocks together"), mark("Together"),
        mark("Mean difference of how often two block types stand on one page."),
        0.0, False, 3,
    ),
    "repeats": (
        mark("Repeated blocks"), mark("Repeats"),
        mark("Repeated blocks a page, less those of real pages."),
        0.0, False, 2,
    ),
    "types": (
        mark("Block types"), mark("Types"),
        mark("Jensen-Shannon divergence of the shares of block types, in bits."),
        0.0, False, 3,
    ),
    "bigrams": (
        mark("Neighbouring blocks"), mark("Neighbours"),
        mark("Jensen-Shannon divergence of pairs of neighbouring blocks, in bits."),
        0.0, False, 3,
    ),
    "novel": (
        mark("Novel pages"), mark("Novel"),
        mark("Share of pages whose order of blocks no page learned from has."),
        None, True, 0,
    ),
    "distinct": (
        mark("Distinct pages"), mark("Distinct"),
        mark("Share of different orders of blocks among the pages."),
        None, True, 0,
    ),
    "coverage": (
        mark("Coverage"), mark("Coverage"),
        mark("Share of held-out real pages that have a made page near them."),
        1.0, True, 0,
    ),
    "frechet": (
        mark("Fréchet distance"), mark("Fréchet"),
        mark("How far the pages as a whole are from real ones in the features of a"
             " frozen encoder."),
        0.0, False, 3,
    ),
    "kernel": (
        mark("Kernel distance"), mark("Kernel"),
        mark("The same by a kernel, which few pages mislead less."),
        0.0, False, 3,
    ),
}  # fmt: skip


def measure_of(name: str) -> Measure:
    """A metric by its name; an unknown one is shown as it is."""
    known = MEASURES.get(name)
    if known is None:
        words = name.replace("_", " ").replace("/", ", ").capitalize()
        return Measure(words, words, "", None)
    full, short, words, ideal, share, places = known
    return Measure(tr(full), tr(short), tr(words), ideal, share, places)
