#!/bin/sh
# Builds the virtual environment named by the first argument with the first Python that is new enough.
set -eu
venv=$1

for candidate in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        python=$candidate
        break
    fi
done
if [ -z "${python:-}" ]; then
    echo "hilft needs Python 3.11 or newer. Debian and Ubuntu: apt-get install python3 python3-venv" >&2
    exit 1
fi

# Debian keeps ensurepip in a package of its own.
if ! "$python" -c 'import ensurepip' 2>/dev/null; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv >/dev/null
    else
        echo "Python cannot make virtual environments here. Debian and Ubuntu: apt-get install python3-venv" >&2
        exit 1
    fi
fi
echo "Making $venv with $("$python" --version) …"
"$python" -m venv "$venv"
