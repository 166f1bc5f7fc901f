"""Vitrine: a merchandising studio that runs on the merchandiser's own machine."""

from __future__ import annotations
