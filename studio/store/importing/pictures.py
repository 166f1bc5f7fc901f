"""Matches pictures to products and keeps them small and without metadata."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import re
import warnings
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path, PurePath
from typing import BinaryIO

from PIL import Image, ImageOps, UnidentifiedImageError

from studio.domain.catalogue import Catalogue, Product
from studio.domain.errors import InputProblem
from studio.domain.imports import Dropped
from studio.store.config import write_whole
from studio.store.reading import Picture

LARGEST_SIDE = 1200
LARGEST_FILE = 64 * 1024**2
KEPT_AS_IT_IS = 400 * 1024
MOST_PIXELS = 100_000_000
QUALITY = 85
ALT_TEXTS = "alt.json"
_FORMATS = ("WEBP", "PNG", "JPEG", "GIF", "BMP")
_NUMBERED = re.compile(r"[-_ ]?\(?\d{1,2}\)?$")

OpenBytes = Callable[[str], AbstractContextManager[BinaryIO]]


class PictureImport:
    """Pictures that came with an import.

    Args:
        folder: The project's pictures folder.
        open_bytes: Opens a picture by its path, which may lie in a zip.
    """

    def __init__(self, folder: Path, open_bytes: OpenBytes) -> None:
        self._folder = folder
        self._open = open_bytes
        self._kept: dict[str, str] = {}
        self._fresh: list[Path] = []
        self.dropped: list[Dropped] = []

    def match(
        self, catalogue: Catalogue, paths: Sequence[str], step: Callable[[int], None]
    ) -> dict[str, Picture]:
        """Find each product's picture and keep it; pictures by product id.

        A picture belongs to a product by the file name of the product's image, or by
        its id; `mug-2.jpg` after `mug.jpg` is another view of the same.
        """
        by_name, alts = _by_name(paths), self._alts(paths)
        found: dict[str, Picture] = {}
        for at, product in enumerate(catalogue):
            step(at)
            path = _find(product, by_name)
            if path is None:
                continue
            file = self._keep(path)
            if file:
                alt = alts.get(PurePath(path).name, {})
                found[product.id] = Picture(file, alt.get("en", ""), alt.get("zh", ""))
        return found

    def _keep(self, path: str) -> str:
        if path not in self._kept:
            try:
                with self._open(path) as stream:
                    raw = stream.read(LARGEST_FILE + 1)
                self._kept[path] = self._write(small(raw))
            except (InputProblem, ValueError) as error:
                reason = getattr(error, "message", "") or str(error)
                self.dropped.append(Dropped(reason, 1, PurePath(path).name))
                self._kept[path] = ""
        return self._kept[path]

    def _write(self, content: bytes) -> str:
        file = f"{hashlib.sha256(content).hexdigest()[:20]}.webp"
        if not (self._folder / file).exists():
            write_whole(self._folder / file, content)
            self._fresh.append(self._folder / file)
        return file

    def forget(self) -> None:
        """Delete what was not there before, so that a full disk has room again."""
        for path in self._fresh:
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)

    def _alts(self, paths: Iterable[str]) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        for path in paths:
            if PurePath(path).name != ALT_TEXTS:
                continue
            with self._open(path) as stream:
                try:
                    raw = json.loads(stream.read(LARGEST_FILE))
                except (ValueError, UnicodeDecodeError):
                    continue
            for name, alt in raw.items() if isinstance(raw, dict) else ():
                if isinstance(alt, dict):
                    found[name] = {k: str(v)[:300] for k, v in alt.items()}
        return found


def small(raw: bytes) -> bytes:
    """A picture as WebP of at most 1200 a side, without metadata.

    Raises:
        ValueError: It is no picture, or too large a one.
    """
    if len(raw) > LARGEST_FILE:
        raise ValueError("a picture of more than 64 MB")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a large picture is looked at below
            with Image.open(io.BytesIO(raw), formats=_FORMATS) as image:
                return _converted(image, raw)
    except Image.DecompressionBombError as error:
        raise ValueError("a picture of too many pixels") from error
    except (UnidentifiedImageError, OSError, SyntaxError, EOFError) as error:
        raise ValueError("not a picture that can be read") from error


def _converted(image: Image.Image, raw: bytes) -> bytes:
    if image.width * image.height > MOST_PIXELS:
        raise ValueError("a picture of too many pixels")
    plain = not any(key in image.info for key in ("exif", "xmp", "icc_profile"))
    fits = max(image.size) <= LARGEST_SIDE and len(raw) <= KEPT_AS_IT_IS
    if image.format == "WEBP" and plain and fits:
        image.verify()
        return raw
    upright = ImageOps.exif_transpose(image)
    mode = "RGBA" if upright.has_transparency_data else "RGB"
    upright = upright.convert(mode)
    upright.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
    out = io.BytesIO()
    upright.save(out, "WEBP", quality=QUALITY)
    return out.getvalue()


def _by_name(paths: Iterable[str]) -> dict[str, str]:
    """Paths by file name, by name without suffix, and by that without a number."""
    found: dict[str, str] = {}
    for path in paths:
        name = PurePath(path).name.casefold()
        found.setdefault(name, path)
        found.setdefault(PurePath(name).stem, path)
    for path in paths:
        stem = PurePath(PurePath(path).name.casefold()).stem
        found.setdefault(_NUMBERED.sub("", stem), path)
    return found


def _find(product: Product, by_name: dict[str, str]) -> str | None:
    image = product.image_name.casefold()
    keys = (image, PurePath(image).stem if image else "", product.id.casefold())
    return next((by_name[key] for key in keys if key and key in by_name), None)
