"""Values that every layer speaks in. Imports nothing of the others."""

from __future__ import annotations
