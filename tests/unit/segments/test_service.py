"""Segments kept, applied, refreshed and shown; small groups are not told."""

from __future__ import annotations

import threading
from pathlib import Path

import msgspec
import pytest

from studio.domain.errors import InputProblem, NotYet, ProjectProblem
from studio.domain.segment_parser import read
from studio.domain.segments import Group
from studio.domain.shop import Shop
from studio.services.segments import SegmentService
from studio.store.project import Project
from studio.store.segments import members
from studio.store.segments.facts import build_facts, drop_facts, find_facts
from tests.unit.segments.made import Shop as MadeShop
from tests.unit.segments.made import in_segment, made_shop, write_shop
from tests.unit.segments.oracle import fitting

MANY = read("views >= 1")
FEW = read('views >= 20 and searched "tent pegs" and orders >= 3')


def test_that_a_segment_is_kept_changed_and_deleted(service: SegmentService):
    made = service.add("  Keen   buyers ", read("orders >= 2"), "For the sale")
    assert service.definition("keen buyers") == made
    assert (made.name, made.note, made.applied) == (
        "Keen buyers",
        "For the sale",
        False,
    )
    service.save(msgspec.structs.replace(made, condition=read("orders >= 3")))
    assert service.definition(made.id).condition == read("orders >= 3")
    assert service.rename(made.id, "Buyers").name == "Buyers"
    gone = service.delete("Buyers")
    assert service.definitions() == ()
    service.save(gone)
    assert service.definitions() == (gone,)


@pytest.mark.parametrize("name", ["", "   ", "x" * 61, "gift GIVERS", "taken"])
def test_that_an_unusable_name_is_refused(service: SegmentService, name: str):
    service.add("Taken", MANY)
    with pytest.raises(InputProblem):
        service.add(name, MANY)
    assert [d.name for d in service.definitions()] == ["Taken"]


def test_that_a_segment_without_conditions_is_not_kept(service: SegmentService):
    with pytest.raises(InputProblem, match="no condition"):
        service.add("Everybody", Group())


def test_that_applying_makes_members_beside_the_loaded_ones(
    service: SegmentService, project: Project, shop: MadeShop
):
    loaded = in_segment(project, "Gift givers")
    made = service.add("Buyers", read("orders >= 1"))
    service.apply(made.id)
    assert in_segment(project, "Buyers") == fitting(shop, made.condition)
    assert in_segment(project, "Gift givers") == loaded
    assert project.summary().segment_names == ("Buyers", "Gift givers")
    assert set(project.segments().names) == {"Buyers", "Gift givers"}


def test_that_changing_an_applied_segment_changes_its_members(
    service: SegmentService, project: Project, shop: MadeShop
):
    made = service.add("Buyers", read("orders >= 1"))
    applied = service.apply(made.id)
    wider = read("orders >= 1 or views >= 3")
    service.save(msgspec.structs.replace(applied, condition=wider, name="Wide"))
    assert in_segment(project, "Wide") == fitting(shop, wider)
    assert in_segment(project, "Buyers") == set()
    service.apply(made.id, on=False)
    assert in_segment(project, "Wide") == set()
    service.apply(made.id)
    gone = service.delete(made.id)
    assert in_segment(project, "Wide") == set()
    service.save(gone)
    assert in_segment(project, "Wide") == fitting(shop, wider)


def test_that_an_applied_segment_is_found_anew_after_new_data(
    service: SegmentService, project: Project
):
    service.apply(service.add("Buyers", read("orders >= 1")).id)
    other = made_shop(23, shoppers=90)
    write_shop(project, other)
    assert service.refresh()
    assert in_segment(project, "Buyers") == fitting(other, read("orders >= 1"))
    before = project.tables.current()["segments"]
    assert not service.refresh()
    assert project.tables.current()["segments"] == before


def test_that_a_segment_that_became_too_small_loses_its_members(
    service: SegmentService, project: Project
):
    service.apply(service.add("Buyers", read("orders >= 1")).id)
    write_shop(project, made_shop(29, shoppers=12))
    service.refresh()
    assert in_segment(project, "Buyers") == set()
    assert service.definition("Buyers").applied


def test_that_fewer_than_twenty_are_neither_told_nor_applied(
    service: SegmentService, project: Project, shop: MadeShop
):
    assert 0 < len(fitting(shop, FEW)) < 20
    size = service.size(FEW)
    assert size is not None
    assert (size.small, size.shown, size.share) == (True, None, None)
    assert service.apart(FEW) is None
    made = service.add("Few", FEW)
    with pytest.raises(InputProblem, match="Fewer than 20"):
        service.apply(made.id)
    assert in_segment(project, "Few") == set()
    assert not service.definition("Few").applied


def test_that_the_projects_own_floor_counts(service: SegmentService, project: Project):
    made = service.add("Buyers", read("orders >= 1"))
    size = service.size(made.condition)
    assert size is not None
    assert size.shown is not None
    project.save_settings({"smallest_group": str(size.n + 1)})
    raised = service.size(made.condition)
    assert raised is not None
    assert (raised.shown, raised.floor) == (None, size.n + 1)
    with pytest.raises(InputProblem, match=f"Fewer than {size.n + 1}"):
        service.apply(made.id)


def test_that_amounts_are_in_the_currency_of_the_products(
    service: SegmentService, project: Project
):
    service.prepare()
    assert service.says(read("spent >= 20")).en.endswith("spent at least £20.")
    project.save_shop(Shop(name="Fjord & Fern", currency="EUR"))
    assert service.says(read("spent >= 20")).en.endswith("spent at least €20.")


def test_that_all_but_a_few_is_not_told_either(service: SegmentService):
    size = service.size(Group("none", (FEW,)))
    assert size is not None
    assert not size.small
    assert size.shown is None


def test_that_a_later_count_stops_an_earlier_one(service: SegmentService):
    service.prepare()
    ready, results = threading.Event(), []
    with service._lock:  # a count is under way
        threads = [
            threading.Thread(target=lambda text=text: results.append(
                (text, service.size(read(text)))
            ))
            for text in ("orders >= 1", "orders >= 2", "orders >= 3")
        ]  # fmt: skip
        for number, thread in enumerate(threads, start=1):
            thread.start()
            while service._latest < number:
                ready.wait(0.001)
    for thread in threads:
        thread.join()
    answered = [text for text, size in results if size is not None]
    assert answered == ["orders >= 3"]


def test_that_what_sets_a_segment_apart_is_told(kept: SegmentService, shop: MadeShop):
    condition = read("orders >= 1 and never viewed category Tents")
    own = fitting(shop, condition)
    apart = kept.apart(condition)
    assert apart is not None
    assert apart.size.n == len(own)
    assert apart.segment.buyers == 1.0
    assert apart.segment.orders > apart.shop.orders
    assert {member.pseudonym for member in apart.members} <= own
    assert apart.categories
    for lift in apart.categories:
        expected = share_of(shop, lift.name, own) / share_of(shop, lift.name)
        assert lift.lift == pytest.approx(expected)
        assert not 1 / 1.1 < lift.lift < 1.1


def share_of(shop: MadeShop, category: str, among: set[str] | None = None) -> float:
    """Share of the actions that go to the products of a last category step."""
    goods = [
        shop.goods[event.product]
        for event in shop.events
        if event.product is not None and (among is None or event.shopper in among)
    ]
    return sum(g.category[-1:] == [category] for g in goods) / len(goods)


def test_that_presets_come_from_the_shops_own_quantiles(
    kept: SegmentService, shop: MadeShop
):
    made = {preset.key: preset for preset in kept.presets()}
    assert len(made) == 9
    for preset in made.values():
        assert preset.why.en
        assert preset.why.zh
        if preset.condition is not None:
            size = kept.size(preset.condition)
            assert size is not None
            assert size.n == len(fitting(shop, preset.condition))
    spenders = made["big_spenders"].condition
    buyers = fitting(shop, read("orders >= 1 and spent >= 0.01"))
    assert spenders is not None
    share = len(fitting(shop, spenders)) / len(buyers)
    assert 0.05 < share < 0.2


def test_that_presets_say_what_the_data_lack(project: Project):
    shop = made_shop(5)
    shop.events = [e for e in shop.events if e.kind == "search"]
    write_shop(project, shop)
    service = SegmentService(project)
    presets = service.presets()
    assert all(preset.condition is None for preset in presets)
    assert "no purchases" in presets[0].why.en
    service.close()


def test_that_names_to_choose_from_come_from_the_data(kept: SegmentService):
    names = kept.names()
    assert {n.name for n in names.categories} >= {"Home", "Kitchen", "Tents"}
    assert {n.name for n in names.brands} == {"Fellmark", "Sorrel & Co", "O'Neil"}
    assert {n.name for n in names.countries} == {"SE", "NO", "Deutschland"}
    assert [n.name for n in names.segments] == ["Gift givers"]


def test_that_loaded_segments_stand_beside_the_built_ones(service: SegmentService):
    service.apply(service.add("Buyers", read("orders >= 1")).id)
    rows = service.rows()
    assert [(row.name, row.definition is None) for row in rows] == [
        ("Buyers", False),
        ("Gift givers", True),
    ]
    assert rows[1].size is not None
    assert rows[1].size.n == len(in_segment(service._project, "Gift givers"))


def test_that_a_project_without_events_says_so(project: Project):
    service = SegmentService(project)
    assert service.rows() == ()
    assert not service.refresh()
    with pytest.raises(NotYet, match="no events"):
        service.size(MANY)


def test_that_a_running_import_keeps_the_members_as_they_are(
    service: SegmentService, project: Project, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(members, "WAIT_S", 0.05)
    made = service.add("Buyers", read("orders >= 1"))
    with members._alone(project.path), pytest.raises(ProjectProblem, match="import"):
        service.apply(made.id)
    assert in_segment(project, "Buyers") == set()


def test_that_facts_of_older_data_are_deleted(project: Project, shop: MadeShop):
    write_shop(project, shop)
    first = build_facts(project.tables)
    write_shop(project, made_shop(3, shoppers=30))
    second = build_facts(project.tables)
    cache = project.tables.folder / "cache"
    assert [path.name for path in cache.glob("segments-*")] == [second.folder]
    assert first.folder != second.folder
    drop_facts(project.tables)
    assert find_facts(project.tables) is None


def test_that_a_build_that_fails_leaves_no_facts(project: Project, shop: MadeShop):
    write_shop(project, shop)

    def stop(done: int, whole: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_facts(project.tables, stop)
    assert find_facts(project.tables) is None
    assert list((project.tables.folder / "cache").glob("segments-*")) == []


def test_that_nothing_lies_plain_in_the_facts_of_a_protected_project(
    tmp_path: Path, shop: MadeShop
):
    folder = tmp_path / "sealed"
    with Project.create(
        folder, "Sealed", passphrase="correct horse battery"
    ) as project:
        write_shop(project, shop)
        service = SegmentService(project)
        made = service.add("Buyers", read("orders >= 1 and viewed category Kitchen"))
        service.apply(made.id)
        assert in_segment(project, "Buyers") == fitting(shop, made.condition)
        service.close()
    secrets = [shop.events[0].shopper, "Fellmark", "tent pegs", "Kitchen"]
    for path in folder.rglob("*"):
        content = path.read_bytes() if path.is_file() else b""
        assert not content.startswith(b"PAR1"), path
        assert [word for word in secrets if word.encode() in content] == [], path
