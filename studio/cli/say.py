"""What a verb prints: a table or lines for people, JSON for machines."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import msgspec
import typer
from rich.console import Console
from rich.table import Table

PIPED_WIDTH = 200
"""Columns of a table that goes into a file or a pipe, where nothing is too wide."""
people = Console(
    highlight=False,
    soft_wrap=True,
    width=None if sys.stdout.isatty() else PIPED_WIDTH,
)


def as_machine(value: object) -> None:
    """Print a value as one JSON document."""
    text = msgspec.json.format(msgspec.json.encode(value), indent=2)
    typer.echo(text)  # bytes: JSON is UTF-8 whatever the terminal is


def line(text: str) -> None:
    """Print one line for a person."""
    people.print(text, markup=False)


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table for a person; columns of numbers are right-aligned."""
    shown = Table(box=None, pad_edge=False, header_style="bold")
    for at, head in enumerate(heads):
        numeric = bool(rows) and all(_is_number(row[at]) for row in rows)
        shown.add_column(head, justify="right" if numeric else "left")
    for row in rows:
        shown.add_row(*row)
    people.print(shown, markup=False)


def _is_number(text: str) -> bool:
    return text.replace(".", "").replace(",", "").replace("-", "").isdecimal() or (
        text == "–"
    )
