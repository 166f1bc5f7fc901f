"""How cells are read: the preview and the store agree, whatever the shop writes."""

from __future__ import annotations

import numpy as np
import pytest

from studio.domain import reading
from studio.domain.errors import InputProblem
from studio.domain.plain_text import plain_text
from studio.pipeline.ingest import casts
from studio.store.duck import connect
from studio.store.importing.casts import teach
from studio.store.importing.moments import moment, within_reach

DATE, DAY, MONTH = reading.DATE, reading.DAY_FIRST, reading.MONTH_FIRST
TIMES: tuple[tuple[str, str, str, str | None], ...] = (
    ("2026-05-01 10:00:00", DATE, "UTC", "2026-05-01 10:00"),
    ("2026-05-01 10:00:00", DATE, "Europe/Berlin", "2026-05-01 08:00"),
    (" 2026-05-01 10:00:00 +0200", DATE, "UTC", "2026-05-01 08:00"),
    ("2026-05-01 10:00:00 CET", DATE, "UTC", "2026-05-01 09:00"),
    ("2026-05-01 10:00:00 UTC", DATE, "Europe/Berlin", "2026-05-01 10:00"),
    ("2026-03-02T10:00+01", DATE, "UTC", "2026-03-02 09:00"),
    ("2026-03-02T10:00:00.123Z", DATE, "Asia/Tokyo", "2026-03-02 10:00"),
    ("2026-03-02 10:00:00 Europe/Berlin", DATE, "UTC", "2026-03-02 09:00"),
    ("3 Nov 2026", DATE, "UTC", "2026-11-03 00:00"),
    ("Nov 3, 2026 4:05 PM", DATE, "UTC", "2026-11-03 16:05"),
    ("Nov 3, 2026, 4:05 p.m.", DATE, "America/New_York", "2026-11-03 21:05"),
    ("Tue, 3 Nov 2026 16:05:00 GMT", DATE, "Asia/Tokyo", "2026-11-03 16:05"),
    ("3. März 2026 14:05", DATE, "UTC", "2026-03-03 14:05"),
    ("15 août 2026", DATE, "UTC", "2026-08-15 00:00"),
    ("3 de marzo de 2026", DATE, "UTC", "2026-03-03 00:00"),
    ("2026年11月3日 16:05", DATE, "UTC", "2026-11-03 16:05"),
    ("20261103", DATE, "UTC", "2026-11-03 00:00"),
    ("20261103160500", DATE, "UTC", "2026-11-03 16:05"),
    ("03/04/2026", DAY, "UTC", "2026-04-03 00:00"),
    ("03/04/2026 4:05 PM", MONTH, "UTC", "2026-03-04 16:05"),
    ("24.11.2026 14:00", DAY, "UTC", "2026-11-24 14:00"),
    ("1/2/26 9:05", MONTH, "UTC", "2026-01-02 09:05"),
    ("1700000000", reading.SECONDS, "UTC", "2023-11-14 22:13"),
    ("1700000000.5", reading.SECONDS, "UTC", "2023-11-14 22:13"),
    ("1700000000123", reading.MILLISECONDS, "UTC", "2023-11-14 22:13"),
    ("1700000000123456", reading.MICROSECONDS, "UTC", "2023-11-14 22:13"),
    ("99999999999999999", reading.SECONDS, "UTC", None),
    ("2026-02-30", DATE, "UTC", None),
    ("12 Foo 2026", DATE, "UTC", None),
    ("1582-10-04", DATE, "UTC", None),
    ("9999-12-31 00:00:00", DATE, "UTC", None),
    ("2026-03-02 10:00:00 IST", DATE, "UTC", None),  # of India or of Israel
    ("yesterday", DATE, "UTC", None),
)
AMOUNTS: tuple[tuple[str, bool, float | None], ...] = (
    ("24.90", False, 24.9), ("24,90 €", True, 24.9), ("€1.234,50", True, 1234.5),
    ("1,234.50", False, 1234.5), ("$ 12", False, 12), ("1.234", True, 1234),
    ("1,234", False, 1234), ("(12.50)", False, -12.5), ("12.50-", False, -12.5),
    ("24.90 EUR", False, 24.9), ("CHF 1'234.50", False, 1234.5),
    ("￥1,280", False, 1280), ("1 234,50 kr", True, 1234.5), ("1e3", False, 1000),
    ("1e308", False, None), ("nan", False, None), ("inf", False, None),
    ("abc", False, None), ("12 apples", False, None),
)  # fmt: skip


@pytest.fixture(scope="module")
def taught():
    connection = connect()
    teach(connection)
    yield connection
    connection.close()


@pytest.mark.parametrize(("text", "how", "zone", "expected"), TIMES)
def test_that_a_time_is_read_alike_in_preview_and_store(
    text, how, zone, expected, taught
) -> None:
    found = casts.moment(text, how, zone)
    assert (found and f"{found:%Y-%m-%d %H:%M}") == expected
    sql = f"SELECT {moment('t', how, zone)} AS m FROM (SELECT ?::VARCHAR AS t)"
    stored = f"SELECT strftime({within_reach('m')}, '%Y-%m-%d %H:%M') FROM ({sql})"
    assert taught.execute(stored, [text]).fetchall() == [(expected,)]


@pytest.mark.parametrize(("text", "comma", "expected"), AMOUNTS)
def test_that_an_amount_is_read_alike_in_preview_and_store(
    text, comma, expected, taught
) -> None:
    assert casts.amount(text, decimal_comma=comma) == expected
    macro = "amount_with_comma" if comma else "amount"
    (row,) = taught.execute(f"SELECT {macro}(?::VARCHAR)", [text]).fetchall()
    assert row[0] == expected


def test_that_html_becomes_what_a_shopper_reads() -> None:
    html = "<p>A &amp; B</p><ul><li>one</li><li>&euro;5</li></ul><script>x()</script>"
    assert plain_text(html) == "A & B\n• one\n• €5"
    assert plain_text("<p>unclosed <b>bold") == "unclosed bold"
    assert plain_text("5 < 6 & 7 > 3") == "5 < 6 & 7 > 3"
    assert plain_text("Tom&#039;s cap") == "Tom's cap"


HEADERS = {
    "Kundennummer;Aktion;Artikelnummer;Datum": "behaviour",
    "numéro client;événement;référence;date": "behaviour",
    "cliente;acción;artículo;fecha": "behaviour",
    "codice cliente;evento;codice articolo;data": "behaviour",
    "klantnummer;actie;artikelnummer;datum": "behaviour",
    "usuário;ação;produto;data": "behaviour",
    "用户编号;行为;商品编号;时间": "behaviour",
    "顧客ID;イベント;商品コード;日時": "behaviour",
    "Artikelnummer;Bezeichnung;Preis;Kategorie;Bestand": "products",
    "référence;nom;prix;catégorie;image": "products",
    "referencia;nombre;precio;categoría;marca": "products",
    "codice articolo;nome;prezzo;categoria;giacenza": "products",
    "artikelnummer;naam;prijs;categorie;voorraad": "products",
    "referência;nome;preço;categoria;estoque": "products",
    "商品コード;商品名;価格;カテゴリ;在庫": "products",
}


@pytest.mark.parametrize("header", HEADERS)
def test_that_headers_of_many_languages_are_known(header, write, service) -> None:
    kind = HEADERS[header]
    row = "k1;view;A1;2026-01-01" if kind == "behaviour" else "A1;Mug;9,90;Home;3"
    (plan,) = service.inspect([write("export.csv", f"{header}\n{row}\n{row}x\n")])
    assert (plan.kind, plan.problem) == (kind, ""), plan.columns
    assert all(column.target for column in plan.columns), plan.columns


def test_that_times_are_those_of_the_place_that_is_chosen(
    project, write, service
) -> None:
    rows = "user,item,date\nu,A,03/04/2026 10:00\nu,B,05/06/2026 10:00\n"
    (plan,) = service.inspect([write("a.csv", rows)])
    plan = service.with_reading(plan, "date", reading.MONTH_FIRST)
    plan = service.with_time_zone(plan, "Europe/Berlin")
    assert plan.stored[0][-1] == "2026-03-04 09:00:00"
    moved = service.with_target(plan, "item", "product_id")
    assert moved.stored[0][-1] == "2026-03-04 09:00:00"
    with pytest.raises(InputProblem, match="no time zone"):
        service.with_time_zone(plan, "Berlin")
    with pytest.raises(InputProblem, match="no reading of times"):
        service.with_reading(plan, "date", "Text")


def test_that_orders_which_came_to_nothing_are_left_out(project, write, bring) -> None:
    rows = (
        "order,customer,sku,order date,qty,price,status\n"
        "1,u,A,2026-01-01,1,5,completed\n"
        "2,u,B,2026-01-02,1,5,cancelled\n"
        "3,u,B,2026-01-02,1,5,on-hold\n"
        "4,v,B,2026-01-03,1,5,completed\n"
    )
    result = bring(write("orders.csv", rows))
    assert result.events == 2
    assert {d.reason: d.rows for d in result.dropped} == {
        "an order that was cancelled": 1,
        "an order that is not paid": 1,
    }


def test_that_programmes_are_told_by_their_user_agent(project, write, bring) -> None:
    person = "Mozilla/5.0 (X11; Linux) Firefox/140.0"
    robot = "Mozilla/5.0 (compatible; Googlebot/2.1)"
    rows = "".join(
        f'u{n},view,A,2026-01-01 10:00:0{n},"{robot if n == 3 else person}"\n'
        for n in range(6)
    )
    result = bring(
        write("log.csv", f"user_id,event,product_id,time,user_agent\n{rows}")
    )
    assert (result.events, result.shoppers) == (5, 5)
    assert [d.reason for d in result.dropped] == ["a bot, by its user agent"]


def test_that_machines_are_left_out_unless_they_are_kept(
    project, write, service, bring
) -> None:
    rows = "".join(
        f"robot,view,P{n % 50},2026-01-01 {8 + n // 60:02d}:{n % 60:02d}:00\n"
        for n in range(600)
    )
    path = write(
        "b.csv", f"user_id,event,product_id,time\n{rows}u,view,P1,2026-01-01\n"
    )
    result = bring(path)
    assert (result.events, result.shoppers) == (1, 1)
    assert any("as a machine does" in finding.title for finding in result.findings)
    (plan,) = service.inspect([path])
    assert service.with_bots(plan, keep=True).keep_bots


def test_that_paths_and_signs_of_products_are_read(project, write, bring) -> None:
    rows = (
        "sku,name,category,price,image\n"
        "1,A,Home/Kitchen,€ 5,a.jpg\n"
        "2,B,Home » Tea,12 GBP,https://x/1.jpg|https://x/2.jpg\n"
        "3,C,home.tea_pots,7,\n"
        "4,D &amp; E,Tea &gt; Pots;Gifts,7,\n"
    )
    bring(write("p.csv", rows))
    found = list(project.catalogue())
    assert [p.category for p in found] == [
        ("Home", "Kitchen"), ("Home", "Tea"), ("home", "tea pots"), ("Tea", "Pots"),
    ]  # fmt: skip
    assert [p.currency for p in found][:3] == ["EUR", "GBP", ""]
    assert found[1].image == "https://x/1.jpg"
    assert found[3].title == "D & E"


def test_that_the_value_of_a_line_gives_the_price_of_a_unit(
    project, write, bring
) -> None:
    rows = "customer,sku,date,quantity,line total\nu,A,2026-01-01,4,10\n"
    bring(write("lines.csv", rows))
    events = project.events()
    assert np.allclose(events.price, [2.5])
