"""How fast segments are counted over ten million events, beside plain queries.

    python benchmarks/segments.py [EVENTS]

Makes a shop of 10 million events of 500 thousand shoppers (seeded, as Parquet, in a
temporary folder), builds the facts in a process of its own, and prints for each
condition the time to count it beside a plain DuckDB query over the events, run in
turns. A count is taken without what was kept of earlier ones; `open` is what the first
count after opening a project pays once.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb

from studio.domain.segment_parser import read
from studio.domain.segments import Size
from studio.store.project import Project
from studio.store.segments.counting import Counting
from studio.store.segments.facts import build_facts, find_facts
from studio.store.segments.knowing import apart
from studio.store.tables import TableFile

EVENTS = 10_000_000
PRODUCTS = 20_000
DAYS = 365
TURNS = 5
EDGE = 0.001
JOINED = "SELECT shopper FROM e JOIN p ON p.id = e.product WHERE"
PAID = "coalesce(e.price, p.sale_price, p.price)"
MIXED = (
    'orders >= 2 and (bought category "Dept 1" or bought brand "Brand 9")'
    " and not last event > 90d"
)


def after(days: int) -> str:
    """Events of the last days of the data."""
    return f"time::DATE > (SELECT max(time)::DATE FROM e) - {days}"


def of_kind(kind: str, days: int) -> str:
    return f"SELECT shopper FROM e WHERE kind = '{kind}' AND {after(days)}"


CASES: dict[str, str] = {
    "last purchase <= 30d": f"SELECT DISTINCT shopper FROM ({of_kind('purchase', 30)})",
    "orders >= 3 in 90d": f"{of_kind('purchase', 90)} GROUP BY shopper"
    " HAVING count(DISTINCT session) >= 3",
    "sessions >= 4 in 330d": f"SELECT shopper FROM e WHERE {after(330)}"
    " GROUP BY shopper HAVING count(DISTINCT session) >= 4",
    "views >= 10 in 180d": f"{of_kind('view', 180)} GROUP BY shopper"
    " HAVING count(*) >= 10",
    "spent >= 200": f"{JOINED} kind = 'purchase' GROUP BY shopper"
    f" HAVING sum({PAID} * quantity) >= 200",
    "spent >= 100 in 180d": f"{JOINED} kind = 'purchase' AND {after(180)}"
    f" GROUP BY shopper HAVING sum({PAID} * quantity) >= 100",
    'bought category "Dept 3"': f"{JOINED} kind = 'purchase'"
    " AND list_contains(category, 'Dept 3') GROUP BY shopper",
    'viewed category "Dept 3" times >= 3 in 180d': f"{JOINED} kind = 'view'"
    f" AND list_contains(category, 'Dept 3') AND {after(180)}"
    " GROUP BY shopper HAVING count(*) >= 3",
    'viewed brand "Brand 7"': f"{JOINED} kind = 'view' AND brand = 'Brand 7'"
    " GROUP BY shopper",
    "bought price 10..20": f"{JOINED} kind = 'purchase'"
    f" AND {PAID} BETWEEN 10 AND 20 GROUP BY shopper",
    "country = SE": "SELECT shopper FROM e GROUP BY shopper"
    " HAVING arg_max(country, time) = 'SE'",
    'searched "word 77"': "SELECT DISTINCT shopper FROM e WHERE kind = 'search'"
    " AND contains(query, 'word') AND contains(query, '77')",
    "carts >= 1 in 60d and orders <= 0 in 60d": f"{of_kind('add_to_cart', 60)}"
    f" EXCEPT {of_kind('purchase', 60)}",
    MIXED: "SELECT shopper FROM e WHERE kind = 'purchase' GROUP BY shopper"
    f" HAVING count(DISTINCT session) >= 2 INTERSECT ({JOINED} kind = 'purchase'"
    " AND (list_contains(category, 'Dept 1') OR brand = 'Brand 9'))"
    f" INTERSECT SELECT shopper FROM e WHERE {after(90)}",
}
"""Conditions, and the plain query that finds the same shoppers."""


def make(folder: Path, events: int) -> None:
    """Write events and products: visits of one to eight events, a few keen shoppers."""
    connection = duckdb.connect()
    connection.execute("SET preserve_insertion_order = false")
    connection.execute("CREATE MACRO u(i, salt) AS hash(i, salt) % 1000003 / 1000003.0")
    connection.execute(f"""
        COPY (SELECT 'p' || i AS id, 'Product ' || i AS title, '' AS title_zh,
            '' AS description,
            ['Dept ' || i % 12, 'Cat ' || i % 60, 'Shelf ' || i % 240] AS category,
            'Brand ' || hash(i, 1) % 400 AS brand,
            round(5 + 200 * u(i, 2) ** 3, 2) AS price,
            CASE WHEN u(i, 3) < 0.2 THEN round(4 + 150 * u(i, 2) ** 3, 2) END
                AS sale_price, 'EUR' AS currency, 10 AS stock, '' AS link, '' AS image,
            NULL::DOUBLE AS rating, NULL::INTEGER AS rating_count, '' AS added,
            false AS made
        FROM range({PRODUCTS}) t(i)) TO '{folder}/products.parquet' (FORMAT parquet)
    """)
    visits, shoppers = int(events / 4.5), events // 20
    connection.execute(f"""
        COPY (
            WITH visits AS (
                SELECT i, 's_' || lpad(to_hex(hash(floor({shoppers}
                    * u(i, 5) ** 1.5)::BIGINT)), 16, '0') AS shopper,
                    TIMESTAMP '2025-11-01'
                    + to_seconds((u(i, 8) * {DAYS} * 86400)::BIGINT) AS start
                FROM range({visits}) t(i)
            ), steps AS (
                SELECT *, unnest(range(1 + (8 * u(i, 4))::BIGINT)) AS step FROM visits
            ), done AS (
                SELECT *, hash(i, step) AS k,
                    CASE WHEN u(k, 6) < 0.84 THEN 'view'
                        WHEN u(k, 6) < 0.92 THEN 'add_to_cart'
                        WHEN u(k, 6) < 0.96 THEN 'purchase' ELSE 'search' END AS kind
                FROM steps
            )
            SELECT shopper, kind,
                CASE WHEN kind <> 'search'
                    THEN 'p' || floor({PRODUCTS} * u(k, 7) ** 2)::INTEGER END
                    AS product,
                CASE WHEN kind = 'search' THEN 'word ' || hash(k, 9) % 5000 END
                    AS query,
                start + to_seconds(step * 40) AS time,
                's_' || to_hex(hash(i)) AS session,
                CASE WHEN kind = 'purchase' THEN 1 + hash(k, 11) % 3 END::DOUBLE
                    AS quantity,
                NULL::DOUBLE AS price,
                ['SE', 'NO', 'DK', 'DE', 'FR'][(1 + hash(shopper) % 5)::BIGINT]
                    AS country
            FROM done ORDER BY shopper, time
        ) TO '{folder}/events.parquet' (FORMAT parquet, COMPRESSION zstd)
    """)
    connection.close()


def project_of(folder: Path) -> Path:
    """A project whose tables are the files of a folder."""
    path = folder / "project"
    with Project.create(path, "Benchmark") as project:
        files = {}
        for name in ("events", "products"):
            file = f"{name}-1.parquet"
            (folder / f"{name}.parquet").rename(path / "data" / file)
            files[name] = TableFile(name, file, 0, name)
        with project.database.transaction():
            project.tables.point_to(files)
    return path


def build(path: Path) -> None:
    """Build the facts and print seconds and peak memory; run as a process."""
    with Project.open(path) as project:
        start = time.perf_counter()
        facts = build_facts(project.tables)
        took = time.perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
        folder = project.tables.folder / "cache" / facts.folder
        size = sum(file.stat().st_size for file in folder.iterdir()) / 2**20
        print(
            f"facts of {facts.events:,} events and {facts.shoppers:,} shoppers: built"
            f" in {took:.1f} s, peak memory {peak:.2f} GiB, {size:.0f} MiB on disk"
        )


def timed(work: Callable[[], int]) -> tuple[float, int]:
    start = time.perf_counter()
    found = work()
    return 1000 * (time.perf_counter() - start), found


def compare(path: Path) -> None:
    """Time each condition and its plain query in turns."""
    plain = duckdb.connect()
    for name, table in (("e", "events"), ("p", "products")):
        file = path / "data" / f"{table}-1.parquet"
        plain.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet('{file}')")
    with Project.open(path) as project:
        facts = find_facts(project.tables)
        assert facts is not None
        opened, _ = timed(lambda: len(Counting(project.tables, facts).rows("SELECT 1")))
        counting = Counting(project.tables, facts)
        print(f"open: {opened:.0f} ms\n")
        print(f"{'ms':>6} {'plain':>7} {'ratio':>6} {'shoppers':>9}  condition")
        for text, query in CASES.items():
            report(counting, plain, text, query)
        check_alike(counting, plain)
        flags = counting.flags(read("orders >= 3 in 90d"))
        size = Size(int(flags.sum()), counting.shoppers)
        took, _ = timed(lambda: len(apart(counting, flags, size, 8).members))
        print(f"\nwhat sets a segment apart: {took:.0f} ms")


def report(
    counting: Counting, plain: duckdb.DuckDBPyConnection, text: str, query: str
) -> None:
    def ours() -> int:
        counting._kept.clear()
        return int(counting.flags(read(text)).sum())

    def theirs() -> int:
        row = plain.execute(f"SELECT count(*) FROM ({query})").fetchone()
        return int(row[0]) if row else 0

    turns = [(timed(ours), timed(theirs)) for _ in range(TURNS)]
    own = statistics.median(turn[0][0] for turn in turns)
    other = statistics.median(turn[1][0] for turn in turns)
    found = turns[0][0][1]
    print(f"{own:6.0f} {other:7.0f} {other / own:5.1f}x {found:9,}  {text}", flush=True)


def check_alike(counting: Counting, plain: duckdb.DuckDBPyConnection) -> None:
    """Fail where a condition and its plain query find different numbers.

    A session counts on its first day; in the plain query also on a second, where it
    goes over midnight at the edge of the period.
    """
    for text, query in CASES.items():
        row = plain.execute(f"SELECT count(*) FROM ({query})").fetchone()
        found = int(counting.flags(read(text)).sum())
        if row is None or abs(row[0] - found) > EDGE * found:
            raise SystemExit(f"{text}: {found} and not {row}")


def main() -> None:
    if sys.argv[1:2] == ["--make"]:
        make(Path(sys.argv[2]), int(sys.argv[3]))
        return
    if sys.argv[1:2] == ["--build"]:
        build(Path(sys.argv[2]))
        return
    events = sys.argv[1] if len(sys.argv) > 1 else str(EVENTS)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["VITRINE_CONFIG_DIR"] = str(folder / "config")
        os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
        # each in a process of its own: a child's peak memory begins at its parent's
        subprocess.run([sys.executable, __file__, "--make", name, events], check=True)
        path = project_of(folder)
        subprocess.run([sys.executable, __file__, "--build", str(path)], check=True)
        compare(path)


if __name__ == "__main__":
    main()
