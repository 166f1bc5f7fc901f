"""Puts an export in its place whole, or leaves the earlier one as it was."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from studio.domain.errors import InputProblem, StorageProblem
from studio.pipeline.export.manifest import FORMAT, MANIFEST

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_DENIED = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


def put(files: Mapping[str, bytes], out: Path) -> None:
    """Write files to a folder, replacing an earlier export there.

    Everything is written beside `out` first and then swapped in, so that a failure
    at any moment leaves what was there.

    Raises:
        InputProblem: `out` is a file, or a folder that holds anything but an export.
        StorageProblem: The disk is full or the folder may not be written.
    """
    out = out.resolve()
    _check(out)
    with _told(out):
        out.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        with _told(out):
            _write(files, fresh)
            _swap(fresh, out)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _check(out: Path) -> None:
    if out.exists() and not out.is_dir():
        raise InputProblem(
            f"{out} is a file, so pages cannot be exported there.",
            "Choose a folder.",
        )
    with _told(out):
        taken = out.is_dir() and any(out.iterdir()) and not _is_export(out)
    if taken:
        raise InputProblem(
            f"{out} holds files that are not an export, so nothing was written.",
            "Choose an empty or a new folder.",
        )


def _is_export(folder: Path) -> bool:
    try:
        return FORMAT in (folder / MANIFEST).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return False


def _write(files: Mapping[str, bytes], folder: Path) -> None:
    folder.chmod(0o755)  # mkdtemp keeps others out; a web server must read it
    for name, data in files.items():
        path = folder.joinpath(*name.split("/"))
        if not path.resolve().is_relative_to(folder.resolve()):
            raise ValueError(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())


def _swap(fresh: Path, out: Path) -> None:
    """Put `fresh` where `out` is; two renames, undone when the second fails."""
    if not out.exists():
        fresh.rename(out)
        return
    old = fresh.with_name(f"{fresh.name}-old")
    out.rename(old)
    try:
        fresh.rename(out)
    except OSError:
        old.rename(out)
        raise
    shutil.rmtree(old, ignore_errors=True)


@contextmanager
def _told(out: Path) -> Iterator[None]:
    """Say in one sentence what the system refused."""
    try:
        yield
    except OSError as error:
        kept = "An earlier export there is as it was."
        if error.errno in _FULL:
            raise StorageProblem(
                f"The disk is full, so the pages could not be written to {out}.",
                f"Free some space and export again. {kept}",
            ) from error
        if error.errno in _DENIED:
            raise StorageProblem(
                f"The folder {out} may not be written.",
                f"Choose another folder, or ask for the right to write there. {kept}",
            ) from error
        raise StorageProblem(
            f"The pages could not be written to {out}: {error.strerror or error}.", kept
        ) from error
