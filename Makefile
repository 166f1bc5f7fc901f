# Two commands do everything: `make run` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready
EXTRAS := $(VENV)/.benchmarks

.PHONY: run test setup lint types contracts check screenshots benchmarks clean

run: setup
	@scripts/run.sh

test: setup
	@scripts/test.sh

setup: $(STAMP)

$(STAMP): constraints.txt pyproject.toml scripts/setup.sh scripts/system.sh
	@PYTHON="$(PYTHON)" scripts/setup.sh
	@touch $(STAMP)

# What only the benchmarks need.
$(EXTRAS): $(STAMP)
	@echo "Installing what the benchmarks need"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check \
	  --constraint constraints.txt --editable '.[dev,private,benchmarks]'
	@touch $(EXTRAS)

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup
	$(BIN)/mypy

contracts: setup
	$(BIN)/lint-imports

screenshots: setup
	@scripts/in_qt.sh $(BIN)/python scripts/screenshots.py

# All, or some: `make benchmarks ONLY="imports segments" EVENTS=10000000`
benchmarks: $(EXTRAS)
	@scripts/benchmarks.sh $(ONLY)

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache dist
