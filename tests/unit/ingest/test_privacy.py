"""Personal columns are found, and what only looks like them is left alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from studio.domain import names
from studio.domain.personal import (
    holds_personal,
    is_barcode,
    mask,
    mask_inside,
)
from studio.pipeline.ingest.privacy import masked_name, personal, told

CORPUS = Path(__file__).resolve().parents[2] / "data" / "personal" / "columns.jsonl"
COLUMNS = [json.loads(line) for line in CORPUS.read_text(encoding="utf-8").splitlines()]


def test_that_every_personal_column_of_the_corpus_is_found_as_what_it_is() -> None:
    wrong = [
        (column["source"], column["header"], column["kind"], found)
        for column in COLUMNS
        if column["kind"]
        and (found := personal(column["header"], column["values"])) != column["kind"]
    ]
    assert not wrong
    assert sum(bool(column["kind"]) for column in COLUMNS) >= 140


def test_that_no_harmless_column_of_the_corpus_is_taken_for_personal() -> None:
    wrong = [
        (column["source"], column["header"], found.why)
        for column in COLUMNS
        if not column["kind"]
        and (found := told(column["header"], column["values"])) is not None
    ]
    assert not wrong
    assert sum(not column["kind"] for column in COLUMNS) >= 180


def test_that_the_reason_says_how_many_values_decided() -> None:
    cards = ["4111 1111 1111 1111"] * 19 + ["unknown"]
    found = told("paid with", cards)
    assert found is not None
    assert found.why == ("19 of 20 values pass the check digit of a payment card")
    assert found.sure


def test_that_the_header_is_the_reason_where_it_decided() -> None:
    found = told("Shipping City", ["Leeds", "Bath"])
    assert found is not None
    assert found.why == "The column is called “Shipping City”"
    assert not found.sure


@pytest.mark.parametrize(
    ("header", "values", "kind"),
    [
        ("note", ["ada@x.com"] * 3 + ["–"] * 20, "e-mail address"),
        ("c3", ["Anna Smith <anna@example.com>"] * 4, "e-mail address"),
        ("c4", ["13800138000", "15912345678", "18600001111"], "phone number"),
        ("c5", ["上海市黄浦区南京东路100号3室"] * 3, "address"),
        ("c6", ["GB29 NWBK 6016 1331 9268 19"] * 2, "bank account"),
        ("c7", ["756.9217.0769.85"] * 3, "identity number"),
        ("c8", ["91350100M000100Y43"] * 3, "identity number"),
        ("c9", ["2001:db8::8a2e:370:7334"] * 3, "IP address"),
        ("religion", ["none"], "health or belief"),
        ("customer_age", ["31", "44"], "age or sex"),
        ("User-Agent", ["Mozilla/5.0 (X11)"], "device or cookie"),
    ],
)
def test_that_other_forms_are_found_too(header, values, kind) -> None:
    assert personal(header, values) == kind


@pytest.mark.parametrize(
    "text",
    [
        "ada@example.com", "ada\uff20example.com", "mail ada (at) example.com",
        "13800138000",
        "手机13800138000", "\uff11\uff13\uff1800138000", "call 0171 1234567",
        "(555) 010-9999",
        "4111-1111-1111-1111", "110101199003070038", "DE89 3704 0044 0532 0130 00",
        "12 Baker Street", "Hauptstraße 5", "12 rue de la Paix", "南京东路100号",
        "078-05-1120", "AB 12 34 56 C", "192.168.1.20", "06 12 34 56 78",
    ],
)  # fmt: skip
def test_that_a_text_with_personal_data_is_told(text) -> None:
    assert holds_personal(text)
    assert text not in mask_inside(f"blue {text} kettle")


@pytest.mark.parametrize(
    "text",
    [
        "trail shoes", "4006381333931", "size 36-38 40-42", "5 x 100 ml",
        "64 gb usb drive",

        "iphone 12 pro 128gb", "2 tb hard drive",
        "城市登山道具", "道路自行车", "01-02-2024",
        "road bike 28 inch", "12 piece cake stand", "levi's 501",
        "1080p 4k 60 hz",
    ],
)  # fmt: skip
def test_that_a_search_for_things_is_not_personal(text) -> None:
    assert not holds_personal(text)
    assert not list(names.names_inside(text))


def test_that_only_right_check_digits_make_a_barcode() -> None:
    assert is_barcode("4006381333931")
    assert not is_barcode("4006381333932")
    assert not is_barcode("13800138000")


def test_that_masks_keep_the_ends_alone() -> None:
    assert mask("ada.lovelace@example.com") == "a…e@example.com"
    assert mask("13800138000") == "13…00"
    assert mask("abc") == "…"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("anna.smith@example.com.csv", "a…h@example.com.csv"),
        ("Anna Schneider orders.csv", "A… orders.csv"),
        ("张伟.csv", "张….csv"),
        ("user_behavior.csv", "user_behavior.csv"),
        ("orders-2026-01-01.csv", "orders-2026-01-01.csv"),
        ("商品.csv", "商品.csv"),
        ("Google Shopping / Age Group", "Google Shopping / Age Group"),
    ],
)
def test_that_a_person_in_a_name_of_a_file_is_masked(name, shown) -> None:
    assert masked_name(name) == shown


def test_that_persons_are_told_from_brands_and_colours() -> None:
    for name in ("Anna Smith", "Müller, Hans", "María José García", "欧阳娜娜", "张伟"):
        assert names.is_name(name), name
    for thing in (
        "Calvin Klein",
        "Rose Gold",
        "Jack & Jones",
        "黄金",
        "高跟鞋",
        "Navy Blue",
    ):
        assert not names.is_name(thing), thing
