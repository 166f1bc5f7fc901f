#!/usr/bin/env bash
# All checks: lint and format; types beside contracts; then the tests, a process of them
# for every core (at most four: each holds a gigabyte). Ends in pytest's summary.
# Options go to pytest: scripts/test.sh -n 0 tests/unit/store
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/.venv/bin:$PATH"

ruff check .
ruff format --check .

contracts_said="$(mktemp)"
trap 'rm -f "$contracts_said"' EXIT
lint-imports >"$contracts_said" 2>&1 &
contracts=$!
types=0 kept=0
mypy || types=$?
wait "$contracts" || kept=$?
cat "$contracts_said"
if [ "$types" -ne 0 ] || [ "$kept" -ne 0 ]; then
  echo "Types or contracts are broken: the tests were not run." >&2
  exit 1
fi

scripts/in_qt.sh python -m pytest -n logical --maxprocesses 4 --dist loadscope \
  --no-loadscope-reorder "$@"
