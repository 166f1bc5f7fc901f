"""The whole job through the installed command, each verb a process of its own."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
from PIL import Image

pytestmark = [pytest.mark.end2end, pytest.mark.timeout(900)]

VERB_S = 300
"""No verb of these tests may take longer, on a loaded machine too."""
STRANGER = "nobody-99"
BRIEF = {
    "name": "Autumn sale",
    "end": "2099-11-30",
    "on_sale": True,
    "offer": {"text": "Up to 30% off"},
}
REMOTE = re.compile(
    rb"""(?:src|srcset|poster)\s*=\s*["'][^"']*//|url\(\s*["']?\w*:?//"""
)
"""Anything that a browser would fetch by itself; links to follow are allowed."""


@dataclass
class Vitrine:
    """Runs verbs on one project."""

    project: Path
    environment: dict[str, str]
    folder: Path
    made: dict[str, Any] = field(default_factory=dict)

    @property
    def program(self) -> str:
        """The command that the installation put beside this Python."""
        found = shutil.which("vitrine", path=str(Path(sys.executable).parent))
        assert found, "vitrine is not installed"
        return found

    def run(self, verb: str, *options: object) -> subprocess.CompletedProcess[str]:
        """Run a verb to its end, whatever that is."""
        return subprocess.run(
            [self.program, verb, *map(str, options)],
            env=self.environment,
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=VERB_S,
            check=False,
        )

    def do(self, verb: str, *options: object) -> str:
        """Run a verb that must succeed; returns what it prints."""
        done = self.run(verb, *options)
        assert done.returncode == 0, f"{verb}: {done.stdout}{done.stderr}"
        return done.stdout

    def ask(self, verb: str, *options: object) -> Any:
        """Run a verb that must succeed and read its JSON."""
        return json.loads(self.do(verb, *options, "--json"))


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def imported(
    shop_files: dict[str, Path],
    environment: dict[str, str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Vitrine:
    """A project with the shop's data."""
    folder = tmp_path_factory.mktemp("line")
    vitrine = Vitrine(folder / "shop", environment, folder)
    made = vitrine.ask("new", vitrine.project, "--name", "Wrenfield")
    assert made == {"project": str(vitrine.project), "name": "Wrenfield"}
    files = shop_files.values()
    vitrine.made["import"] = vitrine.ask("import", vitrine.project, *files)
    return vitrine


@pytest.fixture(scope="module")
def trained(imported: Vitrine) -> Vitrine:
    """The same with a taste model, briefly trained, and personas."""
    options = ("--model", "taste", "--preset", "quick", "--epochs", 2)
    imported.made["train"] = imported.ask("train", imported.project, *options)
    return imported


@pytest.fixture(scope="module")
def generated(trained: Vitrine) -> Vitrine:
    """The same with pages of two scenarios."""
    brief = trained.folder / "brief.json"
    brief.write_text(json.dumps(BRIEF), "utf-8")
    project = trained.project
    trained.made["recommendation"] = trained.ask(
        "generate", project, "--scenario", "recommendation", "--persona", "all",
        "--candidates", 1,
    )  # fmt: skip
    persona = trained.made["recommendation"][0]["persona"]
    trained.made["promotion"] = trained.ask(
        "generate", project, "--scenario", "promotion", "--persona", persona,
        "--candidates", 2, "--brief", brief,
    )  # fmt: skip
    return trained


@pytest.fixture(scope="module")
def exported(generated: Vitrine) -> Vitrine:
    """The same with one approved page of each scenario, exported."""
    project = generated.project
    chosen = [generated.made[name][0]["page_id"] for name in ("recommendation",)]
    chosen.append(generated.made["promotion"][1]["page_id"])
    generated.made["approvals"] = [
        generated.ask("approve", project, page, "--note", "Read twice", "--by", "Ines")
        for page in chosen
    ]
    generated.made["export"] = generated.ask(
        "export", project, "--format", "html,json", "--out", generated.folder / "out"
    )
    return generated


@pytest.fixture(scope="module")
def shoppers(
    shop_files: dict[str, Path], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A customer list: four shoppers that the shop knows, and one that it does not."""
    known = [row["user_id"] for row in rows_of(shop_files["segments.csv"])[:4]]
    path = tmp_path_factory.mktemp("list") / "customers.csv"
    lines = [f"{user},Müller {n}" for n, user in enumerate([*known, STRANGER])]
    path.write_text("\n".join(["user_id,name", *lines]) + "\n", "utf-8")
    return path


def test_that_an_import_says_what_came_in(
    imported: Vitrine, shop_files: dict[str, Path]
) -> None:
    said = imported.made["import"]
    columns = {"files", "products", "events", "shoppers", "period", "dropped"}
    assert columns <= said.keys()
    assert set(said["files"]) == set(shop_files) - {"pictures"}
    assert said["products"] == len(rows_of(shop_files["products.csv"]))
    assert said["period"] == ["2025-11-16", "2026-11-15"]
    of_events = [d for d in said["dropped"] if d["file"] == "user_behavior.csv"]
    left_out = sum(dropped["rows"] for dropped in of_events)
    assert said["events"] + left_out == len(rows_of(shop_files["user_behavior.csv"]))
    assert all({"reason", "rows", "example"} <= d.keys() for d in said["dropped"])
    assert any(d["example"].startswith("WR-9") for d in said["dropped"])


def test_that_no_shopper_id_lies_in_the_project(
    trained: Vitrine, shop_files: dict[str, Path]
) -> None:
    known = rows_of(shop_files["user_behavior.csv"])[0]["user_id"].encode()
    files = [path for path in trained.project.rglob("*") if path.is_file()]
    assert files
    assert not [path for path in files if known in path.read_bytes()]


def test_that_training_is_judged_beside_baselines(trained: Vitrine) -> None:
    taste = trained.made["train"]["taste"]
    assert taste["run_id"]
    names = [row["name"] for row in taste["comparison"]["rows"]]
    assert {"Popularity", "EASE"} <= set(names)
    assert all({"ndcg@10", "hr@10"} <= row["values"].keys()
               for row in taste["comparison"]["rows"])  # fmt: skip


def test_that_evaluating_judges_the_same_run_the_same_way(trained: Vitrine) -> None:
    said = trained.ask("evaluate", trained.project, "--model", "taste")
    (comparison,) = [c for c in said["comparisons"] if c["model"] == "taste"]
    then = trained.made["train"]["taste"]["comparison"]["rows"]
    for row, before in zip(comparison["rows"], then, strict=True):
        assert row["name"] == before["name"]
        assert row["values"] == pytest.approx(before["values"], abs=1e-4)


def test_that_interrupted_layout_training_keeps_its_run(trained: Vitrine) -> None:
    command = [trained.program, "train", str(trained.project), "--model", "layout"]
    with subprocess.Popen(
        [*command, "--preset", "quick"],
        env=trained.environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as training:
        assert training.stderr is not None
        said = ""
        while "Learning from" not in said:
            line = training.stderr.readline()
            assert line, said
            said += line
        training.send_signal(signal.SIGINT)
        rest = training.stderr.read()
        assert training.wait(VERB_S) == 130, said + rest
    assert "Cancelled" in rest
    assert "Traceback" not in said + rest
    assert trained.ask("pages", trained.project) is not None, "the project opens"


def test_that_a_layout_training_ends_with_a_comparison(trained: Vitrine) -> None:
    said = trained.ask("train", trained.project, "--model", "layout", "--steps", 2)
    run = said["layout"]
    assert run["run_id"].startswith("layout-")
    rows = {row["name"]: row["values"] for row in run["comparison"]["rows"]}
    assert len(rows) >= 3
    assert all(rows.values())


def test_that_personas_are_written_with_their_portraits(trained: Vitrine) -> None:
    out = trained.folder / "personas.csv"
    trained.do("personas", trained.project, "--out", out)
    rows = rows_of(out)
    told = ["persona_id", "name", "size", "portrait", "stability", "clarity"]
    assert list(rows[0]) == told
    assert len(rows) >= 2
    assert all(int(row["size"]) > 0 and row["name"] and row["portrait"] for row in rows)


def test_that_recommendations_leave_out_what_was_seen(
    trained: Vitrine, shop_files: dict[str, Path], shoppers: Path
) -> None:
    out = trained.folder / "ranked.csv"
    trained.do("recommend", trained.project, "--users", shoppers, "-k", 5, "--out", out)
    rows = rows_of(out)
    assert list(rows[0]) == ["user_id", "product_id", "rank", "score"]
    listed = [row["user_id"] for row in rows_of(shoppers)]
    assert list(dict.fromkeys(row["user_id"] for row in rows)) == listed
    products = {row["product_id"] for row in rows_of(shop_files["products.csv"])}
    events = rows_of(shop_files["user_behavior.csv"])
    for user in listed:
        own = [row for row in rows if row["user_id"] == user]
        assert [row["rank"] for row in own] == ["1", "2", "3", "4", "5"]
        scores = [float(row["score"]) for row in own]
        assert scores == sorted(scores, reverse=True)
        ranked = {row["product_id"] for row in own}
        assert len(ranked) == 5
        assert ranked <= products
        assert not ranked & {e["product_id"] for e in events if e["user_id"] == user}


def test_that_pages_are_made_for_every_persona(generated: Vitrine) -> None:
    made = generated.made["recommendation"]
    personas = generated.ask("personas", generated.project)
    assert {m["persona"] for m in made} == {p["id"] for p in personas} | {"all"}
    assert all(set(m) == {"page_id", "persona", "scenario", "candidate"} for m in made)
    promotions = generated.made["promotion"]
    assert [m["scenario"] for m in promotions] == ["promotion"] * 2
    assert len({m["candidate"] for m in promotions}) == 2
    listed = {row["page_id"] for row in generated.ask("pages", generated.project)}
    assert listed == {m["page_id"] for m in made + promotions}


def test_that_an_edit_changes_a_page_and_undo_restores_it(
    generated: Vitrine,
) -> None:
    project, page = generated.project, generated.made["recommendation"][-1]["page_id"]
    hide = {"edit": "hideblock", "block_id": "nothing-of-this-name"}
    refused = generated.run("edit", project, page, json.dumps(hide))
    assert refused.returncode == 1, refused.stderr
    listed = {row["page_id"]: row for row in generated.ask("pages", project)}
    assert listed[page]["revision"] == 1
    word = {"edit": "setcopy", "block_id": "", "key": "title", "text": "Slow evenings"}
    edited = generated.ask("edit", project, page, json.dumps(word))
    assert edited["copy"]["title"]["en"] == "Slow evenings"
    move = {"edit": "moveblock", "block_id": edited["blocks"][-1]["id"], "to": 0}
    moved = generated.ask("edit", project, page, json.dumps(move))
    assert moved["blocks"][0]["id"] == move["block_id"]
    undone = generated.ask("undo", project, page)
    assert undone == edited
    again = generated.ask("undo", project, page, "--redo")
    assert again == moved


def test_that_only_approved_pages_are_exported(exported: Vitrine) -> None:
    out = exported.folder / "out"
    told = exported.made["export"]
    manifest = json.loads((out / "manifest.json").read_text("utf-8"))
    approvals = {a["page_id"]: a for a in exported.made["approvals"]}
    assert told["pages"] == len(manifest["pages"]) == 2
    assert {page["page_id"] for page in manifest["pages"]} == approvals.keys()
    for page in manifest["pages"]:
        assert page["digest"] == approvals[page["page_id"]]["digest"]
        assert (page["approved_by"], page["note"]) == ("Ines", "Read twice")


def test_that_an_edit_after_the_approval_does_not_go_out(exported: Vitrine) -> None:
    project, out = exported.project, exported.folder / "later"
    approval = exported.made["approvals"][0]
    word = {"edit": "setcopy", "block_id": "", "key": "title", "text": "Not read yet"}
    exported.do("edit", project, approval["page_id"], json.dumps(word))
    told = exported.ask("export", project, "--format", "json", "--out", out)
    exported.do("undo", project, approval["page_id"])
    assert told["notes"], "the person is told of the later edit"
    manifest = json.loads((out / "manifest.json").read_text("utf-8"))
    digests = {page["page_id"]: page["digest"] for page in manifest["pages"]}
    assert digests[approval["page_id"]] == approval["digest"]
    assert not [p for p in out.rglob("*.json") if "Not read yet" in p.read_text()]


def test_that_the_manifest_is_true(exported: Vitrine) -> None:
    out = exported.folder / "out"
    listed = json.loads((out / "manifest.json").read_text("utf-8"))["files"]
    there = {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in out.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }
    assert {file["path"] for file in listed} == there.keys()
    for file in listed:
        data = there[file["path"]]
        assert file["size"] == len(data)
        assert file["sha256"] == hashlib.sha256(data).hexdigest()


def test_that_exported_html_needs_nothing_from_elsewhere(exported: Vitrine) -> None:
    documents = list((exported.folder / "out").rglob("*.html"))
    styles = list((exported.folder / "out").rglob("*.css"))
    assert len(documents) >= 3
    for path in (*documents, *styles):
        text = path.read_bytes()
        assert b"<script" not in text.lower(), path
        assert not re.search(rb"\son\w+\s*=", text.split(b"<body", 1)[-1]), path
        assert not REMOTE.search(text), path
    for path in documents:
        for name in re.findall(rb'(?:src|href)="([^"#:]+)"', path.read_bytes()):
            assert (path.parent / name.decode()).exists(), (path, name)


def test_that_exported_json_fits_the_published_schema(
    exported: Vitrine, repository: Path
) -> None:
    schema_file = repository / "resources" / "schema" / "page.schema.json"
    schema = json.loads(schema_file.read_text("utf-8"))
    pages = [
        path
        for path in (exported.folder / "out" / "json").glob("*.json")
        if path.name != "page.schema.json"
    ]
    assert len(pages) == 2
    for path in pages:
        jsonschema.Draft202012Validator(schema).validate(
            json.loads(path.read_text("utf-8"))
        )


def test_that_assigning_gives_the_list_back_with_two_columns(
    exported: Vitrine, shoppers: Path
) -> None:
    out = exported.folder / "assigned.csv"
    exported.do("assign", exported.project, "--users", shoppers, "--out", out)
    given, rows = rows_of(shoppers), rows_of(out)
    assert list(rows[0]) == ["user_id", "name", "persona", "page"]
    assert [{k: row[k] for k in ("user_id", "name")} for row in rows] == given
    personas = {p["id"] for p in exported.ask("personas", exported.project)}
    assert all(row["persona"] in personas for row in rows[:-1])
    assert rows[-1]["persona"] == "all"
    approved = {a["page_id"] for a in exported.made["approvals"]}
    assert {row["page"] for row in rows} - {""} <= approved


def test_that_a_snapshot_is_as_wide_as_asked(generated: Vitrine) -> None:
    out = generated.folder / "phone.png"
    page = generated.made["promotion"][0]["page_id"]
    size = generated.ask(
        "snapshot", generated.project, page, "--width", 390, "--out", out
    )
    with Image.open(out) as picture:
        assert picture.size == (390, size["height"])
        assert picture.height > 800
        colours = picture.convert("RGB").getcolors(1 << 24)
        assert colours is not None
        assert len(colours) > 200, "something is drawn"


def test_that_layouts_are_sampled_without_a_project(
    imported: Vitrine, shop_files: dict[str, Path]
) -> None:
    out = imported.folder / "layouts.jsonl"
    imported.do("sample-layouts", "--n", 4, "--page-kind", "home", "--out", out)
    lines = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert len(lines) == 4
    given = json.loads(shop_files["layouts.jsonl"].read_text("utf-8").splitlines()[0])
    for line in lines:
        assert line.keys() <= given.keys()
        assert line["page_kind"] == "home"
        assert line["blocks"]
        assert all(block["type"] for block in line["blocks"])


def test_that_the_doctor_finds_what_is_installed(imported: Vitrine) -> None:
    done = imported.run("doctor", "--json")
    checks = json.loads(done.stdout)
    names = {check["name"] for check in checks}
    assert {"Python", "torch", "pyside6"} <= names
    assert done.returncode == int(any(c["state"] == "error" for c in checks))


def test_that_the_window_opens_without_torch(imported: Vitrine) -> None:
    with subprocess.Popen(
        [imported.program, "open", str(imported.project)],
        env={**imported.environment, "VITRINE_SAY_WHEN_SHOWN": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as window:
        assert window.stdout is not None
        try:
            assert window.stdout.readline() == "shown, torch not imported\n"
        finally:
            window.send_signal(signal.SIGINT)
            window.wait(VERB_S)
    assert imported.ask("pages", imported.project) is not None, "the project opens"


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (("pages", "{none}"), 4),
        (("approve", "{project}", "pg-9999"), 2),
        (("edit", "{project}", "pg-9999", '{"edit":"removeblock","block_id":"b"}'), 2),
        (("generate", "{project}", "--scenario", "promotion"), 2),
        (("import", "{project}", "{none}.csv"), 2),
        (("new", "{project}"), 4),
        (("frobnicate",), 2),
    ],
)
def test_that_a_failure_is_one_sentence_and_a_code(
    imported: Vitrine, call: tuple[str, ...], code: int
) -> None:
    places = {"project": imported.project, "none": imported.folder / "not-there"}
    words = [
        str(places[w[1:-1]]) if w[1:-1] in places
        else w.replace("{none}", str(places["none"]))
        for w in call
    ]  # fmt: skip
    done = imported.run(words[0], *words[1:])
    assert done.returncode == code, done.stderr
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr + done.stdout
    assert len(done.stderr.strip().splitlines()) <= 3, "a sentence and how to mend it"
    assert done.stdout.strip() == ""


def test_that_an_empty_project_says_which_step_is_missing(
    environment: dict[str, str], tmp_path: Path
) -> None:
    vitrine = Vitrine(tmp_path / "shop", environment, tmp_path)
    vitrine.do("new", vitrine.project)
    out = tmp_path / "out"
    for call in (
        ("generate", vitrine.project, "--scenario", "recommendation"),
        ("train", vitrine.project, "--model", "taste"),
        ("personas", vitrine.project),
        ("export", vitrine.project, "--out", out),
    ):
        done = vitrine.run(*map(str, call))
        assert done.returncode == 3, (call, done.stdout, done.stderr)
        assert "Traceback" not in done.stderr
    assert not out.exists()


def test_that_a_failure_is_one_document_for_machines(imported: Vitrine) -> None:
    done = imported.run("approve", imported.project, "pg-9999", "--json")
    said = json.loads(done.stderr)
    assert "pg-9999" in said["error"]
    assert said["hint"]
