"""`vitrine runs`: list, compare, export, use, rename and delete trainings."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from studio.cli import jobs, say
from studio.cli.options import Json, ProjectFolder, one_of, place
from studio.domain.errors import CancelledByUser, InputProblem
from studio.domain.estimates import duration, gigabytes
from studio.domain.jobs import FileResult
from studio.domain.runs import Run
from studio.services.runs import Compared, Measure, metrics_of, settings_of
from studio.services.session import Session

ACTIONS = ("list", "show", "compare", "export", "use", "rename", "note", "delete")
_NONE = "–"


def command(
    project: ProjectFolder,
    action: Annotated[
        str, typer.Argument(metavar="ACTION", help=f"One of {', '.join(ACTIONS)}.")
    ] = "list",
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="RUN...", help="Run ids, such as taste-002."),
    ] = None,
    tensorboard: Annotated[
        Path | None,
        typer.Option(
            "--tensorboard",
            metavar="DIR",
            help="With export: folder for event files of TensorBoard.",
            parser=place,
        ),
    ] = None,
    onnx: Annotated[
        Path | None,
        typer.Option(
            "--onnx",
            metavar="FILE",
            help="With export: file for the taste model as ONNX.",
            parser=place,
        ),
    ] = None,
    file: Annotated[
        Path | None,
        typer.Option(
            "--file",
            metavar="FILE",
            help="With export: JSON file for all that is kept of the run.",
            parser=place,
        ),
    ] = None,
    text: Annotated[
        str, typer.Option("--text", help="With rename and note: the words.")
    ] = "",
    yes: Annotated[
        bool, typer.Option("--yes", help="With delete: do not ask.")
    ] = False,
    as_json: Json = False,
) -> None:
    """List the trainings that were kept, compare them, write them for other programs.

    Example: `vitrine runs shop compare taste-001 taste-002`
    """
    one_of("action", action, ACTIONS)
    given = tuple(names or ())
    with Session.open(project) as session:
        if action == "list":
            _list(session, as_json=as_json)
        elif action == "compare":
            _compare(session.runs.compare(given), as_json=as_json)
        elif action == "export":
            outs = {"tensorboard": tensorboard, "onnx": onnx, "json": file}
            _export(session, _one(given), outs, as_json=as_json)
        else:
            _change(session, action, _one(given), (text, yes, as_json))


def _one(names: tuple[str, ...]) -> str:
    if len(names) != 1:
        raise InputProblem(
            "Name one run.", "`vitrine runs PROJECT` lists them with their ids."
        )
    return names[0]


def _list(session: Session, *, as_json: bool) -> None:
    runs = session.runs.all()
    if as_json:
        say.as_machine(runs)
        return
    if not runs:
        say.line(f"Nothing has been trained yet. Run: vitrine train {session.folder}")
        return
    heads = ("Run", "Name", "State", "Preset", "Time", "Memory", "NDCG@10", "In use")
    say.table(heads, [_row(run) for run in runs])


def _row(run: Run) -> tuple[str, ...]:
    ndcg = metrics_of(run).get("ndcg@10")
    return (
        run.id,
        run.name,
        run.state,
        run.settings.get("preset", ""),
        duration(run.seconds),
        gigabytes(run.peak_memory) if run.peak_memory else _NONE,
        _NONE if ndcg is None else f"{ndcg:.4f}",
        "yes" if run.in_use else "",
    )


def _compare(found: Compared, *, as_json: bool) -> None:
    if as_json:
        say.as_machine(found)
        return
    differing = [row for row in found.settings if row.differs]
    alike = len(found.settings) - len(differing)
    if differing:
        rows = [
            (row.name, *(value or _NONE for value in row.values)) for row in differing
        ]
        say.table(("Setting", *found.runs), rows)
    say.line(f"{alike} settings are the same." if differing else "All settings agree.")
    say.table(("Metric (* best)", *found.runs), [_measure(m) for m in found.metrics])
    if not found.same_data:
        say.line("They learned from different data, so their metrics do not compare.")


def _measure(measure: Measure) -> tuple[str, ...]:
    said = [_NONE if v is None else f"{v:,.4g}" for v in measure.values]
    if measure.name == "peak_memory":
        said = [_NONE if v is None else gigabytes(int(v)) for v in measure.values]
    if measure.best is not None:
        said[measure.best] += " *"
    return (measure.name, *said)


def _export(
    session: Session, run: str, outs: dict[str, Path | None], *, as_json: bool
) -> None:
    wanted = {form: out for form, out in outs.items() if out is not None}
    if not wanted:
        raise InputProblem(
            "Say what to write.", "Add --tensorboard DIR, --onnx FILE or --file FILE."
        )
    results = {}
    for form, out in wanted.items():
        job = session.runs.export(run, form, out)
        results[form] = jobs.run(job, FileResult, quiet=as_json, title="Export")
        if not as_json:
            say.line(f"Wrote {results[form].path}.")
            for note in results[form].notes:
                say.line(note)
    if as_json:
        say.as_machine(results)


def _change(
    session: Session, action: str, run_id: str, more: tuple[str, bool, bool]
) -> None:
    text, yes, as_json = more
    runs = session.project.runs
    if action == "delete":
        _delete(session, run_id, yes=yes, as_json=as_json)
        return
    if action == "use":
        runs.use(run_id)
    elif action == "rename":
        runs.rename(run_id, text)
    elif action == "note":
        runs.remark(run_id, text)
    _show(runs.run(run_id), as_json=as_json)


def _delete(session: Session, run_id: str, *, yes: bool, as_json: bool) -> None:
    runs = session.project.runs
    runs.run(run_id)
    if not yes and not typer.confirm(f"Delete {run_id} with its weights for good?"):
        raise CancelledByUser
    runs.delete(run_id)
    runs.purge()
    if as_json:
        say.as_machine({"deleted": run_id})
    else:
        say.line(f"{run_id} is deleted.")


def _show(run: Run, *, as_json: bool) -> None:
    if as_json:
        say.as_machine(run)
        return
    say.line(f"{run.id} {run.name}".strip() + f": {run.state}")
    if run.remark:
        say.line(run.remark)
    settings = settings_of(run)
    say.table(("Setting", ""), list(settings.items()))
    told = [(n, v) for n, v in run.facts.items() if v and n not in settings]
    if told:  # such as what a private training spent
        say.table(("What it was", ""), told)
    measured = [_measure(Measure(n, (v,))) for n, v in metrics_of(run).items()]
    say.table(("Metric", ""), measured)
