"""A project is protected in its place, whole or not at all."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

import msgspec
import numpy as np
import pytest

from studio.domain.errors import (
    InputProblem,
    PassphraseNeeded,
    ProjectLocked,
    ProjectProblem,
    StorageProblem,
    WrongPassphrase,
)
from studio.domain.shop import Shop
from studio.store import copying, keys, protecting, weights
from studio.store.config import write_whole
from studio.store.project import Project
from studio.store.protecting import change_passphrase, protect, unprotect
from studio.store.sealing import passphrase as passphrases
from studio.store.sealing import unlocked
from studio.store.sealing.passphrase import header_of
from studio.store.sealing.stream import is_sealed
from studio.store.sealing.swap import STAGING
from studio.store.sealing.unlocked import HEADER, read_bytes

WORDS = "four words beside another"
OTHER = "five more words, not those"
NOTE = b"what the shop knows of its shoppers " * 20_000


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings that make a passphrase cheap to try; each head carries its own."""

    def cheap(salt: str) -> passphrases.Argon:
        return passphrases.Argon(salt, memory=64, passes=1)

    monkeypatch.setattr(passphrases, "new_settings", cheap)


@pytest.fixture(autouse=True)
def nothing_held() -> object:
    yield
    assert not unlocked.any_unlocked(), "a key stayed in memory"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    folder = tmp_path / "Wrenfield"
    with Project.create(folder, "Wrenfield Home") as project:
        project.save_shop(Shop(name="Wrenfield Home"))
        project.record("import", "customers.csv")
        write_whole(folder / "data" / "a.bin", NOTE)
        write_whole(folder / "pictures" / "p.webp", b"")
        weights.save(
            project.runs.folder("taste-001") / "weights.safetensors",
            {"x": np.arange(9.0)},
            {"kind": "taste"},
        )
        project.key()
    return folder


def files_in(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }


def looks_whole(folder: Path, words: str = "") -> None:
    with Project.open(folder, passphrase=words) as project:
        assert project.protected == bool(words)
        assert project.name == "Wrenfield Home"
        assert project.shop().name == "Wrenfield Home"
        assert project.audit()[-1][1:3] == ("import", "customers.csv")
        assert read_bytes(folder / "data" / "a.bin") == NOTE
        assert read_bytes(folder / "pictures" / "p.webp") == b""
        path = project.runs.folder("taste-001") / "weights.safetensors"
        tensors, meta = weights.load(path, "taste")
        assert tensors["x"].tolist() == list(range(9))
        assert meta == {"kind": "taste"}


def test_that_a_protected_project_holds_nothing_in_the_clear(shop: Path) -> None:
    with Project.open(shop) as project:
        key = project.key()
    protect(shop, WORDS)
    found = files_in(shop)
    assert set(found) == {
        "data/a.bin",
        "pictures/p.webp",
        "project.sqlite",
        HEADER,
        "runs/taste-001/weights.safetensors",
    }
    for name, content in found.items():
        for word in (b"Wrenfield", b"shoppers", b"SQLite", b"customers", b"taste"):
            assert word not in content, (name, word)
        if name not in (HEADER, "project.sqlite"):
            assert is_sealed(shop / name)
    assert not keys.key_files(), "the key outside is not needed any more"
    looks_whole(shop, WORDS)
    with Project.open(shop, passphrase=WORDS) as project:
        assert project.key() == key
        assert project.key_place == "project"


def test_that_it_comes_back_as_it_was(shop: Path) -> None:
    before = files_in(shop)
    with Project.open(shop) as project:
        key = project.key()
    protect(shop, WORDS)
    unprotect(shop, WORDS)
    after = files_in(shop)
    assert set(after) == set(before)
    same = set(before) - {"project.sqlite"}
    assert {n: after[n] for n in same} == {n: before[n] for n in same}
    looks_whole(shop)
    with Project.open(shop) as project:
        assert project.key() == key
        assert project.key_place == "file"
        assert [line[1] for line in project.audit()][:2] == ["unprotect", "protect"]


def test_that_a_new_project_is_protected_from_its_first_byte(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    with Project.create(folder, "Wrenfield", WORDS) as project:
        assert project.protected
        project.save_shop(Shop(name="Wrenfield"))
        for path in folder.rglob("*"):
            if path.is_file():
                assert b"Wrenfield" not in path.read_bytes(), path
    assert not keys.key_files()
    with pytest.raises(PassphraseNeeded, match="protected with a passphrase"):
        Project.open(folder)


def test_that_a_passphrase_must_be_long_enough(shop: Path, tmp_path: Path) -> None:
    with pytest.raises(InputProblem, match="at least 8 characters"):
        protect(shop, "seven77")
    with pytest.raises(InputProblem, match="at least 8 characters"):
        Project.create(tmp_path / "other", "x", "seven77")
    assert not (tmp_path / "other").exists()
    looks_whole(shop)


def test_that_a_wrong_passphrase_opens_nothing(shop: Path) -> None:
    protect(shop, WORDS)
    for wrong in (WORDS.upper(), WORDS + " ", "x" * 200):
        with pytest.raises(WrongPassphrase, match="not the passphrase of Wrenfield"):
            Project.open(shop, passphrase=wrong)
    with pytest.raises(WrongPassphrase):
        unprotect(shop, OTHER)
    looks_whole(shop, WORDS)


def test_that_the_same_words_typed_otherwise_open_it(shop: Path) -> None:
    protect(shop, "Caf\u00e9 \uff21\uff22\uff23 1234")
    looks_whole(shop, "Cafe\u0301 ABC 1234")


def test_that_the_environment_may_say_the_passphrase(
    shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    protect(shop, WORDS)
    monkeypatch.setenv("VITRINE_PASSPHRASE", WORDS)
    with Project.open(shop) as project:
        assert project.protected


def test_that_a_window_lock_is_given_back_after_a_wrong_passphrase(shop: Path) -> None:
    protect(shop, WORDS)
    with pytest.raises(WrongPassphrase):
        Project.open(shop, window=True, passphrase=OTHER)
    Project.open(shop, window=True, passphrase=WORDS).close()


def test_that_changing_the_passphrase_rewrites_no_file(shop: Path) -> None:
    protect(shop, WORDS)
    before = files_in(shop)
    change_passphrase(shop, WORDS, OTHER)
    after = files_in(shop)
    changed = {name for name in before if before[name] != after[name]}
    assert changed <= {HEADER, "project.sqlite"}  # the latter has a line in its audit
    with pytest.raises(WrongPassphrase):
        Project.open(shop, passphrase=WORDS)
    looks_whole(shop, OTHER)
    with pytest.raises(WrongPassphrase):
        change_passphrase(shop, WORDS, "yet another one")
    with pytest.raises(InputProblem):
        change_passphrase(shop, OTHER, "short")
    looks_whole(shop, OTHER)


def test_that_settings_of_the_head_cannot_be_weakened(shop: Path) -> None:
    protect(shop, WORDS)
    header = header_of(shop)
    assert header is not None
    weaker = msgspec.structs.replace(header.argon, memory=32)
    write = passphrases.write_header
    write(shop, msgspec.structs.replace(header, argon=weaker))
    with pytest.raises(WrongPassphrase):
        Project.open(shop, passphrase=WORDS)
    greedy = msgspec.structs.replace(header.argon, memory=2**31)
    write(shop, msgspec.structs.replace(header, argon=greedy))
    with pytest.raises(ProjectProblem, match="is damaged"):
        Project.open(shop, passphrase=WORDS)
    (shop / HEADER).write_text("{")
    with pytest.raises(ProjectProblem, match="is damaged"):
        Project.open(shop, passphrase=WORDS)
    write(shop, msgspec.structs.replace(header, version=2))
    with pytest.raises(ProjectProblem, match="newer version"):
        Project.open(shop, passphrase=WORDS)
    write(shop, header)
    looks_whole(shop, WORDS)


def test_that_a_project_in_use_is_left_alone(
    shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("studio.store.copying.PATIENCE_S", 0.2)
    with (
        Project.open(shop),
        pytest.raises(ProjectProblem, match="is in use"),
    ):
        protect(shop, WORDS)
    with Project.open(shop, window=True), pytest.raises(ProjectLocked):
        protect(shop, WORDS)
    looks_whole(shop)
    protect(shop, WORDS)
    with (
        Project.open(shop, passphrase=WORDS),
        pytest.raises(ProjectProblem, match="is in use"),
    ):
        unprotect(shop, WORDS)
    looks_whole(shop, WORDS)
    with pytest.raises(ProjectProblem, match="protected already"):
        protect(shop, WORDS)


def test_that_a_full_disk_changes_nothing(
    shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(shop)._replace(free=1000)
    before = files_in(shop)
    with monkeypatch.context() as patch:
        patch.setattr(shutil, "disk_usage", lambda _: usage)
        with pytest.raises(StorageProblem, match="for a second copy"):
            protect(shop, WORDS)
    after = files_in(shop)
    del before["project.sqlite"], after["project.sqlite"]  # its log was taken in
    assert after == before
    looks_whole(shop)


def test_that_stopping_it_changes_nothing(shop: Path) -> None:
    def stop(done: int, total: int) -> None:
        assert 0 < done <= total
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        protect(shop, WORDS, stop)
    assert not (shop / HEADER).exists()
    assert not (shop / STAGING).exists()
    looks_whole(shop)
    protect(shop, WORDS)
    with pytest.raises(KeyboardInterrupt):
        unprotect(shop, WORDS, stop)
    looks_whole(shop, WORDS)


KILLED = """
import os, signal, sys
from pathlib import Path
from studio.store import protecting, copying
from studio.store.sealing import swap, passphrase
passphrase.new_settings = lambda salt: passphrase.Argon(salt, memory=64, passes=1)
verb, folder, words, where, nth = sys.argv[1:]
count = 0
def deadly(work):
    def wrapped(*args, **more):
        global count
        count += 1
        if count == int(nth):
            os.kill(os.getpid(), signal.SIGKILL)
        return work(*args, **more)
    return wrapped
if where == "copy":
    protecting.seal_file = deadly(protecting.seal_file)
    protecting.open_file = deadly(protecting.open_file)
elif where == "database":
    protecting.copy_database = deadly(protecting.copy_database)
elif where == "commit":
    protecting._commit = deadly(protecting._commit)
elif where == "settle":
    protecting.settle = deadly(protecting.settle)
elif where == "rename":
    Path.replace = deadly(Path.replace)
elif where == "finish":
    swap.reach_disk = deadly(swap.reach_disk)
getattr(protecting, verb)(Path(folder), words)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no kill -9 here")
@pytest.mark.parametrize("verb", ["protect", "unprotect"])
@pytest.mark.parametrize(
    ("where", "nth", "done"),
    [
        ("copy", 1, False),
        ("copy", 3, False),
        ("database", 1, False),
        ("commit", 1, False),
        ("settle", 2, True),
        ("rename", 4, True),
        ("rename", 5, True),
        ("finish", 1, True),
    ],
)
def test_that_a_project_killed_while_protected_opens(
    shop: Path, verb: str, where: str, nth: int, done: bool
) -> None:
    if verb == "unprotect":
        protect(shop, WORDS)
    ended = subprocess.run(
        [sys.executable, "-c", KILLED, verb, str(shop), WORDS, where, str(nth)],
        capture_output=True,
        text=True,
        check=False,
        env=dict(os.environ),
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    is_protected = (verb == "protect") == done
    looks_whole(shop, WORDS if is_protected else "")
    assert not (shop / STAGING).exists()
    for name, content in files_in(shop).items():
        assert (b"Wrenfield" in content) <= (not is_protected), name
    again: Callable[..., None] = unprotect if is_protected else protect
    again(shop, WORDS)
    looks_whole(shop, "" if is_protected else WORDS)


def test_that_foreign_files_are_named_and_links_refused(shop: Path) -> None:
    (shop / "export").mkdir()
    (shop / "export" / "index.html").write_text("<p>mine</p>")
    assert protecting.others(shop) == ("export",)
    link = shop / "data" / "elsewhere.parquet"
    link.symlink_to(shop / "data" / "a.bin")
    with pytest.raises(ProjectProblem, match="a link to another place"):
        protect(shop, WORDS)
    link.unlink()
    protect(shop, WORDS)
    assert (shop / "export" / "index.html").read_text() == "<p>mine</p>"


def test_that_a_key_from_the_environment_is_kept_when_a_project_is_protected(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VITRINE_PASSPHRASE", OTHER)
    folder = tmp_path / "scripted"
    with Project.create(folder, "Scripted") as project:
        assert project.key_place == "passphrase"
        name = project.pseudonym("ada@example.com")
    protect(folder, WORDS)
    monkeypatch.delenv("VITRINE_PASSPHRASE")
    with Project.open(folder, passphrase=WORDS) as project:
        assert project.pseudonym("ada@example.com") == name
    unprotect(folder, WORDS)
    with Project.open(folder) as project:
        assert project.key_place == "file"
        assert project.pseudonym("ada@example.com") == name


def test_that_an_open_project_does_not_open_to_a_wrong_passphrase(shop: Path) -> None:
    protect(shop, WORDS)
    with Project.open(shop, passphrase=WORDS):
        with pytest.raises(WrongPassphrase):
            Project.open(shop, passphrase=OTHER)
        Project.open(shop).close()


def test_that_a_project_without_a_passphrase_loads_no_cipher(shop: Path) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from studio.store.project import Project\n"
        f"with Project.open(Path({str(shop)!r})) as project:\n"
        "    project.catalogue(), project.pictures_folder, project.runs.list('taste')\n"
        "names = ('cryptography', 'sqlcipher3', 'fsspec')\n"
        "print([name for name in names if name in sys.modules])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"},
    )
    assert done.stdout.strip() == "[]"


def test_that_a_copy_that_differs_is_noticed_before_anything_is_exchanged(
    shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def one_byte_off(source: IO[bytes], out: IO[bytes], step: object) -> None:
        content = source.read()
        out.write(content[:-1] + bytes([content[-1] ^ 1]) if content else b"")

    def one_row_less(one: Any, two: Any, table: str) -> None:
        if table != "audit":
            honest(one, two, table)

    honest = copying._copy_rows
    for name, broken in (("_pour", one_byte_off), ("_copy_rows", one_row_less)):
        with monkeypatch.context() as patch:
            patch.setattr(copying, name, broken)
            with pytest.raises(ProjectProblem, match="did not come out"):
                protect(shop, WORDS)
        assert not (shop / HEADER).exists()
        looks_whole(shop)
