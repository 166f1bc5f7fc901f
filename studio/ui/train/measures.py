"""The metrics of layouts: what they are called, what they say, what is best."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

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


MEASURES: dict[str, Measure] = {
    "auc": Measure(
        mark("Told apart (C2ST AUC)"),
        mark("Told apart"),
        mark(
            "How well a classifier tells these pages from held-out real ones; at 0.5"
            " it guesses."
        ),
        ideal=0.5,
    ),
    "length": Measure(
        mark("Length distance"),
        mark("Lengths"),
        mark(
            "How far the numbers of blocks a page are from those of real pages, in"
            " blocks."
        ),
        places=2,
    ),
    "cooccurrence": Measure(
        mark("Blocks together"),
        mark("Together"),
        mark("Mean difference of how often two block types stand on one page."),
    ),
    "repeats": Measure(
        mark("Repeated blocks"),
        mark("Repeats"),
        mark("Repeated blocks a page, less those of real pages."),
        places=2,
    ),
    "types": Measure(
        mark("Block types"),
        mark("Types"),
        mark("Jensen-Shannon divergence of the shares of block types, in bits."),
    ),
    "bigrams": Measure(
        mark("Neighbouring blocks"),
        mark("Neighbours"),
        mark("Jensen-Shannon divergence of pairs of neighbouring blocks, in bits."),
    ),
    "novel": Measure(
        mark("Novel pages"),
        mark("Novel"),
        mark("Share of pages whose order of blocks no page learned from has."),
        ideal=None,
        share=True,
    ),
    "distinct": Measure(
        mark("Distinct pages"),
        mark("Distinct"),
        mark("Share of different orders of blocks among the pages."),
        ideal=None,
        share=True,
    ),
    "coverage": Measure(
        mark("Coverage"),
        mark("Coverage"),
        mark("Share of held-out real pages that have a made page near them."),
        ideal=1.0,
        share=True,
    ),
    "frechet": Measure(
        mark("Fréchet distance"),
        mark("Fréchet"),
        mark(
            "How far the pages as a whole are from real ones in the features of a"
            " frozen encoder."
        ),
    ),
    "kernel": Measure(
        mark("Kernel distance"),
        mark("Kernel"),
        mark("The same by a kernel, which few pages mislead less."),
    ),
}
"""Known metrics in the order in which they are shown, their texts not translated."""


def measure_of(name: str) -> Measure:
    """A metric by its name; an unknown one is shown as it is."""
    known = MEASURES.get(name)
    if known is None:
        words = name.replace("_", " ").replace("/", ", ").capitalize()
        return Measure(words, words, "", None)
    return replace(
        known, name=tr(known.name), short=tr(known.short), words=tr(known.words)
    )
