"""Rank products for the shoppers of a CSV, or for all of a project."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from studio.domain.behaviour import Floats, Ints
from studio.domain.errors import InputProblem
from studio.domain.jobs import FileResult, Recommend, Report
from studio.domain.taste import Flags
from studio.pipeline.taste.metrics import ScoreFunction, Scores, at_once, top_k
from studio.pipeline.taste.ranking import recommend
from studio.pipeline.taste.scoring import today
from studio.store.project import Project
from studio.worker.later_purchases import with_own_again
from studio.worker.machine import use_threads
from studio.worker.taste_data import Trained, trained
from studio.worker.users_csv import read_users, write_csv

BY_PSEUDONYM = (
    "Shoppers are named by pseudonym; give the imported file as users for their ids."
)
AT_ONCE = 8192
"""Shoppers whose tastes are read together, before the list of the best is made."""
HEADER = ["user_id", "product_id", "rank", "score"]


def run(job: Recommend, report: Report) -> FileResult:
    """Write `user_id,product_id,rank,score`; unknown shoppers get the bestsellers.

    Any CSV with a column of shopper ids will do as `users`, the imported events too.
    Without one all shoppers of the project are ranked for, by pseudonym.
    """
    if job.k < 1:
        raise InputProblem(f"{job.k} products cannot be ranked.", "Ask for 1 or more.")
    use_threads()
    users = read_users(Path(job.users)) if job.users else None
    with Project.open(Path(job.project)) as project:
        model = trained(project, job.device)
        shoppers = model.inputs.shoppers
        place = {shopper: at for at, shopper in enumerate(shoppers)}
        if users is None:
            active = np.flatnonzero(np.diff(model.inputs.steps.start))
            ids, at = [shoppers[each] for each in active], active
        else:
            ids = list(dict.fromkeys(name for name in users.ids if name))
            places = [place.get(project.pseudonym(name), -1) for name in ids]
            at = np.array(places, np.int64)
        known = np.flatnonzero(at >= 0)
        best, score = _for_all(model, len(ids), job.k)
        mixed = with_own_again(project, model) if job.include_seen else None
        _for_known(model, (mixed, report), (known, at[known]), (best, score))
    rows = _rows(ids, model.inputs.products, best, score)
    write_csv(Path(job.out), HEADER, rows)
    if users is None:
        return FileResult(job.out, len(rows), (BY_PSEUDONYM,))
    return FileResult(job.out, len(rows), _notes(len(ids), len(known)))


def _for_all(model: Trained, users: int, k: int) -> tuple[Ints, Floats]:
    """The whole shop's ranking, once for each user: sellable, most met first."""
    steps = model.inputs.steps
    met = steps.product[steps.product >= 0]
    counts = np.bincount(met, minlength=len(model.inputs.products)).astype(np.float32)
    counts[~model.inputs.sellable] = -np.inf
    best = top_k(counts[None], k)[0]
    best = best[np.isfinite(counts[best])]
    share = counts[best] / max(float(len(met)), 1.0)
    return (
        np.repeat(best[None], users, axis=0),
        np.repeat(share[None].astype(np.float64), users, axis=0),
    )


def _for_known(
    model: Trained,
    how: tuple[ScoreFunction | None, Report],
    who: tuple[Ints, Ints],
    out: tuple[Ints, Floats],
) -> None:
    """Put the own rankings of known shoppers in place of the whole shop's."""
    mixed, report = how
    rows, shoppers = who
    inputs = model.inputs
    size = AT_ONCE if mixed is None else at_once(len(inputs.products))
    for first in range(0, len(rows), size):
        report.progress(first, len(rows), "Ranking products")
        part = slice(first, first + size)
        question = today(inputs, shoppers[part])
        best, score = (
            recommend(
                model.learner, inputs, question, out[0].shape[1], include_seen=False
            )
            if mixed is None
            else _best(mixed(question), inputs.sellable, out[0].shape[1])
        )
        out[0][rows[part]] = best
        out[1][rows[part]] = score


def _best(chances: Scores, sellable: Flags, k: int) -> tuple[Ints, Scores]:
    """The best k sellable products (N, k) of chances (N, I), and their chances."""
    scores = np.where(sellable, chances, -np.inf)
    best = top_k(scores, k)
    shown = np.take_along_axis(scores, best, 1)
    return np.where(np.isfinite(shown), best, -1), shown


def _rows(
    ids: list[str], products: tuple[str, ...], best: Ints, score: Floats
) -> list[list[str]]:
    return [
        [name, products[at], str(rank), f"{value:.6g}"]
        for name, row, values in zip(ids, best.tolist(), score.tolist(), strict=True)
        for rank, (at, value) in enumerate(zip(row, values, strict=True), start=1)
        if at >= 0
    ]


def _notes(users: int, known: int) -> tuple[str, ...]:
    if known == users:
        return ()
    return (f"{users - known:,} of {users:,} shoppers are unknown: bestsellers.",)
