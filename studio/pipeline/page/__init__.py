"""Fills the slots of a layout for the page as a whole."""

from __future__ import annotations
