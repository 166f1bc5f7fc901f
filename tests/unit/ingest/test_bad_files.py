"""Every kind of broken file gets a clear sentence or a sensible result."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from studio.domain.errors import InputProblem
from studio.domain.imports import ImportPlan
from studio.pipeline.ingest.collect import pictures_in, tables_in
from studio.pipeline.ingest.inspect import inspect
from studio.pipeline.ingest.source import open_bytes

EVENTS = "user_id,event,product_id,timestamp\n" + "".join(
    f"Jürgen {n},view,Größe {n},2026-01-{n + 1:02d} 10:00:00\n" for n in range(20)
)
CHINESE = "用户ID,事件,商品编号,时间,搜索词\n" + "".join(
    f"用户{n},搜索,,2026-01-{n + 1:02d} 10:00:00,户外帐篷和茶壶\n" for n in range(20)
)


def plan_of(path: Path) -> ImportPlan:
    return inspect(str(path), lambda text: f"s_{len(text)}")


def _tarred(content: bytes) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        info = tarfile.TarInfo("orders.csv")
        info.size = len(content)
        archive.addfile(info, io.BytesIO(content))
    return out.getvalue()


@pytest.fixture
def write(tmp_path: Path):
    def written(content: str | bytes, name: str = "x.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return written


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "x.csv is empty."),
        (b"\n \r\n\n", "x.csv is empty."),
        (b"\xef\xbb\xbf", "x.csv is empty."),
        (os.urandom(4096), "x.csv is not a text file."),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "x.csv is not a text file."),
        (b"PK\x03\x04" + b"x" * 99, "x.csv is not a text file."),
        (b'{"a": 1}', "It is not clear what x.csv is."),
        (b"<html><body>Log in</body></html>", "x.csv is not a table of columns."),
        (b"user_id,product_id,timestamp\n", "x.csv has a header but no rows."),
        (b"colour,size\nred,3\n", "It is not clear what x.csv is."),
        (b"user_id,product_id,colour\nu,A,red\n", "x.csv has no column for the time."),
        (
            b"user_id,product_id,timestamp\nu;A;2026-01-01\nu;B;2026-01-01\n",
            "No row of x.csv has as many cells as its header.",
        ),
        (
            (",".join(f"c{n}" for n in range(10_000)) + "\n").encode() * 2,
            "x.csv has 10,000 columns, which no export of a shop has.",
        ),
        (
            b'user_id,product_id,timestamp\nu,"A,2026-01-01\n'
            + b"u,B,2026-01-01\n" * 100,
            "A quotation mark in x.csv is opened and never closed.",
        ),
        (gzip.compress(EVENTS.encode())[:-30], "x.csv is damaged"),
    ],
)
def test_that_a_broken_file_is_told_in_a_sentence(content, sentence, write) -> None:
    plan = plan_of(write(content))
    assert plan.problem.startswith(sentence)
    assert plan.hint.endswith(".")


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("o.xls", b"<html><table><tr><td>u", "is a web page or XML that is named"),
        ("o.xlsx", b'<?xml version="1.0"?><Workbook/>', "is a web page or XML that"),
        ("feed.xml", b'<?xml version="1.0"?><rss>', "is XML, which is not read."),
        ("o.7z", b"7z\xbc\xaf\x27\x1c" + b"\0" * 99, "is packed in a way"),
        ("o.rar", b"Rar!\x1a\x07\x01\0" + b"\0" * 99, "is packed in a way"),
        ("o.csv.zst", b"\x28\xb5\x2f\xfd" + b"\0" * 99, "is packed in a way"),
        ("o.csv.xz", lzma.compress(EVENTS.encode()), "is packed in a way"),
        ("o.csv.bz2", bz2.compress(EVENTS.encode()), "is packed in a way"),
        ("o.tar.gz", gzip.compress(_tarred(EVENTS.encode())), "is packed in a way"),
    ],
)
def test_that_what_is_packed_or_named_otherwise_is_told(
    name, content, sentence, write
) -> None:
    plan = plan_of(write(content, name))
    assert plan.problem.startswith(f"{name} {sentence}")
    assert plan.hint.endswith(".")


def test_that_missing_files_and_folders_are_told(tmp_path: Path) -> None:
    assert plan_of(tmp_path / "gone.csv").problem == "gone.csv is not there."
    assert plan_of(tmp_path).problem.endswith("is a folder.")


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="root may read every file"
)
def test_that_a_file_without_permission_is_told(write) -> None:
    path = write(EVENTS)
    path.chmod(0)
    assert plan_of(path).problem == "x.csv may not be read."


@pytest.mark.parametrize(
    ("encoding", "mark", "text"),
    [
        ("utf-8", b"", EVENTS),
        ("utf-8", b"\xef\xbb\xbf", EVENTS),
        ("utf-16-le", b"\xff\xfe", EVENTS),
        ("utf-16-be", b"\xfe\xff", EVENTS),
        ("utf-16-le", b"", EVENTS),
        ("utf-16-be", b"", EVENTS),
        ("latin-1", b"", EVENTS),
        ("cp1252", b"", EVENTS),
        ("gbk", b"", CHINESE),
        ("gb18030", b"", CHINESE),
        ("utf-8", b"", CHINESE),
        ("utf-16-le", b"\xff\xfe", CHINESE),
    ],
)
def test_that_encodings_are_recognised(encoding, mark, text, write) -> None:
    plan = plan_of(write(mark + text.encode(encoding)))
    assert (plan.kind, plan.problem, plan.rows) == ("behaviour", "", 20)
    shown = [cell for row in plan.preview for cell in row]
    assert ("Größe 3" in shown) or ("户外帐篷和茶壶" in shown)
    assert not any("\ufffd" in cell for cell in shown)


def test_that_a_few_damaged_characters_are_told_and_no_more(write) -> None:
    raw = EVENTS.encode().replace(b"Gr\xc3\xb6\xc3\x9fe 7", b"Gr\xff\xfee 7")
    plan = plan_of(write(raw))
    assert plan.format.encoding == "utf-8"
    assert any("cannot be read" in f.title for f in plan.findings)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_that_delimiters_are_recognised(delimiter, write) -> None:
    plan = plan_of(write(EVENTS.replace(",", delimiter)))
    assert (plan.format.delimiter, plan.kind, plan.problem) == (
        delimiter,
        "behaviour",
        "",
    )


def test_that_semicolons_with_decimal_commas_are_read(write) -> None:
    rows = "".join(f"A{n};Pot;1.2{n}9,50\n" for n in range(5))
    plan = plan_of(write("sku;name;price\n" + rows))
    assert plan.format.decimal_comma
    assert plan.stored[0][-1] == "1209.5"


def test_that_duplicated_headers_are_told_apart(write) -> None:
    plan = plan_of(write("product_id,title,price,price,\nA,Pot,1,2,x\nB,Pan,3,4,y\n"))
    assert [c.name for c in plan.columns][-3:] == ["price", "price (2)", "column 5"]
    assert any(f.title == "Two columns are called price" for f in plan.findings)
    assert plan.stored[0] == ("A", "Pot", "1")


def test_that_a_file_without_header_is_told(write) -> None:
    plan = plan_of(write("u1,A,2026-01-01\nu2,B,2026-01-02\n"))
    assert plan.format.header_row == 0
    assert [c.name for c in plan.columns] == ["column 1", "column 2", "column 3"]
    assert plan.problem
    assert plan.rows == 2


def test_that_lines_above_the_header_are_skipped(write) -> None:
    plan = plan_of(write("Export of 1 May\n\n" + EVENTS))
    assert plan.problem == ""
    assert plan.rows == 20


def test_that_nul_bytes_and_quoted_newlines_are_read(write) -> None:
    text = 'user_id,product_id,timestamp\nu\0,"A\nB",2026-01-01\nu,C,2026-01-02\n'
    plan = plan_of(write(text))
    assert (plan.problem, plan.rows) == ("", 2)
    assert any("NUL" in f.title for f in plan.findings)
    assert plan.preview[0][:2] == ("u", "A\nB")


def test_that_ragged_rows_and_bad_values_are_found(write) -> None:
    plan = plan_of(
        write(
            "user_id,event,product_id,timestamp,price\n"
            "u,view,A,2026-01-01,1\nu,view,A\nu,view,A,someday,1\n"
            "u,wink,A,2026-01-01,1\nu,view,,2026-01-01,1\n,view,A,2026-01-01,1\n"
            "u,view,A,2026-01-01,cheap\nu,view,A,2026-01-02,1\nu,view,A,2026-01-02,2\n"
        )
    )
    titles = {f.title: f for f in plan.findings}
    assert titles["1 row of another width"].severity == "error"
    assert titles["1 row whose time cannot be read"].examples == ("someday",)
    assert titles["1 row with another event"].examples == ("wink",)
    assert titles["1 row with no product"].rows == 1
    assert titles["1 row with no shopper"].rows == 1
    assert titles["1 row whose price cannot be read"].examples == ("cheap",)
    assert plan.rows == 9


def test_that_truncated_files_keep_their_whole_rows(write) -> None:
    plan = plan_of(write(EVENTS.encode()[:-25]))
    assert plan.problem == ""
    assert len(plan.preview) == 19


def test_that_bombs_climbing_names_and_locked_zips_are_refused(
    tmp_path: Path,
) -> None:
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("zeros.csv", b"0" * 50_000_000)
        out.writestr("../../up.csv", EVENTS)
        out.writestr("/abs.csv", EVENTS)
        out.writestr("C:/win.csv", EVENTS)
        out.writestr("a/__MACOSX/b.csv", EVENTS)
    (path,) = tables_in([bomb])
    assert "unpacks to 50,000,000 bytes" in plan_of(Path(path)).problem
    with pytest.raises(InputProblem, match="unpacks to"), open_bytes(path):
        pass
    broken = tmp_path / "broken.zip"
    broken.write_bytes(b"PK\x03\x04 and then nothing")
    with pytest.raises(InputProblem, match="not a zip file"):
        tables_in([broken])


def test_that_folders_are_searched_without_links_and_hidden_files(
    tmp_path: Path,
) -> None:
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / "deep" / "er" / "a.csv").write_text(EVENTS)
    (tmp_path / "deep" / "pic.PNG").write_bytes(b"")
    (tmp_path / ".hidden.csv").write_text(EVENTS)
    (tmp_path / "licence.txt").write_text("free")
    (tmp_path / "loop").symlink_to(tmp_path)
    assert [Path(p).name for p in tables_in([tmp_path])] == ["a.csv"]
    assert [Path(p).name for p in pictures_in([tmp_path])] == ["pic.PNG"]
    named = tmp_path / "licence.txt"
    assert tables_in([named]) == (str(named),)


def test_that_a_long_file_is_read_in_part(write) -> None:
    rows = "".join(
        f"u{n},A{n % 50},2026-01-01 10:00:00,note {n}\n" for n in range(90_000)
    )
    plan = plan_of(write("user_id,product_id,timestamp,remark\n" + rows))
    assert (plan.rows, plan.problem) == (90_000, "")
    assert len(plan.preview) == 20
