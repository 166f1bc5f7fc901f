"""Judge layouts by pages of shops that were held out, beside other ways to make them.

    python benchmarks/layout.py --data FILE --work build/layout --splits 3
    python benchmarks/layout.py --data FILE --made LAYOUTS.jsonl --splits 5

The first judges the trainings that `scripts/train_shipped_layout.py` has left in the
folder, each on the 57 shops held out of it, and writes `judged0.json` and so on there.
The second judges a file of `vitrine sample-layouts` against 57 shops drawn at random;
shipped weights have learned from these shops, so that this is a check of the file.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import msgspec
import numpy as np
import torch

from studio.pipeline.layout.metrics import Realism
from studio.pipeline.layout.pages import PageSet, read_pages, split_by_shop
from studio.pipeline.layout.protocol import (
    FIGURES,
    HELD_SHARE,
    OTHERS,
    Judges,
    judged,
    judges_of,
    mean_of,
    pages_of_kinds,
)
from studio.pipeline.layout.weights import read_weights

MADE = "The file's pages"


def main() -> None:
    asked = _arguments()
    torch.set_num_threads(1)
    pages = _pages(asked.data)
    for split in range(asked.splits):
        known, held = split_by_shop(pages, HELD_SHARE, split)
        judges = judges_of(known, held, split)
        if asked.made is not None:
            _print(_of_file(judges, asked.made, asked.samplings), f"split {split}")
            continue
        models = [
            read_weights(asked.work / f"split{split}-{name}.safetensors")
            for name in ("gan", "likelihood")
        ]
        found = judged(judges, models[0], models[1], asked.samplings)
        where = asked.work / f"judged{split}.json"
        where.write_bytes(msgspec.json.encode(found))
        _print(found.rows, f"split {split}")
        for name, value in found.figures.items():
            print(f"{name:46s} {value:.3f}")


def _of_file(judges: Judges, made: Path, samplings: int) -> dict[str, Realism]:
    """Rows of real pages of the other shops, and of a file's pages."""
    real, file = judges.real, _pages(made)
    return {
        name: mean_of([
            judges.row(pages_of_kinds(pages, real, seed)) for seed in range(samplings)
        ])
        for name, pages in ((OTHERS, judges.others), (MADE, file))
    }  # fmt: skip


def _pages(path: Path) -> PageSet:
    """Pages of JSON lines; lines of one source need no shop."""
    with path.open("rb") as lines:
        rows = (msgspec.json.decode(line) for line in lines)
        return read_pages(msgspec.json.encode({"shop": "", **row}) for row in rows)


def _print(rows: dict[str, Realism], title: str) -> None:
    print(f"{title:28s}" + "".join(f"{name[:11]:>12s}" for name in FIGURES))
    for name, row in rows.items():
        values = np.asarray([getattr(row, field) for field in FIGURES])
        print(f"{name:28s}" + "".join(f"{v:12.3f}" for v in values), flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    shared = Path("../shared/data/storefront_layouts.jsonl")
    parser.add_argument("--data", type=Path, default=shared)
    parser.add_argument("--work", type=Path, default=Path("build/layout"))
    parser.add_argument("--made", type=Path, default=None)
    parser.add_argument("--splits", type=int, default=3)
    parser.add_argument("--samplings", type=int, default=2)
    return parser.parse_args()


if __name__ == "__main__":
    main()
