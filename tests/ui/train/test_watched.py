from __future__ import annotations

from studio.domain.jobs import Comparison, Fact, Metric, Note, Progress, Score
from studio.domain.runs import Run
from studio.ui.train.log_lines import parted
from studio.ui.train.watched import Curve, Watched

BASELINES = (
    Score("EASE", {"ndcg@10": 0.196}),
    Score("Popularity", {"ndcg@10": 0.118}),
)


def test_that_a_point_of_an_earlier_step_replaces_those_after_it():
    curve = Curve()
    for x, y in ((1, 5.0), (2, 4.0), (3, 3.0), (2, 4.5)):
        curve.add(x, y)
    assert curve.xs == [1, 2]
    assert curve.ys == [5.0, 4.5]


def test_that_events_become_curves_facts_and_log_lines():
    watched = Watched("taste", condition="running")
    for event in (
        Progress(300, 1000, "Epoch 3 of 10", 42.0),
        Metric("ndcg@10", 1, 0.2),
        Metric("ndcg@10", 2, 0.219),
        Fact("device", "CPU, 2 cores"),
        Note("epoch 2, ndcg 0.219"),
    ):
        watched.take(event)
    assert watched.share == 0.3
    assert watched.curve("ndcg@10").ys == [0.2, 0.219]
    assert watched.facts == {"device": "CPU, 2 cores"}
    assert [line.text for line in watched.log] == ["epoch 2, ndcg 0.219"]
    assert watched.ndcg == 0.219


def test_that_the_final_figure_is_that_of_the_test_not_the_best_of_validation():
    watched = Watched("taste", condition="finished")
    watched.take(Metric("ndcg@10", 1, 0.25))
    watched.take(Comparison("taste", BASELINES, "validation"))
    assert watched.ndcg == 0.25
    ours = Score("Taste model", {"ndcg@10": 0.219}, ours=True)
    watched.take(Comparison("taste", (ours, *BASELINES), "test"))
    assert watched.ndcg == 0.219
    assert watched.baselines == (("EASE", 0.196), ("Popularity", 0.118))


def test_that_a_kept_run_brings_its_curves():
    points = (Metric("loss/train", 1, 5.0), Metric("loss/train", 2, 4.0))
    run = Run("taste-001", 1, "taste", "finished", 1.0, curves=points)
    watched = Watched.of("taste", run)
    assert watched.condition == "finished"
    assert watched.curve("loss/train").ys == [5.0, 4.0]


def test_that_reading_a_run_never_loses_points_that_were_not_yet_kept():
    watched = Watched("taste", condition="running")
    for step in (1, 2, 3):
        watched.take(Metric("loss/train", step, 5.0 - step))
    kept = (Metric("loss/train", 1, 4.0),)
    watched.read(Run("taste-001", 1, "taste", "cancelled", 1.0, curves=kept))
    assert watched.curve("loss/train").xs == [1, 2, 3]


def test_that_only_a_figure_is_parted_from_the_words_of_a_log_line():
    assert parted("epoch 14, ndcg 0.219") == ("epoch 14", "ndcg 0.219")
    assert parted("checkpoint saved") == ("checkpoint saved", "")
    assert parted("starts from a, which knows it all")[1] == ""
