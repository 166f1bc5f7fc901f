"""A plain text as blocks of whole lines, each parsed on a core of its own.

A block is only parsed so where nothing in it can be understood in two ways: quotation
marks stand around whole cells of one line, and lines end alike. Anything else raises
`Unreadable`, and the file is streamed as one.
"""

from __future__ import annotations

import gzip
import io
import threading
import zlib
from collections import Counter, deque
from collections.abc import Generator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from studio.domain import reading
from studio.domain.imports import ImportPlan
from studio.store.importing.casts import AMOUNTS
from studio.store.importing.reader import BLOCK_BYTES

if TYPE_CHECKING:
    import pyarrow as pa  # type: ignore[import-untyped]
else:
    pa = Any

AT_ONCE = 32 * 1024**2
"""Bytes of a block: fewer blocks name the same shopper again."""
THREADS = 2
"""Blocks that are parsed at once; more cores would wait for the rest of the work."""
_AHEAD = THREADS + 1
_BOM = b"\xef\xbb\xbf"
_TIME = "timestamp"


class Unreadable(Exception):
    """The text cannot be cut into blocks; it has to be streamed."""


class BlockReader:
    """The wanted columns `c<n>` of a plain UTF-8 text, block after block.

    Texts come as dictionaries, numbers and ISO times as such where all of a block are.
    """

    def __init__(
        self, plan: ImportPlan, wanted: tuple[int, ...], cancelled: threading.Event
    ) -> None:
        self.bytes_read = 0
        self.left: Counter[str] = Counter()
        self.error: Exception | None = None
        self.ragged = 0
        self._plan = plan
        self._wanted = wanted
        self._cancelled = cancelled
        self._lock = threading.Lock()
        self._pa = import_module("pyarrow")
        self._csv = import_module("pyarrow.csv")
        self._natural = _natural_types(plan, self._pa)

    def batches(self) -> Generator[pa.RecordBatch, None, None]:
        """The rows of the blocks, in their order; raises Unreadable."""
        ahead: deque[Future[pa.RecordBatch]] = deque()
        with ThreadPoolExecutor(THREADS) as pool:
            try:
                for block in self._blocks():
                    ahead.append(pool.submit(self._parsed, block))
                    if len(ahead) > _AHEAD:
                        yield ahead.popleft().result()
                while ahead:
                    yield ahead.popleft().result()
            finally:
                for future in ahead:
                    future.cancel()

    def _blocks(self) -> Iterator[bytes]:
        """Whole lines; a file that cannot be read is for the stream to tell of."""
        try:
            yield from self._whole_lines()
        except (OSError, EOFError, zlib.error) as error:
            raise Unreadable from error

    def _whole_lines(self) -> Iterator[bytes]:
        with _opened(Path(self._plan.path)) as file:
            _skip(file, self._plan.format.header_row)
            while content := file.read(AT_ONCE):
                if self._cancelled.is_set():
                    return
                self.bytes_read += len(content)
                rest = b"" if content.endswith(b"\n") else file.readline(BLOCK_BYTES)
                if len(rest) == BLOCK_BYTES and not rest.endswith(b"\n"):
                    raise Unreadable  # no line is as long as that
                self.bytes_read += len(rest)
                yield content + rest

    def _parsed(self, block: bytes) -> pa.RecordBatch:
        if not block.isascii():
            try:
                block.decode("utf-8")
            except UnicodeDecodeError as error:  # Arrow could not tell of a bad row
                raise Unreadable from error
        quoted = self._is_quoted(block)
        try:
            return self._read(block, self._natural, quoted=quoted)
        except self._pa.ArrowInvalid:
            self._natural = {}  # the next blocks are hardly other
        try:
            return self._read(block, {}, quoted=quoted)
        except self._pa.ArrowInvalid as error:
            raise Unreadable from error

    def _is_quoted(self, block: bytes) -> bool:
        """Whether cells stand in quotation marks; raises Unreadable for odd ones."""
        if b"\0" in block:
            raise Unreadable
        if b"\r" in block and block.count(b"\r") != block.count(b"\r\n"):
            raise Unreadable
        mark = self._plan.format.quote.encode()
        if not mark or mark not in block:
            return False
        content = np.frombuffer(block, np.uint8)
        at = np.flatnonzero(content == mark[0])
        if len(at) % 2:
            raise Unreadable
        opened, closed = at[::2], at[1::2]
        ends = np.frombuffer(self._plan.format.delimiter.encode() + b"\r\n", np.uint8)
        before = np.where(opened > 0, content[opened - 1], ends[-1])
        follows = np.minimum(closed + 1, len(content) - 1)
        after = np.where(closed + 1 < len(content), content[follows], ends[-1])
        lines = np.flatnonzero(content == ends[-1])
        within = np.searchsorted(lines, opened) != np.searchsorted(lines, closed)
        if not (np.isin(before, ends).all() and np.isin(after, ends).all()):
            raise Unreadable
        if within.any():
            raise Unreadable
        return True

    def _read(
        self, block: bytes, natural: dict[int, pa.DataType], *, quoted: bool
    ) -> pa.RecordBatch:
        names = [f"c{n}" for n in range(len(self._plan.columns))]
        text = self._pa.dictionary(self._pa.int32(), self._pa.string())
        wanted = {f"c{n}": natural.get(n, text) for n in self._wanted}
        ragged = 0

        def skip(_: object) -> str:
            nonlocal ragged
            ragged += 1
            return "skip"

        table = self._csv.read_csv(
            self._pa.py_buffer(block),
            read_options=self._csv.ReadOptions(
                column_names=names, use_threads=False, block_size=len(block) + 1
            ),
            parse_options=self._csv.ParseOptions(
                delimiter=self._plan.format.delimiter,
                quote_char=self._plan.format.quote if quoted else False,
                newlines_in_values=False,
                invalid_row_handler=skip,
            ),
            convert_options=self._csv.ConvertOptions(
                column_types=wanted,
                include_columns=list(wanted),
                null_values=[""],
                strings_can_be_null=False,
                timestamp_parsers=[self._csv.ISO8601],
            ),
        )
        with self._lock:
            self.ragged += ragged
        rows = table.combine_chunks().to_batches()
        return rows[0] if rows else self._pa.RecordBatch.from_pylist([], table.schema)


def _natural_types(plan: ImportPlan, arrow: Any) -> dict[int, pa.DataType]:  # noqa: ANN401
    """Columns that most files write plainly, and their types."""
    types = {}
    for n, column in enumerate(plan.columns):
        if column.target in AMOUNTS and not plan.format.decimal_comma:
            types[n] = arrow.float64()
        elif column.target == _TIME and column.read_as in reading.EPOCHS:
            types[n] = arrow.int64()
        elif column.target == _TIME and plan.format.time_zone in ("", "UTC"):
            types[n] = arrow.timestamp("us")
    return types


def _opened(path: Path) -> gzip.GzipFile | io.BufferedReader:
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    return gzip.GzipFile(path) if packed else path.open("rb")


def _skip(file: gzip.GzipFile | io.BufferedReader, lines: int) -> None:
    """Leave out the lines down to the header, and a mark of the byte order."""
    for _ in range(lines):
        if not file.readline(BLOCK_BYTES).endswith(b"\n"):
            raise Unreadable
    if not lines and file.peek(len(_BOM)).startswith(_BOM):
        file.read(len(_BOM))
