"""DuckDB's own reading of a text and our stream give the same rows and counts."""

from __future__ import annotations

import gzip

import pytest

from studio.store.importing import intake
from studio.store.project import Project

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
    "empty lines": PLAIN.replace("u2", "\nu2") + "\n\n",
    "no last line end": PLAIN.rstrip("\n"),
    "line ends of Windows": PLAIN.replace("\n", "\r\n"),
}


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD.keys())
@pytest.mark.parametrize("packed", [False, True], ids=["text", "gzip"])
def test_that_both_ways_give_the_same(
    odd, packed, project, write, bring, tmp_path, monkeypatch
) -> None:
    raw = (HEADER + odd + PLAIN).encode()
    path = write(
        "e.csv.gz" if packed else "e.csv", gzip.compress(raw) if packed else raw
    )
    quick = bring(path)
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


def _rows(project: Project) -> list[tuple[str, ...]]:
    """The events, without the marks of sessions, which every import makes anew."""
    names, rows = project.rows("events", 0, 1000)
    session = names.index("session_id")
    return [
        (*row[:session], str(bool(row[session])), *row[session + 1 :]) for row in rows
    ]
