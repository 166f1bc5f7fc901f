"""Make the shipped layout weights and their model card from a file of real pages.

    nice python scripts/train_shipped_layout.py --data storefront_layouts.jsonl

Judges the recipe on splits by shop first (three trainings, each with shops of its own
held out), then trains on almost all shops and writes `generator.safetensors` and
`MODEL_CARD.md`. About 30 minutes on two cores.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from pathlib import Path

import msgspec
import numpy as np
import torch

from studio.domain.jobs import Comparison, Fact, Metric, Note, Samples, Score
from studio.domain.layout import PAGE_KINDS
from studio.pipeline.layout.baselines import bigram_sampler, marginal_sampler
from studio.pipeline.layout.constraints import mend
from studio.pipeline.layout.judging import (
    calibrate,
    held_out_nats,
    kinds_like,
    pages_like,
)
from studio.pipeline.layout.metrics import Realism, compare
from studio.pipeline.layout.model import LayoutModel, new_model
from studio.pipeline.layout.noise import sample_codes
from studio.pipeline.layout.pages import (
    PageSet,
    read_pages,
    split_by_shop,
    storefront,
)
from studio.pipeline.layout.settings import HEAT, SCRATCH, TrainSettings
from studio.pipeline.layout.training import Material, train
from studio.pipeline.layout.vocabulary import Codes
from studio.pipeline.layout.weights import read_weights, write_weights

DATE = "2026-11-24"
HELD_SHARE = 57 / 156  # of the shops, when the recipe is judged
CALIBRATION_SHARE = 0.05  # of the shops, held out of the shipped weights
SAMPLINGS = 3
OURS = "Layout GAN"


class Judged(msgspec.Struct):
    """The rows of one split by name, and what else was found."""

    rows: dict[str, Realism]
    note: str


class Printed:
    """A report on the terminal."""

    def __init__(self) -> None:
        self.began = time.monotonic()

    def progress(
        self, step: int, total: int, label: str = "", seconds_left: float | None = None
    ) -> None:
        """Print now and then how far it is."""
        del seconds_left
        if step % 100 == 0:
            print(f"{time.monotonic() - self.began:6.0f} s  {step}/{total}  {label}")

    def send(self, event: Metric | Note | Fact | Samples | Comparison) -> None:
        """Print notes, and every hundredth point of a curve."""
        if isinstance(event, Metric) and event.step % 100 == 0:
            print(f"          {event.name} {event.value:.3f}", flush=True)
        elif isinstance(event, Note):
            print(f"          {event.text}", flush=True)


def main() -> None:
    asked = _arguments()
    torch.set_num_threads(asked.threads)
    with asked.data.open("rb") as lines:
        pages = read_pages(lines)
    settings = msgspec.structs.replace(SCRATCH, device=asked.device)
    asked.work.mkdir(parents=True, exist_ok=True)
    for split in range(asked.splits) if asked.stage in ("all", "judge") else ():
        judged = judge_split(pages, split, settings)
        (asked.work / f"split{split}.json").write_bytes(msgspec.json.encode(judged))
    weights = asked.out / "generator.safetensors"
    if asked.stage in ("all", "ship"):
        began = time.monotonic()
        model = ship(pages, settings)
        model.about |= {
            "data": f"{len(pages):,} storefront pages of {len(pages.shops)} shops",
            "date": DATE,
            "minutes": f"{(time.monotonic() - began) / 60:.0f}",
            "kinds": msgspec.json.encode(_kinds(pages)).decode(),
        }
        write_weights(model, weights)
    if asked.stage in ("all", "card"):
        write_card(weights, asked)


def write_card(weights: Path, asked: argparse.Namespace) -> None:
    """Put the judged figures into the weights and the model card."""
    found = [asked.work / f"split{split}.json" for split in range(asked.splits)]
    judged = [msgspec.json.decode(p.read_bytes(), type=Judged) for p in found]
    table = mean_rows([split.rows for split in judged])
    model = read_weights(weights)
    dated = as_dated(table, len(judged))
    model.about["comparison"] = msgspec.json.encode(dated).decode()
    write_weights(model, weights)
    card = model_card(model, table, [split.note for split in judged])
    weights.with_name("MODEL_CARD.md").write_text(card, encoding="utf-8")
    print(card)


def judge_split(pages: PageSet, split: int, settings: TrainSettings) -> Judged:
    """Train on some shops and compare with the others."""
    known, held = split_by_shop(pages, HELD_SHARE, split)
    real = storefront(held, split)
    others = storefront(known, split)
    settings = msgspec.structs.replace(settings, seed=settings.seed + split)
    plain = msgspec.structs.replace(settings, adversarial=0)
    torch.manual_seed(settings.seed)
    model = new_model()
    material = Material(known, held)
    train(model, material, plain, Printed())
    rows = {
        "Real pages of other shops": _mean([
            compare("", like(others, real, s), real.codes, known.codes)
            for s in range(SAMPLINGS)
        ]),
        "Likelihood alone": _of_model(model, real, known),
    }  # fmt: skip
    for name, sampler in (("Bigram", bigram_sampler), ("Marginal", marginal_sampler)):
        made = by_kind(lambda part, n, s, draw=sampler: draw(part, n, s), known, real)
        rows[f"{name} sampler"] = compare("", made, real.codes, known.codes)
    if settings.adversarial:
        go_on = msgspec.structs.replace(settings, likelihood=0, judge_every=60)
        train(model, material, go_on, Printed())
        model.heat = HEAT
    rows[OURS] = _of_model(model, real, known)
    raw = sample_codes(model, kinds_like(real, model.shares, 1), 1)
    rate = mend(raw, real.kind).rate
    nats = held_out_nats(model, held)
    note = f"split {split}: {nats:.1f} nats a held-out page, {rate:.1%} mended"
    for name, row in rows.items():
        print(f"{name:28s}", _figures(row), flush=True)
    return Judged(rows, note)


def ship(pages: PageSet, settings: TrainSettings) -> LayoutModel:
    """Train on almost all shops; the rest calibrates the realism score."""
    known, held = split_by_shop(pages, CALIBRATION_SHARE, 0)
    torch.manual_seed(settings.seed)
    model = new_model()
    # early stopping looks at held-out pages: here they are too few to decide
    share = len(known) / ((1 - HELD_SHARE) * len(pages))  # as many epochs as judged
    settings = msgspec.structs.replace(
        settings,
        patience=settings.steps,
        likelihood=round(settings.likelihood * share),
    )
    train(model, Material(known, held), settings, Printed())
    calibrate(model, held)
    model.heat = HEAT
    return model


def like(pages: PageSet, real: PageSet, seed: int) -> Codes:
    """As many pages of each kind as `real` has, drawn from other shops' pages."""
    rng = np.random.default_rng(seed)
    parts = []
    for kind in np.unique(real.kind):
        rows = np.flatnonzero(pages.kind == kind)
        n = int((real.kind == kind).sum())
        parts.append(pages.codes[rng.choice(rows, n, replace=len(rows) < n)])
    return np.concatenate(parts)


def by_kind(sampler: object, known: PageSet, real: PageSet) -> Codes:
    """As many pages of each kind as `real` has, from a sampler."""
    assert callable(sampler)
    parts = [
        sampler(
            known.take(np.flatnonzero(known.kind == kind)),
            int((real.kind == kind).sum()),
            int(kind),
        )
        for kind in np.unique(real.kind)
    ]
    return np.concatenate(parts)


def mean_rows(rows: list[dict[str, Realism]]) -> list[tuple[Realism, Realism]]:
    """Mean and spread over the splits, for each name."""
    out = []
    for name in rows[0]:
        found = [row[name] for row in rows]
        out.append((_mean(found, name), _mean(found, name, spread=True)))
    return out


def as_dated(table: list[tuple[Realism, Realism]], splits: int) -> Comparison:
    """The table as the window shows it."""
    scores = tuple(
        Score(
            mean.name,
            {k: v for k, v in msgspec.structs.asdict(mean).items() if k != "name"},
            ours=mean.name == OURS,
        )
        for mean, _ in table
    )
    on = f"pages of 57 shops not learned from, mean of {splits} trainings"
    return Comparison("layout", scores, on, f"Figures of the model card of {DATE}.")


def model_card(
    model: LayoutModel,
    table: list[tuple[Realism, Realism]],
    notes: list[str],
) -> str:
    """The model card as Markdown."""
    template = Path(__file__).with_name("model_card_layout.md").read_text("utf-8")
    header = list(_FIELDS.values())
    lines = [
        "| pages | " + " | ".join(header) + " |",
        "| --- |" + " ---: |" * len(header),
    ]
    for mean, spread in table:
        cells = [
            _cell(getattr(mean, f), getattr(spread, f), len(notes)) for f in _FIELDS
        ]
        lines.append(f"| {mean.name} | " + " | ".join(cells) + " |")
    nets = (model.generator, model.discriminator)
    sizes = [sum(p.numel() for p in net.parameters()) for net in nets]
    return template.format(
        date=DATE, table="\n".join(lines), notes="\n".join(f"- {n}" for n in notes),
        minutes=model.about["minutes"], data=model.about["data"],
        generator=f"{sizes[0]:,}", discriminator=f"{sizes[1]:,}",
        heat=f"{model.heat.types} for types, {model.heat.attributes} for attributes",
        splits=len(notes), samplings=SAMPLINGS,
    )  # fmt: skip


_FIELDS = {
    "auc": "C2ST AUC", "cooccurrence": "co-occurrence", "repeats": "repeats",
    "length": "length", "types": "types", "bigrams": "bigrams", "novel": "novel",
    "distinct": "distinct",
}  # fmt: skip


def _of_model(model: LayoutModel, real: PageSet, known: PageSet) -> Realism:
    return _mean([
        compare("", pages_like(model, real, s), real.codes, known.codes)
        for s in range(1, SAMPLINGS + 1)
    ])  # fmt: skip


def _mean(rows: list[Realism], name: str = "", *, spread: bool = False) -> Realism:
    values = {field: [getattr(row, field) for row in rows] for field in _FIELDS}
    pick = np.std if spread else np.mean
    return Realism(name, **{field: float(pick(v)) for field, v in values.items()})


def _cell(mean: float, spread: float, splits: int) -> str:
    return f"{mean:.3f} ± {spread:.3f}" if splits > 1 else f"{mean:.3f}"


def _figures(row: Realism) -> str:
    return "  ".join(f"{name} {getattr(row, name):.3f}" for name in _FIELDS)


def _kinds(pages: PageSet) -> dict[str, int]:
    counts = Counter(PAGE_KINDS[kind] for kind in pages.kind.tolist())
    return {kind: counts[kind] for kind in PAGE_KINDS}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    shared = Path("../shared/data/storefront_layouts.jsonl")
    parser.add_argument("--data", type=Path, default=shared)
    parser.add_argument("--out", type=Path, default=Path("resources/layout"))
    stages = ("all", "judge", "ship", "card")
    parser.add_argument("--stage", choices=stages, default="all")
    parser.add_argument("--work", type=Path, default=Path("build/layout"))
    parser.add_argument("--splits", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--device", default="cpu")
    return parser.parse_args()


if __name__ == "__main__":
    main()
