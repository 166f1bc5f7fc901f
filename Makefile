# Two commands do everything: `make run` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready

.PHONY: run test setup lint types contracts check screenshots benchmarks clean

run: setup
	@scripts/run.sh

test: setup
	@scripts/test.sh

setup: $(STAMP)

$(STAMP): constraints.txt pyproject.toml scripts/setup.sh scripts/system.sh
	@PYTHON="$(PYTHON)" scripts/setup.sh
	@touch $(STAMP)

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup
	$(BIN)/mypy

contracts: setup
	$(BIN)/lint-imports

screenshots: setup
	@scripts/in_qt.sh $(BIN)/python scripts/screenshots.py

benchmarks: setup
	$(BIN)/python benchmarks/window.py
	$(BIN)/python benchmarks/stall.py

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache dist
