from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from studio.domain.catalogue import Catalogue
from studio.domain.errors import InputProblem
from studio.domain.shop import Article, Fact, Quote, Shop
from studio.domain.words import Words
from studio.services.checks import check_page
from studio.services.shop_facts import ShopFacts, completed, problems_of
from studio.store.project import Project


@pytest.fixture
def facts(tmp_path: Path) -> ShopFacts:
    return ShopFacts(Project.create(tmp_path / "project", "Fjord"))


def test_that_saved_facts_come_back(facts: ShopFacts, small_shop: Shop):
    facts.save(small_shop)
    assert facts.load() == small_shop


def test_that_a_new_shop_is_completed_from_its_catalogue(small_catalogue: Catalogue):
    shop = completed(Shop(name="New", currency="USD"), small_catalogue)
    assert shop.currency == "EUR"
    assert shop.languages == ("en", "zh")
    assert {link.label.en for link in shop.departments} == {
        "Outdoor", "Kitchen", "Home",
    }  # fmt: skip
    assert shop.facts == ()
    assert shop.quotes == ()


def test_that_a_catalogue_of_chinese_titles_makes_a_chinese_shop(
    small_catalogue: Catalogue,
):
    chinese = Catalogue(
        tuple(replace(p, title=p.title_zh, title_zh="") for p in small_catalogue)
    )
    assert completed(Shop(), chinese).languages == ("zh",)


@pytest.mark.parametrize(
    ("shop", "field"),
    [
        (Shop(url="javascript:alert(1)"), "url"),
        (Shop(facts=(Fact("truck", Words("Fast"), Words()),)), "facts[0]"),
        (Shop(facts=(Fact("rocket", Words("A"), Words("B")),)), "facts[0].icon"),
        (Shop(quotes=(Quote(Words("So good"), " "),)), "quotes[0]"),
        (Shop(quotes=(Quote(Words("So good"), "Ann", stars=9),)), "quotes[0].stars"),
        (
            Shop(articles=(Article(Words(), Words("A title"), Words(), ""),)),
            "articles[0]",
        ),
        (Shop(languages=()), "languages"),
    ],
)
def test_that_what_is_wrong_is_named_and_not_saved(
    facts: ShopFacts, shop: Shop, field: str
):
    assert [problem.field for problem in problems_of(shop)] == [field]
    before = facts.load()
    with pytest.raises(InputProblem, match=r"\."):
        facts.save(shop)
    assert facts.load() == before


def test_that_facts_can_be_read_from_a_file(
    facts: ShopFacts, small_shop: Shop, tmp_path: Path
):
    path = tmp_path / "shop.json"
    path.write_bytes(msgspec.json.encode(small_shop))
    assert facts.read(path) == small_shop
    path.write_bytes(b'{"languages": ["fr"]}')
    with pytest.raises(InputProblem, match=r"shop\.json"):
        facts.read(path)
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputProblem):
        facts.read(path)
    with pytest.raises(InputProblem):
        facts.read(tmp_path / "missing.json")


def test_that_checks_join_review_and_copy_guard(
    tmp_path: Path, small_shop: Shop, small_catalogue: Catalogue, make_page, web_layout
):
    page = make_page(web_layout)
    hero = page.blocks[1]
    boast = replace(
        hero, copy={**hero.copy, "title": Words("The best packs in Europe")}
    )
    page = replace(page, blocks=(page.blocks[0], boast, *page.blocks[2:4]))
    with Project.create(tmp_path / "checked", "Fjord") as project:
        project.save_shop(small_shop)
        found = check_page(project, page, catalogue=small_catalogue)
    rules = {finding.rule for finding in found}
    assert {"copy-claim", "length"} <= rules
    assert found[0].severity == "error"
