"""Legal edits: small changes after which a page is still a page.

The discriminator sees real and generated pages under the same edits, so that few pages
teach it taste rather than themselves (Karras et al., 2020, for pictures).
"""

from __future__ import annotations

import numpy as np

from studio.pipeline.layout.vocabulary import Codes, lengths

_CHANCE = 0.3  # of each edit, for each page


def edited(codes: Codes, rng: np.random.Generator) -> Codes:
    """Pages (N, T, FIELDS) after removing a block or swapping two neighbours."""
    out = codes.copy()
    sizes = lengths(codes)
    for page, size in zip(out, sizes.tolist(), strict=True):
        if size > 2 and rng.random() < _CHANCE:  # noqa: PLR2004 # keep two blocks
            at = int(rng.integers(size))
            page[at:-1] = page[at + 1 :].copy()
            page[-1] = 0
            size -= 1  # noqa: PLW2901
        if size > 1 and rng.random() < _CHANCE:
            at = int(rng.integers(size - 1))
            page[[at, at + 1]] = page[[at + 1, at]]
    return out
