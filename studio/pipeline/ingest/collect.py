"""Expands folders and zips into the tables and pictures that they hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from studio.domain.errors import InputProblem
from studio.pipeline.ingest.formats.workbook import sheets_in
from studio.pipeline.ingest.source import (
    WORKBOOKS,
    members,
    name_of,
    open_bytes,
    place_of,
    suffix_of,
)

PARQUETS = frozenset({".parquet", ".pq"})
TABLES = WORKBOOKS | PARQUETS | {".csv", ".tsv", ".tab", ".jsonl", ".ndjson"}
"""Files that are taken from a folder; a `.txt` there is rather a note or a licence."""
PICTURES = frozenset({".png", ".jpg", ".jpeg", ".webp", ".gif", ".bmp"})
ALT_TEXTS = "alt.json"
"""Descriptions beside pictures: `{"mug.webp": {"en": "...", "zh": "..."}}`."""
_FIRST_LINES = 1 << 20
"""Bytes in which the second line of rows begins."""
DEEPEST = 6
MOST_FILES = 200_000


def tables_in(paths: Iterable[Path]) -> tuple[str, ...]:
    """The tables among paths, folders and zips, in order.

    A file that was named itself is always among them unless it is a picture, so that
    something can be said about it. A workbook of several tables gives a path for each.
    """
    found: list[str] = []
    for path in paths:
        if path.is_dir() or _is_zip(path):
            found.extend(f for f in _inside(path) if _is_table(f))
        elif not _is_picture(str(path)):
            found.append(str(path))
    return tuple(dict.fromkeys(t for path in found for t in _sheets(path)))


def _is_table(path: str) -> bool:
    """Whether it is one by its name; of `.json` only rows are, not settings."""
    suffix = suffix_of(path)
    if suffix == ".json" and not _is_picture(path):
        return _has_rows(path)
    # an archive in an archive, or a damaged one, is not looked into, but told
    return suffix in TABLES or suffix == ".zip"


def _has_rows(path: str) -> bool:
    """Whether JSON is a list, or an object a line as databases save them."""
    try:
        with open_bytes(path) as stream:
            head = stream.read(_FIRST_LINES).lstrip(b"\xef\xbb\xbf \t\r\n")
    except InputProblem:
        return True  # so that it is told
    first, _, rest = head.partition(b"\n")
    return head[:1] == b"[" or (first[:1] == b"{" and rest[:1] == b"{")


def _sheets(path: str) -> Sequence[str]:
    if suffix_of(path) not in WORKBOOKS or place_of(path).sheet:
        return (path,)
    try:
        return sheets_in(path)
    except InputProblem:
        return (path,)  # `inspect` tells why


def pictures_in(paths: Iterable[Path]) -> tuple[str, ...]:
    """The pictures among paths, folders and zips, and descriptions beside them."""
    found: list[str] = []
    for path in paths:
        candidates = _inside(path) if path.is_dir() or _is_zip(path) else [str(path)]
        found.extend(f for f in candidates if _is_picture(f))
    return tuple(dict.fromkeys(found))


def _is_picture(path: str) -> bool:
    return suffix_of(path) in PICTURES or name_of(path) == ALT_TEXTS


def _is_zip(path: Path) -> bool:
    return path.suffix.lower() == ".zip" and path.is_file()


def _inside(path: Path) -> Sequence[str]:
    if path.is_dir():
        return [f for one in _walk(path, 0) for f in _one(one)][:MOST_FILES]
    return members(path)


def _one(path: Path) -> Sequence[str]:
    try:
        return members(path) if _is_zip(path) else [str(path)]
    except InputProblem:
        return [str(path)]  # the other files of the folder are read all the same


def _walk(folder: Path, depth: int) -> Iterator[Path]:
    """Files below a folder, hidden ones and links left out."""
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or path.is_symlink():
            continue
        if path.is_file():
            yield path
        elif path.is_dir() and depth < DEEPEST:
            yield from _walk(path, depth + 1)
