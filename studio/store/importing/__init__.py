"""Carries out import plans: text to typed, pseudonymised Parquet, all or nothing."""

from __future__ import annotations
