#!/usr/bin/env bash
# All checks: lint, format, types, contracts, then the tests. Ends in pytest's summary.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/.venv/bin:$PATH"
ruff check .
ruff format --check .
mypy
lint-imports
export QT_QPA_PLATFORM=offscreen
exec scripts/in_qt.sh python -m pytest "$@"
