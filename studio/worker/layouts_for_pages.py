"""Web layouts for a persona's pages: what is asked of the model, and its answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from studio.domain.brief import Brief
from studio.domain.layout import Layout
from studio.domain.page import Page, Scenario
from studio.domain.wishes import Fixed, Settled, Wishes
from studio.pipeline.layout.conditions import Conditions
from studio.pipeline.layout.grammar import without_units
from studio.pipeline.layout.model import LayoutModel
from studio.pipeline.layout.proposing import choose_for
from studio.pipeline.layout.renderable import MAX_BLOCKS, MIN_BLOCKS
from studio.pipeline.layout.sampling import (
    Show,
    judge_layouts,
    sample_pages,
    surprise_temperature,
)
from studio.pipeline.layout.wishes import Frame, settle
from studio.pipeline.page.allowed import allowed_blocks
from studio.pipeline.page.request import Setting
from studio.store.project import Project

LIKE = 0.5
"""How far the slider goes where layouts are to be like a page."""
SPARE = 2
"""So many layouts are sampled for each one that is shown."""


@dataclass(frozen=True)
class Ask:
    """What layouts are for: a persona's page of a scenario, and the person's wishes.

    `surprise` goes from 0, like `ours`, to 1. With `base` they are variations of it;
    none has the types of a layout in `without`.
    """

    setting: Setting
    scenario: Scenario
    brief: Brief | None = None
    wishes: Wishes = field(default_factory=Wishes)
    surprise: float = 0.5
    ours: tuple[Layout, ...] = ()
    base: Layout | None = None
    without: tuple[Layout, ...] = ()

    @property
    def condition(self) -> Conditions:
        """The page's kind, campaign, scenario and persona, as the model takes them."""
        return Conditions(
            page_kind="landing" if self.scenario == "promotion" else "home",
            campaign=self.scenario == "promotion",
            scenario=self.scenario,
            traits=self.setting.persona.traits,
        )

    @cached_property  # finding what a shop can fill reads its whole catalogue
    def show(self) -> Show:
        """The scenario with the block types that the shop has facts for."""
        setting = self.setting
        allowed = allowed_blocks(
            setting.shop,
            setting.catalogue,
            self.scenario,
            self.brief,
            today=setting.today,
        )
        return Show(self.scenario, allowed)

    def settled(self) -> Settled:
        """The wishes that can hold, and what had to be dropped."""
        allowed = self.show.allowed
        frame = Frame(allowed=allowed, least=MIN_BLOCKS, most=MAX_BLOCKS)
        return settle(self.wishes, frame)


def layouts_for(
    model: LayoutModel, ask: Ask, n: int, seed: int, wishes: Wishes
) -> list[Layout]:
    """Layouts that sell, obey the page rules and the (settled) wishes.

    They come in the order of `choose_for`; there are fewer than `n` where the model
    finds no more.
    """
    spare = sample_pages(
        model,
        ask.condition,
        SPARE * n,
        seed,
        ask.show,
        wishes=wishes,
        temperature=surprise_temperature(ask.surprise),
        base=ask.base,
    )
    near, surprise = ask.ours, ask.surprise
    if ask.base is not None:  # like that page, at any setting of the slider
        near, surprise = (ask.base,), LIKE * ask.surprise
    return choose_for(
        spare,
        n,
        ours=near,
        surprise=surprise,
        by_clicks=model.knows_clicks,
        without=ask.without,
    )


def average_clicks(
    model: LayoutModel, ask: Ask, made: Sequence[Layout]
) -> float | None:
    """Predicted click rate of the shop's average page for the persona.

    Without own pages it is that of the layouts just made; None without clicks.
    """
    pages = list(ask.ours) or list(made)
    if not model.knows_clicks or not pages:
        return None
    judged = judge_layouts(model, pages, [ask.condition] * len(pages))
    rates = [layout.engagement for layout in judged if layout.engagement is not None]
    return sum(rates) / len(rates) if rates else None


def own_layouts(project: Project) -> tuple[Layout, ...]:
    """The shop's pages as imported, and those that were approved."""
    imported = [layout for _, layout in project.layouts()]
    approved = [page.layout() for page, _ in project.pages.approved()]
    web = [without_units(layout) for layout in (*imported, *approved)]
    return tuple(layout for layout in web if layout.blocks)


def web_layout(page: Page) -> Layout:
    """The web blocks of a page, hidden ones left out."""
    return without_units(page.layout())


def locked_blocks(page: Page) -> tuple[Fixed, ...]:
    """What is locked on a page, each with its place among the blocks shown."""
    shown = [block for block in page.on("web") if not block.hidden]
    layout = web_layout(page)
    return tuple(
        Fixed(at, layout.blocks[at]) for at, block in enumerate(shown) if block.locked
    )
