"""Pictures of e-mails: PNG files, drawn when the mailing is exported."""

from __future__ import annotations

from studio.domain.page import Block
from studio.pipeline.render.links import file_stem, picture_file
from studio.pipeline.render.options import Asset
from studio.pipeline.render.products import ProductView
from studio.pipeline.render.scope import NOTED_LATER, Scope

HERO = (1200, 680)
"""Pixels of a mail's hero picture: twice the 600 x 340 that it is shown at."""
PICTURE = (300, 300)
"""Pixels of a product's picture: twice its size in the mail."""


def mail_picture(scope: Scope, product: ProductView) -> str:
    """Address of a product's picture (or its category's icon) for a mail.

    An export names a PNG and notes it; otherwise the picture is used as it is, and so
    is one that only the shop's own address gives.
    """
    if product.picture not in ("", NOTED_LATER):
        return product.picture
    plain = scope.plain(product.id)
    if plain is None or not plain.picture:
        name = f"img/icon-{product.icon}.png"
        asset = Asset(name, "icon", (), PICTURE, icon=product.icon)
    else:
        name = f"img/{picture_file(plain, '.png')}"
        asset = Asset(name, "png", (product.id,), PICTURE)
    return scope.options.base_url + scope.asset(asset)


def mail_scene(scope: Scope, block: Block) -> str:
    """Address of a block's scene with its products, drawn as one PNG."""
    products = tuple(view.id for view in scope.shown(block.slots[:3]))
    asset = Asset(
        f"img/hero-{file_stem(block.id)}.png",
        "scene",
        products,
        HERO,
        scope.scene(block),
        scope.page.brand.accent,
    )
    return scope.options.base_url + scope.asset(asset)
