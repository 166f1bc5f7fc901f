from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from studio.domain.layout import AD_BLOCKS, MAIL_BLOCKS, SOCIAL_BLOCKS
from studio.domain.page import BACKDROPS, Scene
from studio.domain.shop import Shop
from studio.pipeline.render.documents import Source, page_files
from studio.pipeline.render.drawing.colours import mix, rgb
from studio.pipeline.render.drawing.paths import flatten
from studio.pipeline.render.drawing.pictures import icon_png, product_png, scene_png
from studio.pipeline.render.mail_css import MailStyles, narrow_css
from studio.pipeline.render.scenes import icon_of

TODAY = date(2026, 11, 24)
LARGEST_MAIL, LARGEST_UNIT = 100_000, 150_000


@pytest.fixture(scope="module")
def picture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pictures") / "1.webp"
    Image.new("RGBA", (320, 320), (200, 60, 40, 255)).save(path, "WEBP")
    return path


@pytest.fixture
def source(picture, desk) -> Source:
    def find(product_id: str) -> Path | None:
        return None if product_id == "P-7" else picture

    return Source(desk.catalogue, desk.shop, find, TODAY)


def test_that_a_web_page_brings_styles_pictures_and_both_languages(source, desk):
    files = page_files(desk.page(desk.block("product-grid", slots=2)), source)
    pictures = {name for name in files if name.startswith("img/")}
    assert set(files) - pictures == {"index.html", "index.zh.html", "page.css"}
    assert len(pictures) == 2
    assert all(name.encode() in files["index.html"] for name in pictures)


def test_that_a_product_whose_picture_is_lost_shows_the_shops_own(source, desk):
    files = page_files(desk.page(desk.block("recently-viewed", slots=8)), source)
    assert b'src="https://cdn.shop.example/7.jpg"' in files["index.html"]


def test_that_a_mailing_is_small_carries_its_styles_and_a_plain_text(source, desk):
    page = desk.page(*(desk.block(name) for name in MAIL_BLOCKS))
    files = page_files(page, source)
    html = files["mail/index.html"].decode()
    assert len(files["mail/index.html"]) < LARGEST_MAIL
    assert 'style="margin: 0 0 12px; font-size: 34px' in html
    assert "var(--" not in html
    assert ".webp" not in html
    assert "<link" not in html
    assert "max-width: 480px" in html
    hero = Image.open(BytesIO(files["mail/img/hero-b-mail-hero.png"]))
    assert (hero.format, hero.size) == ("PNG", (1200, 680))
    text = files["mail/message.txt"].decode()
    assert text.startswith("Your pan is ready\n")
    assert "https://shop.example/unsubscribe" in text
    assert "SUNDAY10" in text
    assert "你的锅已备好" in files["mail/message.zh.txt"].decode()


@pytest.mark.parametrize("name", AD_BLOCKS + SOCIAL_BLOCKS)
def test_that_each_unit_stands_alone_and_is_light(name, source, desk):
    files = page_files(desk.page(desk.block(name)), source)
    folder, size = ("ads", "social")[name.startswith("social")], name.split("-")[1]
    html = files[f"{folder}/{size}.html"].decode()
    assert html.count('class="ad"') == 1
    assert f'data-size="{size}"' in html
    shown = [
        data
        for path, data in files.items()
        if not path.endswith(".html") or path == f"{folder}/{size}.html"
    ]
    assert sum(map(len, shown)) < LARGEST_UNIT
    assert html.count("<a ") == (1 if folder == "ads" else 0)


def test_that_a_shop_with_one_language_has_one_document(source, picture, desk):
    alone = Source(source.catalogue, Shop(languages=("zh",)), lambda _: picture, TODAY)
    files = page_files(desk.page(desk.block("rich-text")), alone)
    assert set(files) == {"index.html", "page.css"}
    assert 'lang="zh-Hans"' in files["index.html"].decode()


@pytest.mark.parametrize("backdrop", BACKDROPS)
def test_that_every_backdrop_can_be_drawn(backdrop):
    data = scene_png(Scene(backdrop, "sky"), "pine", [], (300, 170))
    picture = Image.open(BytesIO(data)).convert("RGB")
    assert picture.size == (300, 170)
    assert len(picture.getcolors(60000) or []) > 3


def test_that_bytes_that_are_no_picture_are_left_out():
    assert product_png(b"<svg onload=alert(1)>", (30, 30)) is None
    assert scene_png(Scene(), "pine", [b"nothing"], (60, 34))


def test_that_every_category_icon_can_be_drawn():
    for word in ("Outdoor", "Kitchen", "Gifts", "Home", "Shoes", "Bath", "Audio", "x"):
        data = icon_png(icon_of((word,)), "sand", (60, 60))
        assert Image.open(BytesIO(data)).getbbox() is not None


def test_that_paths_become_lines():
    assert flatten("M0 0h10v10H0z") == [[(0, 0), (10, 0), (10, 10), (0, 10), (0, 0)]]
    assert flatten("M1 1 3 1l1 1") == [[(1, 1), (3, 1), (4, 2)]]
    (arc,) = flatten("M0 0a5 5 0 0 1 10 0")
    assert arc[-1] == pytest.approx((10, 0))
    assert min(y for _, y in arc) == pytest.approx(-5)


def test_that_colours_mix_as_the_stylesheet_mixes_them():
    assert mix((255, 255, 255), (0, 0, 0), 0.5) == (99, 99, 99)  # Oklab's middle grey
    assert mix(rgb("#1f5c46"), rgb("#1f5c46"), 0.3) == rgb("#1f5c46")


def test_that_unknown_classes_of_a_mail_are_refused():
    styles = MailStyles(inline=True)
    assert 'style="vertical-align: top; background: #1f5c46"' in styles(
        "button", "fill-pine"
    )
    with pytest.raises(KeyError):
        styles("nonsense")
    assert '"' not in narrow_css()
