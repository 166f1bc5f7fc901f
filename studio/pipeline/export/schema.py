"""Writes the published schema: `python -m studio.pipeline.export.schema`."""

from __future__ import annotations

from studio.domain.shipped import resource
from studio.pipeline.export.example import example_edition
from studio.pipeline.export.json_pages import json_page, page_bytes, schema_bytes

SCHEMA = "page.schema.json"
EXAMPLE = "page.example.json"


def published() -> dict[str, bytes]:
    """What lies in `resources/schema`: the schema and an example, by file name."""
    example = json_page(example_edition(), 0)
    return {SCHEMA: schema_bytes(), EXAMPLE: page_bytes(example)}


def main() -> None:
    """Write both files from the types."""
    for name, data in published().items():
        path = resource("schema", name)
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)


if __name__ == "__main__":
    main()
