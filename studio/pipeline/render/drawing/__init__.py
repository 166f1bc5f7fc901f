"""Draws scenes and icons as PNG for mail programs, which know no SVG."""

from __future__ import annotations
