"""Reading a text in blocks and as a stream gives the same rows and counts."""

from __future__ import annotations

import gzip
import threading

import pytest

from studio.domain.errors import CancelledByUser, InputProblem
from studio.store.importing import intake
from studio.store.importing.events import blocks
from studio.store.project import Project
from studio.worker import import_files
from tests.unit.imports.conftest import Quiet

HEADER = "user_id,event,product_id,query,timestamp,session_id,quantity,price,country\n"
PLAIN = (
    "u1,view,A,,2026-03-01 10:00:00,a,,,DE\n"
    "u2,purchase,B,,2026-03-01T11:00:00Z,b,2,9.50,FR\n"
    "u1,view,A,,2026-03-01 10:00:00,a,,,DE\n"
    "u3,search,,teapot for two,2026-03-02 08:00:00,c,,,\n"
    'Ann@Example.org,add_to_cart,A,,1 March 2026 12:00,d,1,"1,234.50",\n'
)
ODD = {
    "plain": PLAIN,
    "spaces and words for nothing": (
        " u1 , view , A ,, 2026-03-01 10:00:00 , a ,, ,\n"
        "n/a,view,A,,2026-03-01 10:00:00,a,,,\n"
        "u1,view,NULL,,2026-03-01 10:00:00,a,,-,\n"
        '\u00a0u1\u3000,view,\u00c4\u00df,,2026-03-01 10:00:01,,,"\u20ac 9,5",\n'
    ),
    "ragged": PLAIN + "u1,view\nu1,view,A,,2026-03-01,a,1,2,DE,more\n" + PLAIN,
    "quoted": (
        'u1,search,,"tea ""for"" two, or three",2026-03-01,a,,,\n'
        'u1,search,,"two\nlines",2026-03-02,a,,,\n'
        '"u1","view","A","","2026-03-03","a","1","2","DE"\n'
    ),
    "unusable": (
        "u1,wink,A,,2026-03-01,a,,,\n"
        "u1,view,A,,yesterday,a,,,\n"
        "u1,purchase,A,,2026-03-01,a,-1,5,\n"
        "u1,purchase,A,,2026-03-01,a,1,1e308,\n"
        "u1,search,,call +49 151 23456789,2026-03-01,a,,,\n"
        ",view,A,,2026-03-01,a,,,\n"
    ),
    "all quoted": (
        '"u1","search","","tea, or coffee","2026-03-01 10:00:00","a","","","DE"\n'
        '"u1","view","A","","2026-03-01 10:00:07.5","a","1","9.50","DE"\n'
    ),
    "epochs among dates": (
        "u1,view,A,,1772359200,a,,,\nu1,view,A,,2026-03-01 10:00,a,,,\n"
        "u1,view,A,,2101-01-01,a,,,\nu1,view,A,,,a,,,\n"
    ),
    "empty lines": PLAIN.replace("u2", "\nu2") + "\n\n",
    "no last line end": PLAIN.rstrip("\n"),
    "line ends of Windows": PLAIN.replace("\n", "\r\n"),
}


STREAMED = {"quoted"}
"""What no block can be cut from: a quoted line end, and marks within a cell."""


@pytest.mark.parametrize("name", ODD.keys())
@pytest.mark.parametrize("packed", [False, True], ids=["text", "gzip"])
def test_that_both_ways_give_the_same(
    name, packed, project, write, bring, monkeypatch
) -> None:
    in_blocks: list[int] = []
    parse = blocks.BlockReader._parsed

    def parsed(reader: blocks.BlockReader, block: bytes) -> object:
        rows = parse(reader, block)
        in_blocks.append(len(rows))
        return rows

    monkeypatch.setattr(blocks, "AT_ONCE", 200)
    monkeypatch.setattr(blocks.BlockReader, "_parsed", parsed)
    raw = (HEADER + ODD[name] + PLAIN).encode()
    path = write(
        "e.csv.gz" if packed else "e.csv", gzip.compress(raw) if packed else raw
    )
    quick = bring(path)
    assert name in STREAMED or len(in_blocks) > 1, "it was not cut into blocks"
    found = _rows(project)
    project.undo_import()
    taken: list[object] = []
    monkeypatch.setattr(intake, "is_plain", taken.append)
    slow = bring(path)
    assert taken, "the stream was not used"
    assert _rows(project) == found
    assert sorted(map(repr, slow.dropped)) == sorted(map(repr, quick.dropped))
    assert (slow.events, slow.shoppers, slow.products, slow.period) == (
        quick.events, quick.shoppers, quick.products, quick.period,
    )  # fmt: skip


@pytest.mark.parametrize("end", [b"", b"no gzip"], ids=["cut off", "with more"])
def test_that_a_damaged_file_is_told_of_as_the_stream_does(
    end, project, write, service
) -> None:
    path = write("e.csv.gz", gzip.compress((HEADER + PLAIN).encode()))
    plans = service.inspect([path])
    raw = path.read_bytes()  # the damage comes later than what was looked at
    path.write_bytes(raw + end if end else raw[:-9])
    with pytest.raises(InputProblem, match=r"e\.csv\.gz is damaged"):
        import_files.run(service.job(plans), Quiet())


def test_that_a_file_without_rows_by_now_brings_none(project, write, service) -> None:
    header = "user_id,event,product_id,timestamp,title,order_status\n"
    path = write("e.csv", header + "u1,purchase,A,2026-03-01,Tea,paid\n")
    plans = service.inspect([path])
    path.write_text(header, encoding="utf-8")
    found = import_files.run(service.job(plans), Quiet())
    assert (found.events, len(found.findings)) == (0, 1)


def test_that_no_thread_reads_on_when_an_import_is_cancelled(
    project, write, service, monkeypatch
) -> None:
    monkeypatch.setattr(blocks, "AT_ONCE", 200)
    path = write("e.csv", HEADER + PLAIN * 40)
    plans = service.inspect([path])
    before = set(threading.enumerate())
    with pytest.raises(CancelledByUser):
        import_files.run(service.job(plans), Stops())
    assert set(threading.enumerate()) == before


class Stops(Quiet):
    """A report that is cancelled once some blocks are parsed."""

    def progress(self, step: int, total: int, label: str = "", left=None) -> None:
        super().progress(step, total, label, left)
        if step > 0.3 * total:
            raise CancelledByUser


def _rows(project: Project) -> list[tuple[str, ...]]:
    """The events, without the marks of sessions, which every import makes anew."""
    names, rows = project.rows("events", 0, 1000)
    session = names.index("session_id")
    return [
        (*row[:session], str(bool(row[session])), *row[session + 1 :]) for row in rows
    ]
