"""Prints what importing a large shop costs, beside DuckDB's own copy of the file.

    python benchmarks/imports.py --events 1000000

Each figure is taken in a process of its own: seconds of wall time and of processor, and
the most memory that was resident at any moment. `--rounds` repeats the pair and takes
the medians, so that a machine with other work still gives a fair ratio.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1]))

OVERLAP = 0.5
"""Share of the next week's export that came with the one before."""


def copy(file: str, target: str) -> dict[str, Any]:
    """DuckDB's own way: read, sort by shopper and time, write Parquet."""
    connection = import_module("duckdb").connect()
    started = time.perf_counter()
    connection.execute(
        f"COPY (SELECT * FROM read_csv('{file}') ORDER BY user_id, timestamp)"
        f" TO '{target}' (FORMAT parquet)"
    )
    return {"seconds": time.perf_counter() - started}


def bring(folder: str, *files: str) -> dict[str, Any]:
    """Import files into a project, made where there is none."""
    jobs = import_module("studio.worker.import_files")
    service = import_module("studio.services.imports").ImportService
    project = _project(folder)
    started = time.perf_counter()
    at = service(project)
    result = jobs.run(at.job(at.inspect([Path(f) for f in files])), Quiet())
    seconds = time.perf_counter() - started
    dropped = {d.reason: d.rows for d in result.dropped}
    return {"seconds": seconds, "events": result.events, "dropped": dropped}


def undo(folder: str) -> dict[str, Any]:
    """Take the latest import back."""
    project = _project(folder)
    started = time.perf_counter()
    project.undo_import()
    return {"seconds": time.perf_counter() - started}


def read(folder: str) -> dict[str, Any]:
    """Read all events as training does."""
    project = _project(folder)
    started = time.perf_counter()
    events = project.events()
    return {"seconds": time.perf_counter() - started, "events": len(events)}


def page(folder: str) -> dict[str, Any]:
    """Scroll: windows of 200 rows anywhere, and the ones that follow."""
    project = _project(folder)
    rows = project.tables.current()["events"].rows
    times: dict[str, list[float]] = {"elsewhere": [], "next": []}
    project.rows("events", 0, 1)
    for n in range(1, 21):
        for which, offset in (("elsewhere", 0), ("next", 200)):
            started = time.perf_counter()
            project.rows("events", n * 7_919_993 % rows + offset, 200)
            times[which].append(time.perf_counter() - started)
    return {name: median(values) for name, values in times.items()}


class Quiet:
    """A report that says nothing."""

    def progress(self, *_: object, **__: object) -> None:
        """Say nothing."""

    def send(self, _: object) -> None:
        """Say nothing."""


def _project(folder: str) -> Any:
    project = import_module("studio.store.project").Project
    path = Path(folder)
    return project.open(path) if path.exists() else project.create(path, path.name)


PARTS = {f.__name__: f for f in (copy, bring, undo, read, page)}


def measured(part: str, *values: str) -> dict[str, Any]:
    """Run a part in a process of its own; adds `gib`, the most memory it had."""
    done = subprocess.run(
        [sys.executable, __file__, "--part", part, *values],
        check=True,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"},
    )
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def _tell(name: str, result: dict[str, Any], more: str = "") -> None:
    spent = f"{result['seconds']:7.2f} s, {result['cpu']:7.2f} s of processor"
    print(f"{name:44}{spent}, {result['gib']:5.2f} GiB {more}", flush=True)


def run(events: int, rounds: int, folder: Path, *, more: bool) -> None:
    """Make the files, and print every figure."""
    make = import_module("shop_events").write_events
    whole, week = folder / f"events-{events}.csv", folder / f"week-{events}.csv"
    part = max(1, events // 25)
    for path, first, count in ((whole, 0, events), (week, events - part // 2, part)):
        if not path.exists():
            make(path, count, first=first)
    size = whole.stat().st_size / 1e6
    print(f"{events:,} events, {size:,.0f} MB of CSV, {os.cpu_count()} cores")
    ratios = []
    for at in range(rounds):
        own = measured("copy", str(whole), str(folder / "copy.parquet"))
        project = folder / f"shop-{os.getpid()}-{at}"
        ours = measured("bring", str(project), str(whole))
        _tell("DuckDB: COPY (SELECT .. ORDER BY) TO parquet", own)
        ratio = ours["seconds"] / own["seconds"]
        ratios.append(ratio)
        _tell("Vitrine: import", ours, f"{ratio:.2f} times; {ours['events']:,} events")
    print(f"ratio, median of {rounds}: {median(ratios):.2f}")
    if more:
        after = measured("bring", str(project), str(week))
        left = ", ".join(f"{n:,} {why}" for why, n in after["dropped"].items())
        _tell("Vitrine: next week, half of it known", after, f"left out: {left}")
        _tell("Vitrine: undo that week", measured("undo", str(project)))
        _tell("Vitrine: read all events for training", measured("read", str(project)))
        times = measured("page", str(project))
        print(
            f"200 rows anywhere {1000 * times['elsewhere']:.1f} ms,"
            f" the next 200 {1000 * times['next']:.1f} ms"
        )


def main() -> None:
    """Read the options and run."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--events", type=int, default=10_000_000)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--folder", type=Path, help="keeps the files; else a new one")
    options.add_argument("--only-import", action="store_true")
    options.add_argument("--part", nargs="+", help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.part:
        name, *values = given.part
        usage = import_module("resource")
        result = PARTS[name](*values)
        most = usage.getrusage(usage.RUSAGE_SELF).ru_maxrss
        print(json.dumps({"gib": most / 1024**2, "cpu": time.process_time()} | result))
        return
    with tempfile.TemporaryDirectory(prefix="vitrine-benchmark-") as fresh:
        folder = given.folder or Path(fresh)
        folder.mkdir(parents=True, exist_ok=True)
        os.environ.setdefault("VITRINE_CONFIG_DIR", str(Path(fresh) / "config"))
        run(given.events, given.rounds, folder, more=not given.only_import)


if __name__ == "__main__":
    main()
