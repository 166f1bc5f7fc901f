"""Texts whose rows, columns, headers or values are odd."""

from __future__ import annotations

import gzip
import random

from tests.data.broken.case import HEADER, Case, catalogue, line, raw, rows, table, text


def shapes() -> list[Case]:
    semicolons = table().replace(",", ";")
    spaces = "\n".join(
        "  ".join(f"{cell:<20}" for cell in one.split(","))
        for one in table().splitlines()
    )
    return [
        Case("short-rows.csv", text(table() + "u,view\nu\n"), 20, 2),
        Case("long-rows.csv", text(table() + line(1).strip() + ",x,y\n"), 20, 1),
        Case("all-rows-longer.csv", text(HEADER + rows(20).replace("\n", ",\n")), 20),
        Case(
            "all-rows-shorter.csv",
            text(HEADER.strip() + ",note,more\n" + rows(20)),
            refused="No row of all-rows-shorter.csv",
        ),
        Case(
            "delimiters-mixed.csv",
            text(HEADER + rows(20).replace(",", ";")),
            refused="No row of delimiters-mixed.csv",
        ),
        Case("delimiter-changes.csv", text(table() + rows(5).replace(",", ";")), 20, 5),
        Case(
            "delimiter-none.csv",
            text(table().replace(",", "")),
            refused="delimiter-none.csv has only one column.",
        ),
        Case("delimiter-semicolon.csv", text(semicolons), 20),
        Case("delimiter-pipe.csv", text(table().replace(",", "|")), 20),
        Case("delimiter-tab.csv", text(table().replace(",", "\t")), 20),
        Case(
            "delimiter-caret.csv",
            text(table().replace(",", "^")),
            refused="delimiter-caret.csv has only one column.",
        ),
        Case(
            "delimiter-spaces.csv",
            text(spaces),
            refused="delimiter-spaces.csv has only one column.",
        ),
        Case("delimiter-sep-line.csv", text("sep=;\n" + semicolons), 20),
        Case(
            "decimal-comma.csv",
            text(
                "sku;name;price\n" + "".join(f"A{n};Pot;1.2{n}9,50\n" for n in range(9))
            ),
            9,
        ),
        Case("line-end-cr.csv", text(table().replace("\n", "\r")), 20),
        Case("line-end-crlf.csv", text(table().replace("\n", "\r\n")), 20),
        Case(
            "line-end-mixed.csv",
            text(
                HEADER
                + line(1)
                + line(2).replace("\n", "\r\n")
                + line(3).replace("\n", "\r")
                + line(4)
            ),
            4,
        ),
        Case("line-end-lf-cr.csv", text(table().replace("\n", "\n\r")), 20),
        Case("line-end-missing.csv", text(table().rstrip("\n")), 20),
        Case("line-separators.csv", text(table(20, "a\u2028b\u0085c")), 20),
        Case(
            "blank-lines.csv",
            text("\n\n" + table().replace("\n", "\n\n") + "\n \n"),
            20,
            1,
        ),
        Case(
            "field-10-mb.csv",
            text(table() + f"u,view,{'x' * 10_000_000},2026-01-01\n"),
            21,
        ),
        Case(
            "field-10-mb-first.csv",
            text(HEADER + f"u,view,{'x' * 10_000_000},2026-01-01\n"),
            refused="The first row of field-10-mb-first.csv is longer than 1 MB.",
        ),
        Case(
            "field-2-mb.csv",
            text(table() + f"u,view,{'x' * 2_000_000},2026-01-01\n"),
            21,
        ),
        Case(
            "line-5-mb.csv",
            text("x" * 5_000_000),
            refused="The first row of line-5-mb.csv is longer than 1 MB.",
        ),
        Case(
            "columns-10000.csv",
            text((",".join(f"c{n}" for n in range(10_000)) + "\n") * 2),
            refused="columns-10000.csv has 10,000 columns",
        ),
        Case(
            "columns-900.csv",
            text(
                "\n".join(
                    one + "," + ",".join(f"x{n}" for n in range(900))
                    for one in table().splitlines()
                )
            ),
            20,
        ),
        Case(
            "column-single.csv",
            text("user_id\n" + "u\n" * 20),
            refused="column-single.csv has only one column.",
        ),
        Case("blank-lines-million.csv", text(table() + "\n" * 1_000_000), 20),
        Case("commas-only.csv", text(",,,\n" * 50), refused="It is not clear"),
    ]


def empties() -> list[Case]:
    return [
        Case("empty.csv", raw(b""), refused="empty.csv is empty."),
        Case(
            "empty-mark.csv", raw(b"\xef\xbb\xbf"), refused="empty-mark.csv is empty."
        ),
        Case("empty-lines.csv", raw(b"\n \r\n\n"), refused="empty-lines.csv is empty."),
        Case(
            "empty-spaces.csv", raw(b" " * 5000), refused="empty-spaces.csv is empty."
        ),
        Case(
            "empty-nuls.csv", raw(bytes(5000)), refused="empty-nuls.csv is not a text"
        ),
        Case("empty-utf16.csv", raw(b"\xff\xfe"), refused="empty-utf16.csv is empty."),
        Case("empty.csv.gz", raw(gzip.compress(b"")), refused="empty.csv.gz is empty."),
        Case(
            "header-only.csv", text(HEADER), refused="header-only.csv has a header but"
        ),
        Case(
            "header-only-open.csv",
            text(HEADER.strip()),
            refused="header-only-open.csv has a",
        ),
    ]


def headers() -> list[Case]:
    return [
        Case(
            "header-twice.csv", text(table(10) + table(20).replace(",A", ",B")), 30, 1
        ),
        Case("header-twice-first.csv", text(HEADER + table()), 20, 1),
        Case("header-row-3.csv", text("Export of May\n,,,\n" + table()), 20),
        Case(
            "header-far-down.csv",
            text("note\n" * 30 + table()),
            refused="header-far-down.csv has only one column.",
        ),
        Case(
            "header-duplicated.csv",
            text("product_id,title,price,price\n" + "A,Pot,1,2\nB,Pan,3,4\n"),
            2,
        ),
        Case(
            "header-empty-names.csv",
            text(",,product_id,title\n" + "x,y,A,Pot\nx,y,B,Pan\n"),
            2,
        ),
        Case(
            "header-all-empty.csv", text(",,,\n" + rows(20)), refused="It is not clear"
        ),
        Case(
            "header-none.csv",
            text(rows(20)),
            refused="It is not clear what header-none.csv",
        ),
        Case(
            "header-numbers.csv",
            text("1,2,3,4\n" + rows(20)),
            refused="It is not clear what header-numbers.csv",
        ),
        Case("header-newline.csv", text(table().replace("user_id", '"user\nid"')), 20),
        Case(
            "header-odd-signs.csv",
            text(table().replace("user_id", "\u202euser_id\u200b 😀")),
            20,
        ),
        Case("header-long-name.csv", text(table().replace("event", "e" * 100_000)), 20),
    ]


def values() -> list[Case]:
    events = HEADER.strip() + ",price\n"

    def with_price(*prices: str) -> str:
        lines = (f"{line(n).strip()},{price}\n" for n, price in enumerate(prices))
        return events + "".join(lines)

    moments = ("1582-10-14", "9999-12-31", "0000-00-00", "2026-02-30", "2026-01-01")
    return [
        Case(
            "formulas.csv",
            text(
                catalogue(
                    "A,\"=cmd|' /C calc'!A0\",1,1",
                    "B,+1+1,1,1",
                    "C,@SUM(1),1,1",
                    'D,"=HYPERLINK(""http://x"")",1,1',
                    "E,-2+3,1,1",
                )
            ),
            5,
        ),
        Case(
            "bidi.csv",
            text(catalogue(*(f"A{n},a\u202eb\u2066c\u200f,1,1" for n in range(9)))),
            9,
        ),
        Case("emoji.csv", text(table(20, "🫖👩‍👩‍👧‍👦🇨🇳")), 20),
        Case("nul-inside.csv", text(table(200) + rows(4, "po\0t")), 204),
        Case("control-signs.csv", text(table(200) + rows(4, "po\x07\x1bt")), 204),
        Case(
            "dates-far.csv",
            text(
                HEADER
                + "".join(f"u,view,A,{moment}\n" for moment in moments)
                + rows(20)
            ),
            21,
            4,
        ),
        Case(
            "dates-epoch-huge.csv",
            text(
                HEADER
                + "".join(f"u,view,A{n},17672616{n:02d}\n" for n in range(20))
                + "u,view,A,99999999999999999\nu,view,A,0\n"
            ),
            20,
            2,
        ),
        Case(
            "prices-odd.csv",
            text(
                with_price(
                    "-1", "NaN", "inf", "1e308", "-inf", "1e999", "0", "1.5", "2.5"
                )
            ),
            9,
        ),
        Case(
            "prices-odd-products.csv",
            text(
                catalogue(
                    "A,Pot,-1,1",
                    "B,Pan,NaN,-5",
                    "C,Cup,inf,1e308",
                    "D,Can,1e308,inf",
                    "E,Lid,2,3",
                    "F,Cap,3,99999999999999",
                )
            ),
            6,
        ),
        Case(
            "types-mixed.csv",
            text(with_price("1", "two", "true", "2026-01-01", "{}", "3")),
            6,
        ),
        Case(
            "ids-duplicate.csv",
            text(catalogue("A,Pot,1,1", "A,Pan,2,2", "B,Cup,1,1", " A ,Can,3,3")),
            2,
            2,
        ),
        Case(
            "ids-missing.csv",
            text(catalogue(",Pot,1,1", "null,Pan,2,2", "B,Cup,1,1")),
            1,
            2,
        ),
        Case(
            "ids-huge.csv", text(catalogue(f"{'9' * 400},Pot,1,1", "1e400,Pan,1,1")), 2
        ),
        Case(
            "missing-words.csv",
            text(table() + "NULL,view,A,2026-01-01\nu,view,N/A,2026-01-01\n"),
            20,
            2,
        ),
    ]


def others() -> list[Case]:
    rng = random.Random(4)
    page = (
        b"<!DOCTYPE html>\n<html><head><title>502</title></head><body>Bad</body></html>"
    )
    return [
        Case("page.csv", raw(page), refused="page.csv is not a table of columns."),
        Case(
            "feed.xml.csv",
            raw(b"<?xml version='1.0'?><rss><item/></rss>"),
            refused="feed.xml.csv is XML, which is not read.",
        ),
        Case(
            "paper.csv",
            raw(b"%PDF-1.7\n" + rng.randbytes(3000)),
            refused="paper.csv is not a text",
        ),
        Case(
            "picture.csv",
            raw(b"\x89PNG\r\n\x1a\n" + bytes(99)),
            refused="picture.csv is not a text",
        ),
        Case("noise.csv", raw(rng.randbytes(9000)), refused="noise.csv is not a text"),
        Case(
            "database.csv",
            raw(b"SQLite format 3\0" + bytes(999)),
            refused="database.csv is not",
        ),
        Case(
            "letter.csv",
            text("Dear shop,\nplease find our figures, as promised,\nbelow.\n"),
            refused="It is not clear what letter.csv is.",
        ),
        Case(
            "program.csv",
            text("import os\nfor x in os.listdir():\n    print(x)\n"),
            refused="program.csv has only one column.",
        ),
    ]
