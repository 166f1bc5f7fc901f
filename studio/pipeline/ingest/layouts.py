"""The shop's own pages: one layout a line of JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import msgspec

from studio.domain.errors import InputProblem
from studio.domain.imports import Dropped, FileFormat, Finding, ImportPlan
from studio.domain.layout import (
    AD_BLOCKS,
    MAIL_BLOCKS,
    PAGE_KINDS,
    SOCIAL_BLOCKS,
    STOREFRONT_BLOCKS,
    Attributes,
    Layout,
    LayoutBlock,
)
from studio.pipeline.ingest.encoding import Decoded, open_text

MOST_BLOCKS = 25
_TYPES = frozenset(STOREFRONT_BLOCKS + MAIL_BLOCKS + AD_BLOCKS + SOCIAL_BLOCKS)
_ATTRIBUTES = frozenset(Attributes.__struct_fields__)
PREVIEWED = ("page_id", "page_kind", "campaign", "blocks")

PageLayout = tuple[str, Layout]


def looks_like_layouts(text: str) -> bool:
    """Whether the first line is a JSON object that holds blocks."""
    line = text.lstrip("\ufeff \r\n").split("\n", maxsplit=1)[0]
    if not line.startswith("{"):
        return False
    try:
        first = json.loads(line)
    except (json.JSONDecodeError, RecursionError):
        return '"blocks"' in line
    return isinstance(first, dict) and isinstance(first.get("blocks"), list)


def inspect_layouts(blank: ImportPlan, decoded: Decoded) -> ImportPlan:
    """The plan of a file of layouts."""
    with open_text(blank.path, decoded.encoding) as stream:
        layouts, dropped = read_layouts(stream, blank.name)
    if not layouts:
        raise InputProblem(
            f"{blank.name} holds no page with blocks that are known.",
            "Each line is a JSON object with page_id and blocks.",
        )
    rows = tuple(
        (
            page_id,
            layout.page_kind,
            "yes" if layout.campaign else "no",
            ", ".join(block.type for block in layout.blocks),
        )
        for page_id, layout in layouts[:20]
    )
    return msgspec.structs.replace(
        blank,
        kind="layouts",
        rows=len(layouts) + sum(d.rows for d in dropped),
        format=FileFormat(encoding=decoded.encoding, header_row=0),
        preview=rows,
        stored_columns=PREVIEWED,
        stored=rows,
        findings=tuple(
            Finding("error", d.reason, "Left out.", d.rows, (d.example,))
            for d in dropped
        ),
    )


def read_layouts(
    lines: Iterable[bytes], name: str
) -> tuple[list[PageLayout], tuple[Dropped, ...]]:
    """The layouts of a file, and the lines that cannot be used."""
    layouts: dict[str, Layout] = {}
    bad: dict[str, Dropped] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            page_id, layout = _layout(line, number)
        except ValueError as error:
            reason = str(error)
            old = bad.get(reason, Dropped(reason, 0, f"line {number}", name))
            bad[reason] = msgspec.structs.replace(old, rows=old.rows + 1)
        else:
            layouts[page_id] = layout
    return list(layouts.items()), tuple(bad.values())


def _layout(line: bytes, number: int) -> PageLayout:
    try:
        raw = json.loads(line)
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ValueError("the line is not JSON") from error
    if not isinstance(raw, dict) or not isinstance(raw.get("blocks"), list):
        raise ValueError("the line holds no blocks")  # noqa: TRY004 - one kind of error
    blocks = tuple(_block(block) for block in raw["blocks"])
    if not blocks or len(blocks) > MOST_BLOCKS:
        raise ValueError(f"a page has 1 to {MOST_BLOCKS} blocks")
    kind = raw.get("page_kind")
    return str(raw.get("page_id") or f"page-{number}"), Layout(
        blocks=blocks,
        page_kind=kind if kind in PAGE_KINDS else "other",
        campaign=raw.get("campaign") is True,
    )


def _block(raw: Any) -> LayoutBlock:  # noqa: ANN401 - whatever the JSON holds
    if not isinstance(raw, dict) or not isinstance(raw.get("type"), str):
        raise ValueError("a block has no type")  # noqa: TRY004 - one kind of error
    if raw["type"] not in _TYPES:
        raise ValueError(f"the block type {raw['type'][:40]} is not known")
    values = {key: raw[key] for key in _ATTRIBUTES if key in raw}
    try:
        return LayoutBlock(raw["type"], msgspec.convert(values, Attributes))
    except msgspec.ValidationError as error:
        raise ValueError(
            f"a {raw['type']} has an attribute that is not known"
        ) from error
