"""What a page is composed from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Protocol

import msgspec

from studio.domain.brief import Brief
from studio.domain.catalogue import Catalogue
from studio.domain.layout import Layout
from studio.domain.page import Block, Page, Scenario
from studio.domain.persona import EVERYONE, Audience, Persona
from studio.domain.shop import Shop

Together = Mapping[str, tuple[str, ...]]
"""Product id -> products most often bought together with it, the most often first."""


class Writer(Protocol):
    """Gives the texts that a page still lacks; `themes` names each block's theme."""

    def write(self, page: Page, themes: Mapping[str, str]) -> Page:
        """The page with every missing text filled; present texts stay."""

    def write_block(self, page: Page, block: Block, theme: str) -> Block:
        """One more block for a page, with its texts."""


class Setting(msgspec.Struct, frozen=True):
    """Everything about shop and persona that pages are filled from.

    `scores` has the persona's score of each product, 0 to 1, `popularity` each
    product's share of purchases and views, 1 for the most popular.
    """

    catalogue: Catalogue
    shop: Shop
    persona: Persona
    scores: Mapping[str, float]
    popularity: Mapping[str, float]
    today: date
    writer: Writer
    together: Together = {}


class ComposeRequest(msgspec.Struct, frozen=True):
    """One page to make.

    `layout` is renderable; `pins` are products that come first; `weights` and
    `hidden` are the merchandiser's boosts and bans.
    """

    setting: Setting
    layout: Layout
    scenario: Scenario
    page_id: str = "pg"
    brief: Brief | None = None
    candidate: int = 0
    weights: Mapping[str, float] = {}
    hidden: tuple[str, ...] = ()
    pins: tuple[str, ...] = ()
    seed: int = 0


def anew(page: Page, layout: Layout, setting: Setting) -> ComposeRequest:
    """A page made once more, with a layout, as its merchandiser has set it."""
    return ComposeRequest(
        setting=setting,
        layout=layout,
        scenario=page.scenario,
        page_id=page.id,
        brief=page.brief,
        candidate=page.candidate,
        weights=page.weights,
        hidden=page.hidden_products,
        seed=page.seed,
    )


NOBODY = Persona(EVERYONE, "All shoppers", 0, "everyone", name_zh="全部顾客")
"""Stands in for the personas of a project that has not been trained."""


def setting_for(
    persona_id: str,
    audience: Audience | None,
    base: Setting,
) -> Setting:
    """The setting of one persona of an audience, from a base that knows the shop.

    Without an audience every persona is "All shoppers" and popularity is the taste.

    Raises:
        KeyError: The audience has no such persona.
    """
    if audience is None:
        return msgspec.structs.replace(base, scores=dict(base.popularity))
    row = audience.row(persona_id)
    scores = audience.scores[row].tolist()
    return msgspec.structs.replace(
        base,
        persona=audience.personas[row],
        scores=dict(zip(audience.products, scores, strict=True)),
        popularity=dict(
            zip(audience.products, audience.popularity.tolist(), strict=True)
        ),
    )
