"""Measures the quality of a project's data with DuckDB over its Parquet files."""

from __future__ import annotations
