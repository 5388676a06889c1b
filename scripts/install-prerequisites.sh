#!/usr/bin/env bash
# Installs what the strongest sandbox, the browser tests, the gateway tests and the month of nights need on Debian and Ubuntu: bubblewrap, Chromium, Node, libfaketime.
set -euo pipefail

missing=()
command -v bwrap >/dev/null || missing+=(bubblewrap)
[ -n "${EVAL_CHROMIUM:-}" ] || command -v chromium >/dev/null || missing+=(chromium)
command -v node >/dev/null || missing+=(nodejs)
command -v npm >/dev/null || missing+=(npm)
compgen -G "/usr/lib/*/faketime/libfaketimeMT.so.1" >/dev/null || missing+=(faketime)
[ "${#missing[@]}" -eq 0 ] && exit 0

if ! command -v apt-get >/dev/null; then
    echo "Install these packages with this system's package manager: ${missing[*]}" >&2
    exit 1
fi

sudo=""
[ "$(id -u)" -eq 0 ] || sudo=sudo
$sudo apt-get update -qq
DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
