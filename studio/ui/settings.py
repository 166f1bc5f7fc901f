"""Preferences and what the window remembers, over the one settings file."""

from __future__ import annotations

import contextlib
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from studio.domain.errors import VitrineError
from studio.services import settings as kept
from studio.services.projects import is_protected

_MOST_RECENT = 12
_WINDOW, _RECENT = "window", "recent"


@dataclass(frozen=True)
class RecentProject:
    """A project that was open lately; `at` in seconds since 1970."""

    path: str
    name: str
    at: float
    line: str = ""

    @property
    def there(self) -> bool:
        """Whether its folder still exists."""
        return Path(self.path).is_dir()

    @property
    def protected(self) -> bool:
        """Whether it opens with a passphrase."""
        return is_protected(Path(self.path))


class Settings:
    """What a person has set, and what the window remembers for the next time.

    Preferences are the rows of `studio.services.settings.SETTINGS`; setting one may
    raise `VitrineError`. What is only remembered is never worth a failure.
    """

    @classmethod
    def of_person(cls) -> Settings:
        """The settings of the person at the machine."""
        return cls()

    def get(self, name: str) -> kept.Value:
        """A preference; raises InputProblem for an unknown name."""
        return kept.value(name)

    def set(self, name: str, value: kept.Value) -> None:
        """Change a preference; raises InputProblem or StorageProblem."""
        kept.save(name, value)

    @property
    def approver(self) -> str:
        """The name that approvals carry: the preference, else the account's."""
        return kept.load().approver_name

    def recall(self, key: str, default: Any = None) -> Any:  # noqa: ANN401  JSON
        """Something that the window remembered (JSON values)."""
        return self._window().get(key, default)

    def remember(self, key: str, value: Any) -> None:  # noqa: ANN401  JSON
        """Remember something for the next time (JSON values)."""
        window = self._window()
        if window.get(key) != value:
            with contextlib.suppress(VitrineError):
                kept.write_part(_WINDOW, window | {key: value})

    def recent_projects(self) -> tuple[RecentProject, ...]:
        """Projects that were open lately, newest first."""
        return tuple(
            RecentProject(
                str(entry.get("path", "")),
                str(entry.get("name", "")),
                float(entry.get("at", 0.0)),
                str(entry.get("line", "")),
            )
            for entry in self._entries()
        )

    def note_project(self, folder: Path, name: str, line: str = "") -> None:
        """Put a project at the head of the recent ones.

        `line` says in words how it stands; empty leaves what was said before. Of a
        protected project only the folder is kept: its name and state are private.
        """
        if is_protected(folder):
            entry = {"path": str(folder), "name": folder.name, "at": time.time()}
            rest = [e for e in self._entries() if e.get("path") != entry["path"]]
            self._write_entries([entry, *rest])
            return
        entries, path = self._entries(), str(folder)
        before = next((e for e in entries if e.get("path") == path), {})
        line = line or str(before.get("line", ""))
        entry = {"path": path, "name": name, "at": time.time(), "line": line}
        rest = [each for each in entries if each.get("path") != path]
        self._write_entries([entry, *rest])

    def forget_project(self, folder: str) -> None:
        """Take a project off the recent ones; its folder stays."""
        entries = self._entries()
        self._write_entries([each for each in entries if each.get("path") != folder])

    def _window(self) -> dict[str, Any]:
        with contextlib.suppress(VitrineError):
            found = kept.part(_WINDOW)
            if isinstance(found, dict):
                return found
        return {}

    def _entries(self) -> list[dict[str, Any]]:
        with contextlib.suppress(VitrineError):
            found = kept.part(_RECENT)
            if isinstance(found, list):
                return [each for each in found if isinstance(each, dict)]
        return []

    def _write_entries(self, entries: list[dict[str, Any]]) -> None:
        with contextlib.suppress(VitrineError):
            kept.write_part(_RECENT, entries[:_MOST_RECENT])
