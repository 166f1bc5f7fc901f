"""Quality and speed of the taste model on Amazon Beauty, as a user gets them.

python benchmarks/taste.py quality [--protocol strict|refit] [--seeds 1,2,3]
    makes a project from the sequences (ids alone), trains it with `vitrine train
    PROJECT --model taste` and nothing else, ranks with `vitrine recommend`, and scores
    the ranking of all 12,101 products. `refit`: the last event of each shopper is kept
    out of the project. `strict`: the whole is imported; the run's own figures are of
    the last event, with the one before it for the choices.
python benchmarks/taste.py speed
    sequences a second with 64 dims, 1 block, 256 negatives, up to 50 events, in turn
    with RecTools on the same file, and seconds to rank the first ten for all shoppers.
    RecTools wants an older NumPy than Vitrine: install `rectools[torch]` elsewhere and
    name that Python with `--rectools`. It learns from the first RECTOOLS_USERS alone,
    which takes minutes as it is; its rate hardly depends on how many there are.

`--data FILE` names the sequences: a line per user, the user and their items in order.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

DATA = Path(__file__).parents[2] / "shared/data/beauty_sequences.txt"
ATTRIBUTES = DATA.with_name("beauty_item_attributes.json")
SYLLABLES = [c + v for c in "bdfgklmnprstvz" for v in "aeiou"]
TURNS = 2
RECTOOLS_USERS = 1500


def sequences(path: Path) -> list[list[str]]:
    return [line.split() for line in path.read_text().splitlines() if line.strip()]


def vitrine(*words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "studio", *words],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stdout


def word_of(number: int) -> str:
    """A made-up word for each number: names of like spelling would mislead."""
    at = number * 7919  # prime to the number of words: none is the same
    base = len(SYLLABLES)
    return "".join(SYLLABLES[at // base**place % base] for place in range(4))


def products_of(rows: list[list[str]], folder: Path) -> Path:
    """What a user would bring of the items: category, from general to special."""
    told = json.loads(ATTRIBUTES.read_text())
    common = Counter(each for ids in told.values() for each in ids)
    items = dict.fromkeys(item for row in rows for item in row[1:])
    products = folder / "products.csv"
    with products.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["product_id", "title", "category"])
        for item in items:
            ids = sorted(told.get(item, ()), key=lambda each: -common[each])
            words = [word_of(each) for each in ids] or ["unknown"]
            writer.writerow([f"p{item}", words[-1], " > ".join(words)])
    return products


def project_of(
    rows: list[list[str]], folder: Path, *, hide_last: bool, attributes: bool = False
) -> Path:
    """A project with the events as views, an hour apart, ids alone or products too."""
    start = datetime(2026, 1, 1, tzinfo=UTC)
    events = folder / "events.csv"
    with events.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["user_id", "event", "product_id", "timestamp"])
        for user, *items in rows:
            for at, item in enumerate(items[:-1] if hide_last else items):
                when = (start + timedelta(hours=at)).isoformat()
                writer.writerow([f"u{user}", "view", f"p{item}", when])
    project = folder / "shop"
    vitrine("new", str(project))
    files = [products_of(rows, folder)] if attributes else []
    vitrine("import", str(project), *map(str, (*files, events)))
    return project


def ranked(project: Path, folder: Path, rows: list[list[str]]) -> dict[str, float]:
    """NDCG@10 and HR@10 of `vitrine recommend` on the last event of each."""
    out = folder / "ranked.csv"
    vitrine(
        "recommend",
        str(project),
        "--users",
        str(folder / "events.csv"),
        "--top",
        "10",
        "--out",
        str(out),
    )
    last = {f"u{user}": f"p{items[-1]}" for user, *items in rows}
    gain = hits = 0.0
    with out.open(newline="") as file:
        for row in csv.DictReader(file):
            if row["product_id"] == last[row["user_id"]]:
                hits += 1
                gain += 1 / math.log2(1 + int(row["rank"]))
    return {"ndcg@10": gain / len(last), "hr@10": hits / len(last)}


def quality(
    rows: list[list[str]],
    protocol: str,
    seeds: list[int],
    options: tuple[str, ...] = (),
    *,
    attributes: bool = False,
) -> None:
    found = []
    for seed in seeds:
        with tempfile.TemporaryDirectory() as place:
            os.environ["VITRINE_CONFIG_DIR"] = f"{place}/config"
            folder = Path(place)
            project = project_of(
                rows, folder, hide_last=protocol == "refit", attributes=attributes
            )
            words = ["train", str(project), "--model", "taste", "--json", *options]
            if protocol == "strict":
                words += ["--protocol", "strict"]
            began = time.perf_counter()
            told = json.loads(vitrine(*words, "--seed", str(seed)))
            seconds = time.perf_counter() - began
            for row in told["taste"]["comparison"]["rows"]:
                said = {k: round(v, 4) for k, v in row["values"].items()}
                print(f"    {row['name']:14} {said}", flush=True)
            if protocol == "refit":
                figures = ranked(project, folder, rows)
            else:
                figures = told["taste"]["metrics"]
        found.append(figures)
        print(
            f"{protocol} seed {seed}: NDCG@10 {figures['ndcg@10']:.4f}"
            f" HR@10 {figures['hr@10']:.4f}, {seconds:.0f} s of training",
            flush=True,
        )
    for name in ("ndcg@10", "hr@10"):
        mean = sum(each[name] for each in found) / len(found)
        print(f"{protocol}, mean of {len(found)} seeds: {name} {mean:.4f}")


def speed(asked: argparse.Namespace) -> None:
    mine = [sys.executable, __file__, "ours"]
    others = [asked.rectools or sys.executable, __file__, "rectools"]
    rates = {"Vitrine": [], "RecTools": []}
    for turn in range(TURNS):
        print(f"turn {turn + 1}, load {os.getloadavg()[0]:.1f}", flush=True)
        for name, command in (("Vitrine", mine), ("RecTools", others)):
            done = subprocess.run(
                [*command, "--data", str(asked.data), "--batch", str(asked.batch)],
                stdout=subprocess.PIPE,
                text=True,
                check=True,
            )
            said = [line for line in done.stdout.splitlines() if "a second" in line]
            for line in said:
                print(f"    {name}: {line}", flush=True)
                rates[name].append(float(line.split()[0].replace(",", "")))
    for name, each in rates.items():
        if each:
            told = f"{max(each):,.0f} training sequences a second"
            print(f"{name}: {told} (best of {TURNS})")
    if rates["RecTools"]:
        ratios = [a / b for a, b in zip(*rates.values(), strict=True)]
        print(f"ratio by turn: {', '.join(f'{each:.0f}' for each in ratios)}")
    else:
        print("RecTools is not installed there")


def task_of(rows: list[list[str]], batch: int):
    import numpy as np
    import torch

    from studio.domain.taste import Steps, TasteInputs
    from studio.pipeline.taste.learner import Task
    from studio.pipeline.taste.settings import NetSize, Settings, Training
    from studio.pipeline.taste.split import no_split

    place = {name: at for at, name in enumerate({i for row in rows for i in row[1:]})}
    product = np.array([place[item] for row in rows for item in row[1:]], np.int64)
    start = np.cumsum([0, *(len(row) - 1 for row in rows)]).astype(np.int64)
    none = np.zeros(len(product), np.int64)
    steps = Steps(
        start,
        product,
        none - 1,
        none,
        none,
        none,
        np.arange(len(product)),
        np.ones(len(product), np.bool_),
    )
    nothing = np.zeros((len(rows), 1), np.float32)
    inputs = TasteInputs(
        tuple(row[0] for row in rows),
        tuple(place),
        steps,
        np.zeros((len(place), 0), np.float32),
        np.zeros((0, 0), np.float32),
        nothing,
        nothing[:, 0],
        np.ones(len(place), np.bool_),
    )
    settings = Settings(
        net=NetSize(width=64, blocks=1, heads=2, length=50, scaled=True),
        training=Training(batch=batch, negatives=256, dropout=0.2),
    )
    return Task(inputs, no_split(steps), settings, torch.device("cpu"))


def ours(rows: list[list[str]], batch: int) -> None:
    import torch

    from studio.pipeline.taste.learner import SequenceLearner
    from studio.pipeline.taste.loop import Loop
    from studio.pipeline.taste.memory import learn_memory
    from studio.pipeline.taste.ranking import recommend
    from studio.pipeline.taste.scoring import today
    from studio.worker.recommend import AT_ONCE
    from studio.worker.silent import Unheard

    task = task_of(rows, batch)
    learner = SequenceLearner(task)
    loop = Loop(learner, task, Unheard(lambda: None))
    loop._epoch()
    seconds = []
    for _ in range(TURNS):
        began = time.perf_counter()
        loop._epoch()
        seconds.append(time.perf_counter() - began)
    rate = len(rows) / min(seconds)
    products = len(task.inputs.products)
    memory = learn_memory(task.inputs.steps, task.split.train_end, products)
    learner.memory = type(memory)(memory.links, weight=8.0)
    spent = []
    for _ in range(TURNS):
        began = time.perf_counter()
        for part in today(task.inputs).parts(AT_ONCE):
            recommend(learner, task.inputs, part, 10, include_seen=False)
        spent.append(time.perf_counter() - began)
    print(
        f"{rate:,.0f} sequences a second; all {len(rows):,} ranked in"
        f" {min(spent):.2f} s (best of {TURNS}, {torch.get_num_threads()} threads)"
    )


def rectools(rows: list[list[str]], batch: int) -> None:
    """Say how many sequences a second RecTools' SASRec learns at like settings."""
    rows = rows[:RECTOOLS_USERS]
    try:
        import pandas as pd
        from rectools import Columns
        from rectools.dataset import Dataset
        from rectools.models import SASRecModel
    except ImportError:
        return
    start = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)
    table = pd.DataFrame(
        [
            (row[0], item, 1.0, start + timedelta(hours=at))
            for row in rows
            for at, item in enumerate(row[1:])
        ],
        columns=[Columns.User, Columns.Item, Columns.Weight, Columns.Datetime],
    )
    spent = []
    for epochs in (1, 2):
        model = SASRecModel(
            n_factors=64,
            n_blocks=1,
            n_heads=2,
            session_max_len=50,
            batch_size=batch,
            loss="sampled_softmax",
            n_negatives=256,
            epochs=epochs,
            dataloader_num_workers=0,
        )
        began = time.perf_counter()
        model.fit(Dataset.construct(table))
        spent.append(time.perf_counter() - began)
    print(f"{len(rows) / (spent[1] - spent[0]):,.0f} sequences a second")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=("quality", "speed", "ours", "rectools"))
    parser.add_argument("--rectools", help="the Python that RecTools is installed for")
    parser.add_argument("--protocol", choices=("strict", "refit"), default="refit")
    parser.add_argument("--seeds", default="20261124")
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--attributes", action="store_true")
    parser.add_argument("--preset")
    parser.add_argument("--epochs")
    parser.add_argument("--first", type=int)
    parser.add_argument("--batch", type=int, default=256)
    asked = parser.parse_args()
    rows = sequences(asked.data)[: asked.first]
    if asked.what == "speed":
        speed(asked)
    elif asked.what == "ours":
        ours(rows, asked.batch)
    elif asked.what == "rectools":
        rectools(rows, asked.batch)
    else:
        given = {"--preset": asked.preset, "--epochs": asked.epochs}
        options = tuple(word for pair in given.items() if pair[1] for word in pair)
        seeds = [int(each) for each in asked.seeds.split(",")]
        quality(rows, asked.protocol, seeds, options, attributes=asked.attributes)


if __name__ == "__main__":
    main()
