"""Keeps a defect of PySide from ending the process."""

from __future__ import annotations

import ctypes
import sys

IMMORTAL = (3, 12)
"""From this Python on the constants are never counted."""
_SPARE = 1 << 40


def keep_truth() -> None:
    """Give `True` and `False` more references than a session can lose.

    PySide6 6.12 returns `True` from every `Signal.emit` without counting the new
    reference, so that Python 3.11 aborts after some thousand signals ("deallocating
    True or False"). Where the constants are immortal there is nothing to do.
    """
    if sys.version_info >= IMMORTAL:
        return
    for constant in (True, False):
        count = ctypes.c_ssize_t.from_address(id(constant))
        if count.value < _SPARE:
            count.value += _SPARE
