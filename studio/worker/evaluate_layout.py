"""Judge the layout model in use."""

from __future__ import annotations

import msgspec

from studio.domain.jobs import Comparison
from studio.pipeline.layout.engagement import gather_clicks
from studio.pipeline.layout.judging import as_comparison, comparison
from studio.pipeline.layout.own_pages import ENOUGH, material_of
from studio.pipeline.layout.sampling import load_generator
from studio.pipeline.layout.weights import shipped_comparison
from studio.store.project import Project
from studio.worker.taste_data import WEIGHTS, device_for

SEED = 1


def layout_comparison(project: Project, device: str) -> Comparison:
    """Realism on the shop's own held-out pages, where it has enough of them.

    A shop with fewer than ENOUGH pages gets the figures that were measured on real
    storefront pages when the shipped weights were made, and a note that says so.
    """
    run = project.runs.in_use("layout")
    path = project.runs.folder(run.id) / WEIGHTS if run is not None else None
    model = load_generator(path, str(device_for(device)))
    own = [layout for _, layout in project.layouts()]
    if len(own) >= ENOUGH:
        clicks = gather_clicks(project.page_events(), dict(project.layouts()), {})
        material, leaning = material_of(own, load_generator(), clicks, SEED)
        rows = comparison(model, material.pages, material.held, SEED)
        return as_comparison(rows, "held-out pages of this shop", leaning)
    few = f"This shop has {len(own)} pages of its own; {ENOUGH} are needed to judge by."
    shipped = shipped_comparison(model)
    if shipped is None:
        return Comparison("layout", (), note=few)
    return msgspec.structs.replace(shipped, note=f"{shipped.note} {few}".strip())
