#!/bin/sh
# Tell the desk what a customer said: sh send.sh message.json
# URL and SECRET come from the environment, as `hilft account add webhook` printed them. Needs curl and openssl.
set -eu
id="msg_$(openssl rand -hex 16)"
stamp="$(date +%s)"
key="$(printf %s "${SECRET#whsec_}" | openssl base64 -d -A | od -An -v -tx1 | tr -d ' \n')"
signature="$( { printf '%s.%s.' "$id" "$stamp"; cat "$1"; } |
    openssl dgst -sha256 -mac HMAC -macopt "hexkey:$key" -binary | openssl base64 -A)"
curl --silent --show-error --fail-with-body --retry 5 --max-time 30 "$URL" \
    -H "webhook-id: $id" -H "webhook-timestamp: $stamp" -H "webhook-signature: v1,$signature" \
    -H "Content-Type: application/json" --data-binary "@$1"
