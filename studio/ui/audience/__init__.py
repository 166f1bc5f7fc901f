"""Audience: who the shop's groups are, on a map and in words."""

from __future__ import annotations

from studio.ui.audience.step import AudienceStep

__all__ = ["AudienceStep"]
