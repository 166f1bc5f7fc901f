"""Language, behaviour and preference features, and their fusion."""

from __future__ import annotations
