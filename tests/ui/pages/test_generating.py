from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from studio.services.session import Session
from studio.ui.pages.brief_dialog import BriefDialog
from studio.ui.pages.step import PagesStep


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_that_a_brief_leads_to_pages_and_a_refresh_keeps_hand_edits(
    step: PagesStep, session: Session, qtbot: QtBot
) -> None:
    step.listing.go_to("all", "promotion")
    step.generate()
    dialog = step.window().findChildren(BriefDialog)[-1]
    dialog.name.setText("Frost week")
    dialog.dialog.buttons["ok"].click()
    assert step.maker.running
    assert step.state().condition == "running"
    assert not step.list.generate.isEnabled()
    qtbot.waitUntil(lambda: len(step.listing.candidates()) == 8, timeout=150_000)
    qtbot.waitUntil(lambda: step.editor.page is not None, timeout=150_000)
    page = step.editor.page
    assert page is not None
    assert page.brief is not None
    assert page.brief.name.en == "Frost week"
    assert "countdown" not in [block.type for block in page.blocks], "it has no end"
    block = next(b for b in page.blocks if b.sells)
    step.editor.select(block.id, 0)
    step.commands.run("slot.pin")
    pinned = block.slots[0].product_id
    session.project.pages.mark_stale(page.id, "Tent number 0 has changed.")
    step.refresh()
    step.refresh_page()
    qtbot.waitUntil(lambda: not step.maker.running, timeout=150_000)
    row = session.pages.row(page.id)
    assert row.status == "draft"
    fresh = session.pages.page(page.id)
    assert pinned in {s.product_id for b in fresh.blocks for s in b.slots if s.pinned}
