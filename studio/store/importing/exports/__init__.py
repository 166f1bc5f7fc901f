"""One module a shop system: what the rows of its exports mean."""

from __future__ import annotations
