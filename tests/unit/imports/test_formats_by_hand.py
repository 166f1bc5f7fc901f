"""How a file is read, where a person knows better than the studio."""

from __future__ import annotations

import pytest

from studio.domain.errors import InputProblem
from studio.domain.imports import FormatByHand

ODD = "\n".join(
    [
        "Export of 3 March~~",
        "product_id~title~price",
        "A1~Kettle, red~1.234",
        "A2~Axe; small~2.500",
        "A3~Mug | blue~3.250",
    ]
)


def test_that_a_delimiter_can_be_said(write, service) -> None:
    (plan,) = service.inspect([write("odd.csv", ODD)])
    assert plan.problem
    plan = service.with_format(plan, FormatByHand(delimiter="~", header_row=2))
    assert (plan.problem, plan.kind) == ("", "products")
    assert [c.target for c in plan.columns] == ["product_id", "title", "price"]
    assert plan.stored[0] == ("A1", "Kettle, red", "1.234")
    assert plan.told_format.delimiter == "~"


def test_that_what_was_said_of_the_format_is_how_the_rows_come_in(
    write, service, bring_plans, project
) -> None:
    (plan,) = service.inspect([write("odd.csv", ODD)])
    plan = service.with_format(
        plan, FormatByHand(delimiter="~", header_row=2, decimal_comma=True)
    )
    assert plan.stored[0][2] == "1234"
    bring_plans(plan)
    assert [(p.title, p.price) for p in project.catalogue()] == [
        ("Kettle, red", 1234.0), ("Axe; small", 2500.0), ("Mug | blue", 3250.0),
    ]  # fmt: skip


def test_that_another_decimal_sign_leaves_columns_where_a_person_sent_them(
    write, service
) -> None:
    text = "product_id,title,maker,price\nA1,Kettle,Fjord,1.234\n"
    (plan,) = service.inspect([write("p.csv", text)])
    plan = service.with_target(plan, "maker", "category")
    plan = service.with_format(plan, FormatByHand(decimal_comma=True))
    assert [c.target for c in plan.columns][2] == "category"
    assert plan.format.decimal_comma
    plan = service.with_target(plan, "maker", "brand")
    assert plan.format.decimal_comma, "a later change forgets what was said before"
    assert not service.with_format(plan, FormatByHand()).format.decimal_comma


def test_that_an_encoding_can_be_said(write, service) -> None:
    text = "product_id,title,price\nA1,Käse,5\n"
    (plan,) = service.inspect([write("p.csv", text.encode("cp1252"))])
    assert plan.stored[0][1] == "Käse"
    plan = service.with_format(plan, FormatByHand(encoding="cp1251"))
    assert plan.stored[0][1] == "Kдse"
    assert plan.format.encoding == "cp1251"


def test_that_a_file_may_have_no_header(write, service, bring_plans, project) -> None:
    text = "sku,name,price\nA1,Kettle,5\nA2,Axe,6\n"
    (plan,) = service.inspect([write("p.csv", text)])
    assert plan.rows == 2
    plan = service.with_format(plan, FormatByHand(header_row=0))
    assert [c.name for c in plan.columns] == ["column 1", "column 2", "column 3"]
    assert plan.format.header_row == 0
    assert plan.rows == 3
    plan = service.with_kind(plan, "products")
    for column, target in (("column 1", "product_id"), ("column 2", "title")):
        plan = service.with_target(plan, column, target)
    bring_plans(plan)
    assert [p.title for p in project.catalogue()] == ["name", "Kettle", "Axe"]
    back = service.with_format(plan, FormatByHand())
    assert [c.name for c in back.columns] == ["sku", "name", "price"]


def test_that_the_time_zone_outlives_another_delimiter(write, service) -> None:
    text = "user_id;product_id;timestamp\nu1;A;2026-01-01 10:00:00\n"
    (plan,) = service.inspect([write("e.csv", text)])
    plan = service.with_time_zone(plan, "Asia/Shanghai")
    plan = service.with_format(plan, FormatByHand(delimiter=";"))
    assert plan.format.time_zone == "Asia/Shanghai"
    assert "2026-01-01 02:00:00" in plan.stored[0]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (FormatByHand(encoding="klingon"), "no encoding"),
        (FormatByHand(delimiter="a"), "one sign"),
        (FormatByHand(header_row=-1), "first 100 rows"),
        (FormatByHand(header_row=101), "first 100 rows"),
    ],
)
def test_that_what_no_file_can_be_is_refused(write, service, wrong, words) -> None:
    (plan,) = service.inspect([write("p.csv", "product_id,title\nA1,Kettle\n")])
    with pytest.raises(InputProblem, match=words):
        service.with_format(plan, wrong)


def test_that_a_row_that_is_not_there_is_told(write, service) -> None:
    (plan,) = service.inspect([write("p.csv", "product_id,title\nA1,Kettle\n")])
    plan = service.with_format(plan, FormatByHand(header_row=50))
    assert "no row 50" in plan.problem
    assert service.with_format(plan, FormatByHand()).problem == ""


REPORT = "shop,period,rows\nFjord,March,2\nref,label,cost\n{}"


@pytest.mark.parametrize("text", [ODD, REPORT.format("A1,Kettle,5\nA2,Axe,6\n")])
def test_that_what_was_said_of_the_format_is_remembered(
    write, service, bring_plans, text
) -> None:
    delimiter = "~" if "~" in text else None
    row = 2 if delimiter else 3
    (plan,) = service.inspect([write("first.csv", text)])
    told = FormatByHand(delimiter=delimiter, header_row=row)
    plan = service.with_kind(service.with_format(plan, told), "products")
    for column, target in zip(
        plan.columns, ("product_id", "title", "price"), strict=True
    ):
        plan = service.with_target(plan, column.name, target)
    assert bring_plans(plan).products >= 2
    service.remember([plan])
    (later,) = service.inspect([write("later.csv", text.replace("A", "B"))])
    assert later.remembered
    assert (later.problem, later.told_format) == ("", told)
    assert later.stored[0][0] == "B1"
    forgotten = service.forget_mapping(later)
    assert forgotten.told_format == FormatByHand()
    (again,) = service.inspect([write("third.csv", text.replace("A", "C"))])
    assert not again.remembered


def test_that_rows_are_counted_anew_where_a_file_has_changed(write, service) -> None:
    row = "A{0},Kettle,5\n"
    for rows in (1500, 2500):
        body = "".join(row.format(n) for n in range(rows))
        path = write("p.csv", "product_id,title,price\n" + body)
        (plan,) = service.inspect([path])
        assert plan.rows == rows
