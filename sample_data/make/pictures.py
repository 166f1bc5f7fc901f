"""Product pictures: 3-D emoji, and copies of them in the shop's colours."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from sample_data.make.catalogue import NO_PICTURE, Item
from sample_data.make.palette import COLOURS, Colour

LIST = Path(__file__).parent / "pictures.txt"
BY_HAND = "-"
PALE = 70.0
PALE_PICTURES = frozenset({"cup"})
"""Pictures whose pale part takes the colour: the cup, not the coffee."""
QUALITY = 82
SHORTEST_ALT = 10
DEGREES = 256 / 360
NEAR_HUE = 40.0
GREY = 40.0
"""Mean saturation (0 to 255) below which a picture has no colour to turn."""

Pixels = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Picture:
    """One picture of `pictures.txt`."""

    name: str
    code_point: str
    alt: str
    alt_zh: str
    noun: str
    noun_zh: str

    def alt_texts(self, colour: str) -> dict[str, str]:
        """Alt text in both languages, for the picture or a copy in a colour."""
        if not colour:
            return {"en": self.alt, "zh": _told(self.alt_zh)}
        paint = COLOURS[colour]
        seen_zh = f"{paint.zh.removesuffix('色')}色{self.noun_zh}"
        return {"en": f"{paint.seen} {self.noun}", "zh": _told(seen_zh)}


def _told(alt_zh: str) -> str:
    """A Chinese alt text of at least ten characters: it also says how it is drawn."""
    return alt_zh if len(alt_zh) >= SHORTEST_ALT else f"{alt_zh}，立体插画"


def read_pictures() -> dict[str, Picture]:
    """All pictures by name."""
    lines = LIST.read_text(encoding="utf-8").splitlines()
    rows = [line.split(" | ") for line in lines if not line.startswith("#")]
    return {row[0]: Picture(*row) for row in rows}


def alt_texts(items: list[Item]) -> dict[str, dict[str, str]]:
    """Alt texts by file name, for every picture that a product uses."""
    pictures = read_pictures()
    return {
        item.image: pictures[item.picture].alt_texts(item.colour)
        for item in sorted(items, key=lambda item: item.image)
        if item.picture != NO_PICTURE
    }


def write_alt_texts(items: list[Item], folder: Path) -> None:
    """Write `alt.json` into the folder of pictures."""
    text = json.dumps(alt_texts(items), ensure_ascii=False, indent=1, sort_keys=True)
    (folder / "alt.json").write_text(text + "\n", encoding="utf-8")


def draw_pictures(items: list[Item], package: Path, folder: Path) -> int:
    """Write every picture that a product uses.

    Args:
        items: The catalogue.
        package: The unpacked npm package `@lobehub/fluent-emoji-3d`.
        folder: Where pictures go; the ones made by hand must lie here already.

    Returns:
        How many files were written.
    """
    pictures = read_pictures()
    wanted = {item.image: item for item in items if item.picture != NO_PICTURE}
    for stale in folder.glob("*.webp"):
        if stale.name not in wanted:
            stale.unlink()
    written = 0
    for name, item in sorted(wanted.items()):
        picture = pictures[item.picture]
        by_hand = picture.code_point == BY_HAND
        if by_hand and not item.colour:
            continue
        source = (
            folder / f"{picture.name}.webp"
            if by_hand
            else package / "assets" / f"{picture.code_point}.webp"
        )
        with Image.open(source) as opened:
            image = opened.convert("RGBA")
        if item.colour:
            image = repainted(
                image, COLOURS[item.colour], pale=item.picture in PALE_PICTURES
            )
        image.save(folder / name, "WEBP", quality=QUALITY, method=4)
        written += 1
    return written


def repainted(image: Image.Image, colour: Colour, *, pale: bool = False) -> Image.Image:
    """A copy of a picture with its main hue, or its pale parts, in a colour."""
    alpha = image.getchannel("A")
    parts = np.asarray(image.convert("RGB").convert("HSV"), dtype=np.float32)
    hue, saturation, value = (parts[..., at] for at in range(3))
    seen = np.asarray(alpha) > 0
    if pale or float(saturation[seen].mean()) < GREY:
        near = (saturation < PALE).astype(np.float32) if pale else np.ones_like(hue)
        hue = np.where(near > 0, colour.hue * DEGREES, hue)
        saturation = saturation + 110 * colour.saturation * near
    else:
        main = _main_hue(hue[seen], saturation[seen] * value[seen])
        apart = np.abs((hue - main + 128) % 256 - 128)
        near = (apart < NEAR_HUE).astype(np.float32)
        hue = np.where(near > 0, (hue - main + colour.hue * DEGREES) % 256, hue)
        saturation = saturation * (near * colour.saturation + 1 - near)
    value = np.clip(value * (near * colour.lightness + 1 - near), 0, 255)
    turned = np.stack([hue, np.clip(saturation, 0, 255), value], axis=-1)
    out = Image.fromarray(turned.astype(np.uint8), "HSV").convert("RGB")
    out.putalpha(alpha)
    return out


def _main_hue(hue: Pixels, weight: Pixels) -> float:
    counts, _ = np.histogram(hue, bins=64, range=(0, 256), weights=weight)
    smooth = counts + 0.5 * (np.roll(counts, 1) + np.roll(counts, -1))
    return float(np.argmax(smooth)) * 4 + 2
