from __future__ import annotations

import json

import jsonschema  # type: ignore[import-untyped]
import msgspec
import pytest
from msgspec.structs import replace

from studio.domain.shipped import resource
from studio.pipeline.export.example import example_edition
from studio.pipeline.export.json_pages import JsonPage, json_files, json_page, schema
from studio.pipeline.export.schema import published


def test_that_the_published_schema_and_example_are_those_of_the_types():
    for name, data in published().items():
        told = "run `python -m studio.pipeline.export.schema`"
        assert resource("schema", name).read_bytes() == data, told


def test_that_the_schema_is_a_schema_and_the_example_keeps_to_it():
    jsonschema.Draft202012Validator.check_schema(schema())
    example = json.loads(resource("schema", "page.example.json").read_bytes())
    jsonschema.Draft202012Validator(schema()).validate(example)


def test_that_exported_pages_keep_to_the_schema_and_can_be_read_back():
    edition = example_edition()
    files = json_files(edition, {"pg-0001": "outdoor-recommendation"})
    assert set(files) == {
        "json/outdoor-recommendation.json", "json/page.schema.json",
    }  # fmt: skip
    beside = json.loads(files["json/page.schema.json"])
    data = files["json/outdoor-recommendation.json"]
    jsonschema.Draft202012Validator(beside).validate(json.loads(data))
    assert msgspec.json.decode(data, type=JsonPage) == json_page(edition, 0)


@pytest.mark.parametrize(
    ("key", "value"), [("scenario", "sale"), ("blocks", None), ("page_id", 7)]
)
def test_that_the_schema_refuses_other_forms(key, value):
    example = json.loads(resource("schema", "page.example.json").read_bytes())
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema()).validate({**example, key: value})


def test_that_hidden_blocks_and_products_that_are_gone_do_not_go_out():
    edition = example_edition()
    ((page, approval),) = edition.approved
    hidden = replace(
        page, blocks=(replace(page.blocks[0], hidden=True), *page.blocks[1:])
    )
    found = json_page(replace(edition, approved=((hidden, approval),)), 0)
    assert [block.id for block in found.blocks] == ["b2"]
    empty = replace(edition, catalogue=type(edition.catalogue)())
    assert json_page(empty, 0).products == ()
