"""Opens and makes projects for the window."""

from __future__ import annotations

import importlib
import re
import threading
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QStandardPaths

from studio.domain.errors import ProjectProblem
from studio.ui.language import language, tr

if TYPE_CHECKING:  # the store's libraries would delay the first window
    from studio.services.session import Session

SAMPLE_NAMES = {"en": "Wrenfield", "zh": "芮野"}


def _sessions() -> type[Session]:
    # Imported when first needed: the window must be on the screen before that.
    module = importlib.import_module("studio.services.session")
    return cast("type[Session]", module.Session)


def warm_up() -> None:
    """Import what opening needs in the background, once the window is there."""
    threading.Thread(target=_sessions, name="warm-up", daemon=True).start()


def home() -> Path:
    """Where new projects are put unless a person says otherwise."""
    documents = QStandardPaths.writableLocation(
        QStandardPaths.StandardLocation.DocumentsLocation
    )
    return Path(documents or Path.home()) / "Vitrine"


def folder_for(name: str, within: Path | None = None) -> Path:
    """A folder for a project of a name that is not there yet."""
    plain = re.sub(r"[^\w]+", "-", name.casefold()).strip("-") or "project"
    folder = (within or home()) / plain
    tried = 1
    while folder.exists():
        tried += 1
        folder = folder.with_name(f"{plain}-{tried}")
    return folder


class Projects:
    """Makes, opens and closes projects. All of it may raise `VitrineError`."""

    def create(self, folder: Path, name: str, passphrase: str = "") -> Session:
        """Make a project in a new or empty folder and open it with the lock."""
        _sessions().create(folder, name, passphrase).close()
        return self.open(folder, passphrase)

    def open(self, folder: Path, passphrase: str = "") -> Session:
        """Open a project with the lock against a second window.

        Raises:
            PassphraseNeeded: It is protected, and no or another passphrase was given.
        """
        if not folder.is_dir():
            raise ProjectProblem(
                tr("The folder {folder} was not found.", folder=folder),
                tr("Choose where it is now, or take it off the list."),
            )
        return _sessions().open(folder, window=True, passphrase=passphrase)

    def sample(self) -> tuple[Session, bool]:
        """The sample shop's project, and whether it is new and still empty."""
        name = SAMPLE_NAMES[language()]
        folder = home() / "wrenfield"
        if folder.is_dir() and any(folder.iterdir()):
            return self.open(folder), False
        return self.create(folder, name), True
