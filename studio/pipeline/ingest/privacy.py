"""Finds personal data by the header and by the values, and masks it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from studio.domain import reading
from studio.pipeline.ingest.content import share

_HEADERS: dict[str, str] = {
    "e-mail address": r"e[-_ ]?mail|电子邮箱|邮箱|邮件",
    "phone number": r"phone|mobile|\btel\b|telefon|fax|whatsapp|wechat|微信|手机|电话",
    "name": r"(first|last|full|given|family|sur|middle|nick|user|customer|buyer"
    r"|billing|shipping|contact|recipient|display)[-_ ]?name|vorname|nachname|姓名|姓氏"
    r"|收货人|昵称|联系人|^(billing|shipping|customer|buyer)$",
    "address": r"address|street|\bstr(asse|aße)\b|\bzip\b|zip[-_ ]?code|post[-_ ]?code"
    r"|postal|\bplz\b|\bcity\b|\btown\b|地址|街道|邮编|城市",
    "IP address": r"^ip$|^ip[-_ ]|[-_ ]ip$|ip[-_ ]?addr",
    "date of birth": r"birth|\bdob\b|geburt|生日|出生",
    "identity number": r"passport|\bssn\b|social[-_ ]?security|national[-_ ]?id"
    r"|id[-_ ]?card|tax[-_ ]?id|\biban\b|card[-_ ]?number|credit[-_ ]?card|身份证|护照"
    r"|银行卡|卡号",
}
PERSONAL: frozenset[str] = frozenset(w[0].upper() + w[1:] for w in _HEADERS)
"""Kinds of personal data as a column's `read_as` names them."""
_BY_HEADER = {what: re.compile(p, re.IGNORECASE) for what, p in _HEADERS.items()}
_EMAIL = re.compile(reading.EMAIL_PATTERN)
_PHONE = re.compile(reading.PHONE_PATTERN)
_IP = re.compile(r"(\d{1,3}\.){3}\d{1,3}|([0-9a-fA-F]{0,4}:){3,7}[0-9a-fA-F]{0,4}")
_CHINESE_ID = re.compile(r"\d{17}[\dXx]")
_CHINESE_MOBILE = re.compile(r"(\+?86[- ]?)?1[3-9]\d{9}")
_CARD = re.compile(r"\d{4}([ -]?)\d{4}\1\d{4}\1\d{1,7}")
_SOME = 0.3
"""Share of values from which a column counts as holding that kind of data."""


def personal(header: str, values: Sequence[str]) -> str:
    """The kind of personal data that a column holds, in words, or an empty text."""
    for what, pattern in _BY_HEADER.items():
        if pattern.search(header.strip().replace("_", " ")) or pattern.search(header):
            return what
    return by_content(values)


def by_content(values: Sequence[str]) -> str:
    """The kind of personal data that the values are, in words, or an empty text."""
    for what, test in (
        ("e-mail address", _EMAIL.fullmatch),
        ("IP address", _IP.fullmatch),
        ("identity number", _is_identity),
        ("phone number", _is_phone),
    ):
        if share(values, test) >= _SOME:
            return what
    return ""


def _is_identity(value: str) -> bool:
    if _CHINESE_ID.fullmatch(value):
        return _chinese_check(value)
    return bool(_CARD.fullmatch(value)) and _luhn(value)


def _is_phone(value: str) -> bool:
    if _CHINESE_MOBILE.fullmatch(value):
        return True
    signed = value.startswith(("+", "00", "(")) or " " in value or "(" in value
    digits = sum(c.isdigit() for c in value)
    dated = bool(re.match(r"\d{4}-\d{2}|\d{1,2}[./-]\d{1,2}[./-]", value))
    return signed and not dated and bool(_PHONE.fullmatch(value)) and digits > 8  # noqa: PLR2004


def _luhn(value: str) -> bool:
    digits = [int(c) for c in value if c.isdigit()][::-1]
    doubled = (d * 2 - 9 if d > 4 else d * 2 for d in digits[1::2])  # noqa: PLR2004
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


def _chinese_check(value: str) -> bool:
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(w * int(d) for w, d in zip(weights, value, strict=False))
    return "10X98765432"[total % 11] == value[17].upper()


def mask(value: str) -> str:
    """A value of which only the ends show: `a…l@example.com`, `03…51`."""
    name, at, domain = value.partition("@")
    if at:
        return f"{name[:1]}…{name[-1:]}@{domain}"
    if len(value) <= 4:  # noqa: PLR2004 - nothing would be left to hide
        return "…"
    return f"{value[:2]}…{value[-2:]}"


def mask_inside(text: str) -> str:
    """A text whose e-mail addresses and long numbers are masked."""
    text = _EMAIL.sub(lambda m: mask(m[0]), text)
    return re.sub(r"\+?\d[\d ()./-]{7,}\d", lambda m: mask(m[0]), text)
