#!/bin/sh
# Installs what the server tests need: PostgreSQL and Chromium from the system's packages, local-slack from npm.
# Does nothing for what is there already. Says what to do where it may not install.
set -eu
missing=""
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$missing postgresql"
command -v chromium >/dev/null 2>&1 || missing="$missing chromium fonts-noto-cjk fonts-noto-color-emoji"
command -v npm >/dev/null 2>&1 || missing="$missing npm"
if [ -n "$missing" ]; then
  if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    echo "The server tests need:$missing. Install them with your system's package manager, then: make test-servers" >&2
    exit 1
  fi
  echo "Installing$missing…"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  # shellcheck disable=SC2086 -- a list of package names
  apt-get install -y -qq --no-install-recommends $missing >/dev/null
fi
slack=.test-servers/node_modules/local-slack-linux-x64/bin/local-slack
[ -x "$slack" ] || npm install --silent --no-fund --no-audit --no-save --prefix .test-servers local-slack-linux-x64@0.1.8
