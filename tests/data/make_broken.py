"""Makes broken and odd files, each with what must come of it.

    python -m tests.data.make_broken FOLDER     writes them all, to look at

A case says either how many rows are imported and how many left out, or how the sentence
begins with which the file is refused. Files are made when they are needed: some are
large when unpacked, some are no files at all.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.data.broken.archives import archives, places
from tests.data.broken.case import Case
from tests.data.broken.held import jsons, parquets, workbooks
from tests.data.broken.shapes import empties, headers, others, shapes, values
from tests.data.broken.texts import encodings, quoting

CASES: tuple[Case, ...] = tuple(
    case
    for group in (
        encodings,
        quoting,
        shapes,
        empties,
        headers,
        values,
        others,
        archives,
        places,
        jsons,
        workbooks,
        parquets,
    )
    for case in group()
)


def main(folder: Path) -> None:
    """Write every case into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for case in CASES:
        case.make(folder / case.name)
    print(f"{len(CASES)} files in {folder}")  # noqa: T201 - a script


if __name__ == "__main__":
    main(Path(sys.argv[1]))
