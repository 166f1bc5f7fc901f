"""`vitrine demo`: the whole job on the sample shop, without a window."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from studio.cli import jobs, say
from studio.cli.options import Json, Seed, one_of, place
from studio.domain.brief import Brief, Offer
from studio.domain.errors import InputProblem
from studio.domain.imports import ImportResult
from studio.domain.jobs import (
    Assign,
    FileResult,
    GenerateResult,
    TrainLayout,
    TrainResult,
    TrainTaste,
)
from studio.domain.page import NEEDS_BRIEF, SCENARIOS
from studio.domain.review import PageRow
from studio.domain.shipped import sample_shop
from studio.domain.words import Words
from studio.services.session import Session
from studio.store.problems import storage_problems

SALE_DAYS = 5
"""How long the demonstration's campaign goes on; its countdown must be true."""


MARK = ".vitrine-demo"
"""Marks the folder of a demonstration, which a later one may replace."""
MADE = ("project", "pages", "snapshots", "assigned.csv")
"""All that it makes there; other files in the folder stay."""


class DemoResult(msgspec.Struct, frozen=True):
    """What the demonstration made, and how long each step took (seconds)."""

    folder: str
    pages: int
    seconds: dict[str, float]


def command(
    out: Annotated[
        Path,
        typer.Option(
            "--out", metavar="DIR", help="Folder for everything.", parser=place
        ),
    ],
    preset: Annotated[
        str, typer.Option("--preset", help="quick or base: how long to train.")
    ] = "base",
    snapshots: Annotated[
        bool, typer.Option("--snapshots/--no-snapshots", help="Draw every page.")
    ] = True,
    seed: Seed = 20261124,
    as_json: Json = False,
) -> None:
    """Do the whole job on the sample shop: import, train, generate, approve, export.

    Example: `vitrine demo --out wrenfield-demo`
    """
    one_of("preset", preset, ("quick", "base"))
    demo = _Demo(out, preset, seed, quiet=as_json)
    result = demo.run(snapshots=snapshots)
    if as_json:
        say.as_machine(result)
        return
    total = sum(result.seconds.values())
    say.line(f"{result.pages} pages in {total:.0f} s.")
    say.line(f"Look at them: {out / 'pages' / 'index.html'}")
    if snapshots:
        say.line(f"As pictures:  {out / 'snapshots'}")
    say.line(f"In the window: vitrine open {out / 'project'}")


def demo_brief(today: date) -> Brief:
    """The campaign of the demonstration; it ends on a day that is still to come."""
    return Brief(
        name=Words("Clear-the-shelves week", "清仓周"),
        start=today,
        end=today + timedelta(days=SALE_DAYS),
        on_sale=True,
        offer=Offer(
            text=Words("Marked-down pieces, while they last", "特价好物，售完即止")
        ),
    )


class _Demo:
    """The steps of the job, timed one by one."""

    def __init__(self, out: Path, preset: str, seed: int, *, quiet: bool) -> None:
        self._out, self._preset, self._seed, self._quiet = out, preset, seed, quiet
        self._seconds: dict[str, float] = {}
        _make_room(out)

    def run(self, *, snapshots: bool) -> DemoResult:
        """Do every step and say what came of it."""
        with Session.create(self._out / "project", "Wrenfield") as session:
            self._timed("import", lambda: self._import(session))
            self._timed("train", lambda: self._train(session))
            self._timed("generate", lambda: self._generate(session))
            rows = session.pages.chosen()
            self._timed("approve and export", lambda: self._publish(session, rows))
            self._timed("assign", lambda: self._assign(session))
            if snapshots:
                self._timed("snapshots", lambda: self._draw(session, rows))
        return DemoResult(str(self._out), len(rows), self._seconds)

    def _timed(self, name: str, step: Callable[[], None]) -> None:
        started = time.monotonic()
        step()
        self._seconds[name] = round(time.monotonic() - started, 1)
        if not self._quiet:
            say.line(f"{name}: {self._seconds[name]:.0f} s")

    def _import(self, session: Session) -> None:
        job = session.imports.sample_job()
        jobs.run(job, ImportResult, quiet=self._quiet, title="Importing")

    def _train(self, session: Session) -> None:
        folder = str(session.folder)
        quick = self._preset == "quick"
        taste = TrainTaste(folder, preset="quick" if quick else "base", seed=self._seed)
        jobs.run(taste, TrainResult, quiet=self._quiet, title="Taste model")
        layout = TrainLayout(folder, preset="quick", seed=self._seed)
        jobs.run(layout, TrainResult, quiet=self._quiet, title="Layout GAN")

    def _generate(self, session: Session) -> None:
        brief = demo_brief(date.today())  # noqa: DTZ011 - a campaign has local days
        for scenario in SCENARIOS:
            needs = scenario in NEEDS_BRIEF or scenario == "cross_platform"
            job = session.pages.generate_job(
                scenario,
                candidates=3,
                brief=brief if needs else None,
                seed=self._seed,
            )
            title = f"Generating: {scenario.replace('_', '-')}"
            jobs.run(job, GenerateResult, quiet=self._quiet, title=title)

    def _publish(self, session: Session, rows: tuple[PageRow, ...]) -> None:
        for row in rows:
            session.pages.approve(row.page_id, by="Demonstration", note="not looked at")
        session.publish.export(("html", "json"), self._out / "pages")

    def _assign(self, session: Session) -> None:
        users = sample_shop("segments.csv")
        out = self._out / "assigned.csv"
        job = Assign(str(session.folder), str(users), str(out))
        jobs.run(job, FileResult, quiet=self._quiet, title="Assigning")

    def _draw(self, session: Session, rows: tuple[PageRow, ...]) -> None:
        from studio.web.snapshot import SnapshotRequest, snapshots

        folder = self._out / "snapshots"
        folder.mkdir(parents=True, exist_ok=True)
        requests = [
            SnapshotRequest(row.page_id, folder / _picture_name(row)) for row in rows
        ]
        snapshots(session.project, requests)


def _picture_name(row: PageRow) -> str:
    return f"{row.persona_id}-{row.scenario}.png"


def _make_room(out: Path) -> None:
    """Take the place of an earlier demonstration, and of nothing else."""
    with storage_problems(out):
        out.mkdir(parents=True, exist_ok=True)
        if not (out / MARK).exists() and any(out.iterdir()):
            raise InputProblem(
                f"The folder {out} is not empty and holds no earlier demonstration.",
                "Choose another one.",
            )
        for name in MADE:
            if (out / name).is_dir():
                shutil.rmtree(out / name)
            else:
                (out / name).unlink(missing_ok=True)
        (out / MARK).write_text("made by: vitrine demo\n", "utf-8")
