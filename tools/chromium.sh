#!/bin/sh
# Prints the path of a Chromium for the browser tests; as root on Debian it installs a missing one.
set -eu

find_chromium() {
    for candidate in "${CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable; do
        if [ -n "$candidate" ] && command -v "$candidate"; then return 0; fi
    done
    return 1
}

find_chromium && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing Chromium for the browser tests …" >&2
    apt-get update -qq >&2
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium fonts-noto-color-emoji >/dev/null
    find_chromium && exit 0
fi
echo "The browser tests need Chromium. Debian: sudo apt-get install chromium fonts-noto-color-emoji" >&2
echo "Elsewhere: install Chromium or Chrome and name its path in the variable CHROMIUM." >&2
exit 1
