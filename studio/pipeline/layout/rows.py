"""Layouts as JSON lines, with the fields of a collection of storefront pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec
import numpy as np

from studio.domain.layout import Layout
from studio.pipeline.layout.conditions import Conditions


def to_line(layout: Layout) -> bytes:
    """One layout as a line; an attribute that is absent is left out."""
    blocks = [
        {"type": block.type}
        | {
            name: value
            for name, value in msgspec.structs.asdict(block.attributes).items()
            if value is not None
        }
        for block in layout.blocks
    ]
    row = {
        "page_kind": layout.page_kind, "campaign": layout.campaign, "blocks": blocks
    }  # fmt: skip
    return msgspec.json.encode(row) + b"\n"


def to_lines(layouts: Iterable[Layout]) -> bytes:
    """Layouts as JSON lines."""
    return b"".join(to_line(layout) for layout in layouts)


def wishes_by_share(
    share: Mapping[tuple[str, bool], float], n: int, seed: int
) -> list[Conditions]:
    """`n` wishes in the given proportions of page kind and campaign, in random order.

    Args:
        share: Weight of each page kind and campaign; any sum.
        n: How many.
        seed: Of the order.
    """
    total = sum(share.values())
    exact = {key: n * weight / total for key, weight in share.items()}
    count = {key: int(value) for key, value in exact.items()}
    rest = sorted(exact, key=lambda key: count[key] - exact[key])
    for key in rest[: n - sum(count.values())]:
        count[key] += 1
    wishes = [
        Conditions(page_kind=kind, campaign=campaign)  # type: ignore[arg-type]
        for (kind, campaign), times in count.items()
        for _ in range(times)
    ]
    order = np.random.default_rng(seed).permutation(len(wishes))
    return [wishes[at] for at in order]
