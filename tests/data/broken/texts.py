"""Texts in odd encodings and with odd quotation marks."""

from __future__ import annotations

from tests.data.broken.case import HEADER, Case, raw, rows, table, text


def encodings() -> list[Case]:
    german = table(20, "Größe Öl für Süße")
    chinese = "用户ID,事件,商品编号,时间\n" + rows(20, "户外帐篷和茶壶").replace(
        "view", "浏览"
    )
    taiwan = table(20, "戶外帳篷與茶壺的組合")
    japanese = table(20, "ガラスのティーポットと木の皿")
    russian = table(20, "Чайник стеклянный для дома")
    korean = table(20, "유리 찻주전자와 나무 접시")
    polish = table(20, "Łódź żółta gęś źdźbło")
    utf8 = german.encode()
    return [
        Case("utf8-mark.csv", text(german, mark=b"\xef\xbb\xbf"), 20),
        Case(
            "utf8-two-marks.csv",
            text(german, mark=b"\xef\xbb\xbf" * 2),
            20,
            shows="Größe Öl für Süße",
        ),
        Case("utf16-le-mark.csv", text(german, "utf-16-le", b"\xff\xfe"), 20),
        Case(
            "utf16-be-mark.csv",
            text(german, "utf-16-be", b"\xfe\xff"),
            20,
            shows="Größe Öl für Süße",
        ),
        Case("utf16-le.csv", text(german, "utf-16-le"), 20, shows="Größe Öl für Süße"),
        Case("utf16-be.csv", text(german, "utf-16-be"), 20),
        Case(
            "utf16-odd-byte.csv",
            raw(b"\xff\xfe" + german.encode("utf-16-le") + b"x"),
            20,
            1,
        ),
        Case("utf32.csv", text(german, "utf-32"), 20, shows="Größe Öl für Süße"),
        Case("gbk.csv", text(chinese, "gbk"), 20, shows="户外帐篷和茶壶"),
        Case("gb18030.csv", text(chinese, "gb18030"), 20, shows="户外帐篷和茶壶"),
        Case("big5.csv", text(taiwan, "big5"), 20, shows="戶外帳篷與茶壺的組合"),
        Case("latin-1.csv", text(german, "latin-1"), 20, shows="Größe Öl für Süße"),
        Case(
            "cp1252-euro.csv", text(table(20, "für 5 €"), "cp1252"), 20, shows="für 5 €"
        ),
        Case(
            "shift-jis.csv",
            text(japanese, "shift-jis"),
            20,
            shows="ガラスのティーポットと木の皿",
        ),
        Case(
            "koi8-r.csv",
            text(russian, "koi8-r"),
            20,
            shows="Чайник стеклянный для дома",
        ),
        Case(
            "cp1251.csv",
            text(russian, "cp1251"),
            20,
            shows="Чайник стеклянный для дома",
        ),
        Case(
            "euc-kr.csv", text(korean, "euc-kr"), 20, shows="유리 찻주전자와 나무 접시"
        ),
        Case("cp1250.csv", text(polish, "cp1250"), 20),
        Case(
            "half-utf8-half-latin.csv",
            raw(utf8 + rows(20, "Größe").encode("latin-1")),
            40,
        ),
        Case("utf8-broken-tail.csv", raw(utf8[:-25] + b"\xe2\x82"), 19, 1),
        Case(
            "utf8-broken-inside.csv",
            raw(utf8.replace("Größe".encode(), b"Gr\xf6\xffe", 1)),
            20,
        ),
        Case(
            "surrogates.csv",
            raw(table(20, "x").encode() + b"u,view,\xed\xa0\x80,2026-01-01\n"),
            21,
        ),
    ]


def quoting() -> list[Case]:
    late = table(40_000) + 'u,view,"A,2026-01-01 10:00:00\n' + rows(5000)
    many_lines = "".join(f'u{n},view,"A\nB\nC",2026-01-01\n' for n in range(9))
    return [
        Case(
            "quote-unclosed.csv",
            text(HEADER + 'u,view,"A,2026-01-01\n' + rows(200)),
            refused="A quotation mark in quote-unclosed.csv is opened",
        ),
        Case(
            "quote-unclosed-late.csv",
            text(late),
            refused="A quotation mark in quote-unclosed-late.csv is opened",
        ),
        Case(
            "quote-unclosed-last-row.csv",
            text(table() + 'u,view,"A,2026-01-01\n'),
            20,
            1,
        ),
        Case("quote-inside-cell.csv", text(table(20, '5" pot')), 20),
        Case("quote-doubled.csv", text(table(20, '"the ""best"" pot, ever"')), 20),
        Case(
            "quote-backslash.csv",
            text(table(20, r'"the \"best\" pot, ever"')),
            refused="No row of quote-backslash.csv has as many cells",
        ),
        Case(
            "quote-single.csv",
            text(table(20, "'pot, with lid'")),
            20,
            shows="pot, with lid",
        ),
        Case(
            "quote-after-space.csv",
            text(table(20, ' "pot, with lid"')),
            refused="No row of quote-after-space.csv has as many cells",
        ),
        Case("quote-newlines.csv", text(HEADER + many_lines), 9),
        Case(
            "quote-all.csv",
            text(
                "".join(
                    ",".join(f'"{cell}"' for cell in line.split(",")) + "\n"
                    for line in table().splitlines()
                )
            ),
            20,
        ),
        Case("quote-then-text.csv", text(table(20, '"pot"ter')), 20),
        Case(
            "quote-only.csv",
            raw(b'"'),
            refused="It is not clear what quote-only.csv is.",
        ),
        Case("quotes-in-header.csv", text(table().replace("user_id", '"user_id"')), 20),
    ]
