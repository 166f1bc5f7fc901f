"""A broken or odd file and what must come of it; the tables that they are made of."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

Make = Callable[[Path], None]
NAMES = ("user_id", "event", "product_id", "timestamp")
HEADER = ",".join(NAMES) + "\n"


class Case(NamedTuple):
    """A file and what must come of it.

    `needs` names what the system must have; `shows` is a text of the preview.
    """

    name: str
    make: Make
    rows: int = 0
    dropped: int = 0
    refused: str = ""
    needs: str = ""
    shows: str = ""


def line(n: int, product: str = "") -> str:
    return f"u{n},view,{product or f'A{n}'},2026-01-{n % 28 + 1:02d} 10:00:00\n"


def rows(count: int, product: str = "") -> str:
    return "".join(line(n, product) for n in range(count))


def table(count: int = 20, product: str = "") -> str:
    return HEADER + rows(count, product)


def catalogue(*lines: str) -> str:
    return "product_id,title,price,stock\n" + "".join(f"{line}\n" for line in lines)


def text(content: str, encoding: str = "utf-8", mark: bytes = b"") -> Make:
    return raw(mark + content.encode(encoding))


def raw(content: bytes) -> Make:
    def make(path: Path) -> None:
        path.write_bytes(content)

    return make


def zipped(*entries: tuple[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return out.getvalue()
