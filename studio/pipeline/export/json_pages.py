"""Pages as JSON for the shop's own systems, by a published JSON Schema.

The schema (`resources/schema/page.schema.json`, draft 2020-12) is written from the
types below by `python -m studio.pipeline.export.schema`; a test keeps the two alike.
`SCHEMA_VERSION` grows with every change of form that a reader could notice.
"""

from __future__ import annotations

from typing import Any

import msgspec

from studio.domain.brief import Brief
from studio.domain.catalogue import Product
from studio.domain.layout import Attributes
from studio.domain.page import Backdrop, Page, Scenario, Surface, Tint
from studio.domain.shop import Brand
from studio.domain.words import Language, Words
from studio.pipeline.export.edition import Edition, Files, iso

SCHEMA_VERSION = 1
SCHEMA_ID = "https://vitrine.example/schema/page-1.json"
FOLDER = "json/"


class JsonScene(msgspec.Struct, frozen=True, kw_only=True):
    """A drawn backdrop in a tint."""

    backdrop: Backdrop
    tint: Tint


class JsonSlot(msgspec.Struct, frozen=True, kw_only=True):
    """One place of a block; texts by key and language; `link` may be empty."""

    product_id: str = ""
    category: tuple[str, ...] = ()
    copy: dict[str, Words] = {}
    link: str = ""
    icon: str = ""
    stars: int | None = None
    pinned: bool = False


class JsonBlock(msgspec.Struct, frozen=True, kw_only=True):
    """One section of a page, in order; attributes that are not set are left out."""

    id: str
    type: str
    surface: Surface
    attributes: Attributes
    copy: dict[str, Words]
    links: dict[str, str]
    scene: JsonScene | None
    slots: tuple[JsonSlot, ...]


class JsonProduct(msgspec.Struct, frozen=True, kw_only=True):
    """What the page says of a product; prices in major units of `currency`."""

    id: str
    title: Words
    category: tuple[str, ...]
    brand: str
    price: float | None
    sale_price: float | None
    currency: str
    stock: int | None
    link: str
    image: str


class JsonApproval(msgspec.Struct, frozen=True, kw_only=True):
    """Who approved which revision, when (ISO 8601, UTC) and with what note."""

    revision: int
    digest: str
    by: str
    at: str
    note: str


class JsonPage(msgspec.Struct, frozen=True, kw_only=True):
    """One approved page."""

    schema_version: int
    page_id: str
    persona_id: str
    persona: str
    scenario: Scenario
    shop: str
    languages: tuple[Language, ...]
    brand: Brand
    brief: Brief | None
    copy: dict[str, Words]
    blocks: tuple[JsonBlock, ...]
    products: tuple[JsonProduct, ...]
    approval: JsonApproval


def json_files(edition: Edition, folders: dict[str, str]) -> Files:
    """One file a page, named like its folder, and the schema beside them."""
    files: Files = {}
    for number, page in enumerate(edition.pages):
        name = f"{FOLDER}{folders[page.id]}.json"
        files[name] = page_bytes(json_page(edition, number))
    files[f"{FOLDER}page.schema.json"] = schema_bytes()
    return files


def page_bytes(page: JsonPage) -> bytes:
    """One page as indented JSON."""
    data = msgspec.json.encode(page, order="deterministic")
    return msgspec.json.format(data, indent=2) + b"\n"


def json_page(edition: Edition, number: int) -> JsonPage:
    """The page at a place of the edition, with hidden blocks left out."""
    page, approval = edition.approved[number]
    return JsonPage(
        schema_version=SCHEMA_VERSION,
        page_id=page.id,
        persona_id=page.persona_id,
        persona=edition.persona(page),
        scenario=page.scenario,
        shop=edition.shop.name,
        languages=edition.shop.languages,
        brand=page.brand,
        brief=page.brief,
        copy=page.copy,
        blocks=_blocks(page),
        products=_products(page, edition),
        approval=JsonApproval(
            revision=approval.revision,
            digest=approval.digest,
            by=approval.by,
            at=iso(approval.at),
            note=approval.note,
        ),
    )


def schema() -> dict[str, Any]:
    """The JSON Schema of one page, written from the types of this module."""
    (found,), definitions = msgspec.json.schema_components(
        (JsonPage,), ref_template="#/$defs/{name}"
    )
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        "title": "A page approved in Vitrine",
        "description": f"Version {SCHEMA_VERSION}. Texts are objects with `en`, `zh`.",
        **found,
        "$defs": definitions,
    }


def schema_bytes() -> bytes:
    """The schema as indented JSON, the same bytes every time."""
    data = msgspec.json.encode(schema(), order="sorted")
    return msgspec.json.format(data, indent=2) + b"\n"


def _blocks(page: Page) -> tuple[JsonBlock, ...]:
    return tuple(
        JsonBlock(
            id=block.id,
            type=block.type,
            surface=block.surface,
            attributes=block.attributes,
            copy=block.copy,
            links=block.links,
            scene=None
            if block.scene is None
            else JsonScene(backdrop=block.scene.backdrop, tint=block.scene.tint),
            slots=tuple(
                JsonSlot(
                    product_id=slot.product_id,
                    category=slot.category,
                    copy=slot.copy,
                    link=slot.link,
                    icon=slot.icon,
                    stars=slot.stars,
                    pinned=slot.pinned,
                )
                for slot in block.slots
            ),
        )
        for block in page.blocks
        if not block.hidden
    )


def _products(page: Page, edition: Edition) -> tuple[JsonProduct, ...]:
    found = (edition.catalogue.get(i) for i in dict.fromkeys(page.product_ids()))
    return tuple(_product(p, edition) for p in found if p is not None)


def _product(product: Product, edition: Edition) -> JsonProduct:
    return JsonProduct(
        id=product.id,
        title=Words(product.title, product.title_zh),
        category=product.category,
        brand=product.brand,
        price=product.price,
        sale_price=product.sale_price,
        currency=product.currency or edition.shop.currency,
        stock=product.stock,
        link=product.link,
        image=product.image,
    )
