"""Which run of each model is shown: the chosen, the live, or the one in use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.domain.runs import Run
from studio.ui.train.trainings import CHECKPOINT, WEIGHTS, Trainings
from studio.ui.train.watched import Watched
from studio.ui.train.words import MODELS, Model, condition_of

if TYPE_CHECKING:
    from studio.store.runs import RunStore


class ShownRuns:
    """The runs of a project and what a person has chosen of them."""

    def __init__(self, trainings: Trainings) -> None:
        self._trainings = trainings
        self._chosen: dict[Model, str] = {}
        self.runs: dict[Model, tuple[Run, ...]] = {}

    def read(self, runs: RunStore | None) -> None:
        """Read the runs anew."""
        for model in MODELS:
            self.runs[model] = runs.list(model) if runs is not None else ()

    def choose(self, model: Model, run_id: str) -> None:
        """Show a run; an empty id goes back to the live one or the one in use."""
        self._chosen[model] = run_id

    def forget(self) -> None:
        """Forget what was chosen."""
        self._chosen.clear()

    def used(self, model: Model) -> Run | None:
        """The run whose weights are used."""
        return next((run for run in self.runs.get(model, ()) if run.in_use), None)

    def shown(self, model: Model) -> Watched:
        """The run to show."""
        runs = {run.id: run for run in self.runs.get(model, ())}
        live = self._trainings.live.get(model)
        chosen = runs.get(self._chosen.get(model, ""))
        if live is not None and (chosen is None or _is(live, chosen)):
            if live.run is not None and live.condition != "running":
                live.run = runs.get(live.run.id, live.run)
            return live
        run = chosen or self.used(model) or next(iter(runs.values()), None)
        return Watched(model) if run is None else self._trainings.kept(run)

    def earlier(self, model: Model) -> tuple[Run, ...]:
        """The runs that are not under way here."""
        live = self._trainings.live.get(model)
        if live is None or live.condition != "running":
            return self.runs.get(model, ())
        return tuple(run for run in self.runs[model] if not _is(live, run))

    def possible(self, run: Run | None) -> tuple[bool, bool]:
        """Whether a run's weights can be used, and whether it can go on."""
        if run is None:
            return False, False
        state, has = condition_of(run), self._trainings.has
        done = state in ("finished", "cancelled") and not run.in_use
        broken_off = state in ("cancelled", "failed")
        return done and has(run, WEIGHTS), broken_off and has(run, CHECKPOINT)

    def has_weights(self, run: Run) -> bool:
        """Whether a run has weights that can be written."""
        return self._trainings.has(run, WEIGHTS)


def _is(watched: Watched, run: Run) -> bool:
    return watched.run is not None and watched.run.id == run.id
