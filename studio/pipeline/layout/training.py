"""The one loop that trains a layout model, from nothing or from other weights."""

from __future__ import annotations

import copy
import time
from collections.abc import Callable, Mapping
from typing import TypeAlias

import msgspec
import numpy as np
import torch

from studio.domain.errors import CancelledByUser
from studio.domain.jobs import Metric, Note, Report, Samples
from studio.domain.layout import Layout, PageKind
from studio.pipeline.layout.checkpoint import course_tensors, reached, restore_course
from studio.pipeline.layout.conditions import page_shares
from studio.pipeline.layout.constraints import mend
from studio.pipeline.layout.engagement import Clicks, fit_clicks, no_clicks
from studio.pipeline.layout.generator import Generator
from studio.pipeline.layout.judging import Look, calibrate, kinds_like, look
from studio.pipeline.layout.model import LayoutModel, seen_values
from studio.pipeline.layout.noise import sample_codes
from studio.pipeline.layout.pages import PageSet, no_pages
from studio.pipeline.layout.settings import TrainSettings
from studio.pipeline.layout.steps import (
    Course,
    Told,
    adversarial_step,
    likelihood_step,
)
from studio.pipeline.layout.traits import scale_of
from studio.pipeline.layout.vocabulary import decode
from studio.pipeline.layout.weights import Tensors, load_net

Keep: TypeAlias = Callable[[Tensors, dict[str, str]], None]

_WALL_KINDS: tuple[PageKind, PageKind] = ("home", "landing")
_WALL = 8  # sample layouts shown while training goes on
_COLLAPSED = 0.35  # of the variety of real pages: all pages alike
_WARM_UP = 0.05  # of the likelihood steps
_REPORT_EVERY = 5  # steps


class Material(msgspec.Struct, frozen=True):
    """What to learn from: pages, held-out pages of other shops, clicks.

    `turned_down` are pages as they were made, where they were approved otherwise.
    """

    pages: PageSet
    held: PageSet
    clicks: Clicks = msgspec.field(default_factory=no_clicks)
    turned_down: PageSet = msgspec.field(default_factory=no_pages)


class Saving(msgspec.Struct, frozen=True):
    """Keeping and resuming.

    `keep` is called with the whole state now and then, and before a cancel; `resume`
    is such a state: training goes on as if it had never been interrupted.
    """

    keep: Keep | None = None
    resume: tuple[Tensors, Mapping[str, str]] | None = None


class Trained(msgspec.Struct, frozen=True):
    """How a training ended: steps done, the last look, and whether it fell back."""

    steps: int
    last: Look | None
    fell_back: bool = False


def train(
    model: LayoutModel,
    material: Material,
    settings: TrainSettings,
    report: Report,
    saving: Saving | None = None,
) -> Trained:
    """Train a model in place.

    Args:
        model: New, or with the weights to start from.
        material: Pages to learn from and to judge by.
        settings: How long and how.
        report: Told of progress, curves and samples; may raise CancelledByUser.
        saving: Where the state goes, and the state to go on from.

    Raises:
        CancelledByUser: The user stopped it; the state has been kept.
        ModelRefused: The state to resume does not fit.
    """
    saving = saving or Saving()
    loop = LayoutLoop(model, material, settings, report)
    if saving.resume is not None:
        loop.restore(*saving.resume)
    try:
        loop.run(saving.keep)
    except CancelledByUser:
        if saving.keep is not None:
            saving.keep(*loop.state())
        raise
    loop.finish()
    return Trained(loop.step, loop.last_look, loop.fell_back)


class LayoutLoop:
    """The state of one training."""

    def __init__(
        self,
        model: LayoutModel,
        material: Material,
        settings: TrainSettings,
        report: Report,
    ) -> None:
        device = settings.device
        model.to(device)
        self.material, self.settings, self.report = material, settings, report
        fresh = model.about.get("steps") is None
        seen = seen_values(material.pages.codes).to(device)
        model.generator.seen = seen if fresh else model.generator.seen | seen
        if len(material.clicks):
            model.traits = scale_of(material.clicks.traits)
            fit_clicks(model.discriminator, material.clicks, model.traits)
        if fresh:
            model.shares = page_shares(material.pages)
        self.course = Course(
            material.pages, material.clicks, model,
            torch.optim.AdamW(
                model.generator.parameters(), settings.rate, (0.9, 0.98),
                weight_decay=0.05,
            ),
            torch.optim.AdamW(
                model.discriminator.parameters(), settings.discriminator_rate,
                (0.5, 0.99), weight_decay=0.01,
            ),
            settings, np.random.default_rng(settings.seed), device,
            material.turned_down,
        )  # fmt: skip
        self.averaged: Generator = copy.deepcopy(model.generator)
        self.step = 0
        self.best: tuple[float, dict[str, torch.Tensor]] | None = None
        self.worse = 0
        self.last_look: Look | None = None
        self.fell_back = False
        self.began = time.monotonic()

    def run(self, keep: Keep | None) -> None:
        """Step until done, stopped early or collapsed."""
        settings = self.settings
        began_at = self.step
        while self.step < settings.steps:
            self.chance()
            if not self.once():
                self._fall_back("the losses were not numbers any more")
                return
            self.step += 1
            if self.step % _REPORT_EVERY == 0 or self.step == settings.steps:
                self._tell_progress(began_at)
            if self.step % settings.judge_every == 0 and self.judged_enough():
                return
            if keep is not None and self.step % settings.save_every == 0:
                keep(*self.state())

    def state(self) -> tuple[Tensors, dict[str, str]]:
        """The whole state, for `restore`."""
        tensors = course_tensors(self.course, self.averaged)
        meta = {"kind": "layout-checkpoint", "step": str(self.step)}
        if self.best is not None:
            tensors |= {f"best.{k}": v.cpu().numpy() for k, v in self.best[1].items()}
            meta |= {"best": repr(self.best[0]), "worse": str(self.worse)}
        return tensors, meta

    def restore(self, tensors: Tensors, meta: Mapping[str, str]) -> None:
        """Go on from a state."""
        where = "The checkpoint"
        self.step = reached(meta, where)
        restore_course(self.course, self.averaged, tensors, where)
        if "best" in meta:
            best = copy.deepcopy(self.averaged)
            load_net("best", best, tensors, where)
            self.best = (float(meta["best"]), best.state_dict())
            self.worse = int(meta.get("worse", "0"))
        self.report.send(Note(f"Going on after step {self.step}."))

    def finish(self) -> None:
        """Leave the averaged weights in the model, calibrated."""
        model = self.course.model
        model.generator.load_state_dict(self.averaged.state_dict())
        if self.settings.adversarial:
            calibrate(model, self.material.held)
        if len(self.course.clicks):
            fit_clicks(model.discriminator, self.course.clicks, model.traits)
        model.clicks += self.course.clicks.impressions
        model.about["steps"] = str(self.step)
        model.eval()

    def chance(self) -> None:
        """Chance that depends on seed and step alone, so that resuming is exact."""
        self.course.rng = np.random.default_rng([self.settings.seed, self.step])
        torch.manual_seed(self.settings.seed * 100_003 + self.step)
        for group in self.course.generator_steps.param_groups:
            group["lr"] = self._rate()

    def _rate(self) -> float:
        """Learning rate: warm-up and cosine for likelihood, then constant."""
        settings = self.settings
        if self.step >= settings.likelihood:
            return settings.adversarial_rate
        done = self.step / max(1, settings.likelihood)
        warm = min(1.0, (done + 1e-3) / _WARM_UP)
        return float(settings.rate * warm * (0.02 + 0.49 * (1 + np.cos(np.pi * done))))

    def once(self) -> bool:
        """One step; False when a loss is not a number."""
        if self.step < self.settings.likelihood:
            loss = likelihood_step(self.course)
            told = None
        else:
            told = adversarial_step(self.course, self.step)
            loss = told.discriminator
        if not np.isfinite(loss) or not self._sound(told):
            return False
        self._average()
        if self.step % _REPORT_EVERY == 0:
            self._tell(loss, told)
        return True

    @staticmethod
    def _sound(told: Told | None) -> bool:
        generator = told.generator if told is not None else None
        return generator is None or bool(np.isfinite(generator))

    def _average(self) -> None:
        decay = min(self.settings.average, (1 + self.step) / (10 + self.step))
        own = self.course.model.generator.state_dict()
        for name, value in self.averaged.state_dict().items():
            if value.dtype.is_floating_point:
                value.lerp_(own[name], 1 - decay)

    def _tell(self, loss: float, told: Told | None) -> None:
        send, at = self.report.send, self.step
        if told is None:
            send(Metric("loss/train", at, loss))
            return
        if told.generator is not None:
            send(Metric("loss/generator", at, told.generator))
        send(Metric("loss/discriminator", at, told.discriminator))
        send(Metric("accuracy/real", at, told.real))
        send(Metric("accuracy/fake", at, told.fake))

    def _tell_progress(self, began_at: int) -> None:
        pace = (time.monotonic() - self.began) / max(1, self.step - began_at)
        left = pace * (self.settings.steps - self.step)
        label = (
            "Learning from real pages"
            if self.step <= self.settings.likelihood
            else "Generator against discriminator"
        )
        self.report.progress(self.step, self.settings.steps, label, left)

    def judged_enough(self) -> bool:
        """Look at held-out pages; True when training should end."""
        model = copy.copy(self.course.model)
        model.generator = self.averaged
        found = look(model, self.material.held, self.material.pages, self.settings.seed)
        self.last_look = found
        self.report.send(Metric("loss/validation", self.step, found.nats))
        self.report.send(Metric("novelty", self.step, found.novel))
        self.report.send(Metric("bigrams", self.step, found.bigrams))
        self.report.send(Metric("distinct", self.step, found.distinct))
        self.report.send(Samples(_wall(model, self.settings.seed)))
        if found.distinct < _COLLAPSED and self.step > self.settings.judge_every:
            self._fall_back("all pages came out alike")
            return True
        return self._settled(found)

    def _settled(self, found: Look) -> bool:
        """Early stop: no better for long, or copying."""
        if self.best is None or found.bigrams < self.best[0]:
            state = {k: v.clone() for k, v in self.averaged.state_dict().items()}
            self.best = (found.bigrams, state)
            self.worse = 0
        else:
            self.worse += 1
        playing = self.step > self.settings.likelihood + self.settings.warm_up
        if playing and self.worse >= self.settings.patience:
            self.report.send(Note("No better for a while: stopped early."))
            return True
        return False

    def _fall_back(self, why: str) -> None:
        """Take the last good weights."""
        self.fell_back = True
        if self.best is not None:
            self.averaged.load_state_dict(self.best[1])
        self.report.send(
            Note(f"Training went wrong at step {self.step}: {why}. The last good "
                 "weights are kept; train again with another seed.")
        )  # fmt: skip


def _wall(model: LayoutModel, seed: int) -> tuple[Layout, ...]:
    """Layouts from the same noise each time, home and landing pages in turn."""
    kinds = np.arange(_WALL, dtype=np.int64) % 2
    empty = PageSet(
        np.zeros((_WALL, 0, 0), np.uint8), kinds, kinds * 0, kinds * 0, np.ones(_WALL)
    )
    raw = sample_codes(model, kinds_like(empty, model.shares, seed), seed)
    codes = mend(raw, kinds).codes
    return tuple(
        Layout(decode(page), _WALL_KINDS[kind], seed=seed)
        for page, kind in zip(codes, kinds.tolist(), strict=True)
    )
