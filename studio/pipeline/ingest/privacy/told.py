"""What a column was found to be, and the sentence that says why."""

from __future__ import annotations

import msgspec


class Told(msgspec.Struct, frozen=True):
    """A kind of personal data, why a column counts as that, and how sure it is.

    `sure` is set where values prove it (a check digit, the form of an e-mail
    address): then a header of another meaning does not help. `share` is that of the
    values that do, 0 to 1; 0 where the header alone decided.
    """

    what: str
    why: str
    sure: bool = False
    share: float = 0.0


def counted(hits: int, total: int, words: str) -> str:
    """Such as "95 of 100 values pass the check digit of a payment card"."""
    return f"{hits:,} of {total:,} values {words}"
