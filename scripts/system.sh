#!/usr/bin/env bash
# Installs the system libraries that Qt and Chromium need on Debian and Ubuntu, and a
# Chinese font where there is none. Elsewhere, or without the right to, it says how.
set -euo pipefail

[ "$(uname -s)" = Linux ] || exit 0

packages=(
  libegl1 libgl1 libopengl0 libxkbcommon-x11-0 libxkbfile1 libdbus-1-3
  libnss3 libxcomposite1 libxdamage1 libxrandr2 libxtst6 libasound2
  libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxcb-image0
  libxcb-render-util0 libxcb-xinerama0 fontconfig fonts-noto-cjk fonts-inter
)

command -v dpkg-query >/dev/null || {
  echo "Not a Debian system: if the window does not open, run .venv/bin/vitrine doctor." >&2
  exit 0
}

missing=()
for package in "${packages[@]}"; do
  # Debian 13 and Ubuntu 24.04 renamed libasound2.
  if ! dpkg-query -W -f '${Status}\n' "$package" "${package}t64" 2>/dev/null |
    grep -q 'install ok installed'; then
    missing+=("$package")
  fi
done
[ ${#missing[@]} -gt 0 ] || exit 0

command="apt-get install -y --no-install-recommends ${missing[*]}"
if [ "$(id -u)" = 0 ]; then
  run=()
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
  run=(sudo)
else
  echo "Some system libraries are missing. Please run once:" >&2
  echo "  sudo apt-get update && sudo $command" >&2
  exit 1
fi

echo "Installing system libraries: ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
"${run[@]}" apt-get update -qq
if ! "${run[@]}" $command -qq >/dev/null; then
  # A name may differ on a newer system: install what there is, one by one.
  for package in "${missing[@]}"; do
    "${run[@]}" apt-get install -y -qq --no-install-recommends "$package" >/dev/null 2>&1 ||
      "${run[@]}" apt-get install -y -qq --no-install-recommends "${package}t64" >/dev/null 2>&1 ||
      echo "  $package is not available here; going on without it" >&2
  done
fi
