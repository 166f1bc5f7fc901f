"""What a layout model has learned from, and what of its pages changed by it."""

from __future__ import annotations

from studio.domain.blocks import BLOCKS
from studio.ui import formats
from studio.ui.language import plural, tr
from studio.ui.train.watched import Watched

CHANGED = "changed/"
"""What metrics that tell of a change are named by: then the block type, or `length`."""
_NAMED = 3
_LEAST = 0.02  # of the pages: smaller changes are chance


def learned_line(watched: Watched) -> str:
    """Such as "Learned from 34 approved pages"; empty before a run has told."""
    facts = watched.facts
    told = []
    approved = _number(facts.get("approved", ""))
    own = _number(facts.get("data", "").partition(" own pages")[0])
    if approved:
        told.append(plural(approved, "{n} approved page", "{n} approved pages"))
    if own - approved > 0:
        rest = own - approved
        told.append(plural(rest, "{n} imported page", "{n} imported pages"))
    seen = _number(facts.get("data", "").rpartition(", ")[2].partition(" ")[0])
    if seen:
        told.append(plural(seen, "{n} look at a block", "{n} looks at blocks"))
    if not told:
        return ""
    if watched.condition == "running":
        return tr("Learning from {parts}.", parts=tr(", ").join(told))
    return tr("Learned from {parts}.", parts=tr(", ").join(told))


def changed_line(watched: Watched) -> str:
    """Which blocks its pages have more and less of than those of the model before."""
    metrics = watched.run.metrics if watched.run is not None else {}
    shares = {
        name.removeprefix(CHANGED): value
        for name, value in metrics.items()
        if name.startswith(CHANGED) and name != f"{CHANGED}length"
    }
    more = sorted((s for s in shares.items() if s[1] >= _LEAST), key=lambda s: -s[1])
    less = sorted((s for s in shares.items() if s[1] <= -_LEAST), key=lambda s: s[1])
    told = []
    if more:
        told.append(tr("More pages with {names}.", names=_names(more)))
    if less:
        told.append(tr("Fewer with {names}.", names=_names(less)))
    longer = metrics.get(f"{CHANGED}length", 0.0)
    if abs(longer) >= 0.5:  # noqa: PLR2004  half a block
        told.append(tr("{n} blocks a page.", n=formats.signed(longer, 1)))
    if told:
        return " ".join((tr("What changed:"), *told))
    return tr("What changed: hardly anything.") if shares else ""


def _names(shares: list[tuple[str, float]]) -> str:
    return tr(", ").join(
        f"{_name(name)} ({formats.signed(100 * share, 0)}%)"
        for name, share in shares[:_NAMED]
    )


def _name(block_type: str) -> str:
    spec = BLOCKS.get(block_type)
    return tr(spec.label).lower() if spec else block_type.replace("-", " ")


def _number(text: str) -> int:
    digits = text.replace(",", "").strip()
    return int(digits) if digits.isdecimal() else 0
