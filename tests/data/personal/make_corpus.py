"""Makes `columns.jsonl`: columns that hold personal data, and columns that do not.

    python tests/data/personal/make_corpus.py

Each line has `header`, `kind` (a kind of `studio.domain.personal`, empty for a harmless
column), `source` (a locale or a shop system) and `values`. The same seed gives the same
bytes. The people come from `people.py`, the shops' columns from `things.py`.
"""

# ruff: noqa: E501 - tables are read better unbroken

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from people import LOCALES, People  # type: ignore[import-not-found]  # noqa: E402
from things import harmless  # type: ignore[import-not-found]  # noqa: E402

SEED, VALUES = 20261124, 40
Row = dict[str, object]
HEADERS: dict[str, dict[str, str]] = {
    "name": {
        "en-US": "Customer Name", "en-GB": "Billing Name", "de": "Nachname, Vorname",
        "fr": "Nom du client", "zh-CN": "收货人",
    },
    "e-mail address": {
        "en-US": "Email", "en-GB": "E-mail Address", "de": "E-Mail-Adresse",
        "fr": "Courriel", "zh-CN": "邮箱",
    },
    "phone number": {
        "en-US": "Shipping Phone", "en-GB": "Mobile", "de": "Telefonnummer",
        "fr": "Téléphone", "zh-CN": "手机号",
    },
    "address": {
        "en-US": "Shipping Street", "en-GB": "Delivery Address", "de": "Lieferanschrift",
        "fr": "Adresse de livraison", "zh-CN": "收货地址",
    },
    "identity number": {
        "en-US": "SSN", "en-GB": "NINO", "de": "Steuer-ID",
        "fr": "Numéro de sécurité sociale", "zh-CN": "身份证号",
    },
    "payment card": {
        "en-US": "Card Number", "en-GB": "card_no", "de": "Kreditkarte",
        "fr": "Carte bancaire", "zh-CN": "银行卡号",
    },
    "bank account": {
        "en-US": "IBAN", "en-GB": "iban", "de": "Bankverbindung", "fr": "IBAN",
        "zh-CN": "IBAN",
    },
    "date of birth": {
        "en-US": "Date of Birth", "en-GB": "dob", "de": "Geburtsdatum",
        "fr": "Date de naissance", "zh-CN": "出生日期",
    },
    "IP address": {
        "en-US": "Client IP", "en-GB": "ip_address", "de": "IP-Adresse",
        "fr": "Adresse IP", "zh-CN": "IP地址",
    },
}  # fmt: skip
"""What exports of each language call such a column."""
BY_HEADER: dict[str, tuple[tuple[str, str], ...]] = {
    "address": (("Billing Zip", "postcode"), ("shippingCity", "city"), ("PLZ", "postcode")),
    "name": (("first_name", "given"), ("lastName", "family")),
    "device or cookie": (("idfa", "uuid"), ("device_id", "uuid")),
    "place on the map": (("lat_lng", "position"),),
    "licence plate": (("车牌号", "plate"),),
}  # fmt: skip
"""Columns that only their header tells, in every locale."""
BY_CONTENT: dict[str, str] = {
    "name": "name", "e-mail address": "email", "phone number": "phone",
    "address": "full_address", "identity number": "identity", "payment card": "card",
    "bank account": "iban", "date of birth": "birth", "IP address": "ip",
    "device or cookie": "mac", "place on the map": "position",
}  # fmt: skip
"""What is told without a header (`field_7`), and how it is made."""


def rows() -> Iterator[Row]:
    """All columns of the corpus."""
    for locale in LOCALES:
        people = People(locale, SEED)
        for kind, headers in HEADERS.items():
            make = getattr(people, BY_CONTENT[kind])
            yield _row(headers[locale], kind, locale, make)
        for kind, more in BY_HEADER.items():
            for header, how in more:
                yield _row(header, kind, locale, getattr(people, how))
        for place, (kind, how) in enumerate(BY_CONTENT.items()):
            yield _row(f"field_{place}", kind, locale, getattr(people, how))
    for source, header, values in harmless(SEED, VALUES):
        yield {"header": header, "kind": "", "source": source, "values": values}


def _row(header: str, kind: str, source: str, make: Callable[[], str]) -> Row:
    values = [make() for _ in range(VALUES)]
    return {"header": header, "kind": kind, "source": source, "values": values}


def main() -> None:
    """Write the file beside this script."""
    lines = [json.dumps(row, ensure_ascii=False) for row in rows()]
    (HERE / "columns.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    personal = sum('"kind": ""' not in line for line in lines)
    print(  # noqa: T201
        f"{personal} personal and {len(lines) - personal} harmless columns"
    )


if __name__ == "__main__":
    main()
