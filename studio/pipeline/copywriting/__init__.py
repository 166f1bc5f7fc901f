"""Writes the texts of a page from facts, within their lengths."""

from __future__ import annotations
