"""A small shop with events, imported once and copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.domain.jobs import Finished
from studio.services.jobs import JobRunner
from studio.services.session import Session
from studio.ui.train.step import TrainStep

SHOPPERS, PRODUCTS, STEPS = 60, 24, 12


def behaviour() -> str:
    """Two tastes: even shoppers look at the first half of the products."""
    lines = ["user_id,event,product_id,timestamp"]
    half = PRODUCTS // 2
    for shopper in range(SHOPPERS):
        for step in range(STEPS):
            product = (shopper * 5 + step * 7) % half + half * (shopper % 2)
            kind = "purchase" if step % 5 == 4 else "view"
            at = f"2026-03-{step + 1:02}T10:{shopper:02}:00Z"
            lines.append(f"u{shopper:03},{kind},P{product:02},{at}")
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="session")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("imported")
    file = folder / "user_behavior.csv"
    file.write_text(behaviour(), "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VITRINE_CONFIG_DIR", str(folder / "config"))
        runner = JobRunner()
        with Session.create(folder / "shop", "Fjord & Fern") as session:
            plans = session.imports.inspect([file])
            ending = runner.run(session.imports.job(plans))
        runner.close()
    assert isinstance(ending, Finished), ending
    return folder


@pytest.fixture
def session(
    imported: Path, own_config_folder: Path, tmp_path: Path
) -> Iterator[Session]:
    shutil.copytree(imported / "shop", tmp_path / "shop")
    shutil.copytree(imported / "config", own_config_folder, dirs_exist_ok=True)
    with Session.open(tmp_path / "shop") as opened:
        yield opened


@pytest.fixture
def step(qtbot, context, session: Session, loop) -> TrainStep:
    made = TrainStep(context)
    qtbot.addWidget(made)
    made.resize(1364, 824)
    made.set_session(session)
    made.show()
    return made
