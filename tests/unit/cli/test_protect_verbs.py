"""The verbs that protect a project, and every other one on a protected project."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from studio.cli import passphrases as asking
from studio.services.projects import is_protected
from studio.store.project import Project
from studio.store.sealing import passphrase as passphrases

Vitrine = Callable[..., Result]
Told = Callable[[Result], dict[str, str]]
WORDS = "green teapot walks uphill"
OTHER = "slow lantern under the bridge"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    def cheap(salt: str) -> passphrases.Argon:
        return passphrases.Argon(salt, memory=64, passes=1)

    monkeypatch.setattr(passphrases, "new_settings", cheap)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "words.txt"
    path.write_text(f"{WORDS}\nsomething else\n", "utf-8")
    return path


@pytest.fixture
def protected(shop: Path, vitrine: Vitrine, file: Path) -> Path:
    assert vitrine("protect", shop, "--passphrase-file", file).exit_code == 0
    return shop


def test_that_protect_says_what_a_lost_passphrase_means(
    shop: Path, vitrine: Vitrine, file: Path
) -> None:
    (shop / "notes.txt").write_text("mine")
    result = vitrine("protect", shop, "--passphrase-file", file)
    assert result.exit_code == 0
    assert result.stdout.startswith("Protected ")
    assert "left as they are: notes.txt" in result.stdout
    assert "cannot be recovered" in result.stderr
    assert is_protected(shop)


def test_that_other_verbs_take_the_passphrase_from_the_environment(
    protected: Path, vitrine: Vitrine, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert vitrine("pages", protected).exit_code == 4
    monkeypatch.setenv("VITRINE_PASSPHRASE", WORDS)
    result = vitrine("pages", protected, "--json")
    assert (result.exit_code, json.loads(result.stdout)) == (0, [])
    monkeypatch.setenv("VITRINE_PASSPHRASE", OTHER)
    assert vitrine("pages", protected).exit_code == 4


def test_that_failures_are_told_as_json(
    protected: Path, vitrine: Vitrine, told: Told, file: Path, tmp_path: Path
) -> None:
    found = told(vitrine("pages", protected, "--json"))
    assert "protected with a passphrase" in found["error"]
    assert "VITRINE_PASSPHRASE" in found["hint"]
    again = told(vitrine("protect", protected, "--passphrase-file", file, "--json"))
    assert "protected already" in again["error"]
    missing = told(vitrine("unprotect", protected, "--json"))
    assert "--passphrase-file" in missing["hint"]
    wrong = tmp_path / "wrong.txt"
    wrong.write_text(OTHER)
    no = told(vitrine("unprotect", protected, "--passphrase-file", wrong, "--json"))
    assert "not the passphrase" in no["error"]
    none = told(vitrine("new", tmp_path / "n", "--passphrase", "--json"))
    assert none["error"] == "There is no passphrase."
    assert not (tmp_path / "n").exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"\nsecond line\n", "is empty"),
        (b"\xff\xfe\xfa", "not UTF-8"),
        (b"short\n", "at least 8 characters"),
    ],
)
def test_that_a_bad_passphrase_file_is_told(
    shop: Path, vitrine: Vitrine, told: Told, file: Path, content: bytes, words: str
) -> None:
    file.write_bytes(content)
    result = vitrine("protect", shop, "--passphrase-file", file, "--json")
    assert result.exit_code == 2
    assert words in told(result)["error"]
    assert not is_protected(shop)


def test_that_the_passphrase_is_changed_and_taken_off(
    protected: Path, vitrine: Vitrine, file: Path, tmp_path: Path
) -> None:
    new = tmp_path / "new.txt"
    new.write_bytes(f"\ufeff{OTHER}\r\n".encode())
    options = ("--passphrase-file", file, "--new-passphrase-file", new)
    assert vitrine("change-passphrase", protected, *options).exit_code == 0
    assert vitrine("unprotect", protected, "--passphrase-file", file).exit_code == 4
    result = vitrine("unprotect", protected, "--passphrase-file", new, "--json")
    assert json.loads(result.stdout)["protected"] is False
    with Project.open(protected) as project:
        assert project.name == "My shop"


def test_that_a_person_is_asked_twice_for_a_new_passphrase(
    shop: Path, vitrine: Vitrine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "_somebody", lambda: True)
    answers = iter([WORDS, OTHER, WORDS, WORDS, WORDS])
    monkeypatch.setattr(asking, "_asked", lambda _: next(answers))
    differ = vitrine("protect", shop)
    assert differ.exit_code == 2
    assert "not the same" in differ.stderr
    assert vitrine("protect", shop).exit_code == 0
    assert vitrine("pages", shop, "--json").exit_code == 0
    with pytest.raises(StopIteration):
        next(answers)


def test_that_a_new_project_is_protected_on_request(
    tmp_path: Path, vitrine: Vitrine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VITRINE_PASSPHRASE", WORDS)
    assert vitrine("new", tmp_path / "one", "--passphrase").exit_code == 0
    assert is_protected(tmp_path / "one")
    assert vitrine("new", tmp_path / "two").exit_code == 0
    assert not is_protected(tmp_path / "two")
