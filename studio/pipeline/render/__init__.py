"""Turns a page into HTML and CSS."""

from __future__ import annotations
