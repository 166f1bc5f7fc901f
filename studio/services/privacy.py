"""Forgetting, retention and the floor: what is done with persons' data."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence

import msgspec

from studio.domain.errors import InputProblem, ModelRefused, NotYet
from studio.domain.forgetting import Forgotten, Retained
from studio.domain.jobs import Report
from studio.domain.privacy import FLOOR, RETENTION, Bounded, cut_off
from studio.services.audience import AudienceService
from studio.services.segments import SegmentService
from studio.store.forgetting import forget, retain, too_old
from studio.store.project import Project
from studio.store.suppression import suppressed

Clock = Callable[[], float]
"""Seconds since 1970 UTC."""
_PSEUDONYM = re.compile(r"s_[0-9a-f]{20}")
_ANEW = "Portraits could not be made anew: make the personas anew in Audience."


class PrivacyService:
    """What a project does for the privacy of its shoppers.

    Args:
        project: Where.
        clock: Today, for what is too old.
    """

    def __init__(self, project: Project, clock: Clock = time.time) -> None:
        self._project = project
        self._clock = clock

    def pseudonym(self, shopper: str) -> str:
        """The pseudonym of an id as the shop writes it; a pseudonym is its own."""
        text = shopper.strip()
        if not text:
            raise InputProblem(
                "No shopper is named.", "Give the shopper's id as the shop writes it."
            )
        return text if _PSEUDONYM.fullmatch(text) else self._project.pseudonym(text)

    def forget(
        self, shoppers: Sequence[str], report: Report, *, block: bool = False
    ) -> Forgotten:
        """Erase shoppers, tell personas anew without them, and say what is left to do.

        Args:
            shoppers: Ids as the shop writes them, or pseudonyms.
            report: Is told how far it is.
            block: Leave them out of later imports too.
        """
        names = [self.pseudonym(shopper) for shopper in shoppers if shopper.strip()]
        if not names:
            raise InputProblem(
                "No shopper is named.", "Give the shopper's id as the shop writes it."
            )
        done = forget(self._project, names, report, block=block)
        notes = self._follow_up() if done.rows else ()
        return msgspec.structs.replace(done, notes=(*done.notes, *notes))

    def too_old(self, months: int) -> Retained:
        """What a retention period would delete now; nothing is changed."""
        months = RETENTION.checked(months)
        if not months:
            return Retained(0, of_events=self._project.summary().events)
        return too_old(self._project, months, self._before(months))

    def set_retention(self, months: int) -> None:
        """Keep events so many months, 0 for ever; nothing is deleted yet."""
        self._set(RETENTION, months)

    def retain(self, report: Report) -> Retained:
        """Delete what is older than the project's retention period."""
        months = self._project.retention_months
        if not months:
            return Retained(0, of_events=self._project.summary().events)
        done = retain(self._project, months, self._before(months), report)
        if done.nothing:
            return done
        return msgspec.structs.replace(done, notes=(*done.notes, *self._follow_up()))

    def set_floor(self, floor: int) -> None:
        """Set the least number of shoppers of a persona; portraits are told anew.

        Raises:
            InputProblem: It is out of bounds.
        """
        self._set(FLOOR, floor)
        self._tell_anew()

    @property
    def suppressed(self) -> int:
        """How many shoppers imports leave out."""
        return len(suppressed(self._project))

    def _before(self, months: int) -> float:
        return cut_off(self._clock(), months)

    def _set(self, row: Bounded, value: int) -> None:
        row.checked(value)
        settings = self._project.settings()
        if row.of(settings) == value:
            return
        self._project.save_settings(settings | {row.name: str(value)})
        self._project.record("set " + row.title.lower(), str(value))

    def _follow_up(self) -> tuple[str, ...]:
        """Find segments' members and tell portraits anew; sentences on what failed."""
        segments = SegmentService(self._project)
        try:
            segments.refresh()
        finally:
            segments.close()
        return () if self._tell_anew() else (_ANEW,)

    def _tell_anew(self) -> bool:
        try:
            AudienceService(self._project).tell_anew()
        except NotYet:
            return True
        except ModelRefused:
            return False
        return True
