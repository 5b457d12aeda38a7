#!/usr/bin/env bash
# Installs Azurite, the table service's double, unless what is installed is what the lock file says.
set -euo pipefail
cd "$(dirname "$0")"

# Test projects run side by side; the second to come waits and finds the work done.
if command -v flock >/dev/null; then
  exec 9>.install.lock
  flock 9
fi

# npm writes node_modules/.package-lock.json last.
if [ ! -e node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
  npm ci --ignore-scripts --no-audit --no-fund
fi
