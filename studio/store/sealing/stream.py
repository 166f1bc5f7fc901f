"""The form of a sealed file: written as a stream, read at any place.

A sealed file is a head of 48 bytes and then chunks, after the STREAM construction of
Hoang, Reyhanitabar, Rogaway and Vizár (2015), as the age format has it:

    bytes 0-7    the word VITRSEAL
    byte  8      version of the form, 1
    byte  9      size of a chunk as a power of two, 18 for 256 KiB
    bytes 10-15  zero
    bytes 16-47  salt, random for each writing of a file
    then         chunks: AES-256-GCM of 256 KiB of content, and 16 bytes of tag

The key of a file is HKDF-SHA256 of the project's key for files, with the salt, and with
the file's name inside the project as info: content moved to another name, or brought
from another project, does not open. The nonce of a chunk is its number in 11 bytes and
a byte that is 1 for the last chunk: chunks that are cut off, left out, repeated or in
another order do not open. The head is associated data of every chunk. A file always has
a last chunk, which is empty only when the file is.

What the form cannot tell is an older writing of the same file under the same name.
"""

from __future__ import annotations

import io
import os
import threading
from collections import OrderedDict
from pathlib import Path
from typing import IO, TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from studio.store.sealing.refusal import damaged_file

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer

MAGIC = b"VITRSEAL"
VERSION = 1
CHUNK_BITS = 18
CHUNK = 1 << CHUNK_BITS
TAG = 16
HEAD = 48
KEY = 32
KEPT_CHUNKS = 8
"""Chunks a reader keeps, 2 MiB: small reads beside each other open a chunk once."""
_SALT_AT = 16


def head(salt: bytes) -> bytes:
    """The first 48 bytes of a sealed file."""
    return (MAGIC + bytes([VERSION, CHUNK_BITS])).ljust(_SALT_AT, b"\0") + salt


def file_key(key: bytes, salt: bytes, name: str) -> bytes:
    """The key of one writing of one file."""
    info = b"vitrine sealed file 1\0" + name.encode()
    return HKDF(SHA256(), KEY, salt, info).derive(key)


def nonce(number: int, *, last: bool) -> bytes:
    """The nonce of a chunk, 12 bytes."""
    return number.to_bytes(11, "big") + bytes([last])


class _Scratch(threading.local):
    """Memory of a thread that reads use again: fresh memory costs more than the cipher.

    Kept up to 8 MiB, which holds a column of a row group.
    """

    most = 32 * CHUNK

    def __init__(self) -> None:
        self.kept = bytearray()

    def room(self, size: int) -> bytearray:
        """At least so many bytes."""
        if size > self.most:
            return bytearray(size)
        if len(self.kept) < size:
            self.kept = bytearray(max(size, CHUNK))
        return self.kept


_scratch = _Scratch()


class SealedWriter(io.RawIOBase):
    """Writes a sealed file from its start to its end.

    Closing it writes the last chunk and waits until all of it is on the disk. A writer
    that is left by `abandon` closes the file without a last chunk; such a file is
    refused.

    Args:
        file: Where it goes, open for writing; closed with the writer.
        key: The project's key for files.
        name: The file's name inside the project, with forward slashes.
    """

    def __init__(self, file: IO[bytes], key: bytes, name: str) -> None:
        super().__init__()
        salt = os.urandom(KEY)
        self._file = file
        self._head = head(salt)
        self._cipher = AESGCM(file_key(key, salt, name))
        self._pending = bytearray()
        self._number = 0
        self._written = 0
        self._file.write(self._head)

    def writable(self) -> bool:
        """It is."""
        return True

    def tell(self) -> int:
        """How many bytes of content were written."""
        return self._written

    def write(self, content: ReadableBuffer, /) -> int:
        """Take some more content; returns its length."""
        if self.closed:
            raise ValueError("write to a closed file")
        view = memoryview(content).cast("B")
        self._written += len(view)
        at = 0
        if self._pending:
            at = min(len(view), CHUNK - len(self._pending))
            self._pending += view[:at]
        # a full chunk waits: only what comes after tells that it is not the last
        while len(view) > at:
            if len(self._pending) == CHUNK:
                self._chunk(self._pending, last=False)
                self._pending.clear()
            while len(view) - at > CHUNK and not self._pending:
                self._chunk(view[at : at + CHUNK], last=False)
                at += CHUNK
            part = view[at : at + CHUNK - len(self._pending)]
            self._pending += part
            at += len(part)
        return len(view)

    def _chunk(self, content: bytes | bytearray | memoryview, *, last: bool) -> None:
        sealed = self._cipher.encrypt(
            nonce(self._number, last=last), content, self._head
        )
        self._number += 1
        self._file.write(sealed)

    def close(self) -> None:
        """Write the last chunk and wait for the disk."""
        if self.closed:
            return
        try:
            self._chunk(self._pending, last=True)
            self._file.flush()
            os.fsync(self._file.fileno())
        finally:
            self.abandon()

    def abandon(self) -> None:
        """Close the file as it is; nobody can take it for a whole one."""
        if not self.closed:
            self._file.close()
            super().close()

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        """Finish the file, or abandon it after an error."""
        if kind is None:
            self.close()
        else:
            self.abandon()

    def __del__(self) -> None:
        """A writer that was forgotten has not finished its file."""
        if hasattr(self, "_file"):
            self.abandon()


class SealedReader(io.RawIOBase):
    """Reads a sealed file at any place, from any thread.

    Each thread has a place of its own, so that a seek and the read after it belong
    together whatever others do. The last chunk is opened at once: a file that was cut
    short is refused before anything of it is used.

    Raises:
        ProjectProblem: It is not sealed, or was changed, cut short or exchanged.
    """

    def __init__(self, file: IO[bytes], key: bytes, name: str) -> None:
        super().__init__()
        self._file = file
        self._name = name
        self._lock = threading.Lock()
        self._place = threading.local()
        self._kept: OrderedDict[int, bytes] = OrderedDict()
        try:
            self._head = file.read(HEAD)
            self.size, self._last = _measured(self._head, file, name)
            self._cipher = AESGCM(file_key(key, self._head[_SALT_AT:], name))
            self._open_chunk(self._last)
        except BaseException:
            self.close()
            raise

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is."""
        return True

    def tell(self) -> int:
        """This thread's place."""
        place: int = getattr(self._place, "at", 0)
        return place

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        """Go to a place."""
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self.tell(), os.SEEK_END: self.size}
        self._place.at = max(0, start[whence] + offset)
        return self.tell()

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Fill a buffer from this thread's place on; returns how many bytes."""
        out = memoryview(buffer).cast("B")
        at = self.tell()
        wanted = max(0, min(len(out), self.size - at))
        done = 0
        while done < wanted:
            number, start = divmod(at + done, CHUNK)
            if start == 0 and wanted - done >= CHUNK and number != self._last:
                self._open_into(number, out[done : done + CHUNK])
                done += CHUNK
                continue
            part = self._chunk(number)[start : start + wanted - done]
            out[done : done + len(part)] = part
            done += len(part)
        self._place.at = at + done
        return done

    def read(self, size: int | None = -1, /) -> bytes:
        """Read so many bytes, or all that are left."""
        left = max(0, self.size - self.tell())
        wanted = left if size is None or size < 0 else min(size, left)
        out = memoryview(_scratch.room(wanted))[:wanted]
        self.readinto(out)
        return bytes(out)

    def readall(self) -> bytes:
        """Read what is left."""
        return self.read(-1)

    def _chunk(self, number: int) -> bytes:
        kept = self._kept.get(number)
        return kept if kept is not None else self._open_chunk(number)

    def _sealed(self, number: int) -> bytes:
        with self._lock:
            if self.closed:
                raise ValueError("read of a closed file")
            self._file.seek(HEAD + number * (CHUNK + TAG))
            return self._file.read(CHUNK + TAG)

    def _open_chunk(self, number: int) -> bytes:
        sealed = self._sealed(number)
        last = number == self._last
        try:
            content = self._cipher.decrypt(nonce(number, last=last), sealed, self._head)
        except InvalidTag as error:
            raise damaged_file(self._name) from error
        with self._lock:
            self._kept[number] = content
            while len(self._kept) > KEPT_CHUNKS:
                self._kept.popitem(last=False)
        return content

    def _open_into(self, number: int, out: memoryview) -> None:
        sealed = self._sealed(number)
        try:
            self._cipher.decrypt_into(
                nonce(number, last=False), sealed, self._head, out
            )
        except InvalidTag as error:
            raise damaged_file(self._name) from error

    def close(self) -> None:
        """Close the file."""
        if not self.closed:
            self._file.close()
            super().close()


def _measured(start: bytes, file: IO[bytes], name: str) -> tuple[int, int]:
    """Bytes of content, and the number of the last chunk, from the file's size."""
    whole = file.seek(0, os.SEEK_END) - HEAD
    last = (whole - 1) // (CHUNK + TAG)
    size = whole - TAG * (last + 1)
    known = start[:_SALT_AT] == head(b"") and whole >= TAG
    if not known or (last and size <= last * CHUNK):
        raise damaged_file(name)
    return size, last


def seal_bytes(content: bytes, key: bytes, name: str) -> bytearray:
    """The whole of a sealed file, made in memory."""
    salt = os.urandom(KEY)
    cipher = AESGCM(file_key(key, salt, name))
    chunks = max(1, -(-len(content) // CHUNK))
    out = bytearray(HEAD + len(content) + chunks * TAG)
    out[:HEAD] = start = head(salt)
    source, target = memoryview(content), memoryview(out)[HEAD:]
    for number in range(chunks):
        part = source[number * CHUNK : (number + 1) * CHUNK]
        place = number * (CHUNK + TAG)
        mark = nonce(number, last=number == chunks - 1)
        cipher.encrypt_into(mark, part, start, target[place : place + len(part) + TAG])
    return out


def is_sealed(path: Path) -> bool:
    """Whether a file has the form of a sealed one."""
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC
