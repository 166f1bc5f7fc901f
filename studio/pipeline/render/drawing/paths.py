"""Flattens the paths of our own drawings into lines.

Knows what `resources/pages/scenes` and the icons use: M, L, H, V, C, S, A and Z, large
and small.
"""

from __future__ import annotations

import math
import re
from typing import TypeAlias

Point: TypeAlias = tuple[float, float]
Line: TypeAlias = list[Point]

_TOKEN = re.compile(r"([MLHVCSAZmlhvcsaz])|(-?(?:\d+\.?\d*|\.\d+))")
_NEEDS = {"m": 2, "l": 2, "h": 1, "v": 1, "c": 6, "s": 4, "a": 7, "z": 0}
_STEPS = 24
"""Straight pieces that stand for one curve."""


class _Pen:
    """Draws commands one after the other and keeps where it is."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.at: Point = (0.0, 0.0)
        self._control: Point | None = None

    def draw(self, command: str, numbers: list[float]) -> None:
        name = command.lower()
        origin = self.at if command.islower() else (0.0, 0.0)
        control = self._control
        self._control = None
        if name == "m":
            self._move(origin, numbers)
        elif name in "lhv":
            self._line(name, command.islower(), numbers)
        elif name in "cs":
            self._curve(name, origin, numbers, control)
        elif name == "a":
            end = (origin[0] + numbers[5], origin[1] + numbers[6])
            self._add(_arc(self.at, end, numbers))
        elif name == "z":
            self._add([self.lines[-1][0]])

    def _move(self, origin: Point, numbers: list[float]) -> None:
        self.at = (origin[0] + numbers[0], origin[1] + numbers[1])
        self.lines.append([self.at])

    def _line(self, name: str, relative: bool, numbers: list[float]) -> None:  # noqa: FBT001
        x, y = self.at
        if name == "h":
            target = (x * relative + numbers[0], y)
        elif name == "v":
            target = (x, y * relative + numbers[0])
        else:
            target = (x * relative + numbers[0], y * relative + numbers[1])
        self._add([target])

    def _curve(
        self, name: str, origin: Point, numbers: list[float], last: Point | None
    ) -> None:
        x, y = origin
        points = [
            (x + numbers[i], y + numbers[i + 1]) for i in range(0, len(numbers), 2)
        ]
        if name == "s":  # the first control mirrors the last one
            before = last or self.at
            mirrored = (2 * self.at[0] - before[0], 2 * self.at[1] - before[1])
            points.insert(0, mirrored)
        self._add(_bezier(self.at, points))
        self._control = points[1]

    def _add(self, points: Line) -> None:
        self.lines[-1].extend(points)
        self.at = points[-1]


def flatten(path: str) -> list[Line]:
    """The lines of a path's `d`, one list of points for each M."""
    pen = _Pen()
    command = ""
    numbers: list[float] = []
    for letter, number in _TOKEN.findall(path):
        if letter:
            command, numbers = letter, []
            if letter in "zZ":
                pen.draw(letter, [])
            continue
        numbers.append(float(number))
        if len(numbers) == _NEEDS[command.lower()]:
            pen.draw(command, numbers)
            numbers = []
            command = {"M": "L", "m": "l"}.get(command, command)
    return pen.lines


def ellipse(cx: float, cy: float, rx: float, ry: float) -> Line:
    """An ellipse as a closed line."""
    turns = [2 * math.pi * step / (4 * _STEPS) for step in range(4 * _STEPS + 1)]
    return [(cx + rx * math.cos(t), cy + ry * math.sin(t)) for t in turns]


def _bezier(start: Point, points: Line) -> Line:
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = start, *points
    line = []
    for step in range(1, _STEPS + 1):
        t = step / _STEPS
        u = 1 - t
        a, b, c, d = u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t
        line.append(
            (a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3)
        )
    return line


def _arc(start: Point, end: Point, numbers: list[float]) -> Line:
    """A circular arc; `numbers` are those of the A command (rx = ry here)."""
    radius, large, sweep = numbers[0], bool(numbers[3]), bool(numbers[4])
    dx, dy = end[0] - start[0], end[1] - start[1]
    chord = math.hypot(dx, dy)
    if chord == 0:
        return [end]
    radius = max(radius, chord / 2)
    height = math.sqrt(max(0.0, radius * radius - chord * chord / 4))
    side = 1 if large != sweep else -1
    cx = (start[0] + end[0]) / 2 - side * height * dy / chord
    cy = (start[1] + end[1]) / 2 + side * height * dx / chord
    first = math.atan2(start[1] - cy, start[0] - cx)
    last = math.atan2(end[1] - cy, end[0] - cx)
    if sweep and last <= first:
        last += 2 * math.pi
    if not sweep and last >= first:
        last -= 2 * math.pi
    turns = [first + (last - first) * step / _STEPS for step in range(1, _STEPS + 1)]
    return [(cx + radius * math.cos(t), cy + radius * math.sin(t)) for t in turns]
