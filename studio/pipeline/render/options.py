"""What is asked of the renderer, and what it gives back."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from studio.domain.page import Scene, Surface
from studio.domain.shop import PageTheme
from studio.domain.words import Language

Purpose = Literal["preview", "export", "snapshot"]
AssetKind = Literal["picture", "png", "icon", "scene"]


class RenderOptions(msgspec.Struct, frozen=True, kw_only=True):
    """How one surface of a page is to be rendered.

    Attributes:
        language: Language of all text.
        surface: `web`, `mail`, `ad` or `social`.
        theme: Colour scheme of a web page; `auto` keeps the brand's own setting.
        purpose: `preview` carries the marks that the editing overlay reads and shows
            hidden blocks dimmed; `snapshot` looks the same without either; `export`
            addresses files of its own folder and leaves all marks out.
        base_url: What stands before the address of every style and picture.
        picture_url: Pattern of a picture's address after `base_url`, with `{id}` (the
            product id, quoted) and `{file}` (its name in the export). Empty: the
            purpose's own, `pictures/{id}` or `img/{file}`.
        languages: Other languages that the page links to, with their address.
        only: Id of the one block to render, for advertising units that stand alone.
        today: The day that countdowns and news are judged by.
    """

    today: date
    language: Language = "en"
    surface: Surface = "web"
    theme: PageTheme = "auto"
    purpose: Purpose = "preview"
    base_url: str = ""
    picture_url: str = ""
    languages: dict[Language, str] = {}
    only: str = ""

    @property
    def editing(self) -> bool:
        """Whether the overlay's marks are written."""
        return self.purpose == "preview"

    @property
    def picture_pattern(self) -> str:
        """The pattern of a picture's address, `base_url` included."""
        usual = "img/{file}" if self.purpose == "export" else "pictures/{id}"
        return self.base_url + (self.picture_url or usual)


class Asset(msgspec.Struct, frozen=True):
    """A file that the page shows, by its name in the export.

    `picture` is a product's picture as it is, `png` the same as PNG of `size` pixels
    (mail programs know no WebP), `icon` the drawing for a product that has none, named
    by `icon`, `scene` a backdrop with up to three products on it,
    drawn as PNG of `size`.
    """

    name: str
    kind: AssetKind
    product_ids: tuple[str, ...]
    size: tuple[int, int] = (0, 0)
    scene: Scene = Scene()
    accent: str = "pine"
    icon: str = ""


class Rendered(msgspec.Struct, frozen=True):
    """A document, the stylesheets it links to and the files it shows.

    `remote_hosts` lists the shop's own picture hosts that an exported page may load
    from, as its policy allows (scheme and host).
    """

    html: str
    styles: tuple[str, ...]
    assets: tuple[Asset, ...]
    remote_hosts: tuple[str, ...] = ()
