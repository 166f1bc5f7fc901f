"""What tells a person in a text: patterns, check digits, and masking.

The patterns are understood alike by Python's `re` and by RE2: ingest shows with them
what will be hidden, the store carries it out on every row.
"""

from __future__ import annotations

import re

EMAIL = "e-mail address"
PHONE = "phone number"
NAME = "name"
POSTAL = "address"
IP = "IP address"
BIRTH = "date of birth"
IDENTITY = "identity number"
CARD = "payment card"
ACCOUNT = "bank account"
DEVICE = "device or cookie"
PLACE = "place on the map"
PLATE = "licence plate"
AGE = "age or sex"
SENSITIVE = "health or belief"
KINDS: tuple[str, ...] = (
    EMAIL, PHONE, NAME, POSTAL, IP, BIRTH, IDENTITY, CARD, ACCOUNT, DEVICE, PLACE,
    PLATE, AGE, SENSITIVE,
)  # fmt: skip
"""Kinds of personal data, in words."""
PERSONAL: frozenset[str] = frozenset(w[0].upper() + w[1:] for w in KINDS)
"""The same, as a column's `read_as` names them."""

WIDE, NARROW = "０１２３４５６７８９＠．－（）＋　", "0123456789@.-()+ "  # noqa: RUF001 - what is typed
"""Full-width signs of Chinese keyboards, and what they are read as."""

_NOT_IN_MAIL = r"\s@,;:<>()|\"'/?=&、，。；："
EMAIL_INSIDE = rf"[^{_NOT_IN_MAIL}]+@[^{_NOT_IN_MAIL}]+\.[^{_NOT_IN_MAIL}.]{{2,}}"
_SPELT_MAIL = r"[\w.+-]+ ?[(\[]at[)\]] ?[\w-]+ ?([(\[]dot[)\]]|\.) ?\w{2,}"
_STREETS = (
    "street|st|road|rd|avenue|ave|lane|boulevard|blvd|terrace|crescent|parkway|highway"
    "|mews"
)  # "drive", "court" and "square" are also things: 64 GB USB drive
_GERMAN_STREET = (
    r"[a-zäöüß.-]{2,}(straße|strasse|str\.|gasse|allee|ufer|platz|weg|damm|ring)"
)
_ROMANCE_STREET = (
    r"(rue|avenue|boulevard|impasse|chemin|allée|quai|calle|avenida|paseo|plaza|via"
    r"|viale|corso|piazza)"
)
PATTERNS: dict[str, str] = {
    EMAIL: f"{EMAIL_INSIDE}|{_SPELT_MAIL}",
    ACCOUNT: r"\b[a-z]{2}\d{2} ?([a-z]{4} ?|[a-z]\d{3} ?)?(\d{4} ?){2,6}\w{1,4}\b",
    CARD: r"\b\d{4}[ -]\d{4}[ -]\d{4}[ -]\d{1,7}\b|\b\d{4}[ -]\d{6}[ -]\d{5}\b",
    IDENTITY: r"\b\d{17}[\dx]\b|\b\d{3}-\d{2}-\d{4}\b"
    r"|\b[a-ceghj-prtw-z]{2} ?\d{2} ?\d{2} ?\d{2} ?[a-d]\b",
    PHONE: r"\+[1-9][\d ()./-]{6,18}\d\b|\b00[1-9][\d ()/-]{7,17}\d\b"
    r"|\b(86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}\b"
    r"|\(0?\d{2,4}\) ?\d{2,4}[ -]?\d{2,4}[ -]?\d{0,4}\b"
    r"|\b0\d{2,4}[ /-]\d{3,8}([ -]\d{2,4}){0,3}\b|\b0\d([ .-]\d\d){4}\b"
    r"|\b0\d{2,4}[ /-]\d\d( \d\d){2,4}\b"
    r"|\b[2-9]\d{2}[ .-]\d{3}[ .-]\d{4}\b",
    IP: r"\b\d{1,3}(\.\d{1,3}){3}\b|\b([0-9a-f]{2}[:-]){5}[0-9a-f]{2}\b",
    POSTAL: rf"\b\d{{1,5}}[a-z]?,? ([a-z'.-]+ ){{1,3}}({_STREETS})\b"
    rf"|{_GERMAN_STREET} \d{{1,4}} ?[a-z]?\b"
    rf"|\b\d{{1,4}},? ((bis|ter) )?{_ROMANCE_STREET} [a-zà-ÿ]"
    rf"|\b{_ROMANCE_STREET} [a-zà-ÿ' ]{{3,30}},? \d{{1,4}}\b"
    r"|[路街道巷弄村] ?\d{1,5} ?[号弄]|[省市区县].{1,16}[路街道巷].{0,6}\d",
}
"""What is personal inside of a text, by kind; texts in lower case and narrow."""
ANY_PATTERN = "|".join(f"({pattern})" for pattern in PATTERNS.values())
LONG_NUMBER = r"\d{9,}"
"""A number as long as a phone number; personal in a text unless it is a barcode."""
HINT = r"[0-9@]|[(\[]at[)\]]|[路街道巷省市区县]"
"""A text without this holds none of the above; quick to tell."""

_ANY = re.compile(ANY_PATTERN, re.IGNORECASE | re.ASCII)  # RE2's \b and \w are ASCII
_LONG = re.compile(LONG_NUMBER, re.ASCII)
_CARD_LONG = re.compile(r"\d{14,19}")
_LOOSE = re.compile(r"\+?\(?\d[\d ()./-]{7,}\d")
_DATE = re.compile(
    r"((19|20)\d{2})[-/. ]?\d{1,2}[-/. ]?\d{1,2}\b|\d{1,2}[./]\d{1,2}[./]"
)
_NARROW = str.maketrans(WIDE, NARROW)
MOST_SHOWN = 500
"""Characters of a text that is shown with its personal parts masked."""
BARCODES = (12, 13, 14)
"""Digits of the barcodes that are as long as phone numbers (UPC-A, EAN-13, GTIN-14)."""


def narrow(text: str) -> str:
    """The text with full-width digits and signs as ASCII."""
    return text.translate(_NARROW)


def is_barcode(digits: str) -> bool:
    """Whether digits are a GTIN of 8, 12, 13 or 14 digits whose check digit fits."""
    if len(digits) not in (8, *BARCODES) or not digits.isascii():
        return False
    weighted = (int(d) * (3 if n % 2 else 1) for n, d in enumerate(reversed(digits)))
    return digits.isdecimal() and sum(weighted) % 10 == 0


def holds_personal(text: str) -> bool:
    """Whether a free text, such as a search, holds what tells a person.

    Names alone are not told by this; see `studio.domain.names`.
    """
    text = narrow(text).lower()
    return bool(_ANY.search(text)) or any(
        not is_barcode(found[0]) for found in _LONG.finditer(text)
    )


def mask(value: str) -> str:
    """A value of which only the ends show: `a…l@example.com`, `03…51`."""
    name, at, domain = narrow(value).partition("@")
    if at:
        return f"{name[:1]}…{name[-1:]}@{domain}"
    if len(value) <= 4:  # noqa: PLR2004 - nothing would be left to hide
        return "…"
    return f"{value[:2]}…{value[-2:]}"


def passes_luhn(digits: str) -> bool:
    """Whether the last of some digits is the check digit of a payment card."""
    values = [int(digit) for digit in reversed(digits)]
    doubled = (d * 2 - 9 if d > 4 else d * 2 for d in values[1::2])  # noqa: PLR2004
    return (sum(values[::2]) + sum(doubled)) % 10 == 0


def mask_persons(text: str) -> str:
    """A short text for a record: what tells a person masked, other numbers left.

    Numbers of an order or a product stay, so that one can look for them.
    """
    text = text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}…"
    found = _ANY.sub(lambda m: mask(m[0]), narrow(text))
    return _CARD_LONG.sub(lambda m: mask(m[0]) if passes_luhn(m[0]) else m[0], found)


def mask_inside(text: str) -> str:
    """A text whose e-mail addresses, phone numbers and the like are masked.

    Of a long one only the start is given: it is for showing, and the patterns take
    time that grows with the square of a word's length.
    """
    text = text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}…"
    found = _ANY.sub(lambda m: mask(m[0]), narrow(text))
    return _LOOSE.sub(lambda m: m[0] if _DATE.match(m[0]) else mask(m[0]), found)
