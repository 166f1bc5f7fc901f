"""What a project holds of persons: the value that the privacy report is made of."""

from __future__ import annotations

import msgspec

from studio.domain.words import Words


class Held(msgspec.Struct, frozen=True):
    """One table that has rows of shoppers; times in seconds since 1970 UTC, or None.

    `categories` says what kinds of data these are, `purpose` what they are kept for.
    """

    table: str
    rows: int
    shoppers: int
    columns: tuple[str, ...]
    categories: Words
    purpose: Words
    first: float | None = None
    last: float | None = None


class Source(msgspec.Struct, frozen=True):
    """An import: where data came from, and when."""

    at: float
    files: tuple[str, ...]
    events: int
    shoppers: int
    undone: bool = False


class Learned(msgspec.Struct, frozen=True):
    """A model, and what it learned from; `private` tells of differential privacy."""

    run: str
    at: float
    in_use: bool
    learned_from: str = ""
    forgotten: str = ""
    private: str = ""


class Gone(msgspec.Struct, frozen=True):
    """Something that was written outside of the project."""

    what: Words
    path: str
    at: float | None = None


class Entry(msgspec.Struct, frozen=True):
    """A line of the audit trail: when, what, of what, by whom."""

    at: float
    what: str
    subject: str
    by: str = ""
    note: str = ""


class PrivacyReport(msgspec.Struct, frozen=True):
    """What is held of persons, why, since when, how long, and who decided.

    Attributes:
        project: Its name.
        shop: Who is responsible: the shop's name.
        address: Its postal address, empty where the project does not know it.
        at: When the report was made, in seconds since 1970 UTC.
        protected: Whether all files are encrypted with a passphrase.
        key: Where the key of the pseudonyms lies.
        floor: No group of fewer shoppers is shown.
        retention_months: How long events are kept; 0 is for ever.
        suppressed: Shoppers whom imports leave out.
        personas: How many personas there are.
        smallest: Shoppers of the smallest of them, None without personas.
    """

    project: str
    shop: str
    address: str
    at: float
    protected: bool
    key: Words
    floor: int
    retention_months: int
    suppressed: int
    personas: int
    smallest: int | None
    shoppers: int
    held: tuple[Held, ...]
    sources: tuple[Source, ...]
    models: tuple[Learned, ...]
    gone: tuple[Gone, ...]
    audit: tuple[Entry, ...]
