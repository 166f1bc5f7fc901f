"""From a passphrase to the key of a project, by way of the project's head file.

The head, `project.vitrine`, is the one file of a protected project that anyone can
read. It says that the project is protected and holds what is needed to try a
passphrase:

- the project's *data key*, 32 random bytes that never change, wrapped with AES-256-GCM
  by the *passphrase's key*;
- that key is Argon2id (RFC 9106) of the passphrase and a random salt, with the RFC's
  settings for machines with little memory: 3 passes, 4 lanes, 64 MiB;
- `state`, which tells a start after a cut power line whether to finish or to take back.

Settings and salt are associated data of the wrapping, so none can be weakened unseen.
Every other key comes from the data key by HKDF-SHA256 (`Seal`). To change a passphrase
is to wrap the data key anew; nothing else is written. The name of the project is
private and not in the head.
"""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path
from typing import Literal

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from studio.domain.errors import (
    InputProblem,
    PassphraseNeeded,
    ProjectProblem,
    WrongPassphrase,
)
from studio.store.problems import storage_problems
from studio.store.sealing.unlocked import HEADER, asked_for
from studio.store.whole import replace_whole

PASSPHRASE = "VITRINE_PASSPHRASE"  # noqa: S105 - the variable's name
LEAST_CHARACTERS = 8
FORMAT = "vitrine protected project"
KEY_BYTES = 32
NONCE_BYTES = 12
MOST_MEMORY_KIB = 2 * 1024**2
MOST_PASSES = 64
MOST_LANES = 64

State = Literal["sealing", "swapping", "sealed", "unsealing", "unswapping"]


class Argon(msgspec.Struct, frozen=True):
    """Settings of Argon2id: salt in hex, memory in KiB, passes over it, lanes."""

    salt: str
    memory: int = 64 * 1024
    passes: int = 3
    lanes: int = 4


class Header(msgspec.Struct, frozen=True):
    """What the head file holds; `wrapped` is nonce and wrapped data key in hex."""

    argon: Argon
    wrapped: str
    state: State = "sealed"
    format: str = FORMAT
    version: int = 1


def new_settings(salt: str) -> Argon:
    """Settings for a passphrase that is chosen now."""
    return Argon(salt)


def header_of(folder: Path) -> Header | None:
    """The head of a project; None when it is not protected."""
    path = folder / HEADER
    with storage_problems(path):
        try:
            raw = path.read_bytes()
        except FileNotFoundError:
            return None
    try:
        header = msgspec.json.decode(raw, type=Header)
        _looked_at(header)
    except (msgspec.MsgspecError, ValueError) as error:
        raise ProjectProblem(
            f"The file {path} is damaged.", "Restore it from a copy of the project."
        ) from error
    if header.format != FORMAT or header.version != 1:
        raise ProjectProblem(
            f"{folder.name} was protected by a newer version of Vitrine.",
            "Update Vitrine to open it.",
        )
    return header


def write_header(folder: Path, header: Header) -> None:
    """Put the head of a project on the disk, as a whole."""
    content = msgspec.json.format(msgspec.json.encode(header), indent=2)
    replace_whole(folder / HEADER, content + b"\n")


def wrapped(key: bytes, passphrase: str, state: State = "sealed") -> Header:
    """A new head: the data key under a passphrase.

    Raises:
        InputProblem: The passphrase is shorter than eight characters.
    """
    check_passphrase(passphrase)
    argon = new_settings(os.urandom(16).hex())
    nonce = os.urandom(NONCE_BYTES)
    sealed = AESGCM(_derived(passphrase, argon)).encrypt(nonce, key, _bound(argon))
    return Header(argon, (nonce + sealed).hex(), state)


def unwrapped(folder: Path, header: Header, passphrase: str) -> bytes:
    """The data key of a project; raises WrongPassphrase."""
    raw = bytes.fromhex(header.wrapped)
    cipher = AESGCM(_derived(passphrase, header.argon))
    try:
        return cipher.decrypt(
            raw[:NONCE_BYTES], raw[NONCE_BYTES:], _bound(header.argon)
        )
    except InvalidTag as error:
        raise WrongPassphrase(
            f"This is not the passphrase of {folder.name}.",
            "Try again; capitals and spaces count.",
        ) from error


def given_passphrase(folder: Path) -> str:
    """The passphrase from the environment, or asked for; raises PassphraseNeeded."""
    passphrase = os.environ.get(PASSPHRASE) or asked_for(folder)
    if not passphrase:
        raise PassphraseNeeded(
            f"{folder.name} is protected with a passphrase.",
            f"Set {PASSPHRASE} to it and try again.",
        )
    return passphrase


def check_passphrase(passphrase: str) -> None:
    """Raise InputProblem for a passphrase that is too short to protect anything."""
    if len(normal(passphrase)) < LEAST_CHARACTERS:
        raise InputProblem(
            f"A passphrase needs at least {LEAST_CHARACTERS} characters.",
            "Four or five words that do not belong together are easy to keep in mind.",
        )


def normal(passphrase: str) -> str:
    """The same text whichever keyboard typed it (NFKC, as RFC 8265 has it)."""
    return unicodedata.normalize("NFKC", passphrase)


def _derived(passphrase: str, argon: Argon) -> bytes:
    return Argon2id(
        salt=bytes.fromhex(argon.salt),
        length=KEY_BYTES,
        iterations=argon.passes,
        lanes=argon.lanes,
        memory_cost=argon.memory,
    ).derive(normal(passphrase).encode())


def _bound(argon: Argon) -> bytes:
    return FORMAT.encode() + b" 1\0" + msgspec.json.encode(argon)


def _looked_at(header: Header) -> None:
    """Raise ValueError for what a head never holds (a planted one may ask for much)."""
    argon = header.argon
    salt, key = bytes.fromhex(argon.salt), bytes.fromhex(header.wrapped)
    fits = (
        len(salt) == 16  # noqa: PLR2004 - bytes of salt
        and len(key) == NONCE_BYTES + KEY_BYTES + 16
        and 1 <= argon.passes <= MOST_PASSES
        and 1 <= argon.lanes <= MOST_LANES
        and 8 * argon.lanes <= argon.memory <= MOST_MEMORY_KIB
    )
    if not fits:
        raise ValueError("settings out of bounds")
