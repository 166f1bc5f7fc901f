"""The stages of the pipeline, in order. They meet in domain values alone."""

from __future__ import annotations

STAGES: tuple[str, ...] = (
    "ingest",  # files -> import plans
    "features",  # language, behaviour and preference -> fused features
    "taste",  # features -> each shopper's taste
    "personas",  # taste -> groups, portraits, map
    "layout",  # traits -> ordered blocks (the GAN)
    "copywriting",  # facts -> texts
    "page",  # layout + taste + texts -> page
    "render",  # page -> HTML and CSS
    "review",  # page -> findings
    "export",  # approved page -> files
)
