"""Make the shipped layout weights, their model card and the table of their metrics.

    nice python scripts/train_shipped_layout.py --data storefront_layouts.jsonl

Judges the recipe on splits by shop first (three trainings, each with 57 shops of its
own held out), then trains on almost all shops and writes `generator.safetensors`,
`MODEL_CARD.md` and `docs/LAYOUT.md`. About 50 minutes on two cores, of which the
shipped weights take 18; what an earlier run has left in the work folder is used again.
Figures on the sample shop come in where `benchmarks/layout_engagement.py --out
build/layout/engagement.json` has been run before.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from pathlib import Path

import msgspec
import torch

from studio.domain.jobs import Comparison, Fact, Metric, Note, Samples
from studio.domain.layout import PAGE_KINDS
from studio.pipeline.layout.judging import calibrate
from studio.pipeline.layout.model import LayoutModel, new_model
from studio.pipeline.layout.pages import PageSet, read_pages, split_by_shop
from studio.pipeline.layout.protocol import HELD_SHARE, Judged, judged, judges_of
from studio.pipeline.layout.settings import HEAT, SCRATCH, TrainSettings
from studio.pipeline.layout.tables import dated, figures_table, rows_table
from studio.pipeline.layout.training import Material, train
from studio.pipeline.layout.weights import read_weights, write_weights

DATE = "2026-11-25"
CALIBRATION_SHARE = 0.05  # of the shops, held out of the shipped weights
SAMPLINGS = 6
NETS = ("likelihood", "gan")
HERE = Path(__file__).parent


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
    asked.work.mkdir(parents=True, exist_ok=True)
    for split in range(asked.splits):
        if asked.stage in ("all", "splits"):
            train_split(pages, split, asked)
        if asked.stage in ("all", "judge"):
            judge_split(pages, split, asked)
    if asked.stage in ("all", "ship"):
        ship_weights(pages, asked)
    if asked.stage == "calibrate":
        recalibrate(pages, asked.out / "generator.safetensors")
    if asked.stage in ("all", "card"):
        write_documents(pages, asked)


def train_split(pages: PageSet, split: int, asked: argparse.Namespace) -> None:
    """Train on the known shops of a split: by likelihood, then against each other.

    What is there already from an earlier run of this command is not trained again.
    """
    known, held = split_by_shop(pages, HELD_SHARE, split)
    settings = msgspec.structs.replace(
        SCRATCH, device=asked.device, seed=SCRATCH.seed + split
    )
    material = Material(known, held)
    plain, ours = (asked.work / f"split{split}-{of}.safetensors" for of in NETS)
    if not plain.exists():
        torch.manual_seed(settings.seed)
        model = new_model()
        alone = msgspec.structs.replace(settings, adversarial=0)
        train(model, material, alone, Printed())
        write_weights(model, plain)
    if not ours.exists():
        model = read_weights(plain)
        del model.about["steps"]
        go_on = msgspec.structs.replace(settings, likelihood=0, judge_every=60)
        train(model, material, go_on, Printed())
        model.heat = HEAT
        write_weights(model, ours)


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


def judge_split(pages: PageSet, split: int, asked: argparse.Namespace) -> None:
    """Judge both nets of a split on the shops held out of it."""
    where = asked.work / f"judged{split}.json"
    if where.exists():
        return
    known, held = split_by_shop(pages, HELD_SHARE, split)
    plain, ours = (
        read_weights(asked.work / f"split{split}-{net}.safetensors") for net in NETS
    )
    found = judged(judges_of(known, held, split), ours, plain, SAMPLINGS)
    where.write_bytes(msgspec.json.encode(found))


def ship_weights(pages: PageSet, asked: argparse.Namespace) -> None:
    """Train on almost all shops and write the weights."""
    began = time.monotonic()
    model = ship(pages, msgspec.structs.replace(SCRATCH, device=asked.device))
    model.about |= {
        "data": f"{len(pages):,} storefront pages of {len(pages.shops)} shops",
        "date": DATE,
        "minutes": f"{(time.monotonic() - began) / 60:.0f}",
        "kinds": msgspec.json.encode(_kinds(pages)).decode(),
    }
    write_weights(model, asked.out / "generator.safetensors")


def write_documents(pages: PageSet, asked: argparse.Namespace) -> None:
    """Put the judged figures into the weights, the model card and the docs."""
    paths = [asked.work / f"judged{split}.json" for split in range(asked.splits)]
    found = [msgspec.json.decode(p.read_bytes(), type=Judged) for p in paths]
    weights = asked.out / "generator.safetensors"
    model = recalibrate(pages, weights)
    model.about["comparison"] = msgspec.json.encode(dated(found, DATE)).decode()
    write_weights(model, weights)
    said = _said(model, found, asked)
    for name, where in (
        ("model_card_layout.md", weights.with_name("MODEL_CARD.md")),
        ("layout_metrics.md", asked.docs / "LAYOUT.md"),
    ):
        text = (HERE / name).read_text("utf-8").format(**said)
        where.write_text(text, encoding="utf-8")
        print(text)


def recalibrate(pages: PageSet, weights: Path) -> LayoutModel:
    """Calibrate shipped weights anew by the shops that they did not learn from."""
    model = read_weights(weights)
    calibrate(model, split_by_shop(pages, CALIBRATION_SHARE, 0)[1])
    write_weights(model, weights)
    return model


def _said(
    model: LayoutModel, found: list[Judged], asked: argparse.Namespace
) -> dict[str, str]:
    """What the templates of the documents leave open."""
    nets = (model.generator, model.discriminator)
    sizes = [sum(p.numel() for p in net.parameters()) for net in nets]
    shop = asked.work / "engagement.json"
    engagement = "Not measured: run `benchmarks/layout_engagement.py`."
    if shop.exists():
        rows = msgspec.json.decode(shop.read_bytes(), type=list[dict[str, float]])
        engagement = figures_table(rows, "on the sample shop")
    return {
        "date": DATE, "table": rows_table(found), "engagement": engagement,
        "figures": figures_table([one.figures for one in found], "on held-out shops"),
        "minutes": model.about["minutes"], "data": model.about["data"],
        "generator": f"{sizes[0]:,}", "discriminator": f"{sizes[1]:,}",
        "heat": f"{model.heat.types} for types, {model.heat.attributes} for attributes",
        "splits": str(len(found)), "samplings": str(SAMPLINGS),
    }  # fmt: skip


def _kinds(pages: PageSet) -> dict[str, int]:
    counts = Counter(PAGE_KINDS[kind] for kind in pages.kind.tolist())
    return {kind: counts[kind] for kind in PAGE_KINDS}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    shared = Path("../shared/data/storefront_layouts.jsonl")
    parser.add_argument("--data", type=Path, default=shared)
    parser.add_argument("--out", type=Path, default=Path("resources/layout"))
    parser.add_argument("--docs", type=Path, default=Path("docs"))
    stages = ("all", "splits", "judge", "ship", "calibrate", "card")
    parser.add_argument("--stage", choices=stages, default="all")
    parser.add_argument("--work", type=Path, default=Path("build/layout"))
    parser.add_argument("--splits", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--device", default="cpu")
    return parser.parse_args()


if __name__ == "__main__":
    main()
