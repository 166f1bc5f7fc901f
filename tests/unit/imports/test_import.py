"""What comes in, what is left out, and that it is all or nothing."""

from __future__ import annotations

import gzip
import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from studio.domain.behaviour import ADD_TO_CART, PURCHASE, SEARCH, VIEW
from studio.domain.errors import (
    CancelledByUser,
    InputProblem,
    ProjectProblem,
    StorageProblem,
)
from studio.domain.page import Block, Page, Slot
from studio.domain.review import with_marks
from studio.services.imports import ImportService
from studio.store.duck import duck
from studio.store.importing.events import event_import
from studio.worker import import_files

FULL = Path("/dev/full")
PRODUCTS = (
    "product_id,title,title_zh,description,category,brand,price,sale_price,currency,"
    "stock,link,image\n"
    "FF-1,Teapot,茶壶,Pours,Kitchen > Tea,Fjord,24.90,19.90,EUR,12,https://x/1,tea.png\n"
    "FF-2,Tent,帐篷,Dry,Outdoor / Tents,Fern,240,,EUR,0,https://x/2,tent.png\n"
    'FF-3,"Lamp, small",灯,"Two\nlines",Home,Fjord,15,,EUR,,https://x/3,\n'
)
EVENTS = (
    "user_id,event,product_id,query,timestamp,session_id,quantity,price\n"
    "u2,view,FF-1,,2026-03-01 10:00:00,b,,\n"
    "u1,add_to_cart,FF-2,,2026-03-02T09:01:00Z,a,1,240\n"
    "u1,view,FF-2,,2026-03-02T10:00:00+01:00,a,,\n"
    "u1,search,,tent for two,2026-03-02 08:59:00,a,,\n"
    "u1,purchase,FF-2,,2026-03-02 09:30:00,a,2,240\n"
)


def test_that_a_shop_comes_in(project, write, bring) -> None:
    result = bring(
        write("user_behavior.csv", EVENTS),
        write("products.csv", PRODUCTS),
        write("segments.csv", "user_id,segment\nu1,Campers\nu2,Tea\n"),
        write(
            "pref.csv", "user_id,kind,value,weight\nu1,brand,Fern,0.8\nu1,类别,Home,\n"
        ),
    )
    assert (result.products, result.events, result.shoppers) == (3, 5, 2)
    assert result.period == ("2026-03-01", "2026-03-02")
    assert result.dropped == ()
    tea, tent, lamp = project.catalogue()
    assert (tea.category, tea.sale_price, tea.title_zh) == (
        ("Kitchen", "Tea"),
        19.9,
        "茶壶",
    )
    assert (tent.category, tent.sold_out) == (("Outdoor", "Tents"), True)
    assert (lamp.title, lamp.description, lamp.stock) == (
        "Lamp, small",
        "Two\nlines",
        None,
    )
    events = project.events()
    one = events.shoppers.index(project.pseudonym("u1"))
    own = events.shopper == one
    assert events.kind[own].tolist() == [SEARCH, VIEW, ADD_TO_CART, PURCHASE]
    assert np.all(np.diff(events.time[own]) > 0)
    assert len(set(events.session[own].tolist())) == 1
    assert events.queries == ("tent for two",)
    assert events.quantity[own][-1] == 2
    assert np.isnan(events.price[own][0])
    assert project.preferences().value == ("Fern", "Home")
    assert project.segments().names == ("Campers", "Tea")
    assert project.summary().by_kind == {
        "add_to_cart": 1, "purchase": 1, "search": 1, "view": 2,
    }  # fmt: skip
    assert project.imports()[0].result == result
    assert project.rows("events", 1, 2)[1][0][1] in ("view", "add_to_cart", "search")
    assert len(project.rows("products", 2, 10)[1]) == 1


def test_that_the_same_file_again_adds_nothing(project, write, bring) -> None:
    behaviour, products = write("b.csv", EVENTS), write("p.csv", PRODUCTS)
    bring(behaviour, products)
    mark = project.summary().fingerprint
    again = bring(behaviour)
    assert again.events == 0
    assert [(d.reason, d.rows) for d in again.dropped] == [("imported before", 5)]
    assert len(project.events()) == 5
    assert project.summary().fingerprint == mark
    more = bring(write("more.csv", EVENTS + "u3,view,FF-3,,2026-04-01,c,,\n" * 2))
    assert more.events == 1
    assert ("the same row again", 1) in [(d.reason, d.rows) for d in more.dropped]
    assert project.summary().shoppers == 3


def test_that_a_new_catalogue_changes_products_and_keeps_the_others(
    project, write, bring
) -> None:
    bring(write("p.csv", PRODUCTS))
    bring(write("new.csv", "sku,name,price\nFF-2,Tent,199\nFF-9,Axe,30\n"))
    assert [p.id for p in project.catalogue()] == ["FF-1", "FF-2", "FF-3", "FF-9"]
    tent = project.catalogue().get("FF-2")
    assert (tent.price, tent.title_zh, tent.stock) == (199, "帐篷", 0)


def test_that_products_unknown_to_the_catalogue_are_left_out(
    project, write, bring
) -> None:
    bring(write("p.csv", PRODUCTS))
    result = bring(write("b.csv", EVENTS.replace("FF-1", "XX-1")))
    assert result.events == 4
    (dropped,) = result.dropped
    assert (dropped.reason, dropped.rows) == ("the product is not in the catalogue", 1)
    assert dropped.example == "XX-1"


def test_that_behaviour_without_catalogue_makes_products(project, write, bring) -> None:
    result = bring(write("b.csv", EVENTS))
    assert (result.products, result.events) == (2, 5)
    assert [(p.id, p.title) for p in project.catalogue()] == [
        ("FF-1", "FF-1"),
        ("FF-2", "FF-2"),
    ]
    later = bring(write("p.csv", PRODUCTS))
    assert later.products == 3
    assert project.catalogue().get("FF-1").title == "Teapot"
    assert len(project.events()) == 5


def test_that_a_catalogue_that_knows_no_product_is_refused(
    project, write, bring
) -> None:
    bring(write("b.csv", EVENTS))
    with pytest.raises(InputProblem, match="None of the products"):
        bring(write("p.csv", PRODUCTS.replace("FF-", "A")))
    assert len(project.catalogue()) == 2
    assert len(list((project.path / "data").glob("*.parquet"))) == 2


def test_that_bad_rows_are_left_out_with_reason_and_example(
    project, write, bring
) -> None:
    rows = (
        "user,action,item,ts,qty\n"
        ",view,A,2026-01-01,1\n"
        "u,view,A,yesterday,1\n"
        "u,view,A,1582-10-04,1\n"
        "u,view,A,9999-01-01,1\n"
        "u,wink,A,2026-01-01,1\n"
        "u,view,,2026-01-01,1\n"
        "u,purchase,A,2026-01-01,-1\n"
        "u,view,A\n"
        "u,view,A,2026-01-01,1,1,1\n"
        "u,view,A,2026-01-01,1\n"
    )
    result = bring(write("b.csv", rows))
    assert result.events == 1
    assert {d.reason: (d.rows, d.example) for d in result.dropped} == {
        "no shopper": (1, ""),
        "the time cannot be read": (3, "yesterday"),
        "an event of another kind": (1, "wink"),
        "no product": (1, ""),
        "a return, or a quantity of zero": (1, "A"),
        "not 5 cells in the row": (2, ""),
    }
    assert {d.file for d in result.dropped} == {"b.csv"}


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["2026-11-24T10:00:00+08:00", "2026-11-24 02:00"], 1795485600),
        (["1795485600", "1795485600"], 1795485600),
        (["1795485600000", "1795485600000"], 1795485600),
        (["1795485600000000", "1795485600000000"], 1795485600),
        (["2026/11/24 2:00", "2026.11.24 02:00:00"], 1795485600),
        (["24.11.2026 02:00", "24.11.26 2:00"], 1795485600),
        (["11/24/2026 2:00 AM", "11/24/2026 02:00"], 1795485600),
        (["2026年11月24日 02:00", "2026年11月24日 02:00:00"], 1795485600),
        (["2026-11-24 02:00:00 UTC", "2026-11-24 02:00:00.5Z"], 1795485600),
        (["20261124", "20261124"], 1795478400),
    ],
)
def test_that_dates_are_read_however_they_are_written(
    texts, expected, project, write, bring
) -> None:
    rows = "".join(f"u{n},A,{text}\n" for n, text in enumerate(texts))
    path = write("b.csv", "visitorid,item_id,event_time\n" + rows)
    result = bring(path)
    assert result.events == 2, result.dropped
    assert set(project.events().time.tolist()) == {expected}
    # and the preview says the same
    (plan,) = ImportService(project).inspect([path])
    at = plan.stored_columns.index("timestamp")
    shown = np.datetime64(int(expected), "s").astype(str).replace("T", " ")
    assert {row[at] for row in plan.stored} == {shown}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (("24.90", "9.99"), 24.9),
        (("24,90", "9,99"), 24.9),
        (("1.299,00", "9,99"), 1299),
        (("1,299.00", "9.99"), 1299),
        (("1,299", "9.99"), 1299),
        (("1.299", "9,99"), 1299),
        (("€ 24,90", "9,99"), 24.9),
        (("24.90 EUR", "9.99"), 24.9),
        (("¥2490", "9"), 2490),
        (("$1,234,567.5", "9.99"), 1234567.5),
        (("1 299,50 kr", "9,99"), 1299.5),
        (("CHF 1'299.50", "9.99"), 1299.5),
        (("free", "9.99"), None),
        (("-1", "9.99"), None),
        (("NaN", "9.99"), None),
        (("1e308", "9.99"), None),
        (("1e2", "9.99"), 100),
        (("24,90", "9.99"), 24.9),
    ],
)  # fmt: skip
def test_that_prices_are_read_however_they_are_written(
    written, expected, project, write, bring
) -> None:
    text, comma = written
    others = "".join(f'B{n},Mug,"{comma}"\n' for n in range(4))
    path = write("p.csv", f'sku,name,price\nA,Pot,"{text}"\n{others}')
    bring(path)
    assert project.catalogue().get("A").price == expected
    if expected is not None:
        (plan,) = ImportService(project).inspect([path])
        assert float(plan.stored[0][plan.stored_columns.index("price")]) == expected


def test_that_segments_and_preferences_are_replaced_for_their_shoppers(
    project, write, bring
) -> None:
    bring(write("s.csv", "user_id,segment\nu1,Old\nu2,Other\n"))
    bring(write("s2.csv", "user_id,segment\nu1,New\nu1,Second\nu1,New\n"))
    segments = project.segments()
    held = {
        (who, segments.names[at])
        for who, at in zip(segments.shopper, segments.segment, strict=True)
    }
    one, two = project.pseudonym("u1"), project.pseudonym("u2")
    assert held == {(one, "New"), (one, "Second"), (two, "Other")}
    assert len(segments.shopper) == 3


def test_that_page_events_and_layouts_come_in(project, write, bring) -> None:
    layouts = (
        '{"page_id":"home-1","page_kind":"home","blocks":[{"type":"hero-banner",'
        '"height":"small"},{"type":"faq"}]}\n'
        '{"page_id":"bad","blocks":[{"type":"hologram"}]}\n'
        "{not json\n"
    )
    result = bring(
        write("layouts.jsonl", layouts),
        write(
            "page_events.csv",
            "user_id,page_id,block_index,block_type,event,timestamp\n"
            "u1,home-1,0,hero-banner,impression,2026-01-01\n"
            "u1,home-1,0,hero-banner,click,2026-01-01\n"
            "u1,home-1,x,faq,click,2026-01-01\n",
        ),
    )
    own = dict(project.layouts())
    assert own["home-1"].blocks[0].attributes.height == "small"
    assert [block.type for block in own["bad"].blocks] == ["custom-html"]
    events = project.page_events()
    assert events.clicked.tolist() in ([True, False], [False, True])
    assert {d.reason for d in result.dropped} == {
        "the line is not JSON",
        "no place of the block",
    }
    assert project.summary().layouts == 2


def test_that_gzip_and_zip_are_read(project, write, bring, tmp_path: Path) -> None:
    write("x", "")
    packed = tmp_path / "files" / "b.csv.gz"
    packed.write_bytes(gzip.compress(EVENTS.encode()))
    archive = tmp_path / "files" / "all.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("export/products.csv", PRODUCTS)
        out.writestr("../escape.csv", PRODUCTS.replace("FF", "EVIL"))
        out.writestr("export/readme.md", "hello")
    result = bring(packed, archive)
    assert (result.products, result.events) == (3, 5)
    assert result.files == ("b.csv.gz", "products.csv")
    assert not (tmp_path / "escape.csv").exists()


def picture(path: Path, size=(8, 8), colour="red", **more) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", size, colour).save(path, **more)
    return path


def test_that_pictures_are_matched_kept_small_and_counted(
    project, write, bring, tmp_path: Path
) -> None:
    folder = tmp_path / "pictures"
    exif = Image.Exif()
    exif[0x010F] = "Secret Camera of Ada"
    picture(folder / "TEA.PNG".lower(), exif=exif)
    picture(folder / "ff-2_1.jpg", (3000, 1500), exif=exif)
    (folder / "FF-3.png").write_bytes(b"no picture at all")
    (folder / "alt.json").write_text('{"tea.png": {"en": "A teapot", "zh": "茶壶"}}')
    result = bring(write("products.csv", PRODUCTS), folder)
    assert (result.pictures, result.without_picture) == (2, 1)
    assert [d.reason for d in result.dropped] == ["not a picture that can be read"]
    with Image.open(project.picture("FF-2")) as kept:
        assert (kept.format, kept.size) == ("WEBP", (1200, 600))
        assert not kept.getexif()
    assert project.picture("FF-3") is None
    tea = project.catalogue().get("FF-1")
    assert (project.pictures_folder / tea.picture).is_file()
    assert (tea.picture_alt, tea.picture_alt_zh) == ("A teapot", "茶壶")
    assert b"Secret" not in b"".join(
        p.read_bytes() for p in project.pictures_folder.iterdir()
    )


def test_that_pictures_may_come_later_in_a_zip(
    project, write, bring, tmp_path: Path
) -> None:
    bring(write("products.csv", PRODUCTS))
    source = picture(tmp_path / "one" / "FF-1.webp")
    archive = tmp_path / "pictures.zip"
    with zipfile.ZipFile(archive, "w") as out:
        out.write(source, "deep/FF-1.webp")
        out.write(source, "../../FF-2.webp")
    result = bring(archive)
    assert (result.pictures, result.without_picture) == (1, 2)
    assert project.summary().pictures == 1


def test_that_pages_of_changed_products_become_stale(project, write, bring) -> None:
    bring(write("products.csv", PRODUCTS))
    for page_id, product in (("pg-0001", "FF-1"), ("pg-0002", "FF-2")):
        page = Page(
            page_id,
            "all",
            "recommendation",
            (Block("b", "product-grid", slots=(Slot(product_id=product),)),),
        )
        project.pages.save(with_marks(page, project.catalogue(), renew=True))
        project.pages.approve(page_id, by="Ada", note="")
    same = bring(write("products.csv", PRODUCTS))
    assert same.stale_pages == 0
    result = bring(write("products.csv", PRODUCTS.replace("19.90", "17.90")))
    assert result.stale_pages == 1
    stale = {row.page_id: row for row in project.pages.rows()}
    assert stale["pg-0001"].status == "stale"
    assert "Teapot" in stale["pg-0001"].stale_why
    assert stale["pg-0002"].status == "approved"


def bytes_of(project) -> dict[str, bytes]:
    return {
        str(path.relative_to(project.path)): path.read_bytes()
        for path in sorted(project.path.rglob("*"))
        if path.is_file() and not path.name.startswith(("project.sqlite-", "."))
    }


class Stops:
    """A report that is cancelled once the import is so far."""

    def __init__(self, share: float) -> None:
        self.share = share

    def progress(self, step: int, total: int, label: str = "", left=None) -> None:
        if step >= self.share * total:
            raise CancelledByUser

    def send(self, event: object) -> None:
        """Nothing is told."""


@pytest.mark.parametrize("share", [0.0, 0.3, 0.6, 0.8, 1.0])
def test_that_a_cancelled_import_leaves_the_project_as_it_was(
    share: float, project, write, service, bring
) -> None:
    bring(write("products.csv", PRODUCTS), write("b.csv", EVENTS))
    before = bytes_of(project)
    imports = project.imports()
    new = write("n.csv", EVENTS.replace("u1", "u7") + "u8,view,FF-3,,2026-05-01,,,\n")
    cheaper = write("products.csv", PRODUCTS.replace("24.90", "20"))
    with pytest.raises(CancelledByUser):
        import_files.run(service.job(service.inspect([new, cheaper])), Stops(share))
    assert bytes_of(project) == before
    assert project.imports() == imports
    assert project.catalogue().get("FF-1").price == 24.9
    assert bring(new).events == 5  # and it can be done again


def test_that_a_failing_second_file_leaves_the_project_as_it_was(
    project, write, service, bring
) -> None:
    bring(write("products.csv", PRODUCTS))
    before = bytes_of(project)
    good = write("b.csv", EVENTS)
    bad = write("s.csv", "user_id,segment\nu1,Campers\n")
    plans = service.inspect([good, bad])
    bad.unlink()  # it goes away between looking and importing
    with pytest.raises(InputProblem, match=r"s\.csv is not there"):
        import_files.run(service.job(plans), Stops(2.0))
    assert bytes_of(project) == before


def test_that_events_of_an_earlier_version_are_read_and_added_to(
    project, write, bring
) -> None:
    """They were written by DuckDB, with names of products that no event has."""
    bring(write("e.csv", EVENTS))
    before = project.events()
    entry = project.tables.current()["events"]
    path = project.tables.folder / entry.file
    with duck(path) as connection:
        names = ", ".join(f"'FF-{n}'" for n in range(200))
        connection.execute(f"CREATE TYPE name AS ENUM ({names})")
        connection.execute(
            f"COPY (SELECT * EXCLUDE (country) REPLACE (product::name AS product)"
            f" FROM '{path}' ORDER BY ALL) TO '{path}.new' (FORMAT parquet)"
        )
    path.with_name(f"{path.name}.new").replace(path)
    after = project.events()
    assert (after.products, after.shoppers) == (before.products, before.shoppers)
    assert sorted(after.product.tolist()) == sorted(before.product.tolist())
    more = (
        "u9,view,FF-7,,2026-03-05 10:00:00,z,,\nu2,view,FF-1,,2026-03-01 10:00:00,b,,\n"
    )
    result = bring(write("more.csv", EVENTS.split("\n", maxsplit=1)[0] + "\n" + more))
    assert (result.events, [d.rows for d in result.dropped]) == (1, [1])
    assert project.events().products == ("FF-1", "FF-2", "FF-7")


@pytest.mark.skipif(not FULL.exists(), reason="no device that is always full")
def test_that_a_full_disk_leaves_the_project_as_it_was(
    project, write, bring, monkeypatch
) -> None:
    bring(write("products.csv", PRODUCTS))
    before = bytes_of(project)
    monkeypatch.setattr(event_import, "new_file", lambda *_: FULL)
    with pytest.raises(StorageProblem, match="is full") as told:
        bring(write("b.csv", EVENTS))
    assert "Free some space" in told.value.hint
    assert bytes_of(project) == before


def test_that_two_imports_do_not_run_at_once(project, write, service) -> None:
    job = service.job(service.inspect([write("b.csv", EVENTS)]))

    class Second(Stops):
        refused = False

        def progress(self, step, total, label="", left=None) -> None:
            if not self.refused:
                self.refused = True
                with pytest.raises(ProjectProblem, match="Another import"):
                    import_files.run(job, Stops(2.0))

    import_files.run(job, Second(2.0))
    assert len(project.events()) == 5


def test_that_one_shopper_and_one_product_are_enough(project, write, bring) -> None:
    result = bring(write("b.csv", "user_id,item_id,ts\nu,A,2026-01-01\n"))
    assert (result.products, result.events, result.shoppers) == (1, 1, 1)
    assert project.events().kind.tolist() == [VIEW]


def test_that_invoice_lines_are_purchases(project, write, service, bring) -> None:
    lines = (
        "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,"
        "Country\n"
        "536365,85123A,HEART HOLDER,6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom\n"
        "536366,71053,LANTERN,2,2010-12-01 08:28:00,3.39,17850.0,United Kingdom\n"
        "C536379,D,Discount,-1,2010-12-01 09:41:00,27.5,14527.0,United Kingdom\n"
        "536370,22728,ALARM CLOCK,4,2010-12-01 08:45:00,3.75,,France\n"
    )
    path = write("sales.csv", lines)
    (plan,) = service.inspect([path])
    assert (plan.kind, plan.problem) == ("behaviour", "")
    assert {c.target: c.name for c in plan.columns if c.target} == {
        "product_id": "StockCode", "quantity": "Quantity", "price": "UnitPrice",
        "timestamp": "InvoiceDate", "user_id": "CustomerID",
        "session_id": "InvoiceNo", "title": "Description", "country": "Country",
    }  # fmt: skip
    result = bring(path)
    assert result.events == 2
    events = project.events()
    assert events.kind.tolist() == [PURCHASE] * 2
    assert events.shoppers == (project.pseudonym("17850"),)
    assert {d.reason for d in result.dropped} == {
        "no product, but a fee",
        "no shopper",
    }


def test_that_sessions_are_found_by_pauses_where_there_are_no_ids(
    project, write, bring
) -> None:
    times = ("10:00", "10:20", "11:30", "11:31")
    rows = "".join(f"u,A{n},2026-01-01 {t}\n" for n, t in enumerate(times))
    bring(write("b.csv", "user_id,product_id,timestamp\n" + rows))
    assert project.events().session.tolist() == [0, 0, 1, 1]


def test_that_events_without_a_session_are_in_none_beside_those_with_one(
    project, write, bring
) -> None:
    rows = (
        "u,A,2026-01-01 10:00,\nu,B,2026-01-01 12:00,n/a\n"
        "u,C,2026-01-01 14:00,s\nu,D,2026-01-01 16:00,s\n"
    )
    bring(write("b.csv", "user_id,product_id,timestamp,session_id\n" + rows))
    assert project.events().session.tolist() == [0, 1, 2, 2]


KILLED = """
import os, signal, sys
from pathlib import Path
from studio.services.imports import ImportService
from studio.store.duck import duck
from studio.store.importing.events import event_import
from studio.store.project import Project
from studio.worker import import_files

class Dies:
    def progress(self, step, total, label="", left=None):
        if step >= float(sys.argv[3]) * total:
            os.kill(os.getpid(), signal.SIGKILL)

project = Project.open(Path(sys.argv[1]))
service = ImportService(project)
import_files.run(service.job(service.inspect([Path(sys.argv[2])])), Dies())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
@pytest.mark.parametrize("share", ["0.5", "1.0"])
def test_that_a_killed_import_leaves_the_project_as_it_was(
    share, project, write, bring
) -> None:
    bring(write("products.csv", PRODUCTS), write("b.csv", EVENTS))
    new = write("n.csv", EVENTS.replace("u1", "u7"))
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(project.path), str(new), share],
        cwd=Path(__file__).parents[3],
        check=False,
    )
    assert done.returncode == -signal.SIGKILL
    assert len(project.events()) == 5
    assert len(project.imports()) == 1
    assert bring(new).events == 4
    kept = {row[0] for row in project.database.all("SELECT file FROM undo_files")}
    current = {entry.file for entry in project.tables.current().values()}
    there = {path.name for path in (project.path / "data").glob("*.parquet")}
    assert there == kept | current


def test_that_a_large_import_is_cancelled_within_a_second(
    write, service, tmp_path: Path
) -> None:
    rows = "".join(f"u{n},A{n % 99},{1767225600 + n}\n" for n in range(400_000))
    path = write("large.csv", "user_id,product_id,timestamp\n" + rows)

    class StopsSoon(Stops):
        asked = 0.0
        calls = 0

        def progress(self, step, total, label="", left=None) -> None:
            self.calls += 1
            if self.calls > 2:
                self.asked = time.process_time()
                raise CancelledByUser

    report = StopsSoon(0)
    with pytest.raises(CancelledByUser):
        import_files.run(service.job(service.inspect([path])), report)
    # a second of work on every core; others may use them too
    assert time.process_time() - report.asked < (os.cpu_count() or 1)


def test_that_the_catalogue_is_read_once_until_it_changes(
    project, write, bring
) -> None:
    bring(write("products.csv", PRODUCTS))
    first = project.catalogue()
    assert project.catalogue() is first
    bring(write("products.csv", PRODUCTS.replace("24.90", "20")))
    assert project.catalogue().get("FF-1").price == 20
