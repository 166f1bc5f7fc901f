"""What is known of one export: how it is recognised and where its columns go."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import cache

import msgspec

from studio.domain.imports import FileKind

Values = Mapping[str, tuple[str, ...]]
"""The filled values of each column, by its simple header."""
Headers = tuple[str, ...]
Row = Mapping[str, str]


class Export(msgspec.Struct, frozen=True):
    """One export of a shop system.

    Headers are compared as `simple` writes them. All `anchors` must be there, each
    under one of its names, and none of `without`; `fits` looks at values. `targets`
    and `roles` name headers for each of our columns and for what else its rows are
    read by, best first. `makes` are targets that come of several columns; `notes` are
    sentences about how its rows are understood. `group` is the target by which rows
    belong together: they make one row, or, with `fill`, leave these targets and roles
    blank after the first. `preview` gives what the shape of a row makes of it.
    """

    id: str
    title: str
    kind: FileKind
    anchors: tuple[Headers, ...]
    targets: dict[str, Headers] = {}
    roles: dict[str, Headers] = {}
    without: Headers = ()
    fits: Callable[[Values], bool] | None = None
    makes: frozenset[str] = frozenset()
    notes: tuple[tuple[str, str], ...] = ()
    group: str = ""
    fill: Headers = ()
    preview: Callable[[Row], dict[str, str]] | None = None


@cache
def simple(header: str) -> str:
    """A header in lower case without accents, spaces and signs.

    "Compare-at price" is compareatprice.
    """
    text = unicodedata.normalize("NFKD", header.lower().replace("ß", "ss"))
    text = "".join(c for c in text if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", "", text)


def heads(text: str) -> Headers:
    """Headers parted by "|", in their simple form."""
    return tuple(simple(part) for part in text.split("|"))


def places(export: Export, names: Sequence[str]) -> dict[str, int]:
    """The column of each target and role that a header has; a column serves once."""
    at = {simple(name): place for place, name in reversed(list(enumerate(names)))}
    found: dict[str, int] = {}
    used: set[int] = set()
    for target, headers in (*export.targets.items(), *export.roles.items()):
        place = next((at[h] for h in headers if h in at and at[h] not in used), None)
        if place is not None:
            found[target] = place
            used.add(place)
    return found
