#!/usr/bin/env bash
# Runs the benchmarks one after the other; each says what it compares with.
#   scripts/benchmarks.sh                    all of them, with a million events
#   scripts/benchmarks.sh imports segments   some of them
#   EVENTS=10000000 scripts/benchmarks.sh    with as many events as benchmarks/README.md
# The fuzz run takes ten minutes and compares nothing: it runs only when it is named.
set -euo pipefail
cd "$(dirname "$0")/.."
events="${EVENTS:-1000000}"
all=(window stall imports segments quality sealing taste)
[ $# -gt 0 ] && all=("$@")
failed=()
for name in "${all[@]}"; do
  script="benchmarks/$name.py"
  if [ ! -f "$script" ]; then
    echo "== $name: there is no $script"
    continue
  fi
  options=()
  case "$name" in
    imports) options=(--events "$events") ;;
    segments | quality | sealing) options=("$events") ;;
  esac
  echo "== $name: python $script ${options[*]}"
  scripts/in_qt.sh .venv/bin/python "$script" ${options[@]+"${options[@]}"} ||
    failed+=("$name")
done
if [ ${#failed[@]} -gt 0 ]; then
  echo "These benchmarks could not be finished: ${failed[*]}" >&2
  exit 1
fi
