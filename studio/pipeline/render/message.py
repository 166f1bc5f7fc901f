"""The plain text part of a mailing, for readers without HTML."""

from __future__ import annotations

from studio.domain.catalogue import Catalogue
from studio.domain.page import Block, Page
from studio.domain.shop import Shop
from studio.pipeline.render.links import NOWHERE
from studio.pipeline.render.options import RenderOptions
from studio.pipeline.render.scope import Scope

_RULE = "-" * 40
_KEYS = ("eyebrow", "title", "lede", "text", "excerpt", "why", "note")


def message_text(
    page: Page, catalogue: Catalogue, shop: Shop, options: RenderOptions
) -> str:
    """The mail's blocks as text: what they say, the products, where buttons lead."""
    scope = Scope(page, catalogue, shop, options)
    parts = [
        "\n".join(lines)
        for block in page.on("mail")
        if not block.hidden and (lines := _block_lines(scope, block))
    ]
    head = [scope.text(page, "subject"), scope.text(page, "preheader")]
    foot = [shop.postal_address, _named(scope, "unsubscribe", shop.unsubscribe_url)]
    everything = [*_said(head), *parts, _RULE, *_said(foot)]
    return "\n\n".join(everything) + "\n"


def _block_lines(scope: Scope, block: Block) -> list[str]:
    lines = _said([scope.text(block, key) for key in _KEYS])
    if button := scope.text(block, "button"):
        lines.append(_with_address(button, scope.link(block, "button")))
    if block.type == "mail-offer" and scope.page.brief is not None:
        lines += _offer_lines(scope)
    if block.type == "mail-products":
        lines += _product_lines(scope, block)
    if block.type == "mail-story":
        for slot in block.slots:
            lines += _said([scope.text(slot, "title"), scope.text(slot, "excerpt")])
            address = scope.url(slot.link)
            lines += _said([_with_address(scope.text(slot, "link"), address)])
    return lines


def _offer_lines(scope: Scope) -> list[str]:
    offer = scope.page.brief.offer if scope.page.brief else None
    if offer is None:
        return []
    code = f"{scope.label('code')}: {offer.code}" if offer.code else ""
    return _said([scope.words(offer.terms), code])


def _product_lines(scope: Scope, block: Block) -> list[str]:
    lines = []
    for _, slot, product in scope.places(block):
        if product is None:
            continue
        price = product.price.now if product.price else ""
        told = ", ".join(_said([product.title, price, scope.text(slot, "reason")]))
        lines.append(_with_address(f"* {told}", product.url))
    return lines


def _named(scope: Scope, label: str, address: str) -> str:
    safe = scope.url(address)
    return "" if safe == NOWHERE else f"{scope.label(label)}: {safe}"


def _with_address(text: str, address: str) -> str:
    return text if address == NOWHERE or not text else f"{text}\n  {address}"


def _said(texts: list[str]) -> list[str]:
    return [" ".join(text.split(" ")) for text in texts if text.strip()]
