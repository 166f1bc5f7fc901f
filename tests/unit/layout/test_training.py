from __future__ import annotations

import msgspec
import numpy as np
import pytest
import torch

from studio.domain.behaviour import PageEvents
from studio.domain.errors import CancelledByUser, ModelRefused
from studio.domain.jobs import Metric, Note, Samples
from studio.domain.layout import Layout, LayoutBlock
from studio.domain.persona import Traits
from studio.pipeline.layout.conditions import Conditions, as_tensors
from studio.pipeline.layout.engagement import gather_clicks, no_clicks
from studio.pipeline.layout.judging import realness
from studio.pipeline.layout.noise import sample_codes
from studio.pipeline.layout.own_pages import material_of
from studio.pipeline.layout.pages import no_pages, page_set
from studio.pipeline.layout.sampling import judge_layouts, sample_layouts
from studio.pipeline.layout.settings import TrainSettings
from studio.pipeline.layout.training import Material, Saving, train
from studio.pipeline.layout.vocabulary import lengths
from studio.pipeline.layout.weights import Tensors, net_tensors

SHORT = TrainSettings(
    likelihood=80, adversarial=0, batch=32, rate=1e-2, judge_every=1000,
    save_every=1000, average=0.9, seed=1,
)  # fmt: skip
BOTH = msgspec.structs.replace(SHORT, likelihood=6, warm_up=2, adversarial=6, batch=8)


def types(layout: Layout) -> tuple[str, ...]:
    return tuple(block.type for block in layout.blocks)


def test_that_a_small_set_is_learned_and_the_page_kind_matters(small):
    torch.manual_seed(0)
    model, pages = small.model(), small.pages()
    train(model, Material(pages, pages), SHORT, small.report())
    home = sample_layouts(model, Conditions("home"), 20, 1)
    landing = sample_layouts(model, Conditions("landing"), 20, 1)
    right = ("hero-banner", "product-grid", "newsletter")
    assert sum(types(page) == right for page in home) >= 18
    assert home[0].blocks[0].attributes.columns == 4
    other = ("page-header", "rich-text", "faq", "testimonials")
    assert sum(types(page) == other for page in landing) >= 18


def test_that_a_length_that_is_asked_for_is_kept(small):
    wish = as_tensors([Conditions("home", length=6)] * 10)
    assert set(lengths(sample_codes(small.model(), wish, 1)).tolist()) == {6}


def test_that_a_resumed_training_equals_an_uninterrupted_one(small):
    pages = small.random(40, 1)
    material = Material(pages, small.random(10, 2))
    torch.manual_seed(0)
    whole = small.model()
    halved = small.model()
    halved.generator.load_state_dict(whole.generator.state_dict())
    halved.discriminator.load_state_dict(whole.discriminator.state_dict())
    settings = msgspec.structs.replace(BOTH, judge_every=4)
    train(whole, material, settings, small.report())
    kept = []
    saving = Saving(keep=lambda *state: kept.append(state))
    with pytest.raises(CancelledByUser):
        train(halved, material, settings, small.report(cancel_at=10), saving)
    fresh = small.model()
    train(fresh, material, settings, small.report(), Saving(resume=kept[-1]))
    left, right = net_tensors("g", whole.generator), net_tensors("g", fresh.generator)
    for name, value in left.items():
        gap = np.abs(
            np.asarray(value, np.float64) - np.asarray(right[name], np.float64)
        )
        assert gap.max() < 1e-6, name


def test_that_both_curves_and_samples_of_one_noise_are_reported(small):
    report, pages = small.report(), small.random(30, 1)
    settings = msgspec.structs.replace(BOTH, judge_every=4)
    train(small.model(), Material(pages, pages), settings, report)
    names = {event.name for event in report.events if isinstance(event, Metric)}
    assert {"loss/train", "loss/generator", "loss/discriminator", "accuracy/real",
            "accuracy/fake", "loss/validation"} <= names  # fmt: skip
    walls = [event for event in report.events if isinstance(event, Samples)]
    assert len(walls) == 3
    assert {layout.seed for wall in walls for layout in wall.layouts} == {1}


def test_that_losses_that_are_no_numbers_fall_back_to_the_last_good_weights(small):
    torch.manual_seed(0)
    model, pages, report = small.model(), small.pages(), small.report()
    settings = msgspec.structs.replace(SHORT, likelihood=20, judge_every=5)
    level = model.generator.level.data
    report.on_step = {10: lambda: level.fill_(float("nan"))}
    trained = train(model, Material(pages, pages), settings, report)
    assert trained.fell_back
    assert torch.isfinite(model.generator.level).all()
    notes = [event.text for event in report.events if isinstance(event, Note)]
    assert "last good weights" in notes[-1]


def test_that_a_checkpoint_of_another_size_is_refused(small):
    pages = small.pages(8)
    tensors: Tensors = {"generator.norm.weight": np.zeros(7)}
    state = (tensors, {"step": "3"})
    saving = Saving(resume=state)
    with pytest.raises(ModelRefused, match="The checkpoint"):
        train(small.model(), Material(pages, pages), BOTH, small.report(), saving)


def page_events(rng: np.random.Generator) -> tuple[PageEvents, dict[str, Traits]]:
    """Bargain hunters click grids, the others galleries."""
    personas = {"a": Traits(discount_share=0.9), "b": Traits(discount_share=0.1)}
    rows = []
    for _ in range(600):
        who, at = ("a", "b")[int(rng.integers(2))], int(rng.integers(2))
        page = ("p1", "p2")[int(rng.integers(2))]
        grid = (page == "p1") == (at == 0)
        rows.append((who, page, at, False))
        if rng.random() < (0.5 if (who == "a") == grid else 0.05):
            rows.append((who, page, at, True))
    return (
        PageEvents(
            tuple(row[0] for row in rows), tuple(row[1] for row in rows),
            np.asarray([row[2] for row in rows]), ("",) * len(rows),
            np.asarray([row[3] for row in rows]), np.zeros(len(rows), np.int64),
        ),
        personas,
    )  # fmt: skip


def test_that_the_engagement_head_learns_who_clicks_what(small):
    torch.manual_seed(0)
    events, personas = page_events(np.random.default_rng(1))
    blocks = (LayoutBlock("product-grid"), LayoutBlock("gallery"))
    layouts = {"p1": Layout(blocks), "p2": Layout(blocks[::-1])}
    clicks = gather_clicks(events, layouts, personas)
    assert len(clicks) == 4
    assert clicks.impressions == int((~events.clicked).sum())
    model, pages = small.model(), small.random(30, 1)
    settings = msgspec.structs.replace(BOTH, discriminator_rate=1e-2, steer=1.0)
    train(model, Material(pages, pages, clicks), settings, small.report())
    assert model.knows_clicks
    grid, gallery = (Layout((block, block)) for block in blocks)
    for who, liked, other in (("a", grid, gallery), ("b", gallery, grid)):
        wish = Conditions(traits=personas[who])
        better, worse = judge_layouts(model, [liked, other], [wish, wish])
        assert better.engagement is not None
        assert worse.engagement is not None
        assert better.engagement > worse.engagement


def test_that_pages_changed_before_approval_look_less_real_than_what_they_became(small):
    torch.manual_seed(0)
    names = ("hero-banner", "product-grid", "faq", "newsletter")
    after, before = (
        page_set([tuple(map(LayoutBlock, order))], [("own", "home", False)])
        for order in (names, names[::-1])
    )
    settings = msgspec.structs.replace(
        BOTH, likelihood=0, warm_up=30, adversarial=1, batch=12, discriminator_rate=1e-2
    )
    gaps = []
    for down in (no_pages(), before):
        torch.manual_seed(0)
        model = small.model()
        material = Material(after, after, no_clicks(), down)
        train(model, material, settings, small.report())
        codes = np.concatenate([after.codes, before.codes])
        approved, made = realness(model, codes, as_tensors([Conditions("home")] * 2))
        gaps.append(approved - made)
    assert gaps[1] > gaps[0] + 0.3


def test_that_first_versions_come_with_the_material(small):
    page = Layout(tuple(map(LayoutBlock, ("hero-banner", "faq"))))
    material, _ = material_of([page], small.model(), no_clicks(), 1, [page] * 3)
    assert len(material.turned_down) == 3


@pytest.mark.parametrize("n", [0, 1, 10])
def test_that_few_own_pages_lean_on_the_shipped_weights(small, n):
    own = [Layout(tuple(map(LayoutBlock, ("hero-banner", "faq"))))] * n
    clicks = gather_clicks(page_events(np.random.default_rng(1))[0], {}, {})
    material, said = material_of(own, small.model(), clicks, 1)
    assert "shipped weights" in said
    assert len(material.pages) >= 500
    assert len(material.held) >= 2
