"""Rows that are written are the rows that arrive, whatever writes them and how.

Tables are generated, with the same seed in every run.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
import tempfile
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

import msgspec
import openpyxl  # type: ignore[import-untyped]
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from studio.domain.imports import ImportPlan
from studio.pipeline.ingest.inspect import inspect
from studio.services.imports import ImportService
from studio.store.project import Project
from studio.worker import import_files

FEW = settings(
    max_examples=8,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.generate),  # an import takes too long to shrink
)
MANY = settings(FEW, max_examples=100)
HEADER = ("user_id", "event", "product_id", "timestamp", "price")
FIRST = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
MISSING = ("null", "none", "nan", "n/a", "na", "\\n", "-")
SIGNS = (",", ";", "|", "\t", '"', "'", "/", " - ", "=", "7", "x1")
WESTERN = ("Größe", "café", "façade", "Öl", "für", "pot", "Tee", "niño", *SIGNS)
CHINESE = ("户外帐篷", "茶壶", "手机", "商品", "的", "中国", "pot", *SIGNS)
"""Words rather than letters: an old encoding is told by what people write."""


class Event(msgspec.Struct, frozen=True):
    """One row of a table of behaviour."""

    shopper: str
    product: str
    at: dt.datetime
    price: float


class Writing(msgspec.Struct, frozen=True):
    """How a table is written as text."""

    encoding: str
    mark: bytes
    delimiter: str
    quoting: Literal[0, 1, 2, 3]
    line_end: str


def _is_plain(text: str) -> bool:
    """Whether a cell stays as it is: no blanks around it, no word for nothing."""
    return text.strip() == text and text.lower() not in MISSING


def _of_words(words: Sequence[str]) -> st.SearchStrategy[str]:
    chosen = st.lists(st.sampled_from(words), min_size=1, max_size=6)
    return chosen.map("".join).filter(_is_plain)


any_text = st.text(
    st.characters(
        codec="utf-8",
        exclude_categories=("Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp", "Zs"),
    ),
    min_size=1,
    max_size=12,
).filter(_is_plain)
moments = st.integers(0, 6 * 365 * 24 * 3600).map(
    lambda seconds: FIRST + dt.timedelta(seconds=seconds)
)
prices = st.integers(0, 10_000_000).map(lambda cents: cents / 100)


def tables(ids: st.SearchStrategy[str]) -> st.SearchStrategy[list[Event]]:
    return st.lists(st.builds(Event, ids, ids, moments, prices), min_size=3, max_size=9)


def _writing(encoding: str, mark: bytes) -> st.SearchStrategy[Writing]:
    return st.builds(
        Writing,
        st.just(encoding),
        st.just(mark),
        st.sampled_from(",;\t|"),
        st.sampled_from((csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC)),
        st.sampled_from(("\n", "\r\n", "\r")),
    )


_ENCODINGS = (
    ("utf-8", b"", any_text),
    ("utf-8", b"\xef\xbb\xbf", any_text),
    ("utf-16-le", b"\xff\xfe", any_text),
    ("utf-16-be", b"\xfe\xff", any_text),
    ("utf-16-le", b"", _of_words(WESTERN)),
    ("cp1252", b"", _of_words(WESTERN)),
    ("gb18030", b"", _of_words(CHINESE)),
)
written = st.one_of(
    [
        st.tuples(tables(ids), _writing(encoding, mark))
        for encoding, mark, ids in _ENCODINGS
    ]
)


def rows_of(table: list[Event]) -> list[list[str]]:
    return [
        [e.shopper, "view", e.product, f"{e.at:%Y-%m-%d %H:%M:%S}", f"{e.price:.2f}"]
        for e in table
    ]


def as_text(table: list[Event], how: Writing) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(
        out, delimiter=how.delimiter, quoting=how.quoting, lineterminator=how.line_end
    )
    writer.writerows([HEADER, *rows_of(table)])
    return how.mark + out.getvalue().encode(how.encoding)


class Quiet:
    """A report that nobody reads."""

    def progress(self, step: int, total: int, label: str = "", left=None) -> None:
        """Nothing is told."""

    def send(self, event: object) -> None:
        """Nothing is told."""


def as_id(text: str) -> str:
    """An id as the store writes it: composed, and 17 where a file says 17.0."""
    return re.sub(r"^([0-9]+)\.0$", r"\1", unicodedata.normalize("NFC", text))


def arrived(name: str, table: list[Event], write: Callable[[Path], object]) -> None:
    """Import a file into a new project; its events must be those of the table."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        write(path)
        with Project.create(Path(folder) / "shop", "Shop") as project:
            service = ImportService(project)
            result = import_files.run(service.job(service.inspect([path])), Quiet())
            found = project.tables.arrow(
                "events", "shopper, product, epoch_us(time) AS time, price"
            )
            expected = {
                (
                    project.pseudonym(event.shopper),
                    as_id(event.product),
                    int(event.at.timestamp()) * 1_000_000,
                    event.price,
                )
                for event in table
            }
        assert found is not None, result.dropped
        assert {tuple(row.values()) for row in found.to_pylist()} == expected
        assert {d.reason for d in result.dropped} <= {"the same row again"}


@FEW
@given(written)
@example(([Event("a", "=1+1", FIRST, 1.0)] * 3, Writing("utf-8", b"", ";", 0, "\r")))
def test_that_the_rows_written_as_text_are_the_rows_that_arrive(
    made: tuple[list[Event], Writing],
) -> None:
    table, how = made
    arrived("events.csv", table, lambda path: path.write_bytes(as_text(table, how)))


@FEW
@given(tables(any_text))
def test_that_parquet_brings_the_same_rows(table: list[Event]) -> None:
    made = pa.table(
        {
            "user_id": [e.shopper for e in table],
            "event": pa.array(["view"] * len(table)).dictionary_encode(),
            "product_id": pa.array([e.product for e in table], pa.large_string()),
            "timestamp": pa.array([e.at for e in table], pa.timestamp("ns", "UTC")),
            "price": [e.price for e in table],
        }
    )
    arrived("events.parquet", table, lambda path: pq.write_table(made, path))


@FEW
@given(tables(any_text), st.sampled_from((None, 1)))
def test_that_json_brings_the_same_rows(table: list[Event], indent: int | None) -> None:
    rows = [dict(zip(HEADER, row, strict=True)) for row in rows_of(table)]
    lines = "\n".join(json.dumps(row, ensure_ascii=bool(indent)) for row in rows)
    text = lines if indent is None else json.dumps(rows, indent=indent)
    arrived("events.json", table, lambda path: path.write_text(text, "utf-8"))


@settings(FEW, max_examples=4)
@given(tables(any_text))
def test_that_a_workbook_brings_the_same_rows(table: list[Event]) -> None:
    book = openpyxl.Workbook()
    book.active.append(HEADER)
    for row, event in zip(rows_of(table), table, strict=True):
        book.active.append([*row[:3], event.at.replace(tzinfo=None), event.price])
        for cell in book.active[book.active.max_row][:3]:
            cell.data_type = "s"  # =1+1 is an id here
    arrived("events.xlsx", table, book.save)


def plan_of(name: str, content: bytes) -> ImportPlan:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        return inspect(str(path), lambda text: f"s_{len(text)}")


starts = st.sampled_from(
    (
        b"", b"\xef\xbb\xbf", b"\xff\xfe", b"PAR1", b"\x1f\x8b\x08", b"{", b"[{",
        b'[["', b'{"blocks": [', b"user_id,event\n", b"sep=;\n", b"id\ttitle\n", b'"',
    )
)  # fmt: skip
suffixes = st.sampled_from(("csv", "tsv", "json", "jsonl", "parquet", "txt", "csv.gz"))


@MANY
@given(starts, st.binary(max_size=400), suffixes)
def test_that_no_bytes_make_a_look_into_a_file_fail(
    start: bytes, content: bytes, suffix: str
) -> None:
    plan = plan_of(f"x.{suffix}", start + content)
    assert plan.problem == "" or plan.problem.endswith(".")
    assert not plan.problem or plan.hint


@MANY
@given(starts, st.text(max_size=300), suffixes)
def test_that_no_text_makes_a_look_into_a_file_fail(
    start: bytes, content: str, suffix: str
) -> None:
    plan = plan_of(f"x.{suffix}", start + content.encode("utf-8", "replace"))
    assert plan.problem == "" or plan.problem.endswith(".")


@MANY
@given(written, st.data())
def test_that_a_few_wrong_bytes_make_no_look_fail(
    made: tuple[list[Event], Writing], data: st.DataObject
) -> None:
    content = bytearray(as_text(*made))
    for _ in range(data.draw(st.integers(1, 5))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(
            st.integers(0, 255)
        )
    plan = plan_of("x.csv", bytes(content))
    assert plan.problem == "" or plan.problem.endswith(".")
