"""Edits a page until it is killed: `edit_forever.py PROJECT PAGE`.

It opens the project as a window does. Before an edit it prints `try N`, and `done N`
once the edit is saved; the Nth edit words the page's title as the number N. Every
seventh step takes an edit back and makes it again.
"""

from __future__ import annotations

import sys
from itertools import count
from pathlib import Path

from studio.domain.edits import SetCopy
from studio.services.session import Session


def say(line: str) -> None:
    """Print a line now: whoever waits for it may kill this process next."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    with Session.open(Path(sys.argv[1]), window=True) as session:
        page = sys.argv[2]
        for number in count(1):
            say(f"try {number}")
            session.pages.apply(page, SetCopy("", "title", str(number)), by="Ines")
            if number % 7 == 0:
                session.pages.undo(page)
                session.pages.redo(page)
            say(f"done {number}")


if __name__ == "__main__":
    main()
