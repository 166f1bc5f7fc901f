"""What a passphrase costs: importing, reading and saving, protected beside plain.

    python benchmarks/sealing.py [EVENTS]

Each import runs in a process of its own, so that its peak of memory is its own.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from shop_events import write_events

EVENTS = 1_500_000
WORDS = "green teapot walks uphill"
AGAIN = 7
ROUNDS = 2
MIB = 1024**2


class Quiet:
    """A report that nobody listens to."""

    def progress(self, *_: object, **__: object) -> None:
        """Nothing."""

    def send(self, event: object) -> None:
        """Nothing."""


def import_in_here(folder: Path, csv: Path, words: str) -> None:
    """Import into a new project; prints seconds and peak of memory."""
    from studio.services.session import Session
    from studio.worker import import_files

    with Session.create(folder, "Benchmark", words) as session:
        plans = session.imports.inspect([csv])
        began = time.perf_counter()
        import_files.run(session.imports.job(plans), Quiet())
        took = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(f"{took} {peak}\n")


def imported(folder: Path, csv: Path, words: str) -> tuple[float, float]:
    done = subprocess.run(
        [sys.executable, __file__, "--import", folder, csv, words],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    took, peak = done.stdout.split()[-2:]
    return float(took), float(peak)


def best(work: Callable[[], object]) -> float:
    times = []
    for _ in range(AGAIN):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return min(times)


def say(what: str, plain: float, sealed: float, unit: str = "s") -> None:
    print(f"{what:44} {plain:9.3f} {sealed:9.3f} {unit:3} ratio {sealed / plain:.2f}")


def cipher(folder: Path) -> None:
    """Sealing and opening bytes in memory, with one thread."""
    from studio.store.sealing.seal import Seal

    seal, content = Seal(folder, os.urandom(32)), os.urandom(128 * MIB)
    path = folder / "bytes"
    began = time.perf_counter()
    sealed = seal.sealed(path, content)
    writing = time.perf_counter() - began
    path.write_bytes(sealed)
    reading = best(lambda: seal.read(path))
    size = len(content) / 1e9
    print(f"sealing {size / writing:.2f} GB/s, opening {size / reading:.2f} GB/s")


def reading(plain: Path, sealed: Path) -> None:
    """What the window and the worker ask of the events, from a fresh connection."""
    from studio.store.duck import duck
    from studio.store.project import Project
    from studio.store.tables import source

    with (
        Project.open(plain) as one,
        Project.open(sealed, passphrase=WORDS) as two,
    ):
        rows = one.summary().events
        for what, sql in (
            ("shoppers of all events", "count(DISTINCT shopper)"),
            ("sum of a column", "sum(price)"),
            ("all columns", "count(*), max(hash(COLUMNS(*)))"),
            ("one shopper's events", "count(price) FILTER (true)"),
        ):

            def ask(project: Project, sql: str = sql, what: str = what) -> object:
                path = project.tables.path("events")
                assert path is not None
                only = " WHERE shopper = 's_8'" if "one" in what else ""
                with duck(project.path) as connection:
                    query = f"SELECT {sql} FROM {source(path)}{only}"
                    return connection.execute(query).fetchall()

            say(what, best(lambda: ask(one)), best(lambda: ask(two)))
        say("events to memory", best(one.events), best(two.events))
        middle = rows // 2
        say(
            "60 rows in the middle",
            best(lambda: one.rows("events", middle, 60)),
            best(lambda: two.rows("events", middle, 60)),
        )
        say(
            "100 saved changes (SQLite, SQLCipher)",
            best(lambda: [one.record("edit", "x") for _ in range(100)]),
            best(lambda: [two.record("edit", "x") for _ in range(100)]),
        )


def writing(plain: Path, sealed: Path) -> None:
    """The events written anew as Parquet, as an import does it at its end."""
    from studio.store.duck import duck, literal
    from studio.store.project import Project
    from studio.store.sealing.unlocked import address_of
    from studio.store.tables import source

    def write(project: Project) -> float:
        path = project.tables.path("events")
        assert path is not None
        fresh = project.path / "again.parquet"
        with duck(project.path) as connection:
            connection.execute(f"CREATE TABLE t AS FROM {source(path)}")
            to = literal(address_of(fresh))
            took = best(lambda: connection.execute(f"COPY t TO {to} (FORMAT parquet)"))
        fresh.unlink()
        return took

    with Project.open(plain) as one, Project.open(sealed, passphrase=WORDS) as two:
        say("events written as Parquet", write(one), write(two))


def opening(plain: Path, sealed: Path) -> None:
    from studio.store.project import Project

    def look(folder: Path, words: str = "") -> None:
        Project.open(folder, passphrase=words).close()

    say(
        "opening the project",
        best(lambda: look(plain)),
        best(lambda: look(sealed, WORDS)),
    )


def main(events: int) -> None:
    with tempfile.TemporaryDirectory(prefix="vitrine-sealing-") as name:
        folder = Path(name)
        os.environ["VITRINE_CONFIG_DIR"] = str(folder / "config")
        cipher(folder)
        csv = folder / "user_behavior.csv"
        write_events(csv, events)
        print(f"{events:,} events, {csv.stat().st_size / 1e6:.0f} MB of CSV")
        print(f"{'':44} {'plain':>9} {'protected':>9}")
        rounds = []
        for number in range(ROUNDS):  # by turns, as the machine may have other work
            names = (f"plain-{number}", ""), (f"sealed-{number}", WORDS)
            rounds.append([imported(folder / name, csv, w) for name, w in names])
        (plain, peak), (sealed, sealed_peak) = map(min, zip(*rounds, strict=True))
        say("import, the faster of two", plain, sealed)
        say("its peak of memory", peak, sealed_peak, "MiB")
        reading(folder / "plain-0", folder / "sealed-0")
        writing(folder / "plain-0", folder / "sealed-0")
        opening(folder / "plain-0", folder / "sealed-0")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--import"]:
        import_in_here(Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4])
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else EVENTS)
