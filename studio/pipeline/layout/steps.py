"""One step of training each: likelihood, discriminator, generator."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import softplus

from studio.domain.layout import PAGE_KINDS
from studio.pipeline.layout.augment import edited
from studio.pipeline.layout.conditions import ANY_CAMPAIGN, ANY_KIND, draw_lengths
from studio.pipeline.layout.discriminator import r1_penalty
from studio.pipeline.layout.engagement import (
    Clicks,
    engagement_loss,
    page_engagement,
)
from studio.pipeline.layout.model import LayoutModel
from studio.pipeline.layout.net import Conditioned, alive, unknown_traits
from studio.pipeline.layout.pages import PageSet
from studio.pipeline.layout.settings import TrainSettings
from studio.pipeline.layout.vocabulary import BLOCKS, FIELDS, Codes, lengths

_CHUNKS = 3  # a batch goes through in chunks of like length: less padding
_LOSS_UNIT = 20.0  # nats a page, roughly: brings the loss near 1
_HIDE_KIND, _HIDE_CAMPAIGN, _HIDE_LENGTH = 0.05, 0.1, 0.15
_KNOW_TRAITS = 0.7  # of generated pages in training, where traits are known
_CLICK_ROWS = 64
_TURNED_DOWN = 1 / 4  # of the made pages of a batch


@dataclass
class Course:
    """What the steps share: data, model, optimisers, chance and settings."""

    pages: PageSet
    clicks: Clicks
    model: LayoutModel
    generator_steps: torch.optim.Optimizer
    discriminator_steps: torch.optim.Optimizer
    settings: TrainSettings
    rng: np.random.Generator
    device: str
    turned_down: PageSet

    def draw(self) -> tuple[Codes, Conditioned]:
        """A batch of real pages by weight, with what is known of them."""
        share = self.pages.weight / self.pages.weight.sum()
        rows = self.rng.choice(len(self.pages), self.settings.batch, p=share)
        kind = torch.from_numpy(self.pages.kind[rows])
        campaign = torch.from_numpy(self.pages.campaign[rows])
        given = unknown_traits(kind, campaign)
        sizes = torch.from_numpy(lengths(self.pages.codes[rows]))
        given = msgspec.structs.replace(given, length=sizes)
        return self.pages.codes[rows], given


@dataclass
class Told:
    """What one adversarial step found; no generator loss while it waits."""

    generator: float | None
    discriminator: float
    real: float
    fake: float


def likelihood_step(course: Course) -> float:
    """Teach the generator to predict real pages; returns nats a page."""
    codes, given = course.draw()
    course.generator_steps.zero_grad()
    course.model.generator.train()
    loss = _likelihood(course, codes, given)
    _update(course.generator_steps, course.model.generator)
    return loss


def adversarial_step(course: Course, step: int) -> Told:
    """One update of the discriminator and one of the generator."""
    codes, given = course.draw()
    asked = _asked(course, given)
    made = make(course.model, asked, course.rng)
    made, asked = _with_turned_down(course, made, asked)
    loss, real, fake = _discriminator_step(course, (codes, given), (made, asked), step)
    if step < course.settings.likelihood + course.settings.warm_up:
        return Told(None, loss, real, fake)
    reward = _generator_step(course, codes, given)
    return Told(-reward, loss, real, fake)


def _with_turned_down(
    course: Course, made: Codes, asked: Conditioned
) -> tuple[Codes, Conditioned]:
    """Made pages, some of them replaced by what a merchandiser has changed.

    What a page was before it was edited and approved is as wrong as a made page: so
    the discriminator learns the edits, and through it the generator.
    """
    down = course.turned_down
    if not len(down):
        return made, asked
    n = max(1, round(len(made) * _TURNED_DOWN))
    rows = course.rng.integers(len(down), size=n)
    kind, campaign = asked.kind.clone(), asked.campaign.clone()
    kind[:n] = torch.from_numpy(down.kind[rows])
    campaign[:n] = torch.from_numpy(down.campaign[rows])
    codes = np.concatenate([down.codes[rows], made[n:]])
    return codes, msgspec.structs.replace(asked, kind=kind, campaign=campaign)


def make(model: LayoutModel, given: Conditioned, rng: np.random.Generator) -> Codes:
    """Pages of the generator as it is, without temperatures."""
    model.generator.eval()
    noise = rng.standard_normal((len(given), BLOCKS, FIELDS), np.float32)
    device = model.device
    pages = model.generator.sample(given.to(device), torch.from_numpy(noise).to(device))
    return np.asarray(pages.cpu().numpy(), np.uint8)


def _likelihood(course: Course, codes: Codes, given: Conditioned) -> float:
    """Gradient of the likelihood loss, in chunks; returns nats a page."""
    hidden = _hide(given, course.rng)
    order = np.argsort(lengths(codes), kind="stable")
    total = 0.0
    for rows in np.array_split(order, _CHUNKS):
        longest = int(lengths(codes[rows]).max(initial=1))
        page = torch.from_numpy(codes[rows, :longest]).to(course.device)
        part = hidden.rows(torch.from_numpy(rows)).to(course.device)
        nats = -course.model.generator(page, part).sum() / len(codes)
        share = course.settings.likelihood_share if course.settings.adversarial else 1.0
        torch.autograd.backward(nats * share / _LOSS_UNIT)
        total += float(nats.detach())
    return total


def _hide(given: Conditioned, rng: np.random.Generator) -> Conditioned:
    """Hide some of the conditions, so that each may be left open later."""
    chance = torch.from_numpy(rng.random((3, len(given))))
    return msgspec.structs.replace(
        given,
        kind=torch.where(chance[0] < _HIDE_KIND, ANY_KIND, given.kind),
        campaign=torch.where(chance[1] < _HIDE_CAMPAIGN, ANY_CAMPAIGN, given.campaign),
        length=torch.where(chance[2] < _HIDE_LENGTH, 0, given.length),
    )


def _asked(course: Course, given: Conditioned) -> Conditioned:
    """Conditions to make pages for: as the real ones, with a persona where known."""
    asked = draw_lengths(
        msgspec.structs.replace(given, length=torch.zeros_like(given.length)),
        course.model.shares, course.rng,
    )  # fmt: skip
    if not len(course.clicks):
        return asked
    rows = course.rng.integers(len(course.clicks), size=len(given))
    told = course.rng.random(len(given)) < _KNOW_TRAITS
    traits = np.where(told[:, None], course.clicks.traits[rows], np.float32(np.nan))
    centred, known = course.model.traits.centred(traits)
    return msgspec.structs.replace(asked, traits=centred, known=known)


def _discriminator_step(
    course: Course,
    shown: tuple[Codes, Conditioned],
    faked: tuple[Codes, Conditioned],
    step: int,
) -> tuple[float, float, float]:
    net, settings, device = course.model.discriminator, course.settings, course.device
    net.train()
    codes = torch.from_numpy(edited(shown[0], course.rng)).to(device)
    made = torch.from_numpy(edited(faked[0], course.rng)).to(device)
    given, asked = _blind(shown[1]).to(device), _blind(faked[1]).to(device)
    page = net.read(net.embed(codes), alive(codes))[:, 0]
    other = net.read(net.embed(made), alive(made))[:, 0]
    wrong = _elsewhere(given, course.rng)
    real, fake = net.realness(page, given), net.realness(other, asked)
    misplaced = net.realness(page, wrong)
    loss = softplus(-real).mean() + softplus(fake).mean()
    differs = (wrong.kind != given.kind).float()
    loss = loss + (softplus(misplaced) * differs).sum() / differs.sum().clamp(min=1) / 2
    rebuilt = net.rebuild_loss(page, codes) + net.rebuild_loss(other, made)
    total = loss + settings.rebuild * rebuilt
    if step % settings.r1_every == 0:
        penalty = r1_penalty(net, codes, given)
        total = total + settings.r1 / 2 * settings.r1_every * penalty
    if len(course.clicks):
        total = total + engagement_loss(net, _some(course), course.model.traits)
    course.discriminator_steps.zero_grad()
    torch.autograd.backward(total)
    _update(course.discriminator_steps, net)
    right = float((real > 0).float().mean()), float((fake < 0).float().mean())
    return float(loss.detach()), *right


def _generator_step(course: Course, codes: Codes, given: Conditioned) -> float:
    """Policy gradient on the discriminator's verdict, leashed by the likelihood.

    A page is a sequence of discrete choices; its log-probability is exact, so the
    score-function gradient needs no relaxation (SeqGAN; Yu et al., 2017). The batch
    mean is the baseline.
    """
    generator, device = course.model.generator, course.device
    asked = _asked(course, given)
    made = torch.from_numpy(make(course.model, asked, course.rng)).to(device)
    asked = asked.to(device)
    reward = _reward(course, made, asked)
    worth = (reward - reward.mean()) / reward.std().clamp(min=1e-3)
    course.generator_steps.zero_grad()
    generator.eval()  # the policy that made the pages had no dropout
    said = generator(made, asked).sum(dim=(1, 2))
    torch.autograd.backward(-(worth * said).mean() / _LOSS_UNIT)
    generator.train()
    _likelihood(course, codes, given)
    _update(course.generator_steps, generator)
    return float(reward.mean())


@torch.no_grad()
def _reward(course: Course, made: Tensor, asked: Conditioned) -> Tensor:
    """Non-saturating reward log D, plus what the persona is predicted to click."""
    net = course.model.discriminator
    net.eval()
    reward = -softplus(-net(made, _blind(asked)))
    if course.settings.steer and len(course.clicks):
        clicks = page_engagement(net, made, asked)
        clicks = (clicks - clicks.mean()) / clicks.std().clamp(min=1e-6)
        reward = reward + course.settings.steer * clicks * reward.std()
    return reward


def _blind(given: Conditioned) -> Conditioned:
    """Conditions without traits: those of real pages are unknown, and would tell."""
    nothing = torch.zeros_like(given.known)
    return msgspec.structs.replace(given, known=nothing, traits=nothing)


def _elsewhere(given: Conditioned, rng: np.random.Generator) -> Conditioned:
    """The same pages under another page kind."""
    shift = torch.from_numpy(rng.integers(1, len(PAGE_KINDS), len(given)))
    kind = (given.kind + shift.to(given.kind.device)) % len(PAGE_KINDS)
    return msgspec.structs.replace(given, kind=kind)


def _some(course: Course) -> Clicks:
    clicks = course.clicks
    if len(clicks) <= _CLICK_ROWS:
        return clicks
    rows = course.rng.choice(len(clicks), _CLICK_ROWS, replace=False)
    return Clicks(
        clicks.codes[rows], clicks.traits[rows], clicks.shown[rows],
        clicks.clicked[rows],
    )  # fmt: skip


def _update(optimiser: torch.optim.Optimizer, net: nn.Module) -> None:
    nn.utils.clip_grad_norm_(net.parameters(), 1.0)
    optimiser.step()
