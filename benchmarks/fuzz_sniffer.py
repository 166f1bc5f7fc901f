"""Feeds the look into a file with bytes that a fuzzer makes, guided by coverage.

    python benchmarks/fuzz_sniffer.py [--seconds 600] [--corpus FOLDER]

Of eight inputs, seven go through the sniffer alone (encoding, delimiter, quotes,
header, values of JSON) and one is written to a file and looked into as the window does.
Nothing may raise, take longer than ten seconds or 2 GiB; what is found must hold
together. Needs atheris, which the extra `benchmarks` installs. Workbooks are left out:
each would start a process.
"""

from __future__ import annotations

import argparse
import io
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
        import studio.pipeline.ingest.inspect  # noqa: F401 - instruments what it needs
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as made:
        corpus = chosen.corpus or Path(made) / "corpus"
        corpus.mkdir(parents=True, exist_ok=True)
        seed(corpus)
        options = (
            f"-max_total_time={chosen.seconds}",
            f"-timeout={LONGEST_S}",
            f"-rss_limit_mb={MEMORY_MB}",
            f"-max_len={LONGEST_BYTES}",
            f"-artifact_prefix={Path.cwd()}/",
            "-print_final_stats=1",
        )
        atheris.Setup([sys.argv[0], *options, str(corpus)], target(Path(made)))
        atheris.Fuzz()


def target(work: Path):
    from studio.pipeline.ingest.inspect import inspect

    def look(data: bytes) -> None:
        if len(data) < 2 or data[1:].startswith(SHEETS):
            return
        if data[0] % 8:
            sniff(data[1:])
        else:
            path = work / NAMES[data[0] // 8 % len(NAMES)]
            path.write_bytes(data[1:])
            check(inspect(str(path), lambda text: f"s_{len(text)}"))

    return look


def sniff(data: bytes) -> None:
    """What is found of a text or of JSON, without a file."""
    from studio.pipeline.ingest.encoding import decode
    from studio.pipeline.ingest.table import parse

    decoded = decode(data, b"")
    if decoded.text[:1] in ("{", "["):
        sniff_json(decoded.text)
    elif not decoded.binary:
        table = parse(decoded.text, whole=len(data) % 2 == 0)
        assert all(len(row) == len(table.names) for row in table.rows)
        assert len(set(table.names)) == len(table.names)


def sniff_json(text: str) -> None:
    from studio.domain.errors import InputProblem
    from studio.pipeline.ingest.formats.json_values import values, way_of
    from studio.pipeline.ingest.formats.nested import flattened

    stream = io.BytesIO(text.encode("utf-8", "replace"))
    try:
        for value in values(stream, way_of(text), "x"):
            if isinstance(value, dict):
                list(flattened(value))
    except InputProblem:
        return  # told in a sentence


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
                for way in (0, 1):
                    name = f"seed-{number:03d}-{way}"
                    start = bytes([8 * at + way])
                    (corpus / name).write_bytes(start + path.read_bytes())


if __name__ == "__main__":
    main()
