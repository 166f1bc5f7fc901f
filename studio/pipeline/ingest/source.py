"""Files as bytes, wherever they lie: plain, gzipped, or inside a zip."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from studio.domain.errors import InputProblem

MEMBER = "!/"
"""Parts the path of a zip from the name inside: `/exports/all.zip!/orders.csv`."""
LARGEST_MEMBER = 4 * 1024**3
LARGEST_RATIO = 200
"""A member that unpacks to more than 200 times its size is a decompression bomb."""
MOST_MEMBERS = 100_000

SAMPLE_HEAD = 1024**2
SAMPLE_PART = 128 * 1024


def name_of(path: str) -> str:
    """The file's own name, as the user knows it."""
    outer, _, member = path.partition(MEMBER)
    return PurePosixPath(member).name if member else Path(outer).name


def suffix_of(path: str) -> str:
    """The suffix that says what is inside: `.csv` of `orders.csv.gz`."""
    name = name_of(path).lower()
    return Path(name.removesuffix(".gz")).suffix


@contextmanager
def open_bytes(path: str) -> Iterator[BinaryIO]:
    """The content of a file, unpacked.

    Raises:
        InputProblem: It is missing, may not be read, or is a damaged archive.
    """
    outer, _, member = path.partition(MEMBER)
    name = name_of(path)
    try:
        with _opened(Path(outer), member) as stream:
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


@contextmanager
def _opened(outer: Path, member: str) -> Iterator[BinaryIO]:
    if not member:
        with outer.open("rb") as file:
            packed = file.read(2) == b"\x1f\x8b"
            file.seek(0)
            if packed:
                with gzip.open(file) as stream:
                    yield cast("BinaryIO", stream)
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
            yield cast("BinaryIO", stream)


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
    outer, _, member = path.partition(MEMBER)
    try:
        if not member:
            return Path(outer).stat().st_size
        with zipfile.ZipFile(outer) as archive:
            return archive.getinfo(member).file_size
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
