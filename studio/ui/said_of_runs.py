"""What a worker says of trainings: what they take, why they are refused."""

from __future__ import annotations

from studio.ui.language import mark

OF_RUNS: tuple[str, ...] = (
    mark("about {time} at most, {memory} of memory"),
    mark("This training needs about {memory} of memory, and {free} are free."),
    mark("Use a batch of {n} and {m} negatives."),
    mark("Use a batch of {n}."),
    mark("Use the preset {name}."),
    mark("Train on a machine with more memory, or with a part of the catalogue."),
    mark("Close other programs, or train on a machine with more memory."),
    mark("A resumed training is not estimated."),
    mark("{n} runs cannot be compared."),
    mark("Choose {least} to {most} runs."),
    mark("{run} is the model in use."),
    mark("Use another run first."),
    mark("{run} is under way."),
    mark("Stop it first."),
    mark("There is no run {run} in this project."),
    mark("Choose one of the list of runs."),
    mark("The name of a run is too long."),
    mark("The note of a run is too long."),
    mark("{run} has no weights yet."),
    mark("{run} has no curves yet."),
    mark("Choose a run that has trained."),
    mark("The article's network is not written as ONNX."),
    mark("Choose a run of the transformer."),
    mark("Writing ONNX needs two packages that are not installed."),
    mark("Install Vitrine with its extra: pip install 'vitrine-studio[onnx]'."),
    mark("{file} is a folder."),
    mark("{file} is a file."),
    mark("Name a file in it."),
    mark("Name a folder."),
    mark("Writing the run"),
)
