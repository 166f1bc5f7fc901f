"""Sealed files: what is written is read, and nothing else opens."""

from __future__ import annotations

import contextlib
import io
import os
import random
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.domain.errors import ProjectProblem
from studio.store.sealing import stream
from studio.store.sealing.seal import Seal
from studio.store.sealing.stream import CHUNK, HEAD, TAG, SealedReader, SealedWriter

KEY = bytes(range(32))
SIZES = (0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 17)


@pytest.fixture
def seal(tmp_path: Path) -> Seal:
    return Seal(tmp_path, KEY)


def content_of(size: int) -> bytes:
    return random.Random(size).randbytes(size)


def written(seal: Seal, content: bytes, name: str = "a.bin", piece: int = 0) -> Path:
    path = seal.folder / name
    with seal.writer(path) as out:
        for at in range(0, len(content), piece or len(content) or 1):
            out.write(content[at : at + (piece or len(content))])
    return path


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("piece", [0, 1000, CHUNK, CHUNK + 5])
def test_that_what_was_written_in_any_pieces_is_read(
    seal: Seal, size: int, piece: int
) -> None:
    content = content_of(size)
    path = written(seal, content, piece=piece)
    assert seal.read(path) == content
    chunks = max(1, -(-size // CHUNK))
    assert path.stat().st_size == HEAD + size + chunks * TAG


@pytest.mark.parametrize("size", SIZES)
def test_that_a_file_made_in_memory_reads_like_a_written_one(
    seal: Seal, size: int
) -> None:
    content = content_of(size)
    path = seal.folder / "b.bin"
    path.write_bytes(seal.sealed(path, content))
    assert seal.read(path) == content


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_that_any_place_of_a_file_can_be_read(data: st.DataObject) -> None:
    size = data.draw(st.sampled_from(SIZES))
    content = content_of(size)
    sealed = io.BytesIO(stream.seal_bytes(content, KEY, "n"))
    with SealedReader(sealed, KEY, "n") as reader:
        for _ in range(5):
            at = data.draw(st.integers(0, size + 10))
            length = data.draw(st.integers(0, 2 * CHUNK))
            reader.seek(at)
            assert reader.read(length) == content[at : at + length]


def test_that_threads_read_side_by_side(seal: Seal) -> None:
    content = content_of(3 * CHUNK + 17)
    wrong: list[int] = []
    with seal.reader(written(seal, content)) as reader:

        def look(seed: int) -> None:
            chance = random.Random(seed)
            for _ in range(50):
                at = chance.randrange(len(content))
                reader.seek(at)
                if reader.read(5000) != content[at : at + 5000]:
                    wrong.append(at)

        threads = [threading.Thread(target=look, args=(n,)) for n in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert wrong == []


@pytest.mark.parametrize("size", [0, 1, CHUNK, 2 * CHUNK + 5])
def test_that_a_changed_byte_anywhere_is_noticed(seal: Seal, size: int) -> None:
    path = written(seal, content_of(size))
    raw = path.read_bytes()
    places = {*range(HEAD), HEAD, len(raw) - 1, len(raw) // 2}
    for at in sorted(places):
        changed = bytearray(raw)
        changed[at] ^= 1
        path.write_bytes(changed)
        with pytest.raises(ProjectProblem, match="changed or damaged"):
            seal.read(path)


@pytest.mark.parametrize(
    "cut",
    [
        0,
        HEAD - 1,
        HEAD,
        HEAD + TAG - 1,
        HEAD + TAG,
        HEAD + CHUNK + TAG,
        HEAD + 2 * (CHUNK + TAG),
        HEAD + 2 * (CHUNK + TAG) + 3,
        -1,
    ],
)
def test_that_a_file_cut_short_is_refused_when_it_is_opened(
    seal: Seal, cut: int
) -> None:
    path = written(seal, content_of(2 * CHUNK + 500))
    path.write_bytes(path.read_bytes()[:cut])
    with pytest.raises(ProjectProblem, match="changed or damaged"):
        seal.reader(path)


def test_that_something_added_at_the_end_is_refused(seal: Seal) -> None:
    path = written(seal, content_of(CHUNK))
    raw = path.read_bytes()
    for more in (b"\0", b"\0" * TAG, raw[HEAD:]):
        path.write_bytes(raw + more)
        with pytest.raises(ProjectProblem, match="changed or damaged"):
            seal.reader(path)


def test_that_exchanged_chunks_are_noticed(seal: Seal) -> None:
    path = written(seal, content_of(3 * CHUNK))
    raw, whole = path.read_bytes(), CHUNK + TAG
    first, second = (raw[HEAD + n * whole : HEAD + (n + 1) * whole] for n in (0, 1))
    path.write_bytes(raw[:HEAD] + second + first + raw[HEAD + 2 * whole :])
    with pytest.raises(ProjectProblem, match="changed or damaged"):
        seal.read(path)


def test_that_exchanged_files_are_noticed(seal: Seal) -> None:
    one = written(seal, b"pages of one persona", "one.bin")
    two = written(seal, b"pages of another one", "two.bin")
    one_bytes, two_bytes = one.read_bytes(), two.read_bytes()
    one.write_bytes(two_bytes)
    two.write_bytes(one_bytes)
    for path in (one, two):
        with pytest.raises(ProjectProblem, match="changed or damaged"):
            seal.read(path)


def test_that_chunks_of_two_writings_do_not_mix(seal: Seal) -> None:
    old = written(seal, content_of(2 * CHUNK)).read_bytes()
    path = written(seal, content_of(2 * CHUNK))
    new = path.read_bytes()
    assert old != new, "the salt is random"
    cut = HEAD + CHUNK + TAG
    path.write_bytes(new[:cut] + old[cut:])
    with pytest.raises(ProjectProblem, match="changed or damaged"):
        seal.reader(path)


def test_that_another_projects_key_opens_nothing(seal: Seal) -> None:
    path = written(seal, b"a")
    with pytest.raises(ProjectProblem, match="changed or damaged"):
        Seal(seal.folder, bytes(32)).read(path)


def test_that_a_plain_file_in_place_of_a_sealed_one_is_refused(seal: Seal) -> None:
    path = seal.folder / "planted.bin"
    path.write_bytes(b"planted " * 100)
    with pytest.raises(ProjectProblem, match="changed or damaged"):
        seal.read(path)


def test_that_an_unfinished_file_is_refused(seal: Seal) -> None:
    path = seal.folder / "half.bin"
    with contextlib.suppress(KeyboardInterrupt), seal.writer(path) as out:
        out.write(content_of(CHUNK + 5))
        raise KeyboardInterrupt
    with pytest.raises(ProjectProblem, match="changed or damaged"):
        seal.reader(path)
    forgotten: SealedWriter | None = seal.writer(path)
    assert forgotten is not None
    forgotten.write(b"x")
    forgotten = None
    with pytest.raises(ProjectProblem, match="changed or damaged"):
        seal.reader(path)


def test_that_nothing_of_the_content_shows(seal: Seal) -> None:
    words = b"Wrenfield stoneware teapot, moss green. "
    raw = written(seal, words * 20_000).read_bytes()
    assert words not in raw
    assert b"teapot" not in raw
    assert len(set(raw[HEAD : HEAD + 100_000])) == 256


def test_that_each_purpose_has_a_key_of_its_own(seal: Seal) -> None:
    keys = {KEY, seal._derived("database"), seal._derived("files")}
    keys.add(seal._derived("pseudonyms"))
    assert len(keys) == 4
    secret = os.urandom(32)
    assert seal.unwrap(seal.wrap(secret)) == secret
    with pytest.raises(ProjectProblem):
        Seal(seal.folder, bytes(32)).unwrap(seal.wrap(secret))
