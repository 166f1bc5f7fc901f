"""Damaged and hostile archives, and what is no file at all."""

from __future__ import annotations

import gzip
import os
import stat
import struct
import zipfile
from pathlib import Path

from tests.data.broken.case import HEADER, Case, Make, raw, rows, table, text, zipped


def archives() -> list[Case]:
    good = zipped(("a.csv", table()))
    packed = gzip.compress(table(500).encode())
    climbing = zipped(
        ("../../up.csv", table()),
        ("/etc/abs.csv", table()),
        ("C:/win.csv", table()),
        ("a\\..\\..\\up.csv", table()),
        ("ok.csv", table()),
    )
    nested = zipped(("inner.zip", good))
    for _ in range(5):
        nested = zipped(("inner.zip", nested))
    return [
        Case("bomb.csv.gz", _gzip_bomb, refused="bomb.csv.gz is not a text file."),
        Case(
            "bomb-of-rows.csv.gz",
            _row_bomb,
            refused="bomb-of-rows.csv.gz unpacks to more than 200 times",
        ),
        Case(
            "bomb.zip",
            raw(zipped(("zeros.csv", bytes(50_000_000)))),
            refused="zeros.csv unpacks to 50,000,000 bytes",
        ),
        Case("nested.zip", raw(nested), refused="inner.zip is an archive inside"),
        Case("climbing.zip", raw(climbing), 20),
        Case("link.zip", _link_in_zip, refused="link.csv has only one column."),
        Case(
            "locked.zip",
            raw(_locked(good)),
            refused="a.csv is protected by a password.",
        ),
        Case(
            "no-tables.zip",
            raw(zipped(("note.txt", "hello"))),
            refused="There is nothing to",
        ),
        Case("empty.zip", raw(zipped()), refused="There is nothing to import"),
        Case("twins.zip", _twins, 20),
        Case(
            "not-a.zip",
            raw(b"PK\x03\x04 and then nothing"),
            refused="not-a.zip is not a zip",
        ),
        Case("half.zip", raw(good[: len(good) // 2]), refused="half.zip is not a zip"),
        Case("wrong-sum.zip", raw(_flipped(good, 60)), refused="a.csv is damaged"),
        Case("lying-size.zip", raw(_lying(good)), refused="a.csv is damaged"),
        Case("lzma.zip", _packed_with(zipfile.ZIP_LZMA), 20),
        Case(
            "unknown-method.zip",
            raw(_unknown_method(good)),
            refused="a.csv is packed in a way",
        ),
        Case(
            "half.csv.gz",
            raw(packed[: len(packed) // 2]),
            refused="half.csv.gz is damaged",
        ),
        Case(
            "wrong-sum.csv.gz",
            raw(packed[:-8] + b"\1\2\3\4" + packed[-4:]),
            refused="wrong-sum.csv.gz is damaged",
        ),
        Case("header-only.gz", raw(packed[:6]), refused="header-only.gz is damaged"),
        Case(
            "twice.csv.gz",
            raw(gzip.compress(packed)),
            refused="twice.csv.gz is packed twice",
        ),
        Case("not-packed.csv.gz", text(table()), 20),
        Case("packed.csv", raw(packed), 500),
        Case("zip-named.csv", raw(good), refused="zip-named.csv is an archive"),
    ]


def _gzip_bomb(path: Path) -> None:
    with gzip.open(path, "wb", compresslevel=1) as out:
        out.write(table().encode())
        for _ in range(400):
            out.write(bytes(1_000_000))


def _row_bomb(path: Path) -> None:
    part = rows(1).encode() * 20_000
    with gzip.open(path, "wb", compresslevel=6) as out:
        out.write(HEADER.encode())
        for _ in range(120):
            out.write(part)


def _link_in_zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        info = zipfile.ZipInfo("link.csv")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, "/etc/passwd")


def _locked(content: bytes) -> bytes:
    """The flag that says "encrypted", in the file's header and in the directory."""
    out = bytearray(content)
    out[6] |= 1
    out[out.index(b"PK\x01\x02") + 8] |= 1
    return bytes(out)


def _unknown_method(content: bytes) -> bytes:
    out = bytearray(content)
    out[8:10] = out[out.index(b"PK\x01\x02") + 10 :][:2] = struct.pack("<H", 98)
    at = out.index(b"PK\x01\x02") + 10
    out[at : at + 2] = struct.pack("<H", 98)
    return bytes(out)


def _lying(content: bytes) -> bytes:
    """A directory that admits 100 bytes only."""
    out = bytearray(content)
    at = out.index(b"PK\x01\x02") + 24
    out[at : at + 4] = struct.pack("<I", 100)
    return bytes(out)


def _flipped(content: bytes, at: int) -> bytes:
    return content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :]


def _twins(path: Path) -> None:
    out = bytearray(zipped(("a.csv", table(20)), ("b.csv", table(20))))
    path.write_bytes(bytes(out).replace(b"b.csv", b"a.csv"))


def _packed_with(method: int) -> Make:
    def make(path: Path) -> None:
        with zipfile.ZipFile(path, "w", method) as archive:
            archive.writestr("a.csv", table())

    return make


def places() -> list[Case]:
    return [
        Case("folder.csv", _folder, 20),
        Case("cycle", _cycle, 20),
        Case(
            "pipe.csv", _pipe, refused="pipe.csv is a pipe or a device", needs="mkfifo"
        ),
        Case(
            "null.csv",
            _link_to("/dev/null"),
            refused="null.csv is a pipe or a",
            needs="mkfifo",
        ),
        Case(
            "zero.csv",
            _link_to("/dev/zero"),
            refused="zero.csv is a pipe or a",
            needs="mkfifo",
        ),
        Case("gone.csv", lambda _: None, refused="gone.csv is not there."),
        Case(
            "dangling.csv",
            _link_to("nowhere.csv"),
            refused="dangling.csv is not there.",
        ),
        Case("loop.csv", _link_to("loop.csv"), refused="loop.csv cannot be opened: "),
        Case(
            "unreadable.csv",
            _unreadable,
            refused="unreadable.csv may not be read.",
            needs="permissions",
        ),
        Case("名前 with \t tab.csv", text(table()), 20),
        Case("x" * 240 + ".csv", text(table()), 20),
    ]


def _folder(path: Path) -> None:
    path.mkdir()
    (path / "inside.csv").write_text(table())


def _cycle(path: Path) -> None:
    (path / "deep").mkdir(parents=True)
    (path / "deep" / "a.csv").write_text(table())
    (path / "deep" / "up").symlink_to(path)
    (path / "outside.csv").symlink_to("/etc/passwd")
    if hasattr(os, "mkfifo"):
        os.mkfifo(path / "pipe.csv")


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _link_to(target: str) -> Make:
    def make(path: Path) -> None:
        path.symlink_to(target)

    return make


def _unreadable(path: Path) -> None:
    path.write_text(table())
    path.chmod(0)
