"""Which container a file is, by its content; the suffix only breaks ties."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from studio.domain.errors import InputProblem
from studio.domain.imports import Container
from studio.pipeline.ingest.source import (
    WORKBOOKS,
    members,
    name_of,
    place_of,
    suffix_of,
)

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0"
PARQUET = b"PAR1"
GZIP = b"\x1f\x8b"
_PACKED = (
    b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"\xfd7zXZ\0", b"\x28\xb5\x2f\xfd",
)  # fmt: skip
"""How archives begin that nothing here unpacks: 7z, RAR, xz, Zstandard."""
_BZIP, _BZIP_AT = b"1AY&SY", 4
_TAR, _TAR_AT = b"ustar", 257
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_JSON_SUFFIXES = frozenset({".json", ".jsonl", ".ndjson"})


def container_of(path: str, head: bytes, start: str) -> Container:
    """What holds the rows of a file.

    Args:
        path: The file.
        head: Its first bytes.
        start: The same as text; empty for a binary file.

    Raises:
        InputProblem: It is a workbook under a password, or an archive in an archive.
    """
    name = name_of(path)
    if head.startswith(PARQUET):
        return "parquet"
    if head.startswith(b"PARE"):
        raise InputProblem(
            f"{name} is encrypted Parquet.", "Export it without encryption."
        )
    if head.startswith(GZIP):
        raise InputProblem(f"{name} is packed twice.", "Unpack it once.")
    if (
        head.startswith(_PACKED)
        or head.startswith(_BZIP, _BZIP_AT)
        or head.startswith(_TAR, _TAR_AT)
    ):
        raise InputProblem(
            f"{name} is packed in a way that is not read here.",
            "Unpack it, or pack it as zip or gzip.",
        )
    if head.startswith(OLE):
        return _ole(name, head)
    if head.startswith(ZIP):
        return _zip(path, name, head)
    if _is_json(path, start.lstrip("\ufeff \t\r\n")):
        return "json"
    return "text"


def _ole(name: str, head: bytes) -> Container:
    if _ENCRYPTED in head:
        raise InputProblem(
            f"{name} is protected by a password.",
            "Open it in Excel and save a copy without the password.",
        )
    return "excel"


def _zip(path: str, name: str, head: bytes) -> Container:
    if suffix_of(path) in WORKBOOKS or any(
        mark in head
        for mark in (b"[Content_Types].xml", b"xl/", b"opendocument.spreadsheet")
    ):
        return "excel"
    if suffix_of(path) == ".zip" and not place_of(path).member:
        members(Path(path))  # tells what is wrong with it
    if zipfile.is_zipfile(io.BytesIO(head)) or suffix_of(path) == ".zip":
        raise InputProblem(
            f"{name} is an archive inside another one, or not named .zip.",
            "Unpack it and choose the files in it.",
        )
    return "text"


def _is_json(path: str, start: str) -> bool:
    if start[:1] == "{":
        return True
    # a text may begin with a bracket too: rows of objects are what counts
    return start[:1] == "[" and (
        suffix_of(path) in _JSON_SUFFIXES or start[1:].lstrip()[:1] in ("{", "]")
    )
