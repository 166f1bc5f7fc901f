"""Colours that product variants come in, and what they look like."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Colour:
    """A colour name of the shop.

    Attributes:
        zh: The Chinese name, used in titles.
        seen: What the eye sees, for an English alt text.
        hue: Degrees on the colour wheel, 0 to 360.
        saturation: Factor on the picture's own saturation.
        lightness: Factor on the picture's own lightness.
    """

    zh: str
    seen: str
    hue: int
    saturation: float = 1.0
    lightness: float = 1.0


COLOURS: dict[str, Colour] = {
    "raspberry": Colour("树莓红", "Raspberry-pink", 340),
    "moss": Colour("苔绿", "Moss-green", 95, 0.6, 0.85),
    "slate": Colour("石板灰", "Slate-grey", 215, 0.2, 0.85),
    "navy": Colour("藏青", "Navy-blue", 226, 0.8, 0.65),
    "ember": Colour("炽橙", "Ember-orange", 18),
    "glacier": Colour("冰川蓝", "Sky-blue", 200),
    "sand": Colour("沙色", "Sand-coloured", 38, 0.5, 1.08),
    "mustard": Colour("芥黄", "Mustard-yellow", 46),
    "sage": Colour("鼠尾草绿", "Sage-green", 130, 0.4, 1.0),
    "rust": Colour("锈红", "Rust-red", 12, 0.85, 0.8),
    "plum": Colour("李紫", "Plum-purple", 305, 0.7, 0.7),
    "cream": Colour("奶白", "Cream", 42, 0.25, 1.1),
    "charcoal": Colour("炭黑", "Charcoal", 230, 0.12, 0.55),
    "teal": Colour("黛青", "Teal", 182, 0.9, 0.9),
    "blush": Colour("淡粉", "Blush-pink", 350, 0.6, 1.1),
    "cobalt": Colour("钴蓝", "Cobalt-blue", 222),
    "forest": Colour("松绿", "Forest-green", 150, 0.8, 0.7),
    "ochre": Colour("赭黄", "Ochre", 36, 0.9, 0.95),
    "lilac": Colour("丁香紫", "Lilac", 272, 0.7, 1.08),
    "berry": Colour("浆果红", "Berry-red", 332, 0.95, 0.8),
    "ink": Colour("墨蓝", "Ink-blue", 230, 0.7, 0.5),
}
