"""Colours of scenes, mixed in Oklab as the stylesheet mixes them.

Oklab: Björn Ottosson, "A perceptual color space for image processing", 2020.
"""

from __future__ import annotations

from typing import TypeAlias

Rgb: TypeAlias = tuple[int, int, int]
_Lab: TypeAlias = tuple[float, float, float]

TINTS: dict[str, str] = {
    "sand": "#f1e7d8", "sage": "#dfe9dc", "sky": "#dceaf2", "blush": "#f8e1dd",
    "lilac": "#e9e4f4", "butter": "#faecc4", "clay": "#f3dccb", "mist": "#e9ebea",
}  # fmt: skip
ACCENTS: dict[str, str] = {
    "pine": "#1f5c46", "signal": "#b92a10", "berry": "#8a1f4c", "brass": "#734c00",
    "cobalt": "#2647b6",
}  # fmt: skip
_FIXED = {"sun": "#f7c66b", "c1": "#e58f7b", "c2": "#f0bf5a", "c3": "#8fb59b"}
_TOWARDS_ACCENT = {"s1": 0.06, "s2": 0.13, "s3": 0.24, "s4": 0.42, "sl": 0.30}
_WHITE_IN_S0 = 0.55
_LINEAR_BELOW = 0.0031308
_LINEAR_BELOW_SRGB = 0.04045


def rgb(text: str) -> Rgb:
    """The channels of a colour such as #1f5c46."""
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def mix(one: Rgb, other: Rgb, share: float) -> Rgb:
    """The colour `share` (0 to 1) of the way from one to the other, in Oklab."""
    a, b = _to_lab(one), _to_lab(other)
    return _from_lab(
        (
            a[0] + (b[0] - a[0]) * share,
            a[1] + (b[1] - a[1]) * share,
            a[2] + (b[2] - a[2]) * share,
        )
    )


def colour_of(shape: str, tint: str, accent: str) -> Rgb:
    """The light colour of a scene's shape class, such as `s0` or `sun`."""
    if shape in _FIXED:
        return rgb(_FIXED[shape])
    ground = rgb(TINTS[tint])
    if shape == "s0":
        return mix(ground, (255, 255, 255), _WHITE_IN_S0)
    return mix(ground, rgb(ACCENTS[accent]), _TOWARDS_ACCENT[shape])


def _to_linear(channel: int) -> float:
    value = channel / 255
    if value <= _LINEAR_BELOW_SRGB:
        return value / 12.92
    return float(((value + 0.055) / 1.055) ** 2.4)


def _to_srgb(value: float) -> int:
    value = min(1.0, max(0.0, value))
    if value <= _LINEAR_BELOW:
        return round(value * 12.92 * 255)
    return round((1.055 * float(value ** (1 / 2.4)) - 0.055) * 255)


def _to_lab(colour: Rgb) -> _Lab:
    r, g, b = (_to_linear(channel) for channel in colour)
    long = (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) ** (1 / 3)
    mid = (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) ** (1 / 3)
    short = (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * mid - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * mid + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * mid - 0.8086757660 * short,
    )


def _from_lab(lab: _Lab) -> Rgb:
    light, a, b = lab
    long = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    mid = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (light - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        _to_srgb(4.0767416621 * long - 3.3077115913 * mid + 0.2309699292 * short),
        _to_srgb(-1.2684380046 * long + 2.6097574011 * mid - 0.3413193965 * short),
        _to_srgb(-0.0041960863 * long - 0.7034186147 * mid + 1.7076147010 * short),
    )
