"""A small shop of two tastes, with an audience as training leaves it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import msgspec
import numpy as np
import pytest

from studio.domain.jobs import Comparison, Finished, Score
from studio.pipeline.personas.audience import Material, build_audience
from studio.pipeline.personas.facts import Known, gather_facts
from studio.pipeline.personas.groups import Grouping
from studio.services.audience import TASTES
from studio.services.jobs import JobRunner
from studio.services.session import Session
from studio.store import weights
from studio.ui import tasks
from studio.ui.audience.step import AudienceStep

SHOPPERS, PRODUCTS, STEPS = 90, 24, 12
SMALL = 6  # shoppers of a group that may not be shown
KITCHEN, OUTDOOR = "Kitchen > Pans", "Outdoor > Packs"


def behaviour() -> str:
    lines = ["user_id,event,product_id,timestamp"]
    half = PRODUCTS // 2
    for shopper in range(SHOPPERS):
        for step in range(STEPS):
            product = (shopper * 5 + step * 7) % half + half * (shopper % 2)
            kind = "purchase" if step % 5 == 4 else "view"
            at = f"2026-03-{step + 1:02}T10:{shopper % 60:02}:00Z"
            lines.append(f"u{shopper:03},{kind},P{product:02},{at}")
    return "\n".join(lines) + "\n"


def products() -> str:
    lines = ["product_id,title,title_zh,category,brand,price,currency"]
    for at in range(PRODUCTS):
        first = at < PRODUCTS // 2
        category, word = (KITCHEN, "Pan") if first else (OUTDOOR, "Pack")
        lines.append(f"P{at:02},{word} {at},商品 {at},{category},Fell,{20 + at},EUR")
    return "\n".join(lines) + "\n"


def make_run(session: Session) -> str:
    """A finished run that is in use, with its comparison."""
    runs = session.project.runs
    run = runs.start("taste", {"model": "sasrec"})
    rows = (
        Score("Taste model", {"ndcg@10": 0.3, "hr@10": 0.5, "coverage": 0.9}, True),
        Score("EASE", {"ndcg@10": 0.2, "hr@10": 0.4, "coverage": 0.8}),
    )
    table = Comparison("taste", rows, "the last product")
    runs.end(run.id, "finished", metrics={"ndcg@10": 0.3}, comparison=table)
    runs.use(run.id)
    return run.id


def make_audience(session: Session) -> None:
    """Two groups that may be shown and one that may not, apart on the map."""
    project = session.project
    run_id = make_run(session)
    known = Known(project.events(), project.catalogue(), project.shop())
    shoppers = known.events.shoppers
    names = tuple(product.id for product in known.catalogue)
    kitchen = np.zeros(len(shoppers), np.bool_)
    kitchen[known.events.shopper[known.events.product < PRODUCTS // 2]] = True
    side = np.where(kitchen, 1.0, -1.0)
    rng = np.random.default_rng(0)
    spread = 0.1 * rng.normal(size=(len(shoppers), 2))
    xy = spread + np.column_stack((side, np.zeros(len(side))))
    few = np.flatnonzero(~kitchen)[:SMALL]
    tastes = np.column_stack((np.where(kitchen, 1.0, -0.2), np.ones(len(side)), spread))
    tastes[few, 1] = -1.0
    sort = np.where(np.arange(PRODUCTS) < PRODUCTS // 2, 1.0, -1.0)
    vectors = np.column_stack((sort, np.zeros((PRODUCTS, 3)))).astype(np.float32)
    member = np.where(kitchen, 0, 1)
    member[few] = 2
    material = Material(
        shoppers,
        names,
        tastes.astype(np.float32),
        vectors,
        gather_facts(known, shoppers, names),
    )
    grouping = Grouping(member.astype(np.int64), ("Cooks", "Walkers", "Few"), 0.6)
    plane = (xy, np.column_stack((sort, np.linspace(-1, 1, PRODUCTS))))
    made = build_audience(material, grouping, plane)
    folder = project.runs.folder(run_id)
    kept = {"tastes": material.tastes, "vectors": vectors}
    weights.save(folder / TASTES, kept, {"kind": "tastes"})
    project.save_audience(msgspec.structs.replace(made, run_id=run_id))


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("audience")
    files = [folder / "user_behavior.csv", folder / "products.csv"]
    files[0].write_text(behaviour(), "utf-8")
    files[1].write_text(products(), "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VITRINE_CONFIG_DIR", str(folder / "config"))
        runner = JobRunner()
        with Session.create(folder / "shop", "Fjord & Fern") as session:
            plans = session.imports.inspect(files)
            ending = runner.run(session.imports.job(plans))
            assert isinstance(ending, Finished), ending
            make_audience(session)
        runner.close()
    return folder


@pytest.fixture
def session(made: Path, own_config_folder: Path, tmp_path: Path) -> Iterator[Session]:
    shutil.copytree(made / "shop", tmp_path / "shop")
    shutil.copytree(made / "config", own_config_folder, dirs_exist_ok=True)
    with Session.open(tmp_path / "shop") as opened:
        yield opened


@pytest.fixture
def step(qtbot, context, session: Session, until) -> Iterator[AudienceStep]:
    shown = AudienceStep(context)
    shown.resize(1364, 824)
    shown.set_session(session)
    shown.show()
    shown.grab()  # lays everything out
    yield shown
    shown._soon.stop()
    until(lambda: not tasks._running)
    shown.aside.close()
    shown.close()
    shown.deleteLater()
