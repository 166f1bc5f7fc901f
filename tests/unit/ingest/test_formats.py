"""Workbooks, Parquet and JSON give the rows that the same table gives as CSV."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import json
import zipfile
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest

from studio.domain.imports import ImportPlan
from studio.pipeline.ingest.collect import tables_in
from studio.pipeline.ingest.formats.rows import open_rows
from studio.pipeline.ingest.inspect import inspect


def _at(day: int, hour: int, minute: int, second: int = 0) -> dt.datetime:
    """A moment without a zone, as workbooks hold them."""
    return dt.datetime(2026, 1, day, hour, minute, second)  # noqa: DTZ001


HEADER = ["user_id", "event", "product_id", "timestamp", "price"]
ROWS = [[f"u{n}", "view", f"00{n}", _at(n + 1, 10, 30), n + 0.5] for n in range(12)]
GA4 = [
    {
        "event_date": "20260101",
        "event_timestamp": 1767261600000000 + n,
        "event_name": "view_item",
        "user_pseudo_id": f"{n}.17",
        "device": {"category": "mobile", "web_info": {"browser": "Chrome"}},
        "event_params": [
            {"key": "ga_session_id", "value": {"string_value": None, "int_value": n}}
        ],
        "items": [
            {"item_id": f"A{n}", "item_name": "Pot", "price": 12.5},
            {"item_id": f"B{n}", "item_name": "Pan", "price": 7.0},
        ],
    }
    for n in range(6)
]


def plan_of(path: Path | str) -> ImportPlan:
    return inspect(str(path), lambda text: f"s_{len(text)}")


def texts(plan: ImportPlan) -> list[list[str]]:
    """Every row as the store gets it."""
    assert plan.problem == ""
    table = open_rows(plan).read_all()
    assert table.column_names == [f"c{n}" for n in range(len(plan.columns))]
    return [list(row.values()) for row in table.to_pylist()]


def names(plan: ImportPlan) -> list[str]:
    return [column.name for column in plan.columns]


def workbook(path: Path, sheets: dict[str, Sequence[Sequence[object]]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def parquet(path: Path, table: pa.Table) -> Path:
    pq.write_table(table, path)
    return path


def test_that_a_sheet_is_read_with_dates_and_short_numbers(tmp_path: Path) -> None:
    path = workbook(tmp_path / "book.xlsx", {"Events": [HEADER, *ROWS]})
    plan = plan_of(path)
    assert (plan.kind, plan.rows, plan.name) == ("behaviour", 12, "book.xlsx")
    assert (plan.format.container, plan.format.sheet) == ("excel", "Events")
    assert texts(plan)[0] == ["u0", "view", "000", "2026-01-01 10:30:00", "0.5"]
    assert len(texts(plan)) == 12


def test_that_each_sheet_with_a_table_is_a_file_of_its_own(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "all.xlsx",
        {
            "Read me": [["Exported on Monday"]],
            "Products": [["id", "title", "price"], ["A", "Pot", 3], ["B", "Pan", 4]],
            "Nothing": [],
            "Events": [HEADER, *ROWS],
        },
    )
    plans = [plan_of(found) for found in tables_in([path])]
    assert [(p.name, p.kind) for p in plans] == [
        ("all.xlsx (Products)", "products"),
        ("all.xlsx (Events)", "behaviour"),
    ]
    assert texts(plans[0]) == [["A", "Pot", "3"], ["B", "Pan", "4"]]
    assert tables_in([Path(plans[1].path)]) == (plans[1].path,)
    assert plan_of(f"{path}!/Gone").problem.startswith("all.xlsx has no sheet “Gone”")


def test_that_titles_hidden_sheets_and_merged_cells_are_understood(
    tmp_path: Path,
) -> None:
    path = tmp_path / "report.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["B2"] = "Orders of January"
    sheet.merge_cells("B2:E2")
    for column, text in zip("BCDE", ["Customer", "SKU", "Date", "Qty"], strict=True):
        sheet[f"{column}4"] = text
    for row, (sku, day) in enumerate([("A", 1), ("B", 2), ("C", 3)], start=5):
        sheet[f"C{row}"], sheet[f"D{row}"] = sku, dt.date(2026, 1, day)
        sheet[f"E{row}"] = 2
    sheet["B5"], sheet["B7"] = "k1", "k2"
    sheet.merge_cells("B5:B6")
    for row in range(8, 3000):  # formatted, but empty
        sheet[f"B{row}"].font = openpyxl.styles.Font(bold=True)
    book.create_sheet("Secret").sheet_state = "hidden"
    book["Secret"].append(["a", "b"])
    book.save(path)
    plan = plan_of(path)
    assert names(plan) == ["Customer", "SKU", "Date", "Qty"]
    assert texts(plan) == [
        ["k1", "A", "2026-01-01", "2"],
        ["k1", "B", "2026-01-02", "2"],
        ["k2", "C", "2026-01-03", "2"],
    ]
    assert "1 sheet is hidden" in [f.title for f in plan.findings]


def test_that_parquet_columns_of_every_type_become_texts(tmp_path: Path) -> None:
    day = _at(2, 3, 4, 5)
    table = pa.table(
        {
            "user_id": pa.array([17850.0, None, 1e15], pa.float64()),
            "product_id": pa.array(["A", "B", "A"]).dictionary_encode(),
            "timestamp": pa.array([day, None, day], pa.timestamp("ns")),
            "paid": pa.array([day] * 3, pa.timestamp("ms", "Europe/Berlin")),
            "price": pa.array(
                [Decimal("12.50"), None, Decimal(3)], pa.decimal128(9, 2)
            ),
            "day": pa.array([dt.date(1582, 1, 1)] * 3),
            "bytes": pa.array([b"ab", b"\xff", None]),
            "flag": pa.array([True, False, None]),
            "tags": pa.array([["a", "b"], [], None]),
            "none": pa.nulls(3),
            "shop": pa.array([{"city": "Ulm", "no": 4}, None, {"city": "x", "no": 5}]),
        }
    )
    plan = plan_of(parquet(tmp_path / "x.parquet", table))
    assert names(plan)[-2:] == ["shop.city", "shop.no"]
    first, second, third = texts(plan)
    assert first == [
        "17850", "A", "2026-01-02 03:04:05", "2026-01-02 03:04:05Z", "12.50",
        "1582-01-01", "ab", "true", "a, b", "", "Ulm", "4",
    ]  # fmt: skip
    assert second[:3] == ["", "B", ""]
    assert second[6:] == ["\ufffd", "false", "", "", "", ""]
    assert third[0] == "1000000000000000"
    assert (plan.kind, plan.rows) == ("behaviour", 3)


@pytest.mark.parametrize("name", ["ga4.parquet", "ga4.jsonl", "ga4.json"])
def test_that_items_of_an_event_become_rows(name: str, tmp_path: Path) -> None:
    events = [*GA4, {**GA4[0], "items": []}]
    path = tmp_path / name
    if name.endswith("parquet"):
        pq.write_table(pa.Table.from_pylist(events), path)
    elif name.endswith("jsonl"):
        path.write_text("".join(json.dumps(event) + "\n" for event in events))
    else:
        path.write_text(json.dumps(events, indent=2))
    plan = plan_of(path)
    rows = [dict(zip(names(plan), row, strict=True)) for row in texts(plan)]
    assert len(rows) == 13
    assert [row["items.item_id"] for row in rows[:4]] == ["A0", "B0", "A1", "B1"]
    assert rows[12]["items.item_id"] == ""
    assert rows[1]["items.price"] in ("7", "7.0")
    assert rows[0]["event_timestamp"] == "1767261600000000"
    sessions = [row["event_params.ga_session_id"] for row in rows]
    assert sessions == [str(n) for n in range(6) for _ in "AB"] + ["0"]
    assert rows[0]["device.category"] == "mobile"
    assert rows[0]["device.web_info.browser"] == "Chrome"


def test_that_late_columns_and_parameters_of_json_are_found(tmp_path: Path) -> None:
    path = tmp_path / "x.ndjson"
    rows: list[dict[str, object]] = [
        {"id": f"{n}", "title": "Pot"} for n in range(3000)
    ]
    rows[2500]["price"] = 12.5
    rows[0]["extra"] = {"key": "not a parameter"}
    lines = [json.dumps(row) for row in rows] + [json.dumps(GA4[0] | {"id": "g"})]
    path.write_text("\n".join(lines))
    plan = plan_of(path)
    assert {"price", "event_params.ga_session_id", "extra.key"} <= set(names(plan))
    got = texts(plan)
    assert got[2500][names(plan).index("price")] == "12.5"
    assert plan.rows == len(got) == 3002


def test_that_broken_lines_of_json_are_left_out_and_told(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text(
        '{"id": "A", "title": "Pot"}\n{"id": "B", "ti\n[1]\n'
        '{"id": "C", "title": "a\\u0000b\\ud800", "n": NaN, "big": 12345678901234567}'
    )
    plan = plan_of(path)
    bad: list[str] = []
    got = open_rows(plan, bad.append).read_all().to_pylist()
    assert [list(row.values())[:2] for row in got] == [["A", "Pot"], ["C", "ab?"]]
    assert got[1]["c3"] == "12345678901234567"
    assert bad == [
        "the line is not JSON",
        "the value is no object with names and values",
    ]
    assert [f.severity for f in plan.findings][:2] == ["error", "error"]


def test_that_a_list_within_an_object_is_read(tmp_path: Path) -> None:
    path = tmp_path / "products.json"
    products = [{"id": n, "title": f"Pot {n}", "price": "3,50"} for n in range(4)]
    path.write_text(json.dumps({"count": 4, "products": products}, indent=1))
    assert [row[1] for row in texts(plan_of(path))] == [f"Pot {n}" for n in range(4)]


@pytest.mark.parametrize("suffix", ["xlsx", "parquet", "jsonl"])
def test_that_each_is_read_from_gzip_and_zip(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"events.{suffix}"
    if suffix == "xlsx":
        workbook(path, {"Events": [HEADER, *ROWS], "More": [HEADER, *ROWS]})
    elif suffix == "parquet":
        parquet(path, pa.table(list(map(list, zip(*ROWS, strict=True))), HEADER))
    else:
        lines = [dict(zip(HEADER, map(str, row), strict=True)) for row in ROWS]
        path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    plain = texts(plan_of(tables_in([path])[0]))
    packed = path.with_name(path.name + ".gz")
    packed.write_bytes(gzip.compress(path.read_bytes()))
    archive = tmp_path / "all.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as out:
        out.write(path, f"deep/{path.name}")
        out.write(packed, packed.name)
    for source in (packed, archive):
        for found in tables_in([source]):
            assert texts(plan_of(found)) == plain
    assert len(tables_in([archive])) == (4 if suffix == "xlsx" else 2)


def test_that_a_folder_may_be_called_like_the_inside_of_an_archive(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "sale!"
    folder.mkdir()
    (folder / "x.csv").write_text("id,title\nA,Pot\nB,Pan\n")
    plan = plan_of(folder / "x.csv")
    assert (plan.name, plan.rows, plan.problem) == ("x.csv", 2, "")


def test_that_a_workbook_that_asks_for_all_memory_is_told(tmp_path: Path) -> None:
    path = workbook(tmp_path / "far.xlsx", {"Far": [["id", "title"], ["A", "Pot"]]})
    far = io.BytesIO(path.read_bytes())
    with zipfile.ZipFile(far) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'"B2"', b'"XFD1048576"'))
    plan = plan_of(path)
    assert plan.problem == (
        "far.xlsx is too large or too damaged to be read as a workbook."
    )


def test_that_a_name_that_looks_like_a_second_one_stays_its_own(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text(
        "product_id,title,price,price (2),price\nA,Pot,1,2,3\nB,Pan,4,5,6\n"
    )
    assert names(plan_of(path))[2:] == ["price", "price (2)", "price (3)"]


def test_that_a_damaged_zip_in_a_folder_hides_no_other_file(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,title\nA,Pot\n")
    (tmp_path / "b.zip").write_bytes(b"PK\x03\x04 and then nothing")
    plans = [plan_of(found) for found in tables_in([tmp_path])]
    assert [plan.problem for plan in plans] == [
        "",
        "b.zip is not a zip file, or it is damaged.",
    ]
