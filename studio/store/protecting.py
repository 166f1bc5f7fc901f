"""Protects a project with a passphrase, and takes the protection off, in its place.

Everything is copied, compared and only then exchanged (`sealing/swap.py` says how that
outlasts a cut power line). Meanwhile nobody else may have the project open.
"""

from __future__ import annotations

import secrets
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from studio.domain.errors import ProjectProblem, StorageProblem
from studio.store import keys
from studio.store.copying import copy_database, only_user, open_file, seal_file
from studio.store.database import connect
from studio.store.lock import WindowLock
from studio.store.problems import storage_problems
from studio.store.project import DATABASE, FOLDERS, Project
from studio.store.sealing.passphrase import (
    KEY_BYTES,
    Header,
    State,
    check_passphrase,
    header_of,
    unwrapped,
    wrapped,
    write_header,
)
from studio.store.sealing.seal import Seal
from studio.store.sealing.swap import STAGING, alone, clear, reach_disk, settle

Step = Callable[[int, int], None]
"""Told how many bytes of how many are done; may raise to stop."""
Copy = Callable[[Path, Path, Seal, Callable[[int], None]], None]
SPARE_BYTES = 16 * 1024**2


def _quietly(done: int, total: int) -> None:
    del done, total


def protect(folder: Path, passphrase: str, step: Step = _quietly) -> None:
    """Protect a project with a passphrase.

    Raises:
        InputProblem: The passphrase is too short.
        ProjectProblem: It is protected already, or somebody has it open.
        StorageProblem: There is no room for a second copy; nothing was changed.
    """
    check_passphrase(passphrase)
    folder = folder.expanduser().absolute()
    with _taken(folder, protected=False):
        with Project.open(folder) as project:
            project_id, pseudonyms = project.id, project.key()
        key = secrets.token_bytes(KEY_BYTES)
        seal = Seal(folder, key)
        write_header(folder, wrapped(key, passphrase, "sealing"))
        record = keys.seal_key(pseudonyms, seal)
        with _taken_back(folder), only_user(folder / DATABASE, "") as connection:
            _copy_files(seal, seal_file, step)
            copy = folder / STAGING / DATABASE
            copy_database(connection, copy, seal.database_key)
            _note(copy, seal.database_key, record, "protect")
            _commit(folder, "swapping")
        settle(folder)
        keys.forget_key(project_id)


def unprotect(folder: Path, passphrase: str, step: Step = _quietly) -> None:
    """Take the passphrase off a project; its files lie in the clear afterwards.

    Raises:
        WrongPassphrase: It is another.
        ProjectProblem: It is not protected, or somebody has it open.
        StorageProblem: There is no room for a second copy; nothing was changed.
    """
    folder = folder.expanduser().absolute()
    with _taken(folder, protected=True) as header:
        if header is None:
            raise _not_protected(folder)
        with Project.open(folder, passphrase=passphrase) as project:
            project_id, pseudonyms = project.id, project.key()
        seal = Seal(folder, unwrapped(folder, header, passphrase))
        write_header(folder, msgspec.structs.replace(header, state="unsealing"))
        with (
            _taken_back(folder),
            only_user(folder / DATABASE, seal.database_key) as connection,
        ):
            _copy_files(seal, open_file, step)
            copy = folder / STAGING / DATABASE
            copy_database(connection, copy, "")
            record = keys.put_away(project_id, pseudonyms)
            _note(copy, "", record, "unprotect")
            _commit(folder, "unswapping")
        settle(folder)


def try_passphrase(folder: Path, passphrase: str) -> None:
    """Raise WrongPassphrase if it does not open the project; nothing is opened."""
    header = header_of(folder)
    if header is None:
        raise _not_protected(folder)
    unwrapped(folder, header, passphrase)


def change_passphrase(folder: Path, old: str, new: str) -> None:
    """Wrap the project's data key with another passphrase.

    A copy of the folder that was made before still opens with the old one.

    Raises:
        WrongPassphrase: The old one is another.
        InputProblem: The new one is too short.
    """
    folder = folder.expanduser().absolute()
    check_passphrase(new)
    with alone(folder):
        header = settle(folder)
        if header is None:
            raise _not_protected(folder)
        key = unwrapped(folder, header, old)
        write_header(folder, wrapped(key, new))
    with Project.open(folder, passphrase=new) as project:
        project.record("change passphrase", project.id)


@contextmanager
def _taken(folder: Path, *, protected: bool) -> Iterator[Header | None]:
    """Keep windows and others who protect away from a project; gives its head."""
    if not (folder / DATABASE).is_file():
        raise ProjectProblem(f"{folder} is not a Vitrine project.")
    with alone(folder):
        header = settle(folder)
        if header is not None and not protected:
            raise ProjectProblem(
                f"{folder.name} is protected already.",
                "Use: vitrine change-passphrase.",
            )
        lock = WindowLock(folder)
        try:
            yield header
        finally:
            lock.release()


@contextmanager
def _taken_back(folder: Path) -> Iterator[None]:
    """Undo what failed or was stopped; the project is as it was."""
    try:
        yield
    except BaseException:
        settle(folder)
        raise


def _not_protected(folder: Path) -> ProjectProblem:
    return ProjectProblem(
        f"{folder.name} is not protected with a passphrase.",
        "To protect it: vitrine protect.",
    )


def _note(copy: Path, key: str, record: keys.KeyRecord, what: str) -> None:
    """Write into the copied database where its pseudonym key is, and what was done."""
    with storage_problems(copy):
        database = connect(copy, key)
        try:
            database.execute(
                "INSERT OR REPLACE INTO facts VALUES ('key', ?)",
                (msgspec.json.encode(record),),
            )
            database.execute(
                "INSERT INTO audit (at, what, subject, by, note)"
                " VALUES (?, ?, '', '', '')",
                (time.time(), what),
            )
        finally:
            database.close()


def _commit(folder: Path, state: State) -> None:
    """From here on the copies are the project."""
    header = header_of(folder)
    if header is None:
        raise _not_protected(folder)
    with storage_problems(folder):
        reach_disk(folder / STAGING)
    write_header(folder, msgspec.structs.replace(header, state=state))


def _copy_files(seal: Seal, copy: Copy, step: Step) -> None:
    folder = seal.folder
    clear(folder)
    files = list(contents(folder))
    total = sum(path.stat().st_size for path in files)
    needed = total + (folder / DATABASE).stat().st_size + SPARE_BYTES
    with storage_problems(folder):
        if shutil.disk_usage(folder).free < needed:
            raise StorageProblem(
                f"The disk needs {needed / 1e9:.1f} GB more for a second copy of"
                f" {folder.name}.",
                "Free some space and try again; nothing was changed.",
            )
    done = 0

    def count(size: int) -> None:
        nonlocal done
        done += size
        step(min(done, total), total)

    for path in files:
        target = folder / STAGING / path.relative_to(folder)
        with storage_problems(target):
            target.parent.mkdir(parents=True, exist_ok=True)
        copy(path, target, seal, count)
    with storage_problems(folder):
        (folder / STAGING).mkdir(exist_ok=True)


def contents(folder: Path) -> Iterator[Path]:
    """The files of a project that are sealed, beside its database."""
    with storage_problems(folder):
        for part in FOLDERS:
            for path in sorted((folder / part).rglob("*")):
                if path.is_symlink():
                    raise ProjectProblem(
                        f"{path} is a link to another place.",
                        "Put the file itself there, or delete the link.",
                    )
                if path.is_file() and path.suffix != ".lock":
                    yield path


def others(folder: Path) -> tuple[str, ...]:
    """What lies in the folder of a project and is not its own; that is never sealed."""
    with storage_problems(folder):
        return tuple(
            sorted(
                path.name
                for path in folder.iterdir()
                if path.name not in FOLDERS
                and not path.name.startswith((".", DATABASE, "project.vitrine"))
            )
        )
