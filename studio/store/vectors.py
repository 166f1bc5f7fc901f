"""Vectors of texts, kept by what the texts say, so that each is encoded once.

One file a purpose in `data/cache/`: under the digest of each text, of an encoder with
its version. It holds the texts that were asked for last and no others, is sealed in a
protected project, and goes with all caches when shoppers are forgotten. What a person
types into a search field is never kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from studio.domain.errors import ModelRefused
from studio.domain.taste import Features
from studio.store import weights
from studio.store.problems import storage_problems
from studio.store.tables import Tables

Encode: TypeAlias = Callable[[Sequence[str]], Features]
Say: TypeAlias = Callable[[int, int], None]
Kept: TypeAlias = dict[bytes, npt.NDArray[np.float16]]
CACHE, KIND = "cache", "vectors"
DIGEST = 16
"""Bytes of a digest: enough that no two texts of a shop share one."""
AT_ONCE = 32
"""Texts encoded between two looks at whether to stop."""
SAVE_EVERY = 64
"""Rounds after which what is done is written, so that stopping loses little."""


def kept_vectors(
    tables: Tables,
    purpose: str,
    encoder: tuple[str, Encode],
    texts: Sequence[str],
    say: Say = lambda _done, _all: None,
) -> Features:
    """Vectors (N, W) of N texts: those known are read, the others encoded and kept.

    Args:
        tables: Of the project that keeps them.
        purpose: Names the file, such as "products".
        encoder: Its mark, and what encodes some texts.
        texts: In any order, repeats included; at least one.
        say: Is told how many of the missing texts are done; may raise to stop.

    Raises:
        StorageProblem: The disk is full or closed.
        CancelledByUser: Raised by `say`; what was encoded before is kept.
    """
    mark, encode = encoder
    path = tables.folder / CACHE / f"{KIND}-{purpose}.safetensors"
    digests = [_digest(text) for text in texts]
    known = _read(path, mark)
    missing = {d: t for d, t in zip(digests, texts, strict=True) if d not in known}
    asked = set(digests)
    stale = known.keys() - asked
    saver = _Saver(path, mark, asked, say)
    try:
        _encode(known, missing, encode, saver)
    finally:
        if missing or stale:
            saver.save(known)
    return np.stack([known[digest] for digest in digests]).astype(np.float32)


class _Saver:
    """Says how far encoding is and saves now and then."""

    def __init__(self, path: Path, mark: str, asked: set[bytes], say: Say) -> None:
        self._path, self._mark, self._asked, self._say = path, mark, asked, say
        self._rounds = 0

    def after(self, known: Kept, done: int, total: int) -> None:
        """Take note of one round; may raise to stop."""
        self._rounds += 1
        if self._rounds % SAVE_EVERY == 0:
            self.save(known)
        self._say(done, total)

    def save(self, known: Kept) -> None:
        """Write what is known of the texts that were asked for."""
        kept = {d: v for d, v in known.items() if d in self._asked}
        _write(self._path, self._mark, kept)


def _encode(
    known: Kept, missing: dict[bytes, str], encode: Encode, saver: _Saver
) -> None:
    new = list(missing.items())
    for first in range(0, len(new), AT_ONCE):
        some = new[first : first + AT_ONCE]
        vectors = encode([text for _, text in some]).astype(np.float16)
        known.update(zip((d for d, _ in some), vectors, strict=True))
        saver.after(known, min(first + AT_ONCE, len(new)), len(new))


def _digest(text: str) -> bytes:
    whole = text.encode("utf-8", "surrogatepass")
    return hashlib.blake2b(whole, digest_size=DIGEST).digest()


def _read(path: Path, mark: str) -> Kept:
    """What is kept of an encoder; nothing where the file is missing or damaged."""
    try:
        arrays, meta = weights.load(path, KIND)
    except ModelRefused:
        return {}
    digests, vectors = arrays.get("digests"), arrays.get("vectors")
    if meta.get("mark") != mark or digests is None or vectors is None:
        return {}
    if len(digests) != len(vectors) or digests.shape[1:] != (DIGEST,):
        return {}
    return {digest.tobytes(): vectors[at] for at, digest in enumerate(digests)}


def _write(path: Path, mark: str, known: Kept) -> None:
    with storage_problems(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    if not known:
        return
    digests = np.frombuffer(b"".join(known), np.uint8).reshape(-1, DIGEST)
    arrays: weights.Tensors = {
        "digests": digests,
        "vectors": np.stack(list(known.values())),
    }
    weights.save(path, arrays, {"kind": KIND, "mark": mark})
