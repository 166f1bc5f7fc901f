"""Which protected projects are open in this process, and files read and written there.

Whoever reads or writes a file of a project does it through here (or
`config.write_whole`, `weights`, `tables`); in a project without a passphrase that is
the plain file. The keys are in memory from the opening of a project to the closing of
the last one who holds it. This module stays light: the cipher is loaded with the first
protected project.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast

from studio.domain.errors import ProjectProblem

if TYPE_CHECKING:
    from studio.store.sealing.seal import Seal

SCHEME = "sealed"
HEADER = "project.vitrine"
"""The one readable file of a protected project; see `passphrase`."""
Ask = Callable[[Path], "str | None"]
"""Asks for the passphrase of a project."""

_ask: Ask | None = None
_lock = threading.Lock()
_held: dict[Path, Seal] = {}
_holders: dict[Path, int] = {}


def ask_with(ask: Ask | None) -> None:
    """Ask a person for passphrases from now on, such as on the terminal."""
    global _ask  # noqa: PLW0603 - one terminal a process
    _ask = ask


def asked_for(folder: Path) -> str | None:
    """The passphrase of a project as a person says it; None when nobody is asked."""
    return _ask(folder) if _ask is not None else None


def hold(folder: Path, key: bytes) -> Seal:
    """Keep the data key of a project in memory until `release`, once for each hold."""
    seal: Seal = import_module("studio.store.sealing.seal").Seal(folder, key)
    with _lock:
        for root in _roots(folder):
            known = _held.setdefault(root, seal)
            _holders[root] = _holders.get(root, 0) + 1
            seal = known
    return seal


def release(seal: Seal) -> None:
    """Give up one hold; with the last one the key is forgotten."""
    with _lock:
        for root in _roots(seal.folder):
            left = _holders.get(root, 0) - 1
            _holders[root] = left
            if left <= 0:
                _holders.pop(root, None)
                _held.pop(root, None)


def any_unlocked() -> bool:
    """Whether a protected project is open in this process."""
    return bool(_held)


def seal_of(path: Path) -> Seal | None:
    """The seal of the open project that a path is, or lies in; None for others."""
    if not _held:
        return None
    whole = path.absolute()
    for folder in (whole, *whole.parents):
        seal = _held.get(folder)
        if seal is not None:
            return seal
    return None


def sealed_for(path: Path, content: bytes) -> bytes | bytearray:
    """Content as it is to lie at a path: sealed in a protected project."""
    seal = seal_of(path)
    return content if seal is None else seal.sealed(path.absolute(), content)


def read_bytes(path: Path) -> bytes:
    """The content of a file, whether its project is protected or not."""
    seal = seal_of(path)
    return Path(path).read_bytes() if seal is None else seal.read(path.absolute())


def open_to_read(path: Path) -> IO[bytes]:
    """Open a file for reading at any place, whether it is sealed or not."""
    seal = seal_of(path)
    if seal is None:
        return Path(path).open("rb")
    return io.BufferedReader(seal.reader(path.absolute()))


def open_to_write(path: Path) -> IO[bytes]:
    """Open a new file for writing from its start to its end, sealed where it must be.

    A `with` that is left by an error leaves a sealed file that nobody can take for
    whole.
    """
    seal = seal_of(path)
    if seal is None:
        return Path(path).open("wb")
    return cast("IO[bytes]", seal.writer(path.absolute()))


def address_of(path: Path) -> str:
    """A file as DuckDB is to name it, for reading and for writing."""
    if seal_of(path) is None:
        return path.as_posix()
    return f"{SCHEME}://{path.absolute().as_posix()}"


def as_readable(path: Path) -> Path:
    """A path whose `read_bytes` and `open` give the content."""
    return path if seal_of(path) is None else SealedPath(path)


class SealedPath(type(Path())):  # type: ignore[misc]  # the class of paths here
    """A path in a protected project that reads what is sealed; it does not write."""

    __slots__ = ()

    def read_bytes(self) -> bytes:
        """The content."""
        return read_bytes(Path(self))

    def open(self, mode: str = "r", *_: object, **__: object) -> Any:  # noqa: ANN401
        """Open the content for reading bytes."""
        if mode != "rb":
            raise ProjectProblem(f"{self.name} lies in a protected project.")
        return open_to_read(Path(self))


def _roots(folder: Path) -> set[Path]:
    return {folder.absolute(), folder.resolve()}
