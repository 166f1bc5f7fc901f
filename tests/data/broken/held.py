"""Broken JSON, workbooks and Parquet."""

from __future__ import annotations

import io
import json
import random
import struct
import zipfile
from collections.abc import Sequence
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from tests.data.broken.case import NAMES, Case, raw, rows, table, text, zipped


def jsons() -> list[Case]:
    records = [
        dict(zip(NAMES, line.split(","), strict=True)) for line in rows(20).splitlines()
    ]
    lines = [json.dumps(record) for record in records]
    deep = '{"a":' * 10_000 + "1" + "}" * 10_000
    return [
        Case("deep.json", text(deep), refused="deep.json is not whole JSON"),
        Case(
            "deep-list.json",
            text("[" * 10_000 + "]" * 10_000),
            refused="deep-list.json nests its values too deep",
        ),
        Case(
            "deep-item.json", text(f'[{{"x": {deep}}}]'), refused="deep-item.json nests"
        ),
        Case("deep-line.jsonl", text("\n".join([*lines, deep])), 20, 1),
        Case(
            "broken-line.jsonl",
            text("\n".join([*lines[:9], '{"user_id": "u', *lines[9:]])),
            20,
            1,
        ),
        Case(
            "broken-first-line.jsonl", text("\n".join(['{"user_id": }', *lines])), 20, 1
        ),
        Case("cut.jsonl", text("\n".join(lines)[:-9]), 19, 1),
        Case(
            "cut.json",
            text(json.dumps(records)[:-9]),
            refused="cut.json is not whole JSON",
        ),
        Case(
            "broken-item.json",
            text(json.dumps(records).replace('"u7"', "u7")),
            refused="broken-item.json is not whole JSON",
        ),
        Case(
            "scalars.json",
            text("[1, 2, 3]"),
            refused="scalars.json is JSON, but holds no",
        ),
        Case(
            "lists.json",
            text('[["a", 1], ["b", 2]]'),
            refused="lists.json is JSON, but holds",
        ),
        Case("null.json", text("null"), refused="null.json has only one column."),
        Case(
            "empty-list.json", text("[]"), refused="empty-list.json is JSON, but holds"
        ),
        Case(
            "keys-twice.jsonl",
            text(
                "".join(
                    line.replace("{", '{"event": "cart", ', 1) + "\n" for line in lines
                )
            ),
            20,
        ),
        Case(
            "keys-odd.jsonl",
            text(
                "".join(
                    line.replace("{", '{"": 1, "a.b": 2, "a": {"b": 3}, ', 1) + "\n"
                    for line in lines
                )
            ),
            20,
        ),
        Case(
            "types-mixed.jsonl",
            text(
                "\n".join(
                    [
                        *lines,
                        '{"user_id": {"x": 1}, "product_id": ["A"], "timestamp": null}',
                    ]
                )
            ),
            20,
            1,
        ),
        Case(
            "keys-many.jsonl",
            text("\n".join(json.dumps({f"k{n}": 1}) for n in range(3000))),
            refused="keys-many.jsonl has 3,000",
        ),
        Case(
            "halves-of-signs.jsonl",
            text(
                "\n".join(
                    line.replace(
                        '"view"', '"view", "\\ud800k\\u0000": "\\udc00\\u0000"'
                    )
                    for line in lines
                )
            ),
            20,
        ),
        Case("utf16.json", text(json.dumps(records), "utf-16"), 20),
    ]


def workbooks() -> list[Case]:
    good = _workbook(
        [list(NAMES), *(line.split(",") for line in rows(20).splitlines())]
    )
    return [
        Case("half.xlsx", raw(good[: len(good) // 2]), refused="half.xlsx is damaged"),
        Case(
            "no-sheet.xlsx",
            raw(_without(good, "xl/worksheets/sheet1.xml")),
            refused="no-sheet.xlsx is damaged",
        ),
        Case(
            "no-book.xlsx",
            raw(_without(good, "xl/workbook.xml")),
            refused="no-book.xlsx",
        ),
        Case(
            "broken-xml.xlsx",
            raw(_changed(good, b"</sheetData>", b"<")),
            refused="broken-xml.xlsx is damaged",
        ),
        Case(
            "far-cell.xlsx",
            raw(_changed(good, b'"D21"', b'"XFD1048576"')),
            refused="far-cell.xlsx is too large or too damaged",
        ),
        Case("bomb.xlsx", _workbook_bomb, refused="bomb.xlsx unpacks to"),
        Case(
            "entities.xlsx",
            raw(_changed(good, b"<worksheet", _LAUGHS + b"<worksheet")),
            20,
        ),
        Case("empty-rows.xlsx", raw(_formatted(good)), 20),
        Case(
            "blank.xlsx",
            raw(_workbook([])),
            refused="blank.xlsx has no sheet with rows",
        ),
        Case(
            "hidden.xlsx",
            raw(
                _changed(
                    _workbook([list(NAMES)], extra=True),
                    b'sheetId="1" state="visible"',
                    b'sheetId="1" state="hidden"',
                )
            ),
            refused="hidden.xlsx has no sheet that can",
        ),
        Case(
            "letter.xlsx",
            raw(zipped(("[Content_Types].xml", "<Types/>"), ("word/a.xml", "<a/>"))),
            refused="letter.xlsx is damaged",
        ),
        Case(
            "locked.xlsx",
            raw(
                b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
                + bytes(600)
                + "EncryptedPackage".encode("utf-16-le")
                + bytes(600)
            ),
            refused="locked.xlsx is protected by a password.",
        ),
        Case(
            "junk.xls",
            raw(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3000)),
            refused="junk.xls is damaged",
        ),
        Case("text-named.xlsx", text(table()), 20),
        Case("workbook-named.csv", raw(good), 20),
        Case(
            "formulas.xlsx",
            raw(
                _workbook(
                    [
                        ["product_id", "title", "price", "stock"],
                        ["A", "Pot", "=1+1", 3],
                        ["B", "Pan", 2, 1],
                    ]
                )
            ),
            2,
        ),
        Case(
            "titles.xlsx",
            raw(
                _workbook(
                    [
                        ["Orders"],
                        [None],
                        list(NAMES),
                        *(line.split(",") for line in rows(20).splitlines()),
                        ["Total", None, None, 20],
                    ]
                )
            ),
            20,
            1,
        ),
    ]


_LAUGHS = (
    b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)


def _workbook(lines: Sequence[Sequence[object]], *, extra: bool = False) -> bytes:
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append(line)
    if extra:
        book.create_sheet("Other")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _without(content: bytes, part: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return zipped(*((n, archive.read(n)) for n in archive.namelist() if n != part))


def _changed(content: bytes, old: bytes, new: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return zipped(
            *((n, archive.read(n).replace(old, new, 1)) for n in archive.namelist())
        )


def _formatted(content: bytes) -> bytes:
    """Rows that hold a format and nothing else, down to the last row of a sheet."""
    blank = "".join(
        f'<row r="{n}"><c r="A{n}" s="1"/></row>' for n in range(22, 1048577)
    )
    return _changed(content, b"</sheetData>", blank.encode() + b"</sheetData>")


def _workbook_bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(10):
                part.write(bytes(1_000_000))
    # 10 MB that claim to be 4 GB
    raw_bytes = bytearray(path.read_bytes())
    at = raw_bytes.rindex(b"PK\x01\x02") + 24
    raw_bytes[at : at + 4] = struct.pack("<I", 0xFFFFFFF0)
    path.write_bytes(bytes(raw_bytes))


def parquets() -> list[Case]:
    records = [
        dict(zip(NAMES, line.split(","), strict=True)) for line in rows(20).splitlines()
    ]
    good = _parquet(pa.Table.from_pylist(records))
    footer = struct.unpack("<I", good[-8:-4])[0]
    return [
        Case(
            "half.parquet",
            raw(good[: len(good) // 2]),
            refused="half.parquet is damaged",
        ),
        Case(
            "long-footer.parquet",
            raw(good[:-8] + struct.pack("<I", 2**31) + b"PAR1"),
            refused="long-footer.parquet is damaged",
        ),
        Case(
            "short-footer.parquet",
            raw(good[:-8] + struct.pack("<I", footer // 2) + b"PAR1"),
            refused="short-footer.parquet is damaged",
        ),
        Case(
            "noise-footer.parquet",
            raw(good[: -8 - footer] + random.Random(4).randbytes(footer) + good[-8:]),
            refused="noise-footer.parquet is damaged",
        ),
        Case(
            "noise-pages.parquet",
            raw(
                b"PAR1"
                + random.Random(4).randbytes(len(good) - 12 - footer)
                + good[-8 - footer :]
            ),
            refused="noise-pages.parquet is damaged",
        ),
        Case(
            "magic-only.parquet",
            raw(b"PAR1PAR1"),
            refused="magic-only.parquet is damaged",
        ),
        Case(
            "encrypted.parquet",
            raw(b"PARE" + bytes(99) + b"PARE"),
            refused="encrypted.parquet is encrypted",
        ),
        Case(
            "no-rows.parquet",
            raw(_parquet(pa.Table.from_pylist(records[:1]).slice(1))),
            refused="no-rows.parquet has a header but no rows.",
        ),
        Case(
            "no-columns.parquet",
            raw(_parquet(pa.table({}))),
            refused="It is not clear what no-columns.parquet is.",
        ),
        Case(
            "names-twice.parquet",
            raw(
                _parquet(
                    pa.Table.from_arrays(
                        [pa.array(["A", "B"])] * 3,
                        names=["product_id", "title", "title"],
                    )
                )
            ),
            2,
        ),
        Case(
            "names-odd.parquet",
            raw(
                _parquet(
                    pa.table(
                        {
                            "": ["x"],
                            "a\0b": ["y"],
                            "product_id": ["A"],
                            "title": ["Pot"],
                        }
                    )
                )
            ),
            1,
        ),
        Case(
            "dates-far.parquet",
            raw(
                _parquet(
                    pa.table(
                        {
                            "user_id": ["a", "b", "c"],
                            "event": ["view"] * 3,
                            "product_id": ["A"] * 3,
                            "timestamp": pa.array(
                                [2**62, -(2**62), 1767261600000000], pa.timestamp("us")
                            ),
                        }
                    )
                )
            ),
            1,
            2,
        ),
        Case(
            "nested-deep.parquet",
            raw(
                _parquet(
                    pa.table({"product_id": ["A"], "title": ["Pot"], "x": _nested(30)})
                )
            ),
            1,
        ),
    ]


def _nested(levels: int) -> pa.Array:
    array = pa.array(["x"])
    for _ in range(levels):
        array = pa.StructArray.from_arrays([array], names=["a"])
    return array


def _parquet(content: pa.Table) -> bytes:
    out = io.BytesIO()
    pq.write_table(content, out)
    return out.getvalue()
