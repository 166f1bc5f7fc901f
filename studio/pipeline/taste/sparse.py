"""Sparse matrices of products: the row of each value, the strongest of each row."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp  # type: ignore[import-untyped]

from studio.domain.behaviour import Ints


def rows_of(matrix: sp.csr_matrix) -> Ints:
    """The row of each value that is kept, in the order of `matrix.data`."""
    return np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))


def strongest(matrix: sp.csr_matrix, most: int) -> sp.csr_matrix:
    """Keep the `most` largest values of each row."""
    row = rows_of(matrix)
    order = np.lexsort((-matrix.data, row))
    kept = order[np.arange(len(order)) - matrix.indptr[row] < most]
    return sp.csr_matrix(
        (matrix.data[kept].astype(np.float32), (row[kept], matrix.indices[kept])),
        shape=matrix.shape,
    )
