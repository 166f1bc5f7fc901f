"""Looks at a model while it trains, and afterwards: on pages of held-out shops."""

from __future__ import annotations

import msgspec
import numpy as np
import torch

from studio.domain.jobs import Comparison, Score
from studio.domain.layout import PAGE_KINDS, WEB_BLOCKS, Layout
from studio.pipeline.layout.baselines import (
    bigram_sampler,
    marginal_sampler,
    nearest_page_copier,
)
from studio.pipeline.layout.constraints import mend
from studio.pipeline.layout.generator import Heat
from studio.pipeline.layout.metrics import (
    Realism,
    compare,
    distinct_share,
    divergence,
    grams,
    novelty,
)
from studio.pipeline.layout.model import QUANTILES, Floats, LayoutModel
from studio.pipeline.layout.net import Conditioned, unknown_traits
from studio.pipeline.layout.noise import sample_codes
from studio.pipeline.layout.pages import PageSet
from studio.pipeline.layout.renderable import to_renderable
from studio.pipeline.layout.vocabulary import Codes, decode, encode_all, lengths

_CHUNK = 256  # pages at once
_LOOK = 400  # held-out pages of a quick look


class Look(msgspec.Struct, frozen=True):
    """What a look at held-out pages found; `nats` a page of the likelihood."""

    nats: float
    bigrams: float
    novel: float
    distinct: float


@torch.no_grad()
def held_out_nats(model: LayoutModel, pages: PageSet) -> float:
    """Negative log-likelihood of pages of known length, in nats a page."""
    model.eval()
    total = 0.0
    for at in range(0, len(pages), _CHUNK):
        part = pages.take(np.arange(at, min(at + _CHUNK, len(pages))))
        size = int(lengths(part.codes).max(initial=1))
        codes = torch.from_numpy(part.codes[:, :size]).to(model.device)
        said = model.generator(codes, conditions_like(part).to(model.device))
        said = said.sum(dim=(1, 2)).cpu().numpy()
        total -= float((said * part.weight).sum())
    return total / max(1e-9, float(pages.weight.sum()))


def look(model: LayoutModel, held: PageSet, known: PageSet, seed: int) -> Look:
    """A quick look: likelihood, bigrams, novelty and variety of sampled pages."""
    if len(held) > _LOOK:
        rows = np.random.default_rng(seed).choice(len(held), _LOOK, replace=False)
        held = held.take(rows)
    made = pages_like(model, held, seed)
    return Look(
        nats=held_out_nats(model, held),
        bigrams=divergence(grams(made, 2), grams(held.codes, 2)),
        novel=novelty(made, known.codes),
        distinct=distinct_share(made) / max(1e-9, distinct_share(held.codes)),
    )


def conditions_like(pages: PageSet) -> Conditioned:
    """Page kind, campaign and length of some pages, as conditions."""
    given = unknown_traits(
        torch.from_numpy(pages.kind), torch.from_numpy(pages.campaign)
    )
    return msgspec.structs.replace(given, length=torch.from_numpy(lengths(pages.codes)))


def kinds_like(pages: PageSet, shares: Floats, seed: int) -> Conditioned:
    """As many conditions of each page kind as some pages have, the rest unknown.

    Whether a page is a campaign's is drawn from `shares`, as is its length later.
    """
    rng = np.random.default_rng(seed)
    by_kind = shares.sum(axis=2)
    chance = by_kind[:, 1] / np.maximum(by_kind.sum(axis=1), 1e-12)
    campaign = rng.random(len(pages)) < chance[pages.kind]
    return unknown_traits(
        torch.from_numpy(pages.kind), torch.from_numpy(campaign.astype(np.int64))
    )


def pages_like(
    model: LayoutModel, pages: PageSet, seed: int, heat: Heat | None = None
) -> Codes:
    """As many mended pages of each page kind as some pages have."""
    given = kinds_like(pages, model.shares, seed)
    raw = sample_codes(model, given, seed, heat)
    return mend(raw, pages.kind).codes


@torch.no_grad()
def realness(model: LayoutModel, codes: Codes, given: Conditioned) -> Floats:
    """The discriminator's logit of each page (N,)."""
    model.eval()
    out: list[Floats] = []
    for at in range(0, len(codes), _CHUNK):
        page = torch.from_numpy(codes[at : at + _CHUNK]).to(model.device)
        part = given.rows(slice(at, at + _CHUNK)).to(model.device)
        logit = model.discriminator(page, part)
        out.append(logit.cpu().numpy().astype(np.float64))
    return np.concatenate(out) if out else np.zeros(0)


def calibrate(model: LayoutModel, held: PageSet) -> None:
    """Learn how real held-out real pages look: realism is a share of those."""
    logits = realness(model, held.codes, conditions_like(held))
    model.realism = np.quantile(logits, np.linspace(0, 1, QUANTILES))
    shown = realness(model, _as_shown(held), conditions_like(held))
    model.shown_realism = np.quantile(shown, np.linspace(0, 1, QUANTILES))


def _as_shown(pages: PageSet) -> Codes:
    """The same pages as they would be rendered, each block type allowed."""
    return encode_all(
        to_renderable(
            Layout(decode(codes), PAGE_KINDS[kind]), "recommendation",
            frozenset(WEB_BLOCKS), at,
        ).blocks
        for at, (codes, kind) in enumerate(
            zip(pages.codes, pages.kind.tolist(), strict=True)
        )
    )  # fmt: skip


def realism_of(model: LayoutModel, logits: Floats, *, shown: bool = False) -> Floats:
    """Share of held-out real pages that look less real, 0 to 1; (N,).

    `shown` compares with real pages after the page rules.
    """
    table = model.shown_realism if shown else model.realism
    return np.interp(logits, table, np.linspace(0, 1, len(table)))


def comparison(
    model: LayoutModel, known: PageSet, held: PageSet, seed: int
) -> tuple[Realism, ...]:
    """Rows of the realism table: real pages, ours, and samplers without a net."""

    def of_kind(sampler: str) -> Codes:
        parts = [
            _SAMPLERS[sampler](
                _of(known, kind), int((held.kind == kind).sum()), seed + kind
            )
            for kind in range(len(PAGE_KINDS))
            if (held.kind == kind).any() and (known.kind == kind).any()
        ]
        return np.concatenate(parts)

    rows = [compare(name, of_kind(name), held.codes, known.codes) for name in _SAMPLERS]
    made = pages_like(model, held, seed)
    return (*rows, compare("Layout GAN", made, held.codes, known.codes))


_SAMPLERS = {
    "Real pages of other shops": nearest_page_copier,
    "Bigram sampler": bigram_sampler,
    "Marginal sampler": marginal_sampler,
}


def as_comparison(rows: tuple[Realism, ...], on: str, note: str = "") -> Comparison:
    """The realism table as a value for the window."""
    scores = tuple(
        Score(
            row.name,
            {
                name: float(value)
                for name, value in msgspec.structs.asdict(row).items()
                if name != "name"
            },
            ours=row.name == "Layout GAN",
        )
        for row in rows
    )
    return Comparison("layout", scores, on, note)


def _of(pages: PageSet, kind: int) -> PageSet:
    return pages.take(np.flatnonzero(pages.kind == kind))
