"""Publish: what is approved, what is exported, and who sees which page."""

from __future__ import annotations

from studio.ui.publish.step import PublishStep

__all__ = ["PublishStep"]
