"""Shopify theme templates (`templates/*.json`): a page's sections as blocks.

The theme editor writes a comment before the JSON; sections are named, and `order` says
how they follow. What a section is called differs from theme to theme, so that the rest
is read from words in its name.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from studio.domain.layout import Attributes, LayoutBlock, PageKind

_COMMENT = re.compile(r"\A\s*/\*.*?\*/", re.DOTALL)
_KIND_OF: dict[str, PageKind] = {
    "index": "home", "product": "product", "collection": "collection",
    "page": "landing", "landing": "landing",
}  # fmt: skip
_NAMED: dict[str, str] = {
    "image-banner": "hero-banner", "featured-collection": "product-grid",
    "collection-list": "category-tiles", "multirow": "image-with-text",
    "collage": "gallery", "collapsible-content": "faq", "featured-blog": "blog-posts",
    "contact-form": "contact-map", "main-collection-product-grid": "main-collection",
    "main-collection-banner": "page-header", "related-products": "recommended-products",
    "custom-liquid": "custom-html", "apps": "custom-html",
    "email-signup-banner": "newsletter", "main-list-collections": "category-tiles",
}  # fmt: skip
"""Sections of Shopify's own themes whose name says something else."""
_WORDS: tuple[tuple[str, str], ...] = (
    (r"main-product", "main-product"), (r"main-collection", "main-collection"),
    (r"^main-", "main-other"), (r"announcement", "announcement-bar"),
    (r"\bheader\b", "header"), (r"\bfooter\b", "footer"),
    (r"pop-?up|drawer|overlay|modal", "overlay"),
    (r"countdown|timer", "countdown"),
    (r"recently", "recently-viewed"), (r"recommend|related", "recommended-products"),
    (r"hotspot|look", "shop-the-look"), (r"featured-product", "featured-product"),
    (r"compar", "comparison-table"),
    (r"(product|collection).*(carousel|slider)", "product-carousel"),
    (r"collections|collection-list|categor|tiles", "category-tiles"),
    (r"collection|product", "product-grid"),
    (r"testimonial|review|quote", "testimonials"), (r"logo|brands|press", "logo-list"),
    (r"faq|accordion|collaps", "faq"), (r"newsletter|subscribe|email", "newsletter"),
    (r"blog|article|post", "blog-posts"), (r"video", "video"),
    (r"slide|carousel", "slideshow"), (r"gallery|mosaic|instagram", "gallery"),
    (r"contact|map|store-loc", "contact-map"),
    (r"usp|icon|trust|benefit|guarantee|shipping", "usp-bar"),
    (r"image.*text|text.*image|media.*text", "image-with-text"),
    (r"column|feature", "multicolumn"), (r"promo|offer", "promo-banner"),
    (r"hero|banner", "hero-banner"), (r"breadcrumb|page-title", "page-header"),
    (r"spacer|divider|separator", "spacer"), (r"menu|nav", "nav-aux"),
    (r"text|heading", "rich-text"), (r"html|liquid|custom", "custom-html"),
)  # fmt: skip
_NUMBERS = {
    "columns": ("columns_desktop", "columns", "products_per_row", "desktop_columns"),
    "columns_mobile": ("columns_mobile", "mobile_columns"),
    "rows": ("rows", "rows_desktop"),
    "items": ("products_to_show", "items", "post_limit", "limit"),
}
_ALIGNS = ("desktop_content_alignment", "text_alignment", "content_alignment",
           "column_alignment", "heading_alignment", "alignment")  # fmt: skip
_HEIGHTS = ("image_height", "slide_height", "height", "section_height")
_SIDES = {"image_first": "left", "text_first": "right"}
_MOST = 99


def looks_like_template(text: str) -> bool:
    """Whether a text is the beginning of a template: a comment or sections in JSON."""
    bare = _COMMENT.sub("", text.lstrip("\ufeff")).lstrip()
    if not bare.startswith("{"):
        return False
    return bool(re.search(r'"sections"\s*:\s*\{', bare[:4000]))


def template_page(
    text: str, name: str
) -> tuple[str, PageKind, list[LayoutBlock], list[str]]:
    """Read a template.

    Args:
        text: The whole file.
        name: The file's name: `index.json` is a home page.

    Returns:
        Page id, page kind, blocks, and the names of sections that are not known
        (their blocks are custom-html).

    Raises:
        ValueError: It is not a template.
    """
    try:
        raw = json.loads(_COMMENT.sub("", text.lstrip("\ufeff")))
    except (json.JSONDecodeError, RecursionError) as error:
        raise ValueError("the template is not JSON") from error
    sections = raw.get("sections") if isinstance(raw, dict) else None
    if not isinstance(sections, dict):
        raise ValueError("the template has no sections")  # noqa: TRY004 - one kind
    unknown: list[str] = []
    blocks: list[LayoutBlock] = []
    for section in _in_order(sections, raw.get("order")):
        kind = block_type(section["type"])
        if kind is None:
            unknown.append(section["type"])
        blocks.append(LayoutBlock(kind or "custom-html", _attributes(section)))
    stem = name.rsplit("/", 1)[-1].removesuffix(".json")
    return stem, _KIND_OF.get(stem.split(".")[0], "other"), blocks, unknown


def block_type(section: str) -> str | None:
    """The block that a section is, or None where its name says nothing."""
    name = section.lower().replace("_", "-")
    if name in _NAMED:
        return _NAMED[name]
    return next((block for word, block in _WORDS if re.search(word, name)), None)


def _in_order(sections: dict[str, Any], order: object) -> Iterator[dict[str, Any]]:
    """Sections that are shown, as they follow."""
    names = order if isinstance(order, list) else list(sections)
    for name in names:
        section = sections.get(name) if isinstance(name, str) else None
        if not isinstance(section, dict) or section.get("disabled") is True:
            continue
        if isinstance(section.get("type"), str):
            yield section


def _attributes(section: dict[str, Any]) -> Attributes:
    settings = section.get("settings")
    said = settings if isinstance(settings, dict) else {}
    numbers = {name: _number(said, keys) for name, keys in _NUMBERS.items()}
    if numbers["items"] is None:
        numbers["items"] = _children(section)
    align = next((said[key] for key in _ALIGNS if said.get(key) in _ALIGN), None)
    height = next((_height(said[key]) for key in _HEIGHTS if key in said), None)
    wide = said.get("full_width")
    tone = _tone(said.get("color_scheme"))
    side = _SIDES.get(str(said.get("layout")))
    return Attributes(
        **numbers,
        align=align,
        height=height,  # type: ignore[arg-type] # one of the four
        full_width=wide if isinstance(wide, bool) else None,
        media_side=side,  # type: ignore[arg-type] # left or right
        has_heading=_heading(said),
        scheme=_scheme(said.get("color_scheme")) if tone is None else None,
        tone=tone,  # type: ignore[arg-type] # of the table
    )


_ALIGN = ("left", "center", "right")


def _number(said: dict[str, Any], keys: tuple[str, ...]) -> int | None:
    for key in keys:
        value = said.get(key)
        digits = re.fullmatch(r"\d{1,2}", str(value))
        if digits and not isinstance(value, bool) and 0 < int(str(value)) <= _MOST:
            return int(str(value))
    return None


def _children(section: dict[str, Any]) -> int | None:
    """Blocks inside of a section that are shown."""
    inside = section.get("blocks")
    if not isinstance(inside, dict) or not inside:
        return None
    shown = [b for b in inside.values()
             if not (isinstance(b, dict) and b.get("disabled") is True)]  # fmt: skip
    return min(len(shown), _MOST) or None


def _height(value: object) -> str | None:
    word = str(value).removesuffix("_image")
    return word if word in ("adapt", "small", "medium", "large") else None


def _heading(said: dict[str, Any]) -> bool | None:
    texts = [said[key] for key in ("heading", "title") if key in said]
    return any(isinstance(t, str) and t.strip() for t in texts) if texts else None


def _scheme(value: object) -> int | None:
    digits = re.search(r"(\d{1,2})$", str(value))
    return int(digits.group(1)) - 1 if digits and int(digits.group(1)) > 0 else None


def _tone(value: object) -> str | None:
    word = str(value)
    if word.startswith("background"):
        return "light"
    if word.startswith("accent"):
        return "accent"
    return "dark" if word == "inverse" else None
