"""`vitrine import` with real workers."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from studio.store.project import Project

Vitrine = Callable[..., Result]
Told = Callable[[Result], dict[str, str]]
PRODUCTS = "product_id,title,price\nP1,Müg,5\nP2,Käse,cheap\n"


def test_that_import_prints_one_json_document(
    vitrine: Vitrine, told: Told, shop: Path
) -> None:
    file = shop.parent / "商品 表.csv"
    file.write_text(PRODUCTS, "utf-16")
    result = vitrine("import", shop, file, "--json")
    assert result.exit_code == 0
    found = json.loads(result.stdout)
    assert (found["files"], found["products"]) == ([file.name], 2)
    assert {"events", "shoppers", "period", "dropped"} <= set(found)
    with Project.open(shop) as project:
        assert [p.title for p in project.catalogue()] == ["Müg", "Käse"]

    brief = shop.parent / "brief.json"
    for wrong in ('"products": ["P1", "P9"]', '"category": "Hats"'):
        brief.write_text(f'{{"name": "Sale", {wrong}}}')
        options = ("--scenario", "promotion", "--brief", str(brief), "--json")
        refused = vitrine("generate", shop, *options)
        assert refused.exit_code == 2
        assert "brief" in told(refused)["error"]


def test_that_people_hear_what_is_odd_about_a_file(
    vitrine: Vitrine, shop: Path
) -> None:
    file = shop.parent / "products.csv"
    file.write_text(PRODUCTS, "latin-1")
    result = vitrine("import", shop, file)
    assert "price cannot be read" in result.stdout
    assert "2 products" in result.stdout


@pytest.mark.parametrize(
    "options",
    [
        ("--kind", "nonsense"),
        ("--kind", "other.csv=products"),
        ("--kind", "products.csv=bogus"),
        ("--column", "products.csv=title"),
        ("--column", "products.csv:nope=title"),
        ("--column", "products.csv:title=nope"),
        ("--set", "title"),
        ("--set", "nope=title"),
        ("--set", "title=nope"),
    ],
)
def test_that_an_option_that_fits_no_file_is_refused(
    vitrine: Vitrine, told: Told, shop: Path, options: tuple[str, str]
) -> None:
    file = shop.parent / "products.csv"
    file.write_text(PRODUCTS)
    result = vitrine("import", shop, file, *options, "--json")
    assert result.exit_code == 2
    assert "unexpected" not in told(result)["error"]


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX terminals")
def test_that_ctrl_c_in_a_terminal_cancels_and_leaves_the_project(shop: Path) -> None:
    file = shop.parent / "user_behavior.csv"
    rows = (f"u{n % 999},p{n % 99},2026-01-01T00:00:00\n" for n in range(900_000))
    file.write_text("user_id,product_id,timestamp\n" + "".join(rows))
    process = subprocess.Popen(
        [sys.executable, "-m", "studio", "import", str(shop), str(file), "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    pause = threading.Event()
    while not (shop / ".import.lock").exists() and process.poll() is None:
        pause.wait(0.02)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=150)
    assert (process.returncode, out) == (130, b"")
    assert json.loads(err)["error"] == "Cancelled."
    with Project.open(shop) as project:
        assert project.summary().events == 0
        assert project.imports() == ()


ODD = "who,what,when\nu1,A1,2026-01-02 10:00:00\nu2,A2,2026-01-03 11:00:00\n"


def test_that_what_options_say_of_columns_holds_for_the_next_file(
    vitrine: Vitrine, told: Told, shop: Path
) -> None:
    first, later = shop.parent / "march.csv", shop.parent / "april.csv"
    first.write_text(ODD)
    goes = {"who": "user_id", "what": "product_id", "when": "timestamp"}
    options = [f"--column={first.name}:{name}={to}" for name, to in goes.items()]
    refused = vitrine("import", shop, first, *options)
    assert refused.exit_code == 2
    assert "First say what kind" in refused.stderr
    done = vitrine("import", shop, first, "--kind", "march.csv=behaviour", *options)
    assert done.exit_code == 0

    later.write_text(ODD + "u3,A3,2026-02-03 11:00:00\n")
    done = vitrine("import", shop, later)
    assert done.exit_code == 0
    assert "you sent them on" in done.stdout
    again = vitrine("import", shop, later, "--json")
    assert again.exit_code == 0  # its rows came before, which is no failure
    assert json.loads(again.stdout)["events"] == 0
    anew = vitrine("import", shop, later, "--propose-anew", "--json")
    assert anew.exit_code == 2
    assert "not clear" in told(anew)["error"]
    assert vitrine("import", shop, later).exit_code == 2


def test_that_a_folder_may_hold_tables_that_nobody_knows(
    vitrine: Vitrine, told: Told, shop: Path
) -> None:
    folder = shop.parent / "download"
    folder.mkdir()
    (folder / "catalogue.csv").write_text(PRODUCTS)
    (folder / "tree.csv").write_text("categoryid,parentid\n7,1338\n")
    (folder / "rates.csv").write_text("from,to,rate\nEUR,SEK,11.2\n")
    rows = (
        {"user_id": f"u{n}", "product_id": "P1", "ts": "2026-01-01"} for n in (1, 2)
    )
    lines = "\n".join(map(json.dumps, rows))
    (folder / "events.json").write_text(lines)
    (folder / "settings.json").write_text('{\n  "theme": {"dark": true}\n}')
    result = vitrine("import", shop, folder, "--json")
    assert result.exit_code == 0, result.stderr
    found = json.loads(result.stdout)
    assert (found["products"], found["events"]) == (2, 2)
    over = {f["title"]: f["text"] for f in found["findings"]}
    assert list(over)[:2] == ["rates.csv is left out", "tree.csv is left out"]
    assert "RetailRocket category tree" in over["tree.csv is left out"]

    files = [folder / "rates.csv", folder / "events.json"]
    alone = vitrine("import", shop, *files, "--json")
    assert alone.exit_code == 2  # it was named, so somebody wants it
    assert "not clear what rates.csv is" in told(alone)["error"]


def test_that_an_import_of_which_every_row_is_left_out_fails(
    vitrine: Vitrine, shop: Path
) -> None:
    file = shop.parent / "events.csv"
    file.write_text("user_id,product_id,timestamp\nu1,A1,soon\nu2,A2,\n")
    result = vitrine("import", shop, file, "--json")
    assert (result.exit_code, result.stdout) == (2, "")
    found = json.loads(result.stderr)
    assert "every row was left out" in found["error"]
    assert "Left out of events.csv: " in found["hint"]
    with Project.open(shop) as project:
        assert project.imports() == ()


def test_that_kind_and_columns_hold_for_every_file_of_a_script(
    vitrine: Vitrine, told: Told, shop: Path
) -> None:
    text = "wer,was,womit,wann\nu{0},view,A{0},2026-01-0{0}\n"
    files = [shop.parent / f"week {n}.csv" for n in (1, 2)]
    for n, file in enumerate(files, start=1):
        file.write_text(text.format(n), "utf-8")
    refused = vitrine("import", shop, *files, "--json")
    assert "not clear" in told(refused)["error"]
    sets = ("--set", "wer=user_id", "--set", "womit=product_id", "--set", "was=")
    result = vitrine("import", shop, *files, "--kind", "behaviour", *sets, "--json")
    assert result.exit_code == 0, result.stderr
    found = json.loads(result.stdout)
    assert (found["events"], found["shoppers"]) == (2, 2)
    assert found["period"] == ["2026-01-01", "2026-01-02"]


def test_that_a_saved_mapping_reads_the_next_file_without_other_options(
    vitrine: Vitrine, told: Told, shop: Path
) -> None:
    text = "Liste vom Montag\nwer|womit|wann|Größe\nä{0}|A{0}|03.04.2026|L\n"
    files = [shop.parent / f"week {n}.csv" for n in (1, 2)]
    for n, file in enumerate(files, start=1):
        file.write_text(text.format(n), "cp1252")
    saved = shop.parent / "our orders.json"
    sets = ("--set", "wer=user_id", "--set", "womit=product_id", "--dates")
    how = ("--encoding", "cp1252", "--delimiter", "bar", "--header-row", "2")
    done = vitrine(
        "import", shop, files[0], *how, "--kind", "behaviour", *sets,
        "week 1.csv=month-first", "--save-map", f"week 1.csv={saved}",
    )  # fmt: skip
    assert done.exit_code == 0, done.stderr
    kept = json.loads(saved.read_text())
    assert kept["columns"] == {
        "user_id": "wer", "product_id": "womit", "timestamp": "wann",
    }  # fmt: skip
    assert (kept["dates"], kept["format"]["header_row"]) == ("month-first", 2)
    vitrine("import", shop, files[0], "--propose-anew")  # nothing is remembered
    result = vitrine("import", shop, files[1], "--map", saved, "--json")
    assert result.exit_code == 0, result.stderr
    assert json.loads(result.stdout)["period"] == ["2026-03-04", "2026-03-04"]

    for wrong, says in (
        ("{", "is no mapping of columns"),
        ('{"kind": "shoes", "columns": {}}', "names no kind"),
        ('{"kind": "products", "columns": {"user_id": "wer"}}', "has not"),
        ('{"kind": "behaviour", "columns": {"user_id": "qui"}}', "no column “qui”"),
    ):
        saved.write_text(wrong)
        refused = vitrine("import", shop, files[1], "--map", saved, "--json")
        assert refused.exit_code == 2
        assert says in told(refused)["error"]
