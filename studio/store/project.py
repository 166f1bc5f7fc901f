"""A project: one folder that holds everything but the pseudonym key."""

from __future__ import annotations

import secrets
import shutil
import time
import uuid
from importlib import import_module
from pathlib import Path
from types import ModuleType, TracebackType
from typing import TYPE_CHECKING

from studio.domain.behaviour import (
    DataSummary,
    Events,
    Floats,
    PageEvents,
    Preferences,
    Segments,
)
from studio.domain.catalogue import Catalogue
from studio.domain.errors import ProjectProblem
from studio.domain.imports import ImportRecord, ImportResult
from studio.domain.layout import Layout
from studio.domain.persona import Audience, Persona
from studio.domain.privacy import FLOOR, RETENTION, shown_personas, without_small
from studio.domain.shop import Shop
from studio.store import keys
from studio.store.audience_file import AudienceFile, Removed
from studio.store.database import Database, decode
from studio.store.lock import WindowLock
from studio.store.pages import PageStore
from studio.store.problems import storage_problems
from studio.store.reading import (
    Picture,
    read_catalogue,
    read_events,
    read_page_events,
    read_preferences,
    read_segments,
)
from studio.store.runs import RunStore
from studio.store.sealing.unlocked import (
    HEADER,
    as_readable,
    hold,
    release,
    seal_of,
)
from studio.store.tables import Names, Tables

if TYPE_CHECKING:
    from studio.store.sealing.seal import Seal

DATABASE = "project.sqlite"
FOLDERS = ("data", "pictures", "runs")


class Project:
    """An open project folder; a context manager. See `create` and `open`."""

    def __init__(
        self,
        folder: Path,
        lock: WindowLock | None = None,
        seal: Seal | None = None,
    ) -> None:
        self.path = folder
        self._lock = lock
        self._seal = seal
        self.database = Database(
            folder / DATABASE, "" if seal is None else seal.database_key
        )
        self.tables = Tables(self.database, folder / "data")
        self.pages = PageStore(self.database)
        self.runs = RunStore(self.database, folder / "runs")
        self._audience = AudienceFile(self.database, folder / "data")
        self._key: bytes | None = None
        self._catalogue: tuple[tuple[object, ...], Catalogue] | None = None

    @classmethod
    def create(cls, folder: Path, name: str, passphrase: str = "") -> Project:
        """Make a new project in a folder that is missing or empty.

        Args:
            folder: Where.
            name: What it is called.
            passphrase: Protects it from the first byte on; empty for none.

        Raises:
            ProjectProblem: The folder holds something already.
            InputProblem: The passphrase is too short.
            StorageProblem: It may not be written, or the disk is full.
        """
        folder = folder.expanduser().absolute()
        if passphrase:
            _passphrases().check_passphrase(passphrase)
        with storage_problems(folder):
            if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
                raise ProjectProblem(
                    f"{folder} is not an empty folder.",
                    "Choose a new folder for the project.",
                )
            folder.mkdir(parents=True, exist_ok=True)
        project_id = uuid.uuid4().hex
        seal = _new_seal(folder, passphrase) if passphrase else None
        try:
            return cls._made(folder, name.strip() or folder.name, project_id, seal)
        except BaseException:
            if seal is not None:
                release(seal)
            keys.forget_key(project_id)
            for part in FOLDERS:
                shutil.rmtree(folder / part, ignore_errors=True)
            for path in (*folder.glob(f"{DATABASE}*"), folder / HEADER):
                path.unlink(missing_ok=True)
            raise

    @classmethod
    def _made(
        cls, folder: Path, name: str, project_id: str, seal: Seal | None
    ) -> Project:
        with storage_problems(folder):
            for part in FOLDERS:
                (folder / part).mkdir()
        record = keys.make_key(project_id, seal)
        project = cls(folder, seal=seal)
        try:
            with project.database.transaction():
                project.database.set_fact("id", project_id)
                project.database.set_fact("name", name)
                project.database.set_fact("created", time.time())
                project.database.set_fact("key", record)
        except BaseException:
            project._seal = None  # given up by `create`
            project.close()
            raise
        return project

    @classmethod
    def open(
        cls, folder: Path, *, window: bool = False, passphrase: str = ""
    ) -> Project:
        """Open a project; a `window` takes the lock, others work beside it.

        Args:
            folder: Where it lies.
            window: Whether a window shows it.
            passphrase: Of a protected project; without it that of the environment is
                taken, or a person is asked on the terminal.

        Raises:
            ProjectProblem: It is missing, damaged, or of a newer version.
            ProjectLocked: Another window has it open.
            PassphraseNeeded: It is protected, and there is no passphrase.
            WrongPassphrase: The passphrase does not open it.
        """
        folder = folder.expanduser().absolute()
        if not (folder / DATABASE).is_file():
            what = "is not a Vitrine project" if folder.is_dir() else "is not there"
            raise ProjectProblem(
                f"{folder} {what}.", "Choose a project folder, or make a new project."
            )
        lock = WindowLock(folder) if window else None
        seal: Seal | None = None
        try:
            with storage_problems(folder):
                for part in FOLDERS:
                    (folder / part).mkdir(exist_ok=True)
            seal = _opened_seal(folder, passphrase)
            project = cls(folder, lock, seal)
            project._check()
        except BaseException:
            if seal is not None:
                release(seal)
            if lock is not None:
                lock.release()
            raise
        return project

    def _check(self) -> None:
        if self._seal is None and (self.path / HEADER).exists():
            self.database.close()  # it was plain a moment ago
            raise ProjectProblem(
                f"{self.path.name} was just protected.", "Open it with its passphrase."
            )
        if not self.id:
            self.database.close()
            raise ProjectProblem(
                f"The project in {self.path} was never finished.", "Make a new project."
            )

    def __enter__(self) -> Project:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the files and let another window in."""
        self.tables.close()
        self.database.close()
        if self._seal is not None:
            release(self._seal)
            self._seal = None
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    @property
    def protected(self) -> bool:
        """Whether it is protected with a passphrase."""
        return self._seal is not None

    @property
    def id(self) -> str:
        """The project's own id, under which its key is kept."""
        return self.database.fact("id", str, "")

    @property
    def name(self) -> str:
        """What the project is called."""
        return self.database.fact("name", str, self.path.name)

    def rename(self, name: str) -> None:
        """Give the project another name."""
        self.database.set_fact("name", name)

    def settings(self) -> dict[str, str]:
        """The project's own settings."""
        return self.database.fact("settings", dict[str, str], {})

    def save_settings(self, settings: dict[str, str]) -> None:
        """Keep the project's own settings."""
        self.database.set_fact("settings", settings)

    @property
    def floor(self) -> int:
        """The least number of shoppers of a group that anything is said of."""
        return FLOOR.of(self.settings())

    @property
    def retention_months(self) -> int:
        """How many months events are kept, 0 for ever."""
        return RETENTION.of(self.settings())

    def catalogue(self) -> Catalogue:
        """All products, in the order of the first import.

        It is read once and then kept until an import changes it, in whatever process.
        """
        row = self.database.one(
            "SELECT (SELECT file FROM tables WHERE name = 'products'),"
            " (SELECT max(id) || ' ' || count(undone) FROM imports)"
        )
        state = tuple(row) if row else ()
        if self._catalogue is None or self._catalogue[0] != state:
            self._catalogue = (state, read_catalogue(self.tables, self.pictures()))
        return self._catalogue[1]

    def shop(self) -> Shop:
        """What pages may state as fact about the shop."""
        return self.database.fact("shop", Shop, Shop(name=self.name))

    def save_shop(self, shop: Shop) -> None:
        """Keep the shop's facts."""
        self.database.set_fact("shop", shop)

    def events(self) -> Events:
        """All events, sorted by shopper, then time, then order of import."""
        return read_events(self.tables)

    def preferences(self) -> Preferences:
        """All stated preferences."""
        return read_preferences(self.tables)

    def segments(self) -> Segments:
        """All memberships in the shop's own segments."""
        return read_segments(self.tables)

    def page_events(self) -> PageEvents:
        """Impressions and clicks on the shop's own pages."""
        return read_page_events(self.tables)

    def layouts(self) -> tuple[tuple[str, Layout], ...]:
        """The shop's own pages: their ids and layouts."""
        rows = self.database.all("SELECT page_id, layout FROM layouts ORDER BY place")
        return tuple((row["page_id"], decode(row["layout"], Layout)) for row in rows)

    def summary(self) -> DataSummary:
        """What the project holds, in numbers, as the last import counted it."""
        return self.database.fact("summary", DataSummary, DataSummary())

    def imports(self) -> tuple[ImportRecord, ...]:
        """Every import, the latest first."""
        rows = self.database.all(
            "SELECT i.id, i.at, i.result, i.undone, u.import_id FROM imports i"
            " LEFT JOIN undo u ON u.import_id = i.id ORDER BY i.id DESC"
        )
        next_one = next((row["id"] for row in rows if row["undone"] is None), None)
        return tuple(
            ImportRecord(
                row["id"],
                row["at"],
                decode(row["result"], ImportResult),
                can_undo=row["id"] == next_one and row["import_id"] is not None,
                undone=row["undone"] or 0.0,
            )
            for row in rows
        )

    def undo_import(self) -> ImportRecord:
        """Take back the latest import as a whole; may be repeated a few times.

        Raises:
            NotYet: There is none, or it cannot be taken back any more.
            ProjectProblem: Another import is running, or the data has changed since.
        """
        undo = import_module("studio.store.importing.undo")
        record: ImportRecord = undo.undo_import(self)
        return record

    def drop_undo(self) -> None:
        """Give up what undoing needs: what was forgotten must not come back."""
        import_module("studio.store.importing.undo").drop_kept(self)

    def rows(
        self, table: str, offset: int, limit: int
    ) -> tuple[Names, tuple[tuple[str, ...], ...]]:
        """Some rows of a table as texts, with the names of its columns.

        Args:
            table: events, products, preferences, segments or page_events.
            offset: How many rows to skip.
            limit: How many rows at most.
        """
        return self.tables.rows(table, offset, limit)

    @property
    def pictures_folder(self) -> Path:
        """Where the pictures of products lie; its paths read what is sealed."""
        return as_readable(self.path / "pictures")

    def pictures(self) -> dict[str, Picture]:
        """Pictures by product id."""
        rows = self.database.all("SELECT product_id, file, alt, alt_zh FROM pictures")
        return {row["product_id"]: Picture(*tuple(row)[1:]) for row in rows}

    def picture(self, product_id: str) -> Path | None:
        """The picture of a product, or None."""
        row = self.database.one(
            "SELECT file FROM pictures WHERE product_id = ?", product_id
        )
        return None if row is None else self.pictures_folder / row["file"]

    def key(self) -> bytes:
        """The project's pseudonym key; raises ProjectProblem when it is missing."""
        if self._key is None:
            record = self.database.maybe("key", keys.KeyRecord)
            if record is None:
                raise ProjectProblem(f"{self.path} has no pseudonym key.")
            self._key = keys.find_key(self.id, record, self._seal)
        return self._key

    @property
    def key_place(self) -> str:
        """Where the key is kept: keyring, file, passphrase or (sealed) project."""
        record = self.database.maybe("key", keys.KeyRecord)
        return "" if record is None else record.place

    def pseudonym(self, shopper_id: str) -> str:
        """The stored form of a shopper's id: the same id gives the same pseudonym."""
        return keys.pseudonym(self.key(), shopper_id)

    def save_audience(self, audience: Audience) -> None:
        """Make an audience the current one, made with the project's floor."""
        self._audience.save(audience, self.floor)

    def audience(self) -> Audience | None:
        """The current audience, or None before the first.

        A persona that is under the floor by now is not in it.
        """
        audience = self._audience.load()
        if audience is None:
            return None
        return without_small(audience, self.floor, self._audience.made_with)

    def personas(self) -> tuple[Persona, ...]:
        """The current personas, without the arrays of the audience."""
        made_with = self._audience.made_with
        return shown_personas(self._audience.personas(), self.floor, made_with)

    @property
    def hidden_groups(self) -> int:
        """How many personas are not shown, having fewer shoppers than the floor."""
        return len(self._audience.personas()) - len(self.personas())

    @property
    def audience_file(self) -> str:
        """Name of the file in data/ that holds the current audience, empty for none."""
        return self._audience.file

    def remove_from_audience(self, gone: frozenset[str]) -> Removed | None:
        """Take shoppers out of the audience; see `AudienceFile.without`."""
        return self._audience.without(gone)

    def rename_persona(self, persona_id: str, name: str, name_zh: str = "") -> None:
        """Give a persona another name; without a Chinese one it is for both."""
        self._audience.rename(persona_id, name, name_zh)

    def redraw_audience(self, audience: Audience, plane: tuple[Floats, Floats]) -> bool:
        """Put a better map under the personas; see `AudienceFile.redraw`."""
        return self._audience.redraw(audience, plane)

    def record(self, what: str, subject: str, *, by: str = "", note: str = "") -> None:
        """Add a line to the audit trail."""
        self.database.run(
            "INSERT INTO audit (at, what, subject, by, note) VALUES (?, ?, ?, ?, ?)",
            time.time(),
            what,
            subject,
            by,
            note,
        )

    def audit(self) -> tuple[tuple[float, str, str, str, str], ...]:
        """The audit trail, the latest first: when, what, of what, by whom, note."""
        rows = self.database.all(
            "SELECT at, what, subject, by, note FROM audit ORDER BY id DESC"
        )
        return tuple(tuple(row) for row in rows)


def _new_seal(folder: Path, passphrase: str) -> Seal:
    """Protect a folder that is still empty."""
    passphrases = _passphrases()
    key = secrets.token_bytes(32)
    passphrases.write_header(folder, passphrases.wrapped(key, passphrase))
    return hold(folder, key)


def _opened_seal(folder: Path, passphrase: str) -> Seal | None:
    """The keys of a project, which a passphrase opens; None when it has none.

    The modules of ciphers are loaded only now: plain projects do without.
    """
    if not (folder / HEADER).exists():
        return None
    known = seal_of(folder)
    if known is not None and known.folder == folder and not passphrase:
        return hold(folder, known.key)
    header = import_module("studio.store.sealing.swap").settled(folder)
    if header is None:
        return None
    passphrases = _passphrases()
    passphrase = passphrase or passphrases.given_passphrase(folder)
    return hold(folder, passphrases.unwrapped(folder, header, passphrase))


def _passphrases() -> ModuleType:
    return import_module("studio.store.sealing.passphrase")
