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
from studio.pipeline.render.mail_css import MailStyles
from studio.pipeline.render.options import Rendered, RenderOptions
from studio.pipeline.render.scope import Scope

_STYLES = {
    "web": ("page.css",),
    "mail": ("email.css", "scenes.css"),
    "ad": ("scenes.css", "ads.css"),
    "social": ("scenes.css", "ads.css"),
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
    styles = () if _is_sent(options) else _STYLES[options.surface]
    template = environment().get_template(f"{options.surface}.html.jinja")
    html = template.render(
        **_common(scope),
        page=page,
        options=options,
        styles=styles,
        blocks=list(zip(blocks, rendered, strict=True)),
        has_h1=bool(h1_block(page)),
    )
    hosts = tuple(sorted(scope.remote_hosts))
    return Rendered(html, styles, tuple(scope.assets.values()), hosts)


def render_block(
    page: Page, block: Block, catalogue: Catalogue, shop: Shop, options: RenderOptions
) -> str:
    """Render the outer HTML of one block, exactly as it stands in the document.

    The preview swaps it in after an edit. `block` is one of `page.blocks`: the page
    says whether it holds the `h1`. A block of an e-mail is one `<tr>`.
    """
    return render_in(Scope(page, catalogue, shop, options), block)


def render_in(scope: Scope, block: Block) -> Markup:
    """Render a block within a rendering; the result is safe markup."""
    surface = block.surface
    name = "unit" if surface in ("ad", "social") else block.type
    template = environment().get_template(f"{_FOLDERS[surface]}/{name}.html.jinja")
    html = template.render(
        **_common(scope),
        block=block,
        look=block.attributes,
        shown=is_shown(scope, block),
        h="h1" if block.id == h1_block(scope.page) else "h2",
    )
    return Markup(html)  # noqa: S704 - made by the escaping templates just above


def _common(scope: Scope) -> dict[str, object]:
    return {
        "s": scope,
        "mark": scope.mark,
        "brand": scope.page.brand,
        "css": MailStyles(inline=_is_sent(scope.options)),
    }


def _is_sent(options: RenderOptions) -> bool:
    """Whether the document is an e-mail to be sent, which links to no stylesheet."""
    return options.surface == "mail" and options.purpose == "export"


def _wanted(scope: Scope, block: Block) -> bool:
    if scope.options.only and block.id != scope.options.only:
        return False
    return block.type in BLOCKS and (scope.options.editing or is_shown(scope, block))
