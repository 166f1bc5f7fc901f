"""Feeds the look into a file with bytes that a fuzzer makes, guided by coverage.

    python benchmarks/fuzz_sniffer.py [--seconds 600] [--corpus FOLDER]

Each input is written to a file and looked into as the window does. Nothing may raise,
take longer than ten seconds or 2 GiB; a plan must hold together. Needs atheris, which
the extra `benchmarks` installs. Workbooks are left out: each would start a process.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

LONGEST_S = 10
MEMORY_MB = 2048
LONGEST_BYTES = 4096
NAMES = ("x.csv", "x.tsv", "x.json", "x.jsonl", "x.parquet", "x.csv.gz", "orders.txt")
SHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--corpus", type=Path, help="kept from run to run")
    chosen = parser.parse_args()
    try:
        import atheris
    except ImportError:
        sys.exit("atheris is missing: pip install -e .[benchmarks] (Linux only)")
    with atheris.instrument_imports(include=["studio.pipeline.ingest", "csv", "json"]):
        from studio.pipeline.ingest.inspect import inspect
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as made:
        work = Path(made)
        corpus = chosen.corpus or work / "corpus"
        corpus.mkdir(parents=True, exist_ok=True)
        seed(corpus)

        def look(data: bytes) -> None:
            if len(data) < 2 or data[1:].startswith(SHEETS):
                return
            path = work / NAMES[data[0] % len(NAMES)]
            path.write_bytes(data[1:])
            check(inspect(str(path), lambda text: f"s_{len(text)}"))

        options = (
            f"-max_total_time={chosen.seconds}",
            f"-timeout={LONGEST_S}",
            f"-rss_limit_mb={MEMORY_MB}",
            f"-max_len={LONGEST_BYTES}",
            f"-artifact_prefix={Path.cwd()}/",
            "-print_final_stats=1",
        )
        atheris.Setup([sys.argv[0], *options, str(corpus)], look)
        atheris.Fuzz()


def check(plan) -> None:
    """A plan is refused in a sentence, or holds together."""
    if plan.problem:
        assert plan.problem.endswith("."), plan.problem
        assert plan.hint.endswith("."), plan.problem
    elif plan.kind != "layouts":
        assert plan.rows > 0
        assert all(len(row) == len(plan.columns) for row in plan.preview)
        assert len({column.name for column in plan.columns}) == len(plan.columns)
        assert all(len(row) == len(plan.stored_columns) for row in plan.stored)


def seed(corpus: Path) -> None:
    """Begin with the files that the tests know, each behind a byte for its name."""
    from tests.data.make_broken import CASES

    with tempfile.TemporaryDirectory() as made:
        for number, case in enumerate(CASES):
            path = Path(made) / f"{number}{Path(case.name).suffix}"
            try:
                case.make(path)
                regular = path.is_file() and not path.is_symlink()
                small = regular and path.stat().st_size < LONGEST_BYTES
            except OSError:
                continue
            if small:
                suffix = path.suffix if path.suffix != ".gz" else ".csv.gz"
                at = next((n for n, x in enumerate(NAMES) if x.endswith(suffix)), 0)
                name = f"seed-{number:03d}"
                (corpus / name).write_bytes(bytes([at]) + path.read_bytes())


if __name__ == "__main__":
    main()
