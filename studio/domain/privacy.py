"""What the studio never shows of a few shoppers."""

from __future__ import annotations

SMALLEST_GROUP = 20
"""Nothing is said of a group of fewer shoppers: one could be recognised in it."""
