"""How a layout model is trained."""

from __future__ import annotations

import msgspec

from studio.pipeline.layout.generator import Heat


class TrainSettings(msgspec.Struct, frozen=True):
    """Settings of one training; the presets below are what the studio offers.

    Training goes through `likelihood` steps that teach the generator to predict real
    pages, then `warm_up` ones that teach the discriminator
    alone, then `adversarial` ones of both.
    """

    likelihood: int = 1000
    warm_up: int = 60  # steps of the discriminator alone, between the two
    adversarial: int = 60
    batch: int = 128
    rate: float = 2e-3
    adversarial_rate: float = 2e-5
    discriminator_rate: float = 1e-3
    likelihood_share: float = 1.0  # of the likelihood loss in adversarial steps
    r1: float = 1.0  # weight of the gradient penalty
    r1_every: int = 8  # steps
    rebuild: float = 1.0  # weight of the reconstruction loss
    steer: float = 0.0  # weight of predicted engagement in the generator's reward
    average: float = 0.995  # decay of the averaged generator
    judge_every: int = 50  # steps between two looks at held-out pages
    save_every: int = 50  # steps between two checkpoints
    patience: int = 6  # looks without improvement before an early stop
    seed: int = 20261124
    device: str = "cpu"

    @property
    def steps(self) -> int:
        """All steps."""
        return self.likelihood + self.played

    @property
    def played(self) -> int:
        """Steps with the discriminator."""
        return self.warm_up + self.adversarial if self.adversarial else 0


SCRATCH = TrainSettings()
"""A new model from a large collection of pages."""
QUICK = TrainSettings(
    likelihood=60, warm_up=20, adversarial=60, batch=64, rate=3e-4, steer=1.0,
    adversarial_rate=1e-4, judge_every=20, save_every=20,
)  # fmt: skip
"""Fine-tuning of the shipped weights on a shop's own pages, one or two minutes."""
BASE = msgspec.structs.replace(QUICK, likelihood=150, adversarial=150)
"""The same, more thoroughly."""
HEAT = Heat(types=1.0, attributes=1.0)
"""Temperatures of the shipped weights, chosen on shops held out of training."""
