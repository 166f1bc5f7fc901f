"""The whole state of a training as named arrays: what resuming needs."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import torch
from torch import nn

from studio.domain.errors import ModelRefused
from studio.pipeline.layout.steps import Course
from studio.pipeline.layout.weights import Tensors, load_net, net_tensors

_MOMENTS = ("exp_avg", "exp_avg_sq", "step")


def course_tensors(course: Course, averaged: nn.Module) -> Tensors:
    """Arrays of nets, averaged generator and optimisers."""
    return (
        net_tensors("generator", course.model.generator)
        | net_tensors("averaged", averaged)
        | net_tensors("discriminator", course.model.discriminator)
        | _moments("adam.generator", course.generator_steps)
        | _moments("adam.discriminator", course.discriminator_steps)
    )


def restore_course(
    course: Course, averaged: nn.Module, tensors: Tensors, where: str
) -> None:
    """Put a checkpoint back; raises ModelRefused when it does not fit."""
    load_net("generator", course.model.generator, tensors, where)
    load_net("averaged", averaged, tensors, where)
    load_net("discriminator", course.model.discriminator, tensors, where)
    _restore(course.generator_steps, "adam.generator", tensors)
    _restore(course.discriminator_steps, "adam.discriminator", tensors)


def reached(meta: Mapping[str, str], where: str) -> int:
    """The step that a checkpoint was made after."""
    try:
        return int(meta["step"])
    except (KeyError, ValueError) as problem:
        raise ModelRefused(
            f"{where} is not a checkpoint of a layout model."
        ) from problem


def _moments(name: str, optimiser: torch.optim.Optimizer) -> Tensors:
    out: Tensors = {}
    for at, parameter in enumerate(optimiser.param_groups[0]["params"]):
        for moment in _MOMENTS:
            if moment in (state := optimiser.state.get(parameter, {})):
                value = state[moment].detach().cpu().numpy()
                out[f"{name}.{at}.{moment}"] = np.ascontiguousarray(value)
    return out


def _restore(optimiser: torch.optim.Optimizer, name: str, tensors: Tensors) -> None:
    for at, parameter in enumerate(optimiser.param_groups[0]["params"]):
        if f"{name}.{at}.step" not in tensors:
            continue
        moments = {
            moment: torch.from_numpy(np.array(tensors[f"{name}.{at}.{moment}"]))
            for moment in _MOMENTS
        }
        optimiser.state[parameter] = {
            key: value if key == "step" else value.to(parameter.device)
            for key, value in moments.items()
        }
