"""How long the quality report takes over 10 million events, beside DuckDB's SUMMARIZE.

python benchmarks/quality.py [EVENTS]
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")

from studio.services import quality
from studio.store.duck import duck
from studio.store.project import Project
from studio.store.tables import TableFile, source

EVENTS, PRODUCTS, SHOPPERS = 10_000_000, 30_000, 400_000
_EVENTS = """
    SELECT 's_' || lpad(((i * 7919) % {shoppers})::VARCHAR, 16, '0') AS shopper,
        CASE WHEN i % 20 = 0 THEN 'search' WHEN i % 9 = 0 THEN 'purchase'
            ELSE 'view' END AS kind,
        CASE WHEN i % 20 <> 0 THEN 'P-' || ((i * 31) % {products}) END AS product,
        CASE WHEN i % 20 = 0 THEN 'kettle ' || ((i // 20) % 50000) END AS query,
        TIMESTAMP '2026-05-01' + to_seconds((i * 2654435761) % (180 * 86400)) AS time,
        's_' || ((i * 7919) % {shoppers}) || '-' || (i % 5) AS session,
        1.0 AS quantity,
        CASE WHEN i % 9 = 0 THEN exp(1 + (i % 997) / 250) END AS price,
        NULL::VARCHAR AS country
    FROM range({events}) t(i) ORDER BY shopper, time"""
_PRODUCTS = """
    SELECT 'P-' || i AS id, 'Kettle number ' || i AS title, '' AS title_zh,
        'Steel kettle of ' || i AS description, ['Home', 'Kettles'] AS category,
        'B' || (i % 50) AS brand, 5.0 + i % 100 AS price, NULL::DOUBLE AS sale_price,
        'EUR' AS currency, i % 10 AS stock, '' AS link, '' AS image,
        NULL::DOUBLE AS rating, NULL::INTEGER AS rating_count, '' AS added,
        false AS made
    FROM range({products}) t(i)"""


def main() -> None:
    events = int(sys.argv[1]) if len(sys.argv) > 1 else EVENTS
    with tempfile.TemporaryDirectory() as place:
        os.environ["VITRINE_CONFIG_DIR"] = f"{place}/config"
        with Project.create(Path(place) / "shop", "Shop") as project:
            _fill(project, events)
            path = project.tables.path("events")
            assert path is not None

            def summarise() -> None:
                with duck(project.path) as connection:
                    sql = f"SUMMARIZE SELECT * FROM {source(path)}"
                    connection.execute(sql).fetchall()

            plain = _measured("DuckDB: SUMMARIZE of the events", summarise)
            ours = _measured(
                "Vitrine: the whole report", lambda: quality.report(project)
            )
            print(f"ratio {ours / plain:.2f}")


def _fill(project: Project, events: int) -> None:
    sizes = {"events": events, "products": PRODUCTS, "shoppers": SHOPPERS}
    rows = {"events": events, "products": PRODUCTS}
    with duck(project.path) as connection:
        for name, sql in (("events", _EVENTS), ("products", _PRODUCTS)):
            file = project.tables.folder / f"{name}-made.parquet"
            connection.execute(
                f"COPY ({sql.format(**sizes)}) TO '{file}' (COMPRESSION zstd)"
            )
    with project.database.transaction():
        project.tables.point_to(
            {
                name: TableFile(name, f"{name}-made.parquet", count, name)
                for name, count in rows.items()
            }
        )


def _measured(what: str, work: Callable[[], object]) -> float:
    """The least wall time of three turns in seconds; the processor's is printed."""
    turns = []
    for _ in range(3):
        wall, cpu = time.perf_counter(), time.process_time()
        work()
        turns.append((time.perf_counter() - wall, time.process_time() - cpu))
    wall, cpu = min(turns)
    print(f"{what}: {wall:.2f} s ({cpu:.2f} s of processor)")
    return wall


if __name__ == "__main__":
    main()
