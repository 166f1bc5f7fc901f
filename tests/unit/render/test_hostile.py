from __future__ import annotations

import re

import msgspec
import pytest
from msgspec.structs import replace

from studio.domain.blocks import BLOCKS
from studio.domain.catalogue import Catalogue
from studio.domain.shop import Shop, ShopLink
from studio.domain.words import Words
from studio.pipeline.render.links import NOWHERE, remote_host, safe_url
from studio.pipeline.render.page import render

PAYLOAD = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>{{ 7*7 }}</style>"
URLS = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\nscript:alert(1)",
    " \x01javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "file:///etc/passwd",
    "//evil.example/x",
    "/\\evil.example/x",
    "\\\\evil.example",
    "http://[",
)


@pytest.mark.parametrize("url", URLS)
def test_that_addresses_that_could_do_harm_lead_nowhere(url):
    assert safe_url(url) == NOWHERE


@pytest.mark.parametrize(
    "url",
    ["https://a.example/b?c=d#e", "http://a.example", "mailto:a@b.example", "/x/y",
     "x.html", "#there", "?q=1", "a/b:c"],
)  # fmt: skip
def test_that_ordinary_addresses_stay(url):
    assert safe_url(url) == url


def test_that_only_plain_hosts_enter_the_policy():
    assert remote_host("https://cdn.example:8443/x.jpg") == "https://cdn.example:8443"
    for url in ("https://a'; script-src *", "https://u:p@a.example/x", "/x.jpg", *URLS):
        assert remote_host(url) == ""


@pytest.mark.parametrize("purpose", ["preview", "export"])
@pytest.mark.parametrize("block_type", list(BLOCKS))
@pytest.mark.parametrize("url", URLS[:2])
def test_that_hostile_texts_and_addresses_do_nothing(block_type, url, purpose, desk):
    hostile = Words(PAYLOAD, PAYLOAD)
    products = tuple(
        replace(
            p, title=PAYLOAD, title_zh=PAYLOAD, description=PAYLOAD, link=url,
            brand=PAYLOAD, category=(PAYLOAD,), picture_alt=PAYLOAD, image=url,
            picture="" if p.id == "P-1" else PAYLOAD, currency=PAYLOAD,
        )
        for p in desk.catalogue
    )  # fmt: skip
    block = desk.block(block_type)
    slots = tuple(
        replace(s, copy=dict.fromkeys(s.copy, hostile), link=url, icon=PAYLOAD)
        for s in block.slots
    )
    block = replace(
        block,
        copy=dict.fromkeys(block.copy, hostile),
        links=dict.fromkeys(block.links, url),
        slots=slots,
    )
    page = desk.page(block, copy={"title": hostile, "preheader": hostile})
    shop = Shop(
        name=PAYLOAD, url=url, about=hostile, logo=PAYLOAD, postal_address=PAYLOAD,
        departments=(ShopLink(hostile, url),), footer_links=(ShopLink(hostile, url),),
        unsubscribe_url=url, privacy_url=url, legal_note=hostile,
    )  # fmt: skip
    asked = replace(desk.options, surface=block.surface, purpose=purpose)
    html = render(page, Catalogue(products), shop, asked).html
    assert "<script" not in html.lower()
    assert "onerror=alert(2)>" not in html
    assert "javascript:" not in html.lower()
    assert "<img src=x" not in html
    tags = re.findall(r"<[a-z][^>]*>", html)
    assert not any(re.search(r"\son\w+=", re.sub(r'"[^"]*"', "", t)) for t in tags)


def test_that_a_template_in_a_title_stays_text(desk):
    block = desk.block("rich-text")
    block = replace(block, copy={"title": Words("{{ 7 * 7 }} {% raw %}")})
    html = render(desk.page(block), desk.catalogue, desk.shop, desk.options).html
    assert "{{ 7 * 7 }} {% raw %}" in html


def test_that_a_strange_product_id_makes_a_harmless_address(desk):
    strange = '../../x"><b>?#%00 CON'
    products = (replace(desk.catalogue.products[0], id=strange),)
    block = desk.block("product-grid", slots=1)
    block = replace(block, slots=(replace(block.slots[0], product_id=strange),))
    page = desk.page(block)
    html = render(page, Catalogue(products), desk.shop, desk.options).html
    assert "pictures/..%2F..%2Fx%22%3E%3Cb%3E%3F%23%2500%20CON" in html
    asked = replace(desk.options, purpose="export")
    (asset,) = render(page, Catalogue(products), desk.shop, asked).assets
    assert re.fullmatch(r"img/p-x-b-00-con-[0-9a-f]{8}\.webp", asset.name)


@pytest.mark.parametrize("block_type", list(BLOCKS))
def test_that_pages_have_no_styles_scripts_or_embedded_pictures(block_type, desk):
    for purpose in ("preview", "export"):
        block = desk.block(block_type)
        asked = replace(desk.options, surface=block.surface, purpose=purpose)
        html = render(desk.page(block), desk.catalogue, desk.shop, asked).html
        policy = re.search(r'Policy" content="([^"]*)"', html)
        assert policy is not None
        assert "script-src &#39;none&#39;" in policy[1]
        assert "data:" not in html
        if (block.surface, purpose) != ("mail", "export"):
            assert " style=" not in html
            assert "<style" not in html
            assert "unsafe-inline" not in policy[1]


def test_that_the_preview_never_shows_a_remote_picture(desk):
    plain = Catalogue(tuple(replace(p, picture="") for p in desk.catalogue))
    page = desk.page(desk.block("product-grid", slots=4))
    html = render(page, plain, desk.shop, desk.options).html
    assert "<img" not in html
    assert html.count('class="nopic" role="img"') == 4
    assert "cdn.shop.example" not in html


def test_that_an_export_may_show_the_shops_own_picture(desk):
    plain = Catalogue(tuple(replace(p, picture="") for p in desk.catalogue))
    page = desk.page(desk.block("product-grid", slots=2))
    rendered = render(page, plain, desk.shop, replace(desk.options, purpose="export"))
    assert 'src="https://cdn.shop.example/0.jpg"' in rendered.html
    assert rendered.remote_hosts == ("https://cdn.shop.example",)
    assert "img-src &#39;self&#39; https://cdn.shop.example" in rendered.html
    assert msgspec.json.encode(rendered)
