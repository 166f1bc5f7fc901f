from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from studio.domain.errors import CancelledByUser
from studio.domain.taste import Features
from studio.store.project import Project
from studio.store.vectors import AT_ONCE, kept_vectors


class Counting:
    """An encoder whose vectors tell which text they are of, and what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, texts: Sequence[str]) -> Features:
        self.asked += texts
        return np.array([[len(t), ord(t[0])] for t in texts], np.float32)


def test_that_a_text_is_encoded_once_and_others_are_let_go(tmp_path: Path) -> None:
    encode = Counting()
    with Project.create(tmp_path / "shop", "Shop") as project:
        tables = project.tables
        first = kept_vectors(tables, "products", ("e-1", encode), ["tea", "éa", "tea"])
        assert first.tolist() == [[3, ord("t")], [2, ord("é")], [3, ord("t")]]
        assert encode.asked == ["tea", "éa"]
        again = kept_vectors(tables, "products", ("e-1", encode), ["éa", "hat"])
        assert again[0].tolist() == first[1].tolist()
        assert encode.asked[2:] == ["hat"], "what is known is read"
        kept_vectors(tables, "products", ("e-1", encode), ["tea"])
        assert encode.asked[3:] == ["tea"], "what was not asked for last is gone"
        kept_vectors(tables, "products", ("e-2", encode), ["tea"])
        assert encode.asked[4:] == ["tea"], "another encoder begins anew"


def test_that_stopping_keeps_what_was_encoded(tmp_path: Path) -> None:
    encode = Counting()
    texts = [f"{at} title" for at in range(3 * AT_ONCE)]

    def stop(done: int, of: int) -> None:
        if done < of:
            raise CancelledByUser("")

    with Project.create(tmp_path / "shop", "Shop") as project:
        with pytest.raises(CancelledByUser):
            kept_vectors(project.tables, "products", ("e", encode), texts, stop)
        assert len(encode.asked) == AT_ONCE
        kept_vectors(project.tables, "products", ("e", encode), texts)
        assert len(encode.asked) == len(texts)


def test_that_a_damaged_file_is_made_anew(tmp_path: Path) -> None:
    encode = Counting()
    with Project.create(tmp_path / "shop", "Shop") as project:
        for _ in range(2):
            kept_vectors(project.tables, "products", ("e", encode), ["tea"])
            (file,) = (project.tables.folder / "cache").glob("vectors-*")
            file.write_bytes(file.read_bytes()[:40])
        assert encode.asked == ["tea", "tea"]


def test_that_a_protected_project_keeps_vectors_sealed(tmp_path: Path) -> None:
    encode = Counting()
    folder = tmp_path / "shop"
    with Project.create(folder, "Shop", "correct horse battery") as project:
        kept_vectors(project.tables, "products", ("mark-1", encode), ["tea"])
        kept_vectors(project.tables, "products", ("mark-1", encode), ["tea"])
    assert encode.asked == ["tea"], "it is read back"
    (file,) = (folder / "data" / "cache").glob("vectors-*")
    assert b"mark-1" not in file.read_bytes()
    assert b"digests" not in file.read_bytes()
