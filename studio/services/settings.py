"""What a user may set, as rows with type, bounds and a sentence; kept as JSON."""

from __future__ import annotations

import contextlib
import getpass
from collections.abc import Mapping
from typing import Literal, TypeAlias

import msgspec

from studio.domain.errors import InputProblem
from studio.store.config import config_folder, write_whole
from studio.store.problems import storage_problems

FILE = "settings.json"
PREFERENCES = "preferences"
"""The part of the file that holds what is set here; the window keeps others in it."""
Value: TypeAlias = str | int | bool


class Setting(msgspec.Struct, frozen=True):
    """One setting, as the preferences page shows it.

    `choices` are pairs of a value and its words; `least` and `most` bound a number;
    a text has neither.
    """

    name: str
    title: str
    description: str
    default: Value
    choices: tuple[tuple[str, str], ...] = ()
    least: int | None = None
    most: int | None = None
    group: str = "General"


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "language",
        "Language",
        "The language of the window. Pages have their own.",
        "system",
        (("system", "As the system"), ("en", "English"), ("zh", "中文")),
    ),
    Setting(
        "theme",
        "Appearance",
        "Light or dark window. A page's own light and dark is set in its preview.",
        "system",
        (("system", "As the system"), ("light", "Light"), ("dark", "Dark")),
    ),
    Setting(
        "approver",
        "Your name",
        "Written beside every page that you approve.",
        "",
        group="Approval",
    ),
    Setting(
        "device",
        "Train on",
        "Automatic takes a CUDA device where there is one.",
        "auto",
        (("auto", "Automatic"), ("cpu", "CPU"), ("cuda", "CUDA device")),
        group="Training",
    ),
    Setting(
        "encoder",
        "Text encoder",
        "Empty for the bundled one, “ngrams” for none, or the folder of a"
        " sentence-transformers model on this computer.",
        "",
        group="Training",
    ),
    Setting(
        "notify",
        "Notify when a job ends",
        "With a system notification, if the window is not in front.",
        default=True,
    ),
)
"""Every setting, in the order of the preferences page."""
_BY_NAME = {setting.name: setting for setting in SETTINGS}


class Settings(msgspec.Struct, frozen=True):
    """The settings in force."""

    language: Literal["system", "en", "zh"] = "system"
    theme: Literal["system", "light", "dark"] = "system"
    approver: str = ""
    device: Literal["auto", "cpu", "cuda"] = "auto"
    encoder: str = ""
    notify: bool = True

    @property
    def approver_name(self) -> str:
        """Who approves: the name that was set, or that of the system's user."""
        return self.approver or _system_user()


def load() -> Settings:
    """The settings of this user; what is missing or damaged has its default."""
    return _settings(_raw())


def value(name: str) -> Value:
    """The value of one setting."""
    setting(name)
    found: Value = getattr(load(), name)
    return found


def setting(name: str) -> Setting:
    """The row of a setting; raises InputProblem for an unknown name."""
    if name not in _BY_NAME:
        raise InputProblem(
            f"There is no setting “{name}”.", f"Known: {', '.join(_BY_NAME)}."
        )
    return _BY_NAME[name]


def save(name: str, new: Value) -> Settings:
    """Change one setting and keep it.

    Raises:
        InputProblem: The value does not fit.
        StorageProblem: The configuration folder may not be written.
    """
    row = setting(name)
    problem = _problem(row, new)
    if problem:
        raise InputProblem(f"{row.title} {problem}.")
    raw = _raw() | {name: new}
    write_part(PREFERENCES, raw)
    return _settings(raw)


def _problem(row: Setting, new: Value) -> str:
    if type(new) is not type(row.default):
        return f"must be {_KINDS[type(row.default)]}"
    if row.choices and new not in {choice for choice, _ in row.choices}:
        return "must be one of " + ", ".join(choice for choice, _ in row.choices)
    if isinstance(new, int) and not isinstance(new, bool):
        least, most = row.least or 0, row.most if row.most is not None else new
        if not least <= new <= most:
            return f"must be from {least} to {most}"
    return "" if not isinstance(new, str) or len(new) <= 200 else "is too long"  # noqa: PLR2004


_KINDS: dict[type, str] = {str: "a text", int: "a whole number", bool: "on or off"}


def _settings(raw: Mapping[str, object]) -> Settings:
    fitting = {
        name: found
        for name, row in _BY_NAME.items()
        if isinstance(found := raw.get(name), str | int | bool)
        and not _problem(row, found)
    }
    return msgspec.convert(fitting, Settings)


def part(name: str) -> object:
    """One part of the settings file: preferences, recent, window; None if missing."""
    path = config_folder() / FILE
    with storage_problems(path):
        if not path.exists():
            return None
        try:
            return msgspec.json.decode(path.read_bytes(), type=dict[str, object]).get(
                name
            )
        except (msgspec.DecodeError, msgspec.ValidationError):
            return None


def write_part(name: str, content: object) -> None:
    """Replace one part of the settings file; the others stay as they are."""
    path = config_folder() / FILE
    whole: dict[str, object] = {}
    if path.exists():
        with contextlib.suppress(msgspec.DecodeError, msgspec.ValidationError):
            whole = msgspec.json.decode(path.read_bytes(), type=dict[str, object])
    encoded = msgspec.json.encode(whole | {name: content})
    write_whole(path, msgspec.json.format(encoded))


def _raw() -> dict[str, object]:
    found = part(PREFERENCES)
    return found if isinstance(found, dict) else {}


def _system_user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # no such user, as in a container
        return ""
