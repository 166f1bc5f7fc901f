"""The steps as the window is given them: made when they are first needed."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass

from studio.ui.context import Context
from studio.ui.step import Step


@dataclass(frozen=True)
class StepEntry:
    """A step before it is made.

    Attributes:
        key: `data`, `train`, `audience`, `pages`, `publish`, or `shop`.
        title: A marked source text.
        icon: Lucide icon of the rail.
        make: Makes the step; called once.
        on_rail: False for a page that only a menu opens.
    """

    key: str
    title: str
    icon: str
    make: Callable[[Context], Step]
    on_rail: bool = True


def lazy(module: str, name: str) -> Callable[[Context], Step]:
    """A maker that imports a step's module only when it is needed.

    Args:
        module: Such as `studio.ui.train.step`.
        name: The class in it.
    """

    def make(context: Context) -> Step:
        step: Step = getattr(importlib.import_module(module), name)(context)
        return step

    return make
