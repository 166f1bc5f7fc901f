"""Reads what a file is and decides how it will be imported."""

from __future__ import annotations
