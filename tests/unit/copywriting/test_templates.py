from __future__ import annotations

import string
from collections.abc import Callable

import pytest

from studio.domain.blocks import BLOCKS, Length
from studio.domain.brief import Brief
from studio.domain.layout import Layout
from studio.domain.page import Page
from studio.domain.words import Words
from studio.pipeline.copywriting.places import FACT_TYPES, group_of, length_of
from studio.pipeline.copywriting.templates import Template, templates
from studio.pipeline.copywriting.writer import Copywriter

Making = Callable[..., Page]
ALL = [t for group in templates().values() for t in group]


def _longest(template: Template, language: str) -> int:
    """Characters of the fixed part of a template."""
    text = getattr(template.words, language)
    return sum(len(part) for part, *_ in string.Formatter().parse(text))


def test_that_every_template_speaks_both_languages():
    assert len(ALL) > 250
    assert not [t.id for t in ALL if not t.words.en or not t.words.zh]


def test_that_english_and_chinese_need_facts_that_exist_in_both():
    for template in ALL:
        for part in template.needs:
            assert part == part.lower()
            assert part.isidentifier()


def test_that_no_group_says_the_same_twice():
    for name, group in templates().items():
        said = [(t.words, t.when) for t in group]
        assert len(said) == len(set(said)), name


def test_that_the_fixed_part_of_each_template_leaves_room():
    for block_type, spec in BLOCKS.items():
        for key, length in (*spec.copy.items(), *spec.slot_copy.items()):
            for template in templates().get(group_of(block_type, key), ()):
                assert _longest(template, "en") <= length.en[1], template.words
                assert _longest(template, "zh") <= length.zh[1], template.words


def test_that_no_template_makes_an_unbacked_claim(
    small_writer: Copywriter, make_page: Making, web_layout: Layout
):
    page = make_page(web_layout)
    hero = next(b for b in page.blocks if b.type == "hero-banner")
    rules = {"claim", "button"}
    for template in ALL:
        for language in ("en", "zh"):
            text = getattr(template.words, language)
            for brace in template.needs:
                text = text.replace("{" + brace + "}", "")
            found = small_writer.guard.check_text(
                page, (hero.id, "note", None), text, language
            )
            assert found is None or found.rule not in rules, (template.words, found)


@pytest.mark.parametrize("persona", ["walkers", "cooks", "savers", "all"])
@pytest.mark.parametrize("candidate", [0, 1, 2])
def test_that_every_text_keeps_its_length(
    make_page: Making, web_layout: Layout, persona: str, candidate: int
):
    _check_lengths(make_page(web_layout, persona, candidate=candidate))


@pytest.mark.parametrize("persona", ["walkers", "savers", "all"])
def test_that_campaign_texts_keep_their_length(
    make_page: Making,
    campaign_layouts: dict[str, Layout],
    small_brief: Brief,
    persona: str,
):
    for scenario, layout in campaign_layouts.items():
        page = make_page(layout, persona, scenario, brief=small_brief)
        _check_lengths(page)
        assert page.blocks


def _check_lengths(page: Page) -> None:
    for block in page.blocks:
        for key, words in block.copy.items():
            _check(words, length_of(block, key, None), (block.type, key))
        if block.type in FACT_TYPES:
            continue
        for slot in block.slots:
            for key, words in slot.copy.items():
                _check(words, length_of(block, key, 0), (block.type, key))


def _check(words: Words, length: Length | None, place: tuple[str, str]) -> None:
    assert length is not None, place
    assert length.en[0] <= len(words.en) <= length.en[1], (place, words.en)
    assert length.zh[0] <= len(words.zh) <= length.zh[1], (place, words.zh)
