"""The shoppers who asked not to be kept any more: digests, never who they are."""

from __future__ import annotations

import hashlib
import hmac

from studio.store.project import Project

SUPPRESSED = "suppressed"
"""The fact that holds the digests of shoppers whom imports leave out."""
_DIGEST_HEX = 32


def digest_of(key: bytes, pseudonym: str) -> str:
    """What stands for a forgotten shopper: without the key it tells nobody who it is.

    128 bits of HMAC-SHA256 with the project's key, over the pseudonym and a purpose.
    """
    text = b"vitrine: forgotten\0" + pseudonym.encode()
    return hmac.new(key, text, hashlib.sha256).hexdigest()[:_DIGEST_HEX]


def suppressed(project: Project) -> frozenset[str]:
    """Digests of the shoppers whom imports leave out."""
    return frozenset(project.database.fact(SUPPRESSED, tuple[str, ...], ()))
