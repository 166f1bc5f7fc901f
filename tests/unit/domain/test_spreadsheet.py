"""No cell that we write becomes a formula in a spreadsheet."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from studio.domain.spreadsheet import csv_of, inert
from studio.worker.users_csv import read_users, write_csv


@pytest.mark.parametrize(
    "cell",
    [
        "=cmd|' /C calc'!A0",
        "+1+1",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        " =1",
        "-",
        "=5",
    ],
)
def test_that_formulas_get_an_apostrophe(cell: str) -> None:
    assert inert(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["-5", "+49151234567", "-1.234,50", "a=b", "", "5 %"])
def test_that_numbers_and_texts_stay(cell: str) -> None:
    assert inert(cell) == cell


def test_that_cells_with_signs_of_csv_come_back_as_they_were() -> None:
    rows = [("a", 'b "c", d'), ("e\nf", "'g")]
    assert list(csv.reader(io.StringIO(csv_of(rows)))) == [list(row) for row in rows]


def test_that_a_customer_list_is_written_without_formulas(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("\n\nuser_id,note\n=1+1,x\nu2,@y\n")
    users = read_users(path)
    assert users.ids == ["=1+1", "u2"]
    write_csv(tmp_path / "out.csv", users.header, users.rows)
    assert (tmp_path / "out.csv").read_text() == "user_id,note\n'=1+1,x\nu2,'@y\n"
