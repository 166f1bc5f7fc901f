"""The shop's own pages: one layout a line of JSON, or a template of a theme."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain, islice
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
from studio.pipeline.ingest.shopify_templates import (
    looks_like_template,
    template_page,
)

MOST_BLOCKS = 25
_EXAMPLES = 5  # shown of each finding
_LONGEST_NAME = 40  # of a type that is shown
_LOOKED_AT = 60  # lines that tell a template from JSON lines
_TYPES = frozenset(STOREFRONT_BLOCKS + MAIL_BLOCKS + AD_BLOCKS + SOCIAL_BLOCKS)
_ATTRIBUTES = frozenset(Attributes.__struct_fields__)
PREVIEWED = ("page_id", "page_kind", "campaign", "blocks")

PageLayout = tuple[str, Layout]


class ReadPages(msgspec.Struct, frozen=True):
    """The pages of a file, and what is to be said of it.

    Attributes:
        layouts: Page ids and layouts.
        dropped: Lines that cannot be used.
        unknown: How often each type stands there that is not known; such blocks are
            kept as `custom-html`.
        shortened: Ids of pages with more than MOST_BLOCKS blocks, of which the first
            are kept.
    """

    layouts: list[PageLayout]
    dropped: tuple[Dropped, ...] = ()
    unknown: dict[str, int] = {}
    shortened: tuple[str, ...] = ()


def looks_like_layouts(text: str) -> bool:
    """Whether a text holds pages: JSON lines with blocks, or a theme's template."""
    line = text.lstrip("\ufeff \r\n").split("\n", maxsplit=1)[0]
    if not line.startswith("{"):
        return looks_like_template(text)
    try:
        first = json.loads(line)
    except (json.JSONDecodeError, RecursionError):
        return '"blocks"' in line or looks_like_template(text)
    if not isinstance(first, dict):
        return False
    return isinstance(first.get("blocks"), list) or looks_like_template(text)


def inspect_layouts(blank: ImportPlan, decoded: Decoded) -> ImportPlan:
    """The plan of a file of layouts."""
    with open_text(blank.path, decoded.encoding) as stream:
        read = read_pages(stream, blank.name)
    layouts, dropped = read.layouts, read.dropped
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
        findings=(
            *(
                Finding("error", d.reason, "Left out.", d.rows, (d.example,))
                for d in dropped
            ),
            *_kept_otherwise(read),
        ),
    )


def _kept_otherwise(read: ReadPages) -> Iterator[Finding]:
    """What came in other than it was written."""
    if read.unknown:
        yield Finding(
            "warning", "block types that are not known", "Kept as custom blocks.",
            sum(read.unknown.values()), tuple(sorted(read.unknown)[:_EXAMPLES]),
        )  # fmt: skip
    if read.shortened:
        yield Finding(
            "warning", f"pages of more than {MOST_BLOCKS} blocks",
            f"Their first {MOST_BLOCKS} blocks are kept.", len(read.shortened),
            read.shortened[:_EXAMPLES],
        )  # fmt: skip


def read_layouts(
    lines: Iterable[bytes], name: str
) -> tuple[list[PageLayout], tuple[Dropped, ...]]:
    """The layouts of a file, and the lines that cannot be used."""
    read = read_pages(lines, name)
    return read.layouts, read.dropped


def read_pages(lines: Iterable[bytes], name: str) -> ReadPages:
    """Read JSON lines of pages, or one template of a theme."""
    lines = iter(lines)
    first = list(islice(lines, _LOOKED_AT))
    if not _is_line(first):
        start = b"".join(first).decode("utf-8", "replace")
        if looks_like_template(start):
            return _read_template([*first, *lines], name)
    layouts: dict[str, Layout] = {}
    bad: dict[str, Dropped] = {}
    unknown: Counter[str] = Counter()
    long: list[str] = []
    for number, line in enumerate(chain(first, lines), start=1):
        if not line.strip():
            continue
        try:
            page_id, layout, strange = _layout(line, number)
        except ValueError as error:
            reason = str(error)
            old = bad.get(reason, Dropped(reason, 0, f"line {number}", name))
            bad[reason] = msgspec.structs.replace(old, rows=old.rows + 1)
            continue
        unknown.update(strange)
        if len(layout.blocks) > MOST_BLOCKS:
            long.append(page_id)
        layouts[page_id] = _cut(layout)
    return ReadPages(list(layouts.items()), tuple(bad.values()), unknown, tuple(long))


def _is_line(lines: list[bytes]) -> bool:
    """Whether the first line is a JSON object by itself."""
    first = next((line for line in lines if line.strip()), b"")
    try:
        return isinstance(json.loads(first), dict) and b'"sections"' not in first
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError):
        return False


def _read_template(lines: list[bytes], name: str) -> ReadPages:
    text = b"".join(lines).decode("utf-8", "replace")
    try:
        page_id, kind, blocks, unknown = template_page(text, name)
    except ValueError as error:
        return ReadPages([], (Dropped(str(error), 1, "line 1", name),))
    if not blocks:
        reason = "the template shows no section"
        return ReadPages([], (Dropped(reason, 1, "line 1", name),))
    layout = Layout(tuple(blocks), page_kind=kind)
    long = (page_id,) if len(blocks) > MOST_BLOCKS else ()
    return ReadPages([(page_id, _cut(layout))], (), Counter(unknown), long)


def _cut(layout: Layout) -> Layout:
    return msgspec.structs.replace(layout, blocks=layout.blocks[:MOST_BLOCKS])


def _layout(line: bytes, number: int) -> tuple[str, Layout, list[str]]:
    try:
        raw = json.loads(line)
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ValueError("the line is not JSON") from error
    if not isinstance(raw, dict) or not isinstance(raw.get("blocks"), list):
        raise ValueError("the line holds no blocks")  # noqa: TRY004 - one kind of error
    blocks = tuple(_block(block) for block in raw["blocks"])
    if not blocks:
        raise ValueError("the page has no block")
    kind = raw.get("page_kind")
    layout = Layout(
        blocks=tuple(block for block, _ in blocks),
        page_kind=kind if kind in PAGE_KINDS else "other",
        campaign=raw.get("campaign") is True,
    )
    strange = [name for _, name in blocks if name]
    return str(raw.get("page_id") or f"page-{number}"), layout, strange


def _block(raw: Any) -> tuple[LayoutBlock, str]:  # noqa: ANN401 - whatever JSON holds
    """A block, and its type as it was written where it is not known."""
    if not isinstance(raw, dict) or not isinstance(raw.get("type"), str):
        raise ValueError("a block has no type")  # noqa: TRY004 - one kind of error
    name = raw["type"] if raw["type"] in _TYPES else "custom-html"
    values = {key: raw[key] for key in _ATTRIBUTES if key in raw}
    strange = "" if name == raw["type"] else raw["type"][:_LONGEST_NAME]
    try:
        return LayoutBlock(name, msgspec.convert(values, Attributes)), strange
    except msgspec.ValidationError as error:
        if strange:  # what the attributes of an unknown type mean is not known either
            return LayoutBlock(name), strange
        raise ValueError(f"a {name} has an attribute that is not known") from error
