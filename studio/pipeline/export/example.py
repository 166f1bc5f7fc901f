"""A page small enough to read, published beside the schema as its example."""

from __future__ import annotations

from studio.domain.catalogue import Catalogue, Product
from studio.domain.layout import Attributes
from studio.domain.page import Block, Page, Scene, Slot
from studio.domain.review import Approval, page_digest
from studio.domain.shop import Shop
from studio.domain.words import Words
from studio.pipeline.export.edition import Edition

_AT = 1_795_507_200.0
"""24 November 2026, 08:00 UTC."""


def example_edition() -> Edition:
    """One approved page of two blocks and two products."""
    page = Page(
        "pg-0001",
        "outdoor",
        "recommendation",
        (
            Block(
                "b1",
                "hero-banner",
                Attributes(height="large", align="left", full_width=True),
                (Slot("WR-0101"),),
                {"title": Words("Dry feet at first light", "天亮时，双脚依旧干爽")},
                {"button": "https://wrenfield.example/outdoor"},
                Scene("ridge", "sky"),
            ),
            Block(
                "b2",
                "recommended-products",
                Attributes(columns=2, items=2),
                (
                    Slot("WR-0101", pinned=True),
                    Slot("WR-0140", copy={"reason": Words("Goes with the boot")}),
                ),
                {"title": Words("Picked for your next walk", "为下一次徒步挑选")},
            ),
        ),
        copy={"title": Words("For the hills", "去山里")},
    )
    approval = Approval(page.id, 4, page_digest(page), "Ada", "Checked prices", _AT)
    catalogue = Catalogue(
        (
            _product("WR-0101", "Ridgeline leather hiking boot", 149.0),
            _product("WR-0140", "Beam 400 rechargeable torch", 36.0),
        )
    )
    shop = Shop(name="Wrenfield", languages=("en", "zh"))
    return Edition(
        ((page, approval),), catalogue, shop, _AT, {"outdoor": "Outdoor enthusiasts"}
    )


def _product(product_id: str, title: str, price: float) -> Product:
    return Product(
        product_id,
        title,
        category=("Outdoor",),
        brand="Fellmark",
        price=price,
        currency="EUR",
        stock=20,
        link=f"https://wrenfield.example/p/{product_id.lower()}",
    )
