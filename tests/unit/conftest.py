"""A small shop with three personas, for the tests of copy, pages and review."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np
import pytest

from studio.domain.brief import Brief, Offer
from studio.domain.catalogue import Catalogue, Product
from studio.domain.layout import Attributes, Layout, LayoutBlock
from studio.domain.page import Page, Scenario
from studio.domain.persona import EVERYONE, Audience, Lift, Persona, Portrait, Traits
from studio.domain.shop import Article, Fact, Question, Quote, Shop, ShopLink
from studio.domain.words import Words
from studio.pipeline.copywriting.writer import Copywriter
from studio.pipeline.page.compose import compose
from studio.pipeline.page.request import ComposeRequest, Setting, setting_for

TODAY = date(2026, 11, 24)
_RANGES = (
    ("Outdoor", "Packs", "Cairn", "day pack", "双肩包", 90.0),
    ("Outdoor", "Footwear", "Fell", "hiking boot", "徒步靴", 120.0),
    ("Outdoor", "Camp", "North", "tent", "帐篷", 200.0),
    ("Kitchen", "Tea", "Leaf", "teapot", "茶壶", 40.0),
    ("Kitchen", "Pans", "Ember", "skillet", "煎锅", 60.0),
    ("Kitchen", "Table", "Clear", "plate", "餐盘", 14.0),
    ("Home", "Light", "Bees", "candle", "蜡烛", 16.0),
    ("Home", "Vases", "Meander", "vase", "陶瓶", 50.0),
)
_COLOURS = (
    ("moss", "苔绿"), ("navy", "藏青"), ("sand", "沙色"), ("plum", "李紫"),
    ("cream", "奶白"), ("rust", "锈红"), ("slate", "石板灰"), ("teal", "黛青"),
)  # fmt: skip
_ZH = {
    "Outdoor": "户外", "Kitchen": "厨房", "Home": "家居", "Packs": "背包",
    "Footwear": "鞋靴", "Camp": "露营", "Tea": "茶具", "Pans": "锅具",
    "Table": "餐具", "Light": "灯与烛", "Vases": "花器",
}  # fmt: skip


def _product(row: int, at: int) -> Product:
    top, leaf, brand, name, name_zh, price = _RANGES[row]
    colour, colour_zh = _COLOURS[at]
    full = price + at
    return Product(
        id=f"{leaf}-{at}",
        title=f"{colour.title()} {name}",
        title_zh=f"{colour_zh}{name_zh}",
        description=f"A {name} in {colour}. Made in one piece, easy to mend at home.",
        category=(top, leaf),
        brand=brand,
        price=full,
        sale_price=round(full * (0.9 - 0.05 * at), 2) if at % 3 == 0 else None,
        currency="EUR",
        stock=0 if at == 7 else 10 + at,
        link=f"https://shop.example/{leaf}/{at}",
        picture=f"{name}-{colour}.webp",
    )


@pytest.fixture(scope="session")
def small_catalogue() -> Catalogue:
    rows, colours = range(len(_RANGES)), range(len(_COLOURS))
    return Catalogue(tuple(_product(row, at) for row in rows for at in colours))


@pytest.fixture(scope="session")
def small_shop() -> Shop:
    return Shop(
        name="Fjord",
        name_zh="峡湾",
        languages=("en", "zh"),
        url="https://shop.example",
        about=Words(
            "Good things for the hill and the table, chosen by six people.",
            "为山野与餐桌挑选好物，六个人，一家小店，慢慢经营。",
        ),
        announcement=Words("Returns within sixty days.", "六十天内都可以退换。"),
        departments=tuple(
            ShopLink(Words(name, _ZH[name]), f"https://shop.example/{name.lower()}")
            for name in ("Outdoor", "Kitchen", "Home")
        ),
        category_names={en: Words(en, zh) for en, zh in _ZH.items()},
        facts=tuple(
            Fact(
                icon,
                Words(f"Promise {icon}", "一个承诺"),
                Words("And its proof", "说明一下"),
            )
            for icon in ("truck", "return", "tool")
        ),
        quotes=(
            Quote(
                Words(
                    "Crossed the stream six times and my socks were dry at the hut.",
                    "来回蹚了六次小溪，到山屋时袜子还是干的。",
                ),
                "Marit L.",
                "Footwear-1",
                5,
            ),
        ),
        questions=tuple(
            Question(
                Words(f"Question number {n}?", f"这是第{n}个问题吗？"),
                Words(
                    "Yes, and here is the whole answer to it.",
                    "是的，这里是完整的回答内容。",
                ),
            )
            for n in (1, 2, 3)
        ),
        articles=tuple(
            Article(
                Words("Skills", "技巧"),
                Words(f"A piece about skill {n}", f"一篇关于技巧的文章{n}"),
                Words("How to do it, told in a few lines.", "几行字说清楚怎么做到。"),
                f"https://shop.example/journal/{n}",
                "Tea-1",
            )
            for n in (1, 2)
        ),
        newsletter=Words(
            "About twice a month: one route and one recipe.",
            "每月两封，一条路线一道菜，不多打扰。",
        ),
        unsubscribe_url="https://shop.example/leave",
        postal_address="1 Quay Street",
    )


def _persona(name: str, top: str, leaf: str, traits: Traits) -> Persona:
    portrait = Portrait(
        categories=(Lift(f"{top} > {leaf}", 0.4, 3.0),),
        searches=("teapot", "hiking boot"),
        price_low=10.0,
        price_high=130.0,
    )
    return Persona(name, name.title(), 100, "segment", traits=traits, portrait=portrait)


@pytest.fixture(scope="session")
def small_audience(small_catalogue: Catalogue) -> Audience:
    personas = (
        _persona("walkers", "Outdoor", "Packs", Traits(discount_share=0.1)),
        _persona("cooks", "Kitchen", "Tea", Traits(discount_share=0.1)),
        _persona("savers", "Home", "Light", Traits(discount_share=0.6)),
        Persona(EVERYONE, "All shoppers", 300, "everyone"),
    )
    tops = ("Outdoor", "Kitchen", "Home")
    ids = tuple(p.id for p in small_catalogue)
    even = np.linspace(0.4, 0.1, len(ids))
    rows = [
        even + [0.5 if p.department == top else 0.0 for p in small_catalogue]
        for top in tops
    ]
    nothing = np.zeros(0)
    return Audience(
        personas, (), ids, nothing.astype(np.int64), nothing, nothing,
        np.stack([*rows, even]), np.linspace(1.0, 0.05, len(ids)),
    )  # fmt: skip


@pytest.fixture(scope="session")
def small_writer(
    small_catalogue: Catalogue, small_shop: Shop, small_audience: Audience
) -> Copywriter:
    return Copywriter(
        small_shop,
        small_catalogue,
        TODAY,
        small_audience.personas,
        bestsellers=frozenset(p.id for p in small_catalogue.products[:8]),
        together={"Packs-1": ("Tea-1", "Footwear-1")},
    )


@pytest.fixture(scope="session")
def small_setting(
    small_catalogue: Catalogue,
    small_shop: Shop,
    small_audience: Audience,
    small_writer: Copywriter,
) -> Callable[[str], Setting]:
    base = Setting(
        catalogue=small_catalogue,
        shop=small_shop,
        persona=small_audience.personas[-1],
        scores={},
        popularity={},
        today=TODAY,
        writer=small_writer,
        together=small_writer.known.together,
    )
    return lambda persona_id: setting_for(persona_id, small_audience, base)


@pytest.fixture(scope="session")
def small_brief() -> Brief:
    return Brief(
        name=Words("Autumn sale", "秋日特卖"),
        start=date(2026, 11, 20),
        end=date(2026, 11, 29),
        offer=Offer(Words("Extra 5 % off at the till", "结账再减 5%"), "FIVE"),
    )


def _b(kind: str, **attributes: object) -> LayoutBlock:
    return LayoutBlock(kind, Attributes(**attributes))  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def web_layout() -> Layout:
    return Layout((
        _b("announcement-bar", tone="dark"),
        _b("hero-banner", height="large", align="left", full_width=True),
        _b("recommended-products", columns=4, rows=1, items=4, columns_mobile=2),
        _b("category-tiles", columns=4, rows=1, items=4, columns_mobile=2),
        _b("image-with-text", media_side="left", tone="soft"),
        _b("product-grid", columns=3, rows=2, items=6, columns_mobile=2),
        _b("shop-the-look", media_side="right"),
        _b("product-carousel", columns=4, items=8),
        _b("testimonials", columns=3, tone="soft"),
        _b("newsletter", tone="accent"),
    ))  # fmt: skip


@pytest.fixture(scope="session")
def promotion_layout() -> Layout:
    return Layout((
        _b("hero-banner", height="medium", align="left", full_width=True),
        _b("countdown", tone="dark"),
        _b("product-grid", columns=4, rows=2, items=8, columns_mobile=2),
        _b("promo-banner", columns=2),
        _b("category-tiles", columns=3, rows=1, items=3, columns_mobile=2),
        _b("product-carousel", columns=4, items=8),
        _b("faq", items=3),
    ), page_kind="landing", campaign=True)  # fmt: skip


@pytest.fixture(scope="session")
def mail_layout() -> Layout:
    return Layout((
        _b("mail-header"), _b("mail-hero"), _b("mail-text"),
        _b("mail-products", items=4), _b("mail-offer"), _b("mail-story"),
        _b("mail-footer"),
    ))  # fmt: skip


@pytest.fixture(scope="session")
def unit_layout() -> Layout:
    return Layout((
        _b("ad-300x250"), _b("ad-728x90"), _b("ad-160x600"), _b("ad-300x600"),
        _b("ad-320x50"),
    ))  # fmt: skip


@pytest.fixture(scope="session")
def campaign_layouts(
    promotion_layout: Layout, mail_layout: Layout, unit_layout: Layout
) -> dict[str, Layout]:
    return {
        "promotion": promotion_layout,
        "marketing": mail_layout,
        "advertisement": unit_layout,
    }


Making = Callable[..., Page]


@pytest.fixture(scope="session")
def make_page(small_setting: Callable[[str], Setting]) -> Making:
    """Compose a page: `make_page(layout, persona="cooks", scenario=..., **request)`."""

    def make(
        layout: Layout,
        persona: str = "walkers",
        scenario: Scenario = "recommendation",
        **more: object,
    ) -> Page:
        request = ComposeRequest(
            small_setting(persona),
            layout,
            scenario,
            **more,  # type: ignore[arg-type]
        )
        return compose(request)

    return make
