"""After everything is chosen: learning from the held-out steps too."""

from __future__ import annotations

import msgspec
import torch

from studio.domain.jobs import Note, Report
from studio.pipeline.taste.cold import lend
from studio.pipeline.taste.learner import SequenceLearner, Task, new_net, warm_products
from studio.pipeline.taste.loop import Keep, Loop, cooled
from studio.pipeline.taste.memory import learn_memory
from studio.pipeline.taste.settings import Settings
from studio.pipeline.taste.split import no_split

AGAIN = 0.5
"""Epochs on everything for each that was chosen: as many again learn by heart."""


def epochs_at_most(settings: Settings) -> tuple[int, int]:
    """Most epochs of the choosing, and of those on everything."""
    epochs = settings.training.epochs
    if settings.model != "sasrec" or settings.private is not None:
        return epochs, 0
    return epochs, _again(epochs)


class RefitLoop(Loop):
    """Epochs on all steps, from the chosen weights, down to a low rate.

    Nothing is held out, so nothing is judged and no epoch is better than another.
    """

    label = "Learning from everything: epoch {n} of {all}"

    @property
    def done(self) -> bool:
        """Whether all its epochs are trained, or the numbers were lost too often."""
        return self.place.epoch >= self.training.epochs or self.lost

    def _share_of_rate(self) -> float:
        return cooled(min(self.place.step / max(self.steps, 1), 1.0))

    def _judge(self, loss: float, keep: Keep) -> None:  # noqa: ARG002
        self.best = {name: value.clone() for name, value in self.average.items()}


def refit(chosen: Loop, report: Report) -> SequenceLearner:
    """A learner that has learned from every step, as the chosen one did from most.

    It begins with the chosen weights, so that it stays near what was measured.
    """
    task, learner = chosen.task, chosen.learner
    if not isinstance(learner, SequenceLearner):
        raise TypeError("the article's network is not refitted")
    epochs = _again(chosen.place.best_epoch or chosen.place.epoch)
    training = msgspec.structs.replace(task.settings.training, epochs=epochs)
    settings = msgspec.structs.replace(task.settings, training=training)
    everything = no_split(task.inputs.steps)
    whole = Task(task.inputs, everything, settings, task.device)
    warm = warm_products(task.inputs, everything)
    net = new_net(task.inputs, warm, settings)
    net.load_state_dict(chosen.best)
    again = SequenceLearner(whole, net)
    report.send(Note(f"learning from the held-out steps too, {epochs} epochs more"))
    loop = RefitLoop(again, whole, report)
    loop.run(Keep(lambda _: None, lambda _: None))
    if learner.memory is not None:
        products = len(task.inputs.products)
        fresh = learn_memory(task.inputs.steps, everything.train_end, products)
        again.memory = msgspec.structs.replace(learner.memory, links=fresh.links)
    lend(again, warm)
    torch.cuda.empty_cache()
    return again


def _again(epochs: int) -> int:
    """Epochs on everything after some that were chosen, at least 1."""
    return max(round(AGAIN * epochs), 1)
