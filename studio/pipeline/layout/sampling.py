"""What the rest of Vitrine asks of the layout model."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec
import torch

from studio.domain.layout import Layout
from studio.domain.page import Scenario
from studio.domain.shipped import resource
from studio.domain.wishes import Wishes
from studio.pipeline.layout.appeal import LIKED_PAGES, leaning, liked_types
from studio.pipeline.layout.choosing import choose
from studio.pipeline.layout.conditions import Conditions, as_tensors
from studio.pipeline.layout.constraints import mend
from studio.pipeline.layout.decoder import Floats
from studio.pipeline.layout.engagement import page_engagement
from studio.pipeline.layout.judging import realism_of, realness
from studio.pipeline.layout.keeping import faults
from studio.pipeline.layout.model import LayoutModel
from studio.pipeline.layout.noise import sample_codes
from studio.pipeline.layout.renderable import to_renderable
from studio.pipeline.layout.vocabulary import (
    Codes,
    decode,
    encode_all,
)
from studio.pipeline.layout.weights import read_weights
from studio.pipeline.layout.wishing import (
    VARIED,
    completed,
    surprise_temperature,
    variations,
    warmed,
)

_POOL = 12  # layouts made for each one that is shown
_LEAST_POOL = 64


class Show(msgspec.Struct, frozen=True):
    """What pages are for, and the block types that the shop has facts for."""

    scenario: Scenario
    allowed: frozenset[str]


def shipped_weights() -> Path:
    """The weights that come with Vitrine."""
    return resource("layout", "generator.safetensors")


def load_generator(path: Path | None = None, device: str = "cpu") -> LayoutModel:
    """The layout model of a weights file, by default the shipped one.

    Raises:
        ModelRefused: The file is missing, a pickle, damaged, or of another model.
    """
    return read_weights(path or shipped_weights()).to(device).eval()


def sample_layouts(
    generator: LayoutModel,
    conditions: Conditions | Sequence[Conditions],
    n: int,
    seed: int,
    temperature: float = 1.0,
    *,
    lean: Floats | None = None,
    judged: bool = True,
) -> list[Layout]:
    """Make storefront layouts: after the hard rules, before the page rules.

    Args:
        generator: A layout model.
        conditions: One wish for all, or `n` of them.
        n: How many.
        seed: The same seed and wishes give the same layouts.
        temperature: 1 as real pages are; more surprises above, fewer below.
        lean: (1 + types,), by how much each type is likelier than to the net.
        judged: Whether anybody asks how real they are.

    Returns:
        `n` layouts with the number of hard rules that had to mend each and, where they
        are judged, with realism and, where clicks were learned, engagement.
    """
    wishes = [conditions] * n if isinstance(conditions, Conditions) else conditions
    given = as_tensors(wishes, generator.traits)
    heat = warmed(generator.heat, temperature)
    raw = sample_codes(generator, given, seed, heat, lean=lean)
    mended = mend(raw, given.kind.numpy())
    layouts = _as_layouts(mended.codes, wishes, seed, mended.count.tolist())
    return _judged(generator, layouts, mended.codes, wishes) if judged else layouts


def complete(
    generator: LayoutModel,
    condition: Conditions,
    wishes: Wishes,
    n: int,
    seed: int,
    *,
    temperature: float = 1.0,
    lean: Floats | None = None,
) -> list[Layout]:
    """Storefront layouts that keep wishes: locked blocks stay, the rest is made.

    Args:
        generator: A layout model.
        condition: Page kind, scenario, traits.
        wishes: Settled ones (`wishes.settle`).
        n: How many.
        seed: Of all chance.
        temperature: As for `sample_layouts`.
        lean: As for `sample_layouts`.
    """
    codes = completed(
        generator, condition, wishes, n, seed, temperature=temperature, lean=lean
    )
    return _as_layouts(codes, [condition] * n, seed)


def vary(
    generator: LayoutModel,
    condition: Conditions,
    base: Layout,
    n: int,
    seed: int,
    *,
    amount: float = VARIED,
    lean: Floats | None = None,
) -> list[Layout]:
    """Variations of a page, whoever made it; an `amount` of 0 is the page."""
    codes = variations(generator, condition, base, n, seed, amount=amount, lean=lean)
    return _as_layouts(codes, [condition] * n, seed)


def sample_pages(
    generator: LayoutModel,
    wish: Conditions,
    n: int,
    seed: int,
    show: Show,
    *,
    wishes: Wishes | None = None,
    temperature: float = 1.0,
    base: Layout | None = None,
) -> list[Layout]:
    """Layouts to render: many are made, and the best `n` unlike ones are taken.

    Best is what the wish's persona is predicted to click, where the model has learned
    from clicks, and what looks real. Every layout obeys the page rules 1 to 7, as far
    as settled `wishes` leave room for them; `base` is a page to make variations of.
    """
    wishes = wishes or Wishes()
    pool = max(_LEAST_POOL, _POOL * n)
    liked = _liked(generator, wish, seed)
    lean = leaning(liked)
    if base is not None:
        amount = min(1.0, VARIED * temperature**2)
        raw = vary(generator, wish, base, pool, seed, amount=amount, lean=lean)
    elif wishes:
        raw = complete(
            generator, wish, wishes, pool, seed, temperature=temperature, lean=lean
        )
    else:
        raw = sample_layouts(
            generator, wish, pool, seed, temperature, lean=lean, judged=False
        )
    shown = [
        to_renderable(
            layout, show.scenario, show.allowed, seed + at, liked, wishes=wishes
        )
        for at, layout in enumerate(raw)
    ]
    if wishes:  # those that keep most page rules beside the wishes
        shown = sorted(shown, key=lambda page: faults(page.blocks))[: 3 * n]
    judged = judge_layouts(generator, shown, [wish] * len(shown), shown=True)
    return choose(judged, n, by_clicks=generator.knows_clicks)


def _liked(
    generator: LayoutModel, wish: Conditions, seed: int
) -> dict[str, float] | None:
    """Each type's appeal to the wish's persona, or None where no clicks were seen."""
    if not generator.knows_clicks:
        return None
    given = as_tensors([wish] * LIKED_PAGES, generator.traits)
    raw = sample_codes(generator, given, seed)
    return liked_types(generator, mend(raw, given.kind.numpy()).codes, wish)


def judge_layouts(
    generator: LayoutModel,
    layouts: Sequence[Layout],
    wishes: Sequence[Conditions],
    *,
    shown: bool = False,
) -> list[Layout]:
    """The same layouts with realism and, where clicks were learned, engagement.

    Args:
        generator: A layout model.
        layouts: N layouts.
        wishes: What each was made for.
        shown: The layouts are to be rendered, not storefront ones: realism compares
            them with real pages that went through the same page rules.
    """
    if not layouts:
        return []
    codes = encode_all(layout.blocks for layout in layouts)
    return _judged(generator, layouts, codes, wishes, shown=shown)


@torch.no_grad()
def _judged(
    generator: LayoutModel,
    layouts: Sequence[Layout],
    codes: Codes,
    wishes: Sequence[Conditions],
    *,
    shown: bool = False,
) -> list[Layout]:
    given = as_tensors(wishes, generator.traits)
    nothing = torch.zeros_like(given.known)
    blind = msgspec.structs.replace(given, known=nothing, traits=nothing)
    real = realism_of(generator, realness(generator, codes, blind), shown=shown)
    clicks: list[float | None] = [None] * len(layouts)
    if generator.knows_clicks:
        pages = torch.from_numpy(codes).to(generator.device)
        rate = page_engagement(
            generator.discriminator, pages, given.to(str(generator.device))
        )
        clicks = rate.cpu().tolist()
    return [
        msgspec.structs.replace(layout, realism=float(score), engagement=rate)
        for layout, score, rate in zip(layouts, real, clicks, strict=True)
    ]


def _as_layouts(
    codes: Codes,
    wishes: Sequence[Conditions],
    seed: int,
    repaired: Sequence[int] = (),
) -> list[Layout]:
    """Layouts of codes that the hard rules have mended, and how often they had to."""
    return [
        Layout(
            blocks=decode(page),
            page_kind=wish.page_kind or "home",
            campaign=bool(wish.campaign),
            repaired=count,
            seed=seed + at,
        )
        for at, (page, count, wish) in enumerate(
            zip(codes, repaired or [0] * len(codes), wishes, strict=True)
        )
    ]


__all__ = [
    "Show", "complete", "judge_layouts", "load_generator", "sample_layouts",
    "sample_pages", "shipped_weights", "surprise_temperature", "vary",
]  # fmt: skip
