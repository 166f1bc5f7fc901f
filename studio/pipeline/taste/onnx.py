"""The taste model as ONNX: shoppers' histories in, a score of every product out.

The graph is the net alone. What stands beside the net (such as a memory of what was met
together) is outside of it; the file's metadata says so.
"""

from __future__ import annotations

import logging
import warnings
from typing import Final

import msgspec
import numpy as np
import torch
from torch import Tensor, nn

from studio.domain.errors import InputProblem
from studio.domain.taste import TasteInputs
from studio.pipeline.taste.batches import Batch, last_windows, to_batch
from studio.pipeline.taste.learner import SequenceLearner
from studio.pipeline.taste.split import HeldOut

SCORES = "scores"
INPUTS: Final[dict[str, str]] = {
    "product": "row of the step's product in `products`; their number for none",
    "thing": "row of the step's text: as `product`, or products + query; the last for"
    " none",
    "kind": "0 view, 1 add_to_cart, 2 purchase, 3 search, 4 the step that opens every"
    " sequence",
    "gap": "code of the time since the step before, 0 for the first",
    "price": "code of the price against the shopper's own prices, 0 for unknown",
    "left": "steps to the end: 0 for the last and for padding",
    "preference": "stated preferences of the shopper, zeros for none",
    "stated": "1 where the shopper stated any, else 0",
    "size": "number of steps with the opening one",
}
"""What the inputs hold; sequences are left-aligned, opened by kind 4, and padded."""
LEFT_OUT = (
    "the graph is the net alone: the memory of what followed what, which the studio"
    " adds to its scores, is not in it"
)


class Scorer(nn.Module):
    """Tensors of a batch to scores (B, I) of all products after the last step."""

    rows: Tensor

    def __init__(self, learner: SequenceLearner) -> None:
        super().__init__()
        self.net = learner.net
        every = torch.arange(self.net.products)
        self.register_buffer("rows", every, persistent=False)

    def forward(self, *tensors: Tensor) -> Tensor:
        """Scores of the fields of a `Batch`, in their order."""
        tastes = self.net.tastes(Batch(*tensors))
        scores: Tensor = tastes @ self.net.product_vectors(self.rows).T
        return scores


def export(
    learner: SequenceLearner, inputs: TasteInputs, said: dict[str, str]
) -> bytes:
    """The model as bytes of an ONNX file.

    Args:
        learner: The trained model, on the processor.
        inputs: Products and shoppers; some of them show the shapes.
        said: Facts that lie in the file's metadata.

    Raises:
        InputProblem: The packages that write ONNX are not installed.
    """
    try:
        import onnx  # noqa: PLC0415 - an extra, and slow to import
        import onnxscript  # noqa: F401, PLC0415
    except ImportError as error:
        raise InputProblem(
            "Writing ONNX needs two packages that are not installed.",
            "Install Vitrine with its extra: pip install 'vitrine-studio[onnx]'.",
        ) from error
    scorer = Scorer(learner).eval()
    shown = tensors_of(learner, inputs, _some(inputs))
    logging.getLogger("torch.onnx").setLevel(logging.ERROR)
    with warnings.catch_warnings(), torch.no_grad():
        # the exporter warns of its own inner workings; the test compares the scores
        warnings.simplefilter("ignore")
        program = torch.onnx.export(
            scorer,
            tuple(shown.values()),
            dynamo=True,
            optimize=False,  # slow; the runtime that reads the file optimises it again
            verbose=False,
            input_names=list(shown),
            output_names=[SCORES],
            dynamic_shapes=(_axes(shown),),
        )
    assert program is not None  # noqa: S101 - it is with dynamo
    model = program.model_proto
    model.doc_string = LEFT_OUT
    onnx.helper.set_model_props(model, said)
    content: bytes = model.SerializeToString()
    return content


def metadata_of(learner: SequenceLearner, inputs: TasteInputs) -> dict[str, str]:
    """What a reader of the file needs: products by row, inputs, settings, limits."""
    settings = learner.task.settings
    return {
        "products": msgspec.json.encode(inputs.products).decode(),
        "settings": msgspec.json.encode(settings).decode(),
        "inputs": msgspec.json.encode(INPUTS).decode(),
        "output": "scores (shoppers, products): higher is better; hide what was seen",
        "longest": str(settings.net.length + 1),
        "left_out": LEFT_OUT,
    }


def tensors_of(
    learner: SequenceLearner, inputs: TasteInputs, asked: HeldOut
) -> dict[str, Tensor]:
    """The model's inputs for shoppers after their steps before `end`, by name."""
    length = learner.task.settings.net.length
    windows = last_windows(inputs, asked.shopper, asked.end, length)
    batch = to_batch(inputs, windows, torch.device("cpu"))
    return {name: getattr(batch, name) for name in Batch.__struct_fields__}


def _some(inputs: TasteInputs) -> HeldOut:
    """A few shoppers with histories, two at least: 1 would be taken for a constant."""
    length = np.diff(inputs.steps.start)
    found = np.argsort(-length, kind="stable")[:3]
    found = np.resize(found, max(len(found), 2))
    return HeldOut(found, inputs.steps.start[found + 1], np.zeros(len(found), np.int64))


def _axes(shown: dict[str, Tensor]) -> tuple[dict[int, torch.export.Dim], ...]:
    """Which axes may be of any length: shoppers, and the steps of a sequence."""
    shoppers, steps = torch.export.Dim("shoppers"), torch.export.Dim("steps")
    return tuple(
        {0: shoppers, 1: steps} if _is_steps(tensor) else {0: shoppers}
        for tensor in shown.values()
    )


def _is_steps(tensor: Tensor) -> bool:
    return tensor.ndim > 1 and tensor.dtype == torch.int64
