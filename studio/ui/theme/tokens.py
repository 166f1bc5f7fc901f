"""The design tokens as plain values: the one table that colours the window."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from studio.domain.shipped import resource


@cache
def tokens() -> dict[str, Any]:
    """The whole of tokens.json."""
    text = resource("theme", "tokens.json").read_text("utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


@cache
def colours(mode: str) -> dict[str, str]:
    """Colours of `light` or `dark` by role, such as `text.primary`: `#RRGGBB[AA]`."""
    return {
        f"{group}.{name}": value
        for group, names in tokens()["color"][mode].items()
        for name, value in names.items()
    }


@cache
def scale(name: str) -> tuple[int, int, int]:
    """(pixels, line height in pixels, weight) of a font of the scale."""
    font = tokens()["typography"]["scale"][name]
    return font["px"], font["line_px"], font["weight"]


@cache
def space(step: int) -> int:
    """Pixels of a step of the spacing scale (4 px a step up to 6)."""
    return int(tokens()["space"][str(step)])


@cache
def motion(name: str) -> int:
    """Milliseconds of a motion token, such as `fast_ms`."""
    return int(tokens()["motion"][name])


def persona_order() -> tuple[tuple[str, str], ...]:
    """(colour token, shape) by place."""
    return tuple((p["token"], p["shape"]) for p in tokens()["persona_order"])
