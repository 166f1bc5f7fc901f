"""The values of a JSON file one by one, however large it is.

Three ways of writing are known: a value a line (JSON lines), one long list, and one
object, which may hold the list or be a row itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import TextIOWrapper
from typing import BinaryIO, Literal, TypeVar

from studio.domain.errors import InputProblem

CHUNK = 1024**2
LARGEST_ROW = 64 * 1024**2
"""Characters of a row, and of a file that is one single object."""
BROKEN: object = object()
"""Stands in for a line that is not JSON."""
Way = Literal["lines", "list", "object"]
T = TypeVar("T")
# as in the file: 12.50 stays 12.50, and an id of thirty digits stays whole
_DECODER = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str)


def way_of(start: str) -> Way:
    """How a file writes its values, by how it begins."""
    start = start.lstrip("\ufeff \t\r\n")
    if start.startswith("["):
        first = start.split("\n", 1)[0]
        return "lines" if decoded(first) is not BROKEN and "\n[" in start else "list"
    first, _, rest = start.partition("\n")
    if first.strip() == "{" or decoded(first) is not BROKEN:
        return "object" if first.strip() == "{" else "lines"
    # a first line that is broken, with whole ones below it
    lines = rest.split("\n", 5)[:5]
    below = first.rstrip().endswith("}") and any(
        isinstance(decoded(line), dict) for line in lines
    )
    return "lines" if below else "object"


def values(stream: BinaryIO, way: Way, name: str) -> Iterator[object]:
    """The values of a file; BROKEN for a line that is none.

    Raises:
        InputProblem: The list or the object is broken or ends too early.
    """
    if way == "lines":
        yield from _lines(stream)
    elif way == "list":
        with TextIOWrapper(stream, "utf-8", "replace", newline="") as text:
            yield from _List(text, name).values()
    else:
        yield from _in_object(stream, name)


def decoded(text: str) -> object:
    """One value, or BROKEN; nesting of thousands of levels is broken too."""
    try:
        return _DECODER.decode(text)
    except (ValueError, RecursionError):
        return BROKEN


def _lines(stream: BinaryIO) -> Iterator[object]:
    while line := stream.readline(LARGEST_ROW):
        whole = line.endswith(b"\n") or len(line) < LARGEST_ROW
        while not whole:  # pass over the rest of a line that no row can be
            rest = stream.readline(LARGEST_ROW)
            whole, line = rest.endswith(b"\n") or not rest, b"{"
        text = line.decode("utf-8", "replace").strip("\ufeff\x1e \t\r\n")
        if text:
            yield decoded(text)


class _List:
    """Reads the entries of a list as long as memory lasts for one of them."""

    def __init__(self, text: TextIOWrapper, name: str) -> None:
        self._text = text
        self._name = name
        self._buffer = ""
        self._at = 0
        self._ended = False

    def values(self) -> Iterator[object]:
        self._skip(" \t\r\n\ufeff[")
        while True:
            self._skip(" \t\r\n,")
            if self._at >= len(self._buffer) or self._buffer[self._at] == "]":
                if self._at >= len(self._buffer):
                    raise self._too_short()
                return
            yield self._next()

    def _skip(self, signs: str) -> None:
        while True:
            while self._at < len(self._buffer) and self._buffer[self._at] in signs:
                self._at += 1
                if signs.endswith("[") and self._buffer[self._at - 1] == "[":
                    return
            if self._at < len(self._buffer) or not self._more(CHUNK):
                return

    def _next(self) -> object:
        size = CHUNK
        while True:
            try:
                value, end = _DECODER.raw_decode(self._buffer, self._at)
            except RecursionError as error:
                raise InputProblem(
                    f"{self._name} nests its values too deep to be a table.",
                    "Export it as CSV.",
                ) from error
            except ValueError as error:
                too_long = len(self._buffer) - self._at > LARGEST_ROW
                if too_long or not self._more(size):
                    raise self._too_short() from error
                size *= 2
            else:
                # a number at the end of what was read may go on
                if end == len(self._buffer) and self._more(size):
                    continue
                self._at = end
                return value

    def _more(self, size: int) -> bool:
        part = self._text.read(size)
        self._buffer = self._buffer[self._at :] + part
        self._at = 0
        return bool(part)

    def _too_short(self) -> InputProblem:
        return InputProblem(
            f"{self._name} is not whole JSON: the list in it is broken or ends too"
            " early.",
            "Export it again.",
        )


def _in_object(stream: BinaryIO, name: str) -> Iterator[object]:
    raw = stream.read(LARGEST_ROW + 1)
    if len(raw) > LARGEST_ROW:
        raise InputProblem(
            f"{name} is one JSON object of more than {LARGEST_ROW // 1024**2} MB.",
            "Export it as JSON lines or as CSV.",
        )
    value = decoded(raw.decode("utf-8", "replace").strip("\ufeff \t\r\n"))
    if isinstance(value, dict):
        yield from _rows_in(value)
        return
    many = list(_one_after_another(raw.decode("utf-8", "replace")))
    if not many:
        raise InputProblem(
            f"{name} is not whole JSON: the object in it is broken or ends too early.",
            "Export it again.",
        )
    yield from many


def _rows_in(value: dict[str, object]) -> list[object]:
    """The longest list of objects in an object; the object itself if it has none."""
    lists = [v for v in value.values() if isinstance(v, list)]
    for inner in value.values():
        if isinstance(inner, dict):
            lists.extend(v for v in inner.values() if isinstance(v, list))
    lists = [v for v in lists if v and all(isinstance(entry, dict) for entry in v)]
    return max(lists, key=len) if lists else [value]


def _one_after_another(text: str) -> Iterator[object]:
    """Objects written over several lines, one behind the other; nothing if broken."""
    found: list[object] = []
    at = 0
    while at < len(text):
        if text[at] in " \t\r\n\ufeff\x1e,":
            at += 1
            continue
        try:
            value, at = _DECODER.raw_decode(text, at)
        except (ValueError, RecursionError):
            return
        found.append(value)
    yield from found
