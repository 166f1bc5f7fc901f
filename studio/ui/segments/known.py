"""What the window knows of a project's segments, and changes not saved yet."""

from __future__ import annotations

import time

import msgspec

from studio.domain.segment_presets import Preset
from studio.domain.segment_views import SegmentNames, SegmentRow
from studio.domain.segments import Group, SegmentDefinition
from studio.services.segments import SegmentService
from studio.ui.segments.list_panel import Entry


class Known(msgspec.Struct, frozen=True):
    """What was read of a project; `now` is the last day of its data (since 1970)."""

    rows: tuple[SegmentRow, ...] = ()
    names: SegmentNames = SegmentNames()
    presets: tuple[Preset, ...] = ()
    now: int = 0


def read_known(service: SegmentService) -> Known:
    """Read everything that the panel shows; blocks."""
    return Known(
        service.rows(), service.names(), service.presets(), service.period()[1]
    )


class Changes:
    """The draft of a new segment, and changed conditions by a segment's id."""

    def __init__(self) -> None:
        self.draft: SegmentDefinition | None = None
        self.groups: dict[str, Group] = {}

    def begin(self, name: str, group: Group, note: str = "", preset: str = "") -> None:
        """Begin a new segment, in place of a draft that was not saved."""
        self.groups.pop("", None)
        self.draft = SegmentDefinition("", name, group, time.time(), note, preset)

    def change(self, key: str, saved: Group, now: Group) -> None:
        """Remember conditions; the saved ones are no change."""
        if key and saved == now:
            self.groups.pop(key, None)
        else:
            self.groups[key] = now

    def forget(self, key: str) -> None:
        """Forget changes; without a key, the draft."""
        self.groups.pop(key, None)
        if not key:
            self.draft = None

    def entries(self, known: Known, service: SegmentService) -> list[Entry]:
        """The rows of the list: the draft first, each with its changes."""
        found = []
        if self.draft is not None:
            found.append(Entry("", self._with(self.draft, service), changed=True))
        for row in known.rows:
            made = row.definition
            if made is not None and made.id in self.groups:
                row = self._with(made, service)  # noqa: PLW2901
            key = row.name if made is None else made.id
            changed = made is not None and made.id in self.groups
            found.append(Entry(key, row, changed))
        return found

    def _with(self, made: SegmentDefinition, service: SegmentService) -> SegmentRow:
        group = self.groups.get(made.id, made.condition)
        now = msgspec.structs.replace(made, condition=group)
        return SegmentRow(made.name, None, service.says(group), now)
