"""Segments in the window: a list, an editor of conditions, and what sets apart."""

from __future__ import annotations
