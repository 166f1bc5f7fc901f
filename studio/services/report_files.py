"""Reports as pages and files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from studio.domain.errors import InputProblem
from studio.domain.shipped import resource
from studio.store.whole import replace_whole

Filters = Mapping[str, Callable[..., object]]


def report_page(folder: str, filters: Filters, **values: object) -> str:
    """The page of a report: `report.html.j2` of a resource folder, every value escaped.

    Args:
        folder: Name of the folder among the resources.
        filters: What the template formats values with.
        values: What it is made of.
    """
    environment = Environment(
        loader=FileSystemLoader(resource(folder)),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= filters
    return environment.get_template("report.html.j2").render(**values)


def save_report(path: Path, makers: Mapping[str, Callable[[], bytes]]) -> None:
    """Write a report in the format that the file's name ends in.

    Args:
        path: The file; `.htm` is taken for `.html`.
        makers: What makes the content, by ending.

    Raises:
        InputProblem: The name ends in something else.
        StorageProblem: The disk is full or closed.
    """
    suffix = path.suffix.lower()
    maker = makers.get(".html" if suffix == ".htm" else suffix)
    if maker is None:
        raise InputProblem(
            f"{path.name} is no kind of report.",
            f"Choose a name that ends in {', '.join(makers)}.",
        )
    replace_whole(path, maker())
