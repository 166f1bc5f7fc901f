"""Protecting projects with a passphrase, and opening those that are."""

from __future__ import annotations

import itertools
import math
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Literal

from studio.store.project import DATABASE
from studio.store.sealing.unlocked import HEADER, ask_with

__all__ = [
    "LEAST_CHARACTERS",
    "ask_with",
    "change_passphrase",
    "is_project",
    "is_protected",
    "not_sealed",
    "protect",
    "strength",
    "unprotect",
]

LEAST_CHARACTERS = 8
Strength = Literal["short", "weak", "fair", "strong"]
FAIR_BITS, STRONG_BITS = 50.0, 70.0
"""At 0.1 s a guess on a thousand machines, 50 bits last 1,800 years on average."""
_KINDS = (
    (str.islower, 26),
    (str.isupper, 26),
    (str.isdigit, 10),
    (str.isspace, 1),
)
_OTHERS, _WIDE, _WIDE_FROM = 32, 3000, 0x2E80


def is_project(folder: Path) -> bool:
    """Whether a folder holds a project."""
    return (folder / DATABASE).is_file()


def is_protected(folder: Path) -> bool:
    """Whether a project needs a passphrase."""
    return (folder / HEADER).is_file()


def protect(folder: Path, passphrase: str) -> tuple[str, ...]:
    """Protect a project that nobody has open.

    Returns:
        Names in its folder that are not the project's own; they are not sealed.
    """
    store = _store()
    store.protect(folder, passphrase)
    names: tuple[str, ...] = store.others(folder)
    return names


def unprotect(folder: Path, passphrase: str) -> None:
    """Take the passphrase off a project that nobody has open."""
    _store().unprotect(folder, passphrase)


def change_passphrase(folder: Path, old: str, new: str) -> None:
    """Give a project another passphrase; nothing else is written."""
    _store().change_passphrase(folder, old, new)


def not_sealed(folder: Path) -> tuple[str, ...]:
    """Names in a project's folder that are not its own."""
    names: tuple[str, ...] = _store().others(folder)
    return names


def strength(passphrase: str) -> Strength:
    """How hard a passphrase is to guess, by its length and kinds of characters.

    A rough upper bound: it knows no dictionary, but characters that repeat or follow
    each other, as in `aaaa` and `1234`, count little.
    """
    if len(passphrase) < LEAST_CHARACTERS:
        return "short"
    bits = _fresh(passphrase) * math.log2(_alphabet(passphrase))
    if bits < FAIR_BITS:
        return "weak"
    return "fair" if bits < STRONG_BITS else "strong"


def _fresh(text: str) -> float:
    """How many characters are not foreseen by the one before; others count a fifth."""
    steps = [ord(b) - ord(a) for a, b in itertools.pairwise(text)]
    foreseen = sum(step in (-1, 0, 1) for step in steps)
    return min(len(text) - 0.8 * foreseen, 2.0 * len(set(text.casefold())))


def _alphabet(text: str) -> int:
    sizes = [size for test, size in _KINDS if any(test(c) for c in text)]
    known = [c for c in text if any(test(c) for test, _ in _KINDS)]
    rest = set(text) - set(known)
    if any(ord(c) >= _WIDE_FROM for c in rest):
        sizes.append(_WIDE)
    elif rest:
        sizes.append(_OTHERS)
    return max(2, sum(sizes))


def _store() -> ModuleType:
    """Loaded when it is needed: it brings the ciphers."""
    return import_module("studio.store.protecting")
