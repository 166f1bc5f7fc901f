"""Reading files and proposing, changing and starting imports."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import cast, get_args

import msgspec

from studio.domain.errors import InputProblem, VitrineError
from studio.domain.imports import (
    FileKind,
    FormatByHand,
    ImportPlan,
    ImportRecord,
    Privacy,
)
from studio.domain.jobs import ImportFiles
from studio.domain.reading import MOMENTS
from studio.domain.shipped import sample_shop
from studio.domain.shop import Shop
from studio.pipeline.ingest.collect import pictures_in, tables_in
from studio.pipeline.ingest.inspect import ALWAYS_HIDDEN, Told, inspect
from studio.pipeline.ingest.vocabulary import targets_of
from studio.services.import_checks import check_column, check_format, check_time_zone
from studio.services.mapping_files import MappingFile, told_by
from studio.services.mappings import (
    CAN_BE_HIDDEN,
    as_remembered,
    chosen_privacy,
    remember,
    told_before,
)
from studio.services.segments import SegmentService
from studio.store.mappings import forget_mapping
from studio.store.project import Project

KINDS: tuple[str, ...] = get_args(FileKind)
SAMPLE_TABLES = (
    "products.csv",
    "user_behavior.csv",
    "user_preference.csv",
    "segments.csv",
    "page_events.csv",
    "layouts.jsonl",
)


class ImportService:
    """Imports of one project.

    Inspecting reads a bounded part of each file and may be called in any thread.
    """

    def __init__(self, project: Project) -> None:
        self._project = project

    def inspect(self, paths: Sequence[Path]) -> tuple[ImportPlan, ...]:
        """Plans of the tables among files, folders and zips.

        What was decided by hand about an earlier file of the same header is decided
        again; `remembered` says so. A file that cannot be imported has its reason in
        `problem`; a zip that cannot be read raises InputProblem.
        """
        proposed = (self._read(path, Told()) for path in tables_in(paths))
        return tuple(as_remembered(plan, self._read) for plan in proposed)

    def remember(self, plans: Sequence[ImportPlan]) -> None:
        """Keep what was decided by hand about files that were imported.

        Raises:
            StorageProblem: The configuration folder cannot be written.
        """
        remember(plans)

    def forget_mapping(self, plan: ImportPlan) -> ImportPlan:
        """Forget what is remembered of a file's header; its columns proposed anew."""
        forget_mapping(plan.header)
        return self._read(plan.path, Told())

    def pictures_in(self, paths: Sequence[Path]) -> tuple[str, ...]:
        """The pictures among files, folders and zips, as `job` takes them."""
        return pictures_in(paths)

    def with_kind(self, plan: ImportPlan, kind: FileKind | str) -> ImportPlan:
        """The plan of the same file as another kind, its columns proposed anew."""
        if kind not in KINDS:
            raise InputProblem(
                f"There is no kind of file “{kind}”.", f"Known: {', '.join(KINDS)}."
            )
        return self._plan(plan, _read_anew(plan, cast("FileKind", kind)))

    def with_target(self, plan: ImportPlan, column: str, target: str) -> ImportPlan:
        """The plan with a column that goes elsewhere; "" means not used.

        A column that went to the same target before is not used any more.
        """
        check_column(plan, column)
        if plan.kind == "unknown":
            raise InputProblem(
                f"It is not clear what {plan.name} is.", "First say what kind it is."
            )
        if target and target not in targets_of(plan.kind):
            raise InputProblem(
                f"A {plan.kind} file has no column “{target}”.",
                f"Known: {', '.join(targets_of(plan.kind))}.",
            )
        targets = {c.name: c.target for c in plan.columns if c.target != target}
        return self._told(plan, targets | {column: target}, chosen_privacy(plan))

    def with_privacy(
        self, plan: ImportPlan, column: str, privacy: Privacy
    ) -> ImportPlan:
        """The plan with a column kept, pseudonymised or dropped.

        Raises:
            InputProblem: Shopper and session ids are never kept as they are, and only
                texts can be pseudonymised.
        """
        target = check_column(plan, column)
        if target in ALWAYS_HIDDEN and privacy == "kept":
            raise InputProblem(
                "Ids of shoppers and sessions are always pseudonymised.",
                "Drop the column if it is not needed.",
            )
        if privacy != "dropped" and not target:
            raise InputProblem(
                f"The column {column} is not used.", "First say where it goes."
            )
        if privacy == "pseudonymised" and target not in CAN_BE_HIDDEN | ALWAYS_HIDDEN:
            raise InputProblem(
                f"The column {column} cannot be pseudonymised.", "Keep or drop it."
            )
        targets = {c.name: c.target for c in plan.columns}
        if privacy == "dropped":
            targets[column] = ""
        return self._told(plan, targets, chosen_privacy(plan) | {column: privacy})

    def with_reading(self, plan: ImportPlan, column: str, reading: str) -> ImportPlan:
        """The plan with a column of times read otherwise, such as the month first.

        Raises:
            InputProblem: There is no such column, or it is no reading of times.
        """
        check_column(plan, column)
        if reading not in MOMENTS:
            raise InputProblem(
                f"There is no reading of times “{reading}”.",
                f"Known: {', '.join(sorted(MOMENTS))}.",
            )
        told = told_before(plan)
        readings = {**told.readings, column: reading}
        return self._plan(plan, msgspec.structs.replace(told, readings=readings))

    def with_time_zone(self, plan: ImportPlan, time_zone: str) -> ImportPlan:
        """The plan whose times without a zone are those of a place, an IANA name."""
        check_time_zone(time_zone)
        told = msgspec.structs.replace(told_before(plan), time_zone=time_zone)
        return self._plan(plan, told)

    def with_bots(self, plan: ImportPlan, *, keep: bool) -> ImportPlan:
        """The plan that keeps or leaves out shoppers that behave as machines do."""
        told = msgspec.structs.replace(told_before(plan), keep_bots=keep)
        return self._plan(plan, told)

    def with_format(self, plan: ImportPlan, changes: FormatByHand) -> ImportPlan:
        """The plan of the same file read otherwise; None is left to the studio.

        Another encoding, delimiter or header row makes other columns, which are
        proposed anew; another decimal sign leaves them where they go.

        Raises:
            InputProblem: There is no such encoding, delimiter or row.
        """
        check_format(plan, changes)
        before = msgspec.structs.replace(plan.told_format, decimal_comma=None)
        same = msgspec.structs.replace(changes, decimal_comma=None) == before
        told = told_before(plan) if same else _read_anew(plan)
        return self._plan(plan, msgspec.structs.replace(told, format=changes))

    def with_map(self, plan: ImportPlan, found: MappingFile) -> ImportPlan:
        """The plan of the same file as a saved mapping decides.

        Raises:
            InputProblem: The file has not its columns, or cannot be read so.
        """
        if found.format != FormatByHand():
            plan = self.with_format(plan, found.format)
        if found.time_zone:
            check_time_zone(found.time_zone)
        return self._plan(plan, told_by(found, plan))

    def job(
        self, plans: Sequence[ImportPlan], pictures: Sequence[str] = ()
    ) -> ImportFiles:
        """The job that imports plans and pictures; raises InputProblem."""
        for plan in plans:
            if plan.problem:
                raise InputProblem(plan.problem, plan.hint)
        if not plans and not pictures:
            raise InputProblem(
                "There is nothing to import.", "Choose your exports, or pictures."
            )
        return ImportFiles(str(self._project.path), tuple(plans), tuple(pictures))

    def sample(self) -> tuple[ImportPlan, ...]:
        """Plans of the sample shop's tables."""
        paths = [sample_shop(name) for name in SAMPLE_TABLES]
        return self.inspect([path for path in paths if path.exists()])

    def sample_pictures(self) -> tuple[str, ...]:
        """The pictures of the sample shop."""
        folder = sample_shop("pictures")
        return pictures_in([folder]) if folder.is_dir() else ()

    def sample_job(self) -> ImportFiles:
        """The job that imports the whole sample shop; its facts are kept at once."""
        self._keep_sample_facts()
        return self.job(self.sample(), self.sample_pictures())

    def undo(self) -> ImportRecord:
        """Take back the latest import as a whole, and find built segments anew.

        Raises:
            NotYet: There is none, or it cannot be taken back any more.
            ProjectProblem: An import is running, or the data has changed since.
        """
        record = self._project.undo_import()
        segments = SegmentService(self._project)
        try:
            segments.refresh()
        except VitrineError:
            pass  # they are found anew when the Segments page is opened
        finally:
            segments.close()
        return record

    def _keep_sample_facts(self) -> None:
        path = sample_shop("shop.json")
        if path.exists():
            shop = msgspec.json.decode(path.read_bytes(), type=Shop)
            self._project.save_shop(shop)

    def _plan(self, plan: ImportPlan, told: Told) -> ImportPlan:
        """The plan of the same file as a person decides it."""
        return msgspec.structs.replace(self._read(plan.path, told), changed=True)

    def _read(self, path: str, told: Told) -> ImportPlan:
        return inspect(path, self._project.pseudonym, told)

    def _told(
        self, plan: ImportPlan, targets: dict[str, str], privacy: dict[str, Privacy]
    ) -> ImportPlan:
        told = msgspec.structs.replace(
            told_before(plan), targets=targets, privacy=privacy
        )
        return self._plan(plan, told)


def _read_anew(plan: ImportPlan, kind: FileKind | None = None) -> Told:
    """What was decided of a file but for its columns."""
    return Told(
        kind=kind,
        time_zone=plan.format.time_zone,
        keep_bots=plan.keep_bots,
        format=plan.told_format,
    )
