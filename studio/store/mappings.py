"""Mappings that a person made by hand, kept for the next file of the same header.

They are in one file in the user's configuration folder, for all projects. It holds no
value and no name of a column: what looks like a header may be a row of persons.
"""

from __future__ import annotations

import logging
import time
from pathlib import Path

import msgspec

from studio.domain.imports import FileKind, FormatByHand, Privacy
from studio.store.config import config_folder
from studio.store.whole import replace_whole

_FILE = "mappings.json"
_MOST = 500
_MOST_FORMATS = 8
log = logging.getLogger(__name__)


class KeptColumn(msgspec.Struct, frozen=True):
    """Where one column goes; `reading` is that of a column of times."""

    target: str = ""
    privacy: Privacy = "kept"
    reading: str = ""


class KeptMapping(msgspec.Struct, frozen=True):
    """What was decided about a header; columns in the order that its shape has.

    `format` overrules how the file is read; `at` is when the mapping was kept, in
    seconds since 1970 UTC.
    """

    kind: FileKind
    columns: tuple[KeptColumn, ...]
    time_zone: str = ""
    keep_bots: bool = False
    format: FormatByHand = FormatByHand()
    at: float = 0.0


def kept_mapping(header: str) -> KeptMapping | None:
    """The mapping kept for a header's digest; None when there is none."""
    return _read().get(header) if header else None


def kept_formats() -> tuple[FormatByHand, ...]:
    """The ways of reading that a person named of any header, the latest first."""
    latest = sorted(_read().values(), key=lambda kept: -kept.at)
    named = dict.fromkeys(kept.format for kept in latest)
    return tuple(told for told in named if told != FormatByHand())[:_MOST_FORMATS]


def keep_mapping(header: str, mapping: KeptMapping) -> None:
    """Keep a mapping for a header's digest in place of an earlier one.

    Raises:
        StorageProblem: The configuration folder cannot be written.
    """
    known = _read()
    known[header] = msgspec.structs.replace(mapping, at=time.time())
    latest = sorted(known.items(), key=lambda item: -item[1].at)[:_MOST]
    _write(dict(latest))


def forget_mapping(header: str) -> None:
    """Forget the mapping of a header's digest, if there is one; raises as above."""
    known = _read()
    if known.pop(header, None) is not None:
        _write(known)


def _path() -> Path:
    return config_folder() / _FILE


def _read() -> dict[str, KeptMapping]:
    path = _path()
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, KeptMapping])
    except FileNotFoundError:
        return {}
    except (OSError, msgspec.DecodeError):  # no import fails for what is convenient
        log.warning("Kept mappings cannot be read: %s", path, exc_info=True)
        return {}


def _write(known: dict[str, KeptMapping]) -> None:
    replace_whole(_path(), msgspec.json.encode(known), mode=0o600)
