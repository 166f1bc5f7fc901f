#!/usr/bin/env bash
# Opens the studio on the sample shop; with no screen it does the whole job headless.
set -euo pipefail
cd "$(dirname "$0")/.."
if [ "$(uname -s)" = Linux ] && [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  out="${OUT_DIR:-$PWD/demo-out}"
  echo "There is no screen here, so Vitrine does the whole job headless."
  exec scripts/in_qt.sh .venv/bin/vitrine demo --out "$out"
fi
exec scripts/in_qt.sh .venv/bin/vitrine open --sample
