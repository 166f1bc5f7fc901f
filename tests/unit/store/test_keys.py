"""Where the pseudonym key of a project lies, and who may read it."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend

from studio.domain.errors import ProjectProblem
from studio.services import doctor
from studio.store import keys
from studio.store.project import Project

on_posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no bits")


class Drawer(KeyringBackend):
    """A keyring in memory, as a desktop has one."""

    priority = 5.0

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self.kept.pop((service, username), None)


@pytest.fixture
def drawer(monkeypatch: pytest.MonkeyPatch) -> Drawer:
    made = Drawer()
    monkeypatch.setattr(keyring, "get_keyring", lambda: made)
    for name in ("get_password", "set_password", "delete_password"):
        monkeypatch.setattr(keyring, name, getattr(made, name))
    return made


def check(name: str) -> doctor.Check | None:
    found = [*doctor._key_files(), doctor._keyring()]
    return next((each for each in found if each.name == name), None)


def test_that_the_keyring_holds_the_key_where_there_is_one(
    tmp_path: Path, drawer: Drawer
) -> None:
    with Project.create(tmp_path / "shop", "Shop") as project:
        assert project.key_place == "keyring"
        kept = list(drawer.kept.values())
        assert kept == [project.key().hex()]
    assert keys.key_files() == ()
    assert check("Key files") is None
    found = check("Keyring")
    assert found is not None
    assert found.state == "ok"


def test_that_a_protected_project_needs_no_keyring(
    tmp_path: Path, drawer: Drawer
) -> None:
    folder = tmp_path / "shop"
    with Project.create(folder, "Shop", "green teapot walks") as project:
        assert project.key_place == "project"
        name = project.pseudonym("ada@example.com")
    assert drawer.kept == {}
    assert keys.key_files() == ()
    folder.rename(tmp_path / "on another machine")
    with Project.open(
        tmp_path / "on another machine", passphrase="green teapot walks"
    ) as project:
        assert project.pseudonym("ada@example.com") == name


@on_posix
def test_that_a_key_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    with Project.create(tmp_path / "shop", "Shop") as project:
        assert project.key_place == "file"
    (path,) = keys.key_files()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert not path.is_relative_to(tmp_path / "shop")
    found = check("Key files")
    assert found is not None
    assert (found.state, found.found) == ("ok", "1, closed to others")
    told = check("Keyring")
    assert told is not None
    assert told.state == "warning"
    assert str(path.parent) in told.found


@on_posix
def test_that_a_key_file_open_to_others_is_closed_when_it_is_read(
    tmp_path: Path,
) -> None:
    Project.create(tmp_path / "shop", "Shop").close()
    (path,) = keys.key_files()
    path.chmod(0o644)
    path.parent.chmod(0o755)
    with Project.open(tmp_path / "shop") as project:
        project.key()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@on_posix
def test_that_doctor_closes_a_key_file_and_says_so(tmp_path: Path) -> None:
    Project.create(tmp_path / "shop", "Shop").close()
    (path,) = keys.key_files()
    path.chmod(0o664)
    found = check("Key files")
    assert found is not None
    assert found.state == "warning"
    assert "closed now" in found.found
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    again = check("Key files")
    assert again is not None
    assert again.state == "ok"


@on_posix
def test_that_doctor_says_how_to_close_what_it_cannot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Project.create(tmp_path / "shop", "Shop").close()
    (path,) = keys.key_files()

    def refused(self: Path, mode: int) -> None:
        raise PermissionError(1, "not the owner", str(self))

    path.chmod(0o644)
    monkeypatch.setattr(Path, "chmod", refused)
    found = check("Key files")
    assert found is not None
    assert (found.state, found.mend) == ("error", f"Run as its owner: chmod go= {path}")


def test_that_another_projects_key_is_refused(tmp_path: Path) -> None:
    Project.create(tmp_path / "shop", "Shop").close()
    (path,) = keys.key_files()
    path.write_text("00" * 32)
    with (
        Project.open(tmp_path / "shop") as project,
        pytest.raises(ProjectProblem, match="belongs to another project"),
    ):
        project.key()
    path.unlink()
    with (
        Project.open(tmp_path / "shop") as project,
        pytest.raises(ProjectProblem, match="is missing"),
    ):
        project.key()
