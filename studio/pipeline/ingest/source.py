"""Files as bytes, wherever they lie: plain, gzipped, or inside a zip.

A path may go on inside a file: `/exports/all.zip!/orders.csv` is a file in a zip,
`/exports/book.xlsx!/March` a sheet of a workbook, and both may follow each other.
"""

from __future__ import annotations

import gzip
import io
import lzma
import os
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

import msgspec

from studio.domain.errors import InputProblem

MEMBER = "!/"
"""Parts the path of a zip from the name inside: `/exports/all.zip!/orders.csv`."""
WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"})
"""Suffixes of files that hold sheets."""
LARGEST_MEMBER = 100 * 1024**3
LARGEST_RATIO = 200
"""What unpacks to more than 200 times its size is a decompression bomb."""
SMALLEST_BOMB = 64 * 1024**2
"""A gzip file that unpacks to less is harmless, however well it is packed."""
MOST_MEMBERS = 100_000

SAMPLE_HEAD = 1024**2
SAMPLE_PART = 128 * 1024


class Place(msgspec.Struct, frozen=True):
    """Where a path leads: a file, a file inside that zip, a sheet of either."""

    outer: Path
    member: str = ""
    sheet: str = ""

    @property
    def file_name(self) -> str:
        """The name of the file that holds the rows, without folders."""
        return PurePosixPath(self.member).name if self.member else self.outer.name


def place_of(path: str) -> Place:
    """Where a path leads. A folder may be called `sale!`: what exists is the file."""
    cuts = [at.start() for at in re.finditer(re.escape(MEMBER), path)]
    if not cuts:
        return Place(Path(path))
    if os.path.exists(path):  # noqa: PTH110 - Path.exists raises for odd names
        return Place(Path(path))
    cut = next((at for at in cuts if os.path.isfile(path[:at])), cuts[0])  # noqa: PTH113
    outer, inside = Path(path[:cut]), path[cut + len(MEMBER) :]
    if outer.suffix.lower() != ".zip":
        return Place(outer, sheet=inside)
    for at in re.finditer(re.escape(MEMBER), inside):
        if _suffix(inside[: at.start()]) in WORKBOOKS:
            return Place(outer, inside[: at.start()], inside[at.end() :])
    return Place(outer, inside)


def name_of(path: str) -> str:
    """The file's own name, as the user knows it; of a sheet `book.xlsx (March)`."""
    place = place_of(path)
    return f"{place.file_name} ({place.sheet})" if place.sheet else place.file_name


def suffix_of(path: str) -> str:
    """The suffix that says what is inside: `.csv` of `orders.csv.gz`.

    A sheet has the suffix of its workbook.
    """
    return _suffix(place_of(path).file_name)


def _suffix(name: str) -> str:
    return Path(name.lower().removesuffix(".gz")).suffix


@contextmanager
def open_bytes(path: str) -> Iterator[BinaryIO]:
    """The content of a file, unpacked.

    Raises:
        InputProblem: It is missing, may not be read, or is a damaged archive.
    """
    place = place_of(path)
    name = place.file_name
    try:
        _refuse_special(place)
        with _opened(place.outer, place.member) as stream:
            yield stream
    except FileNotFoundError as error:
        raise InputProblem(
            f"{name} is not there.", "Look whether it was moved or renamed."
        ) from error
    except IsADirectoryError as error:
        raise InputProblem(f"{name} is a folder.", "Choose the files in it.") from error
    except PermissionError as error:
        raise InputProblem(
            f"{name} may not be read.", "Change its permissions."
        ) from error
    except (EOFError, zlib.error, gzip.BadGzipFile, zipfile.BadZipFile) as error:
        raise InputProblem(
            f"{name} is damaged: its packed content ends too early or is corrupt.",
            "Export or copy it again.",
        ) from error
    except (NotImplementedError, lzma.LZMAError) as error:
        raise InputProblem(
            f"{name} is packed in a way that cannot be read.",
            "Unpack it and choose the file.",
        ) from error


def _refuse_special(place: Place) -> None:
    """A pipe or a device would be waited for without end."""
    try:
        mode = place.outer.stat().st_mode
    except (FileNotFoundError, PermissionError):
        raise
    except (OSError, ValueError) as error:  # a loop of links, a name that is too long
        why = getattr(error, "strerror", "") or "its name is not one of a file"
        raise InputProblem(
            f"{place.outer.name[:60]} cannot be opened: {why}.", "Choose another file."
        ) from error
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        raise InputProblem(
            f"{place.outer.name} is a pipe or a device, not a file.",
            "Write what it gives into a file and choose that.",
        )


@contextmanager
def _opened(outer: Path, member: str) -> Iterator[BinaryIO]:
    if not member:
        with outer.open("rb") as file:
            packed = file.read(2) == b"\x1f\x8b"
            file.seek(0)
            if packed:
                with gzip.open(file) as stream:
                    size = outer.stat().st_size
                    yield cast("BinaryIO", _Counted(stream, outer.name, size))
            else:
                yield file
        return
    with zipfile.ZipFile(outer) as archive:
        try:
            info = archive.getinfo(member)
        except KeyError as error:
            raise FileNotFoundError(member) from error
        _check_size(info)
        with archive.open(info) as stream:
            if member.lower().endswith(".gz"):
                with gzip.open(stream) as inner:
                    name = PurePosixPath(member).name
                    yield cast("BinaryIO", _Counted(inner, name, info.file_size))
            else:
                yield cast("BinaryIO", stream)


class _Counted(io.RawIOBase):
    """An unpacked stream that ends with a sentence where it grows without bounds."""

    def __init__(self, stream: gzip.GzipFile, name: str, packed: int) -> None:
        self._stream = stream
        self._name = name
        self._most = max(SMALLEST_BOMB, LARGEST_RATIO * packed)
        self._read = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        part = self._stream.read(size if size >= 0 else self._most + 1)
        self._read += len(part)
        if self._read > self._most:
            raise InputProblem(
                f"{self._name} unpacks to more than {LARGEST_RATIO} times its size,"
                " which no table does.",
                "Unpack it yourself if you trust it, and choose the file.",
            )
        return part


def _check_size(info: zipfile.ZipInfo) -> None:
    bomb = info.file_size > LARGEST_RATIO * max(info.compress_size, 1024)
    if info.file_size > LARGEST_MEMBER or bomb:
        raise InputProblem(
            f"{PurePosixPath(info.filename).name} unpacks to {info.file_size:,} bytes,"
            " which is more than a table or a picture needs.",
            "Unpack it yourself if you trust it, and choose the file.",
        )
    if info.flag_bits & 1:
        raise InputProblem(
            f"{PurePosixPath(info.filename).name} is protected by a password.",
            "Unpack it and choose the file.",
        )


def members(path: Path) -> tuple[str, ...]:
    """Paths of the files inside a zip that are safe to read.

    Nothing is ever unpacked to disk, so a name that climbs out of the archive has
    nothing to write to; it is left out all the same.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            names = [info.filename for info in archive.infolist() if not info.is_dir()]
    except (zipfile.BadZipFile, EOFError) as error:
        raise InputProblem(
            f"{path.name} is not a zip file, or it is damaged.",
            "Export or copy it again.",
        ) from error
    if len(names) > MOST_MEMBERS:
        raise InputProblem(f"{path.name} holds more than {MOST_MEMBERS:,} files.")
    return tuple(f"{path}{MEMBER}{name}" for name in names if _safe(name))


def _safe(name: str) -> bool:
    parts = PurePosixPath(name.replace("\\", "/"))
    hidden = any(part.startswith((".", "__MACOSX")) for part in parts.parts)
    return not (parts.is_absolute() or ".." in parts.parts or hidden or ":" in name)


def size_of(path: str) -> int:
    """Bytes of the file, as they lie on the disk or unpacked from a zip; 0 if gone."""
    place = place_of(path)
    try:
        if not place.member:
            return place.outer.stat().st_size
        with zipfile.ZipFile(place.outer) as archive:
            return archive.getinfo(place.member).file_size
    except (OSError, KeyError, zipfile.BadZipFile):
        return 0


def sample(path: str) -> tuple[bytes, bytes, bool]:
    """The first bytes, some from the middle and the end, and whether that is all.

    Only a plain file is looked into further down; packed ones are read from the start.
    """
    with open_bytes(path) as stream:
        head = stream.read(SAMPLE_HEAD)
        if len(head) < SAMPLE_HEAD:
            return head, b"", True
        if not isinstance(stream, io.BufferedReader) or MEMBER in path:
            return head, stream.read(SAMPLE_PART), False
        size = stream.seek(0, io.SEEK_END)
        later = b""
        for place in (size // 2, max(SAMPLE_HEAD, size - SAMPLE_PART)):
            stream.seek(place)
            later += stream.read(SAMPLE_PART)
        return head, later, False
