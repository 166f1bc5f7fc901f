from __future__ import annotations

import numpy as np
import pytest

from studio.pipeline.layout.baselines import (
    bigram_sampler,
    marginal_sampler,
    nearest_page_copier,
)
from studio.pipeline.layout.encoder import (
    coverage,
    fit_encoder,
    frechet_distance,
    kernel_distance,
    nearest,
)
from studio.pipeline.layout.metrics import (
    c2st_auc,
    compare,
    cooccurrence_distance,
    distinct_share,
    divergence,
    grams,
    novelty,
    repeats,
)
from studio.pipeline.layout.protocol import consistency, judges_of
from studio.pipeline.layout.settings import TrainSettings
from studio.pipeline.layout.training import Material, train
from studio.pipeline.layout.vocabulary import lengths

QUICKLY = TrainSettings(
    likelihood=40, adversarial=0, batch=16, rate=1e-2, judge_every=1000,
    save_every=1000, average=0.9, seed=1,
)  # fmt: skip


def test_that_pages_of_one_kind_cannot_be_told_apart(small):
    pages = small.random(160, seed=1).codes
    assert 0.35 < c2st_auc(pages[:80], pages[80:]) < 0.65


def test_that_other_pages_can_be_told_apart(small):
    made, real = small.random(60, 1, types=4).codes, small.random(60, 2).codes
    assert c2st_auc(made, real) > 0.9


def test_that_a_set_is_no_distance_from_itself(small):
    pages = small.random(30, 3).codes
    row = compare("same", pages, pages, pages)
    assert row.cooccurrence == row.length == row.repeats == row.bigrams == 0
    assert row.novel == 0


def test_that_divergence_is_one_bit_between_disjoint_sets(small):
    a = grams(small.pages(2).codes[:1], 1)
    b = grams(small.pages(2).codes[1:], 1)
    assert divergence(a, b) == pytest.approx(1.0)
    assert divergence(a, a) == 0


def test_that_repeats_count_types_already_there(small):
    pages = small.random(1, 1)
    codes = pages.codes.copy()
    codes[:] = 0
    codes[0, :4, 0] = [3, 3, 5, 3]
    assert repeats(codes).tolist() == [2]
    assert lengths(codes).tolist() == [4]


def test_that_a_copier_makes_nothing_new_and_samplers_keep_what_they_know(small):
    pages = small.random(120, 4)
    assert novelty(nearest_page_copier(pages, 50, 1), pages.codes) == 0
    marginal = marginal_sampler(pages, 80, 1)
    bigram = bigram_sampler(pages, 80, 1)
    assert novelty(marginal, pages.codes) > 0.5
    assert (lengths(bigram) > 0).all()
    assert set(np.unique(bigram[:, :, 0])) <= set(np.unique(pages.codes[:, :, 0]))
    assert divergence(grams(bigram, 2), grams(pages.codes, 2)) < divergence(
        grams(marginal, 2), grams(pages.codes, 2)
    )


def test_that_types_that_never_meet_cost_cooccurrence(small):
    pages = small.pages(40).codes
    assert cooccurrence_distance(pages[::2], pages[1::2]) > 0.5
    assert distinct_share(pages) == 2 / 40


def test_that_a_frozen_encoder_tells_sets_of_pages_apart(small):
    known, real, alike, other = (
        small.random(80, seed, types).codes
        for seed, types in ((1, 12), (2, 12), (3, 12), (4, 4))
    )
    encoder = fit_encoder(known)
    own, near, far = encoder(real), encoder(alike), encoder(other)
    assert frechet_distance(own, own) == pytest.approx(0, abs=1e-3)
    assert frechet_distance(near, own) < frechet_distance(far, own)
    assert kernel_distance(near, own) < kernel_distance(far, own)
    assert coverage(own, own) == 1
    assert coverage(near, own) > coverage(far, own)
    assert nearest(own, own).tolist() == list(range(80))


def test_that_a_classifier_tells_what_pages_were_made_for(small):
    pages = small.pages(60)
    model = small.model()
    train(model, Material(pages, pages), QUICKLY, small.report())
    told = consistency(judges_of(pages, pages, 1), model)
    by_chance = told["page kind, conditions shuffled"]
    assert told["page kind told from made pages"] > by_chance + 0.15
    assert told["page kind told from real pages"] == 1
