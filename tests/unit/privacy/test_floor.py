"""No persona under the floor is shown, generated for, assigned or exported."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from studio.domain.errors import InputProblem, NotYet
from studio.domain.jobs import Assign, BuildAudience, Forget, Generate
from studio.domain.persona import EVERYONE, Audience, Persona, Portrait
from studio.domain.privacy import FLOOR, without_small
from studio.services.audience import AudienceService
from studio.services.privacy import PrivacyService
from studio.services.publish import PublishService
from studio.store.project import Project
from studio.worker.run import run_job
from tests.unit.worker_taste.conftest import Listener, write

BOOTS = tuple(f"U{at}" for at in range(0, 90, 3))
"""The members of “Friends of boots”."""


def fall_under(folder: Path) -> None:
    """Forget eleven of the thirty friends of boots."""
    run_job(Forget(str(folder), BOOTS[:11]), Listener())


def test_that_a_persona_that_fell_under_the_floor_is_shown_nowhere(
    folder: Path,
) -> None:
    fall_under(folder)
    with Project.open(folder) as project:
        assert "friends-of-boots" not in {p.id for p in project.personas()}
        audience = project.audience()
        assert audience is not None
        assert audience.persona("friends-of-boots") is None
        assert len(audience.scores) == len(audience.personas) == 3
        found = AudienceService(project).find(BOOTS[20])
        assert found is not None
        assert found.persona_id == EVERYONE
    run_job(BuildAudience(str(folder), "segment"), Listener())
    with Project.open(folder) as project:
        assert "friends-of-boots" not in {p.id for p in project.personas()}
        # nineteen are left, too few to be told of as the whole less its parts
        assert project.personas()[-1].size == 60


def test_that_no_page_is_made_for_a_persona_under_the_floor(folder: Path) -> None:
    fall_under(folder)
    job = Generate(str(folder), "recommendation", ("friends-of-boots",), 1)
    with pytest.raises(InputProblem, match="at least 20 shoppers"):
        run_job(job, Listener())


def test_that_members_of_a_small_persona_are_assigned_to_all(
    folder: Path, tmp_path: Path
) -> None:
    fall_under(folder)
    users = write(tmp_path / "users.csv", "user_id", [(one,) for one in BOOTS])
    run_job(Assign(str(folder), str(users), str(tmp_path / "out.csv")), Listener())
    text = (tmp_path / "out.csv").read_text("utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert {row["persona"] for row in rows} == {EVERYONE}


def test_that_an_approved_page_of_a_small_persona_is_not_exported(
    folder: Path, tmp_path: Path
) -> None:
    for persona in ("friends-of-boots", "friends-of-tea"):
        job = Generate(str(folder), "recommendation", (persona,), 1)
        run_job(job, Listener())
    with Project.open(folder) as project:
        for row in project.pages.rows():
            project.pages.approve(row.page_id, by="Ada", note="")
        assert PublishService(project).ready() == 2
    fall_under(folder)
    with Project.open(folder) as project:
        service = PublishService(project)
        assert service.ready() == 1
        done = service.export(("json",), tmp_path / "out")
        assert done.pages == 1
        assert "1 approved page is left out" in done.notes[0]
        manifest = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))
        assert manifest["smallest_persona"] == 20
        assert {page["persona_id"] for page in manifest["pages"]} == {"friends-of-tea"}
        PrivacyService(project).set_floor(31)
        with pytest.raises(NotYet, match="fewer than 31 shoppers"):
            service.export(("json",), tmp_path / "none")


def test_that_a_higher_floor_takes_effect_at_once_and_is_kept(folder: Path) -> None:
    with Project.open(folder) as project:
        service = PrivacyService(project)
        assert project.floor == FLOOR.default == 20
        for bad in (0, 4, 10_001):
            with pytest.raises(InputProblem, match="Choose from 5 to 10,000"):
                service.set_floor(bad)
        service.set_floor(31)
        assert [p.id for p in project.personas()] == [EVERYONE]
        assert ("set smallest persona", "31") in {
            (what, subject) for _, what, subject, _, _ in project.audit()
        }
    with Project.open(folder) as project:
        assert project.floor == 31


def test_that_nothing_is_described_of_few_shoppers_nor_of_all_but_few(
    folder: Path,
) -> None:
    with Project.open(folder) as project:
        service = AudienceService(project)
        audience = service.audience()
        assert audience is not None
        everyone = np.arange(len(audience.shoppers))
        for some in (everyone[:19], everyone[:-1], everyone[5:]):
            told = service.describe(some)
            assert (told.personas, told.portrait) == ({}, Portrait())
        tea = everyone[audience.member == audience.row("friends-of-tea")]
        others = everyone[audience.member == audience.row("friends-of-boots")]
        told = service.describe(np.concatenate([tea[:25], others[:3]]))
        assert told.personas == {"friends-of-tea": 25}
        assert service.describe(everyone).size == 90


def test_that_portraits_of_a_lower_floor_say_nothing_under_a_higher_one() -> None:
    portrait = Portrait(searches=("tea",))
    personas = (
        Persona("a", "A", 19, "segment", portrait=portrait),
        Persona("b", "B", 40, "segment", portrait=portrait),
        Persona(EVERYONE, "All", 59, "everyone"),
    )
    nothing = np.zeros((59, 2))
    member = np.repeat([0, 1], [19, 40])
    audience = Audience(
        personas, tuple(map(str, range(59))), ("p",), member, nothing,
        np.zeros((1, 2)), np.array([[0.1], [0.2], [0.3]]), np.ones(1),
    )  # fmt: skip
    same = without_small(audience, 19, 19)
    assert same is audience
    shown = without_small(audience, 20, 20)
    assert [p.id for p in shown.personas] == ["b", EVERYONE]
    assert shown.member.tolist() == [-1] * 19 + [0] * 40
    assert shown.scores.tolist() == [[0.2], [0.3]]
    assert shown.persona("b") == personas[1]
    stricter = without_small(audience, 30, 20).persona("b")
    assert stricter is not None
    assert stricter.portrait == Portrait()
