"""Checks of a page before it is approved."""

from __future__ import annotations
