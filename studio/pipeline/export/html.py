"""Approved pages as a folder of HTML that needs nothing else."""

from __future__ import annotations

from functools import cache

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from studio.domain.page import Page
from studio.domain.shipped import resource
from studio.pipeline.export.edition import Edition, Files, FilesOf, iso

_STYLE = "overview.css"
_KINDS = {"": "page", "mail": "e-mail", "ads": "ad", "social": "social"}
"""Folders of a page in the order of the overview, with what lies in them."""


class Entry(msgspec.Struct, frozen=True):
    """One document of a page, as the overview lists it."""

    label: str
    address: str


class Listed(msgspec.Struct, frozen=True):
    """One page in the overview."""

    title: str
    persona: str
    scenario: str
    approved: str
    entries: tuple[Entry, ...]


def html_files(edition: Edition, folders: dict[str, str], files_of: FilesOf) -> Files:
    """Every page in its own folder and `index.html`, which lists them.

    Args:
        edition: The approved pages.
        folders: Folder of each page id.
        files_of: Renders a page's files, by path inside its folder.
    """
    files: Files = {}
    listed: list[Listed] = []
    for page, approval in edition.approved:
        own = files_of(page)
        folder = folders[page.id]
        files |= {f"{folder}/{name}": data for name, data in own.items()}
        listed.append(
            Listed(
                _title(page),
                edition.persona(page),
                page.scenario.replace("_", "-"),
                f"{approval.by}, {iso(approval.at)[:10]}",
                tuple(_entries(folder, sorted(own))),
            )
        )
    overview = _environment().get_template("overview.html.jinja")
    html = overview.render(shop=edition.shop, made=edition.made[:10], pages=listed)
    files["index.html"] = html.encode()
    files[_STYLE] = resource("pages", _STYLE).read_bytes()
    return files


def _title(page: Page) -> str:
    words = page.copy.get("title") or page.copy.get("subject")
    return (words.in_("en") if words else "") or page.id


def _entries(folder: str, names: list[str]) -> list[Entry]:
    documents = [name for name in names if name.endswith(".html")]
    documents.sort(key=lambda name: list(_KINDS).index(name.rpartition("/")[0]))
    return [Entry(_label(name), f"{folder}/{name}") for name in documents]


def _label(name: str) -> str:
    """A document in words: `ads/300x250.zh.html` is "ad 300×250, Chinese"."""
    folder, _, file = name.rpartition("/")
    stem, _, rest = file.removesuffix(".html").partition(".")
    kind = _KINDS[folder]
    size = "" if stem == "index" else f" {stem.replace('x', '×')}"
    tongue = {"zh": ", Chinese", "en": ", English"}.get(rest, "")
    return f"{kind}{size}{tongue}"


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(resource("pages")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
