from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from studio.domain.errors import InputProblem, NotYet
from studio.domain.forgetting import Forgotten
from studio.domain.jobs import Assign, BuildAudience, Forget
from studio.domain.taste import Features
from studio.pipeline.taste.later import SIGNALS
from studio.services.audience import AudienceService
from studio.services.privacy import PrivacyService
from studio.store import weights
from studio.store.importing.undo import KEPT
from studio.store.project import Project
from studio.store.suppression import digest_of
from studio.store.vectors import kept_vectors
from studio.worker.later_purchases import keep_later
from studio.worker.run import run_job
from tests.leaks import traces
from tests.unit.worker_taste.conftest import Listener, import_all, write


def forget(folder: Path, *shoppers: str, block: bool = False) -> Forgotten:
    done = run_job(Forget(str(folder), shoppers, block=block), Listener())
    assert isinstance(done, Forgotten)
    return done


def again(folder: Path, *shoppers: str) -> Project:
    """Import one more purchase of some shoppers and open the project."""
    rows = [(one, "purchase", "P1", "", "2026-03-01T10:00:00Z") for one in shoppers]
    header = "user_id,event,product_id,query,timestamp"
    import_all(folder, [write(folder.parent / "next.csv", header, rows)])
    return Project.open(folder)


def test_that_no_byte_of_the_folder_tells_of_a_forgotten_shopper(folder: Path) -> None:
    with Project.open(folder) as project:
        name = project.pseudonym("U7")
    raw = bytes.fromhex(name.removeprefix("s_"))
    before = traces([name], folder)
    for place in ("events-", "segments-", "audience-", "cache"):
        assert any(place in one for one in before), place
    done = forget(folder, "U7")
    assert done.found == 1
    assert done.rows["events"] == 8
    assert done.rows["segments"] == done.rows["preferences"] == 1
    assert traces([name, name.removeprefix("s_")], folder) == []
    assert not [p for p in folder.rglob("*") if p.is_file() and raw in p.read_bytes()]
    with Project.open(folder) as project:
        assert project.summary().shoppers == 89
        assert traces([name], folder) == []


def test_that_vectors_of_texts_go_with_the_caches(folder: Path) -> None:
    def encode(texts: Sequence[str]) -> Features:
        return np.ones((len(texts), 2), np.float32)

    with Project.open(folder) as project:
        kept_vectors(project.tables, "products", ("one", encode), ["boots 1"])
        cache = project.tables.folder / "cache"
    assert list(cache.glob("vectors-*"))
    forget(folder, "U5")
    assert not list(cache.glob("vectors-*"))


def test_that_what_is_held_of_others_stays_in_its_order(folder: Path) -> None:
    with Project.open(folder) as project:
        name = project.pseudonym("U3")
        before = {t: project.rows(t, 0, 5000)[1] for t in ("events", "page_events")}
    forget(folder, "U3")
    with Project.open(folder) as project:
        for table, rows in before.items():
            kept = tuple(row for row in rows if row[0] != name)
            assert len(kept) < len(rows)
            assert project.rows(table, 0, 5000)[1] == kept


def test_that_forgetting_marks_the_models_and_says_what_is_left_to_do(
    folder: Path, tmp_path: Path
) -> None:
    users = write(tmp_path / "users.csv", "user_id", [("U1",), ("U2",)])
    run_job(Assign(str(folder), str(users), str(tmp_path / "out.csv")), Listener())
    done = forget(folder, "U1", "stranger")
    assert (done.asked, done.found) == (2, 1)
    assert done.marked == done.retrain == ("taste-001",)
    assert done.lists == (str(tmp_path / "out.csv"),)
    assert any("not known" in note for note in done.notes)
    forget(folder, "U2")
    with Project.open(folder) as project:
        said = project.runs.run("taste-001").facts["forgotten"]
        assert said.count("1 shopper forgotten on ") == 2


def test_that_forgetting_is_in_the_audit_trail_and_can_be_proved(folder: Path) -> None:
    done = forget(folder, "U5")
    with Project.open(folder) as project:
        proof = digest_of(project.key(), project.pseudonym("U5"))
        assert done.proofs == (proof,)
        assert proof in {subject for _, what, subject, _, _ in project.audit()}
        other = digest_of(b"another key", project.pseudonym("U5"))
        assert other != proof


def test_that_no_import_can_be_undone_once_somebody_is_forgotten(folder: Path) -> None:
    with again(folder, "U1") as project:
        assert project.imports()[0].can_undo
    forget(folder, "U1")
    assert len(list((folder / "data").glob("events-*.parquet"))) == 1
    with Project.open(folder) as project:
        with pytest.raises(NotYet, match=f"last {KEPT} imports"):
            project.undo_import()
        assert not any(record.can_undo for record in project.imports())


def test_that_a_persona_and_its_tastes_lose_the_forgotten(folder: Path) -> None:
    path = folder / "runs" / "taste-001" / "tastes.safetensors"
    with Project.open(folder) as project:
        keep_later(project, "taste-001", np.ones(len(SIGNALS), np.float32))
    run_job(BuildAudience(str(folder)), Listener())
    assert len(weights.load(path, "tastes")[0]["likely_worth"]) == 90
    forget(folder, "U0", "U3")
    arrays, _ = weights.load(path, "tastes")
    for name in ("tastes", "likely_product", "likely_worth"):
        assert len(arrays[name]) == 88
    with Project.open(folder) as project:
        audience = project.audience()
        assert audience is not None
        sizes = {p.id: p.size for p in audience.personas}
        assert sizes == {
            "friends-of-tea": 30, "friends-of-vases": 30,
            "friends-of-boots": 28, "all": 88,
        }  # fmt: skip
        service = AudienceService(project)
        assert service.find("U0") is None
        assert service.nearest("friends-of-tea") is not None  # the tastes still fit
        boots = audience.persona("friends-of-boots")
        assert boots is not None
        assert boots.portrait.categories  # told anew of those who stay


def test_that_a_shopper_comes_in_again_unless_blocked(folder: Path) -> None:
    forget(folder, "U1")
    done = forget(folder, "U2", block=True)
    assert done.blocked == 1
    with again(folder, "U1", "U2", "U4") as project:
        names = {row[0] for row in project.rows("events", 0, 5000)[1]}
        assert project.pseudonym("U1") in names
        assert project.pseudonym("U2") not in names
        assert PrivacyService(project).suppressed == 1
        latest = project.imports()[0].result
        assert ("the shopper asked to be forgotten", 1) in {
            (one.reason, one.rows) for one in latest.dropped
        }
        assert traces([project.pseudonym("U2")], folder) == []


def test_that_a_list_of_shoppers_is_forgotten(folder: Path, tmp_path: Path) -> None:
    with_header = write(tmp_path / "gone.csv", "name,user_id", [("a", "U1")])
    plain = tmp_path / "plain.txt"
    plain.write_text("U2\nU4\n", "utf-8")
    for path, found in ((with_header, 1), (plain, 2)):
        done = run_job(Forget(str(folder), file=str(path)), Listener())
        assert isinstance(done, Forgotten)
        assert done.found == found
    with pytest.raises(InputProblem, match="No shopper is named"):
        forget(folder, "  ")
    with pytest.raises(InputProblem, match="no file"):
        run_job(Forget(str(folder), file=str(tmp_path / "none.csv")), Listener())


def test_that_a_pseudonym_is_forgotten_as_an_id_is(folder: Path) -> None:
    with Project.open(folder) as project:
        name = project.pseudonym("U8")
    assert forget(folder, name).found == 1
    assert forget(folder, "U8").found == 0


def test_that_examples_of_dropped_rows_do_not_name_a_forgotten_shopper(
    folder: Path,
) -> None:
    rows = [
        ("U10", "view", "P1", "", "2026-03-01T10:00:00Z"),
        ("U10", "view", "P1", "", "soon"),
    ]
    header = "user_id,event,product_id,query,timestamp"
    import_all(folder, [write(folder.parent / "next.csv", header, rows)])
    forget(folder, "U10")
    with Project.open(folder) as project:
        for record in project.imports():
            assert not any("U10" in one.example for one in record.result.dropped)
