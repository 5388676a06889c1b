#!/usr/bin/env bash
# Installs what the strongest sandbox, the browser tests and the gateway tests need on Debian and Ubuntu: bubblewrap, Chromium and Node.
set -euo pipefail

missing=()
command -v bwrap >/dev/null || missing+=(bubblewrap)
[ -n "${EVAL_CHROMIUM:-}" ] || command -v chromium >/dev/null || missing+=(chromium)
command -v node >/dev/null || missing+=(nodejs)
command -v npm >/dev/null || missing+=(npm)
[ "${#missing[@]}" -eq 0 ] && exit 0

if ! command -v apt-get >/dev/null; then
    echo "Install these packages with this system's package manager: ${missing[*]}" >&2
    exit 1
fi

sudo=""
[ "$(id -u)" -eq 0 ] || sudo=sudo
$sudo apt-get update -qq
DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
