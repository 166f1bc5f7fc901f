"""Protecting projects with a passphrase, and opening those that are."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Literal

from studio.store.sealing.unlocked import HEADER, ask_with

__all__ = [
    "LEAST_CHARACTERS",
    "ask_with",
    "change_passphrase",
    "check_passphrase",
    "is_protected",
    "not_sealed",
    "protect",
    "strength",
    "unprotect",
]

LEAST_CHARACTERS = 8
Step = Callable[[int, int], None]
Strength = Literal["short", "weak", "fair", "strong"]
FAIR_BITS, STRONG_BITS = 45.0, 65.0
"""At a million guesses a second, 45 bits last half a year on average."""
LETTER_BITS = 2.6
"""What a letter of a word adds: a word of five is one of some 8,000 common ones."""
SIGN_BITS = 6.0
"""What a Chinese character adds in a sentence."""
_KINDS = (
    (str.islower, 26),
    (str.isupper, 26),
    (str.isdigit, 10),
    (str.isspace, 1),
)
_OTHERS, _WIDE, _WIDE_FROM = 32, 3000, 0x2E80


def is_protected(folder: Path) -> bool:
    """Whether a project needs a passphrase."""
    return (folder / HEADER).is_file()


def protect(folder: Path, passphrase: str, step: Step | None = None) -> tuple[str, ...]:
    """Protect a project that nobody has open.

    Args:
        folder: The project.
        passphrase: Its new passphrase.
        step: Told how many bytes of how many are copied.

    Returns:
        Names in its folder that are not the project's own; they are not sealed.
    """
    store = _store()
    store.protect(folder, passphrase, *(() if step is None else (step,)))
    names: tuple[str, ...] = store.others(folder)
    return names


def check_passphrase(folder: Path, passphrase: str) -> None:
    """Raise WrongPassphrase if it does not open a protected project."""
    _store().try_passphrase(folder, passphrase)


def unprotect(folder: Path, passphrase: str, step: Step | None = None) -> None:
    """Take the passphrase off a project that nobody has open."""
    _store().unprotect(folder, passphrase, *(() if step is None else (step,)))


def change_passphrase(folder: Path, old: str, new: str) -> None:
    """Give a project another passphrase; nothing else is written."""
    _store().change_passphrase(folder, old, new)


def not_sealed(folder: Path) -> tuple[str, ...]:
    """Names in a project's folder that are not its own."""
    names: tuple[str, ...] = _store().others(folder)
    return names


def strength(passphrase: str) -> Strength:
    """How hard a passphrase is to guess, by its length and kinds of characters.

    Rough: it knows no dictionary, but letters alone count as words, not as chance, and
    characters that repeat or follow each other, as in `aaaa` and `1234`, count little.
    """
    if len(passphrase) < LEAST_CHARACTERS:
        return "short"
    letters = passphrase.replace(" ", "")
    if letters.isalpha():  # words
        bits = _fresh(letters) * (LETTER_BITS if letters.isascii() else SIGN_BITS)
    else:
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
