#!/usr/bin/env bash
# Makes sure that a chromium for the browser tests is there, and prints where it is.
set -euo pipefail

find_browser() { command -v chromium-headless-shell || command -v chromium || command -v chromium-browser || command -v google-chrome; }

if ! browser=$(find_browser); then
    root=()
    [ "$(id -u)" -eq 0 ] || root=(sudo)
    "${root[@]}" apt-get update -qq >&2
    DEBIAN_FRONTEND=noninteractive "${root[@]}" apt-get install -y -qq --no-install-recommends chromium-headless-shell >&2
    browser=$(find_browser)
fi
echo "$browser"
