from __future__ import annotations

import csv
from pathlib import Path

import msgspec
import pytest

from studio.domain.errors import InputProblem
from studio.domain.explaining import Explanation
from studio.domain.jobs import Evaluate, Explain, ImportFiles, Recommend, TrainTaste
from studio.domain.persona import EVERYONE
from studio.pipeline.ingest.inspect import inspect
from studio.pipeline.taste.explaining_product import OwnParts
from studio.store.project import Project
from studio.worker import (
    evaluate,
    evaluate_ablation,
    explain,
    import_files,
    recommend,
    train_taste,
)
from studio.worker.explain_causes import feature_causes, memory_cause
from studio.worker.explain_words import FEATURE
from tests.unit.worker_taste.conftest import Listener

DAY = 86400


def test_that_metrics_have_intervals_and_groups(project: Path) -> None:
    result = evaluate.run(Evaluate(str(project), "taste", "cpu"), Listener())
    taste, pages = result.comparisons
    for row in (*taste.rows, *taste.groups, *pages.rows):
        for metric, (low, high) in row.between.items():
            assert low <= row.values[metric] <= high
    assert taste.rows[0].between.keys() == {"ndcg@10", "hr@10"}
    assert [row.name for row in taste.groups] == [
        "Friends of boots", "Friends of tea", "Friends of vases",
    ]  # fmt: skip
    assert sum(row.asked for row in taste.groups) == taste.rows[0].asked
    assert [row.name for row in pages.rows] == [
        "Persona pages", "A page for each shopper", "Bestsellers of 7 days",
        "Bestseller page",
    ]  # fmt: skip


def test_that_training_keeps_the_page_recall(project: Path) -> None:
    with Project.open(project) as opened:
        run = opened.runs.in_use("taste")
    assert run is not None
    assert run.comparison is not None
    assert run.comparison.pages[0].name == "Persona pages"
    assert run.comparison.pages[0].values.keys() == {"recall@24", "weighted"}
    assert "purchases of the last" in run.comparison.pages_on


def test_that_the_split_by_time_has_two_tables(project: Path) -> None:
    job = Evaluate(str(project), "taste", "cpu", split="temporal")
    repeats, new = evaluate.run(job, Listener()).comparisons
    assert [row.name for row in repeats.rows] == [
        "Taste model", "Taste model alone", "Own repeats", "Popularity of 7 days",
        "Popularity", "Item kNN", "EASE",
    ]  # fmt: skip
    assert "repeats count" in repeats.on
    assert [row.name for row in new.rows] == [
        "Taste model", "Taste model alone", "Popularity of 7 days", "Popularity",
        "Item kNN", "EASE",
    ]  # fmt: skip
    assert new.rows[0].values["ndcg@10"] > new.rows[3].values["ndcg@10"]
    with pytest.raises(InputProblem, match="too few events"):
        evaluate.run(Evaluate(str(project), split="temporal", cut=0), Listener())


def test_that_the_worth_of_preferences_is_told_by_how_much_is_known(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = Evaluate(str(project), "taste", "cpu", seed=3, ablation=True)
    with pytest.raises(InputProblem, match="Too few shoppers have stated"):
        evaluate.run(job, Listener())
    monkeypatch.setattr(evaluate_ablation, "LEAST", 2)
    first, few, more = evaluate.run(job, Listener()).comparisons
    assert [(row.name, row.ours) for row in few.rows] == [
        ("Behaviour alone", False), ("Preferences alone", False), ("Both", True),
    ]  # fmt: skip
    asked = {row.asked for row in few.rows}
    assert len(asked) == 1
    assert f"of {min(asked)} shoppers who were left out of training" in few.on
    assert all(row.between.keys() == {"ndcg@10", "hr@10"} for row in few.rows)
    for table in (first, more):  # everybody searches first, and meets five products
        assert (table.rows, table.note) == ((), "These are too few to tell.")


def test_that_a_persona_and_a_shopper_are_told_why(project: Path) -> None:
    found = explain.run(
        Explain(str(project), "P7", persona="friends-of-tea"), Listener()
    )
    check(found)
    assert found.rank <= 6
    assert found.asked == 30
    assert {c.product_id for c in found.causes if c.kind == "product"} <= {
        f"P{at}" for at in range(6, 12)
    }
    assert "of them looked at tea" in found.sentence.en
    assert found.taste_rank is not None
    assert found.chosen is not None
    assert found.chosen_in_shop is not None
    assert found.chosen > 2 * found.chosen_in_shop  # a third of the shop, all of it
    assert f"{found.chosen:.1%} of what they chose of late" in found.sentence.en
    assert f"By their taste alone it is number {found.taste_rank}" in found.sentence.en
    assert "的人看过tea" in found.sentence.zh
    own = explain.run(Explain(str(project), "P7", shopper="U1"), Listener())
    check(own)
    assert {c.did for c in own.causes} >= {"purchase", "search"}
    assert all(cause.share is None for cause in own.causes)
    assert "because they " in own.sentence.en
    assert own.chosen is None
    assert "taste alone" not in own.sentence.en


def test_that_a_product_nobody_met_is_said_to_borrow() -> None:
    parts = OwnParts(1.0, {})
    assert "products like it" in feature_causes(parts, met=False)[0].label.en
    assert "products like it" in memory_cause(1.0, met=False).label.en
    for cause in (*feature_causes(parts, met=False), memory_cause(1.0, met=False)):
        assert cause.did in FEATURE  # the sentence has words for it


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def check(found: Explanation) -> None:
    """The causes add up to the difference, the features to the score."""
    told = sum(cause.value for cause in found.causes)
    assert told + found.missed == pytest.approx(found.score - found.average, abs=1e-4)
    assert abs(found.missed) < 0.02 * abs(found.score - found.average)
    assert sum(f.value for f in found.features) == pytest.approx(found.score, abs=1e-3)


@pytest.mark.parametrize(
    ("job", "message"),
    [
        ({"product": "nothing", "persona": EVERYONE}, "no product nothing"),
        ({"product": "P1", "persona": "nobody"}, "no persona nobody"),
        ({"product": "P1", "shopper": "stranger"}, "no such shopper"),
        ({"product": "P1"}, "either a persona or a shopper"),
    ],
)
def test_that_an_unknown_name_is_told(
    project: Path, job: dict[str, str], message: str
) -> None:
    with pytest.raises(InputProblem, match=message):
        explain.run(
            msgspec.convert({"project": str(project), "job": "explain"} | job, Explain),
            Listener(),
        )


def test_that_an_event_file_alone_can_be_scored(tmp_path: Path) -> None:
    """Ids only, as anybody would who compares systems: train, rank, read the file."""
    events = tmp_path / "events.csv"
    rows = [
        f"u{shopper:02},i{(shopper * 3 + step) % 7},{1_760_000_000 + step * DAY}"
        for shopper in range(12)
        for step in range(4)
    ]
    events.write_text("\n".join(["user_id,item_id,timestamp", *rows]) + "\n")
    project, out = tmp_path / "project", tmp_path / "out.csv"
    with Project.create(project, "Plain") as made:
        plan = inspect(str(events), made.pseudonym)
    import_files.run(ImportFiles(str(project), (plan,)), Listener())
    job = TrainTaste(str(project), preset="quick", epochs=1, device="cpu")
    train_taste.run(job, Listener())
    recommend.run(Recommend(str(project), str(events), str(out), k=2), Listener())
    ranked = read(out)
    assert [row["user_id"] for row in ranked] == [f"u{at // 2:02}" for at in range(24)]
    seen = {(row.split(",")[0], row.split(",")[1]) for row in rows}
    assert not seen & {(row["user_id"], row["product_id"]) for row in ranked}
    again = Recommend(str(project), str(events), str(out), 2, include_seen=True)
    recommend.run(again, Listener())
    repeated = {(r["user_id"], r["product_id"]) for r in read(out)}
    assert len(repeated) == 24
    result = recommend.run(Recommend(str(project), "", str(out), k=2), Listener())
    assert result.rows == 24
    assert "pseudonym" in result.notes[0]
    assert not {row["user_id"] for row in read(out)} & {"u00", "u11"}
