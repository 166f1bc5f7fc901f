"""Numbers that tell a person: cards, accounts, identity, phones; each with its check.

What is left out matters as much: barcodes, serial numbers, dates, times in epoch units
and prices have the same length as phone and card numbers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from importlib import import_module

import msgspec
import phonenumbers
from stdnum import iban, imei, luhn

from studio.domain.personal import is_barcode, narrow
from studio.pipeline.ingest.content import share

_CARD = re.compile(r"\d{4}([ -]?)\d{4}\1\d{4}\1\d{1,7}|3\d{3}([ -]?)\d{6}\2\d{5}")
_ISSUERS = re.compile(
    r"4(\d{12}|\d{15}|\d{18})"
    r"|(5[1-5]\d\d|222[1-9]|22[3-9]\d|2[3-6]\d\d|27[01]\d|2720)"
    r"\d{12}"
    r"|3[47]\d{13}|(6011|65\d\d|64[4-9]\d)\d{12}|62\d{14,17}|35(2[89]|[3-8]\d)\d{12}"
    r"|3(0[0-5]|[689]\d)\d{11}|(5018|5020|5038|5893|6304|6759|676[1-3])\d{8,15}"
)
_CHINESE_MOBILE = re.compile(r"(\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}")
_DATED = re.compile(
    r"(19|20)\d{2}[-/. 年]?\d{1,2}[-/. 月]?\d{0,2}\b.*"
    r"|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b.*"
)
_PHONE_SHAPE = re.compile(r"(\+|00)?[(\d][\d\s()./\-]{6,20}\d")
_EXTENSION = re.compile(r" ?(x|ext\.?) ?\d{1,6}$", re.IGNORECASE)
_REGIONS = ("CN", "US", "GB", "DE", "FR", "ES", "IT", "NL")
_MAC = re.compile(
    r"([0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}|([0-9a-f]{4}\.){2}[0-9a-f]{4}"
)
_EPOCH = re.compile(r"1[0-9]\d{8}(\d{3}|\d{6})?")
_ENOUGH = 12
"""Values of one digit's check below which chance could do it."""
_DENSE, _NARROW = 200, 0.001
"""Numbers as close as this to each other were counted up, not dialled."""
_LONGEST_PHONE = 15


class Form(msgspec.Struct, frozen=True):
    """A kind of number: its shape, its check, and the share of values that needs it.

    `many` asks for enough values, where one number in ten passes by chance.
    """

    words: str
    shape: str
    check: str
    least: float = 0.3
    many: bool = False


IDENTITIES: tuple[Form, ...] = (
    Form("a Chinese resident id", r"\d{17}[\dXx]", "cn.ric"),
    Form("a Chinese social credit code", r"[0-9A-HJ-NPQRTUWXY]{18}", "cn.uscc"),
    Form("a US social security number", r"\d{3}-\d{2}-\d{4}", "us.ssn", 0.5),
    Form("a German tax id", r"\d{2} ?\d{3} ?\d{3} ?\d{3}", "de.idnr", 0.8, many=True),
    Form("a French social security number", r"[12][\d ABab]{12,20}", "fr.nir", 0.5),
    Form("a Spanish DNI", r"\d{8}-?[A-Za-z]", "es.dni", 0.5),
    Form("a Spanish NIE", r"[XYZxyz]-?\d{7}-?[A-Za-z]", "es.nie", 0.5),
    Form("an Italian codice fiscale", r"[A-Za-z]{6}\w{10}", "it.codicefiscale", 0.3),
    Form("a Dutch BSN", r"\d{4}\.?\d{2}\.?\d{3}", "nl.bsn", 0.95, many=True),
    Form("a Belgian national number", r"\d{2}[.]\d{2}[.]\d{2}-\d{3}[.]\d{2}", "be.nn"),
    Form("a Polish PESEL", r"\d{11}", "pl.pesel", 0.9, many=True),
    Form(
        "a Swedish personal number", r"(19|20)?\d{6}[-+]\d{4}", "se.personnummer", 0.6
    ),
    Form("a Danish CPR number", r"\d{6}-\d{4}", "dk.cpr", 0.6),
    Form("a Finnish HETU", r"\d{6}[-+A-Fa-f]\d{3}\w", "fi.hetu", 0.5),
    Form(
        "a Norwegian birth number", r"\d{6} ?\d{5}", "no.fodselsnummer", 0.9, many=True
    ),
    Form("an Irish PPS number", r"\d{7}[A-Wa-w][A-Za-z]?", "ie.pps", 0.6),
    Form("a Swiss AHV number", r"756\.\d{4}\.\d{4}\.\d{2}", "ch.ssn", 0.5),
    Form("a Brazilian CPF", r"\d{3}\.\d{3}\.\d{3}-\d{2}", "br.cpf", 0.5),
    Form("an Indian Aadhaar", r"\d{4} \d{4} \d{4}", "in_.aadhaar", 0.6, many=True),
    Form("a UK NHS number", r"\d{3} \d{3} \d{4}", "gb.nhs", 0.8, many=True),
    Form("a Canadian SIN", r"\d{3}[ -]\d{3}[ -]\d{3}", "ca.sin", 0.8, many=True),
    Form("an Austrian insurance number", r"\d{4} ?\d{6}", "at.vnr", 0.9, many=True),
    Form("a Belgian national number", r"\d{11}", "be.nn", 0.9, many=True),
    Form("a Brazilian CPF", r"\d{11}", "br.cpf", 0.9, many=True),
    Form("a VAT number", r"[A-Z]{2} ?[\w.]{8,14}", "eu.vat", 0.5),
)
_NINO = re.compile(
    r"(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]"
    r" ?\d{2} ?\d{2} ?\d{2} ?[A-D]"
)
_OLD_CHINESE = re.compile(r"[1-9]\d{7}(0[1-9]|1[0-2])([0-2]\d|3[01])\d{3}")


@cache
def _valid(name: str) -> Callable[[str], bool]:
    return import_module(f"stdnum.{name}").is_valid  # type: ignore[no-any-return]


def is_card(value: str) -> bool:
    """A number of a known card issuer whose check digit (Luhn) fits."""
    value = narrow(value).strip()
    digits = re.sub(r"\D", "", value)
    return bool(
        _CARD.fullmatch(value) and _ISSUERS.fullmatch(digits) and luhn.is_valid(digits)
    )


def is_account(value: str) -> bool:
    """An IBAN whose check digits fit."""
    shaped = value[:2].isalpha() and value[2:4].isdigit()
    return shaped and bool(iban.is_valid(value))


def identity(values: Sequence[str]) -> tuple[Form, int] | None:
    """The identity number that enough values are, and how many."""
    for form in IDENTITIES:
        shape, valid = re.compile(form.shape), _valid(form.check)
        hits = sum(bool(shape.fullmatch(v)) and valid(v) for v in values)
        enough = hits >= (_ENOUGH if form.many else 1)
        if hits and enough and hits >= form.least * len(values):
            return form, hits
    for words, pattern in (
        ("a UK National Insurance number", _NINO),
        ("a Chinese resident id of 15 digits", _OLD_CHINESE),
    ):
        hits = sum(bool(pattern.fullmatch(v.upper())) for v in values)
        if hits >= 0.8 * len(values) and hits >= (_ENOUGH if "15" in words else 1):
            return Form(words, "", ""), hits
    return None


def is_device(value: str) -> bool:
    """A MAC address, or a cookie or browser as web servers write them."""
    return (
        bool(re.fullmatch(r"GA\d\.\d\.\d+\.\d+|Mozilla/\d.*", value))
        or bool(_MAC.fullmatch(value))
        or (value.isdigit() and len(value) == 15 and bool(imei.is_valid(value)))  # noqa: PLR2004
    )


def are_not_phones(values: Sequence[str]) -> bool:
    """Whether digits are barcodes, epoch times, dates or serial numbers."""
    digits = [v for v in values if v.isdecimal()]
    if len(digits) < 0.5 * len(values):
        return False
    for test in (is_barcode, _is_epoch, _DATED.fullmatch):
        if share(digits, test) >= 0.8:  # noqa: PLR2004
            return True
    distinct = sorted({int(v) for v in digits})
    span = distinct[-1] - distinct[0]
    dense = len(distinct) > _ENOUGH and span < _DENSE * len(distinct)
    return dense or (len(distinct) > 1 and span < _NARROW * distinct[-1])


def _is_epoch(value: str) -> bool:
    return bool(_EPOCH.fullmatch(value)) and len(value) != 11  # noqa: PLR2004


def phones(values: Sequence[str]) -> int:
    """How many values are phone numbers, bare digits only where most of them are."""
    if are_not_phones(values):
        return 0
    written = sum(
        _is_written_phone(v) or bool(_CHINESE_MOBILE.fullmatch(v)) for v in values
    )
    mobiles = sum(v.isdecimal() for v in values) if written else 0
    if written and (written > 0.7 * len(values) or not mobiles):
        return written
    bare = sum(v.isdecimal() and _is_bare_phone(v) for v in values)
    enough = bare + written >= 0.95 * len(values)
    return bare + written if enough and len(values) >= _ENOUGH else _signed(values)


def _signed(values: Sequence[str]) -> int:
    return sum(_is_written_phone(v) for v in values)


def _is_written_phone(value: str) -> bool:
    value = _EXTENSION.sub("", narrow(value).strip())
    digits = sum(c.isdigit() for c in value)
    if not _PHONE_SHAPE.fullmatch(value) or _DATED.fullmatch(value) or digits < 8:  # noqa: PLR2004
        return False
    if value.startswith(("+", "00")):
        return digits <= _LONGEST_PHONE and _possible(
            value.replace("00", "+", 1) if value[0] == "0" else value
        )
    if value.startswith("("):
        return digits > 8  # noqa: PLR2004
    if value.isdecimal() or not re.search(r"[ ()./-]", value):
        return bool(re.fullmatch(r"0\d([.]\d\d){4}", value))
    national = value.startswith("0") and 9 <= digits <= 12  # noqa: PLR2004
    american = re.fullmatch(r"[2-9]\d\d[ .-]\d{3}[ .-]\d{4}", value)
    return bool(national or american) and any(_is_in(value, r) for r in _REGIONS)


def _is_bare_phone(value: str) -> bool:
    if value.startswith("0"):
        return 9 <= len(value) <= 12 and any(_is_in(value, r) for r in _REGIONS)  # noqa: PLR2004
    return len(value) in (10, 11) and (_is_in(value, "US") or _is_in(value, "CN"))


def _possible(value: str) -> bool:
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(value, None))
    except phonenumbers.NumberParseException:
        return False


def _is_in(value: str, region: str) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(value, region))
    except phonenumbers.NumberParseException:
        return False
