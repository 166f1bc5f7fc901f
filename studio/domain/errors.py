"""Errors that a user may see: one clear sentence, and how to mend it."""

from __future__ import annotations


class VitrineError(Exception):
    """An expected failure, told in one sentence.

    Args:
        message: What happened and where (file, row, value), as one sentence.
        hint: How to mend it; empty when the message already says so.
    """

    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class InputProblem(VitrineError):
    """A file or an argument cannot be used as it is."""

    exit_code = 2


class NotYet(VitrineError):
    """A step needs an earlier step that has not been done."""

    exit_code = 3


class ProjectProblem(VitrineError):
    """A project folder is missing, locked, damaged or of a newer version."""

    exit_code = 4


class ProjectLocked(ProjectProblem):
    """Another window or process holds the project."""


class PassphraseNeeded(ProjectProblem):
    """A protected project was opened without its passphrase."""


class WrongPassphrase(PassphraseNeeded):
    """The passphrase does not open the project."""


class StorageProblem(VitrineError):
    """The disk is full, or a folder may not be written."""

    exit_code = 5


class ModelRefused(VitrineError):
    """A weights file is a pickle, corrupt, or of another shape or vocabulary."""

    exit_code = 6


class EditRefused(VitrineError):
    """An edit does not fit the page as it is."""


class JobFailed(VitrineError):
    """A job ended without a result."""


class CancelledByUser(Exception):  # not an error: the user asked for it
    """Raised by `report(...)` once the user has asked to stop."""
