"""Where the files that ship with Vitrine lie, in a checkout and in a wheel."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def _shipped(in_wheel: str, in_checkout: str) -> Path:
    inside = _PACKAGE / in_wheel
    return inside if inside.is_dir() else _PACKAGE.parent / in_checkout


def resource(*parts: str) -> Path:
    """Path of a shipped resource, such as `resource("icons", "pin.svg")`."""
    return _shipped("_resources", "resources").joinpath(*parts)


def sample_shop(*parts: str) -> Path:
    """Path of a file of the sample shop."""
    return _shipped("_sample_data", "sample_data").joinpath(*parts)
