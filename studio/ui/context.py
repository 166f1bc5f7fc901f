"""What every step is given."""

from __future__ import annotations

from dataclasses import dataclass, field

from studio.ui.jobs import JobSignals
from studio.ui.settings import Settings
from studio.ui.theme import Theme


@dataclass
class Context:
    """Theme, settings and jobs of the window.

    Attributes:
        theme: Colours and fonts.
        settings: The person's preferences and what the window remembers.
        jobs: Starts jobs and tells of them on the GUI thread.
    """

    theme: Theme
    settings: Settings
    jobs: JobSignals = field(default_factory=JobSignals)
