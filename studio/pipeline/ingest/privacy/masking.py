"""Names of files and columns that are shown and written down."""

from __future__ import annotations

from studio.domain.names import masked


def masked_name(name: str) -> str:
    """The name of a file or column without what tells a person.

    `anna.smith@example.com.csv` becomes `a…h@example.com.csv`.
    """
    return masked(name)
