"""Say why a product stands where it does for a shopper or a persona."""

from __future__ import annotations

from pathlib import Path

import msgspec
import numpy as np

from studio.domain.behaviour import Floats, Ints, places_among
from studio.domain.errors import InputProblem, NotYet
from studio.domain.explaining import Cause, Explanation
from studio.domain.jobs import Explain, Report
from studio.domain.persona import EVERYONE, Audience
from studio.domain.words import Words
from studio.pipeline.personas.facts import DAY_S
from studio.pipeline.personas.scores import worth_of
from studio.pipeline.taste.explaining import (
    Parts,
    Wish,
    about,
    explainable,
    parts_of,
)
from studio.pipeline.taste.explaining_product import OwnParts, own_parts
from studio.pipeline.taste.learner import SequenceLearner
from studio.pipeline.taste.metrics import Scores
from studio.pipeline.taste.scoring import today
from studio.store.project import Project
from studio.worker.explain_causes import (
    Told,
    causes_of,
    feature_causes,
    fields_of,
    memory_cause,
    strongest_first,
)
from studio.worker.explain_words import sentence_of
from studio.worker.machine import use_threads
from studio.worker.taste_data import Trained, text_of, trained

SAMPLED = 64
"""Members of a persona that are asked, evenly thinned."""


class Subject(msgspec.Struct, frozen=True):
    """Whom the question is about: name, places of those asked and of all of them."""

    id: str
    name: Words
    asked: Ints
    everyone: Ints
    persona: bool


def run(job: Explain, report: Report) -> Explanation:
    """Explain one product.

    Raises:
        InputProblem: The product, shopper or persona is unknown, or too small.
        NotYet: There is no model, or no persona.
        ModelRefused: The model in use has no parts to tell.
    """
    if bool(job.persona) == bool(job.shopper):
        raise InputProblem("Say either a persona or a shopper.")
    use_threads()
    with Project.open(Path(job.project)) as project:
        model = trained(project, job.device)
        learner = explainable(model.learner)
        product = _place(model.inputs.products, job.product)
        audience = project.audience()
        if job.persona:
            subject = _persona(project, model, audience, job.persona)
        else:
            subject = _shopper(project, model, job.shopper)
        report.progress(0, 0, "Looking for what speaks for it")
        wish = Wish(lasting=subject.persona)
        asked = about(today(model.inputs, subject.asked), product)
        parts = parts_of(learner, asked, wish)
        tastes = learner.profiles(asked) if wish.lasting else learner.tastes(asked)
        floor = project.floor if subject.persona else 0
        told = Told(model.data, model.inputs, subject.asked, subject.everyone, floor)
        rank, of = _rank(learner, model, (subject, audience), product)
    own = _own_parts(learner, model, tastes.mean(axis=0), product)
    features = _features(own, parts, met=_met(model, job.product))
    found = _explanation((subject, told), parts, (job.product, rank, of), features)
    if subject.persona:
        rank = _taste_rank(learner, model, tastes.mean(axis=0), product)
        chosen = _chosen(model, subject, product, floor)
        found = msgspec.structs.replace(found, taste_rank=rank, **chosen)
    sentence = sentence_of(found, subject.name, told.title(job.product))
    return msgspec.structs.replace(found, sentence=sentence)


def _features(own: OwnParts, parts: Parts, *, met: bool) -> tuple[Cause, ...]:
    """What the product itself adds, and what it was taken with."""
    features = feature_causes(own, met=met)
    if parts.memory.any():
        recalled = memory_cause(_mean(parts.memory), met=met)
        features = strongest_first((*features, recalled))
    return features


def _explanation(
    whom: tuple[Subject, Told],
    parts: Parts,
    product: tuple[str, int, int],
    features: tuple[Cause, ...],
) -> Explanation:
    subject, told = whom
    return Explanation(
        subject=subject.id,
        product_id=product[0],
        score=_mean(parts.score),
        average=_mean(parts.average),
        rank=product[1],
        of=product[2],
        causes=causes_of(told, parts),
        features=features,
        missed=_mean(parts.missed),
        asked=len(subject.asked),
    )


def _place(products: tuple[str, ...], product_id: str) -> int:
    if product_id not in products:
        raise InputProblem(
            f"There is no product {product_id} in this project.",
            "Name it by its id in the catalogue.",
        )
    return products.index(product_id)


def _shopper(project: Project, model: Trained, name: str) -> Subject:
    shoppers = model.inputs.shoppers
    for each in (name, project.pseudonym(name)):
        if each in shoppers:
            at = np.array([shoppers.index(each)], np.int64)
            who = Words("this shopper", "这位顾客")
            return Subject(each, who, at, at, persona=False)
    raise InputProblem(
        "There is no such shopper in this project.",
        "Name the shopper by the shop's id, as in the file that was imported.",
    )


def _persona(
    project: Project, model: Trained, audience: Audience | None, persona_id: str
) -> Subject:
    if audience is None:
        raise NotYet("There are no personas yet.", "Train the taste model first.")
    persona = audience.persona(persona_id)
    if persona is None:
        raise InputProblem(
            f"There is no persona {persona_id}.",
            f"Known: {', '.join(p.id for p in audience.personas)}.",
        )
    members = np.ones(len(audience.shoppers), np.bool_)
    if persona_id != EVERYONE:
        members = audience.member == audience.row(persona_id)
    if members.sum() < project.floor:
        raise InputProblem(
            f"{persona.name} has fewer than {project.floor} shoppers.",
            "Nothing is said of so few, so that nobody can be recognised.",
        )
    places = places_among(audience.shoppers, model.inputs.shoppers)
    everyone = places[members & (places >= 0)]
    active = everyone[np.diff(model.inputs.steps.start)[everyone] > 0]
    some = active if len(active) else everyone
    if not len(some):
        raise InputProblem(f"Nothing is known of the shoppers of {persona.name}.")
    thin = np.linspace(0, len(some) - 1, min(SAMPLED, len(some))).astype(np.int64)
    name = Words(persona.name, persona.name_zh or persona.name)
    return Subject(persona_id, name, some[np.unique(thin)], everyone, persona=True)


def _rank(
    learner: SequenceLearner,
    model: Trained,
    whom: tuple[Subject, Audience | None],
    product: int,
) -> tuple[int, int]:
    """The product's place, as rankings and pages have it, and among how many."""
    subject, audience = whom
    sellable = model.inputs.sellable
    if subject.persona and audience is not None:
        scores = audience.scores[audience.row(subject.id)]
        product_id = model.inputs.products[product]
        if product_id not in audience.products:
            return len(scores), len(scores)
        own = scores[audience.products.index(product_id)]
        return _place_of(own, scores), len(scores)
    scores = learner.scores(today(model.inputs, subject.asked))[0]
    return _place_of(scores[product], scores[sellable]), int(sellable.sum())


def _taste_rank(
    learner: SequenceLearner, model: Trained, taste: Floats, product: int
) -> int:
    """The product's place by the mean of the members' lasting tastes alone."""
    scores = learner.product_vectors().cpu().numpy() @ taste
    return _place_of(scores[product], scores[model.inputs.sellable])


def _place_of(own: float, scores: Floats | Scores) -> int:
    """The place, from 1, of a score among others."""
    return int((scores > own).sum()) + 1


def _chosen(
    model: Trained, subject: Subject, product: int, floor: int
) -> dict[str, float]:
    """The product's share of what the members, and all shoppers, chose of late."""
    steps = model.inputs.steps
    shopper = steps.shopper()
    inside = np.isin(shopper, subject.everyone)
    of_it = steps.product == product
    if len(np.unique(shopper[inside & of_it])) < floor:
        return {}
    age = (steps.time.max() - steps.time) / DAY_S
    worth = worth_of(steps.kind, age) * (steps.product >= 0)
    own, all_of_it = worth[inside], worth.sum()
    return {
        "chosen": float(own[of_it[inside]].sum() / own.sum()),
        "chosen_in_shop": float(worth[of_it].sum() / all_of_it),
    }


def _own_parts(
    learner: SequenceLearner, model: Trained, taste: Floats, product: int
) -> OwnParts:
    space = text_of(model.weights, model.run.id)
    known = model.data.catalogue.get(model.inputs.products[product])
    fields = fields_of(space, known)
    return own_parts(learner, taste.astype(np.float32), product, fields)


def _met(model: Trained, product_id: str) -> bool:
    """Whether the model has learned from events on the product."""
    known, warm = model.weights.products, model.weights.warm
    return product_id in known and bool(warm[known.index(product_id)])


def _mean(values: Floats) -> float:
    return float(values.mean()) if len(values) else 0.0
