#!/usr/bin/env bash
# Writes constraints.txt, the one lock file, from what .venv holds.
# No hashes: the torch of each platform (CPU or CUDA) is another file of one version.
set -euo pipefail
cd "$(dirname "$0")/.."
{
  echo "# Written by scripts/lock.sh; used by scripts/setup.sh."
  .venv/bin/python -m pip list --format=freeze --exclude-editable --disable-pip-version-check |
    grep -v -i -E '^(pip|setuptools|wheel|vitrine-studio|nvidia-.*|triton)==' |
    sed -E 's/\+(cpu|cu[0-9]+)$//'
} > constraints.txt
