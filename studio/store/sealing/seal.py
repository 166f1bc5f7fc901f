"""The keys of one protected project, each for one purpose."""

from __future__ import annotations

import os
from functools import cached_property
from pathlib import Path
from typing import BinaryIO, cast

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from studio.store.problems import storage_problems
from studio.store.sealing.refusal import damaged_file
from studio.store.sealing.stream import (
    SealedReader,
    SealedWriter,
    is_sealed,
    seal_bytes,
)

KEY_BYTES = 32
NONCE_BYTES = 12


class Seal:
    """Opens and seals what lies in one project folder.

    Args:
        folder: The project.
        key: Its data key, 32 bytes. The keys that are used come from it by HKDF-SHA256,
            each with an info of its own: `database`, `files`, `pseudonyms`.
    """

    def __init__(self, folder: Path, key: bytes) -> None:
        self.folder = folder
        self.key = key
        self._roots = {folder, folder.resolve()}

    @property
    def database_key(self) -> str:
        """The raw key of SQLCipher, 64 hexadecimal digits."""
        return self._derived("database").hex()

    def name_of(self, path: Path) -> str:
        """What a file is called inside the project; a sealed file opens by it alone."""
        for root in self._roots:
            if path.is_relative_to(root):
                return path.relative_to(root).as_posix()
        raise ValueError(f"{path} does not lie in {self.folder}")

    def reader(self, path: Path, name: str = "") -> SealedReader:
        """Open a sealed file for reading at any place.

        Args:
            path: The file.
            name: Its name inside the project, where it does not lie there yet.
        """
        return SealedReader(path.open("rb"), self._files, name or self.name_of(path))

    def writer(self, path: Path, name: str = "") -> SealedWriter:
        """Begin a sealed file; it is whole once the writer was closed."""
        file = cast("BinaryIO", path.open("wb"))
        return SealedWriter(file, self._files, name or self.name_of(path))

    def sealed(self, path: Path, content: bytes) -> bytes | bytearray:
        """The bytes of a sealed file of a path."""
        return seal_bytes(content, self._files, self.name_of(path))

    def read(self, path: Path) -> bytes:
        """The content of a sealed file; a plain one in its place is refused."""
        with storage_problems(path), self.reader(path) as file:
            return file.read()

    def holds(self, path: Path) -> bool:
        """Whether a file has the form of a sealed one."""
        return is_sealed(path)

    def wrap(self, secret: bytes) -> str:
        """A secret of the project, such as its pseudonym key, as hexadecimal digits."""
        nonce = os.urandom(NONCE_BYTES)
        cipher = AESGCM(self._derived("pseudonyms"))
        return (nonce + cipher.encrypt(nonce, secret, None)).hex()

    def unwrap(self, secret: str) -> bytes:
        """What `wrap` was given; raises ProjectProblem when it does not open."""
        raw = bytes.fromhex(secret)
        cipher = AESGCM(self._derived("pseudonyms"))
        try:
            return cipher.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], None)
        except InvalidTag as error:
            raise damaged_file("pseudonym key") from error

    @cached_property
    def _files(self) -> bytes:
        return self._derived("files")

    def _derived(self, purpose: str) -> bytes:
        info = f"vitrine project 1 {purpose}".encode()
        return HKDF(SHA256(), KEY_BYTES, None, info).derive(self.key)
