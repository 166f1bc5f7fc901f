"""What encodings, delimiters and time zones are called in the window."""

from __future__ import annotations

from studio.ui.language import mark, tr

ENCODINGS: tuple[tuple[str, str], ...] = (
    ("utf-8", mark("UTF-8")),
    ("utf-16", mark("UTF-16")),
    ("cp1252", mark("Western (Windows-1252)")),
    ("gb18030", mark("Chinese (GB 18030)")),
    ("big5", mark("Chinese (Big5)")),
    ("cp932", mark("Japanese (Shift JIS)")),
    ("euc_jp", mark("Japanese (EUC)")),
    ("cp949", mark("Korean (EUC)")),
    ("cp1251", mark("Cyrillic (Windows-1251)")),
    ("koi8_r", mark("Cyrillic (KOI8-R)")),
    ("cp1253", mark("Greek (Windows-1253)")),
)
DELIMITERS: dict[str, str] = {
    ",": mark("comma"),
    ";": mark("semicolon"),
    "\t": mark("tab"),
    "|": mark("bar"),
    ":": mark("colon"),
    "^": mark("caret"),
    "~": mark("tilde"),
    " ": mark("space"),
}
ZONES: tuple[tuple[str, str], ...] = (
    ("Europe/London", mark("London")),
    ("Europe/Berlin", mark("Berlin")),
    ("Europe/Paris", mark("Paris")),
    ("Europe/Madrid", mark("Madrid")),
    ("Europe/Rome", mark("Rome")),
    ("Europe/Stockholm", mark("Stockholm")),
    ("Europe/Warsaw", mark("Warsaw")),
    ("Europe/Athens", mark("Athens")),
    ("Europe/Istanbul", mark("Istanbul")),
    ("America/New_York", mark("New York")),
    ("America/Chicago", mark("Chicago")),
    ("America/Denver", mark("Denver")),
    ("America/Los_Angeles", mark("Los Angeles")),
    ("America/Sao_Paulo", mark("São Paulo")),
    ("Asia/Dubai", mark("Dubai")),
    ("Asia/Kolkata", mark("Mumbai, Delhi")),
    ("Asia/Singapore", mark("Singapore")),
    ("Asia/Shanghai", mark("Beijing, Shanghai")),
    ("Asia/Hong_Kong", mark("Hong Kong")),
    ("Asia/Tokyo", mark("Tokyo")),
    ("Asia/Seoul", mark("Seoul")),
    ("Australia/Sydney", mark("Sydney")),
)
_ZONE_WORDS = dict(ZONES)
_ENCODING_WORDS = dict(ENCODINGS)


def encoding_word(encoding: str) -> str:
    """What an encoding is called."""
    plain = "utf-8" if encoding == "utf-8-sig" else encoding
    known = _ENCODING_WORDS.get(plain)
    return tr(known) if known else encoding.upper()


def delimiter_word(sign: str) -> str:
    """What a delimiter is called."""
    known = DELIMITERS.get(sign)
    return tr(known) if known else sign


def zone_word(name: str) -> str:
    """What a time zone is called: its cities, or its own name."""
    known = _ZONE_WORDS.get(name)
    return tr(known) if known else name.replace("_", " ")
