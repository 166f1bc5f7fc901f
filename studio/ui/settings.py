"""Preferences and what the window remembers, in one JSON file of the person's.

Every preference carries its kind, default, choices and sentence; the preferences
dialog is generated from `PREFERENCES`.
"""

from __future__ import annotations

import contextlib
import getpass
import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from studio.store.config import config_folder
from studio.ui.language import mark

_MOST_RECENT = 12


@dataclass(frozen=True)
class Preference:
    """One preference: its key, group, title, sentence, default and values.

    `choices` are (value, text) pairs; without them the value is a text when the
    default is one, else on or off.
    """

    key: str
    group: str
    title: str
    sentence: str
    default: str | bool
    choices: tuple[tuple[str, str], ...] = ()
    restart: bool = False


PREFERENCES: tuple[Preference, ...] = (
    Preference(
        "theme",
        mark("Window"),
        mark("Colours"),
        mark("Light or dark, or as the system has it."),
        "system",
        (
            ("system", mark("As the system")),
            ("light", mark("Light")),
            ("dark", mark("Dark")),
        ),
    ),
    Preference(
        "language",
        mark("Window"),
        mark("Language"),
        mark("Takes effect when Vitrine is started again."),
        "system",
        (("system", mark("As the system")), ("en", "English"), ("zh", "中文")),
        restart=True,
    ),
    Preference(
        "notify",
        mark("Window"),
        mark("Notify when a job ends"),
        mark("With a system notification, if the window is not in front."),
        True,
    ),
    Preference(
        "device",
        mark("Computing"),
        mark("Device"),
        mark(
            "Where models are trained. Automatic takes a graphics card if there is one."
        ),
        "auto",
        (
            ("auto", mark("Automatic")),
            ("cpu", mark("Processor")),
            ("cuda", mark("Graphics card")),
        ),
    ),
    Preference(
        "approver",
        mark("Approval"),
        mark("Your name"),
        mark("Written beside the pages that you approve."),
        "",
    ),
)


@dataclass(frozen=True)
class RecentProject:
    """A project that was open lately; `at` in seconds since 1970."""

    path: str
    name: str
    at: float
    line: str = ""


class Settings:
    """Reads and writes the settings file; every change is written at once.

    A file that cannot be read or written is passed over: preferences are never worth
    a failure. `path` is for tests; None keeps everything in memory.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._values: dict[str, Any] = {}
        if path is not None:
            with contextlib.suppress(OSError, ValueError):
                loaded = json.loads(path.read_text("utf-8"))
                if isinstance(loaded, dict):
                    self._values = loaded

    @classmethod
    def of_person(cls) -> Settings:
        """The settings of the person at the machine."""
        return cls(config_folder() / "settings.json")

    def get(self, key: str) -> str | bool:
        """A preference, or its default; raises KeyError for an unknown key."""
        preference = {each.key: each for each in PREFERENCES}[key]
        value = self._values.get("preferences", {}).get(key, preference.default)
        if type(value) is not type(preference.default):
            return preference.default
        known = [choice for choice, _ in preference.choices]
        if known and value not in known:
            return preference.default
        return value

    def set(self, key: str, value: str | bool) -> None:  # noqa: FBT001  a value
        """Change a preference."""
        self._values.setdefault("preferences", {})[key] = value
        self._write()

    @property
    def approver(self) -> str:
        """The name that approvals carry: the preference, else the account's."""
        name = self.get("approver")
        if isinstance(name, str) and name.strip():
            return name.strip()
        with contextlib.suppress(OSError, KeyError, ImportError):
            return getpass.getuser()
        return ""

    def recall(self, key: str, default: Any = None) -> Any:  # noqa: ANN401  JSON
        """Something that the window remembered."""
        return self._values.get("window", {}).get(key, default)

    def remember(self, key: str, value: Any) -> None:  # noqa: ANN401  JSON
        """Remember something for the next time (JSON values)."""
        window = self._values.setdefault("window", {})
        if window.get(key) != value:
            window[key] = value
            self._write()

    def recent_projects(self) -> tuple[RecentProject, ...]:
        """Projects that were open lately, newest first."""
        found = []
        for entry in self._values.get("recent", []):
            with contextlib.suppress(TypeError):
                found.append(RecentProject(**entry))
        return tuple(found)

    def note_project(self, folder: Path, name: str, line: str = "") -> None:
        """Put a project at the head of the recent ones; `line` says how it stands."""
        entry = {
            "path": str(folder),
            "name": name,
            "at": time.time(),
            "line": line,
        }
        rest = [
            e for e in self._values.get("recent", []) if e.get("path") != str(folder)
        ]
        self._values["recent"] = [entry, *rest][:_MOST_RECENT]
        self._write()

    def forget_project(self, folder: str) -> None:
        """Take a project off the recent ones."""
        kept = [e for e in self._values.get("recent", []) if e.get("path") != folder]
        self._values["recent"] = kept
        self._write()

    def _write(self) -> None:
        if self._path is None:
            return
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            waiting = self._path.with_suffix(".new")
            text = json.dumps(self._values, ensure_ascii=False, indent=1)
            waiting.write_text(text, "utf-8")
            waiting.replace(self._path)
