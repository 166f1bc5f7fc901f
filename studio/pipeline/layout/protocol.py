"""How a layout model is judged: pages of shops that it has not learned from.

Home, landing and collection pages of held-out shops, at most twenty of a shop, against
as many made pages of each page kind; beside them what other ways of making pages score.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

import msgspec
import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

from studio.domain.layout import PAGE_KINDS
from studio.pipeline.layout.baselines import bigram_sampler, marginal_sampler
from studio.pipeline.layout.constraints import mend
from studio.pipeline.layout.encoder import PageEncoder, fit_encoder, nearest
from studio.pipeline.layout.judging import held_out_nats, kinds_like
from studio.pipeline.layout.metrics import Realism, compare
from studio.pipeline.layout.model import LayoutModel
from studio.pipeline.layout.noise import sample_codes
from studio.pipeline.layout.pages import PageSet, storefront
from studio.pipeline.layout.vocabulary import Codes

Making: TypeAlias = Callable[[int], Codes]
"""Made pages for a seed, in the page kinds and order of the real ones."""

HELD_SHARE = 57 / 156
"""Share of the shops that is held out of a training that is judged."""
OTHERS = "Real pages of other shops"
MARGINAL = "Marginal sampler"
BIGRAM = "Bigram sampler"
COPIER = "Nearest real page copied"
LIKELIHOOD = "Likelihood alone"
RAW = "Layout GAN, before repair"
OURS = "Layout GAN"
_CLOSE = frozenset({OTHERS, LIKELIHOOD, OURS})
"""Rows so near each other that one draw does not tell them apart."""
FIGURES: tuple[str, ...] = Realism.__struct_fields__[1:]


class Judged(msgspec.Struct, frozen=True):
    """One training judged: rows by name, and single figures by name."""

    rows: dict[str, Realism]
    figures: dict[str, float]


class Judges(msgspec.Struct, frozen=True):
    """Real pages of held-out shops, the pages learned from, and a frozen encoder."""

    real: PageSet
    others: PageSet
    known: PageSet
    held: PageSet
    encoder: PageEncoder

    def row(self, made: Codes) -> Realism:
        """How made pages compare with the real ones."""
        return compare("", made, self.real.codes, self.known.codes, self.encoder)

    def mean(self, making: Making, samplings: int) -> Realism:
        """The mean over samplings."""
        return mean_of([self.row(making(seed)) for seed in range(1, samplings + 1)])


def judges_of(known: PageSet, held: PageSet, seed: int) -> Judges:
    """The judged set of a split by shop."""
    encoder = fit_encoder(known.codes)
    return Judges(storefront(held, seed), storefront(known, seed), known, held, encoder)


def judged(
    judges: Judges, ours: LayoutModel, likelihood: LayoutModel, samplings: int
) -> Judged:
    """All rows and figures of one split.

    Args:
        judges: The split.
        ours: Trained on its known shops.
        likelihood: The same net before it met the discriminator.
        samplings: Draws that the rows near each other are the mean of.
    """
    real = judges.real
    makers: dict[str, Making] = {
        OTHERS: lambda seed: pages_of_kinds(judges.others, real, seed),
        MARGINAL: lambda seed: _by_kind(marginal_sampler, judges, seed),
        BIGRAM: lambda seed: _by_kind(bigram_sampler, judges, seed),
        COPIER: lambda seed: _copied(judges, _mended(ours, real, seed)),
        LIKELIHOOD: lambda seed: _mended(likelihood, real, seed),
        RAW: lambda seed: _raw(ours, real, seed),
        OURS: lambda seed: _mended(ours, real, seed),
    }
    rows = {
        name: judges.mean(making, samplings if name in _CLOSE else 1)
        for name, making in makers.items()
    }
    figures = {
        "nats of a held-out page, likelihood alone": held_out_nats(
            likelihood, judges.held
        ),
        "nats of a held-out page, ours": held_out_nats(ours, judges.held),
        "pages mended": mend(_raw(ours, real, 1), real.kind).rate,
    }
    return Judged(rows, figures | consistency(judges, ours))


def consistency(judges: Judges, model: LayoutModel) -> dict[str, float]:
    """How well a frozen classifier tells what a page was made for.

    It is a logistic regression in the frozen encoder, fitted to the pages learned
    from; balanced accuracy, on made pages, on the same pages with their conditions
    shuffled, and on held-out real pages.
    """
    rng = np.random.default_rng(1)
    real = judges.real
    given = kinds_like(real, model.shares, 1)
    made = mend(sample_codes(model, given, 1), real.kind).codes
    wanted = {"page kind": real.kind, "campaign": given.campaign.numpy()}
    known = {"page kind": judges.known.kind, "campaign": judges.known.campaign}
    truth = {"page kind": real.kind, "campaign": real.campaign}
    seen, own = judges.encoder(made), judges.encoder(real.codes)
    learned = judges.encoder(judges.known.codes)
    out: dict[str, float] = {}
    for name, labels in known.items():
        if len(np.unique(labels)) == 1:
            continue  # nothing to tell
        net = LogisticRegression(max_iter=500, class_weight="balanced")
        net.fit(learned, labels)
        guess = net.predict(seen)
        out[f"{name} told from made pages"] = balanced(guess, wanted[name])
        out[f"{name}, conditions shuffled"] = balanced(
            guess, rng.permutation(wanted[name])
        )
        out[f"{name} told from real pages"] = balanced(net.predict(own), truth[name])
    return out


def balanced(guess: npt.NDArray[np.int64], truth: npt.NDArray[np.int64]) -> float:
    """Mean over the classes of the share that is told right."""
    kinds = np.unique(truth)
    return float(np.mean([(guess[truth == kind] == kind).mean() for kind in kinds]))


def pages_of_kinds(pages: PageSet, real: PageSet, seed: int) -> Codes:
    """As many pages of each kind as the real ones, drawn from others; in their order.

    Where there are too few of a kind, some are drawn more than once.
    """
    rng = np.random.default_rng(seed)
    out = np.zeros_like(real.codes)
    for kind in np.unique(real.kind):
        places = np.flatnonzero(real.kind == kind)
        rows = np.flatnonzero(pages.kind == kind)
        if not len(rows):
            rows = np.arange(len(pages))
        few = len(rows) < len(places)
        out[places] = pages.codes[rng.choice(rows, len(places), replace=few)]
    return out


def mean_of(rows: list[Realism], name: str = "", *, spread: bool = False) -> Realism:
    """Mean of some rows, or their standard deviation."""
    pick = np.std if spread else np.mean
    return Realism(
        name, **{f: float(pick([getattr(row, f) for row in rows])) for f in FIGURES}
    )


def mean_figures(all_figures: list[Mapping[str, float]]) -> dict[str, float]:
    """Mean of each figure over the splits."""
    names = all_figures[0]
    return {name: float(np.mean([f[name] for f in all_figures])) for name in names}


def _raw(model: LayoutModel, real: PageSet, seed: int) -> Codes:
    return sample_codes(model, kinds_like(real, model.shares, seed), seed)


def _mended(model: LayoutModel, real: PageSet, seed: int) -> Codes:
    return mend(_raw(model, real, seed), real.kind).codes


def _by_kind(
    sampler: Callable[[PageSet, int, int], Codes], judges: Judges, seed: int
) -> Codes:
    out = np.zeros_like(judges.real.codes)
    for kind in np.unique(judges.real.kind):
        places = np.flatnonzero(judges.real.kind == kind)
        rows = np.flatnonzero(judges.known.kind == kind)
        part = sampler(judges.known.take(rows), len(places), seed * len(PAGE_KINDS))
        out[places] = part
    return out


def _copied(judges: Judges, made: Codes) -> Codes:
    """For each made page, the page learned from that is nearest to it, of its kind."""
    out = np.zeros_like(made)
    for kind in np.unique(judges.real.kind):
        places = np.flatnonzero(judges.real.kind == kind)
        rows = np.flatnonzero(judges.known.kind == kind)
        own = judges.known.codes[rows]
        at = nearest(judges.encoder(made[places]), judges.encoder(own))
        out[places] = own[at]
    return out
