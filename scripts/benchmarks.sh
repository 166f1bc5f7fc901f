#!/usr/bin/env bash
# Runs the benchmarks one after the other; each says what it compares with.
#   scripts/benchmarks.sh                    all of them, with a million events
#   scripts/benchmarks.sh imports segments   some of them
#   EVENTS=10000000 scripts/benchmarks.sh    with as many events as benchmarks/README.md
# Two run only by hand: why.py wants a project, fuzz_sniffer.py takes ten minutes and
# compares nothing.
set -euo pipefail
cd "$(dirname "$0")/.."
events="${EVENTS:-1000000}"
all=(window stall map imports segments quality sealing taste language temporal)
[ $# -gt 0 ] && all=("$@")
failed=()
for name in "${all[@]}"; do
  script="benchmarks/$name.py"
  if [ ! -f "$script" ]; then
    echo "== $name: there is no $script"
    failed+=("$name")
    continue
  fi
  if [ "$name" = taste ] && [ ! -f ../shared/data/beauty_sequences.txt ]; then
    echo "== taste: left out, ../shared/data/beauty_sequences.txt is not there"
    continue
  fi
  options=()
  case "$name" in
    imports) options=(--events "$events") ;;
    segments | quality | sealing) options=("$events") ;;
    map) options=(10000 100000) ;;
    taste) options=(speed) ;;
    language) options=(--seeds 1) ;;
    temporal) options=(sample) ;;
  esac
  echo "== $name: python $script ${options[*]}"
  scripts/in_qt.sh .venv/bin/python "$script" ${options[@]+"${options[@]}"} ||
    failed+=("$name")
done
if [ ${#failed[@]} -gt 0 ]; then
  echo "These benchmarks could not be finished: ${failed[*]}" >&2
  exit 1
fi
