"""Finding by meaning, cold products, and the worth of preferences, on the sample shop.

python benchmarks/language.py [search] [cold] [ablation] [--seeds 3] [--preset quick]
"""

from __future__ import annotations

import argparse
import itertools
import os
import re
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

os.environ.setdefault("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

import msgspec
import numpy as np

from studio.domain.catalogue import Catalogue
from studio.pipeline.features.finding import find, index_products, passage_of
from studio.pipeline.features.text import fit_text
from studio.pipeline.features.text_encoders import encoder_for
from studio.store.project import Project
from studio.worker.silent import Unheard

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "sample_data"
FILES = ("products.csv", "user_behavior.csv", "user_preference.csv", "segments.csv")
K = 10
Ranker = Callable[[Sequence[str]], np.ndarray]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("parts", nargs="*", default=["search", "cold", "ablation"])
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--preset", default="quick")
    parser.add_argument("--epochs", type=int, default=None)
    parser.add_argument("--threads", type=int, default=1)
    given = parser.parse_args()
    import torch

    torch.set_num_threads(given.threads)
    with tempfile.TemporaryDirectory() as place:
        os.environ["VITRINE_CONFIG_DIR"] = f"{place}/config"
        folder = Path(place) / "shop"
        _import(folder)
        from studio.worker.taste_data import shop_data

        with Project.open(folder) as project:
            data = shop_data(project)
        if "search" in given.parts:
            search(data)
        for part, run in (("cold", cold), ("ablation", ablation)):
            if part in given.parts:
                run(data, range(1, given.seeds + 1), (given.preset, given.epochs))


def _import(folder: Path) -> None:
    from studio.domain.jobs import ImportFiles
    from studio.pipeline.ingest.inspect import inspect
    from studio.worker import import_files

    with Project.create(folder, "Sample") as project:
        plans = tuple(inspect(str(SAMPLE / f), project.pseudonym) for f in FILES)
    import_files.run(ImportFiles(str(folder), plans), Unheard(lambda: None))


# Finding ----------------------------------------------------------------------


def search(data) -> None:
    """Recall@10 of queries that no encoder has seen beside these titles.

    The catalogue is in English alone; Chinese titles are the queries, each for its own
    product. Searches of the log are for the product that was looked at next.
    """
    products = [msgspec.structs.replace(p, title_zh="") for p in data.catalogue]
    place = {p.id: at for at, p in enumerate(products)}
    every = np.arange(len(products))
    log = _log(data, place)
    tasks = {
        "Chinese title -> English catalogue": (
            [p.title_zh for p in data.catalogue],
            every,
        ),
        "English title, two mistyped words": (
            [_typed(p.title, at) for at, p in enumerate(products)],
            every,
        ),
        "search of the log, Chinese": log["zh"],
        "search of the log, English": log["en"],
    }
    began = time.process_time()
    rankers = _rankers(Catalogue(tuple(products)))
    print(
        f"{len(products)} products made ready in {time.process_time() - began:.1f} s"
        " of processor",
        flush=True,
    )
    print(f"{'Recall@10':36}" + "".join(f"{name:>26}" for name in rankers))
    for task, (queries, target) in tasks.items():
        unique = list(dict.fromkeys(queries))
        row = {q: at for at, q in enumerate(unique)}
        at = np.array([row[q] for q in queries])
        recalls = []
        for rank in rankers.values():
            best = rank(unique)[at]
            recalls.append(float((best == np.asarray(target)[:, None]).any(1).mean()))
        cells = "".join(f"{r:26.3f}" for r in recalls)
        print(f"{task:36}{cells}   ({len(queries)} queries)", flush=True)


def _rankers(catalogue: Catalogue) -> dict[str, Ranker]:
    products = list(catalogue)
    place = {p.id: at for at, p in enumerate(products)}
    texts = [f"{p.title} {' '.join(p.category)} {p.brand}" for p in products]

    def ours(choice: str) -> Ranker:
        encoder = encoder_for(choice)
        meaning = (
            encoder.passages([passage_of(p) for p in products]) if encoder else None
        )
        index = index_products(catalogue, meaning)
        asked = encoder.queries if encoder else None

        def rank(queries: Sequence[str]) -> np.ndarray:
            rows = [
                [place[h.product] for h in find(index, q, K, asked)] for q in queries
            ]
            return np.array([r + [-1] * (K - len(r)) for r in rows])

        return rank

    space = fit_text(texts)
    titles = space.vectors(texts)
    words = [set(re.findall(r"\w+", t.casefold())) for t in texts]
    seen = Counter(w for some in words for w in some)

    def tokens(queries: Sequence[str]) -> np.ndarray:
        scores = [
            [
                sum(
                    np.log(len(words) / seen[w])
                    for w in set(re.findall(r"\w+", q.casefold())) & some
                )
                for some in words
            ]
            for q in queries
        ]
        return _best(np.array(scores), among_equals=True)

    return {
        "Vitrine": ours(""),
        "Vitrine without encoder": ours("ngrams"),
        "n-grams, SVD": lambda queries: _best(space.vectors(queries) @ titles.T),
        "token match (idf)": tokens,
    }


def _best(scores: np.ndarray, *, among_equals: bool = False) -> np.ndarray:
    """Best K places; among equals an order by chance, the same for all."""
    chance = np.random.default_rng(0).random(scores.shape[1]) * 1e-9
    return np.argsort(-(scores + chance * among_equals), axis=1, kind="stable")[:, :K]


def _typed(title: str, seed: int) -> str:
    """A title with one edit in each of two words: lost, doubled, wrong or swapped."""
    rng = np.random.default_rng((20261124, seed))
    words = title.split()
    long = [at for at, word in enumerate(words) if len(word) > 3 and word.isalpha()]
    for at in rng.permutation(long)[:2]:
        word, k = words[at], int(rng.integers(1, len(words[at]) - 1))
        other = chr(97 + int(rng.integers(26)))
        words[at] = (
            word[:k] + word[k + 1 :],
            word[:k] + word[k] + word[k:],
            word[:k] + other + word[k + 1 :],
            word[:k] + word[k + 1] + word[k] + word[k + 2 :],
        )[int(rng.integers(4))]
    return " ".join(words)


def _log(data, place) -> dict[str, tuple[list[str], list[int]]]:
    events = data.events
    order = np.lexsort((events.time, events.shopper))
    found: dict[str, tuple[list[str], list[int]]] = defaultdict(lambda: ([], []))
    for a, b in itertools.pairwise(order):
        near = (
            events.shopper[a] == events.shopper[b]
            and events.time[b] - events.time[a] < 1800
        )
        if near and events.query[a] >= 0 and events.product[b] >= 0:
            product = events.products[events.product[b]]
            query = events.queries[events.query[a]]
            if product in place:
                some = found["zh" if re.search("[\u4e00-\u9fff]", query) else "en"]
                some[0].append(query)
                some[1].append(place[product])
    return found


# Training ---------------------------------------------------------------------


def _trained(inputs, split, preset, seed: int):
    import torch

    from studio.pipeline.taste.learner import Task
    from studio.pipeline.taste.loop import Keep, Loop
    from studio.pipeline.taste.scoring import fresh_learner
    from studio.pipeline.taste.settings import settings_for

    settings = settings_for("sasrec", preset[0], seed, preset[1])
    task = Task(inputs, split, settings, torch.device("cpu"))
    learner = fresh_learner(task)
    loop = Loop(learner, task, Unheard(lambda: None))
    loop.run(Keep(lambda _: None, lambda _: None))
    return learner, loop, task


def cold(data, seeds, preset) -> None:
    """A fifth of the products without any event in training, asked for afterwards.

    The question is the last such product that each shopper met for the first time. The
    rank is among the held-out products, then among all. What that costs the others is
    told by the same question for a product with events, among all.
    """
    import torch

    from studio.pipeline.features.fusion import fuse, learn_text
    from studio.pipeline.taste.checkpoint import Weights, weights_of
    from studio.pipeline.taste.learner import warm_products
    from studio.pipeline.taste.metrics import hide_seen, ranks_of
    from studio.pipeline.taste.remembering import remember
    from studio.pipeline.taste.scoring import restore
    from studio.pipeline.taste.split import held_out, leave_last_out

    found: dict[str, list[tuple[float, float, float]]] = defaultdict(list)
    space = learn_text(data)
    full = fuse(data, space)
    n = len(data.catalogue)
    for seed in seeds:
        gone = np.zeros(len(full.products), np.bool_)
        gone[np.random.default_rng(seed).permutation(n)[: n // 5]] = True
        named = {p for p, g in zip(full.products, gone, strict=True) if g}
        events = data.events
        away = np.array([p in named for p in events.products])
        kept = ~((events.product >= 0) & away[np.maximum(events.product, 0)])
        columns = {
            c: getattr(events, c)[kept]
            for c in events.__struct_fields__
            if isinstance(getattr(events, c), np.ndarray)
        }
        early = fuse(
            msgspec.structs.replace(
                data, events=msgspec.structs.replace(events, **columns)
            ),
            space,
        )
        split = leave_last_out(early.steps)
        began = time.monotonic()
        trained, loop, task = _trained(early, split, preset, seed)
        weights = Weights(
            net=weights_of(loop.best),
            settings=task.settings,
            products=early.products,
            warm=warm_products(early, split),
            memory=remember(trained, task).arrays(),
        )
        learner = restore(weights, full, torch.device("cpu"), "cold")
        steps = full.steps

        def last_new(wanted, steps=steps):
            """The last product of those wanted that each met for the first time."""
            shopper = steps.shopper()
            ok = (steps.product >= 0) & steps.fresh & wanted[steps.product]
            ok &= np.arange(len(steps)) > steps.start[shopper]
            at = np.full(len(steps.start) - 1, -1)
            at[shopper[ok]] = np.flatnonzero(ok)
            return held_out(steps, at)

        asked, others = last_new(gone), last_new(~gone)
        for name, score in {
            "Vitrine": learner.scores,
            **_peers(data, early, full),
        }.items():

            def ranks(of, only=None, score=score, steps=steps):
                parts = []
                for part in of.parts(512):
                    scores = hide_seen(score(part).astype(np.float32), steps, part)
                    shown = full.sellable if only is None else full.sellable & only
                    scores = np.where(shown, scores, -np.inf)
                    parts.append(ranks_of(scores, part.target))
                return np.concatenate(parts)

            found[name].append(
                tuple(
                    float((rank <= K).mean())
                    for rank in (ranks(asked, gone), ranks(asked), ranks(others))
                )
            )
        print(
            f"cold, seed {seed}: {len(asked)} questions,",
            f"{time.monotonic() - began:.0f} s",
            {k: tuple(round(x, 3) for x in v[-1]) for k, v in found.items()},
            flush=True,
        )
    heads = ("among cold", "among all", "the others")
    print(f"{'cold products, Recall@10':36}" + "".join(f"{h:>14}" for h in heads))
    for name, rows in found.items():
        mean = np.mean(rows, axis=0)
        print(f"{name:36}" + "".join(f"{m:14.3f}" for m in mean), flush=True)


def _peers(data, early, full):
    """Popularity of a category, the shopper's own categories, those met lately."""
    n = len(data.catalogue)
    names = {
        c: at for at, c in enumerate(dict.fromkeys(p.category for p in data.catalogue))
    }
    category = np.array([names[p.category] for p in data.catalogue])
    met = early.steps.product
    sold = np.bincount(met[(met >= 0) & (met < n)], minlength=n)[:n]
    popular = np.bincount(category, sold, len(names)) / sold.sum()
    chance = np.random.default_rng(0).random(len(full.products)) * 1e-6

    def by(weigh) -> Callable:
        def score(part) -> np.ndarray:
            out = np.repeat(chance[None], len(part), 0)
            for row, (a, b) in enumerate(
                zip(full.steps.start[part.shopper], part.end, strict=True)
            ):
                lately = full.steps.product[a:b][::-1]
                lately = lately[(lately >= 0) & (lately < n)]
                own = np.zeros(len(names))
                np.add.at(own, category[lately], weigh(np.arange(len(lately))))
                out[row, :n] += (own + popular * 0.01)[category]
            return out

        return score

    return {
        "popularity of the category": by(lambda ago: ago * 0.0),
        "the shopper's own categories": by(lambda ago: ago * 0.0 + 1.0),
        "the shopper's latest categories": by(lambda ago: 0.7**ago),
    }


def ablation(data, seeds, preset) -> None:
    """Behaviour, preference, both; a fifth of the shoppers left out of training."""
    from studio.pipeline.features.fusion import fuse, learn_text
    from studio.pipeline.taste.ablation import (
        Trained,
        ablate,
        left_out,
        questions,
        split_without,
        without_preferences,
    )

    inputs = fuse(data, learn_text(data))
    found: dict[tuple[str, str], list[tuple[float, float, int]]] = defaultdict(list)
    for seed in seeds:
        began = time.monotonic()
        gone = left_out(inputs, seed)
        split = split_without(inputs.steps, gone)
        both = _trained(inputs, split, preset, seed)[0]
        behaviour = _trained(without_preferences(inputs), split, preset, seed)[0]
        asked = questions(inputs, gone, seed)
        for row in ablate(Trained(both, behaviour), inputs, asked):
            found[row.known, row.sight].append(
                (row.quality.ndcg, row.quality.hr, len(row.quality.ranks))
            )
        rows = {" ".join(key): round(found[key][-1][0], 4) for key in found}
        took = f"{time.monotonic() - began:.0f} s"
        print(f"ablation, seed {seed}: {took}", rows, flush=True)
    print(
        f"{'steps known':14}{'sight':14}{'NDCG@10':>16}{'HR@10':>16}{'questions':>12}"
    )
    for (known, sight), rows in found.items():
        mean, spread = np.mean(rows, axis=0), np.std(rows, axis=0)
        cells = "".join(f"{mean[at]:9.4f} ±{spread[at]:.4f}" for at in (0, 1))
        print(f"{known:14}{sight:14}{cells}{mean[2]:12.0f}", flush=True)


if __name__ == "__main__":
    main()
