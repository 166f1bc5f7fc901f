"""The key that turns a shopper's id into a pseudonym, and where it is kept.

The key never lies open in the project: it is in the system keyring, or where there is
none in a file of mode 0600 in the user's configuration folder, or it is derived from
the passphrase in VITRINE_PASSPHRASE (scrypt, RFC 7914). Of a project that is protected
with a passphrase it lies in the project, sealed, so that the passphrase opens all of
it.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import re
import secrets
import stat
import sys
import threading
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import keyring
import msgspec

from studio.domain.errors import ProjectProblem
from studio.store.config import config_folder, write_whole
from studio.store.problems import storage_problems

if TYPE_CHECKING:
    from studio.store.sealing.seal import Seal

PASSPHRASE = "VITRINE_PASSPHRASE"  # noqa: S105 - the variable's name
SERVICE = "vitrine"
KEY_BYTES = 32
PSEUDONYM_HEX = 20
"""80 bits: among 10 million shoppers two share a pseudonym once in 10 billion shops."""
KEYRING_PATIENCE_S = 3.0
"""A keyring that does not answer in this time counts as none."""
_WHOLE_FLOAT = re.compile(r"[0-9]+\.0")

_ON_WINDOWS = sys.platform == "win32"
_OTHERS = stat.S_IRWXG | stat.S_IRWXO

Place = Literal["keyring", "file", "passphrase", "project"]


class KeyRecord(msgspec.Struct, frozen=True):
    """What the project itself knows of its key: where it is, and how to check it.

    `sealed` holds the key itself in a protected project, under a key of its own.
    """

    place: Place
    salt: str
    check: str
    sealed: str = ""


def normal_id(shopper_id: str) -> str:
    """The form in which an id is hashed; "17850.0" is what tables make of 17850.

    An e-mail address is the same in capitals.
    """
    text = unicodedata.normalize("NFC", shopper_id).strip()
    if "@" in text:
        return text.lower()
    return text[:-2] if _WHOLE_FLOAT.fullmatch(text) else text


def pseudonym(key: bytes, shopper_id: str) -> str:
    """HMAC-SHA256 of an id, cut to 80 bits."""
    digest = hmac.new(key, normal_id(shopper_id).encode(), hashlib.sha256)
    return f"s_{digest.hexdigest()[:PSEUDONYM_HEX]}"


def make_key(project_id: str, seal: Seal | None = None) -> KeyRecord:
    """Make the key of a new project and put it away; `seal` if it is protected."""
    if seal is not None:
        return seal_key(secrets.token_bytes(KEY_BYTES), seal)
    salt = secrets.token_hex(16)
    passphrase = os.environ.get(PASSPHRASE)
    if passphrase:
        return KeyRecord("passphrase", salt, _check(_derived(passphrase, salt)))
    return put_away(project_id, secrets.token_bytes(KEY_BYTES))


def seal_key(key: bytes, seal: Seal) -> KeyRecord:
    """The record of a key that lies sealed in its own project."""
    return KeyRecord("project", "", _check(key), seal.wrap(key))


def put_away(project_id: str, key: bytes) -> KeyRecord:
    """Put a key into the system keyring, or into a file where there is none."""
    place: Place = "keyring"
    if not _into_keyring(project_id, key):
        place = "file"
        path = _file(project_id)
        with storage_problems(path):
            path.parent.mkdir(mode=0o700, exist_ok=True)
        write_whole(path, key.hex().encode(), mode=0o600)
    return KeyRecord(place, secrets.token_hex(16), _check(key))


def find_key(project_id: str, record: KeyRecord, seal: Seal | None = None) -> bytes:
    """The key of a project; raises ProjectProblem when it is missing or another."""
    if record.place == "project":
        key: bytes | None = None if seal is None else seal.unwrap(record.sealed)
    elif record.place == "passphrase":
        key = _from_passphrase(record)
    else:
        key = _from_file(project_id) or _from_keyring(project_id)
    if key is None:
        where = (
            "system keyring" if record.place == "keyring" else f"{_file(project_id)}"
        )
        raise ProjectProblem(
            f"The pseudonym key of this project is not in the {where}."
            if record.place == "keyring"
            else f"The pseudonym key of this project is missing: {where}.",
            "Open the project as the user and on the machine that made it, or restore"
            " the key from a copy.",
        )
    if not hmac.compare_digest(_check(key), record.check):
        raise ProjectProblem(
            "The pseudonym key that was found belongs to another project.",
            f"Set {PASSPHRASE} to this project's passphrase."
            if record.place == "passphrase"
            else "Restore this project's own key.",
        )
    return key


def forget_key(project_id: str) -> None:
    """Delete a key that is not needed (a project that could not be made)."""
    with contextlib.suppress(OSError):  # what could not be written is not there
        _file(project_id).unlink(missing_ok=True)
    _ask(lambda: keyring.delete_password(SERVICE, project_id))


def _from_passphrase(record: KeyRecord) -> bytes:
    passphrase = os.environ.get(PASSPHRASE)
    if not passphrase:
        raise ProjectProblem(
            "This project is protected by a passphrase.",
            f"Set {PASSPHRASE} to it and try again.",
        )
    return _derived(passphrase, record.salt)


def _derived(passphrase: str, salt: str) -> bytes:
    return hashlib.scrypt(
        passphrase.encode(),
        salt=bytes.fromhex(salt),
        n=2**14,
        r=8,
        p=1,
        dklen=KEY_BYTES,
    )


def _check(key: bytes) -> str:
    return hmac.new(key, b"vitrine: is this the key?", hashlib.sha256).hexdigest()[:16]


def key_files() -> tuple[Path, ...]:
    """The key files of this user, of the projects that have no keyring."""
    folder = config_folder() / "keys"
    with storage_problems(folder):
        return tuple(sorted(folder.iterdir())) if folder.is_dir() else ()


def others_may_read(path: Path) -> bool:
    """Whether the bits of a file or folder let others in."""
    if _ON_WINDOWS:
        return False
    with storage_problems(path):
        return bool(stat.S_IMODE(path.stat().st_mode) & _OTHERS)


def closed_to_others(path: Path) -> bool:
    """Take a key file from others who may read it; False where that cannot be.

    Windows has no such bits: there the folder of the user's settings gives its files
    the access list of the profile, which names the user, administrators and the system.
    """
    if _ON_WINDOWS:
        return True
    try:
        found = path.stat()
        if stat.S_IMODE(found.st_mode) & _OTHERS:
            path.chmod(stat.S_IMODE(found.st_mode) & ~_OTHERS)
    except OSError:
        return False
    return found.st_uid in (os.getuid(), 0)


def _file(project_id: str) -> Path:
    return config_folder() / "keys" / project_id


def _from_file(project_id: str) -> bytes | None:
    path = _file(project_id)
    with storage_problems(path):
        if not path.exists():
            return None
        for each in (path.parent, path):
            closed_to_others(each)
        return _decoded(path.read_text("ascii"))


def _from_keyring(project_id: str) -> bytes | None:
    found = _ask(lambda: keyring.get_password(SERVICE, project_id))
    return _decoded(found) if isinstance(found, str) else None


def _into_keyring(project_id: str, key: bytes) -> bool:
    def put_and_read() -> str | None:
        keyring.set_password(SERVICE, project_id, key.hex())
        return keyring.get_password(SERVICE, project_id)

    return _ask(put_and_read) == key.hex()


def _ask(question: Callable[[], object]) -> object:
    """The keyring's answer; None when it has none, fails, or takes too long."""
    answer: list[object] = []

    def ask() -> None:
        try:
            if keyring.get_keyring().priority > 0:
                answer.append(question())
        except Exception:  # noqa: BLE001 - backends raise what they like
            answer.append(None)

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(KEYRING_PATIENCE_S)
    return answer[0] if answer else None


def _decoded(text: str) -> bytes | None:
    try:
        return bytes.fromhex(text.strip())
    except ValueError:
        return None
