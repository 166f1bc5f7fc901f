from __future__ import annotations

import pickle
from pathlib import Path

import numpy as np
import pytest

from studio.domain.errors import ModelRefused
from studio.store import weights


def test_that_a_header_as_long_as_a_pickles_first_byte_is_no_pickle(
    tmp_path: Path,
) -> None:
    path = tmp_path / "weights.safetensors"
    for padding in range(256):
        weights.save(path, {"a": np.ones(3)}, {"kind": "taste", "p": "x" * padding})
        if path.read_bytes()[0] == 0x80:
            break
    assert path.read_bytes()[0] == 0x80
    assert weights.load(path, "taste")[0]["a"].tolist() == [1, 1, 1]


@pytest.mark.parametrize("protocol", [2, 3, 4, 5])
def test_that_a_pickle_is_refused_whatever_it_is_called(
    tmp_path: Path, protocol: int
) -> None:
    path = tmp_path / "weights.safetensors"
    path.write_bytes(pickle.dumps({"a": [1, 2]}, protocol))
    with pytest.raises(ModelRefused, match="is a pickle"):
        weights.load(path, "taste")
