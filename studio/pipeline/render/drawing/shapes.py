"""Reads our own SVG drawings as coloured lines and areas."""

from __future__ import annotations

import math
import re
from functools import cache
from xml.etree import ElementTree as ET

import msgspec

from studio.domain.shipped import resource
from studio.pipeline.render.drawing.paths import Line, ellipse, flatten

_ROTATE = re.compile(r"rotate\((-?[\d.]+) ([\d.]+) ([\d.]+)\)")
_LEFT_OUT = frozenset({"defs", "title"})


class Shape(msgspec.Struct, frozen=True):
    """One shape of a scene: its class says the colour; `line` ones are stroked."""

    kind: str
    lines: tuple[tuple[tuple[float, float], ...], ...]
    opacity: float = 1.0

    @property
    def stroked(self) -> bool:
        """Whether only its outline is drawn."""
        return self.kind == "sl"


@cache
def scene_shapes(backdrop: str) -> tuple[Shape, ...]:
    """The shapes of a backdrop, back to front, in a box of 1440 x 640."""
    text = resource("pages", "scenes", f"{backdrop}.svg").read_text(encoding="utf-8")
    root = ET.fromstring(text)  # noqa: S314 - a file of our own
    found: list[Shape] = []
    _collect(root, "", 1.0, found)
    return tuple(found)


@cache
def icon_lines(name: str) -> tuple[tuple[tuple[float, float], ...], ...]:
    """The strokes of an icon in a box of 24 x 24."""
    text = resource("pages", "icons.svg").read_text(encoding="utf-8")
    root = ET.fromstring(text)  # noqa: S314 - a file of our own
    for symbol in root.iter("symbol"):
        if symbol.get("id") == f"i-{name}":
            paths = (path.get("d", "") for path in symbol.iter("path"))
            return tuple(tuple(line) for d in paths for line in flatten(d))
    raise KeyError(name)


def _collect(
    element: ET.Element, kind: str, opacity: float, found: list[Shape]
) -> None:
    for child in element:
        if child.tag in _LEFT_OUT:
            continue
        own = (child.get("class") or "").split()
        colour = own[0] if own and own[0] not in ("shift", "side") else kind
        shown = opacity * float(child.get("opacity", "1"))
        if child.tag == "g":
            _collect(child, colour, shown, found)
            continue
        lines = [_turned(line, child.get("transform")) for line in _lines(child)]
        found.append(Shape(colour, tuple(tuple(line) for line in lines), shown))


def _lines(element: ET.Element) -> list[Line]:
    def number(name: str) -> float:
        return float(element.get(name, "0"))

    if element.tag == "path":
        return flatten(element.get("d", ""))
    if element.tag == "circle":
        radius = number("r")
        return [ellipse(number("cx"), number("cy"), radius, radius)]
    if element.tag == "ellipse":
        return [ellipse(number("cx"), number("cy"), number("rx"), number("ry"))]
    x, y, round_by = number("x"), number("y"), number("rx")
    width, height = number("width") - 2 * round_by, number("height") - 2 * round_by
    corner = f"a{round_by} {round_by} 0 0 1 "
    r = round_by
    return flatten(
        f"M{x + r} {y}h{width}{corner}{r} {r}v{height}{corner}{-r} {r}"
        f"h{-width}{corner}{-r} {-r}v{-height}{corner}{r} {-r}z"
    )


def _turned(line: Line, transform: str | None) -> Line:
    found = _ROTATE.search(transform or "")
    if not found:
        return line
    angle, cx, cy = (float(value) for value in found.groups())
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    return [
        (cx + (x - cx) * cos - (y - cy) * sin, cy + (x - cx) * sin + (y - cy) * cos)
        for x, y in line
    ]
