"""The discriminator's second head: who clicks which block."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from studio.domain.persona import TRAIT_NAMES
from studio.pipeline.layout.net import Conditioned
from studio.pipeline.layout.vocabulary import BLOCKS, FIELD_SIZES

_RANK = 16  # ways in which personas differ in what they click
_PRIOR = -3.0  # logit of a click before anything is learned, about 5 %


class ClickHead(nn.Module):
    """Click rate of a block as its appeal to all plus what suits the persona.

    The second part is a product of what the block offers and what the traits ask for
    (a factorisation): few clicks suffice to learn it.
    """

    def __init__(self, width: int) -> None:
        super().__init__()
        self.appeal = nn.Linear(width, 1)
        self.type_appeal = nn.Embedding(FIELD_SIZES[0], 1)
        self.place_appeal = nn.Embedding(BLOCKS, 1)
        self.offer = nn.Linear(width, _RANK)
        self.type_offer = nn.Embedding(FIELD_SIZES[0], _RANK)
        self.ask = nn.Linear(2 * len(TRAIT_NAMES), _RANK, bias=False)
        for layer in (self.appeal, self.offer):
            nn.init.normal_(layer.weight, std=0.01)
        nn.init.zeros_(self.offer.bias)
        nn.init.constant_(self.appeal.bias, _PRIOR)
        nn.init.zeros_(self.type_appeal.weight)
        nn.init.zeros_(self.place_appeal.weight)
        nn.init.normal_(self.type_offer.weight, std=0.1)

    def forward(self, states: Tensor, codes: Tensor, given: Conditioned) -> Tensor:
        """Logits (B, T) from states (B, T, D), codes (B, T, FIELDS) and traits."""
        types = codes[:, :, 0].long()
        places = torch.arange(codes.shape[1], device=codes.device)
        appeal = self.appeal(states) + self.type_appeal(types)
        appeal = (appeal + self.place_appeal(places))[..., 0]
        offer = self.offer(states) + self.type_offer(types)  # (B, T, R)
        ask = self.ask(torch.cat([given.traits, given.known], dim=-1))  # (B, R)
        out: Tensor = appeal + torch.einsum("btr,br->bt", offer, ask)
        return out
