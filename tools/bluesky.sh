#!/bin/sh
# Fetches Bluesky's server software for the tests, once; as root on Debian it installs what building it needs.
set -eu

cd "$(dirname "$0")/../tests/channels/bluesky/network"
ready=node_modules/.ready
npm=$(command -v npm || echo "$PWD/../../../../.venv/bin/npm")

leave_out() {
    echo "$1" >&2
    echo "The tests against Bluesky's own servers are left out." >&2
    exit 0
}

missing() {
    for program in redis-server g++ make python3; do
        command -v "$program" >/dev/null || return 0
    done
    return 1
}

[ -e "$ready" ] && [ ! package-lock.json -nt "$ready" ] && command -v redis-server >/dev/null && exit 0

if missing && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing redis and a compiler for the tests against Bluesky …" >&2
    policy=/usr/sbin/policy-rc.d
    if [ ! -e "$policy" ]; then
        # Debian starts a service when it is installed; the tests start their own.
        printf '#!/bin/sh\nexit 101\n' >"$policy"
        chmod 755 "$policy"
        trap 'rm -f "$policy"' EXIT
    fi
    apt-get update -qq >&2 &&
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
            redis-server g++ make python3 >/dev/null || true
fi
missing && leave_out "Debian: sudo apt-get install redis-server g++ make python3"

if [ ! -e "$ready" ] || [ package-lock.json -nt "$ready" ]; then
    echo "Fetching Bluesky's servers for the tests (650 MB, a few minutes, once) …" >&2
    "$npm" ci --ignore-scripts --prefer-offline --loglevel=error >/dev/null ||
        leave_out "npm could not fetch @atproto/dev-env."
    node=$(ls "$PWD"/node_modules/node-linux-*/bin/node 2>/dev/null | head -n 1)
    [ -n "$node" ] || leave_out "There is no Node 22 for this machine among the packages."
    # Install scripts stay off for everything; this is the one part that has to be compiled.
    (cd node_modules/better-sqlite3 &&
        "$node" ../node-gyp/bin/node-gyp.js rebuild --release --loglevel=error \
            --nodedir="$(dirname "$(dirname "$node")")" >../.build.log 2>&1) ||
        leave_out "better-sqlite3 could not be built; see tests/channels/bluesky/network/node_modules/.build.log."
    touch "$ready"
fi
