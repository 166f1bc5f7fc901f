"""The Pages step: candidates, preview, tuning, approval."""

from __future__ import annotations
