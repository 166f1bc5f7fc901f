"""A small shop, and blocks of every type filled to the brim."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

import msgspec
import pytest

from studio.domain.blocks import BLOCKS
from studio.domain.brief import Brief, Offer
from studio.domain.catalogue import Catalogue, Product
from studio.domain.layout import Attributes
from studio.domain.page import Block, Page, Slot
from studio.domain.shop import Fact, Shop, ShopLink
from studio.domain.words import Words
from studio.pipeline.render.options import RenderOptions

TODAY = date(2026, 11, 24)
NAMES = ("Boot", "Teapot", "Tent", "Lamp", "Bowl", "Clock", "Vase", "Chair")


def product(number: int) -> Product:
    return Product(
        id=f"P-{number}",
        title=f"{NAMES[number % len(NAMES)]} number {number} in walnut",
        title_zh=f"胡桃木好物第 {number} 号",
        description="Made to last.",
        category=("Home", "Seating"),
        brand="Larkhill",
        price=40.0 + number,
        sale_price=30.0 if number % 4 == 0 else None,
        currency="EUR",
        stock={3: 0, 5: 4}.get(number, 20),
        link=f"https://shop.example/p/{number}",
        image=f"https://cdn.shop.example/{number}.jpg",
        picture="" if number == 7 else f"{number}.webp",
        rating=4.5,
        rating_count=120,
    )


CATALOGUE = Catalogue(tuple(product(number) for number in range(32)))
SHOP = Shop(
    name="Wrenfield",
    name_zh="芮野",
    languages=("en", "zh"),
    url="https://shop.example/",
    about=Words("Good things.", "好物。"),
    departments=(ShopLink(Words("Home", "家居"), "https://shop.example/home"),),
    footer_links=(ShopLink(Words("Repairs", "维修"), "/repairs"),),
    category_names={"Home": Words("Home", "家居")},
    facts=(Fact("truck", Words("Free over €60", "满额免运"), Words("In 2 days")),),
    postal_address="10 Quay Street",
    unsubscribe_url="https://shop.example/unsubscribe",
    privacy_url="https://shop.example/privacy",
)


def fill(block_type: str, slots: int | None = None, **attributes: object) -> Block:
    spec = BLOCKS[block_type]
    count = spec.slots[1] if slots is None else slots

    def words(key: str) -> Words:
        return Words(f"Words for {key} in English", f"中文，{key}")

    return Block(
        id=f"b-{block_type}",
        type=block_type,
        attributes=msgspec.convert(attributes, Attributes),
        slots=tuple(
            Slot(
                product_id=f"P-{at}" if spec.slot not in ("fact", "question") else "",
                category=("Home",) if spec.slot == "category" else (),
                copy={key: words(key) for key in spec.slot_copy},
                link="https://shop.example/there",
                icon="truck" if spec.slot == "fact" else "",
                stars=4 if spec.slot == "quote" else None,
                pinned=at == 0,
            )
            for at in range(count)
        ),
        copy={key: words(key) for key in spec.copy},
        links=dict.fromkeys(spec.copy, "https://shop.example/link"),
    )


def page_of(*blocks: Block, **more: object) -> Page:
    brief = Brief(
        name=Words("Sale"),
        end=date(2026, 11, 29),
        offer=Offer(code="SUNDAY10", terms=Words("Once per household.")),
    )
    copy = {
        "title": Words("A page for tests", "测试页面"),
        "subject": Words("Your pan is ready", "你的锅已备好"),
        "preheader": Words("Four things that go with it", "四件好物"),
    }
    page = Page("pg-1", "outdoor", "promotion", blocks, copy=copy, brief=brief)
    return msgspec.structs.replace(page, **more)


@dataclass(frozen=True)
class Desk:
    """What a test needs to render: the shop and builders of blocks and pages."""

    catalogue: Catalogue
    shop: Shop
    options: RenderOptions
    block: Callable[..., Block] = field(default=fill)
    page: Callable[..., Page] = field(default=page_of)


@pytest.fixture
def desk() -> Desk:
    return Desk(CATALOGUE, SHOP, RenderOptions(today=TODAY))
