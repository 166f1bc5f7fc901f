"""The exports of shop systems that are known: one module a system.

`recognise` finds the export that a table's header and first rows are.
"""

from __future__ import annotations

from studio.pipeline.ingest.exports.export import Export
from studio.pipeline.ingest.exports.recognise import EXPORTS, export_named, recognise

__all__ = ["EXPORTS", "Export", "export_named", "recognise"]
