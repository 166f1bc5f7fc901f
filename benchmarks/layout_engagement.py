"""Do a persona's pages follow its taste? Judged by the maker of the sample shop.

    python benchmarks/layout_engagement.py PROJECT --seeds 1 2 3

PROJECT holds the sample shop with its personas (such as `vitrine demo` leaves it). For
each seed the shipped weights are fine-tuned on the shop's pages and clicks. The clicks
that pages would get are then computed from the true rates, which training never sees:
of the rendered pages made for each persona, of pages made for nobody in particular, of
the shop's own pages, and of the best of many pages that keep the page rules, picked by
the truth. Without --seeds the project's model in use is judged.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

import msgspec
import numpy as np
import numpy.typing as npt
import torch
from scipy.stats import spearmanr  # type: ignore[import-untyped]
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

from studio.domain.blocks import BLOCKS
from studio.domain.jobs import TrainLayout
from studio.domain.layout import WEB_BLOCKS, Layout
from studio.domain.persona import Persona
from studio.pipeline.layout.conditions import Conditions
from studio.pipeline.layout.model import LayoutModel
from studio.pipeline.layout.renderable import to_renderable
from studio.pipeline.layout.sampling import (
    Show,
    sample_layouts,
    sample_pages,
)
from studio.pipeline.layout.training import train
from studio.store.project import Project
from studio.worker.sample_layouts import project_model
from studio.worker.silent import Unheard
from studio.worker.train_layout import prepare

Rates: TypeAlias = dict[str, float]
Floats: TypeAlias = npt.NDArray[np.float64]
SCROLL_ON = 0.93
"""Share of shoppers who look at the next block; the sample shop's script has it so."""
PAGES, POOL, BEST_OF = 24, 24, 3000
SHOW = Show("recommendation", frozenset(BLOCKS) & frozenset(WEB_BLOCKS) - {"countdown"})


def main() -> None:
    asked = _arguments()
    torch.set_num_threads(1)
    truth = msgspec.json.decode(asked.truth.read_bytes(), type=dict[str, Rates])
    with Project.open(asked.project) as project:
        audience = project.audience()
        assert audience is not None, "The project has no personas."
        personas = [p for p in audience.personas if p.name in truth]
        own = [layout for _, layout in project.layouts()]
    found = []
    for seed in asked.seeds or [0]:
        model = _model(asked.project, seed)
        found.append(judge(model, personas, truth, own))
        print(f"seed {seed}", _line(found[-1]), flush=True)
        if asked.out:
            asked.out.write_bytes(msgspec.json.encode(found))
    print("\n| pages | true clicks a visit |\n| --- | ---: |")
    for name in found[0]:
        values = [row[name] for row in found]
        print(f"| {name} | {np.mean(values):.3f} ± {np.std(values):.3f} |")


def judge(
    model: LayoutModel,
    personas: Sequence[Persona],
    truth: dict[str, Rates],
    own: Sequence[Layout],
) -> dict[str, float]:
    """Figures of one model, each the mean over the personas."""
    plain = sample_pages(model, Conditions("home"), PAGES, 1, SHOW)
    loose = _raw(model, Conditions("home"))
    many = sample_layouts(model, Conditions("home"), BEST_OF, 3)
    pool = [
        to_renderable(layout, SHOW.scenario, SHOW.allowed, at)
        for at, layout in enumerate(many)
    ]
    historical = [layout for layout in own if layout.blocks]
    rows: dict[str, list[float]] = {}
    made: list[list[Layout]] = []
    for persona in personas:
        rates = truth[persona.name]
        wish = Conditions("home", traits=persona.traits)
        pages = sample_pages(model, wish, PAGES, 1, SHOW)
        made.append(pages)
        for name, layouts in {
            "made for the persona": pages,
            "made for nobody in particular": plain,
            "the shop's own pages": historical,
            "raw layouts for the persona": _raw(model, wish),
            "raw layouts for nobody in particular": loose,
        }.items():
            rows.setdefault(name, []).append(_mean_clicks(layouts, rates))
        best = max(expected_clicks(layout, rates) for layout in pool)
        rows.setdefault(f"the best of {BEST_OF:,} pages, by the truth", []).append(best)
    out = {name: float(np.mean(values)) for name, values in rows.items()}
    return out | _explained(made, personas, truth) | _told_apart(model, personas)


def expected_clicks(layout: Layout, rates: Rates) -> float:
    """Clicks of one visit, by the true rates and by how far shoppers scroll."""
    types = [b.type for b in layout.blocks if b.type in WEB_BLOCKS]
    return sum(rates.get(name, 0.0) * SCROLL_ON**at for at, name in enumerate(types))


def _explained(
    made: Sequence[Sequence[Layout]],
    personas: Sequence[Persona],
    truth: dict[str, Rates],
) -> dict[str, float]:
    """Whether what personas' pages have more of is what they truly click more."""
    shares = np.asarray([_shares(pages) for pages in made])
    rates = np.asarray([
        [truth[p.name].get(name, 0.0) for name in WEB_BLOCKS] for p in personas
    ])  # fmt: skip
    there = rates.std(axis=0) > 0
    own = (shares - shares.mean(axis=0))[:, there]
    true = (rates - rates.mean(axis=0))[:, there]
    rng = np.random.default_rng(1)
    shuffled = [
        float(
            spearmanr(own.ravel(), true[rng.permutation(len(true))].ravel()).statistic
        )
        for _ in range(200)
    ]
    return {
        "rank correlation of differences with true tastes": float(
            spearmanr(own.ravel(), true.ravel()).statistic
        ),
        "the same with personas shuffled, 95th percentile": float(
            np.quantile(shuffled, 0.95)
        ),
    }


def _told_apart(model: LayoutModel, personas: Sequence[Persona]) -> dict[str, float]:
    """Share of pages whose persona a classifier tells that saw pages of other seeds."""
    sets = []
    for seed in (11, 12):
        rows = [
            (_shares([page]), at)
            for at, persona in enumerate(personas)
            for page in sample_pages(
                model, Conditions("home", traits=persona.traits), PAGES, seed, SHOW
            )
        ]
        sets.append(
            (np.asarray([x for x, _ in rows]), np.asarray([y for _, y in rows]))
        )
    (known, labels), (asked, right) = sets
    net = LogisticRegression(max_iter=500).fit(known, labels)
    guess = net.predict(asked)
    mixed = np.random.default_rng(1).permutation(right)
    return {
        "persona told from its pages": float((guess == right).mean()),
        "persona told, conditions shuffled": float((guess == mixed).mean()),
    }


def _shares(pages: Sequence[Layout]) -> Floats:
    """How often each web block type is on a page."""
    types = [[block.type for block in page.blocks] for page in pages]
    count = [np.mean([page.count(name) for page in types]) for name in WEB_BLOCKS]
    return np.asarray(count, np.float64)


def _raw(model: LayoutModel, wish: Conditions) -> list[Layout]:
    """Storefront layouts as they come, of one length: no page rules, no choice."""
    return sample_layouts(model, msgspec.structs.replace(wish, length=9), 200, 5)


def _mean_clicks(layouts: Sequence[Layout], rates: Rates) -> float:
    return float(np.mean([expected_clicks(layout, rates) for layout in layouts]))


def _model(folder: Path, seed: int) -> LayoutModel:
    """The model in use, or one trained with a seed (the project stays as it is)."""
    if not seed:
        return project_model(str(folder), "cpu")
    with Project.open(folder) as project:
        job = TrainLayout(str(folder), preset="quick", seed=seed, device="cpu")
        ready = prepare(job, project, ("quick", None, seed))
    train(ready.model, ready.material, ready.settings, Unheard(lambda: None))
    return ready.model


def _line(row: dict[str, float]) -> str:
    return "  ".join(f"{name}: {value:.3f}" for name, value in row.items())


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("project", type=Path)
    parser.add_argument("--seeds", type=int, nargs="*", default=[])
    truth = Path("sample_data/true_click_rates.json")
    parser.add_argument("--truth", type=Path, default=truth)
    parser.add_argument("--out", type=Path, default=None)
    return parser.parse_args()


if __name__ == "__main__":
    main()
