"""Names that a person gives to segments and personas."""

from __future__ import annotations

from studio.domain.errors import InputProblem

LONGEST_NAME = 60


def checked_name(name: str, what: str) -> str:
    """A name with its spaces in order; raises InputProblem for an unusable one.

    Args:
        name: What was typed.
        what: What it is the name of, such as "segment".
    """
    name = " ".join(name.split())
    if not name:
        raise InputProblem(f"A {what} needs a name.")
    if len(name) > LONGEST_NAME:
        raise InputProblem(
            f"That name has {len(name)} characters.",
            f"Choose one of at most {LONGEST_NAME}.",
        )
    return name
