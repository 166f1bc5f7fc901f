"""Make personas, portraits, map and scores from the taste model in use."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import numpy as np

from studio.domain.errors import NotYet
from studio.domain.jobs import AudienceResult, BuildAudience, Note, Report
from studio.domain.persona import Audience
from studio.domain.taste import Features, TasteInputs
from studio.pipeline.features.fusion import ShopData
from studio.pipeline.personas.audience import Material, build_audience
from studio.pipeline.personas.clusters import cluster_groups, silhouette
from studio.pipeline.personas.continuity import continued
from studio.pipeline.personas.facts import Known, gather_facts
from studio.pipeline.personas.groups import Grouping, segment_groups, unit
from studio.pipeline.personas.projection import principal
from studio.pipeline.taste.learner import Learner
from studio.pipeline.taste.scoring import embed
from studio.store import weights as files
from studio.store.project import Project
from studio.worker.later_purchases import likely_by
from studio.worker.machine import use_threads
from studio.worker.taste_data import TASTES, Trained, trained

STEPS = ("Reading tastes", "Grouping shoppers", "Drawing the map", "Writing portraits")


def run(job: BuildAudience, report: Report) -> AudienceResult:
    """Build the audience anew; raises NotYet before the first training."""
    use_threads()
    with Project.open(Path(job.project)) as project:
        if job.source == "segment" and not project.segments().shopper:
            raise NotYet(
                "There are no segments in this project yet.",
                "Import a segments file, or discover personas from taste.",
            )
        model = trained(project)
        audience = make_audience(project, model, job, report)
    return AudienceResult(
        len(audience.personas) - 1, audience.silhouette, audience.stability
    )


def make_audience(
    project: Project, model: Trained, job: BuildAudience, report: Report
) -> Audience:
    """Build and save the audience of a trained model.

    Segments are used where the job asks for them and there are any, else clusters.
    """
    tick = _ticker(report)
    material = material_of(project, model.data, (model.inputs, model.learner), tick(0))
    grouping = _grouping(project, model, material.tastes, (job, tick(1)))
    tick(2)
    plane = principal(material.tastes, material.vectors)  # `DrawMap` draws a better one
    likely = likely_by(project, model, tick(3))
    material = msgspec.structs.replace(material, likely=likely)
    audience = build_audience(material, grouping, plane, tick(3))
    audience = msgspec.structs.replace(
        audience, run_id=model.run.id, projection="principal"
    )
    files.save(
        project.runs.folder(model.run.id) / TASTES,
        {
            "tastes": material.tastes,
            "vectors": material.vectors,
            **({} if likely is None else likely.arrays()),
        },
        {"kind": "tastes"},
    )
    project.save_audience(audience)
    report.send(Note(f"{grouping.groups} personas"))
    return audience


def material_of(
    project: Project,
    data: ShopData,
    known: tuple[TasteInputs, Learner],
    tick: Callable[[], None] = lambda: None,
) -> Material:
    """What personas are made of, as a learner of these data has it."""
    inputs, learner = known
    embedded = embed(learner, inputs, tick)
    sellable = np.flatnonzero(inputs.sellable)
    products = tuple(inputs.products[at] for at in sellable)
    facts = Known(data.events, data.catalogue, project.shop())
    return Material(
        shoppers=inputs.shoppers,
        products=products,
        tastes=embedded.tastes,
        vectors=embedded.products[sellable],
        facts=gather_facts(facts, inputs.shoppers, products),
        floor=project.floor,
    )


def _grouping(
    project: Project,
    model: Trained,
    tastes: Features,
    asked: tuple[BuildAudience, Callable[[], None]],
) -> Grouping:
    job, tick = asked
    segments = project.segments()
    if job.source == "segment" and segments.shopper:
        grouping = segment_groups(segments, model.inputs.shoppers, project.floor)
    else:
        active = np.diff(model.inputs.steps.start) > 0
        grouping = cluster_groups(
            tastes, active, job.clusters, job.seed, tick, floor=project.floor
        )
    grouping = continued(grouping, project.audience(), model.inputs.shoppers)
    measured = silhouette(unit(tastes), grouping.member)
    return msgspec.structs.replace(grouping, silhouette=measured)


def _ticker(report: Report) -> Callable[[int], Callable[[], None]]:
    def at(step: int) -> Callable[[], None]:
        def tick() -> None:
            report.progress(step, len(STEPS), STEPS[step])

        tick()
        return tick

    return at
