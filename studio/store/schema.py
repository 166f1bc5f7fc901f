"""The tables of a project's SQLite file, as numbered steps; the last is current."""

from __future__ import annotations

MIGRATIONS: tuple[str, ...] = (
    """
    CREATE TABLE facts (
        name TEXT PRIMARY KEY,
        value BLOB NOT NULL              -- JSON
    ) WITHOUT ROWID;
    CREATE TABLE tables (
        name TEXT PRIMARY KEY,           -- events, products, ...
        file TEXT NOT NULL,              -- the Parquet file in data/ that is current
        rows INTEGER NOT NULL,
        digest TEXT NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE imports (
        id INTEGER PRIMARY KEY,
        at REAL NOT NULL,
        result BLOB NOT NULL             -- JSON of ImportResult
    );
    CREATE TABLE pictures (
        product_id TEXT PRIMARY KEY,
        file TEXT NOT NULL               -- name in pictures/
    ) WITHOUT ROWID;
    CREATE TABLE layouts (
        place INTEGER PRIMARY KEY,
        page_id TEXT NOT NULL UNIQUE,
        layout BLOB NOT NULL             -- JSON of Layout
    );
    CREATE TABLE pages (
        id TEXT PRIMARY KEY,
        persona_id TEXT NOT NULL,
        scenario TEXT NOT NULL,
        candidate INTEGER NOT NULL,
        chosen INTEGER NOT NULL DEFAULT 0,
        head INTEGER NOT NULL,           -- the revision that the page is at
        top INTEGER NOT NULL,            -- the revision that redo leads to
        changed REAL NOT NULL,
        stale_why TEXT NOT NULL DEFAULT ''
    ) WITHOUT ROWID;
    CREATE UNIQUE INDEX one_chosen ON pages (persona_id, scenario) WHERE chosen;
    CREATE TABLE revisions (
        page_id TEXT NOT NULL REFERENCES pages (id) ON DELETE CASCADE,
        number INTEGER NOT NULL,
        parent INTEGER,                  -- the revision that undo leads to
        digest TEXT NOT NULL,
        at REAL NOT NULL,
        note TEXT NOT NULL,
        by TEXT NOT NULL,
        edited INTEGER NOT NULL,
        recall REAL,
        edit BLOB,                       -- JSON of the Edit that made it
        page BLOB NOT NULL,              -- JSON of Page
        PRIMARY KEY (page_id, number)
    ) WITHOUT ROWID;
    CREATE TABLE approvals (
        page_id TEXT PRIMARY KEY REFERENCES pages (id) ON DELETE CASCADE,
        revision INTEGER NOT NULL,
        digest TEXT NOT NULL,
        by TEXT NOT NULL,
        note TEXT NOT NULL,
        at REAL NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE audit (
        id INTEGER PRIMARY KEY,
        at REAL NOT NULL,
        what TEXT NOT NULL,              -- approve, withdraw, delete, import, ...
        subject TEXT NOT NULL,
        by TEXT NOT NULL,
        note TEXT NOT NULL
    );
    CREATE TABLE personas (
        place INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        persona BLOB NOT NULL            -- JSON of Persona
    );
    CREATE TABLE runs (
        id TEXT PRIMARY KEY,
        number INTEGER NOT NULL,
        model TEXT NOT NULL,
        state TEXT NOT NULL,
        pid INTEGER NOT NULL,
        started REAL NOT NULL,
        resumed REAL NOT NULL,           -- start of the latest stretch of work
        ended REAL,
        seconds REAL NOT NULL DEFAULT 0, -- of the stretches before that one
        settings BLOB NOT NULL,
        facts BLOB NOT NULL,
        metrics BLOB NOT NULL,
        comparison BLOB,
        message TEXT NOT NULL DEFAULT '',
        in_use INTEGER NOT NULL DEFAULT 0,
        UNIQUE (model, number)
    ) WITHOUT ROWID;
    CREATE UNIQUE INDEX one_in_use ON runs (model) WHERE in_use;
    CREATE TABLE curves (
        run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
        name TEXT NOT NULL,
        step REAL NOT NULL,
        value REAL NOT NULL,
        PRIMARY KEY (run_id, name, step)
    ) WITHOUT ROWID;
    """,
    """
    ALTER TABLE pictures ADD COLUMN alt TEXT NOT NULL DEFAULT '';
    ALTER TABLE pictures ADD COLUMN alt_zh TEXT NOT NULL DEFAULT '';
    """,
    """
    ALTER TABLE imports ADD COLUMN undone REAL;  -- when it was taken back
    CREATE TABLE undo (
        import_id INTEGER PRIMARY KEY REFERENCES imports (id) ON DELETE CASCADE,
        before BLOB NOT NULL             -- JSON of Before: what the import found
    );
    CREATE TABLE undo_files (
        import_id INTEGER NOT NULL REFERENCES undo (import_id) ON DELETE CASCADE,
        file TEXT NOT NULL,              -- a file in data/ that undoing needs
        PRIMARY KEY (import_id, file)
    ) WITHOUT ROWID;
    """,
    """
    ALTER TABLE runs ADD COLUMN name TEXT NOT NULL DEFAULT '';    -- a person's
    ALTER TABLE runs ADD COLUMN remark TEXT NOT NULL DEFAULT '';
    ALTER TABLE runs ADD COLUMN origin BLOB;                      -- JSON of Origin
    ALTER TABLE runs ADD COLUMN estimate BLOB;                    -- JSON of Estimate
    ALTER TABLE runs ADD COLUMN peak_memory INTEGER NOT NULL DEFAULT 0;  -- bytes
    ALTER TABLE runs ADD COLUMN processor REAL NOT NULL DEFAULT 0;       -- seconds
    ALTER TABLE runs ADD COLUMN deleted REAL;                     -- when; can be undone
    CREATE TABLE probes (
        key TEXT PRIMARY KEY,            -- machine, data and settings
        at REAL NOT NULL,
        probe BLOB NOT NULL              -- JSON of Estimate
    ) WITHOUT ROWID;
    """,
)
"""One script a version; `PRAGMA user_version` says how many a file has had."""
