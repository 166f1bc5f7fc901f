"""Use cases and jobs. No Qt and no torch."""

from __future__ import annotations
