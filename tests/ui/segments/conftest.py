from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from studio.domain.segment_parser import read
from studio.services.session import Session
from studio.ui.context import Context
from studio.ui.segments.panel import SegmentsPanel
from studio.ui.widgets import Toast
from tests.unit.segments.made import Shop, made_shop, write_shop

Until = Callable[[Callable[[], object]], None]


@pytest.fixture(scope="session")
def shop() -> Shop:
    return made_shop()


@pytest.fixture
def session(
    tmp_path: Path, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Session]:
    """A project with a made-up shop and one segment that was built."""
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    with Session.create(tmp_path / "shop", "Fjord & Fern") as made:
        write_shop(made.project, shop)
        made.segments.prepare()
        made.segments.add("Buyers", read("orders >= 1"))
        yield made


@pytest.fixture
def toasts() -> list[Toast]:
    return []


@pytest.fixture
def empty_panel(
    context: Context, toasts: list[Toast], until: Until
) -> Iterator[SegmentsPanel]:
    """The panel without a project."""
    made = SegmentsPanel(context)
    made.toast_wanted.connect(toasts.append)
    made.settle_at_once()
    made.resize(1364, 824)
    made.show()
    yield made
    until(lambda: not made.busy)
    made.set_session(None)
    made.hide()
    made.deleteLater()


@pytest.fixture
def panel(session: Session, empty_panel: SegmentsPanel, until: Until) -> SegmentsPanel:
    """The panel with the project, its first segment counted."""
    empty_panel.set_session(session)
    until(lambda: empty_panel.entries and not empty_panel.busy)
    return empty_panel


@pytest.fixture
def then(until: Until, panel: SegmentsPanel) -> Until:
    """Runs the loop until something is so and the panel rests.

    What goes on after the loop has stopped would be stepped outside of it.
    """
    return lambda condition: until(lambda: condition() and not panel.busy)
