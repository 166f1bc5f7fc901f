from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from studio.domain.errors import ModelRefused
from studio.domain.explaining import Cause, Explanation
from studio.domain.jobs import Explain
from studio.domain.words import Words
from studio.ui.audience.step import AudienceStep


def answer(job: Explain) -> Explanation:
    """What the worker says of a product, with one cause more than there are bars."""
    causes = tuple(
        Cause("product", Words(f"Pan {at}", f"锅 {at}"), 0.9 - 0.1 * at, share=0.4)
        for at in range(6)
    )
    causes += (Cause("other", Words("Everything else", "其他"), -0.25),)
    return Explanation(
        subject=job.persona,
        product_id=job.product,
        score=3.5,
        average=0.5,
        rank=2,
        of=24,
        causes=causes,
        features=(Cause("feature", Words("Category", "类目"), 1.25, did="category"),),
        asked=64,
        sentence=Words(f"{job.product} for {job.persona}.", "因为。"),
    )


def test_that_a_typical_product_says_why_below_its_row(
    step: AudienceStep, qtbot, until, monkeypatch: pytest.MonkeyPatch
):
    asked: list[Explain] = []

    async def result(job: Explain, type_: object) -> Explanation:
        asked.append(job)
        return answer(job)

    monkeypatch.setattr(step.context.jobs, "result", result)
    inspector = step.inspector
    row = inspector.rows[1]
    product = row._typical.product_id
    qtbot.mouseClick(row.why, Qt.MouseButton.LeftButton)
    box = inspector.reasons
    assert inspector.typical.body.indexOf(box) == 2
    assert box.sentence.text() == "Asking the model..."
    until(box.causes.isVisible)
    assert step.session is not None
    assert asked == [Explain(str(step.session.folder), product, persona="cooks")]
    assert box.sentence.text() == f"{product} for cooks."
    bars = box.causes._bars
    assert [bar.name for bar in bars[:2]] == ["40% Pan 0", "40% Pan 1"]
    assert (bars[-1].name, bars[-1].text, bars[-1].ours) == ("1 more", "−0.25", False)
    assert box.features._bars[0].text == "+1.25"
    assert box.note.text() == (
        "Score +3.50, for an average shopper +0.50. Mean of 64 members."
    )
    step.choose("walkers")
    assert not box.isVisible()


def test_that_a_model_that_cannot_say_why_says_so(
    step: AudienceStep, qtbot, until, monkeypatch: pytest.MonkeyPatch
):
    async def result(job: Explain, type_: object) -> Explanation:
        raise ModelRefused("It has no parts.", "Train the taste model.")

    monkeypatch.setattr(step.context.jobs, "result", result)
    qtbot.mouseClick(step.inspector.rows[0].why, Qt.MouseButton.LeftButton)
    box = step.inspector.reasons
    until(lambda: box.sentence.text() == "It has no parts. Train the taste model.")
    assert not box.causes.isVisible()
