"""What the values of a column tell of persons, with the count that says why."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Sequence

from studio.domain import personal as kinds
from studio.domain.personal import EMAIL_INSIDE, narrow
from studio.pipeline.ingest.privacy import numbers
from studio.pipeline.ingest.privacy.addresses import (
    is_address,
    is_plate,
    is_position,
    is_postcode,
    may_be_address,
)
from studio.pipeline.ingest.privacy.headers import words_of
from studio.pipeline.ingest.privacy.names import (
    full_names,
    given_names,
    is_of_things,
)
from studio.pipeline.ingest.privacy.told import Told, counted

MOST, LONGEST = 400, 200
"""Values of a column that are looked at, evenly over the sample, and how much of each:
no name, number or address is longer."""
_EMAIL = re.compile(EMAIL_INSIDE)
_FEW, _THIRD, _MOST_OF = 0.1, 0.3, 0.6
_MOST_ADDRESSES = 0.75
_CERTAIN = 3
"""So many values with a check digit that is hard to meet are no chance."""
_DATE = re.compile(
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](19|20)\d{2}"
    r"|(19|20)\d{2}年\d{1,2}月\d{1,2}日"
)
_YEAR = re.compile(r"(?:19|20)\d{2}")
_NOT_BORN = re.compile(
    r"\b(release|released|published|publication|added|created|updated|year|vintage"
    r"|launch|founded|since|start|end|order|paid|invoice|event|valid|erschien)"
)


def _is_email(value: str) -> bool:
    """An e-mail address and nothing else, or one with the person's name before it."""
    bare = re.sub(r"^[^<>@]{0,60}<([^<>]+)>$|^mailto:", r"\1", value)
    return bool(_EMAIL.fullmatch(bare))


def _is_ip(value: str) -> bool:
    """An address of the internet, version 4 or 6, with or without its port."""
    if value.count(".") != 3 and value.count(":") < 2:  # noqa: PLR2004
        return False
    try:
        ipaddress.ip_address(
            re.sub(r"(?<=\d):\d+$", "", value) if "." in value else value
        )
    except ValueError:
        return False
    return True


Test = tuple[str, str, Callable[[str], object], float, bool]
_TESTS: tuple[Test, ...] = (
    (kinds.EMAIL, "are e-mail addresses", _is_email, _FEW, True),
    (kinds.IP, "are IP addresses", _is_ip, _MOST_OF, True),
    (
        kinds.CARD, "pass the check digit of a payment card",
        numbers.is_card, _THIRD, True,
    ),
    (
        kinds.ACCOUNT, "pass the check digits of an IBAN",
        numbers.is_account, _FEW, True,
    ),
    (kinds.DEVICE, "name a device or a browser", numbers.is_device, _MOST_OF, True),
    (kinds.PLACE, "are places on the map", is_position, _MOST_OF, True),
    (kinds.PLATE, "are licence plates", is_plate, _MOST_OF, True),
)  # fmt: skip


def by_content(header: str, values: Sequence[str], most: int = MOST) -> Told | None:
    """What the values are, in words with the count; None when nothing personal."""
    some = values[:: max(1, len(values) // most)][:most]
    seen = [narrow(value[:LONGEST]).strip() for value in some]
    if not seen:
        return None
    return _checked(seen) or _counted(seen) or _likely(header, seen)


def _checked(values: list[str]) -> Told | None:
    for what, words, test, least, sure in _TESTS:
        hits = sum(bool(test(v)) for v in values)
        by_chance = what not in (kinds.CARD, kinds.ACCOUNT) or hits < _CERTAIN
        shaped = sum(len(v) > 12 and v[-1:].isdigit() for v in values)  # noqa: PLR2004
        if hits and (
            hits >= least * len(values)
            or (not by_chance and hits >= _MOST_OF * max(1, shaped))
        ):
            return _told(what, hits, (values, words), sure=sure)
    return None


def _counted(values: list[str]) -> Told | None:
    found = numbers.identity(values)
    if found is not None:
        form, hits = found
        words = f"pass the check of {form.words}"
        return _told(kinds.IDENTITY, hits, (values, words), sure=True)
    hits = numbers.phones(values)
    if hits and hits >= _THIRD * len(values):
        return _told(kinds.PHONE, hits, (values, "are phone numbers"), sure=True)
    return None


def _likely(header: str, values: list[str]) -> Told | None:
    for what, words, hits, least in (
        (kinds.NAME, "read as names of persons", full_names(header, values), 0.0),
        (kinds.NAME, "are given names", given_names(header, values), 0.0),
        (kinds.POSTAL, "read as postal addresses", _count(is_address, values), _THIRD),
        (
            kinds.POSTAL,
            "read as postal addresses",
            0 if is_of_things(header) else _count(may_be_address, values),
            _MOST_ADDRESSES,
        ),
        (kinds.POSTAL, "are postcodes", _count(is_postcode, values), _MOST_OF),
        (kinds.BIRTH, "are dates over more than 25 years", _births(header, values), 0),
    ):
        if hits and hits >= least * len(values):
            return _told(what, hits, (values, words), sure=False)
    return None


def _count(test: Callable[[str], bool], values: list[str]) -> int:
    return sum(test(v) for v in values)


def _told(what: str, hits: int, of: tuple[list[str], str], *, sure: bool) -> Told:
    values, words = of
    return Told(what, counted(hits, len(values), words), sure, hits / len(values))


def _births(header: str, values: list[str]) -> int:
    """Dates without a time that lie as far apart as the ages of people."""
    if _NOT_BORN.search(words_of(header)) or len(values) < 8:  # noqa: PLR2004
        return 0
    found = [m for v in values if (m := _DATE.fullmatch(v))]
    if len(found) < 0.9 * len(values):
        return 0
    years = sorted(int(year) for m in found for year in _YEAR.findall(m[0])[:1])
    middle = years[len(years) // 2]
    return len(found) if years[-1] - years[0] > 25 and middle < 2008 else 0  # noqa: PLR2004
