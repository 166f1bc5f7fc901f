"""Nothing that a protected project knows can be read from its folder, or beside it."""

from __future__ import annotations

import base64
import csv
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from studio.store.project import Project
from studio.store.sealing.unlocked import any_unlocked

pytestmark = [pytest.mark.end2end, pytest.mark.timeout(900)]

WORDS = "green teapot walks uphill"
PEOPLE = ("ada.lovelace@example.com", "grace.hopper@example.org", "li.lei@example.cn")
NAMES = ("Ada Lovelace", "Grace Hopper", "李雷磊")
VERB_S = 300


class Watcher(threading.Thread):
    """Looks all the time for secrets in the files of some folders, short-lived too."""

    def __init__(self, folders: Iterable[Path], secrets: Iterable[str]) -> None:
        super().__init__(daemon=True)
        self._folders = tuple(folders)
        self._needles = {
            form: secret for secret in secrets for form in forms_of(secret)
        }
        self._seen: dict[Path, tuple[int, int]] = {}
        self._ended = threading.Event()
        self.found: set[tuple[str, str]] = set()
        self.files = 0

    def run(self) -> None:
        while not self._ended.wait(0.1):
            self.look()

    def look(self) -> None:
        for folder in self._folders:
            for path in _files_in(folder):
                try:
                    state = path.stat()
                    mark = (state.st_mtime_ns, state.st_size)
                    if self._seen.get(path) == mark:
                        continue
                    self._seen[path] = mark
                    self.search(path, path.read_bytes())
                except FileNotFoundError:
                    continue

    def search(self, path: Path, content: bytes) -> None:
        self.files += 1
        for needle, secret in self._needles.items():
            if needle in content:
                self.found.add((path.name, secret))

    def end(self) -> None:
        self._ended.set()
        self.join()
        self.look()


def _files_in(folder: Path) -> Iterator[Path]:
    """All files; folders that are gone before they are looked into are passed over."""
    for place, _, names in os.walk(folder):
        yield from (Path(place, name) for name in names)


def forms_of(secret: str) -> set[bytes]:
    """A text as it might be written: in three encodings, as hex, as base64."""
    raw = secret.encode()
    found = {raw, secret.encode("utf-16-le"), secret.encode("utf-16-be")}
    found |= {raw.hex().encode(), raw.hex().upper().encode()}
    for shift in range(3):  # wherever it begins in what was encoded
        whole = base64.b64encode(b"\0" * shift + raw)
        start, end = -(-shift * 8 // 6), len(whole) - 4
        found.add(whole[start : end if end > start + 6 else None].rstrip(b"="))
    return found


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sealed")
    for name in ("temp", "home", "shops"):
        (folder / name).mkdir()
    return folder


@pytest.fixture(scope="module")
def surroundings(environment: dict[str, str], place: Path) -> dict[str, str]:
    own = {
        "TMPDIR": str(place / "temp"),
        "TEMP": str(place / "temp"),
        "HOME": str(place / "home"),
        "VITRINE_CONFIG_DIR": str(place / "home" / "config"),
        "VITRINE_PASSPHRASE": WORDS,
    }
    return environment | own


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory, shop_files: Any) -> Path:
    """Behaviour of three known people, with their names and what they searched."""
    products = rows_of(shop_files["products.csv"])
    file = tmp_path_factory.mktemp("people") / "crm_behavior.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        table = csv.writer(out)
        table.writerow(("email", "customer_name", "event", "item_id", "query", "ts"))
        for n, (mail, name) in enumerate(zip(PEOPLE, NAMES, strict=True)):
            for k in range(8):
                item = products[(5 * n + k) % len(products)]["product_id"]
                table.writerow((mail, name, "view", item, "", f"2026-05-0{k + 1}"))
            table.writerow(
                (mail, name, "search", "", f"quilted harbour {n} coat", "2026-05-09")
            )
    return file


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def secrets_of(shop_files: dict[str, Path]) -> list[str]:
    products = rows_of(shop_files["products.csv"])[:60:6]
    events = rows_of(shop_files["user_behavior.csv"])
    queries = sorted({row["query"] for row in events if len(row["query"]) > 8})[:5]
    return [
        *PEOPLE,
        *NAMES,
        WORDS,
        "lovelace",
        "quilted harbour",
        *(row["product_id"] for row in products),
        *(row["title"] for row in products),
        *(row["description"][:40] for row in products),
        *queries,
    ]


def do(environment: dict[str, str], verb: str, *options: object) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "studio", verb, *map(str, options)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=VERB_S,
        check=False,
    )
    assert done.returncode == 0, f"{verb}: {done.stdout}{done.stderr}"
    return done.stdout


def learned_by(folder: Path) -> list[str]:
    """What the studio itself has made: pseudonyms, personas, texts of pages."""
    with Project.open(folder, passphrase=WORDS) as project:
        audience = project.audience()
        assert audience is not None
        rows = project.pages.rows()
        page = project.pages.page(rows[0].page_id)
        texts = [
            words.en
            for block in page.blocks
            for words in block.copy.values()
            if len(words.en) > 12
        ]
        assert len(texts) >= 3
        shoppers = [project.pseudonym(mail) for mail in PEOPLE]
        assert set(shoppers) <= set(project.events().shoppers)
        return [
            *shoppers,
            *audience.shoppers[:5],
            *(persona.name for persona in audience.personas if len(persona.name) > 6),
            *texts[:8],
        ]


def test_that_a_protected_project_leaks_nothing(
    surroundings: dict[str, str],
    shop_files: dict[str, Path],
    people: Path,
    place: Path,
) -> None:
    folder = place / "shops" / "protected"
    watched = (folder, place / "temp", place / "home")
    watcher = Watcher(watched, secrets_of(shop_files))
    watcher.start()
    do(surroundings, "new", folder, "--name", "Wrenfield", "--passphrase")
    tables = [path for name, path in shop_files.items() if name != "pictures"]
    do(surroundings, "import", folder, people, *tables)
    options = ("--model", "taste", "--preset", "quick", "--epochs", 1)
    do(surroundings, "train", folder, *options)
    do(
        surroundings, "generate", folder, "--scenario", "recommendation",
        "--persona", "all", "--candidates", 1,
    )  # fmt: skip
    watcher.end()
    assert watcher.files > 20
    assert watcher.found == set()
    again = Watcher(watched, learned_by(folder))
    again.look()
    assert again.found == set()
    assert not any_unlocked()


def test_that_protecting_a_project_leaves_nothing_behind(
    surroundings: dict[str, str],
    shop_files: dict[str, Path],
    people: Path,
    place: Path,
) -> None:
    folder = place / "shops" / "plain"
    no_words = {k: v for k, v in surroundings.items() if k != "VITRINE_PASSPHRASE"}
    do(no_words, "new", folder, "--name", "Wrenfield")
    tables = (shop_files["products.csv"], people)
    do(no_words, "import", folder, *tables, shop_files["pictures"])
    secrets = secrets_of({**shop_files})
    plain = Watcher((folder,), secrets)
    plain.look()
    assert plain.found, "the search finds what lies in the clear"
    do(surroundings, "protect", folder)
    watcher = Watcher((folder, place / "temp"), secrets)
    watcher.look()
    assert watcher.found == set()
    for path in (folder / "pictures").iterdir():
        assert b"WEBP" not in path.read_bytes()[:64]
    ended = subprocess.run(
        [sys.executable, "-m", "studio", "pages", str(folder), "--json"],
        env=no_words,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    assert ended.returncode == 4
    assert json.loads(ended.stderr)["error"] == "plain is protected with a passphrase."


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="looks into /proc")
def test_that_a_worker_is_never_called_with_a_key(place: Path) -> None:
    folder = place / "shops" / "called"
    Project.create(folder, "Wrenfield", WORDS).close()
    code = (
        "import sys; from pathlib import Path\n"
        "from studio.services.jobs import JobRunner\n"
        "from studio.services.session import Session\n"
        "from studio.domain.jobs import BuildAudience\n"
        "words = sys.stdin.readline().strip()\n"
        f"with Session.open(Path({str(folder)!r}), passphrase=words) as session:\n"
        "    runner = JobRunner()\n"
        "    running = runner.start(BuildAudience(str(session.folder)), warm=True)\n"
        "    proc = Path(f'/proc/{running.pid}')\n"
        "    ending = running.wait(60)\n"
        "    print((proc / 'cmdline').read_bytes().hex())\n"
        "    print((proc / 'environ').read_bytes().hex())\n"
        "    print(session.project._seal.key.hex(), type(ending).__name__, ending)\n"
        "    runner.close()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        input=f"{WORDS}\n",
        capture_output=True,
        text=True,
        timeout=VERB_S,
        check=False,
        env=dict(os.environ),
    )
    assert done.returncode == 0, done.stderr
    *outside, told = done.stdout.strip().splitlines()
    key, _, words = told.partition(" ")
    assert len(key) == 64
    for raw in map(bytes.fromhex, outside):
        assert key.encode() not in raw
        assert WORDS.encode() not in raw
    assert "passphrase" not in words, "it had the key and went on to what was missing"
