"""Postal addresses and places on the map, by their form in several languages."""

from __future__ import annotations

import re

from studio.domain.personal import PATTERNS, POSTAL, narrow

_STREET = re.compile(PATTERNS[POSTAL], re.IGNORECASE)
_MORE_STREETS = re.compile(
    r"^\d{1,5}[a-z]?,? ([a-z'.-]+ ){1,3}(drive|dr|court|ct|close|square|gardens|grove"
    r"|way|place|pl|circle|row|hill|walk|view)\.?(,|$| (apt|unit|suite|#|flat))",
    re.IGNORECASE,
)
_PO_BOX = re.compile(r"(p\.? ?o\.? box|postfach|boîte postale|apartado)\s*\d+", re.I)
_UK = re.compile(r"[A-Z]{1,2}\d[A-Z\d]? \d[ABD-HJLNP-UW-Z]{2}")
_DUTCH = re.compile(r"[1-9]\d{3} [A-Z]{2}")
_CANADIAN = re.compile(r"[ABCEGHJ-NPRSTVXY]\d[A-Z] \d[A-Z]\d")
_PLACE_WITH_CODE = re.compile(r"(?:[A-Z]-)?\d{5} [A-ZÄÖÜÉ][\w .'/()-]{2,40}")
_AMERICAN = re.compile(r".*[A-Za-z]{3}.*,? [A-Z]{2},? \d{5}(-\d{4})?")
_CHINESE = re.compile(
    r".*([省市区县州盟旗縣區].{0,16})[路街道巷弄镇乡村].{0,20}[\d一二三四五六七八九十].*"
    r"|.{2,12}[路街道巷弄].{0,8}[\da-zA-Z一二三四五六七八九十]+[号號座栋幢楼樓室].*"
)
_PAIR = re.compile(
    r"[\[(]?-?\d{1,3}\.\d{3,}\s*[,; ]\s*-?\d{1,3}\.\d{3,}[\])]?|POINT ?\(.*\)", re.I
)
_CHINESE_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][·•\s]?[A-HJ-NP-Z\d]{5,6}"
)


_SUFFIXES = (
    "straße|strasse|str\\.|gasse|allee|ufer|platz|weg|damm|ring|straat|laan|baan|steeg"
    "|dreef|plein|kade|gracht|lei|singel|gatan|vägen|gränd|stigen|torget|vej|gade|allé"
    "|veien|vegen|gata|stræde|katu|tie|kuja|polku"
)
_PREFIXES = (
    "rue|avenue|boulevard|impasse|chemin|allée|quai|place|calle|c\\.|avenida|avda|av"
    "|cuesta|alameda|plaza|paseo|camino|ronda|privada|pasaje|rua|r\\.|praça|largo"
    "|travessa|estrada|via|viale|corso|piazza|contrada|vicolo|strada|ulica|ul\\.|aleja"
    "|al\\.|plac|os\\."
)
_NUMBER = r"\d{1,5} ?[a-z]?(/\d{1,4})?\b"
_EUROPEAN = re.compile(
    rf"[\w' -]*({_SUFFIXES}) {_NUMBER}.*"
    rf"|({_PREFIXES})\.? [\w'. -]{{3,40}},? {_NUMBER}.*",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"((flat|apt\.?|unit|studio|suite) \w+[, ]+)?\d{1,5}[a-z]?,? [A-ZÀ-Þ][\w'’.-]+"
    r"( [A-ZÀ-Þ][\w'’.-]+){1,3}( (apt|suite|unit|flat)\.? \w+)?",
    re.IGNORECASE,
)
_CODE = re.compile(
    r"\b(\d{4,6}(-\d{3,4})?|\d{4} ?[A-Z]{2}|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}"
    r"|[A-Z]\d[A-Z] ?\d[A-Z]\d|\d{2}-\d{3})\b"
)


def may_be_address(value: str) -> bool:
    """A text with the form of an address: so many of a column make it one.

    A number, names in capitals and a postcode after a comma; or a house number before
    two or three names, as in 492 Kimberly Plains. What has an equals sign is a list of
    settings or parts, as shop systems write them.
    """
    value = value.strip()
    if "=" in value:
        return False
    if is_address(value) or _EUROPEAN.fullmatch(value):
        return True
    street, comma, rest = value.partition(",")
    if comma and _CODE.search(rest) and any(c.isdigit() for c in street + rest):
        words: list[str] = re.findall(r"[^\W\d_]+", value)
        return sum(word[:1].isupper() for word in words) > 1
    return bool(_NUMBERED.fullmatch(value)) and value[-1:].isalnum()


def is_address(value: str) -> bool:
    """A street with its number, a box, or a place with its postcode."""
    value = narrow(value).strip()
    return any(
        (
            _STREET.search(value),
            _MORE_STREETS.match(value),
            _PO_BOX.match(value),
            _AMERICAN.fullmatch(value),
            _CHINESE.fullmatch(value),
        )
    )


def is_postcode(value: str) -> bool:
    """A postcode that is like nothing else; mere digits are not."""
    value = value.strip()
    return any(p.fullmatch(value) for p in (_UK, _DUTCH, _CANADIAN, _PLACE_WITH_CODE))


def is_position(value: str) -> bool:
    """Latitude and longitude in one cell, to a hundred metres or closer."""
    return bool(_PAIR.fullmatch(value.strip()))


def is_plate(value: str) -> bool:
    """A Chinese licence plate; those of other countries read as article numbers."""
    return bool(_CHINESE_PLATE.fullmatch(value.strip().upper()))
