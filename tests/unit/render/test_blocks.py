from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from msgspec.structs import replace

from studio.domain.blocks import BLOCKS
from studio.domain.layout import WEB_BLOCKS
from studio.domain.page import BACKDROPS, Scene
from studio.domain.words import LANGUAGES
from studio.pipeline.render.page import render, render_block

VOID = {"meta", "link", "img", "input", "br", "hr"}
CHOICES = [
    (block_type, name, value)
    for block_type, spec in BLOCKS.items()
    for name, values in spec.choices.items()
    for value in values
]


class Checker(HTMLParser):
    """Notes elements that are not closed in order, and every attribute."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.ids: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        self.ids += [value or "" for name, value in attrs if name == "id"]
        if len({name for name, _ in attrs}) < len(attrs):
            self.wrong.append(f"double attribute on {tag}")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}>")


def checked(html: str) -> Checker:
    checker = Checker()
    checker.feed(html)
    checker.close()
    assert not checker.wrong, checker.wrong
    assert not checker.open, checker.open
    return checker


@pytest.mark.parametrize(("block_type", "name", "value"), CHOICES)
def test_that_every_choice_of_every_attribute_renders(block_type, name, value, desk):
    attributes = {} if value is None else {name: value}
    block = desk.block(block_type, **attributes)
    page = desk.page(block)
    asked = replace(desk.options, surface=block.surface)
    html = render_block(page, block, desk.catalogue, desk.shop, asked)
    checked(html)
    assert f'data-block="{block_type}"' in html


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("purpose", ["preview", "export", "snapshot"])
@pytest.mark.parametrize("block_type", list(BLOCKS))
def test_that_every_block_type_makes_a_sound_document(
    block_type, purpose, language, desk
):
    block = desk.block(block_type)
    asked = replace(
        desk.options, surface=block.surface, purpose=purpose, language=language
    )
    html = render(desk.page(block), desk.catalogue, desk.shop, asked).html
    found = checked(html)
    assert len(set(found.ids)) == len(found.ids)
    if block.surface in ("web", "mail"):
        assert len(re.findall(r"<h1[ >]", html)) == 1


@pytest.mark.parametrize("block_type", list(BLOCKS))
def test_that_the_fewest_slots_and_no_texts_render(block_type, desk):
    least = BLOCKS[block_type].slots[0]
    for count in {0, min(1, least), least}:
        bare = replace(desk.block(block_type, slots=count), copy={}, links={})
        bare = replace(bare, slots=tuple(replace(s, copy={}) for s in bare.slots))
        asked = replace(desk.options, surface=bare.surface)
        checked(render_block(desk.page(bare), bare, desk.catalogue, desk.shop, asked))


@pytest.mark.parametrize("backdrop", BACKDROPS)
def test_that_every_backdrop_stands_behind_a_hero(backdrop, desk):
    block = replace(desk.block("hero-banner"), scene=Scene(backdrop, "sky"))
    html = render_block(
        desk.page(block), block, desk.catalogue, desk.shop, desk.options
    )
    assert f'data-scene="{backdrop}"' in html
    checked(html)


def test_that_a_page_of_all_blocks_has_one_h1_and_an_h2_for_each(desk):
    page = desk.page(*(desk.block(name) for name in WEB_BLOCKS))
    html = render(page, desk.catalogue, desk.shop, desk.options).html
    assert len(re.findall(r"<h1[ >]", html)) == 1
    sections = re.findall(r"<section.*?</section>", html, re.DOTALL)
    without = [s[:90] for s in sections if not re.search(r"<h[12][ >]", s)]
    assert not without


def test_that_a_swapped_block_is_the_same_as_in_the_document(desk):
    page = desk.page(desk.block("hero-banner"), desk.block("product-grid", slots=4))
    html = render(page, desk.catalogue, desk.shop, desk.options).html
    for block in page.blocks:
        assert (
            render_block(page, block, desk.catalogue, desk.shop, desk.options).strip()
            in html
        )


def test_that_rendering_twice_gives_the_same_document(desk):
    page = desk.page(*(desk.block(name) for name in WEB_BLOCKS))
    one = render(page, desk.catalogue, desk.shop, desk.options)
    assert one == render(page, desk.catalogue, desk.shop, desk.options)
