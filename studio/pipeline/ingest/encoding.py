"""Which encoding a text file is in, and its content as clean UTF-8."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast

import msgspec
from charset_normalizer import from_bytes

from studio.pipeline.ingest.source import open_bytes

CHUNK = 1024**2
_BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF32_LE, "utf-32"),  # begins like UTF-16
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC = (
    b"%PDF", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x7fELF", b"MZ",
    b"SQLite format 3", b"PAR1", b"\xd0\xcf\x11\xe0", b"RIFF", b"Rar!", b"7z\xbc\xaf",
)  # fmt: skip
_OTHERS = ("big5", "cp932", "euc_jp", "cp949", "koi8_r", "cp1251", "cp1253")
"""Older encodings of languages that do not write Latin letters."""
_HIGH = bytes(range(128, 256))
_HIGH_WORD = re.compile(rb"[A-Za-z]*[\x80-\xff][A-Za-z\x80-\xff]*")
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
WORDS = {
    "utf-8": "UTF-8", "utf-8-sig": "UTF-8 with a mark", "utf-16": "UTF-16",
    "utf-16-le": "UTF-16", "utf-16-be": "UTF-16", "gb18030": "Chinese (GB 18030)",
    "cp1252": "Western (Windows-1252)", "big5": "Chinese (Big5)",
    "cp932": "Japanese (Shift JIS)", "euc_jp": "Japanese (EUC)",
    "cp949": "Korean (EUC)", "koi8_r": "Cyrillic (KOI8-R)",
    "cp1251": "Cyrillic (Windows-1251)", "cp1253": "Greek (Windows-1253)",
    "utf-32": "UTF-32",
}  # fmt: skip
"""Encodings as the user reads them."""


class Decoded(msgspec.Struct, frozen=True):
    """The encoding that was decided on; `text` is empty for a binary file."""

    encoding: str
    text: str
    binary: bool = False
    unreadable: int = 0
    nuls: int = 0


def decode(head: bytes, later: bytes, told: str | None = None) -> Decoded:
    """Decide the encoding of a file from parts of it, and decode the head.

    Args:
        head: The first bytes.
        later: Some from further down.
        told: The encoding that the user named; the head decides whether it is a text.
    """
    encoding = _encoding(head, later)
    if encoding is None:
        return Decoded("", "", binary=True)
    encoding = told or encoding
    text = codecs.getincrementaldecoder(encoding)("replace").decode(head)
    return Decoded(
        encoding,
        text.replace("\0", ""),
        unreadable=text.count("\ufffd"),
        nuls=text.count("\0"),
    )


def _encoding(head: bytes, later: bytes) -> str | None:
    for mark, name in _BOMS:
        if head.startswith(mark):
            return name
    wide = _without_mark_utf16(head)
    if head.startswith(_MAGIC) or (wide is None and _looks_binary(head)):
        return None
    return wide or _eight_bits(head, later)


def _eight_bits(head: bytes, later: bytes) -> str:
    clean = _is_utf8(head) and _is_utf8(later, inside=True)
    if clean or _nearly_utf8(head + later):
        return "utf-8"
    return _old_encoding(head + later)


def _without_mark_utf16(head: bytes) -> str | None:
    part = head[:4096]
    if len(part) < 4:  # noqa: PLR2004 - two characters tell nothing
        return None
    odd, even = part[1::2].count(0), part[::2].count(0)
    if odd > 0.4 * len(part) / 2 and even < odd / 4:
        return "utf-16-le"
    if even > 0.4 * len(part) / 2 and odd < even / 4:
        return "utf-16-be"
    return None


def _looks_binary(head: bytes) -> bool:
    part = head[:65536]
    odd = sum(part.count(byte) for byte in range(32) if byte not in b"\t\n\r\f\x1a")
    return odd > max(8, 0.02 * len(part))


def _is_utf8(part: bytes, *, inside: bool = False) -> bool:
    if inside:  # may begin in the middle of a character
        part = part.lstrip(bytes(range(0x80, 0xC0)))
    try:
        codecs.getincrementaldecoder("utf-8")("strict").decode(part)
    except UnicodeDecodeError:
        return False
    return True


def _nearly_utf8(part: bytes) -> bool:
    """Whether it is UTF-8 with a few damaged places."""
    text = part.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = sum(1 for c in text if c > "\x7f") - bad
    return good > 10 * bad


def _old_encoding(part: bytes) -> str:
    if _is_chinese(part):
        return "gb18030"
    if _is_western(part):
        return "cp1252"
    best = from_bytes(part[:65536], cp_isolation=["cp1252", *_OTHERS]).best()
    return best.encoding if best is not None and best.encoding in _OTHERS else "cp1252"


def _is_western(part: bytes) -> bool:
    """Whether words are of ASCII with accents here and there, unlike Greek or Thai."""
    words = _HIGH_WORD.findall(part[:65536])
    high = sum(len(word) - len(word.translate(None, _HIGH)) for word in words)
    return high <= 0.45 * sum(map(len, words))


def _is_chinese(part: bytes) -> bool:
    """Whether most of what is not ASCII reads as common Chinese characters."""
    runs = _HIGH_RUN.findall(part[:65536])
    odd = sum(len(run) % 2 for run in runs)
    if odd > 0.15 * len(runs):  # Cyrillic: a byte a letter
        return False
    text = part.decode("gb18030", "replace")
    wide = [c for c in text if c > "\x7f"]
    common = sum("\u4e00" <= c <= "\u9fff" for c in wide)
    # 0xB0 to 0xD7 leads the 3,755 most common characters of GB 2312
    lead = sum(part.count(byte) for byte in range(0xB0, 0xD8))
    chinese = bool(wide) and common > 0.6 * len(wide) and lead > 0.5 * common
    return chinese and not _is_korean(part)


def _is_korean(part: bytes) -> bool:
    """Whether nearly all of it is Hangul, which Chinese never is in that encoding."""
    wide = [c for c in part.decode("cp949", "replace") if c > "\x7f"]
    return sum("\uac00" <= c <= "\ud7a3" for c in wide) > 0.95 * len(wide)


class _Clean(io.RawIOBase):
    """A stream as UTF-8 without mark, without NUL, decoded piece by piece."""

    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._ready = b""
        self._ended = False
        self.consumed = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        while not self._ready and not self._ended:
            self._fill()
        n = min(len(buffer), len(self._ready))
        buffer[:n] = self._ready[:n]
        self._ready = self._ready[n:]
        return n

    def _fill(self) -> None:
        raw = self._stream.read(CHUNK)
        self._ended = not raw
        self.consumed += len(raw)
        text = self._decoder.decode(raw, self._ended)
        self._ready = text.replace("\0", "").encode("utf-8", "replace")


@contextmanager
def open_text(path: str, encoding: str) -> Iterator[BinaryIO]:
    """The content of a file as clean UTF-8, streamed; nothing is written to disk."""
    with open_bytes(path) as stream, io.BufferedReader(_Clean(stream, encoding)) as out:
        yield cast("BinaryIO", out)
