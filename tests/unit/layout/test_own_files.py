"""Pages of other programs: theme templates, unknown types, very short and very long."""

from __future__ import annotations

import json

import pytest

from studio.pipeline.ingest.inspect import inspect
from studio.pipeline.ingest.layouts import read_layouts, read_pages
from studio.pipeline.ingest.shopify_templates import block_type

TEMPLATE = """/*
 * ------------------------------------------------------------
 * IMPORTANT: The contents of this file are auto-generated.
 * ------------------------------------------------------------
 */
{
  "sections": {
    "a1": {"type": "image-banner", "settings": {"image_height": "large",
           "desktop_content_alignment": "center", "color_scheme": "scheme-3"},
           "blocks": {"h": {"type": "heading"}, "b": {"type": "buttons"}}},
    "grid": {"type": "featured-collection", "settings": {"title": "New in",
             "columns_desktop": 4, "columns_mobile": "2", "products_to_show": 8,
             "full_width": false}},
    "off": {"type": "newsletter", "disabled": true, "settings": {}},
    "duo": {"type": "image-with-text", "settings": {"layout": "text_first"}},
    "odd": {"type": "acme-wobble", "settings": {}},
    "faq": {"type": "collapsible-content", "blocks": {"q": {"type": "row"}}}
  },
  "order": ["grid", "a1", "off", "duo", "odd", "faq", "gone"]
}
"""


@pytest.fixture
def template(tmp_path):
    path = tmp_path / "index.json"
    path.write_text(TEMPLATE, encoding="utf-8")
    return path


def test_that_a_theme_template_comes_in_as_a_page(template):
    with template.open("rb") as lines:
        read = read_pages(lines, template.name)
    ((page_id, layout),) = read.layouts
    assert (page_id, layout.page_kind) == ("index", "home")
    grid, hero, duo, odd, faq = layout.blocks
    assert [b.type for b in layout.blocks] == [
        "product-grid", "hero-banner", "image-with-text", "custom-html", "faq"
    ]  # fmt: skip
    own = grid.attributes
    assert (own.columns, own.columns_mobile, own.items) == (4, 2, 8)
    assert (own.full_width, own.has_heading) == (False, True)
    assert (hero.attributes.height, hero.attributes.align) == ("large", "center")
    assert (hero.attributes.scheme, hero.attributes.items) == (2, 2)
    assert duo.attributes.media_side == "right"
    assert (odd.attributes.items, faq.attributes.items) == (None, 1)
    assert read.unknown == {"acme-wobble": 1}


def test_that_the_plan_of_a_template_tells_what_is_kept_as_custom(template):
    plan = inspect(str(template), lambda text: text)
    assert (plan.kind, plan.problem, plan.rows) == ("layouts", "", 1)
    (finding,) = plan.findings
    assert (finding.severity, finding.rows) == ("warning", 1)
    assert finding.examples == ("acme-wobble",)


def test_that_a_damaged_template_is_left_out_with_a_sentence():
    layouts, (dropped,) = read_layouts([b'/* x */ {"sections": {"a": '], "index.json")
    assert not layouts
    assert dropped.reason == "the template is not JSON"


def test_that_one_block_will_do_and_of_many_the_first_are_kept():
    pages = [
        {"page_id": "short", "blocks": [{"type": "faq"}]},
        {"page_id": "long", "blocks": [{"type": "rich-text"}] * 200},
        {"page_id": "odd", "blocks": [{"type": "wobble", "columns": "many"}] * 2},
        {"page_id": "none", "blocks": []},
    ]
    read = read_pages([json.dumps(page).encode() for page in pages], "own.jsonl")
    sizes = {page_id: len(layout.blocks) for page_id, layout in read.layouts}
    assert sizes == {"short": 1, "long": 25, "odd": 2}
    assert (read.shortened, read.unknown) == (("long",), {"wobble": 2})
    assert dict(read.layouts)["odd"].blocks[0].type == "custom-html"
    assert [d.reason for d in read.dropped] == ["the page has no block"]


@pytest.mark.parametrize(
    ("section", "block"),
    [
        ("main-product", "main-product"), ("main-404", "main-other"),
        ("product-recommendations", "recommended-products"),
        ("testimonials-slider", "testimonials"), ("wobble", None),
    ],
)  # fmt: skip
def test_that_a_section_is_told_by_its_name(section, block):
    assert block_type(section) == block
