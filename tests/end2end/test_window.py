"""The whole job in the real window, used by a person who is a process of its own."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pytest

from studio.domain.edits import MoveBlock
from studio.services.session import Session

pytestmark = [pytest.mark.end2end, pytest.mark.timeout(900)]

DRIVER = Path(__file__).with_name("drive_window.py")
WHOLE_S = 850
NOTE = "Read twice on the phone"


@dataclass(frozen=True)
class Visit:
    """What a person did at the window, and what is left of it."""

    code: int
    told: str
    said: dict[str, Any]
    folder: Path
    environment: dict[str, str]


@pytest.fixture(scope="module")
def visit(
    shop_files: dict[str, Path],
    environment: dict[str, str],
    repository: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Visit:
    """Run the window once, from the first drop to the export."""
    folder = tmp_path_factory.mktemp("window")
    said = folder / "said.json"
    (folder / "shops").mkdir()
    plan = {
        "files": [str(p) for name, p in shop_files.items() if name != "pictures"],
        "pictures": str(shop_files["pictures"]),
        "within": str(folder / "shops"),
        "export": str(folder / "export"),
        "said": str(said),
    }
    (folder / "plan.json").write_text(json.dumps(plan), "utf-8")
    done = subprocess.run(
        [sys.executable, DRIVER, folder / "plan.json"],
        env={**environment, "PYTHONPATH": str(repository)},
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=WHOLE_S,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    seen = json.loads(said.read_text("utf-8"))
    return Visit(done.returncode, done.stdout, seen, folder, environment)


@pytest.fixture
def session(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The project that the window left behind."""
    for name in ("VITRINE_CONFIG_DIR", "PYTHON_KEYRING_BACKEND"):
        monkeypatch.setenv(name, visit.environment[name])
    with Session.open(Path(visit.said["project"]), window=True) as opened:
        yield opened


def test_that_dropped_files_are_recognised_and_imported(
    visit: Visit, session: Session
) -> None:
    assert visit.said["kinds"] == {
        "user_behavior.csv": "behaviour",
        "user_preference.csv": "preference",
        "products.csv": "products",
        "segments.csv": "segments",
        "page_events.csv": "page_events",
        "layouts.jsonl": "layouts",
    }
    summary = session.project.summary()
    assert f"{summary.products:,}" == visit.said["figures"]["products"]
    assert f"{summary.events:,}" == visit.said["figures"]["events"]
    assert session.name == "Fjord & Fern"
    assert session.folder.parent == visit.folder / "shops"


def test_that_both_models_were_trained_as_the_settings_said(session: Session) -> None:
    lengths: dict[Literal["taste", "layout"], tuple[str, str]] = {
        "taste": ("epochs", "1"),
        "layout": ("steps", "2"),
    }
    for model, (length, value) in lengths.items():
        (run,) = session.project.runs.list(model)
        assert run.state == "finished"
        assert run.settings["preset"] == "quick"
        assert run.settings[length] == value


def test_that_the_drag_and_its_undo_are_in_the_journal(
    visit: Visit, session: Session
) -> None:
    pages, page = session.project.pages, visit.said["page"]
    assert [b.id for b in pages.page(page).blocks] == visit.said["before"]
    assert pages.redo(page) is not None
    assert [b.id for b in pages.page(page).blocks] == visit.said["dragged"]
    moved, order = visit.said["moved"], visit.said["dragged"]
    assert pages.edits(page)[-1] == MoveBlock(moved, order.index(moved))
    assert pages.undo(page) is not None


def test_that_one_press_made_several_candidates(visit: Visit, session: Session) -> None:
    assert visit.said["candidates"] == len(session.pages.rows()) == 8


def test_that_the_approval_carries_name_and_note(
    visit: Visit, session: Session
) -> None:
    approval = session.project.pages.approval(visit.said["page"])
    assert approval is not None
    assert (approval.by, approval.note) == ("Ines", NOTE)


def test_that_the_approved_page_alone_was_exported(visit: Visit) -> None:
    out = visit.folder / "export"
    manifest = json.loads((out / "manifest.json").read_text("utf-8"))
    (page,) = manifest["pages"]
    assert page["page_id"] == visit.said["page"]
    assert page["note"] == NOTE
    for file in manifest["files"]:
        data = (out / file["path"]).read_bytes()
        assert file["sha256"] == hashlib.sha256(data).hexdigest()
    html = (out / page["folder"] / "index.html").read_text("utf-8")
    assert "<script" not in html
    ids = json.loads((out / "json" / f"{page['folder']}.json").read_text("utf-8"))
    assert [block["id"] for block in ids["blocks"]] == visit.said["before"]


def test_that_the_window_ended_quietly(visit: Visit) -> None:
    assert "Traceback" not in visit.told
    log = Path(visit.environment["VITRINE_CONFIG_DIR"])
    logs = [path.read_text("utf-8") for path in log.rglob("window.log")]
    assert not [
        line for text in logs for line in text.splitlines() if " ERROR " in line
    ]
