"""One open project, with everything the window and the command line ask of it."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self

from studio.services.audience import AudienceService
from studio.services.imports import ImportService
from studio.services.pages import PageService
from studio.services.publish import PublishService
from studio.services.runs import RunService
from studio.services.segments import SegmentService
from studio.store.project import Project


class Session:
    """An open project folder; close it, or use it as a context manager."""

    def __init__(self, project: Project) -> None:
        self.project = project

    @classmethod
    def create(cls, folder: Path, name: str, passphrase: str = "") -> Session:
        """Make a project in an empty or new folder and open it."""
        return cls(Project.create(folder, name, passphrase))

    @classmethod
    def open(
        cls, folder: Path, *, window: bool = False, passphrase: str = ""
    ) -> Session:
        """Open a project; `window` takes the lock against a second window."""
        return cls(Project.open(folder, window=window, passphrase=passphrase))

    @property
    def folder(self) -> Path:
        """Where the project lies."""
        return self.project.path

    @property
    def name(self) -> str:
        """The project's name."""
        return self.project.name

    @cached_property
    def imports(self) -> ImportService:
        """Reading and importing files."""
        return ImportService(self.project)

    @cached_property
    def audience(self) -> AudienceService:
        """Personas and the map."""
        return AudienceService(self.project)

    @cached_property
    def segments(self) -> SegmentService:
        """Segments built from conditions."""
        return SegmentService(self.project)

    @cached_property
    def runs(self) -> RunService:
        """Trainings that were kept."""
        return RunService(self.project)

    @cached_property
    def pages(self) -> PageService:
        """Generating and tuning pages."""
        return PageService(self.project)

    @cached_property
    def publish(self) -> PublishService:
        """Exporting what was approved."""
        return PublishService(self.project)

    def close(self) -> None:
        """Give the lock back and close the files."""
        if "segments" in self.__dict__:
            self.segments.close()
        self.project.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
