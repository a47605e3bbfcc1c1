#!/bin/sh
# Says whether postfix and dovecot are here for the mail tests; as root on Debian it installs missing ones, not started.
set -eu

find_servers() {
    PATH="$PATH:/usr/sbin:/sbin"
    command -v postfix >/dev/null && command -v dovecot >/dev/null && [ -x /usr/lib/dovecot/lmtp ]
}

find_servers && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing postfix and dovecot for the mail tests …" >&2
    policy=/usr/sbin/policy-rc.d
    if [ ! -e "$policy" ]; then
        # Debian starts a service when it is installed; the tests start their own, with their own settings.
        printf '#!/bin/sh\nexit 101\n' >"$policy"
        chmod 755 "$policy"
        trap 'rm -f "$policy"' EXIT
    fi
    apt-get update -qq >&2
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        postfix dovecot-imapd dovecot-lmtpd >/dev/null
    find_servers && exit 0
fi
echo "The mail tests need postfix and dovecot, and root to start them on loopback." >&2
echo "Debian: sudo apt-get install postfix dovecot-imapd dovecot-lmtpd; elsewhere those tests are left out." >&2
