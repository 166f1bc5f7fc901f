"""What came of forgetting shoppers, or of deleting events that are too old."""

from __future__ import annotations

import msgspec


class Forgotten(msgspec.Struct, frozen=True):
    """What was erased, which models learned from it, and what is left to do.

    Attributes:
        asked: Shoppers that were named.
        found: Of these, shoppers that the project held anything of.
        rows: Rows deleted by table; `personas` counts members of the audience.
        marked: Runs whose training data had, or may have had, one of them.
        retrain: Models in use among these, which should be trained anew.
        lists: Customer lists written earlier, which may name them still.
        blocked: Shoppers whom later imports will leave out.
        proofs: The keyed digests that the audit trail has in place of their ids.
        notes: What else there is to know, in sentences.
    """

    asked: int = 0
    found: int = 0
    rows: dict[str, int] = {}
    marked: tuple[str, ...] = ()
    retrain: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    blocked: int = 0
    proofs: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class Retained(msgspec.Struct, frozen=True):
    """What a retention period deletes, or would delete.

    Attributes:
        months: The period; 0 is for ever.
        before: Seconds since 1970 UTC; events before that moment go.
        events: Events that go.
        page_events: Impressions and clicks that go.
        shoppers: Shoppers whose last event goes: all that is held of them goes too.
        of_events: Events that the project holds before that.
        marked: Runs that learned from what went.
        notes: What else there is to know, in sentences.
    """

    months: int
    before: float = 0.0
    events: int = 0
    page_events: int = 0
    shoppers: int = 0
    of_events: int = 0
    marked: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def nothing(self) -> bool:
        """Whether nothing is too old."""
        return not (self.events or self.page_events or self.shoppers)
