#!/usr/bin/env bash
# Installs the rule engines of Node. Without a lock file: not every registry serves the binaries of every platform that it would name.
set -euo pipefail
cd "$(dirname "$0")"
if [ ! -e node_modules/.package-lock.json ] || [ package.json -nt node_modules/.package-lock.json ]; then
  npm install --ignore-scripts --no-package-lock --no-audit --no-fund >&2
fi
