from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from studio.domain.errors import (
    CancelledByUser,
    InputProblem,
    ModelRefused,
    NotYet,
)
from studio.domain.jobs import (
    Assign,
    BuildAudience,
    Comparison,
    Evaluate,
    Fact,
    Metric,
    Note,
    Recommend,
    TrainTaste,
)
from studio.domain.persona import EVERYONE
from studio.pipeline.taste.later import SIGNALS
from studio.pipeline.taste.scoring import today
from studio.services.audience import AudienceService
from studio.store import weights
from studio.store.project import Project
from studio.worker import assign, build_audience, evaluate, recommend, train_taste
from studio.worker.later_purchases import LATER, keep_later, kept_later, with_own_again
from studio.worker.taste_data import trained


class Silent:
    """A report that cancels at a number of calls, or never."""

    def __init__(self, cancel_at: int = 0) -> None:
        self.events: list[object] = []
        self.calls, self.cancel_at = 0, cancel_at

    def progress(
        self, step: int, total: int, label: str = "", seconds_left: float | None = None
    ) -> None:
        self.calls += 1
        if self.calls == self.cancel_at:
            raise CancelledByUser

    def send(self, event: object) -> None:
        self.events.append(event)


def _users(folder: Path, ids: list[str], header: str = "user_id") -> str:
    path = folder / "users.csv"
    path.write_text("\n".join([header, *ids]) + "\n", encoding="utf-8")
    return str(path)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_that_training_tells_what_the_window_shows(
    told_in_training: list[object], project: Path
) -> None:
    told = told_in_training
    facts = {e.name for e in told if isinstance(e, Fact)}
    assert facts >= {
        "device", "memory", "speed", "data", "shoppers", "held_out", "parameters",
        "seed",
    }  # fmt: skip
    curves = {e.name for e in told if isinstance(e, Metric)}
    assert curves == {"loss/train", "loss/validation", "ndcg@10", "hr@10", "coverage"}
    tables = [e for e in told if isinstance(e, Comparison)]
    assert [row.name for row in tables[0].rows] == ["EASE", "Popularity"]
    named = [row.name for row in tables[1].rows if "alone" not in row.name]
    assert named == ["Taste model", "EASE", "Popularity"]
    first_metric = next(n for n, e in enumerate(told) if isinstance(e, Metric))
    assert told.index(tables[0]) < first_metric
    notes = [e.text for e in told if isinstance(e, Note)]
    assert "checkpoint saved" in notes
    with Project.open(project) as opened:
        run = opened.runs.in_use("taste")
        assert run is not None
        assert run.state == "finished"
        assert run.metrics.keys() >= {"ndcg@10", "hr@10", "coverage"}
        assert len([c for c in run.curves if c.name == "loss/train"]) == 3


def test_that_training_makes_the_personas_of_the_segments(project: Path) -> None:
    with Project.open(project) as opened:
        audience = opened.audience()
    assert audience is not None
    assert {p.id for p in audience.personas} == {
        "friends-of-boots", "friends-of-tea", "friends-of-vases", EVERYONE,
    }  # fmt: skip
    assert audience.personas[-1].id == EVERYONE
    assert audience.scores.shape == (4, 18)
    row = audience.scores[audience.row("friends-of-tea")]
    best = {audience.products[at] for at in np.argsort(-row)[:6]}
    assert best == {f"P{at}" for at in range(6, 12)}


def test_that_recommend_writes_ids_as_the_shop_does(
    project: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out.csv"
    users = _users(tmp_path, ["U1", "nobody", "U1"])
    result = recommend.run(Recommend(str(project), users, str(out), k=4), Silent())
    rows = _rows(out)
    assert result.rows == len(rows) == 8
    assert list(rows[0]) == ["user_id", "product_id", "rank", "score"]
    own = [r for r in rows if r["user_id"] == "U1"]
    assert [r["rank"] for r in own] == ["1", "2", "3", "4"]
    scores = [float(r["score"]) for r in own]
    assert scores == sorted(scores, reverse=True)
    assert result.notes
    seen_too = Recommend(str(project), users, str(out), k=99, include_seen=True)
    assert recommend.run(seen_too, Silent()).rows == 2 * 18
    fewer = Recommend(str(project), users, str(out), k=99)
    assert recommend.run(fewer, Silent()).rows == 18 + 13


def test_that_what_was_fitted_on_later_purchases_ranks_what_is_known_too(
    project: Path,
) -> None:
    only_met = np.array([name == "met" for name in SIGNALS], np.float32)
    with Project.open(project) as opened:
        model = trained(opened, "cpu")
        asked = today(model.inputs)
        path = opened.runs.folder(model.run.id) / LATER
        assert kept_later(opened, model.run.id) is None  # too little was bought
        by_habit = with_own_again(opened, model)(asked)
        try:
            keep_later(opened, model.run.id, only_met)
            fitted = with_own_again(opened, model)(asked)
            assert fitted.sum(axis=1) == pytest.approx(1, abs=1e-3)
            assert fitted.max(axis=1) == pytest.approx(np.e * fitted.min(axis=1))
            assert not np.allclose(fitted, by_habit)
            meta = {"kind": "taste-later", "signals": "other ones"}
            weights.save(path, {"weights": only_met}, meta)
            assert kept_later(opened, model.run.id) is None
        finally:
            path.unlink(missing_ok=True)


def test_that_assign_gives_the_list_back_with_persona_and_page(
    project: Path, tmp_path: Path
) -> None:
    users = tmp_path / "kunden.csv"
    users.write_bytes("Name;Kundennummer\r\nMüller;U1\r\nSørby;X9\r\n".encode("cp1252"))
    out = tmp_path / "out.csv"
    result = assign.run(Assign(str(project), str(users), str(out)), Silent())
    assert result.rows == 2
    assert _rows(out) == [
        {
            "Name": "Müller",
            "Kundennummer": "U1",
            "persona": "friends-of-tea",
            "page": "",
        },
        {"Name": "Sørby", "Kundennummer": "X9", "persona": "all", "page": ""},
    ]


@pytest.mark.parametrize(
    "content",
    [b"", b"\x89PNG\r\n\x1a\n\x00\x00\x00\x00" * 50, b"colour,size\nred,3\nblue,4\n"],
)
def test_that_a_list_without_shoppers_is_refused(
    project: Path, tmp_path: Path, content: bytes
) -> None:
    users = tmp_path / "users.csv"
    users.write_bytes(content)
    with pytest.raises(InputProblem):
        assign.run(Assign(str(project), str(users), str(tmp_path / "o.csv")), Silent())
    assert not (tmp_path / "o.csv").exists()


def test_that_a_missing_list_is_named(project: Path, tmp_path: Path) -> None:
    gone = str(tmp_path / "gone.csv")
    with pytest.raises(InputProblem, match=r"gone\.csv"):
        recommend.run(Recommend(str(project), gone, str(tmp_path / "o.csv")), Silent())


def test_that_evaluating_gives_the_figures_of_the_training(project: Path) -> None:
    found = evaluate.run(Evaluate(str(project), "taste"), Silent()).comparisons
    assert [c.model for c in found] == ["taste", "personas"]
    with Project.open(project) as opened:
        run = opened.runs.in_use("taste")
    assert run is not None
    ours = next(row for row in found[0].rows if row.ours)
    assert ours.values == pytest.approx(
        {k: v for k, v in run.metrics.items() if k != "epochs"}, abs=1e-4
    )


def test_that_clusters_can_be_asked_for(project: Path) -> None:
    found = build_audience.run(BuildAudience(str(project), "cluster", 3), Silent())
    assert found.personas == 3
    build_audience.run(BuildAudience(str(project), "segment"), Silent())


def test_that_the_service_finds_describes_and_makes_personas(project: Path) -> None:
    with Project.open(project) as opened:
        service = AudienceService(opened)
        audience = service.audience()
        assert audience is not None
        found = service.find("U4")
        assert found is not None
        assert found.persona_id == "friends-of-tea"
        assert service.find(found.pseudonym) == found
        assert service.find("stranger") is None
        everyone = service.shoppers_in([(-2, -2), (2, -2), (2, 2), (-2, 2)])
        assert len(everyone) == 90
        some = everyone[audience.member == audience.row("friends-of-tea")][:24]
        assert service.describe(some).personas == {"friends-of-tea": 24}
        near = service.nearest("friends-of-tea")
        assert near is not None
        assert near.persona.id != "friends-of-tea"
        with pytest.raises(InputProblem, match="too few"):
            service.make_persona(some[:19], "Too few")
        with pytest.raises(InputProblem, match="needs a name"):
            service.rename("friends-of-tea", "  ")
        made = service.make_persona(some, "Tea masters")
        assert (made.id, made.size, made.source) == ("tea-masters", 24, "hand")
        after = service.audience()
        assert after is not None
        assert after.persona("friends-of-tea") is None  # six are under the floor
        service.rename("tea-masters", "Masters of tea")
        renamed = service.audience()
        assert renamed is not None
        assert renamed.personas[-2].name == "Masters of tea"
    build_audience.run(BuildAudience(str(project), "segment"), Silent())


def test_that_a_cancelled_training_resumes_as_if_it_never_stopped(
    project: Path,
) -> None:
    job = TrainTaste(str(project), preset="quick", epochs=4, seed=9, device="cpu")
    whole = train_taste.run(job, Silent())
    with pytest.raises(CancelledByUser, match="resumed"):
        train_taste.run(job, Silent(cancel_at=8))
    with Project.open(project) as opened:
        run = opened.runs.list("taste")[0]
        assert run.state == "cancelled"
        assert 0 < len([c for c in run.curves if c.name == "loss/train"]) < 4
    again = train_taste.run(
        TrainTaste(str(project), resume=run.id, device="cpu"), Silent()
    )
    assert again.run_id == run.id
    assert again.metrics == whole.metrics
    judged = project / "runs" / run.id / "judged.safetensors"
    assert judged.is_file()
    longer = TrainTaste(
        str(project), resume=run.id, epochs=5, device="cpu", protocol="strict"
    )
    train_taste.run(longer, Silent())
    assert not judged.exists()  # else an evaluation would judge the older weights


def test_that_weights_of_another_preset_are_refused_or_followed(
    project: Path, tmp_path: Path
) -> None:
    told = Silent()
    job = TrainTaste(
        str(project), preset="base", epochs=1, device="cpu", start_from="taste-001"
    )
    train_taste.run(job, told)
    notes = [e.text for e in told.events if isinstance(e, Note)]
    assert "starts from taste-001, which knows 18 of 18 products" in notes
    spoiled = tmp_path / "other.safetensors"
    spoiled.write_bytes(b"\x80\x04pickled")
    with pytest.raises(ModelRefused, match="pickle"):
        train_taste.run(
            TrainTaste(str(project), epochs=1, start_from=str(spoiled)), Silent()
        )
    article = TrainTaste(
        str(project), model="article", preset="quick", epochs=1, start_from="taste-001"
    )
    with pytest.raises(ModelRefused, match="sasrec"):
        train_taste.run(article, Silent())


def test_that_the_articles_network_serves_like_the_other(
    project: Path, tmp_path: Path
) -> None:
    job = TrainTaste(str(project), model="article", preset="quick", epochs=2)
    result = train_taste.run(job, Silent())
    assert result.metrics.keys() >= {"ndcg@10", "accuracy"}
    out = tmp_path / "out.csv"
    users = _users(tmp_path, ["U1"])
    assert (
        recommend.run(Recommend(str(project), users, str(out), k=3), Silent()).rows == 3
    )


def test_that_a_project_without_events_says_what_to_do(tmp_path: Path) -> None:
    project = tmp_path / "empty"
    Project.create(project, "Empty").close()
    with pytest.raises(NotYet, match="no shopper events"):
        train_taste.run(TrainTaste(str(project)), Silent())
    with pytest.raises(NotYet, match="No taste model"):
        evaluate.run(Evaluate(str(project), "taste"), Silent())
    users = _users(tmp_path, ["U1"])
    with pytest.raises(NotYet, match="No taste model"):
        recommend.run(Recommend(str(project), users, str(tmp_path / "o.csv")), Silent())
    with pytest.raises(NotYet, match="no personas"):
        assign.run(Assign(str(project), users, str(tmp_path / "o.csv")), Silent())
