"""Making and opening projects, and the list of recent ones."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from studio.services import settings
from studio.store.project import DATABASE, Project

RECENT = "recent"
MOST_RECENT = 12


class RecentProject(msgspec.Struct, frozen=True, omit_defaults=True):
    """A project that was open before; `there` is False when its folder is gone.

    `at` is in seconds since 1970; `line` says in words how it stands.
    """

    path: str
    name: str
    at: float
    line: str = ""
    there: bool = True

    @property
    def folder(self) -> Path:
        """Where it lies."""
        return Path(self.path)


def create(folder: Path, name: str) -> Project:
    """Make a project and put it at the head of the recent ones."""
    project = Project.create(folder, name)
    remember(project)
    return project


def open_project(folder: Path, *, window: bool = False) -> Project:
    """Open a project and put it at the head of the recent ones."""
    project = Project.open(folder, window=window)
    remember(project)
    return project


def recent() -> tuple[RecentProject, ...]:
    """The recent projects, the latest first, and whether each is still there."""
    return tuple(
        msgspec.structs.replace(entry, there=(entry.folder / DATABASE).is_file())
        for entry in _read()
    )


def remember(project: Project, clock: Callable[[], float] = time.time) -> None:
    """Put an open project at the head of the recent ones."""
    entry = RecentProject(str(project.path), project.name, clock())
    others = [known for known in _read() if known.path != entry.path]
    _write([entry, *others][:MOST_RECENT])


def forget(folder: Path) -> None:
    """Take a project off the list; the folder itself stays."""
    path = str(folder.expanduser().absolute())
    _write([known for known in _read() if known.path != path])


def suggested_folder(name: str) -> Path:
    """A folder for a new project of a name, which is not there yet."""
    base = Path.home() / "Vitrine" / ("".join(_fit(c) for c in name).strip() or "Shop")
    folder, n = base, 2
    while folder.exists():
        folder, n = base.with_name(f"{base.name} {n}"), n + 1
    return folder


def _fit(character: str) -> str:
    return character if character.isalnum() or character in " -_" else " "


def _read() -> list[RecentProject]:
    try:
        return msgspec.convert(settings.part(RECENT) or [], list[RecentProject])
    except msgspec.ValidationError:
        return []


def _write(entries: list[RecentProject]) -> None:
    settings.write_part(RECENT, entries)
