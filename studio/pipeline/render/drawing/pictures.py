"""Composes PNG pictures: scenes with products, products, icons."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from PIL import Image, ImageDraw, ImageFilter

from studio.domain.page import Scene
from studio.pipeline.render.drawing.colours import TINTS, Rgb, colour_of, mix, rgb
from studio.pipeline.render.drawing.shapes import icon_lines, scene_shapes

_BOX = (1440, 640)
_OVER = 2
"""Scenes are drawn so many times larger and scaled down, for smooth edges."""
_PLACES: dict[int, tuple[tuple[float, float, float], ...]] = {
    1: ((0.50, 0.62, 0.15),),
    2: ((0.36, 0.60, 0.15), (0.68, 0.40, 0.09)),
    3: ((0.50, 0.70, 0.18), (0.24, 0.42, 0.09), (0.76, 0.36, 0.09)),
}
"""Centre across, share of the shorter side, height of the ground: as in `.set`."""
_SHADOW = (42, 32, 20, 90)
_INK: Rgb = (28, 26, 23)
_ICON_BOX = 24
_COLOURS = 256
"""Colours of a scene, dithered: a third of the size of a full-colour one."""


def scene_png(
    scene: Scene, accent: str, pictures: Sequence[bytes], size: tuple[int, int]
) -> bytes:
    """A backdrop with up to three product pictures on its ground.

    Args:
        scene: Backdrop and tint.
        accent: The brand's accent, which the far shapes borrow.
        pictures: Encoded pictures; unreadable ones are left out.
        size: Width and height in pixels.
    """
    picture = _backdrop(scene, accent, size)
    opened = [one for data in pictures[:3] if (one := _opened(data)) is not None]
    for one, place in zip(opened, _PLACES.get(len(opened), ()), strict=True):
        _stand(picture, one, place)
    few = picture.convert("RGB").quantize(_COLOURS, method=Image.Quantize.MEDIANCUT)
    return _saved(few)


def product_png(data: bytes, size: tuple[int, int]) -> bytes | None:
    """A product's picture as PNG within `size`; None when it cannot be read."""
    one = _opened(data)
    if one is None:
        return None
    one.thumbnail(size, Image.Resampling.LANCZOS)
    square = Image.new("RGBA", size, (0, 0, 0, 0))
    square.alpha_composite(
        one, ((size[0] - one.width) // 2, (size[1] - one.height) // 2)
    )
    return _saved(square)


def icon_png(name: str, tint: str, size: tuple[int, int]) -> bytes:
    """A category's icon on nothing, in the ink that suits a tint."""
    ink = mix(rgb(TINTS[tint]), _INK, 0.58)
    large = (size[0] * _OVER, size[1] * _OVER)
    picture = Image.new("RGBA", large, (*ink, 0))
    draw = ImageDraw.Draw(picture)
    scale = min(large) * 0.6 / _ICON_BOX
    shift = (large[0] - scale * _ICON_BOX) / 2, (large[1] - scale * _ICON_BOX) / 2
    width = max(2, round(scale * 1.1))
    for line in icon_lines(name):
        points = [(x * scale + shift[0], y * scale + shift[1]) for x, y in line]
        draw.line(points, fill=(*ink, 255), width=width, joint="curve")
    return _saved(picture.resize(size, Image.Resampling.LANCZOS))


def _backdrop(scene: Scene, accent: str, size: tuple[int, int]) -> Image.Image:
    width, height = size[0] * _OVER, size[1] * _OVER
    scale = max(width / _BOX[0], height / _BOX[1])  # xMidYMax slice
    left, top = (width - scale * _BOX[0]) / 2, height - scale * _BOX[1]
    picture = Image.new("RGBA", (width, height), (*rgb(TINTS[scene.tint]), 255))
    for shape in scene_shapes(scene.backdrop):
        solid = shape.opacity == 1
        layer = picture if solid else Image.new("RGBA", picture.size, (0, 0, 0, 0))
        draw = ImageDraw.Draw(layer)
        ink = (*colour_of(shape.kind, scene.tint, accent), round(255 * shape.opacity))
        for line in shape.lines:
            points = [(x * scale + left, y * scale + top) for x, y in line]
            if shape.stroked:
                draw.line(points, fill=ink, width=round(3 * scale), joint="curve")
            else:
                draw.polygon(points, fill=ink)
        if not solid:
            picture.alpha_composite(layer)
    return picture.resize(size, Image.Resampling.LANCZOS)


def _stand(
    picture: Image.Image, one: Image.Image, place: tuple[float, float, float]
) -> None:
    """Put a product on the ground with a soft shadow under it."""
    across, share, ground = place
    side = round(share * min(picture.size))
    x = round(across * picture.width - side / 2)
    y = round(picture.height * (1 - ground) - side)
    shadow = Image.new("RGBA", picture.size, (0, 0, 0, 0))
    below = y + side * 1.015
    ImageDraw.Draw(shadow).ellipse(
        (x + side * 0.12, below - side * 0.08, x + side * 0.88, below), fill=_SHADOW
    )
    picture.alpha_composite(shadow.filter(ImageFilter.GaussianBlur(side * 0.025)))
    fitted = one.copy()
    fitted.thumbnail((side, side), Image.Resampling.LANCZOS)
    if max(fitted.size) < side:
        grow = side / max(fitted.size)
        larger = (round(fitted.width * grow), round(fitted.height * grow))
        fitted = fitted.resize(larger, Image.Resampling.LANCZOS)
    at = (x + (side - fitted.width) // 2, y + (side - fitted.height) // 2)
    picture.alpha_composite(fitted, (max(0, at[0]), max(0, at[1])))


def _opened(data: bytes) -> Image.Image | None:
    """A picture with an alpha channel, or None when the bytes are none."""
    try:
        with Image.open(BytesIO(data)) as picture:
            return picture.convert("RGBA")
    except (OSError, ValueError, Image.DecompressionBombError):
        return None


def _saved(picture: Image.Image) -> bytes:
    """The picture as PNG."""
    out = BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()
