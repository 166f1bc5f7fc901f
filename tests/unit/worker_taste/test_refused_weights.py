from __future__ import annotations

import numpy as np
import pytest

from studio.domain.errors import ModelRefused
from studio.pipeline.features.text import BUCKETS
from studio.pipeline.taste.checkpoint import Arrays, Weights, read_weights
from studio.pipeline.taste.settings import Settings
from studio.worker.taste_data import text_of

IDF, COMPONENTS = np.ones(BUCKETS, np.float32), np.ones((BUCKETS, 4), np.float32)


def of_texts(extra: Arrays) -> Weights:
    return Weights({}, Settings(), ("P1",), np.ones(1, np.bool_), extra)


@pytest.mark.parametrize(
    "extra",
    [
        {"text/idf": IDF},
        {"text/components": COMPONENTS},
        {"text/idf": IDF[:7], "text/components": COMPONENTS},
        {"text/idf": IDF, "text/components": COMPONENTS[:7]},
        {"text/idf": IDF, "text/components": COMPONENTS[:, :0]},
        {"text/idf": IDF, "text/components": IDF},
    ],
)
def test_that_a_text_space_of_another_shape_is_refused(extra: Arrays) -> None:
    with pytest.raises(ModelRefused, match=r"x\.safetensors is of another shape"):
        text_of(of_texts(extra), "x.safetensors")


def test_that_a_text_space_may_be_missing_or_whole() -> None:
    assert text_of(of_texts({}), "x") is None
    whole = text_of(of_texts({"text/idf": IDF, "text/components": COMPONENTS}), "x")
    assert whole is not None
    assert whole.width == 4


@pytest.mark.parametrize("net", ['{"width":1000000000}', '{"width":-1}', '{"heads":7}'])
def test_that_a_net_of_impossible_size_is_refused(net: str) -> None:
    meta = {"settings": f'{{"net":{net}}}', "products": '["P1"]'}
    with pytest.raises(ModelRefused):
        read_weights({"warm": np.ones(1)}, meta, "x.safetensors")
