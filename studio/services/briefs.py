"""Reads a brief from a JSON file."""

from __future__ import annotations

from pathlib import Path

import msgspec

from studio.domain.brief import Brief
from studio.domain.errors import InputProblem
from studio.domain.words import Words

EXAMPLE = '{"name": "Autumn sale", "end": "2026-11-30", "on_sale": true}'
_WORDS = ("name",)
_OFFER_WORDS = ("text", "terms")


def read_brief(path: Path) -> Brief:
    """Read a campaign's brief; texts may be plain or {"en": ..., "zh": ...}.

    Raises:
        InputProblem: The file is missing, no JSON, or a value does not fit.
    """
    try:
        text = path.read_bytes()
    except OSError as error:
        raise InputProblem(
            f"The brief {path} cannot be read ({error.strerror}).",
            f"It is a JSON file such as {EXAMPLE}",
        ) from error
    try:
        value = msgspec.json.decode(text)
        brief = msgspec.convert(_with_words(value), Brief)
    except msgspec.DecodeError as error:
        raise InputProblem(
            f"The brief {path.name} does not fit: {error}.", f"It reads like {EXAMPLE}"
        ) from error
    return checked(brief)


def checked(brief: Brief) -> Brief:
    """The brief, if it makes sense; raises InputProblem."""
    if not brief.name:
        raise InputProblem("The brief has no name.", 'Add "name": "Autumn sale".')
    if brief.start and brief.end and brief.end < brief.start:
        raise InputProblem(
            f"The brief ends on {brief.end} before it starts on {brief.start}.",
            "Change one of the two dates.",
        )
    return brief


def _with_words(value: object) -> object:
    """Turn plain strings into Words where the brief holds text in languages."""
    if not isinstance(value, dict):
        return value
    offer = value.get("offer")
    if isinstance(offer, str):
        offer = {"text": offer}
    if isinstance(offer, dict):
        offer = {k: _words(v) if k in _OFFER_WORDS else v for k, v in offer.items()}
    named = {k: _words(v) if k in _WORDS else v for k, v in value.items()}
    category = named.get("category")
    if isinstance(category, str):
        named["category"] = [part.strip() for part in category.split(">")]
    return named if offer is None else {**named, "offer": offer}


def _words(value: object) -> object:
    return msgspec.to_builtins(Words(en=value)) if isinstance(value, str) else value
