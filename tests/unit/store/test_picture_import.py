from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from PIL import Image

from studio.domain.catalogue import Catalogue, Product
from studio.store.importing.pictures import PictureImport


@contextmanager
def opened(path: str) -> Iterator[BinaryIO]:
    out = io.BytesIO()
    Image.new("RGB", (4, 4), (len(path) * 25 % 256, 90, 9)).save(out, "PNG")
    yield io.BytesIO(out.getvalue())


def test_that_an_import_that_fails_leaves_earlier_pictures_alone(
    tmp_path: Path,
) -> None:
    catalogue = Catalogue((Product("P1", "Mug"), Product("P22", "Cup")))
    earlier = PictureImport(tmp_path, opened)
    assert len(earlier.match(catalogue, ["P1.png"], lambda _: None)) == 1
    kept = sorted(tmp_path.iterdir())
    failed = PictureImport(tmp_path, opened)
    assert len(failed.match(catalogue, ["P1.png", "P22.png"], lambda _: None)) == 2
    assert len(list(tmp_path.iterdir())) == 2
    failed.forget()
    assert sorted(tmp_path.iterdir()) == kept
