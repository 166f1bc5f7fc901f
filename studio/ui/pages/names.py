"""Words and icons of scenarios, statuses, surfaces, attributes and texts."""

from __future__ import annotations

from studio.domain.blocks import BLOCKS
from studio.ui.language import mark, tr

SCENARIO_ICONS: dict[str, str] = {
    "recommendation": "layout-grid",
    "promotion": "badge-percent",
    "advertisement": "megaphone",
    "marketing": "mail",
    "cross_platform": "layers",
}
_SCENARIOS = {
    "recommendation": mark("recommendation"),
    "promotion": mark("promotion"),
    "advertisement": mark("advertisement"),
    "marketing": mark("marketing"),
    "cross_platform": mark("cross-platform"),
}
_DOCUMENTS = {
    "recommendation": mark("Product recommendation page"),
    "promotion": mark("Promotion page"),
    "advertisement": mark("Personalised advertisement"),
    "marketing": mark("Marketing e-mail"),
    "cross_platform": mark("Cross-platform set"),
}
STATUS_NAMES = {
    "approved": mark("Approved"),
    "draft": mark("Draft"),
    "stale": mark("Stale"),
}
SURFACE_NAMES = {
    "web": mark("Web page"),
    "mail": mark("E-mail"),
    "ad": mark("Ads"),
    "social": mark("Social"),
}
_ATTRIBUTES = {
    "columns": mark("Columns"),
    "rows": mark("Rows"),
    "columns_mobile": mark("On phones"),
    "items": mark("Items"),
    "align": mark("Align"),
    "tone": mark("Background"),
    "height": mark("Height"),
    "media_side": mark("Picture"),
    "full_width": mark("Width"),
    "line": mark("Line"),
}
_VALUES: dict[object, str] = {
    "left": mark("Left"),
    "right": mark("Right"),
    "center": mark("Centre"),
    "none": mark("None"),
    "small": mark("S"),
    "medium": mark("M"),
    "large": mark("L"),
    "soft": mark("Soft"),
    "dark": mark("Dark"),
    "accent": mark("Accent"),
}
_BOOLEANS = {("full_width", True): mark("Full"), ("full_width", False): mark("Inset")}
_COPY = {
    "title": mark("Title"), "sub": mark("Subtitle"), "link": mark("Link"),
    "eyebrow": mark("Eyebrow"), "lede": mark("Lead"), "button": mark("Button"),
    "button2": mark("Second button"), "note": mark("Note"), "text": mark("Text"),
    "intro": mark("Introduction"), "label": mark("Label"), "reason": mark("Reason"),
    "tick1": mark("Point 1"), "tick2": mark("Point 2"), "tick3": mark("Point 3"),
    "promise": mark("Promise"), "proof": mark("Proof"), "line": mark("Line"),
    "privacy": mark("Privacy"), "name": mark("Name"), "question": mark("Question"),
    "answer": mark("Answer"), "section": mark("Section"), "excerpt": mark("Excerpt"),
    "caption": mark("Caption"), "length": mark("Length"), "why": mark("Reason why"),
    "subject": mark("Subject"), "preheader": mark("Preheader"),
}  # fmt: skip


def scenario_name(scenario: str) -> str:
    """A scenario in words, such as `cross-platform`."""
    return tr(_SCENARIOS[scenario])


def document_name(scenario: str, surface: str) -> str:
    """What the frame of the preview is headed with."""
    if scenario == "cross_platform" and surface:
        return f"{tr(_DOCUMENTS[scenario])}: {tr(SURFACE_NAMES[surface])}"
    return tr(_DOCUMENTS[scenario])


def block_name(block_type: str) -> str:
    """A block type in words."""
    spec = BLOCKS.get(block_type)
    return tr(spec.label) if spec else block_type


def attribute_name(name: str) -> str:
    """An attribute in words."""
    return tr(_ATTRIBUTES.get(name, name))


def value_name(name: str, value: object) -> str:
    """A value of an attribute in words."""
    if value is None:
        return tr("Page") if name == "tone" else tr("Usual")
    if isinstance(value, bool):
        return tr(_BOOLEANS.get((name, value), "Yes" if value else "No"))
    return tr(_VALUES[value]) if value in _VALUES else str(value)


def copy_name(key: str) -> str:
    """The key of a text in words."""
    return tr(_COPY.get(key, key))


def letter(candidate: int) -> str:
    """A candidate's letter: A, B, ... Z, then AA."""
    text = ""
    at = candidate + 1
    while at > 0:
        at, rest = divmod(at - 1, 26)
        text = chr(ord("A") + rest) + text
    return text
