"""Draw the map of shoppers and products so that neighbours in taste lie together."""

from __future__ import annotations

from pathlib import Path

from studio.domain.errors import NotYet
from studio.domain.jobs import DrawMap, MapResult, Report
from studio.pipeline.personas.neighbours import neighbour_map
from studio.store import weights as files
from studio.store.project import Project
from studio.worker.machine import use_threads
from studio.worker.silent import ticker
from studio.worker.taste_data import TASTES

DOING = "Drawing the map"


def run(job: DrawMap, report: Report) -> MapResult:
    """Put a better map under the current personas; raises NotYet before the first.

    Whatever is done to the personas meanwhile stays. Where other shoppers have taken
    the place of these meanwhile, the map is dropped.
    """
    use_threads()
    with Project.open(Path(job.project)) as project:
        audience = project.audience()
        if audience is None:
            raise NotYet("There are no personas yet.", "Train the taste model first.")
        folder = project.runs.folder(audience.run_id)
        arrays, _ = files.load(folder / TASTES, "tastes")
        people, things, sampled = neighbour_map(
            arrays["tastes"], arrays["vectors"], job.seed, ticker(report, DOING)
        )
        project.redraw_audience(audience, (people, things))
    return MapResult(sampled, len(people))
