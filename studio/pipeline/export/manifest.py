"""The list of what an export holds, so that anyone can check it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version

import msgspec

from studio.pipeline.export.edition import Edition, iso

MANIFEST = "manifest.json"
FORMAT = "vitrine-export"
FORMAT_VERSION = 1


class ManifestFile(msgspec.Struct, frozen=True):
    """One file: its path, size in bytes and SHA-256 in hexadecimal."""

    path: str
    size: int
    sha256: str


class ManifestPage(msgspec.Struct, frozen=True):
    """One page: whom it is for, what was approved, by whom, and where it lies."""

    page_id: str
    persona_id: str
    persona: str
    scenario: str
    folder: str
    revision: int
    digest: str
    approved_by: str
    approved_at: str
    note: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """Everything an export holds but the manifest itself. Times are ISO 8601, UTC.

    No page is for a persona of fewer than `smallest_persona` shoppers.
    """

    format: str = FORMAT
    format_version: int = FORMAT_VERSION
    generator: str
    made: str
    shop: str
    formats: tuple[str, ...]
    smallest_persona: int
    pages: tuple[ManifestPage, ...]
    files: tuple[ManifestFile, ...]


def manifest(
    edition: Edition,
    folders: Mapping[str, str],
    files: Mapping[str, bytes],
    formats: tuple[str, ...],
) -> Manifest:
    """The manifest of these files; `folders` are those of the page ids."""
    listed = tuple(
        ManifestFile(path, len(data), hashlib.sha256(data).hexdigest())
        for path, data in sorted(files.items())
    )
    pages = tuple(
        ManifestPage(
            page.id,
            page.persona_id,
            edition.persona(page),
            page.scenario,
            folders[page.id],
            approval.revision,
            approval.digest,
            approval.by,
            iso(approval.at),
            approval.note,
        )
        for page, approval in edition.approved
    )
    return Manifest(
        generator=generator(),
        made=edition.made,
        shop=edition.shop.name,
        formats=formats,
        smallest_persona=edition.floor,
        pages=pages,
        files=listed,
    )


def encoded(value: Manifest) -> bytes:
    """The manifest as indented JSON."""
    return msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n"


def generator() -> str:
    """Name and version of the program that made the export."""
    try:
        return f"Vitrine {version('vitrine-studio')}"
    except PackageNotFoundError:  # run from a checkout that is not installed
        return "Vitrine"
