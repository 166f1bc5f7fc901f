from __future__ import annotations

from pathlib import Path

import pytest

from studio.domain.errors import StorageProblem
from studio.store.config import write_whole


def test_that_a_folder_in_the_way_is_named_as_the_user_named_it(tmp_path: Path) -> None:
    (tmp_path / "out.csv").mkdir()
    with pytest.raises(StorageProblem) as refused:
        write_whole(tmp_path / "out.csv", b"rows")
    assert refused.value.message == f"{tmp_path / 'out.csv'} is a folder."
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]
