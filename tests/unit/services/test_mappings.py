"""What a person decides about a file holds for the next file of the same header."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.domain.imports import Dropped, FormatByHand, ImportPlan, ImportResult
from studio.domain.nothing_came import all_left_out
from studio.pipeline.ingest.header import header_digest
from studio.services.session import Session
from studio.store.config import config_folder

ORDERS = (
    "who,what,when,sort\nu1,A1,03/04/2026 10:00,view\nu2,A2,05/04/2026 11:00,purchase\n"
)
TARGETS = {"who": "user_id", "what": "product_id", "when": "timestamp"}


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """An open project."""
    with Session.create(tmp_path / "shop", "Shop") as session:
        yield session


def mapped(session: Session, path: Path) -> ImportPlan:
    (plan,) = session.imports.inspect([path])
    plan = session.imports.with_kind(plan, "behaviour")
    for column, target in TARGETS.items():
        plan = session.imports.with_target(plan, column, target)
    plan = session.imports.with_reading(plan, "when", "Date, month first")
    return session.imports.with_time_zone(plan, "Europe/Berlin")


def test_that_the_next_file_of_a_header_is_mapped_as_the_last(
    session: Session, tmp_path: Path
) -> None:
    first, later = tmp_path / "march.csv", tmp_path / "april.csv"
    first.write_text(ORDERS, "utf-8")
    plan = mapped(session, first)
    assert plan.changed
    session.imports.remember([plan])

    moved = "Sort;When;WHAT;who\nview;03/04/2026 10:00;A1;u7\n"
    later.write_text(moved, "utf-8")
    (found,) = session.imports.inspect([later])
    assert found.remembered > 0
    assert not found.problem
    goes = {c.name: c.target for c in found.columns if c.name != "Sort"}
    assert goes == {"When": "timestamp", "WHAT": "product_id", "who": "user_id"}
    assert found.format.time_zone == "Europe/Berlin"
    times = dict(zip(found.stored_columns, found.stored[0], strict=True))["timestamp"]
    assert times.startswith("2026-03-04")
    job = session.imports.job([found])
    assert job.plans == (found,)


def test_that_what_is_proposed_is_not_remembered(
    session: Session, tmp_path: Path
) -> None:
    file = tmp_path / "products.csv"
    file.write_text("product_id,title,price\nA1,Kettle,45\n", "utf-8")
    plans = session.imports.inspect([file])
    session.imports.remember(plans)
    assert not (config_folder() / "mappings.json").exists()
    assert not session.imports.inspect([file])[0].remembered


def test_that_a_mapping_can_be_forgotten(session: Session, tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    file.write_text(ORDERS, "utf-8")
    session.imports.remember([mapped(session, file)])
    (plan,) = session.imports.inspect([file])
    fresh = session.imports.forget_mapping(plan)
    assert not fresh.remembered
    assert fresh.kind == "unknown"
    assert not session.imports.inspect([file])[0].remembered


def test_that_how_a_file_is_read_is_remembered_with_its_columns(
    session: Session, tmp_path: Path
) -> None:
    file = tmp_path / "products.csv"
    text = "Spring list,of,2026\nproduct_id,title,price\nA1,Kettle,45\n"
    file.write_text(text, "utf-8")
    (plan,) = session.imports.inspect([file])
    plan = session.imports.with_format(plan, FormatByHand(header_row=1))
    plan = session.imports.with_kind(plan, "products")
    plan = session.imports.with_target(plan, "Spring list", "product_id")
    plan = session.imports.with_target(plan, "of", "title")
    assert plan.format.header_row == 1
    session.imports.remember([plan])
    (again,) = session.imports.inspect([file])
    assert again.remembered
    assert again.format.header_row == 1
    assert [c.target for c in again.columns[:2]] == ["product_id", "title"]
    assert not session.imports.forget_mapping(again).remembered
    assert session.imports.inspect([file])[0].format.header_row == 0


def test_that_neither_values_nor_names_of_columns_are_kept(
    session: Session, tmp_path: Path
) -> None:
    file = tmp_path / "orders.csv"
    file.write_text(ORDERS.replace("sort", "Anna Schmidt"), "utf-8")
    session.imports.remember([mapped(session, file)])
    kept = config_folder() / "mappings.json"
    text = kept.read_text("utf-8")
    assert kept.stat().st_mode & 0o077 == 0
    for word in ("Anna", "who", "u1", "A2", "orders"):
        assert word not in text


@pytest.mark.parametrize(
    "content", ["", "[]", '{"x": 1}', "\udcff", '{"a": {"kind": "products"}}']
)
def test_that_a_damaged_file_of_mappings_keeps_nobody_from_importing(
    session: Session, tmp_path: Path, content: str
) -> None:
    (config_folder() / "mappings.json").write_text(content, "utf-8", "surrogateescape")
    file = tmp_path / "orders.csv"
    file.write_text(ORDERS, "utf-8")
    plan = mapped(session, file)
    session.imports.remember([plan])
    assert session.imports.inspect([file])[0].remembered


def test_that_a_table_without_a_header_is_known_by_none() -> None:
    assert header_digest(["column 1", "column 2"]) == ""
    assert header_digest(["SKU", "Price"]) == header_digest(["price", "sku"])
    assert header_digest(["SKU", "Price"]) != header_digest(["SKU", "Cost"])


def test_that_rows_which_came_before_are_no_failure(
    session: Session, tmp_path: Path
) -> None:
    file = tmp_path / "orders.csv"
    file.write_text(ORDERS, "utf-8")
    plans = [mapped(session, file)]
    bad, known = Dropped("no time", 2), Dropped("imported before", 1)
    says = all_left_out
    assert says(plans, ImportResult(dropped=(bad,)))
    assert not says(plans, ImportResult(dropped=(bad, known)))
    assert not says(plans, ImportResult(dropped=(bad,), events=1))
    assert not says(plans, ImportResult())


@pytest.mark.parametrize("times", [("1795485600", "1795489200"), ("2026-11-24",) * 2])
def test_that_the_order_of_dates_is_remembered_and_not_that_they_are_dates(
    session: Session, tmp_path: Path, times: tuple[str, str]
) -> None:
    first, later = tmp_path / "march.csv", tmp_path / "april.csv"
    first.write_text(ORDERS, "utf-8")
    session.imports.remember([mapped(session, first)])
    rows = "".join(f"u{n},A1,{time},view\n" for n, time in enumerate(times))
    later.write_text("who,what,when,sort\n" + rows, "utf-8")
    (found,) = session.imports.inspect([later])
    assert found.remembered > 0
    at = found.stored_columns.index("timestamp")
    assert all(row[at].startswith("2026-11-2") for row in found.stored)
