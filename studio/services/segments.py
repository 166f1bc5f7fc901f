"""Segments: built from conditions, counted live, applied so that personas use them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TypeVar

import msgspec

from studio.domain.errors import CancelledByUser, InputProblem, NotYet
from studio.domain.jobs import BuildSegments
from studio.domain.names_given import checked_name
from studio.domain.segment_checks import check
from studio.domain.segment_presets import Preset, presets
from studio.domain.segment_views import Apart, SegmentNames, SegmentRow
from studio.domain.segment_words import Telling, sentence
from studio.domain.segments import (
    Condition,
    Group,
    InSegment,
    SegmentDefinition,
    Size,
    leaves,
    new_id,
)
from studio.domain.shop import Shop
from studio.domain.words import Words
from studio.pipeline.render.money import price_text
from studio.store.project import Project
from studio.store.segments import knowing
from studio.store.segments.building import Say
from studio.store.segments.counting import Counting, Flags
from studio.store.segments.facts import build_facts, find_facts, key_of
from studio.store.segments.members import loaded_names, set_members

FACT = "segments"
SAMPLE = 8
"""So many shoppers are shown of a segment."""
T = TypeVar("T")


def _say_nothing(done: int, whole: int) -> None:
    """Progress that nobody waits for."""


class SegmentService:
    """The segments of one project. Methods block; `size` may be asked by any thread."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._tables = project.tables
        self._counting: Counting | None = None
        self._key = ""
        self._lock = threading.RLock()
        self._turn = threading.Lock()
        self._latest = 0
        self._sizing: Counting | None = None

    def definitions(self) -> tuple[SegmentDefinition, ...]:
        """The segments that were built, in the order in which they were made."""
        return self._project.database.fact(FACT, tuple[SegmentDefinition, ...], ())

    def definition(self, name: str) -> SegmentDefinition:
        """The one of an id or a name; raises InputProblem."""
        wanted = name.strip().casefold()
        for known in self.definitions():
            if wanted in (known.id, known.name.casefold()):
                return known
        names = ", ".join(d.name for d in self.definitions()) or "none yet"
        raise InputProblem(f"There is no segment “{name}”.", f"Built: {names}.")

    @property
    def has_events(self) -> bool:
        """Whether there is anything to count."""
        return bool(key_of(self._tables))

    @property
    def ready(self) -> bool:
        """Whether counting can begin at once; else `prepare`, or run the `job`."""
        return find_facts(self._tables) is not None

    def job(self) -> BuildSegments:
        """The job that prepares counting in a worker."""
        return BuildSegments(str(self._project.path))

    def prepare(self, say: Say = _say_nothing) -> None:
        """Build the facts to count over, where they are missing; raises NotYet."""
        build_facts(self._tables, say)

    def size(self, condition: Condition) -> Size | None:
        """How many shoppers fit; None when a later question came meanwhile."""
        with self._turn:
            self._latest += 1
            mine = self._latest
            if self._sizing is not None:
                self._sizing.stop()
        with self._lock:
            while mine == self._latest:
                counting = self._open()
                self._sizing = counting
                try:
                    return self._size(counting, condition)
                except CancelledByUser:
                    continue  # by a later question, else by one that came too late
                finally:
                    self._sizing = None
        return None

    def rows(self) -> tuple[SegmentRow, ...]:
        """Every segment: those that were built, then those that were loaded."""
        built = self.definitions()
        counting = self._opened_if_ready()
        names = {definition.name for definition in built if definition.applied}
        found = [
            SegmentRow(
                definition.name,
                None
                if counting is None
                else self._size(counting, definition.condition),
                self.says(definition.condition),
                definition,
            )
            for definition in built
        ]
        for name in loaded_names(self._project):
            if name not in names:
                size = (
                    None if counting is None else self._size(counting, InSegment(name))
                )
                words = Words("Loaded from a file.", "从文件导入。")
                found.append(SegmentRow(name, size, words))
        return tuple(found)

    def names(self) -> SegmentNames:
        """What conditions may name: categories, brands, countries, segments."""
        return self._ask(knowing.names)

    def period(self) -> tuple[int, int]:
        """First and last day of the data, in days since 1970; the last is "now"."""
        facts = self._ask(lambda counting: counting.facts)
        return facts.first_day, facts.last_day

    def shoppers(self) -> int:
        """How many shoppers there are, with or without events."""
        return self._ask(lambda counting: counting.shoppers)

    def deeds(self) -> dict[str, int]:
        """How many events of each kind there are."""
        return self._ask(lambda counting: counting.facts.deeds)

    def presets(self) -> tuple[Preset, ...]:
        """Segments that most shops know, with thresholds of this one."""
        return presets(self._ask(knowing.quantiles), self.telling.money)

    def apart(self, condition: Condition) -> Apart | None:
        """What sets a segment apart.

        None where it is too small to be told of, or when its size, or another's, was
        asked for meanwhile.
        """
        mine = self._latest
        with self._lock:
            while mine == self._latest:
                counting = self._open()
                self._sizing = counting
                try:
                    flags = counting.flags(condition)
                    size = self._sized(flags, counting)
                    if size.small:
                        return None
                    return knowing.apart(counting, flags, size, SAMPLE)
                except CancelledByUser:
                    continue
                finally:
                    self._sizing = None
        return None

    @property
    def telling(self) -> Telling:
        """How sentences name amounts and categories in this shop.

        Without the shop's own word, amounts are in the currency of most products.
        """
        shop = self._project.database.maybe("shop", Shop)
        facts = find_facts(self._tables)
        currency = facts.currency if facts is not None else ""
        if shop is not None:
            currency = shop.currency
        return Telling(
            lambda amount: price_text(amount, currency),
            shop.category_names if shop is not None else {},
        )

    def says(self, condition: Group) -> Words:
        """The sentence of a condition."""
        return sentence(condition, self.telling)

    def add(
        self, name: str, condition: Group, note: str = "", preset: str = ""
    ) -> SegmentDefinition:
        """Keep a new segment; raises InputProblem for a name or condition."""
        made = SegmentDefinition(new_id(), name, condition, time.time(), note, preset)
        self.save(made)
        return self.definition(made.id)

    def save(self, definition: SegmentDefinition) -> None:
        """Keep a segment, new or changed (or deleted before: this undoes it).

        One that is applied gets its members anew.
        """
        definition = msgspec.structs.replace(
            definition, name=checked_name(definition.name, "segment")
        )
        check(definition.condition)
        if not definition.condition.conditions:
            raise InputProblem(
                f"“{definition.name}” has no condition yet.", "Add at least one."
            )
        before = {known.id: known for known in self.definitions()}
        self._check_free(definition)
        self._check_circle(definition)
        old = before.get(definition.id)
        self._keep({**before, definition.id: definition})
        if definition.applied:
            gone = {old.name} if old is not None and old.applied else set()
            self._members_anew(gone - {definition.name})
        what = "change segment" if old else "make segment"
        self._project.record(what, definition.name)

    def rename(self, name: str, new: str) -> SegmentDefinition:
        """Give a segment another name; raises InputProblem for an unusable one."""
        definition = msgspec.structs.replace(self.definition(name), name=new)
        self.save(definition)
        return self.definition(definition.id)

    def delete(self, name: str) -> SegmentDefinition:
        """Delete a segment and take its members away; gives it back for undo."""
        gone = self.definition(name)
        self._keep({d.id: d for d in self.definitions() if d.id != gone.id})
        if gone.applied:
            self._members_anew({gone.name})
        self._project.record("delete segment", gone.name)
        return gone

    def apply(self, name: str, *, on: bool = True) -> SegmentDefinition:
        """Let personas be made of a segment, or no longer.

        Raises:
            InputProblem: There are fewer than the project's floor of shoppers in it,
                or one was loaded under its name.
        """
        definition = self.definition(name)
        size = self._ask(lambda c: self._size(c, definition.condition))
        if on and size.small:
            raise InputProblem(
                f"Fewer than {size.floor} shoppers are in “{definition.name}”.",
                "Loosen a condition, so that nobody can be recognised.",
            )
        if on:
            self._check_free(definition)
        changed = msgspec.structs.replace(definition, applied=on)
        known = {d.id: d for d in self.definitions()}
        self._keep({**known, changed.id: changed})
        self._members_anew(set() if on else {changed.name})
        self._project.record("apply segment" if on else "withdraw segment", name)
        return changed

    def refresh(self, say: Say = _say_nothing) -> bool:
        """Find the members of applied segments anew, as after an import.

        Returns:
            Whether any of them changed.
        """
        if not self.has_events or not any(d.applied for d in self.definitions()):
            return False
        self.prepare(say)
        return self._members_anew(set())

    def close(self) -> None:
        """Close what was opened for counting."""
        with self._lock:
            if self._counting is not None:
                self._counting.close()
            self._counting = None

    def _size(self, counting: Counting, condition: Condition) -> Size:
        return self._sized(counting.flags(condition), counting)

    def _sized(self, flags: Flags, counting: Counting) -> Size:
        return Size(int(flags.sum()), counting.shoppers, self._project.floor)

    def _members_anew(self, gone: set[str]) -> bool:
        applied = [d for d in self.definitions() if d.applied]

        def write(counting: Counting) -> bool:
            flags = {d.name: counting.flags(d.condition) for d in applied}
            floor = self._project.floor
            few = {name for name, of in flags.items() if of.sum() < floor}
            away = dict.fromkeys(gone | few)
            return set_members(self._project, counting, {**flags, **away})

        return self._ask(write)

    def _keep(self, definitions: dict[str, SegmentDefinition]) -> None:
        self._project.database.set_fact(FACT, tuple(definitions.values()))

    def _check_free(self, definition: SegmentDefinition) -> None:
        others = [d for d in self.definitions() if d.id != definition.id]
        own = {d.name for d in self.definitions() if d.applied}
        taken = {d.name for d in others}
        taken |= set(loaded_names(self._project)) - own
        for name in taken:
            if name.casefold() == definition.name.casefold():
                raise InputProblem(
                    f"There is a segment “{name}” already.", "Choose another name."
                )

    def _check_circle(self, definition: SegmentDefinition) -> None:
        for leaf in leaves(definition.condition):
            if isinstance(leaf, InSegment) and leaf.segment == definition.name:
                raise InputProblem(
                    f"“{definition.name}” cannot be a condition of itself.",
                    "Choose another segment.",
                )

    def _ask(self, question: Callable[[Counting], T]) -> T:
        with self._lock:
            while True:
                try:
                    return question(self._open())
                except CancelledByUser:  # a count was stopped that had just ended
                    continue

    def _opened_if_ready(self) -> Counting | None:
        with self._lock:
            return self._open() if self.ready else None

    def _open(self) -> Counting:
        """The counting over the facts of now, which may be others than before."""
        facts = find_facts(self._tables)
        if facts is None:
            if not self.has_events:
                raise NotYet(
                    "There are no events in this project yet.",
                    "Import behaviour first.",
                )
            facts = build_facts(self._tables)
        if self._counting is None or self._counting.facts.folder != facts.folder:
            self.close()
            self._counting = Counting(self._tables, facts)
        self._counting.refresh()
        return self._counting
