"""Maps each job to the module that does it, imported when it is needed."""

from __future__ import annotations

from importlib import import_module

from studio.domain.jobs import (
    Assign,
    BuildAudience,
    BuildSegments,
    DrawMap,
    EstimateTraining,
    Evaluate,
    Explain,
    ExplainLayout,
    ExportRun,
    FindProducts,
    Forget,
    Generate,
    ImportFiles,
    Job,
    ProposeLayouts,
    Recommend,
    Report,
    Retain,
    SampleLayouts,
    TakeLayout,
    TrainLayout,
    TrainTaste,
)

MODULES: dict[type, str] = {
    ImportFiles: "import_files",
    TrainTaste: "train_taste",
    TrainLayout: "train_layout",
    EstimateTraining: "estimate",
    ExportRun: "export_run",
    BuildAudience: "build_audience",
    DrawMap: "draw_map",
    BuildSegments: "build_segments",
    Forget: "forget",
    Retain: "retain",
    Generate: "generate",
    ProposeLayouts: "propose_layouts",
    TakeLayout: "take_layout",
    ExplainLayout: "explain_layout",
    SampleLayouts: "sample_layouts",
    Recommend: "recommend",
    Assign: "assign",
    Evaluate: "evaluate",
    Explain: "explain",
    FindProducts: "find_products",
}


def run_job(job: Job, report: Report) -> object:
    """Do a job and return its result; raises what the stage raises."""
    module = import_module(f"studio.worker.{MODULES[type(job)]}")
    result: object = module.run(job, report)
    return result
