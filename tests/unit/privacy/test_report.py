from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from studio.cli.app import build
from studio.domain.errors import InputProblem
from studio.domain.jobs import BuildAudience, Forget
from studio.pipeline.taste.later import SIGNALS
from studio.services import privacy_report
from studio.services.privacy import PrivacyService
from studio.services.privacy_access import shopper_data
from studio.store.project import Project
from studio.worker.later_purchases import keep_later
from studio.worker.run import run_job
from tests.unit.worker_taste.conftest import Listener

_VOID = {"meta", "input", "br", "link"}


class Nested(HTMLParser):
    """Keeps open elements, and what points outside of the page."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.outside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.outside += [str(v) for k, v in attrs if k in ("src", "href", "action")]
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_that_the_report_tells_what_is_held_and_what_was_done(folder: Path) -> None:
    run_job(Forget(str(folder), ("U3",), block=True), Listener())
    with Project.open(folder) as project:
        PrivacyService(project).set_retention(24)
        made = privacy_report.report(project)
        held = {one.table: one for one in made.held}
        assert (held["events"].rows, held["events"].shoppers) == (712, 89)
        assert held["page_events"].shoppers == 29
        assert (made.retention_months, made.suppressed, made.floor) == (24, 1, 20)
        assert (made.personas, made.smallest) == (3, 29)
        (model,) = made.models
        assert model.in_use
        assert "712" not in model.learned_from
        assert "shoppers" in model.learned_from
        assert model.forgotten.startswith("1 shopper forgotten on ")
        whats = {entry.what for entry in made.audit}
        assert {"import", "forget", "set retention period"} <= whats
        name = project.pseudonym("U3")
        for text in (
            privacy_report.page_of(made),
            json.dumps(json.loads(json.dumps(made, default=str))),
        ):
            assert name not in text


def test_that_the_page_stands_alone_in_both_languages(folder: Path) -> None:
    with Project.open(folder) as project:
        shop = project.shop()
        project.rename("<b>Fjord</b> & co")
        project.save_shop(shop)
        page = privacy_report.page_of(privacy_report.report(project))
    parser = Nested()
    parser.feed(page)
    assert parser.open == []
    assert parser.outside == []
    assert "<b>Fjord" not in page
    assert "&lt;b&gt;Fjord" in page
    assert "script" not in re.sub(r"description", "", page)
    chinese = re.findall(r'<span lang="zh">(.*?)</span>', page, re.S)
    english = re.findall(r'<span lang="en">(.*?)</span>', page, re.S)
    assert len(chinese) == len(english) > 80
    assert all(re.search(r"[\u4e00-\u9fff]|GDPR|^\s*$", text) for text in chinese)
    for law in ("GDPR Art. 13, 14, 30", "PIPL Art. 24, 55", "35", "GDPR 15, 20"):
        assert law in page


def test_that_a_shopper_gets_all_that_is_held_of_them(folder: Path) -> None:
    with Project.open(folder) as project:
        assert shopper_data(project, "U3").likely == {}  # too little was bought
        keep_later(project, "taste-001", np.ones(len(SIGNALS), np.float32))
    run_job(BuildAudience(str(folder)), Listener())
    with Project.open(folder) as project:
        data = shopper_data(project, "U3")
        assert {t: len(rows) for t, rows in data.rows.items()} == {
            "events": 8, "page_events": 1, "preferences": 1, "segments": 1,
        }  # fmt: skip
        assert data.persona is not None
        assert data.persona.id == "friends-of-boots"
        assert data.map_place is not None
        assert len(data.taste) == 48
        known = {product.id for product in project.catalogue()}
        assert data.likely.keys() <= known
        assert min(data.likely.values()) > 0
        assert shopper_data(project, data.pseudonym).rows == data.rows
        stranger = shopper_data(project, "stranger")
        assert stranger.nothing
    run_job(Forget(str(folder), ("U3",), block=True), Listener())
    with Project.open(folder) as project:
        gone = shopper_data(project, "U3")
        assert gone.nothing
        assert gone.blocked
        assert len(gone.forgotten) == 1


def test_that_the_verbs_forget_report_and_set_periods(
    folder: Path, tmp_path: Path
) -> None:
    runner, app, at = CliRunner(), build(), str(folder)

    def say(*words: str) -> str:
        done = runner.invoke(app, words)
        assert done.exit_code == 0, done.output
        return done.stdout

    out = tmp_path / "report.html"
    assert "under pseudonyms" in say("privacy", at, "--out", str(out))
    assert out.read_text("utf-8").startswith("<!DOCTYPE html>")
    data = json.loads(say("privacy", at, "--shopper", "U4"))
    assert len(data["rows"]["events"]) == 8
    assert "for ever" in say("retention", at)
    said = say("retention", at, "--months", "1")
    assert "To go at the next import" in said
    assert "720 of 720 events" in said
    told = say("forget", at, "U4", "--block")
    assert "Forgot 1 of 1 shoppers" in told
    assert "taste-001 is in use" in told
    assert "Nothing is held of this shopper" in say("forget", at, "U4")
    assert "Deleted: 712 of 712" in say("retention", at, "--now")
    with (
        pytest.raises(InputProblem, match="no kind of report"),
        Project.open(folder) as project,
    ):
        privacy_report.save(privacy_report.report(project), tmp_path / "report.doc")
