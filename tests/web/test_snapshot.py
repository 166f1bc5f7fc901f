from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from studio.domain.errors import InputProblem, StorageProblem, VitrineError
from studio.store.project import Project
from studio.web.snapshot import SnapshotRequest, snapshot, snapshots


def test_that_a_snapshot_has_the_asked_width_and_the_whole_page(
    qtbot: QtBot, project: Project, tmp_path: Path
) -> None:
    wide, narrow = tmp_path / "out" / "wide.png", tmp_path / "out" / "narrow.png"
    sizes = snapshots(
        project,
        [
            SnapshotRequest("pg-1", wide, 1280),
            SnapshotRequest("pg-1", narrow, 390, theme="dark", language="zh"),
        ],
    )
    light, dark = QImage(str(wide)), QImage(str(narrow))
    assert [(i.width(), i.height()) for i in (light, dark)] == sizes
    assert light.width() == 1280
    assert dark.width() == 390
    assert dark.height() > light.height() > 1000, "the whole page, not one screen of it"
    assert light.pixelColor(640, 400) != dark.pixelColor(195, 400)
    assert "#ff00fe" not in {
        picture.pixelColor(1, picture.height() - 2).name() for picture in (light, dark)
    }


@pytest.mark.parametrize(
    "wrong",
    [{"width": 20}, {"theme": "sepia"}, {"language": "xx"}, {"surface": "mail"}],
)
def test_that_a_wrong_wish_gets_a_sentence(
    project: Project, tmp_path: Path, wrong: dict[str, object]
) -> None:
    request = SnapshotRequest("pg-1", tmp_path / "x.png", **wrong)  # type: ignore[arg-type]
    with pytest.raises(InputProblem):
        snapshot(project, request)


def test_that_an_unknown_page_gets_a_sentence(project: Project, tmp_path: Path) -> None:
    with pytest.raises(VitrineError, match="pg-9"):
        snapshot(project, SnapshotRequest("pg-9", tmp_path / "x.png"))


def test_that_a_place_that_cannot_be_written_gets_a_sentence(
    qtbot: QtBot, project: Project, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageProblem):
        snapshot(project, SnapshotRequest("pg-1", tmp_path / "file" / "x.png", 390))
