from __future__ import annotations

import errno
import hashlib
import json
import os
import re
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from studio.domain.errors import InputProblem, StorageProblem
from studio.domain.review import page_digest
from studio.domain.words import Words
from studio.pipeline.export.edition import Edition, FilesOf
from studio.pipeline.export.example import example_edition
from studio.pipeline.export.folder import put
from studio.pipeline.export.manifest import MANIFEST
from studio.pipeline.export.names import page_folders, slug
from studio.pipeline.export.pages import export_pages
from studio.pipeline.render.documents import Source, page_files


@pytest.fixture
def edition() -> Edition:
    return example_edition()


@pytest.fixture
def files_of(edition: Edition) -> FilesOf:
    source = Source(edition.catalogue, edition.shop, lambda _: None, date(2026, 11, 24))
    return lambda page: page_files(page, source)


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_that_an_export_is_complete_and_its_hashes_are_true(
    edition, files_of, tmp_path
):
    out = tmp_path / "new" / "site"
    exported = export_pages(edition, ("html", "json"), files_of, out)
    files = tree(out)
    manifest = json.loads(files.pop(MANIFEST))
    listed = {entry["path"]: entry for entry in manifest["files"]}
    assert set(listed) == set(files)
    for name, data in files.items():
        assert listed[name]["sha256"] == hashlib.sha256(data).hexdigest()
        assert listed[name]["size"] == len(data)
    assert exported.files == len(files) + 1
    (page,) = manifest["pages"]
    ((approved, _),) = edition.approved
    assert page == {
        "page_id": "pg-0001", "persona_id": "outdoor",
        "persona": "Outdoor enthusiasts", "scenario": "recommendation",
        "folder": "outdoor-enthusiasts-recommendation", "revision": 4,
        "digest": page_digest(approved), "approved_by": "Ada",
        "approved_at": "2026-11-24T08:00:00+00:00", "note": "Checked prices",
    }  # fmt: skip
    assert manifest["generator"].startswith("Vitrine")
    assert {"index.html", "overview.css"} <= set(files)
    assert f"{page['folder']}/index.zh.html" in files


def test_that_every_link_of_the_overview_leads_to_a_file(edition, files_of, tmp_path):
    out = tmp_path / "site"
    export_pages(edition, ("html",), files_of, out)
    html = (out / "index.html").read_text(encoding="utf-8")
    for address in re.findall(r'href="([^"]+)"', html):
        assert (out / address).is_file()


def test_that_an_exported_page_needs_no_other_file(edition, files_of, tmp_path):
    out = tmp_path / "site"
    export_pages(edition, ("html",), files_of, out)
    folder = out / "outdoor-enthusiasts-recommendation"
    html = (folder / "index.html").read_text(encoding="utf-8")
    for address in re.findall(r'(?:src|href)="([^"#:]+)"', html):
        if not address.startswith("/"):
            assert (folder / address).is_file()


def test_that_only_what_was_approved_goes_out(edition, files_of, tmp_path):
    ((page, approval),) = edition.approved
    changed = replace(page, copy={"title": Words("Changed since")})
    for pair in (
        (changed, approval),
        (page, replace(approval, page_id="pg-0002")),
        (page, replace(approval, digest="")),
    ):
        with pytest.raises(InputProblem, match="not as it was approved"):
            export_pages(
                replace(edition, approved=(pair,)), ("html",), files_of, tmp_path / "x"
            )
    assert not (tmp_path / "x").exists()


def test_that_a_new_export_replaces_the_earlier_one_whole(edition, files_of, tmp_path):
    out = tmp_path / "site"
    export_pages(edition, ("html", "json"), files_of, out)
    export_pages(edition, ("json",), files_of, out)
    assert not (out / "index.html").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["site"]


def test_that_a_failure_half_way_leaves_the_earlier_export(
    edition, files_of, tmp_path, monkeypatch
):
    out = tmp_path / "site"
    export_pages(edition, ("json",), files_of, out)
    before = tree(out)
    written = []

    def full(descriptor: int) -> None:
        written.append(descriptor)
        if len(written) > 1:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageProblem, match="disk is full"):
        export_pages(edition, ("html",), files_of, out)
    assert tree(out) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["site"]


def test_that_a_swap_that_fails_puts_the_earlier_export_back(
    edition, files_of, tmp_path, monkeypatch
):
    out = tmp_path / "site"
    export_pages(edition, ("json",), files_of, out)
    before = tree(out)
    rename = Path.rename

    def second_fails(self: Path, target: Path) -> Path:
        if self.name.startswith(".site-") and not self.name.endswith("-old"):
            raise PermissionError(errno.EACCES, "no")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", second_fails)
    with pytest.raises(StorageProblem, match="may not be written"):
        export_pages(edition, ("html",), files_of, out)
    monkeypatch.undo()
    assert tree(out) == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_that_a_folder_without_permission_is_told_in_a_sentence(
    edition, files_of, tmp_path
):
    shut = tmp_path / "shut"
    shut.mkdir(mode=0o500)
    with pytest.raises(StorageProblem, match="may not be written"):
        export_pages(edition, ("json",), files_of, shut / "site")


def test_that_other_peoples_files_are_never_replaced(edition, files_of, tmp_path):
    other = tmp_path / "thesis"
    other.mkdir()
    (other / "chapter.txt").write_text("years of work")
    with pytest.raises(InputProblem, match="not an export"):
        export_pages(edition, ("json",), files_of, other)
    with pytest.raises(InputProblem, match="is a file"):
        export_pages(edition, ("json",), files_of, other / "chapter.txt")
    assert tree(other) == {"chapter.txt": b"years of work"}


def test_that_an_empty_folder_may_be_filled(edition, files_of, tmp_path):
    (tmp_path / "site").mkdir()
    export_pages(edition, ("json",), files_of, tmp_path / "site")
    assert (tmp_path / "site" / MANIFEST).is_file()


def test_that_no_file_lands_outside_the_folder(tmp_path):
    with pytest.raises(ValueError, match="evil"):
        put({"../evil.html": b""}, tmp_path / "site")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Outdoor enthusiasts", "outdoor-enthusiasts"),
        ("Café & thé", "cafe-the"),
        ("CON", "con-page"),
        ("../../etc", "etc"),
        ("户外", ""),
        ("a" * 80, "a" * 48),
    ],
)
def test_that_folder_names_are_safe_everywhere(text, name):
    assert slug(text) == name


def test_that_two_pages_never_share_a_folder(edition):
    ((page, approval),) = edition.approved
    twin = (replace(page, id="pg-2"), replace(approval, page_id="pg-2"))
    both = replace(edition, approved=(*edition.approved, twin), personas={})
    assert page_folders(both) == {
        "pg-0001": "outdoor-recommendation", "pg-2": "outdoor-recommendation-2",
    }  # fmt: skip


def test_that_a_persona_without_latin_letters_gets_a_folder_by_its_id(edition):
    named = replace(edition, personas={"outdoor": "户外爱好者"})
    assert page_folders(named) == {"pg-0001": "outdoor-recommendation"}
