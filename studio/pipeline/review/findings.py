"""What the review says about a page."""

from __future__ import annotations

from typing import Literal

import msgspec

from studio.domain.words import Words

Severity = Literal["error", "warning", "info"]
ORDER: dict[str, int] = {"error": 0, "warning": 1, "info": 2}


class PageFinding(msgspec.Struct, frozen=True):
    """One thing to know before approving, said in one sentence.

    `rule` is a short stable name; `block_id` is empty where the whole page is meant;
    `slot` and `key` point at a product's place or a text where there is one.
    """

    rule: str
    severity: Severity
    title: Words
    sentence: Words
    block_id: str = ""
    key: str = ""
    slot: int | None = None


def by_weight(findings: list[PageFinding]) -> tuple[PageFinding, ...]:
    """Errors first, else in the order found."""
    return tuple(sorted(findings, key=lambda finding: ORDER[finding.severity]))
