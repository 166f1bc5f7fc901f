"""Every file of a page as bytes: what an export writes into the page's folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import msgspec
from msgspec.structs import replace

from studio.domain.catalogue import Catalogue
from studio.domain.page import Page, Surface
from studio.domain.shipped import resource
from studio.domain.shop import Shop
from studio.domain.words import Language
from studio.pipeline.render.blocks import is_shown
from studio.pipeline.render.drawing.pictures import icon_png, product_png, scene_png
from studio.pipeline.render.message import message_text
from studio.pipeline.render.options import Asset, Rendered, RenderOptions
from studio.pipeline.render.page import render
from studio.pipeline.render.scenes import tint_of
from studio.pipeline.render.scope import Scope

Pictures = Callable[[str], Path | None]
"""Where the picture of a product lies, or None."""
Files = dict[str, bytes]
"""Contents by path, with `/` between folders."""
_FOLDERS: dict[Surface, str] = {
    "web": "", "mail": "mail/", "ad": "ads/", "social": "social/",
}  # fmt: skip


class Source(msgspec.Struct, frozen=True):
    """What pages are rendered from; `today` judges countdowns and news."""

    catalogue: Catalogue
    shop: Shop
    picture: Pictures
    today: date


def page_files(page: Page, source: Source) -> Files:
    """All files of a page: `index.html`, `mail/`, `ads/` and `social/` as it has them.

    Each language of the shop has its own document (`index.zh.html` beside
    `index.html`); styles and pictures are shared. Products whose picture is missing
    show the shop's own address of it, or their category's icon.
    """
    present = replace(source, catalogue=_with_present_pictures(page, source))
    documents: Files = {}
    assets: dict[str, Asset] = {}
    for language in present.shop.languages or ("en",):
        for folder, name, rendered in _renderings(page, present, language):
            documents[folder + name] = rendered.html.encode()
            documents |= _styles(folder, rendered)
            assets |= {folder + asset.name: asset for asset in rendered.assets}
        documents |= _message(page, present, language)
    drawn = ((name, _drawn(asset, present)) for name, asset in assets.items())
    return documents | {name: data for name, data in drawn if data is not None}


def _with_present_pictures(page: Page, source: Source) -> Catalogue:
    """The page's products, each with `picture` only where the file is there."""
    shown = dict.fromkeys(page.product_ids())
    products = [source.catalogue.get(product_id) for product_id in shown]
    return Catalogue(
        tuple(
            replace(product, picture=_file_name(source.picture(product.id)))
            for product in products
            if product is not None
        )
    )


def _file_name(path: Path | None) -> str:
    return path.name if path is not None and path.is_file() else ""


def _renderings(
    page: Page, source: Source, language: Language
) -> Iterator[tuple[str, str, Rendered]]:
    """Folder, name and contents of each document of a page in one language."""
    ending = f"{_ending(source.shop, language)}.html"
    for surface in page.surfaces:
        options = _options(source, language, surface)
        for stem, only in _stems(page, source, options):
            asked = replace(options, only=only)
            rendered = render(page, source.catalogue, source.shop, asked)
            yield _FOLDERS[surface], stem + ending, rendered


def _stems(
    page: Page, source: Source, options: RenderOptions
) -> Iterator[tuple[str, str]]:
    """Names of a surface's documents: one, or one for each unit and its block."""
    if options.surface in ("web", "mail"):
        yield "index", ""
        return
    scope = Scope(page, source.catalogue, source.shop, options)
    for block in page.on(options.surface):
        if is_shown(scope, block):
            yield block.type.partition("-")[2], block.id


def _options(source: Source, language: Language, surface: Surface) -> RenderOptions:
    return RenderOptions(
        today=source.today,
        language=language,
        surface=surface,
        purpose="export",
        languages=_others(source.shop, language),
    )


def _styles(folder: str, rendered: Rendered) -> Files:
    return {
        folder + style: resource("pages", style).read_bytes()
        for style in rendered.styles
    }


def _message(page: Page, source: Source, language: Language) -> Files:
    """The plain text part of a mailing."""
    if "mail" not in page.surfaces:
        return {}
    options = _options(source, language, "mail")
    text = message_text(page, source.catalogue, source.shop, options)
    return {f"mail/message{_ending(source.shop, language)}.txt": text.encode()}


def _drawn(asset: Asset, source: Source) -> bytes | None:
    if asset.kind == "icon":
        return icon_png(asset.icon, tint_of(asset.icon), asset.size)
    pictures = [data for i in asset.product_ids if (data := _read(i, source))]
    if asset.kind == "scene":
        return scene_png(asset.scene, asset.accent, pictures, asset.size)
    if not pictures:
        return None
    if asset.kind == "picture":
        return pictures[0]
    return product_png(pictures[0], asset.size)


def _read(product_id: str, source: Source) -> bytes | None:
    path = source.picture(product_id)
    return path.read_bytes() if path is not None and path.is_file() else None


def _ending(shop: Shop, language: Language) -> str:
    """Nothing for the shop's first language, `.zh` or `.en` for another."""
    return "" if language == shop.language else f".{language}"


def _others(shop: Shop, language: Language) -> dict[Language, str]:
    return {
        other: f"index{_ending(shop, other)}.html"
        for other in shop.languages
        if other != language
    }
