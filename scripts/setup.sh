#!/usr/bin/env bash
# Makes .venv with everything in it, and the system libraries that Qt needs.
set -euo pipefail
cd "$(dirname "$0")/.."

PYTHON="${PYTHON:-python3}"
if ! "$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
  echo "Vitrine needs Python 3.11 or newer; $("$PYTHON" --version) was found." >&2
  echo "Install one and run: make PYTHON=python3.12 run" >&2
  exit 1
fi

scripts/system.sh

[ -x .venv/bin/python ] || "$PYTHON" -m venv .venv
echo "Installing the Python packages (once; a few minutes)"
.venv/bin/python -m pip install --quiet --disable-pip-version-check \
  --constraint constraints.txt --editable '.[dev,private]'
