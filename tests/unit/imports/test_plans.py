"""Plans: what is proposed, and how a person changes it."""

from __future__ import annotations

import msgspec
import pytest

from studio.domain.errors import InputProblem
from studio.domain.jobs import Job
from studio.services import settings
from studio.services.imports import ImportService
from studio.store.project import Project

STRANGE = "wer,was,womit,wann\nu1,view,A,2026-01-01\nu2,view,B,2026-01-02\n"


def test_that_columns_of_other_names_are_recognised(write, service) -> None:
    for header, kind in {
        "visitorid,event,itemid,timestamp": "behaviour",
        "event_time,event_type,product_id,user_session,user_id,price": "behaviour",
        "用户ID,行为,商品编号,时间": "behaviour",
        "customer_id,action,sku,created_at": "behaviour",
        "userId,eventName,productId,ts,sessionId": "behaviour",
        "商品编号,商品名称,价格,品牌,库存": "products",
        "id,title,description,link,image_link,price,brand": "products",
        "sku,name,regular_price,categories": "products",
        "会员编号,人群": "segments",
        "customer,segment_name": "segments",
        "user,preference_type,preference,score": "preference",
        "user_id,page_id,block_index,block_type,event,timestamp": "page_events",
    }.items():
        cells = {
            "timestamp": "1795485600000", "event_time": "2026-01-01 10:00:00 UTC",
            "时间": "2026-01-01", "created_at": "2026-01-01", "ts": "1795485600",
            "price": "9.90", "价格": "9.90", "regular_price": "9.90", "库存": "3",
            "event": "view", "event_type": "view", "行为": "浏览", "action": "view",
            "eventName": "view", "block_index": "0", "score": "0.5",
            "preference_type": "brand",
        }  # fmt: skip
        names = header.split(",")
        row = ",".join(cells.get(name, f"x{at}") for at, name in enumerate(names))
        (plan,) = service.inspect([write("export.csv", f"{header}\n{row}\n{row}\n")])
        assert (plan.kind, plan.problem) == (kind, ""), header
        assert all(column.target for column in plan.columns), (header, plan.columns)
        assert min(column.match for column in plan.columns) > 0.9, header


def test_that_a_file_of_unknown_headers_can_be_mapped_by_hand(write, service) -> None:
    (plan,) = service.inspect([write("x.csv", STRANGE)])
    assert plan.problem
    plan = service.with_kind(plan, "behaviour")
    assert "no column for the shopper" in plan.problem
    for column, target in (("wer", "user_id"), ("womit", "product_id")):
        plan = service.with_target(plan, column, target)
    assert plan.problem == ""
    assert {c.name: c.target for c in plan.columns} == {
        "wer": "user_id", "was": "event", "womit": "product_id", "wann": "timestamp",
    }  # fmt: skip
    assert plan.stored[0][1:3] == ("view", "A")
    swapped = service.with_target(plan, "was", "product_id")
    assert [c.target for c in swapped.columns] == [
        "user_id", "product_id", "", "timestamp",
    ]  # fmt: skip
    unused = service.with_privacy(plan, "was", "dropped")
    assert any("taken as a view" in f.title for f in unused.findings)
    with pytest.raises(InputProblem, match="no column “colour”"):
        service.with_target(plan, "colour", "price")
    with pytest.raises(InputProblem, match="no column “weight”"):
        service.with_target(plan, "was", "weight")
    with pytest.raises(InputProblem, match="no kind of file"):
        service.with_kind(plan, "novel")


def test_that_a_plan_with_a_problem_starts_no_job(write, service) -> None:
    with pytest.raises(InputProblem, match="is empty"):
        service.job(service.inspect([write("x.csv", "")]))
    with pytest.raises(InputProblem, match="nothing to import"):
        service.job([], [])


def test_that_day_and_month_are_told_where_they_are_open(write, service) -> None:
    rows = "user,item,date\nu,A,03/04/2026\nu,B,05/06/2026\n"
    (plan,) = service.inspect([write("a.csv", rows)])
    assert any("either way round" in f.title for f in plan.findings)
    (plan,) = service.inspect([write("b.csv", rows + "u,C,13/06/2026\n")])
    assert plan.findings == () or not any(
        "either way round" in f.title for f in plan.findings
    )
    assert plan.stored[0][-1] == "2026-04-03 00:00:00"
    (plan,) = service.inspect([write("c.csv", rows + "u,C,06/13/2026\n")])
    assert plan.stored[0][-1] == "2026-03-04 00:00:00"


def test_that_rows_are_counted_beyond_the_sample(write, service) -> None:
    rows = "".join(f'u{n},"A\n{n}",2026-01-01\n' for n in range(3000))
    (plan,) = service.inspect([write("a.csv", "user_id,product_id,timestamp\n" + rows)])
    assert plan.rows == 3000


def test_that_the_sample_shop_comes_in_whole(project, service) -> None:
    job = service.sample_job()
    assert {plan.kind for plan in job.plans} >= {"products", "behaviour"}
    assert all(not plan.problem for plan in job.plans)
    assert project.shop().name_zh == "芮野"
    assert len(job.pictures) > 100


def test_that_settings_are_checked_and_kept(own_config) -> None:
    assert settings.load() == settings.Settings()
    settings.save("approver", "Ada")
    settings.save("notify", False)
    settings.write_part("window", {"geometry": "x"})
    again = settings.load()
    assert (again.approver_name, again.notify) == ("Ada", False)
    for name, bad in (("theme", 1), ("theme", "pink"), ("notify", "yes")):
        with pytest.raises(InputProblem, match="must be"):
            settings.save(name, bad)
    with pytest.raises(InputProblem, match="no setting"):
        settings.value("colour")
    (own_config / "settings.json").write_text("{broken")
    assert settings.load() == settings.Settings()
    for row in settings.SETTINGS:
        assert row.description.endswith(".")
        assert getattr(settings.Settings(), row.name) == row.default


def test_that_a_plan_survives_being_sent_to_the_worker(write, service) -> None:
    (plan,) = service.inspect([write("x.csv", "user,item,ts\nu,A,2026-01-01\n")])
    job = service.job([plan], ["a.png"])
    assert msgspec.json.decode(msgspec.json.encode(job), type=Job) == job


def test_that_the_service_needs_only_a_project(project: Project) -> None:
    assert ImportService(project).inspect([]) == ()
