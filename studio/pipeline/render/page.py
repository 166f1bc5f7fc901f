"""The renderer's two entrances: a page's surface, and one block of it."""

from __future__ import annotations

from markupsafe import Markup

from studio.domain.blocks import BLOCKS
from studio.domain.catalogue import Catalogue
from studio.domain.page import Block, Page
from studio.domain.shop import Shop
from studio.pipeline.render.blocks import is_shown
from studio.pipeline.render.environment import environment
from studio.pipeline.render.headings import h1_block
from studio.pipeline.render.options import Rendered, RenderOptions
from studio.pipeline.render.scope import Scope

_STYLES = {
    "web": ("page.css",),
    "mail": ("email.css",),
    "ad": ("ads.css",),
    "social": ("ads.css",),
}
_FOLDERS = {"web": "blocks", "mail": "mail", "ad": "units", "social": "units"}


def render(
    page: Page, catalogue: Catalogue, shop: Shop, options: RenderOptions
) -> Rendered:
    """Render one surface of a page as a whole HTML document.

    Every text of the page, the catalogue and the shop is escaped; addresses other
    than http, https, mailto and relative ones become `#`. The document needs no
    script and no `style` attribute, and its policy allows its own files alone.
    Deterministic: the same arguments give the same document.

    Args:
        page: The page; blocks of other surfaces are left out.
        catalogue: Where products are looked up; one that is gone is left out, except
            in the preview, which shows its place.
        shop: Header, footer and facts.
        options: Language, surface, scheme, purpose and addresses.
    """
    scope = Scope(page, catalogue, shop, options)
    blocks = [b for b in page.on(options.surface) if _wanted(scope, b)]
    rendered = [render_in(scope, block) for block in blocks]
    styles = _STYLES[options.surface]
    html = (
        environment()
        .get_template(f"{options.surface}.html.jinja")
        .render(
            s=scope,
            page=page,
            shop=shop,
            options=options,
            styles=styles,
            blocks=list(zip(blocks, rendered, strict=True)),
            mark=scope.mark,
            has_h1=bool(h1_block(page)),
        )
    )
    hosts = tuple(sorted(scope.remote_hosts))
    return Rendered(html, styles, tuple(scope.assets.values()), hosts)


def render_block(
    page: Page, block: Block, catalogue: Catalogue, shop: Shop, options: RenderOptions
) -> str:
    """Render the outer HTML of one block, exactly as it stands in the document.

    The preview swaps it in after an edit. `block` is one of `page.blocks`: the page
    says whether it holds the `h1`.
    """
    return render_in(Scope(page, catalogue, shop, options), block)


def render_in(scope: Scope, block: Block) -> Markup:
    """Render a block within a rendering; the result is safe markup."""
    surface = block.surface
    name = "unit" if surface in ("ad", "social") else block.type
    template = environment().get_template(f"{_FOLDERS[surface]}/{name}.html.jinja")
    html = template.render(
        s=scope,
        block=block,
        look=block.attributes,
        mark=scope.mark,
        shown=is_shown(scope, block),
        h="h1" if block.id == h1_block(scope.page) else "h2",
    )
    return Markup(html)  # noqa: S704 - made by the escaping templates just above


def _wanted(scope: Scope, block: Block) -> bool:
    return block.type in BLOCKS and (scope.options.editing or is_shown(scope, block))
