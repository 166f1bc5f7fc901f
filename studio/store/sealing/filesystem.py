"""Lets DuckDB read and write sealed Parquet files, at addresses of `sealed://`.

DuckDB 2.0 writes encrypted Parquet and encrypted temporary files only with the module
httpfs, which would have to be downloaded, and says of its built-in cipher that it is
not secure for writing. With a file system of ours its own Parquet reader and writer do
the work: columns that are not asked for and row groups that a condition leaves out are
not read, and threads read side by side. See `benchmarks/sealing.py` for what it costs.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import fsspec  # type: ignore[import-untyped]

from studio.domain.errors import ProjectProblem
from studio.store.sealing.stream import CHUNK, SealedReader, SealedWriter
from studio.store.sealing.unlocked import SCHEME, seal_of


class SealedFiles(fsspec.AbstractFileSystem):  # type: ignore[misc]
    """The sealed files of the protected projects that are open in this process."""

    protocol = SCHEME
    cachable = False

    def open(
        self, path: str, mode: str = "rb", *_: object, **__: object
    ) -> SealedReader | SealedWriter:
        """Open a file, for reading at any place or for writing from start to end."""
        file = _file(path)
        seal = seal_of(file)
        if seal is None:
            raise ProjectProblem(f"The project of {file.name} is not open.")
        return seal.writer(file) if "w" in mode else seal.reader(file)

    def info(self, path: str, **_: object) -> dict[str, Any]:
        """Name, size of the content in bytes, and kind of a file."""
        with self.open(path) as file:
            size = getattr(file, "size", 0)
        return {"name": path, "size": size, "type": "file"}

    def exists(self, path: str, **_: object) -> bool:
        """Whether there is something."""
        return _file(path).exists()

    def isfile(self, path: str) -> bool:
        """Whether there is a file."""
        return _file(path).is_file()

    def isdir(self, path: str) -> bool:
        """Whether there is a folder."""
        return _file(path).is_dir()

    def glob(self, path: str, **_: object) -> Sequence[str]:
        """The file itself: names of our tables hold no wildcards."""
        return [str(_file(path))]

    def modified(self, path: str) -> dt.datetime:
        """When a file was written."""
        at = _file(path).stat().st_mtime
        return dt.datetime.fromtimestamp(at, dt.UTC)

    def mv(self, path1: str, path2: str, *_: object, **__: object) -> None:
        """Give a file another name, for which it is sealed anew."""
        with self.open(path1) as source, self.open(path2, "wb") as out:
            shutil.copyfileobj(source, out, CHUNK)
        _file(path1).unlink()

    def rm(self, path: str, *_: object, **__: object) -> None:
        """Delete a file."""
        _file(path).unlink()


def _file(path: str) -> Path:
    return Path(str(path).removeprefix(f"{SCHEME}://"))
