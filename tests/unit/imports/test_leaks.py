"""No byte that is left behind tells a shopper, whatever becomes of an import."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import msgspec
import pytest

from studio.domain.errors import CancelledByUser, StorageProblem
from studio.domain.jobs import BuildAudience, Generate, TrainTaste
from studio.services import quality
from studio.services.imports import ImportService
from studio.services.log import log_to_stream
from studio.store.importing import intake
from studio.store.importing import run as importing
from studio.store.importing.events import event_import
from studio.store.importing.events.taking import Taking
from studio.store.importing.merging import Merge
from studio.store.project import Project
from studio.worker import import_files
from studio.worker.errors import ending_of
from studio.worker.run import run_job
from tests.leaks import disguises, traces

ROOT = Path(__file__).resolve().parents[3]
NAMES = ("Anna Kowalski", "Jürgen Großmann", "Wei Zhang", "王秀英", "张伟")
MAILS = ("anna.kowalski77@example.com", "j-grossmann@example.org", "wang.xy@example.cn")
NUMBERS = (
    "13800138021", "+44 7911 123456", "0171 5551234", "4111 1111 1111 1111",
    "5425233430109903", "110101199003070038", "DE89370400440532013000", "078-05-1120",
)  # fmt: skip
PLACES = ("221 Baker Street", "Goetheallee 17", "上海市黄浦区南京东路100号")
IDS = ("CUST-88123-RAW", "sess-7f3a91c2-raw")
SECRETS = (*NAMES, *MAILS, *NUMBERS, *PLACES, *IDS)
FILE_NAME = "anna.kowalski77@example.com 王秀英 orders.csv"
HEAD = (
    "Customer ID,Email,event,product_id,timestamp,session_id,quantity,price,query,"
    f"Billing Name,Shipping Street,Phone,card,Passport,note,{MAILS[1]}\n"
)


def orders() -> str:
    """Rows in which every secret stands, in columns of every kind."""
    rows = []
    for at in range(24):
        name, mail = NAMES[at % len(NAMES)], MAILS[at % len(MAILS)]
        number, place = NUMBERS[at % len(NUMBERS)], PLACES[at % len(PLACES)]
        said = (f"kettle {mail}", f"for {name}", number, f"to {place}", "blue kettle")
        event = "search" if at % 3 == 0 else "view"
        rows.append(
            f"{IDS[0]}-{at % 4},{mail},{event},A-{at % 7},2026-03-{at % 28 + 1:02d}"
            f" 10:00:00,{IDS[1] if at % 2 else mail},1,9.5,{said[at % 5]},{name},"
            f"{place},{number},{NUMBERS[3 + at % 2]},{number},"
            f"“{name} {mail} {number} {place}”,{name}"
        )
    rows += [
        f"{IDS[0]},{MAILS[0]},{NAMES[0]},A-1,2026-03-01,s,1,1,,,,,,,,",
        f"{IDS[0]},{MAILS[0]},view,A-1,{MAILS[0]},s,1,1,,,,,,,,",
        f"{IDS[0]},{MAILS[0]},view,{MAILS[2]},2026-03-01,s,1,1,,,,,,,,",
        f"{NAMES[3]},{NUMBERS[0]}",
    ]
    return HEAD + "\n".join(rows) + "\n"


PRODUCTS = "product_id,title,category,price\n" + "".join(
    f"A-{n},Kettle {n},Kitchen,{n + 1}.50\n" for n in range(7)
)


@pytest.fixture
def places(tmp_path: Path, own_config: Path, monkeypatch) -> tuple[Path, ...]:
    """Everywhere that could be written to: project, temporary folder, configuration."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    return tmp_path / "shop", temporary, own_config


@pytest.fixture
def plans(service: ImportService, write):
    return service.inspect(
        [write("products.csv", PRODUCTS), write(FILE_NAME, orders())]
    )


class Report:
    """Counts; cancels at a step when told to."""

    def __init__(self, cancel_at: int = -1) -> None:
        self.steps = 0
        self._cancel_at = cancel_at

    def progress(self, step, total, label="", seconds_left=None) -> None:
        self.steps += 1
        assert not [s for s in SECRETS if s in label]
        if self.steps == self._cancel_at:
            raise CancelledByUser

    def send(self, event: object) -> None:
        assert not [s for s in SECRETS if s in str(event)]


def test_that_nothing_of_a_person_is_left_by_an_import(
    project, service, plans, places, tmp_path
) -> None:
    assert {c.privacy for c in plans[1].columns if c.name == "Customer ID"} == {
        "pseudonymised"
    }
    result = import_files.run(service.job(plans), Report())
    assert result.events > 15
    assert "blue kettle" in project.events().queries
    out = tmp_path / "out"
    out.mkdir()
    for suffix in quality.FORMATS:
        quality.save(quality.report(project), out / f"report{suffix}")
    project.close()
    found = traces(SECRETS, *places, out)
    assert not found, "\n".join(found)
    shown = msgspec.json.encode(result).decode()
    assert not [s for s in SECRETS if s in shown]


def test_that_persons_in_the_wrong_column_are_left_out(
    project, service, write, places
) -> None:
    """Without a catalogue every product's id would be kept, and every segment."""
    events = write("behaviour.csv", orders())
    said = f"u1,{MAILS[0]}\nu2,{NUMBERS[0]}\nu3,{PLACES[0]}\n"
    said += "".join(f"v{n},Campers\n" for n in range(40))
    segments = write("segments.csv", "user_id,segment\n" + said)
    result = import_files.run(
        service.job(service.inspect([events, segments])), Report()
    )
    reasons = {dropped.reason: dropped.rows for dropped in result.dropped}
    assert reasons["a segment that holds personal data"] == 3
    assert project.segments().names == ("Campers",)
    assert MAILS[2] not in {product.id for product in project.catalogue()}
    project.close()
    found = traces(SECRETS, *places)
    assert not found, "\n".join(found)


def test_that_the_search_for_traces_finds_what_is_planted(tmp_path) -> None:
    for at, form in enumerate(disguises(MAILS[0])):
        folder = tmp_path / str(at)
        folder.mkdir()
        (folder / "x.bin").write_bytes(b"\x00\x01" + form + b"\xff")
        assert traces(MAILS[:1], folder)
    assert len(disguises(MAILS[0])) > 40


def test_that_a_kept_column_of_names_would_be_noticed(
    project, service, write, places
) -> None:
    """Break it: a segment is kept as it is, so a name in it is found in the Parquet."""
    path = write("segments.csv", f"user_id,segment\nu1,{NAMES[1]}\nu2,Campers\n")
    import_files.run(service.job(service.inspect([path])), Report())
    project.close()
    assert any("(Parquet)" in trace for trace in traces(NAMES, *places))


FAILURES = (
    (intake, "stage", ValueError),
    (Taking, "finish", ValueError),
    (intake, "leave_out_names", KeyError),
    (intake, "match_products", OSError),
    (event_import, "meant", TypeError),
    (event_import.EventImport, "repeats", RuntimeError),
    (Merge, "write", StorageProblem),
    (event_import, "write_events", StorageProblem),
    (importing, "summarised", TypeError),
    (importing, "mark_changed_pages", MemoryError),
)


@pytest.mark.parametrize(
    ("owner", "name", "kind"),
    FAILURES,
    ids=[f"{f[0].__name__.rpartition('.')[2]}.{f[1]}" for f in FAILURES],
)
def test_that_a_failed_import_leaves_nothing_of_a_person(
    project, service, plans, places, monkeypatch, owner, name, kind
) -> None:
    """Each step fails with an error that quotes a cell, as libraries' errors do."""

    def fail(*_: object, **__: object) -> None:
        raise kind(f"could not convert '{MAILS[0]}' of {NAMES[0]} to a number")

    monkeypatch.setattr(owner, name, fail)
    log = places[2] / "log" / "worker.log"
    log.parent.mkdir(exist_ok=True)
    root = logging.getLogger()
    before = (root.handlers[:], sys.excepthook)
    ending = None
    with log.open("w", encoding="utf-8") as stream:
        log_to_stream(stream)
        try:
            import_files.run(service.job(plans), Report())
        except BaseException as error:  # noqa: BLE001 - as the worker does
            ending = ending_of(error)
        finally:
            root.handlers[:], sys.excepthook = before
    assert isinstance(ending, msgspec.Struct)
    project.close()
    found = traces(SECRETS, *places)
    assert found == []
    if kind in (ValueError, KeyError, RuntimeError, TypeError):
        assert kind.__name__ in log.read_text(encoding="utf-8")


@pytest.mark.parametrize("step", [1, 3, 5])
def test_that_a_cancelled_import_leaves_nothing_of_a_person(
    project, service, plans, places, step
) -> None:
    with pytest.raises(CancelledByUser):
        import_files.run(service.job(plans), Report(cancel_at=step))
    project.close()
    assert traces(SECRETS, *places) == []


def _worker(
    job: object, places: tuple[Path, ...]
) -> tuple[subprocess.Popen[bytes], Path]:
    log = places[2] / "log" / "worker.log"
    log.parent.mkdir(exist_ok=True)
    with log.open("wb") as errors:
        worker = subprocess.Popen(
            [sys.executable, "-m", "studio.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
    assert worker.stdin is not None
    worker.stdin.write(msgspec.json.encode(job) + b"\n")
    worker.stdin.flush()
    return worker, log


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSEGV])
def test_that_a_killed_or_crashed_worker_leaves_nothing_of_a_person(
    project, service, places, write, monkeypatch, how
) -> None:
    """The file is a pipe that never ends, so that the worker dies in the middle."""
    path = write(FILE_NAME, orders() * 40)
    (plan,) = service.inspect([path])
    pipe = path.with_name("endless.csv")
    os.mkfifo(pipe)
    plan = msgspec.structs.replace(plan, path=str(pipe))
    project.close()
    monkeypatch.chdir(places[1])
    worker, log = _worker(service.job([plan]), places)
    with pipe.open("r+b", buffering=0) as feed, worker:  # opens without a reader
        feed.write(path.read_bytes()[:60_000])  # as much as a pipe takes at once
        assert worker.stdout is not None
        assert b"progress" in worker.stdout.readline()
        os.kill(worker.pid, how)
    assert worker.returncode == -how
    if how == signal.SIGSEGV:
        assert b"Fatal Python error" in log.read_bytes()
    with Project.open(places[0]) as again:
        assert len(again.events()) == 0
    assert traces(SECRETS, *places) == []


def test_that_models_personas_and_pages_tell_no_person(
    project, service, plans, places
) -> None:
    import_files.run(service.job(plans), Report())
    folder = str(places[0])
    project.close()
    run_job(TrainTaste(folder, model="article", preset="quick", epochs=1), Report())
    run_job(BuildAudience(folder, source="cluster", clusters=2), Report())
    run_job(Generate(folder, "recommendation", candidates=1), Report())
    with Project.open(places[0]) as made:
        assert made.pages.rows()
    assert traces(SECRETS, *places) == []
