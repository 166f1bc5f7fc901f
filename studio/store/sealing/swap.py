"""Puts a project's sealed (or plain) copy in place of what is there, come what may.

To protect a project writes copies of all its files into a folder `.protect` inside it,
and only when they are whole and compared does the head say `swapping`: that is the
moment at which the project is protected. Then the copies are renamed over the
originals, which needs no key and can be done again. Whoever opens the project after a
cut power line finds the state in the head: before that moment the copies are deleted
and the project is as it was, after it the renaming is finished. To take the protection
off is the same with `unsealing` and `unswapping`.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
from filelock import FileLock, Timeout

from studio.domain.errors import ProjectProblem
from studio.store.problems import storage_problems
from studio.store.sealing.passphrase import Header, header_of, write_header
from studio.store.sealing.unlocked import HEADER

STAGING = ".protect"
LOCK = ".protect.lock"


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Be the only process that protects, or finishes protecting, a project."""
    lock = FileLock(folder / LOCK, is_singleton=False, thread_local=False)
    with storage_problems(folder):
        try:
            lock.acquire(timeout=0)
        except Timeout as error:
            raise ProjectProblem(
                f"{folder.name} is being protected, or its protection taken off.",
                "Wait until that has finished.",
            ) from error
    try:
        yield
    finally:
        lock.release()


def settled(folder: Path) -> Header | None:
    """Finish or take back what was interrupted; the project's head, None if plain.

    Raises:
        ProjectProblem: Another process is at it.
    """
    header = header_of(folder)
    if header is None or header.state == "sealed":
        return header
    with alone(folder):
        return settle(folder)


def settle(folder: Path) -> Header | None:
    """As `settled`, for whoever is `alone` with the project."""
    header = header_of(folder)
    if header is None or header.state == "sealed":
        return header
    with storage_problems(folder):
        match header.state:
            case "sealing":
                clear(folder)
                (folder / HEADER).unlink()
            case "swapping":
                _swap(folder)
                write_header(folder, msgspec.structs.replace(header, state="sealed"))
            case "unsealing":
                clear(folder)
                write_header(folder, msgspec.structs.replace(header, state="sealed"))
            case "unswapping":
                _swap(folder)
                (folder / HEADER).unlink()
    return header_of(folder)


def clear(folder: Path) -> None:
    """Delete the copies."""
    shutil.rmtree(folder / STAGING, ignore_errors=True)


def reach_disk(folder: Path) -> None:
    """Wait until the names in a folder and those below are on the disk."""
    if os.name != "posix":
        return
    for each in (folder, *(p for p in folder.rglob("*") if p.is_dir())):
        handle = os.open(each, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _swap(folder: Path) -> None:
    staging = folder / STAGING
    for copy in sorted(path for path in staging.rglob("*") if path.is_file()):
        original = folder / copy.relative_to(staging)
        original.parent.mkdir(parents=True, exist_ok=True)
        copy.replace(original)
    reach_disk(folder)
    clear(folder)
